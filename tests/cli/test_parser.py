"""The command line is read without Django, and speaks French."""

import pytest

from maillage.cli import parser

pytestmark = pytest.mark.once

VERBS = [
    ["demo"], ["serve"], ["migrate"], ["staff"], ["staff", "add"], ["token"], ["backup"],
    ["restore"], ["till"], ["till", "verify"], ["tick"], ["upgrade"], ["doctor"], ["import"],
    ["import", "people"], ["worker"], ["bench"],
]  # fmt: skip


def said(capsys, *words: str) -> tuple[int, str]:
    with pytest.raises(SystemExit) as stopped:
        parser.read_arguments(words)
    captured = capsys.readouterr()
    return stopped.value.code, captured.out + captured.err


@pytest.mark.parametrize("verb", VERBS, ids=" ".join)
def test_every_verb_has_help(capsys, verb):
    code, text = said(capsys, *verb, "--help")
    assert code == 0
    assert text.startswith(f"Emploi : maillage {' '.join(verb)}")
    assert "montrer cette aide" in text
    assert "le dossier des données" in text


def test_the_help_lists_every_verb_but_manage(capsys):
    _code, text = said(capsys, "--help")
    listed = {line.split()[0] for line in text.splitlines() if line.startswith("    ")}
    assert listed == {words[0] for words in VERBS}


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ([], "il manque : VERBE"),
        (["dance"], "VERBE : 'dance' n’existe pas"),
        (["serve", "--port", "x"], "--port : 'x' n’est pas un port, de 1 à 65535"),
        (["serve", "--port", "70000"], "--port : '70000' n’est pas un port"),
        (["serve", "--workers", "x"], "--workers : 'x' n’est pas un nombre"),
        (["serve", "--port"], "--port attend une valeur"),
        (["tick", "--quickly"], "en trop, ou mal écrit : --quickly"),
        (["backup"], "il manque : FICHIER"),
    ],
)
def test_a_misread_line_says_so_in_french(capsys, words, wanted):
    code, text = said(capsys, *words)
    assert code == 2
    assert text.startswith(wanted)
    assert "Voyez : maillage" in text


@pytest.mark.parametrize(
    "words", [["--data", "/tmp/here", "tick"], ["tick", "--data", "/tmp/here"]]
)
def test_the_data_folder_stands_before_or_after_the_verb(words):
    assert str(parser.read_arguments(words).data) == "/tmp/here"

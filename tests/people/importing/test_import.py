"""Must show 5: a hand-made list of people, its faults named line by line, run twice."""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path

import pytest

from maillage.core.ids import new_id
from maillage.network.doors import Refused
from maillage.people.importing.columns import Holds
from maillage.people.importing.plan import plan
from maillage.people.importing.sheets import Unreadable
from maillage.people.models import Person
from maillage.people.queries import search_persons
from tests.cli.installation import Installation, install
from tests.houses import House
from tests.people.importing.hand_made import FAULTY, as_csv, as_workbook, hand_made

COUNT = 5000 if os.environ.get("MAILLAGE_PROVE") else 400
FOUND = ("--structure", "bras", "--found", "Numéripôle", "--first-name", "Loïc", "--login", "loic")
IMPORT = ("import", "people", "--structure", "bras")


@pytest.fixture
def bras(tmp_path: Path):
    made = install(tmp_path)
    made.done("staff", "add", *FOUND, "--password-stdin", say="un mot de passe long\n")
    known = tmp_path / "known.csv"
    known.write_text(
        "Nom;Prénom;Carte;Téléphone\nConnue;Odile;;0600000000\nPrise;Paul;PRISE;\n",
        encoding="utf-8",
    )
    made.done(*IMPORT, known, "--yes")
    yield made
    made.drop()


def faults_said(text: str) -> set[int]:
    return {int(number) for number in re.findall(r"^Ligne (\d+)", text, flags=re.MULTILINE)}


def people(made: Installation) -> list[tuple]:
    return made.sql("SELECT * FROM people_person ORDER BY id")


@pytest.mark.prove("5. import")
def test_right_lines_enter_each_fault_is_named_and_twice_changes_nothing(
    bras: Installation, tmp_path: Path
) -> None:
    rows, expected = hand_made(COUNT)
    file = as_workbook(tmp_path / "liste.xlsx", rows)
    before = len(people(bras))

    looked = bras.maillage(*IMPORT, file, "--dry-run")
    assert (looked.returncode, len(people(bras))) == (1, before)
    assert "Tél. portable → téléphone" in looked.stdout
    assert "Remarques → laissée de côté" in looked.stdout

    first = bras.maillage(*IMPORT, file, "--yes")
    assert first.returncode == 1, first.stderr
    assert faults_said(first.stdout) == {line for line, _ in expected}
    assert f"C’est fait : {COUNT} personnes ajoutées." in first.stdout
    held = people(bras)
    assert len(held) == before + COUNT

    second = bras.maillage(*IMPORT, file, "--yes")
    assert f"0 à ajouter, {COUNT + 2} déjà connues" in second.stdout
    assert people(bras) == held


@pytest.mark.once
def test_there_are_more_than_25_kinds_of_faults() -> None:
    assert len(FAULTY) >= 25


@pytest.mark.parametrize(
    ("encoding", "delimiter"), [("utf-8-sig", ";"), ("cp1252", ";"), ("utf-16", "\t")]
)
def test_a_csv_in_any_usual_spelling_says_the_same(
    house: House, tmp_path: Path, encoding: str, delimiter: str
) -> None:
    rows, expected = hand_made(120)
    file = as_csv(tmp_path / "liste.csv", rows, encoding=encoding, delimiter=delimiter)
    house.do("people.import_persons", persons=[*ON_FILE])
    with house.scope():
        found = plan(file, profiles={}, near={"55"}, today=date(2026, 11, 22))
    # What cp1252 cannot write is replaced by « ? »; a formula is one only in a workbook.
    assert [(one.line, one.code) for one in found.faults] == sorted(expected)
    assert (len(found.new), found.known) == (120, [])


ON_FILE = [
    {"person": new_id(), "first_name": "Odile", "last_name": "Connue", "phone": "0600000000"},
    {"person": new_id(), "first_name": "Paul", "last_name": "Prise", "card": "PRISE"},
]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("Nom;Ville\nPetit;Rodez\n", "Aucune colonne ne donne le prénom."),
        ("Petit;Léa;Rodez\n", "Aucune ligne de titres"),
        ("Prénom;Tél;Portable\nLéa;;\n", "« Tél » et « Portable »"),
        ("", "Aucune ligne de titres"),
    ],
)
def test_a_file_that_is_no_list_says_what_to_do(
    house: House, tmp_path: Path, content: str, said: str
) -> None:
    file = tmp_path / "liste.csv"
    file.write_text(content, encoding="utf-8")
    with house.scope(), pytest.raises(Unreadable, match=re.escape(said)):
        plan(file, profiles={}, near=(), today=date(2026, 11, 22))


def test_what_a_column_holds_can_be_said_by_hand(house: House, tmp_path: Path) -> None:
    file = tmp_path / "liste.csv"
    file.write_text("Petit nom;Tél;Portable\nLéa;0611111111;\n", encoding="utf-8")
    said = {"Petit nom": Holds.FIRST_NAME, "Portable": Holds.NOTHING}
    with house.scope():
        found = plan(file, profiles={}, near=(), today=date(2026, 11, 22), said=said)
    assert [(row.first_name, row.phone) for row in found.new] == [("Léa", "+33611111111")]


def test_a_birth_name_finds_the_person(house: House, tmp_path: Path) -> None:
    file = tmp_path / "liste.csv"
    file.write_text("Prénom;Nom;Nom de jeune fille\nOdette;Petit;Le Goff\n", encoding="utf-8")
    with house.scope():
        found = plan(file, profiles={}, near=(), today=date(2026, 11, 22))
    house.do("people.import_persons", **found.payload())
    with house.scope():
        assert [str(one) for one in search_persons("le goff")] == ["Odette Petit"]


def test_a_refusal_leaves_nothing_half_written(house: House) -> None:
    """A card given meanwhile: nobody of the list enters."""
    house.do("people.create", person=new_id(), first_name="Ida", card="B7")
    persons = [
        {"person": new_id(), "first_name": "Léa"},
        {"person": new_id(), "first_name": "Paul", "card": "B7"},
    ]
    with pytest.raises(Refused) as refused:
        house.do("people.import_persons", persons=persons)
    with house.scope():
        entered = Person.objects.filter(first_name="Léa").count()
    assert (refused.value.result.code, entered) == ("card_taken", 0)

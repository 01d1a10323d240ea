"""Every word a person reads goes through gettext, and the catalogues are whole."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.utils import translation
from django.utils.translation import gettext, ngettext, pgettext

import reading
import words

pytestmark = pytest.mark.once

NO_WORDS: dict[str, Any] = {
    "desk/static/kiosk/kiosk.js": {"ABCDEFGHIJKLMNOPQRSTUVWXYZÉÈËÏÇ-"},
    "core/folding.py": {"œ"},  # a letter
    "core/printing.py": {"not written out: gettext(text)"},  # the words of a template
    "settings.py": ...,  # read before the words are
    "messages/rules.py": {"«\\s*|\\s*»", "’"},  # signs to replace
    "people/importing/cells.py": ...,  # what spreadsheets say, to be recognised
    "people/importing/columns.py": ...,
    "desk/static/desk/about.js": {"Ctrl + Z"},  # keys
    "desk/static/desk/keys.js": {"Escape"},
    "desk/static/desk/views/pay.js": {"Enter"},
    "desk/static/desk/views/search.js": {"Enter"},
    "desk/static/desk/api.js": {"Content-Type"},  # headers
    "desk/static/desk/gettext.js": {"en-GB"},
    "office/static/office/week.js": {"Enter", "Escape"},  # keys
    "desk/static/desk/store.js": {"No snapshot yet"},  # for the console
    "desk/static/desk/rules/cents.js": {"Not an exact number of cents: ${cents}"},
}
"""By file, texts outside gettext that are no words of a screen; ``...``: all of them."""

ANYWHERE = {"SIRET", "RNA", "min"}
"""Names of registers, a unit."""

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w+\}|</?\w+>")
AGREEMENT = "{e}"
"""A French ending, which English does without."""

IMPORTS = "from django.utils.translation import gettext as _, ngettext\n"

READ = (
    (reading.in_python, '"""Une aide."""\n' + IMPORTS + '_("été")', ["été"], []),
    (reading.in_python, IMPORTS + '_(f"été {1}")', [], ["not written out: _(f'été {1}')"]),
    (reading.in_python, 'raise ValueError("Il manque le nom.")', [], ["Il manque le nom."]),
    (reading.in_python, IMPORTS + 'ngettext("un an", "des ans", 2)', ["un an"], []),
    (reading.in_module, 'h("p", { class: "a b" }, _("Fermer")); // la fin', ["Fermer"], []),
    (reading.in_module, 'h("p", {}, "Fermer")', [], ["Fermer"]),
    (reading.in_module, 'ngettext("{n} an", "{n} ans", n); `${n} dû`', ["{n} an"], ["${n} dû"]),
    (reading.in_module, "_(title)", [], ["not written out"]),
    (reading.in_print, '#gettext("Place") // la place', ["Place"], []),
    (reading.in_print, "[*Nom*], [#x]", [], ["Nom*"]),
    (reading.in_print, "#x été", [], ["#x été"]),
)  # fmt: skip


@pytest.mark.parametrize(("read", "source", "messages", "outside"), READ)
def test_a_reader_gives_the_messages_and_what_is_outside(read, source, messages, outside) -> None:
    found = list(read(source))
    assert [one.text for one in found if isinstance(one, reading.Message)] == messages
    assert [one.text for one in found if isinstance(one, reading.Stray)] == outside


def test_a_template_gives_its_messages() -> None:
    found = [one for one in reading.in_template("core/error.html", "") if one.text.startswith("C")]
    assert found[0] == reading.Message("Cette page n’existe pas.")


def test_a_template_gives_what_is_outside() -> None:
    source = """{% load i18n %}<p title="Bonjour">{% translate "Oui" %} encore
        {% blocktranslate count n=n %}{{ n }} an{% plural %}{{ n }} ans{% endblocktranslate %}
        {{ name|default:"aucun nom" }}</p>{% block page_class %}page-narrow{% endblock %}"""
    outside = [one.text for one in reading.untranslated(source)]
    assert sorted(outside) == ["Bonjour", "aucun nom", "encore"]


def test_every_text_is_inside_gettext() -> None:
    outside = [
        f"{path.relative_to(reading.PACKAGE)}:{one.line}: {one.text}"
        for path, one in words.strays()
        if not allowed(path.relative_to(reading.PACKAGE).as_posix(), one.text)
    ]
    assert outside == [], "put these inside gettext (CONTRIBUTING, Habits)"


def allowed(file: str, text: str) -> bool:
    texts = NO_WORDS.get(file, set())
    return texts is ... or text in texts or {*reading.WORD.findall(text)} <= ANYWHERE


@pytest.mark.parametrize("domain", words.DOMAINS)
def test_a_translation_keeps_what_is_filled_in(domain: str) -> None:
    wrong = [
        (one.text, said)
        for one, forms in words.held("en", domain).items()
        for text, said in zip((one.text, one.plural), forms, strict=False)
        if kept(text) != kept(said)
    ]
    assert wrong == []


def kept(text: str) -> set[str]:
    return {*PLACEHOLDER.findall(text)} - {AGREEMENT}


@pytest.mark.parametrize(("language", "domain"), words.CATALOGUES)
def test_what_is_compiled_is_what_is_written(language: str, domain: str) -> None:
    path = words.place(language, domain)
    source, compiled = words.files(language, words.held(language, domain))
    assert path.read_bytes() == source
    assert path.with_suffix(".mo").read_bytes() == compiled, "run: make words"


def test_french_says_its_sources() -> None:
    """No other catalogue, such as Django's own, gives one of our texts other words."""
    with translation.override("fr"):
        other = [
            one.text
            for one in words.gathered()["django"]
            for said in [pgettext(one.context, one.text) if one.context else gettext(one.text)]
            if said != one.text and not one.plural
        ]
        counted = [ngettext(one.text, one.plural, 0) for one in plurals()]
    assert other == []
    assert counted == [one.text for one in plurals()]


def plurals() -> list[words.Message]:
    return sorted(words.held("fr", "django"))


@pytest.mark.parametrize(("language", "domain"), words.CATALOGUES)
def test_the_catalogue_holds_what_the_sources_say(language: str, domain: str) -> None:
    held, wanted = {*words.held(language, domain)}, {*words.wanted(language, domain)}
    assert sorted(one.text for one in held ^ wanted) == [], "run: make words"


def test_nothing_is_untranslated() -> None:
    told = "run: make words, then write the English in src/maillage/locale/en"
    assert words.untranslated() == [], told

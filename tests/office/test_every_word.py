"""Must show 3: no word of a page, a print or a file is outside gettext.

Everything that gettext gives is turned into x's. What still has letters must be what somebody
typed: it is in the database.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO
from typing import Any

import pytest
from django.apps import apps
from django.db.models import CharField, TextField
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from django.utils.translation.trans_real import DjangoTranslation
from pypdf import PdfReader

from maillage.core.shortcodes import SIGNS
from maillage.network.bootstrap import found
from maillage.network.models import Commune
from tests.houses import PASSWORD, House, sign_in
from tests.office.filling import fill_house

pytestmark = pytest.mark.once

KEPT = re.compile(r"(%\(\w+\)[sd]|%[sd%]|\{\w*\}|<[^>]+>|&\w+;)|[^\W\d_]")
WORD = re.compile(r"[^\W\d_]{2,}")
ADDRESS = re.compile(r"https?://\S+(\n[-\w]{43}/)?")
"""An address; on paper, what ends a secret one is on the next line."""
SHORT_CODE = re.compile(f"[{SIGNS}]{{3}}-[{SIGNS}]{{3}}")
NAMES = {"Maillage", "SIRET", "RNA", "CSV", "min", "px", "https"}
"""Names and units that no language changes."""

READ = {"alt", "aria-label", "aria-description", "label", "placeholder", "title"}
SILENT = {"script", "style", "svg"}


def crossed(text: str) -> str:
    """What gettext would give, each letter an x; the context is left out."""
    return KEPT.sub(lambda found: found[1] or "x", text.rpartition("\x04")[2])


@pytest.fixture
def cross_out(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Turn the words of gettext into x's, from now on."""

    def start() -> None:
        plural = lambda _, one, several, n: crossed(one if n == 1 else several)  # noqa: E731
        monkeypatch.setattr(DjangoTranslation, "gettext", lambda _, text: crossed(text))
        monkeypatch.setattr(DjangoTranslation, "ngettext", plural)

    return start


class Text(HTMLParser):
    """What a person reads or hears of a page; not what says its own language."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.inside: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.parts += [value or "" for name, value in attrs if name in READ]
        if tag not in {"input", "meta", "link", "img", "br", "hr", "source", "col"}:
            self.inside.append(tag in SILENT or ("lang" in told and tag != "html"))

    def handle_endtag(self, tag: str) -> None:
        if self.inside:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        if not any(self.inside):
            self.parts.append(data)


def text_of(answer: Any) -> str:
    """The words of an answer: a page, a PDF or a file; nothing of what a program reads."""
    kind = answer.get("Content-Type", "").split(";")[0]
    if kind == "text/html":
        text = Text()
        text.feed(answer.content.decode())
        return ADDRESS.sub("", " ".join(text.parts))
    if kind == "application/pdf":
        pages = PdfReader(BytesIO(answer.content)).pages
        text = SHORT_CODE.sub("", " ".join(page.extract_text() for page in pages))
        return ADDRESS.sub("", text)
    if kind == "text/csv":
        return b"".join(answer).decode() if answer.streaming else answer.content.decode()
    return ""


HEAD_OF_CHAIN = re.compile(r"\b[0-9a-f]{8}\b")


def typed() -> set[str]:
    """Every word that the team typed; neither codes, nor what the software wrote or brought."""
    words: set[str] = set()
    for model in apps.get_models():
        ours = model.__module__.startswith("maillage.") and model._meta.app_label != "core"
        for field in model._meta.concrete_fields if ours and model is not Commune else ():
            name = f"{field.name}__name" if field.related_model is Commune else field.name
            text = isinstance(field, (CharField, TextField)) and not field.choices
            if text or field.related_model is Commune:
                values = model._base_manager.values_list(name, flat=True)
                words |= {word for value in values for word in WORD.findall(str(value))}
    return words | {word.upper() for word in words}


def addresses(patterns: Any, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address a browser may open, with its whole pattern."""
    for one in patterns:
        whole = before + str(one.pattern)
        if isinstance(one, URLResolver) and not whole.startswith("api/"):
            yield from addresses(one.url_patterns, whole)
        elif isinstance(one, URLPattern) and one.name not in {None, "logo", "healthz"}:
            yield whole, one


PAGES = dict(addresses(get_resolver().url_patterns))
TODAY = timezone.localdate().isoformat()
DAYS = {"first": TODAY, "last": TODAY}
QUERIES = {"people": {"q": "mar"}, "till-journal": DAYS, "till-journal-pdf": DAYS}
UNFILLED = {
    "language",
    "sign-out",
    "kiosk-enrol",
    "session-mark",
    "session-offer",
    "letters-posted",
}
"""Buttons: no one sends them empty. Two of them sign out."""
WELL_ANSWERED = {200, 302, 304, 403, 404, 405, 409}
"""403: a browser that is no kiosk."""


def asked(whole: str) -> set[str]:
    return set(re.findall(r"<\w+:(\w+)>", whole))


def url_of(whole: str, known: dict[str, str]) -> str:
    missing = asked(whole) - {*known}
    assert not missing, f"tests/office/filling.py: ids() gives no {missing}, for {whole}"
    return "/" + re.sub(r"<\w+:(\w+)>", lambda found: known[found[1]], whole)


def words_left(answer: Any, known: set[str]) -> set[str]:
    words = {
        word
        for word in WORD.findall(HEAD_OF_CHAIN.sub("", text_of(answer)))
        if not re.fullmatch("[xX]+", word)
    }
    return words - known - NAMES


def test_every_page_filled(house: House, cross_out: Any) -> None:
    ids = {**fill_house(house), "slug": house.slug}
    client, known = sign_in(house, "manager"), typed()
    cross_out()
    left, seen = {}, 0
    for whole, pattern in PAGES.items():
        answer = client.get(url_of(whole, ids), QUERIES.get(pattern.name))
        assert answer.status_code in WELL_ANSWERED, whole
        seen += bool(text_of(answer))
        left[whole] = words_left(answer, known)
    assert {whole: words for whole, words in left.items() if words} == {}
    assert seen > 40


def test_every_form_in_error(house: House, cross_out: Any) -> None:
    ids = {**fill_house(house), "slug": house.slug}
    client, known = sign_in(house, "manager"), typed()
    cross_out()
    left, seen = {}, 0
    for whole, pattern in PAGES.items():
        if pattern.name in UNFILLED:
            continue
        answer = client.post(url_of(whole, ids))
        seen += answer.status_code == 422
        left[whole] = words_left(answer, known)
    assert {whole: words for whole, words in left.items() if words} == {}
    assert seen > 15


def test_every_page_empty_and_without_a_sign_in(db: None, cross_out: Any) -> None:
    found(
        structure_name="Maison neuve", slug="neuve", first_name="Anne", login="anne",
        password=PASSWORD, now=timezone.now(),
    )  # fmt: skip
    known = typed()
    client = Client()
    cross_out()
    left = {"without": words_left(client.get("/"), known)}
    left["away"] = words_left(client.get("/nowhere"), known)
    assert client.login(username="anne", password=PASSWORD)
    for whole in PAGES:
        if asked(whole) <= {"slug"}:
            answer = client.get(url_of(whole, {"slug": "neuve"}))
            left[f"{whole}, empty"] = words_left(answer, known)
    assert {whole: words for whole, words in left.items() if words} == {}

"""Gather what the sources say into the catalogues, and compile them.

    make words      bring locale/*/LC_MESSAGES up to date; list what is to be translated

The sources are French. The English catalogue has every message; the French one the plurals alone,
because French counts 0 as one. Nothing in them changes unless the words do: no date, no line.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path

import django
from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from reading import PACKAGE, Message, Stray, everything

LOCALE = PACKAGE / "locale"
BROWSER = "djangojs"
DOMAINS = ("django", BROWSER)
CATALOGUES = (*(("en", domain) for domain in DOMAINS), ("fr", "django"))
PLURALS = {"en": "nplurals=2; plural=(n != 1);", "fr": "nplurals=2; plural=(n > 1);"}
WIDTH = 100
COMMENT = "# Made by `make words`. English is translated here; French, the source, is only counted."


class Words(Catalog):
    """A catalogue whose header says only what does not change."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """The language, the encoding, the plurals."""
        return [
            ("Language", str(self.locale)),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=UTF-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Plural-Forms", PLURALS[str(self.locale)]),
        ]


@cache
def gathered() -> dict[str, set[Message]]:
    """Every message of the sources, by domain."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.settings")
    django.setup()
    found: dict[str, set[Message]] = {domain: set() for domain in DOMAINS}
    for path, one in everything():
        if isinstance(one, Message):
            found[BROWSER if path.suffix == ".js" else "django"].add(one)
    return found


@cache
def strays() -> list[tuple[Path, Stray]]:
    """Every text outside gettext."""
    gathered()
    return [(path, one) for path, one in everything() if isinstance(one, Stray)]


def place(language: str, domain: str) -> Path:
    """Where a catalogue is."""
    return LOCALE / language / "LC_MESSAGES" / f"{domain}.po"


def held(language: str, domain: str) -> dict[Message, tuple[str, ...]]:
    """What the catalogue says now; a translation marked as doubtful is none."""
    path = place(language, domain)
    if not path.exists():
        return {}
    with path.open("rb") as file:
        return {_message(one): _said(one) for one in read_po(file, locale=language) if one.id}


def _message(entry: Entry) -> Message:
    told = [entry.id] if isinstance(entry.id, str) else [*entry.id]
    return Message(told[0], (*told, "")[1], str(entry.context or ""))


def _said(entry: Entry) -> tuple[str, ...]:
    string = entry.string or ""
    said = (string,) if isinstance(string, str) else tuple(string)
    return () if entry.fuzzy or not all(said) else said


def wanted(language: str, domain: str) -> dict[Message, tuple[str, ...]]:
    """What the catalogue should say: each message, with its words if it has some."""
    messages = gathered()[domain]
    if language == "fr":
        return {one: (one.text, one.plural) for one in messages if one.plural}
    now = held(language, domain)
    return {one: now.get(one, ()) for one in messages}


def untranslated() -> list[str]:
    """Messages without words in English, each a line."""
    return sorted(
        f"{domain}.po: {one.text}"
        for domain in DOMAINS
        for one, said in wanted("en", domain).items()
        if not said
    )


def catalogue(language: str, said: Mapping[Message, tuple[str, ...]]) -> Words:
    """The catalogue that says it, in order."""
    made = Words(locale=language, header_comment=COMMENT, fuzzy=False)
    for one in sorted(said):
        words = said[one] or (("", "") if one.plural else ("",))
        made.add(
            (one.text, one.plural) if one.plural else one.text,
            words if one.plural else words[0],
            context=one.context or None,
        )
    return made


def files(language: str, said: Mapping[Message, tuple[str, ...]]) -> tuple[bytes, bytes]:
    """A catalogue to read, and compiled: without what has no words yet."""
    source, compiled = BytesIO(), BytesIO()
    write_po(source, catalogue(language, said), width=WIDTH, no_location=True)
    write_mo(compiled, catalogue(language, {one: said[one] for one in said if said[one]}))
    return source.getvalue(), compiled.getvalue()


def main() -> int:
    """Write the catalogues; say what is to be translated."""
    for language, domain in CATALOGUES:
        source, compiled = files(language, wanted(language, domain))
        path = place(language, domain)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(source)
        path.with_suffix(".mo").write_bytes(compiled)
    missing = untranslated()
    print("\n".join(missing))
    count = sum(map(len, gathered().values()))
    print(f"{count} messages, {len(missing)} to translate in src/maillage/locale/en")
    return 0


if __name__ == "__main__":
    sys.exit(main())

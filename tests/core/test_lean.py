"""Modules and styles are sent without their comments, once packed."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from maillage.core.lean import lean

PACKAGE = Path(__file__).parents[2] / "src/maillage"

CASES = (
    ("/** What it is. */\nexport const a = 1; // one\n", "\nexport const a = 1; // one\n"),
    ("  // A line.\nb();\n", "\nb();\n"),
    ("/**\n * Several.\n */\nc();\n", "\n\n\nc();\n"),
    ('const d = /** @type {any} */ (e).f;\n', "const d = (e).f;\n"),
    ('  /** @param {number} n */ (n) => n,\n  g(); /* end */\n',
     '  /** @param {number} n */ (n) => n,\n  g(); /* end */\n'),
    ('const url = "https://x.org"; const all = "a /* b";\nh();\nconst end = "*/";\n',
     'const url = "https://x.org"; const all = "a /* b";\nh();\nconst end = "*/";\n'),
)  # fmt: skip


@pytest.mark.once
@pytest.mark.parametrize(("source", "sent"), CASES)
def test_a_comment_of_its_own_goes_and_lines_keep_their_numbers(source: str, sent: str) -> None:
    assert lean(source.encode(), script=True).decode() == sent
    assert sent.count("\n") == source.count("\n")


@pytest.mark.once
def test_no_text_of_ours_looks_like_a_comment() -> None:
    """A line of a template that begins as a comment would go too."""
    ours = [one for one in PACKAGE.rglob("static/**/*.js") if "vendor" not in one.parts]
    for path in ours:
        for text in path.read_text(encoding="utf-8").split("`")[1::2]:
            lines = [line.lstrip() for line in text.splitlines()[1:]]
            assert not [line for line in lines if line.startswith(("//", "/*"))], path


def get(name: str, **headers: str) -> tuple[int, Any, bytes]:
    """What comes: the status, the headers, the content."""
    answer = Client(headers={"host": "localhost"}).get(f"/static/{name}", headers=headers)
    return answer.status_code, answer.headers, b"".join(iter(answer))


def test_a_module_is_packed_the_same_each_time() -> None:
    held = Path(finders.find("desk/world.js") or "").read_bytes()
    _status, headers, plain = get("desk/world.js")
    assert (plain, "Content-Encoding" in headers) == (lean(held, script=True), False)
    first, again = (get("desk/world.js", accept_encoding="gzip, br") for _ in range(2))
    assert (first[2], first[1]["Content-Encoding"]) == (again[2], "gzip")
    assert (gzip.decompress(first[2]), first[1]["Content-Length"]) == (plain, str(len(first[2])))
    status, _headers, nothing = get("desk/world.js", if_none_match=first[1]["ETag"])
    assert (status, nothing) == (304, b"")


def test_what_others_wrote_keeps_its_licence() -> None:
    held = Path(finders.find("vendor/dexie/dexie.min.mjs") or "").read_bytes()
    assert get("vendor/dexie/dexie.min.mjs")[2] == held

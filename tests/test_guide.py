"""The user guide says what the screens say: its words, its pictures, its links."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from screening.guide import PICTURES

ROOT = Path(__file__).resolve().parents[1]
GUIDE = ROOT / "docs" / "guide"
CHAPTERS = sorted(GUIDE.glob("*.md"))
MOST_BYTES = 2_500_000

pytestmark = pytest.mark.once


def plain(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


@cache
def words_of_the_screens() -> tuple[set[str], list[re.Pattern[str]]]:
    """Every message, whole; those with a part that changes, as patterns."""
    whole: set[str] = set()
    patterns = []
    for path in (ROOT / "src/maillage/locale/en/LC_MESSAGES").glob("*.po"):
        with path.open("rb") as content:
            for message in read_po(content):
                said = [message.id] if isinstance(message.id, str) else [*message.id]
                for text in filter(None, map(plain, said)):
                    whole.add(text)
                    if re.search(r"%\(|\{", text):
                        parts = re.split(r"%\(\w+\)s|\{\w+\}", text)
                        patterns.append(re.compile(".*".join(map(re.escape, parts))))
    return whole, patterns


def is_on_a_screen(text: str) -> bool:
    whole, patterns = words_of_the_screens()
    return text in whole or any(
        one.fullmatch(text) for one in patterns if len(one.pattern.replace(".*", "")) > 5
    )


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_the_words_in_quotes_are_those_of_a_screen(chapter: Path) -> None:
    told = re.findall(r"« ([^»]*[^»\s])\s*»", plain(chapter.read_text(encoding="utf-8")))
    named = [one for one in told if one != "guillemets"]
    assert [one for one in named if not is_on_a_screen(one)] == []


def test_every_picture_is_shown_and_taken() -> None:
    shown = [
        (chapter.name, alt, name)
        for chapter in CHAPTERS
        for alt, name in re.findall(
            r"!\[([^\]]+)\]\(pictures/([\w-]+)\.png\)", chapter.read_text(encoding="utf-8")
        )
    ]
    assert sorted(name for _chapter, _alt, name in shown) == sorted(PICTURES)
    assert {path.stem for path in (GUIDE / "pictures").iterdir()} == PICTURES
    assert sum(path.stat().st_size for path in (GUIDE / "pictures").iterdir()) < MOST_BYTES


def test_every_link_leads_somewhere() -> None:
    for page in [*CHAPTERS, ROOT / "README.md", ROOT / "docs/screens/README.md"]:
        for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), (page.name, link)
    assert {path.name for path in CHAPTERS} <= {
        "README.md",
        *re.findall(r"\]\(([^)]+)\)", (GUIDE / "README.md").read_text(encoding="utf-8")),
    }
    assert "](docs/guide/" in (ROOT / "README.md").read_text(encoding="utf-8")

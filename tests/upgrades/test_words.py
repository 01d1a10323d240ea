"""What workshops of 0.1.0 said in free words becomes themes, levels, audiences; nothing is lost."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from zipfile import ZipFile

import pytest

from maillage.programme.migrations._themes import known_audiences, known_level
from tests.cli.installation import Installation
from tests.upgrades.make import HERE

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("text", "level", "rest"),
    [
        ("Débutant", "beginner", ""),
        ("perfectionnement", "advanced", ""),
        ("", "all", ""),
        ("très motivés", "all", "très motivés"),
    ],
)
def test_a_level_in_words(text: str, level: str, rest: str) -> None:
    assert known_level(text) == (level, rest)


@pytest.mark.parametrize(
    ("text", "audiences", "rest"),
    [
        ("TPE, artisans ; le club photo", ["companies"], "le club photo"),
        ("tout public", ["everybody"], ""),
        ("", [], ""),
    ],
)
def test_an_audience_in_words(text: str, audiences: list[str], rest: str) -> None:
    assert known_audiences(text) == (audiences, rest)


def test_words_of_a_kept_database_become_rows(tmp_path: Path) -> None:
    with ZipFile(HERE / "0.1.0.zip") as archive:
        archive.extractall(tmp_path)
    base = tmp_path / "maillage.sqlite3"
    with sqlite3.connect(base) as connection:
        rows = connection.execute("SELECT id, structure_id FROM programme_workshop").fetchall()
        typed = [("photo", "débutant", "seniors"), (" Photo", "", "les curieux"), ("", "x", "")]
        for (ident, _structure), words in zip(rows, typed, strict=False):
            connection.execute(
                "UPDATE programme_workshop SET theme = ?, level = ?, audience = ? WHERE id = ?",
                (*words, ident),
            )
    connection.close()
    made = Installation(tmp_path, "")
    made.done("migrate")
    read = made.sql(
        "SELECT w.id, t.title, level, audiences, description, t.structure_id"
        " FROM programme_workshop w LEFT JOIN programme_theme t ON t.id = theme_id"
    )
    by_id = {row[0]: row[1:] for row in read}
    first, second, third = (by_id[ident] for ident, _structure in rows[:3])
    assert first == ("photo", "beginner", json.dumps(["seniors"]), "", rows[0][1])
    same = rows[0][1] == rows[1][1]
    assert second[0] == ("photo" if same else "Photo")
    assert second[1:] == ("all", "[]", "Pour : les curieux.", rows[1][1])
    assert third == (None, "all", "[]", "Niveau : x.", None)
    assert made.sql("SELECT count(*) FROM programme_theme") == [(1 if same else 2,)]

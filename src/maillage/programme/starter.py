"""What Maillage proposes to a structure that begins: a catalogue of themes."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).parent / "data"


class StarterTheme(NamedTuple):
    """A theme and the words people say for it."""

    title: str
    synonyms: str


@lru_cache(maxsize=1)
def starter_themes() -> tuple[StarterTheme, ...]:
    """The packaged themes of digital mediation, in the order proposed.

    After the themes that La Coop de la médiation numérique shows to mediators, in plain words.
    """
    with (DATA / "themes.csv").open(encoding="utf-8", newline="") as table:
        return tuple(StarterTheme(row["title"], row["synonyms"]) for row in csv.DictReader(table))

"""Figures for ``make prove``: one JSON line each, read back as a table."""

from __future__ import annotations

import json
import os
from pathlib import Path

PROVING = os.environ.get("MAILLAGE_PROVE") == "1"
"""Whether the full counts are asked for; short rounds otherwise."""


def figure(line: str, value: str, goal: str, *, held: bool = True) -> None:
    """Append a line, its measured figure and its goal to the file named by the environment."""
    path = os.environ.get("MAILLAGE_FIGURES")
    if path:
        row = {"line": line, "figure": value, "goal": goal, "held": held}
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")

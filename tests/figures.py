"""Figures for ``make prove``: one JSON line each, read back as a table."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

PROVING = os.environ.get("MAILLAGE_PROVE") == "1"
"""Whether the full counts are asked for; short rounds otherwise."""

_lines: dict[str, list[bool]] = {}


def figure(line: str, value: str, goal: str, *, held: bool = True) -> None:
    """Append a line, its measured figure and its goal to the file named by the environment."""
    path = os.environ.get("MAILLAGE_FIGURES")
    if path:
        row = {"line": line, "figure": value, "goal": goal, "held": held}
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def note(item: pytest.Item, report: pytest.TestReport) -> None:
    """Count a test marked ``prove("9. périmètres")`` in its line."""
    mark = item.get_closest_marker("prove")
    if mark and mark.args and (report.when == "call" or report.failed):
        _lines.setdefault(mark.args[0], []).append(report.passed)


def write_lines() -> None:
    """A figure for each line counted by its tests."""
    for line, passed in sorted(_lines.items()):
        held = all(passed)
        figure(line, f"{sum(passed)} tests sur {len(passed)}", "tous", held=held)

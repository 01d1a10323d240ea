"""The full counts of every promise, as a table of line, figure and goal.

    make prove
    make prove ARGS="-k seats"

Runs the tests marked ``prove`` on SQLite, then on PostgreSQL (durable, as in real life), with
``MAILLAGE_PROVE=1`` for the full counts; then ``maillage bench registration``. Each test appends to
the file named by ``MAILLAGE_FIGURES`` one JSON object a line:
``{"line": "2 seats", "figure": "50", "goal": "50", "held": true}``.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from postgres import leave_in_order, throwaway

ROOT = Path(__file__).resolve().parent.parent
INHERITED = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
CPU_MS, STATEMENTS = 15, 12
COLUMNS = ("line", "engine", "figure", "goal", "held")


def prove(engine: str, env: dict[str, str]) -> tuple[list[dict[str, str]], bool]:
    """Run the proofs on one engine; give the figures, and whether every test passed."""
    with tempfile.TemporaryDirectory(prefix="maillage-prove-") as scratch:
        figures = Path(scratch) / "figures.jsonl"
        figures.touch()
        here = {
            "MAILLAGE_PROVE": "1",
            "MAILLAGE_FIGURES": str(figures),
            "MAILLAGE_DATA": f"{scratch}/data",
        }
        marks = "prove and not once" if engine == "PostgreSQL" else "prove and not postgres"
        command = [sys.executable, "-m", "pytest", "-m", marks, *sys.argv[1:]]
        done = subprocess.run(command, cwd=ROOT, env=INHERITED | here | env, check=False)
        rows = [json.loads(text) for text in figures.read_text(encoding="utf-8").splitlines()]
    for row in rows:
        row["engine"] = engine
        row["held"] = "yes" if row["held"] else "NO"
    return rows, done.returncode == 0


def bench() -> tuple[list[dict[str, str]], bool]:
    """Measure a registration, few or a million behind it; its report is printed whole."""
    command = [sys.executable, "-m", "maillage", "bench", "registration"]
    with tempfile.TemporaryDirectory(prefix="maillage-prove-") as scratch:
        env = INHERITED | {"MAILLAGE_DATA": scratch}
        done = subprocess.run(
            command, cwd=ROOT, env=env, check=False, stdout=subprocess.PIPE, text=True
        )
    print(done.stdout)
    if done.returncode:
        return [], False
    measured = json.loads(done.stdout)["rows"]
    return [
        {
            "line": f"3. inscription, {name}, au plus",
            "engine": "PostgreSQL",
            "figure": str(worst),
            "goal": str(goal),
            "held": "yes" if worst <= goal else "NO",
        }
        for name, goal in (("cpu_ms", CPU_MS), ("sql_statements", STATEMENTS))
        for worst in [max(row[name] for row in measured)]
    ], True


def table(rows: list[dict[str, str]]) -> str:
    """The figures in columns."""
    cells = [COLUMNS, *(tuple(str(row[name]) for name in COLUMNS) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    )


def main() -> int:
    """Prove on both engines, print the table; fail when a test or a figure does."""
    leave_in_order()
    figures, passed = prove("SQLite", {})
    with throwaway(durable=True) as cluster:
        more, passed_too = prove("PostgreSQL", {"DATABASE_URL": cluster.url})
    measured, passed_last = bench() if not sys.argv[1:] else ([], True)
    figures += more + measured
    held = all(row["held"] == "yes" for row in figures)
    print(f"\n{table(figures)}")
    return int(not (passed and passed_too and passed_last and held))


if __name__ == "__main__":
    sys.exit(main())

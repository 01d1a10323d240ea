"""The full counts of every promise, as a table of line, figure and goal.

    make prove
    make prove ARGS="-k seats"

Runs the tests marked ``prove`` on SQLite, then on PostgreSQL (durable, as in real life), with
``MAILLAGE_PROVE=1`` for the full counts; then ``maillage bench`` of a registration and of a
reservation. Each test appends to the file named by ``MAILLAGE_FIGURES`` one JSON object a line:
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
FREE_MS, SLOWER = 50, 2
BENCHES = (("registration", "3. inscription"), ("booking", "5.3 réservation"))
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


def bench(name: str, line: str) -> tuple[list[dict[str, str]], bool]:
    """Measure a command, few or a million behind it; its report is printed whole."""
    command = [sys.executable, "-m", "maillage", "bench", name]
    with tempfile.TemporaryDirectory(prefix="maillage-prove-") as scratch:
        env = INHERITED | {"MAILLAGE_DATA": scratch}
        done = subprocess.run(
            command, cwd=ROOT, env=env, check=False, stdout=subprocess.PIPE, text=True
        )
    print(done.stdout)
    if done.returncode:
        return [], False
    told = json.loads(done.stdout)
    found = [
        goal(f"{line}, {column}, au plus", max(row[column] for row in told["rows"]), most)
        for column, most in (("cpu_ms", CPU_MS), ("sql_statements", STATEMENTS))
    ]
    if looked := [row["p95_ms"] for row in told.get("next_free", [])]:
        found += [
            goal("5.3 premier créneau libre, p95 en ms", max(looked), FREE_MS),
            goal("5.3 le même, le plus chargé sur le moins", looked[-1] / looked[0], SLOWER),
        ]
    return found, True


def goal(line: str, worst: float, most: float) -> dict[str, str]:
    """A figure that must be at most so much."""
    return {
        "line": line,
        "engine": "PostgreSQL",
        "figure": f"{worst:g}",
        "goal": str(most),
        "held": "yes" if worst <= most else "NO",
    }


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
    figures += more
    for name, line in BENCHES if not sys.argv[1:] else ():
        measured, passed_last = bench(name, line)
        figures += measured
        passed = passed and passed_last
    held = all(row["held"] == "yes" for row in figures)
    print(f"\n{table(figures)}")
    return int(not (passed and passed_too and held))


if __name__ == "__main__":
    sys.exit(main())

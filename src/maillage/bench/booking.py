"""``maillage bench booking``: what one reservation costs, few or a million behind it.

Five hundred machines that ask for a training, in rooms of ten; who reserves was trained, has a
number of reservations at most, and the machine is free: conflict, rights, authorisation, age and
quota are all looked at.

Then ``next_free``: what looking for the first free slot among them costs, in ``finding.py``'s own
process, once ``laying_ahead.py`` laid what is to come. ``p95_ms`` is that of the rounds together.
"""

from __future__ import annotations

import argparse
import json
import statistics
from collections.abc import Sequence
from typing import Any

from maillage.bench.clients import Slots
from maillage.bench.rounds import Base, measured
from maillage.bench.serving import run_module, say

PAST = [10_000, 100_000, 1_000_000]
SEARCHES = 100


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Measure; the report of ``rounds``, with ``next_free``."""
    return measured(options, "maillage.bench.laying_bookings", Slots, besides=next_free)


def next_free(bases: Sequence[Base], rounds: int) -> dict[str, Any]:
    """Search on each base in turn, the other way round every other time."""
    found: dict[int, list[dict[str, Any]]] = {base.past: [] for base in bases}
    for base in bases:
        run_module(base.environment, "maillage.bench.laying_ahead")
    for number in range(rounds):
        say(f"premier créneau libre, tour {number + 1} sur {rounds}")
        for base in bases[:: 1 if number % 2 else -1]:
            arguments = ("maillage.bench.finding", str(SEARCHES), str(number))
            found[base.past].append(json.loads(run_module(base.environment, *arguments)))
    return {"next_free": [_row(past, some) for past, some in found.items()]}


def _row(past: int, some: list[dict[str, Any]]) -> dict[str, Any]:
    """A line of the report: all the rounds of a base together."""
    seconds = [one for told in some for one in told["seconds"]]
    asked = [one for told in some for one in told["statements"]]
    percentiles = statistics.quantiles(seconds, n=100, method="inclusive")
    return {
        "past": past,
        "coming": some[-1]["coming"],
        "p50_ms": round(percentiles[49] * 1000, 1),
        "p95_ms": round(percentiles[94] * 1000, 1),
        "sql_statements": round(statistics.mean(asked), 2),
    }

"""``maillage bench registration``: what one registration costs, few or a million behind it."""

from __future__ import annotations

import argparse
from typing import Any

from maillage.bench.clients import Seats
from maillage.bench.rounds import measured

PAST = [10, 1_000_000]


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Measure; the report of ``rounds``."""
    return measured(options, "maillage.bench.laying", Seats)

"""``maillage bench booking``: what one reservation costs, few or a million behind it.

Five hundred machines that ask for a training, in rooms of ten; who reserves was trained, has a
number of reservations at most, and the machine is free: conflict, rights, authorisation, age and
quota are all looked at.
"""

from __future__ import annotations

import argparse
from typing import Any

from maillage.bench.clients import Slots
from maillage.bench.rounds import measured


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Measure; the report of ``rounds``."""
    return measured(options, "maillage.bench.laying_bookings", Slots)

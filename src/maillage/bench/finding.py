"""Look for the next free slot: ``python -m maillage.bench.finding SEARCHES SEED``.

On a base where ``laying_ahead`` laid what is to come: from instants of the coming four weeks, for
half an hour to four. Prints the seconds that each took, what the database was asked, and how many
rows there are to come, as JSON.
"""

from __future__ import annotations

import json
import random
import sys
import time
from datetime import timedelta
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from maillage.booking import rules  # noqa: E402
from maillage.booking.finding import first_free_of, kinds  # noqa: E402
from maillage.core.scopes import structure_scope  # noqa: E402
from maillage.network.models import Occupancy, Structure  # noqa: E402

LENGTHS = (30, 60, 120, 240)
AHEAD_MINUTES = 28 * 24 * 60
WARM_UP = 10
KIND = "laser"


def search(chance: random.Random) -> None:
    """One search, as the office makes it; raises where nothing is found."""
    now, own = timezone.now(), [Structure.objects.get().pk]
    since = now + timedelta(minutes=chance.randrange(AHEAD_MINUTES))
    look = rules.Look(chance.choice(LENGTHS), since, now)
    families = [one for one in kinds(own) if rules.is_of_kind(KIND, one.name)]
    (found,) = first_free_of(families, look, own, own=own[0])
    if found.period is None:
        raise RuntimeError(f"nothing free: {look}")


def measured(searches: int, seed: int) -> dict[str, Any]:
    """What so many searches cost, once everything is warm."""
    chance = random.Random(seed)
    statements = []
    for _ in range(WARM_UP):
        with CaptureQueriesContext(connection) as asked:
            search(chance)
        statements.append(len(asked))
    seconds = []
    for _ in range(searches):
        began = time.perf_counter()
        search(chance)
        seconds.append(time.perf_counter() - began)
    with structure_scope(Structure.objects.get().pk):
        coming = Occupancy.objects.filter(ends_at__gt=timezone.now()).count()
    return {"seconds": seconds, "statements": statements, "coming": coming}


if __name__ == "__main__":
    print(json.dumps(measured(*map(int, sys.argv[1:]))))

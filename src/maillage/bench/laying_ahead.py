"""Lay what is to come on a base of ``bench booking``: ``python -m maillage.bench.laying_ahead``.

The place says its hours. One machine in five is full for three weeks, hour by hour; the others
have some hours here and there in the coming six weeks. All of it around what the rounds reserved.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from datetime import time, timedelta
from typing import Any
from uuid import UUID

# First: it prepares Django, which all the rest needs.
from maillage.bench.laying import settle

from django.utils import timezone  # isort: skip

from maillage.booking.models import Resource  # isort: skip
from maillage.booking.operations import SOURCE  # isort: skip
from maillage.core.ids import new_id  # isort: skip
from maillage.core.periods import local_instant  # isort: skip
from maillage.core.scopes import structure_scope  # isort: skip
from maillage.core.spans import Span, without  # isort: skip
from maillage.network.models import Occupancy, Place, Structure  # isort: skip

OPENING = "Mo-Sa 08:00-20:00; PH 08:00-20:00"
HOURS = range(8, 20)
HOUR = timedelta(hours=1)
ONE_FULL_IN, FULL_DAYS = 5, 21
SCATTERED, SCATTERED_DAYS = 3_000, 42


def wanted(units: list[UUID], chance: random.Random) -> Iterator[tuple[UUID, int, int]]:
    """Units, days from today and hours that somebody asked for."""
    yield from itertools.product(units[::ONE_FULL_IN], range(FULL_DAYS), HOURS)
    for _ in range(SCATTERED):
        yield chance.choice(units), chance.randrange(SCATTERED_DAYS), chance.choice(HOURS)


def lay_ahead() -> None:
    """Hold what is wanted, where nothing holds it yet."""
    Place.objects.update(opening=OPENING)
    place, today = Place.objects.get(), timezone.localdate()
    units = list(Resource.objects.order_by("pk").values_list("unit_id", flat=True))
    coming = Occupancy.objects.filter(ends_at__gt=timezone.now())
    taken: dict[UUID, list[Span[Any]]] = {}
    for unit, *span in coming.values_list("unit_id", "starts_at", "ends_at"):
        taken.setdefault(unit, []).append((span[0], span[1]))
    rows = []
    for unit, day, hour in wanted(units, random.Random(1)):
        start = local_instant(today + timedelta(days=day), time(hour), place.time_zone)
        held = taken.setdefault(unit, [])
        for first, last in without([(start, start + HOUR)], held):
            held.append((first, last))
            rows.append(
                Occupancy(
                    structure_id=place.structure_id, unit_id=unit, starts_at=first, ends_at=last,
                    source_kind=SOURCE, source_id=new_id(), label="une réservation",
                )
            )  # fmt: skip
    Occupancy.objects.bulk_create(rows, batch_size=1_000)


if __name__ == "__main__":
    with structure_scope(Structure.objects.get().pk):
        lay_ahead()
    settle("network_occupancy", "network_place")

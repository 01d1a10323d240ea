"""Reads of who rang at the door and is not matched yet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from maillage.core.folding import fold
from maillage.people.models import DoorRing, Person, Visit
from maillage.people.queries import live_persons

LATELY = timedelta(days=90)
MOST_REGULARS = 300
MOST_PROPOSED = 3


def open_rings(limit: int) -> list[DoorRing]:
    """Arrivals that wait for somebody to say who it was, the latest first, with their place."""
    rows = DoorRing.objects.filter(state=DoorRing.State.OPEN).select_related("place")
    return list(rows.order_by("-at", "id")[:limit])


def count_open_rings() -> int:
    """How many arrivals wait."""
    return DoorRing.objects.filter(state=DoorRing.State.OPEN).count()


def proposed_for(rings: Iterable[DoorRing]) -> dict[UUID, list[Person]]:
    """For each arrival, who it may be; one statement.

    Those who came lately and whose name begins as what was typed: nobody needs to search for a
    regular.
    """
    keys = {one.pk: fold(one.first_name) for one in rings}
    wanted = {key for key in keys.values() if key}
    if not wanted:
        return {}
    since = min(one.day for one in rings) - LATELY
    came = Visit.objects.filter(person=OuterRef("pk"), day__gte=since, greetings__gt=0)
    begins = reduce(or_, (Q(folded__startswith=key) for key in sorted(wanted)))
    named = live_persons().filter(begins, Exists(came)).order_by()[:MOST_REGULARS]
    found = sorted(named, key=lambda one: (one.folded, one.pk))
    return {
        ring: [one for one in found if key and one.folded.startswith(key)][:MOST_PROPOSED]
        for ring, key in keys.items()
    }

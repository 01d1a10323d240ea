"""Reads of a day's machines, and of who may use them, for the desks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q

from maillage.booking import queries, rules
from maillage.booking.badge_queries import badges
from maillage.booking.models import Family, Reservation, Resource
from maillage.booking.rules import HOLDING
from maillage.core.periods import Period
from maillage.network.queries import parents_in_place_of
from maillage.network.rules import below
from maillage.people.queries import root_of


class Reserved(NamedTuple):
    """Something reserved for somebody (nobody: a passer-by), and where they are with it."""

    person: UUID | None
    reservation: UUID
    resource: UUID
    family: UUID
    label: str
    starts_at: datetime
    ends_at: datetime
    came_at: datetime | None
    left_at: datetime | None


def reserved_on(place: UUID, day: Period, on: date) -> list[Reserved]:
    """What is reserved at a place on a day, and what is used since the night before; one statement.

    Of a passer-by, only what they use.
    """
    begun = Q(came_at__isnull=False)
    rows = Reservation.objects.filter(
        Q(day=on) | begun & Q(left_at=None, ends_at__gt=day.start, starts_at__lt=day.start),
        Q(person__isnull=False) | begun & Q(organisation=None),
        resource__unit__place=place,
        state__in=HOLDING,
    ).order_by("starts_at", "id")
    named = rows.values_list(
        *("person", "id", "resource", "family", "resource__unit__name"),
        *("starts_at", "ends_at", "came_at", "left_at"),
    )
    return [Reserved(*row) for row in named]


def badges_for(families: Iterable[Family], day: date, now: datetime) -> dict[UUID, list[UUID]]:
    """By file kept, the families that they are authorised for on a day; three statements at most.

    Non-use counts, as ``rules.is_authorised`` says.
    """
    known = {one.pk: one for one in families}
    if not known:
        return {}
    given = queries.standing(day).filter(family__in=list(known))
    persons = list(given.values_list(root_of("person"), flat=True).distinct())
    found: dict[UUID, list[UUID]] = {}
    for (person, family), badge in badges(persons, day=day, now=now).items():
        if family in known and rules.is_authorised(badge, known[family], day):
            found.setdefault(person, []).append(family)
    return found


class Held(NamedTuple):
    """When something holds a resource or a part of it, and what: the id of a reservation, a job."""

    starts_at: datetime
    ends_at: datetime
    source: UUID


class Hold(NamedTuple):
    """A resource: what holds it, in order; the others that cannot be used while it is."""

    held: list[Held]
    beside: list[UUID]


def holds_of(rows: Sequence[Resource], within: Period) -> dict[UUID, Hold]:
    """What holds each of these resources of a place, with what is in it; two statements."""
    if not rows:
        return {}
    parents = parents_in_place_of(rows[0].unit_id)
    parts = {one.pk: below(parents, one.unit_id) for one in rows}
    taken = queries.held_between(set().union(*parts.values()), within.start, within.end)
    return {
        pk: Hold(
            list(
                dict.fromkeys(
                    Held(one.starts_at, one.ends_at, one.source_id)
                    for one in taken
                    if one.unit_id in theirs
                )
            ),
            [other for other, units in parts.items() if other != pk and units & theirs],
        )
        for pk, theirs in parts.items()
    }

"""Reads of many persons' reservations at once, for the desks."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple
from uuid import UUID

from maillage.booking.models import Reservation
from maillage.booking.rules import HOLDING


def reserved_on(place: UUID, day: date) -> list[Reserved]:
    """What is reserved at a place on a day for somebody, and not left yet; one statement."""
    rows = Reservation.objects.filter(
        resource__unit__place=place, day=day, state__in=HOLDING, left_at=None, person__isnull=False
    ).order_by("starts_at", "id")
    named = rows.values_list("person", "id", "resource__unit__name", "starts_at", "came_at")
    return [
        Reserved(person, pk, label, starts_at.isoformat(), came_at is not None)
        for person, pk, label, starts_at, came_at in named
    ]


class Reserved(NamedTuple):
    """Something reserved for somebody today; whether they are there for it."""

    person: UUID
    reservation: UUID
    label: str
    starts_at: str
    came: bool

"""Reads of how much machines are used."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from uuid import UUID

from django.db.models import F
from django.db.models.functions import Coalesce

from maillage.booking import queries
from maillage.booking.models import Job, Reservation, Resource
from maillage.booking.use import Utilisation, utilisation
from maillage.core.periods import Period
from maillage.core.spans import Span
from maillage.network.models import Place
from maillage.network.rota_queries import staffed_openings

State = Reservation.State
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
"""Before any use."""


def spans_used(
    resources: Iterable[UUID], start: datetime, end: datetime
) -> dict[UUID, list[Span[datetime]]]:
    """When each of these was reserved for good, or worked by itself; two statements.

    They may overlap: a job is often started within a reservation.
    """
    found: dict[UUID, list[Span[datetime]]] = {one: [] for one in resources}
    reserved = Reservation.objects.filter(
        resource__in=list(found), state=State.CONFIRMED, starts_at__lt=end, ends_at__gt=start
    ).values_list("resource", "starts_at", "ends_at")
    worked = (
        Job.objects.filter(resource__in=list(found), started_at__lt=end)
        .annotate(until=Coalesce(F("ended_at"), F("expected_end")))
        .filter(until__gt=start)
        .values_list("resource", "started_at", "until")
    )
    for rows in (reserved, worked):
        for resource, begins, ends in rows:
            found[resource].append((begins, ends))
    return found


def utilisation_of(place: Place, monday: date, week: Period) -> list[tuple[Resource, Utilisation]]:
    """The resources of a place by family, and how much a week of each is used.

    Bookable hours are those of the place; of a family that is used ``alone``, and of a place
    without hours, all hours.
    """
    rows = queries.resources_at(place.pk)
    used = spans_used([one.pk for one in rows], week.start, week.end)
    opening = staffed_openings([place], week).get(place.pk) if place.opening else None
    opened = opening.opened(monday, 7) if opening else None
    return [
        (one, utilisation(used[one.pk], week, None if one.family.alone else opened)) for one in rows
    ]

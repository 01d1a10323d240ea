"""Reads of calendars, and of a person's own page."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from maillage.booking.links import OWN_PAGE
from maillage.booking.models import Recurrence, Reservation, Resource
from maillage.core.models import SecretLink
from maillage.core.periods import Period
from maillage.core.secret_links import links_to
from maillage.network.models import Occupancy

State = Reservation.State
MOST = 5000
"""Rows that one calendar reads, the soonest first."""


def page_of(files: Collection[UUID]) -> SecretLink | None:
    """The link to somebody's own page, whichever of their files it was given to; one statement."""
    return next(iter(links_to(files, [OWN_PAGE]).values()), None)


def _resources() -> QuerySet[Resource]:
    rows: QuerySet[Resource] = Resource.objects.select_related("unit__place", "family__training")
    return rows


def resources_of_feed(target: UUID) -> list[Resource]:
    """The resource of a calendar, or all those of its place, by name; one statement."""
    rows = _resources().filter(Q(pk=target) | Q(unit__place=target))
    return list(rows.order_by("unit__name", "pk"))


def resources_offered() -> list[Resource]:
    """What may be reserved in the structure, by place, family and name; one statement."""
    rows = _resources().filter(withdrawn_on=None, family__retired_on=None, unit__retired_on=None)
    return list(
        rows.order_by("unit__place__name", "unit__place", "family__name", "unit__name", "pk")
    )


def reserved_of(resources: Iterable[UUID], period: Period) -> list[Reservation]:
    """What was or is reserved of resources in a period, cancelled too; one statement."""
    rows = Reservation.objects.filter(
        resource__in=list(resources), starts_at__lt=period.end, ends_at__gt=period.start
    )
    named = rows.exclude(state=State.WAITING).select_related(
        "person__same_as", "organisation", "recurrence"
    )
    return list(named.order_by("starts_at", "pk")[:MOST])


def held_of(units: Iterable[UUID], period: Period) -> list[Occupancy]:
    """What holds units in a period, in order; one statement."""
    rows = Occupancy.objects.filter(
        unit__in=list(units), starts_at__lt=period.end, ends_at__gt=period.start
    )
    return list(rows.order_by("starts_at", "unit")[:MOST])


def repetitions(period: Period) -> dict[UUID, Recurrence]:
    """By reservation of a period that repeats, its repetition; one statement."""
    rows = Reservation.objects.filter(
        recurrence__isnull=False, starts_at__lt=period.end, ends_at__gt=period.start
    )
    named = rows.select_related("recurrence").only("pk", "recurrence").order_by("starts_at")
    return {one.pk: one.recurrence for one in named[:MOST]}


def reserved_by(person: UUID, period: Period) -> list[Reservation]:
    """What somebody reserved or waits for in a period, cancelled too; one statement."""
    rows = Reservation.objects.filter(
        Q(person=person) | Q(person__same_as=person),
        starts_at__lt=period.end,
        ends_at__gt=period.start,
    )
    named = rows.select_related("resource__unit__place", "resource__family", "recurrence")
    return list(named.order_by("starts_at", "pk")[:MOST])

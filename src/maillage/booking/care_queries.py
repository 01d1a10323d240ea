"""Reads of what happens to machines: the register of incidents, maintenance that is due."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Max

from maillage.booking.models import Incident, Maintenance, Resource
from maillage.booking.use import Plan, due_on, is_due, minutes_used, plan_of
from maillage.booking.use_queries import BEGINNING, spans_used
from maillage.core.periods import Period, local_date


def incidents_at(
    place: UUID, *, open_only: bool, what: str, resource: UUID | None, most: int
) -> list[Incident]:
    """The register of a place, the latest first, as it is filtered; one statement."""
    rows = Incident.objects.filter(resource__unit__place=place)
    if open_only:
        rows = rows.filter(ended_at=None)
    if what:
        rows = rows.filter(what=what)
    if resource is not None:
        rows = rows.filter(resource=resource)
    named = rows.select_related("resource__unit", "staff", "lock_out")
    return list(named.order_by("-at", "pk")[:most])


def incident_of(incident: UUID) -> Incident | None:
    """An incident with its resource, place and lock-out; one statement."""
    rows = Incident.objects.select_related("resource__unit__place", "staff", "lock_out")
    return rows.filter(pk=incident).first()


def open_incidents(resources: Iterable[UUID]) -> dict[UUID, int]:
    """How many incidents are open on each of these that has some; one statement."""
    rows = Incident.objects.filter(resource__in=list(resources), ended_at=None)
    return dict(rows.values_list("resource").annotate(count=Count("pk")))


class Care(NamedTuple):
    """Where a resource stands: used for so many minutes ``since``; due on a day, or now."""

    resource: Resource
    plan: Plan
    minutes: int
    since: date | None
    on: date | None
    due: bool


def care_of(resources: Iterable[Resource], now: datetime) -> list[Care]:
    """Where those of these resources that have a plan stand, in their order; three statements.

    Use is counted since the last maintenance, or ever. Months run from then, or from the first use.
    """
    kept = [(one, plan) for one in resources if not (plan := plan_of(one)).nothing]
    ids = [one.pk for one, _plan in kept]
    rows = Maintenance.objects.filter(resource__in=ids)
    last = dict(rows.values_list("resource").annotate(last=Max("at")))
    earliest = min((last.get(one, BEGINNING) for one in ids), default=now)
    used = spans_used(ids, earliest, now) if ids else {}
    return [_care(one, plan, last.get(one.pk), used[one.pk], now) for one, plan in kept]


def _care(
    resource: Resource,
    plan: Plan,
    last: datetime | None,
    used: list[tuple[datetime, datetime]],
    now: datetime,
) -> Care:
    tz = resource.unit.place.time_zone
    begins = last or min((start for start, _end in used), default=None)
    since = local_date(begins, tz) if begins else None
    counted = Period(last or BEGINNING, now) if (last or BEGINNING) < now else None
    minutes = minutes_used(used, counted) if counted else 0
    due = is_due(plan, minutes, since, local_date(now, tz))
    return Care(resource, plan, minutes, since, due_on(since, plan), due)

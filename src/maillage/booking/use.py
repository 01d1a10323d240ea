"""How much machines are used: pure rules. An hour is counted once, whatever used it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from maillage.booking.models import Resource
from maillage.core.periods import Period, months_after
from maillage.core.spans import Span, common
from maillage.network.rules import percent
from maillage.network.staffing import minutes_of


def minutes_used(spans: Iterable[Span[datetime]], within: Period) -> int:
    """Minutes of a period that at least one of these spans covers."""
    return minutes_of(common(spans, [(within.start, within.end)]))


class Utilisation(NamedTuple):
    """Minutes of a week of a machine: used, on the clock (168 hours), open to reservation."""

    used: int
    clock: int
    bookable: int

    @property
    def by_clock(self) -> int:
        """Used hours out of clock hours, in whole percents."""
        return percent(self.used, self.clock)

    @property
    def by_bookable(self) -> int:
        """Used hours out of bookable hours, in whole percents; more than 100 at night."""
        return percent(self.used, self.bookable)


def utilisation(
    used: Iterable[Span[datetime]], week: Period, opened: Iterable[Span[datetime]] | None
) -> Utilisation:
    """The use of a week; ``opened`` are the bookable hours, ``None`` where all hours are."""
    whole = [(week.start, week.end)]
    clock = minutes_of(whole)
    bookable = clock if opened is None else minutes_of(common(opened, whole))
    return Utilisation(minutes_used(used, week), clock, bookable)


class Plan(NamedTuple):
    """When maintenance is due: every so many hours of use, or months, whichever comes first."""

    hours: int | None
    months: int | None

    @property
    def nothing(self) -> bool:
        """Whether nothing is ever due."""
        return self.hours is None and self.months is None


def plan_of(resource: Resource) -> Plan:
    """The plan of a resource: its own, where it says one, else that of its family."""
    own = Plan(resource.maintain_hours, resource.maintain_months)
    family = resource.family
    return Plan(family.maintain_hours, family.maintain_months) if own.nothing else own


def due_on(since: date | None, plan: Plan) -> date | None:
    """The day on which the months of a plan are over; none before a first use."""
    if since is None or plan.months is None:
        return None
    return months_after(since, plan.months)


def is_due(plan: Plan, minutes: int, since: date | None, today: date) -> bool:
    """Whether maintenance is due, after so many minutes of use since a day."""
    last = due_on(since, plan)
    worn = plan.hours is not None and minutes >= plan.hours * 60
    return worn or (last is not None and today >= last)

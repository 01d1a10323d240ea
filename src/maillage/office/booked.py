"""The week of what may be reserved: what holds each resource, each day, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from maillage.booking import job_queries, queries
from maillage.booking.half_days import part_of, words
from maillage.booking.holding import SOURCE as WORKED
from maillage.booking.jobs import span_of
from maillage.booking.locking import FOR_EVER
from maillage.booking.locking import SOURCE as LOCKED
from maillage.booking.models import Job, Reservation, Resource
from maillage.booking.operations import SOURCE as RESERVED
from maillage.booking.words import whom
from maillage.core import saying
from maillage.core.ids import read_id
from maillage.core.periods import Period, local_day_bounds
from maillage.network.middleware import StaffRequest
from maillage.network.models import Occupancy, Place
from maillage.network.rights import Right


@dataclass(frozen=True, slots=True)
class Entry:
    """What holds a resource for a part of a day.

    ``sort`` is ``reservation``, ``job``, ``session``, ``lock`` or ``held`` (taken with the room it
    is in, or with what is in it); ``ident`` is what its page is about, where it has one; ``note``
    its state in words, nothing when there is nothing to mind; ``part`` the half-day it is.
    """

    sort: str
    period: Period
    who: str
    note: str = ""
    ident: UUID | None = None
    hours: str = ""
    all_day: bool = False
    part: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A resource on a day."""

    day: date
    entries: list[Entry]

    @property
    def may_add(self) -> bool:
        """Whether something of the day is left to reserve."""
        return not any(one.all_day for one in self.entries)


@dataclass(slots=True)
class Row:
    """A resource over the week."""

    resource: Resource
    cells: list[Cell] = field(default_factory=list)

    @property
    def out(self) -> Entry | None:
        """The lock-out that holds it all week, where nothing else does."""
        alone = all(len(one.entries) == 1 and one.entries[0].all_day for one in self.cells)
        if not alone or self.cells[0].entries[0].sort != "lock":
            return None
        return self.cells[0].entries[0]

    @property
    def nothing(self) -> bool:
        """Whether it is free all week."""
        return not any(cell.entries for cell in self.cells)


class Booked:
    """Resources of a place over some days that follow each other; four statements.

    ``whole``: names are said whole, else the first name and an initial.
    """

    def __init__(
        self, place: Place, resources: list[Resource], days: list[date], *, whole: bool
    ) -> None:
        self.place, self.resources, self.whole, self.days = place, resources, whole, days
        first, last = (local_day_bounds(self.days[rank], place.time_zone) for rank in (0, -1))
        self.period = Period(first.start, last.end)
        self.by_halves = {one.pk for one in resources if one.family.half_days}

    def rows(self) -> list[Row]:
        """Each resource, day by day."""
        found = self._entries()
        return [
            Row(one, [Cell(day, self._on(day, found[one.pk])) for day in self.days])
            for one in self.resources
        ]

    def groups(self) -> list[tuple[str, list[Row]]]:
        """The rows of each family, by its name; the resources are in that order."""
        rows = self.rows()
        by_family = groupby(rows, key=lambda row: (row.resource.family_id, row.resource.family))
        return [(str(family), list(theirs)) for (_pk, family), theirs in by_family]

    def _on(self, day: date, entries: list[Entry]) -> list[Entry]:
        """What of these falls on a day, with its hours there."""
        bounds = local_day_bounds(day, self.place.time_zone)
        return [
            replace(
                one,
                hours=self._hours(one, bounds),
                all_day=one.period.start <= bounds.start and bounds.end <= one.period.end,
            )
            for one in entries
            if one.period.overlaps(bounds)
        ]

    def _hours(self, one: Entry, bounds: Period) -> str:
        """« de 14 h à 18 h »; « l’après-midi, de 14 h à 18 h » for a half-day."""
        return ", ".join(
            filter(None, (one.part, hours_within(one.period, bounds, self.place.time_zone)))
        )

    def _entries(self) -> dict[UUID, list[Entry]]:
        """What holds each resource, in order."""
        found: dict[UUID, list[Entry]] = {one.pk: [] for one in self.resources}
        ids, start, end = list(found), self.period.start, self.period.end
        reserved = queries.reservations_between(ids, start, end)
        for row in reserved:
            found[row.resource_id].append(self._reserved(row))
        for lock in queries.lock_outs_between(ids, start, end):
            period = Period(lock.starts_at, lock.ended_at or FOR_EVER)
            why = str(lock.get_why_display())
            found[lock.resource_id].append(Entry("lock", period, why, _("hors service")))
        for job in job_queries.jobs_between(ids, self.period):
            found[job.resource_id].append(self._worked(job))
        for resource, entry in self._held({row.pk: row for row in reserved}):
            found[resource].append(entry)
        for entries in found.values():
            entries.sort(key=lambda one: (one.period.start, one.period.end))
        return found

    def _reserved(self, row: Reservation) -> Entry:
        standing = row.state == Reservation.State.CONFIRMED
        note = "" if standing else str(row.get_state_display())
        period = Period(row.starts_at, row.ends_at)
        part = ""
        if row.resource_id in self.by_halves:
            part = words()[part_of(period, self.place.time_zone)]
        who = whom(row, whole=self.whole)
        return Entry("reservation", period, who, note, row.pk, part=part)

    def _worked(self, row: Job) -> Entry:
        start, end = span_of(row)
        ended = row.ended_at is not None
        note = str(row.get_outcome_display()) if ended else _("tourne")
        return Entry("job", Period(start, end), self._job_words(row), note)

    def _job_words(self, row: Job) -> str:
        who = whom(row, whole=self.whole)
        return f"{row.what} · {who}" if row.what else who

    def _held(self, reserved: dict[UUID, Reservation]) -> Iterator[tuple[UUID, Entry]]:
        """Sessions of the room, and what is reserved above or below in the tree."""
        of_unit = {one.unit_id: one.pk for one in self.resources}
        for row in queries.held_between(of_unit, self.period.start, self.period.end):
            resource = of_unit[row.unit_id]
            own = row.source_id in reserved and reserved[row.source_id].resource_id == resource
            if row.source_kind in {LOCKED, WORKED} or own:
                continue
            yield resource, held_entry(row, reserved.get(row.source_id))


def week_period(monday: date, tz: str) -> Period:
    """The seven local days from a Monday: 167, 168 or 169 hours."""
    first, last = (local_day_bounds(monday + timedelta(days=rank), tz) for rank in (0, 6))
    return Period(first.start, last.end)


def held_entry(row: Occupancy, reserved: Reservation | None) -> Entry:
    """A session, or a reservation of the room that a resource is in."""
    period = Period(row.starts_at, row.ends_at)
    if reserved is not None:
        return Entry("held", period, _("réservé avec %s") % reserved.resource.unit.name)
    if row.source_kind == RESERVED:
        return Entry("held", period, row.label)
    return Entry("session", period, row.label, ident=row.source_id)


def hours_within(period: Period, bounds: Period, tz: str) -> str:
    """« de 14 h à 16 h », « toute la journée »: the part of a period that is within a day."""
    if period.start <= bounds.start and bounds.end <= period.end:
        return _("toute la journée")
    zone = ZoneInfo(tz)
    start = max(period.start, bounds.start).astimezone(zone).time()
    return saying.hours(start, min(period.end, bounds.end).astimezone(zone).time())


def when_said(starts_at: datetime, ends_at: datetime, tz: str) -> str:
    """« Mardi 24 novembre, de 10 h à 11 h », with the day it ends when that is another."""
    zone = ZoneInfo(tz)
    start, end = starts_at.astimezone(zone), ends_at.astimezone(zone)
    if start.date() == end.date():
        said = f"{saying.day(start.date())}, {saying.hours(start.time(), end.time())}"
        return saying.capital(said)
    said = _("Du %(day)s à %(hour)s au %(last)s à %(end)s")
    return said % {
        "day": saying.day(start.date()),
        "hour": saying.hour(start.time()),
        "last": saying.day(end.date()),
        "end": saying.closing_hour(end.time()),
    }


def moment_said(at: datetime, tz: str) -> str:
    """« mardi 24 novembre à 12 h »."""
    local = at.astimezone(ZoneInfo(tz))
    values = {"day": saying.day(local.date()), "hour": saying.closing_hour(local.time())}
    return _("%(day)s à %(hour)s") % values


def called(request: StaffRequest, ids: str, tz: str) -> list[dict[str, Any]]:
    """Reservations by their ids, comma-separated, with names and phones, in order."""
    whole = Right.PEOPLE in request.rights
    return [
        {
            "row": one,
            "who": whom(one, whole=whole),
            "when": when_said(one.starts_at, one.ends_at, tz),
            "phone": one.person.kept.phone if whole and one.person else "",
        }
        for one in queries.reservations_by_id(filter(None, map(read_id, ids.split(","))))
    ]


def job_told(row: Job, *, whole: bool) -> dict[str, Any]:
    """A job in the words of whoever calls about it: for whom, what it is, their phone."""
    return {
        "who": whom(row, whole=whole),
        "what": row.what or saying.length(row.minutes),
        "phone": row.person.kept.phone if whole and row.person else "",
    }

"""The door list of a day: who holds what in a place, by hour, one resource after another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from maillage.booking import job_queries, queries, rules
from maillage.booking.badge_queries import Badge, badges
from maillage.booking.holding import SOURCE as WORKED
from maillage.booking.jobs import span_of
from maillage.booking.locking import FOR_EVER
from maillage.booking.locking import SOURCE as LOCKED
from maillage.booking.models import Reservation, Resource
from maillage.booking.words import whom
from maillage.core.periods import Period, local_day_bounds
from maillage.network.models import Place
from maillage.office.booked import held_entry, hours_within

State = Reservation.State


@dataclass(frozen=True, slots=True)
class Line:
    """Who holds a resource for a part of the day: from when to when, what is to be known."""

    period: Period
    hours: str
    who: str
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Held:
    """A resource, and who holds it, in order."""

    resource: Resource
    lines: list[Line]


class DoorList:
    """The resources of a place on a day, by first name and initial; seven statements."""

    def __init__(self, place: Place, day: date, now: datetime) -> None:
        self.place, self.day, self.now = place, day, now
        self.bounds = local_day_bounds(day, place.time_zone)
        self.resources = queries.resources_at(place.pk)
        self.held = [Held(one, lines) for one, lines in self._by_resource()]

    @property
    def taken(self) -> list[Held]:
        """What somebody holds, or nobody may use."""
        return [one for one in self.held if one.lines]

    @property
    def free(self) -> list[str]:
        """The names of what is free all day."""
        return [one.resource.unit.name for one in self.held if not one.lines]

    def _by_resource(self) -> Iterator[tuple[Resource, list[Line]]]:
        found: dict[UUID, list[Line]] = {one.pk: [] for one in self.resources}
        for resource, line in self._lines():
            found[resource].append(line)
        for one in self.resources:
            yield one, sorted(found[one.pk], key=lambda line: line.period.start)

    def _lines(self) -> Iterator[tuple[UUID, Line]]:
        ids, bounds = [one.pk for one in self.resources], self.bounds
        rows = queries.reservations_between(ids, bounds.start, bounds.end)
        yield from self._reserved(rows)
        for lock in queries.lock_outs_between(ids, bounds.start, bounds.end):
            period = Period(lock.starts_at, lock.ended_at or FOR_EVER)
            why = str(lock.get_why_display())
            yield lock.resource_id, self._line(period, _("hors service"), [why])
        for job in job_queries.jobs_between(ids, bounds):
            state = str(job.get_outcome_display()) if job.ended_at else _("tourne")
            who = whom(job, whole=False)
            yield job.resource_id, self._line(Period(*span_of(job)), who, [state])
        yield from self._others({one.pk: one for one in rows})

    def _reserved(self, rows: list[Reservation]) -> Iterator[tuple[UUID, Line]]:
        persons = {one.person.kept.pk for one in rows if one.person is not None}
        worn = badges(persons, day=self.day, now=self.now)
        families = {one.pk: one.family for one in self.resources}
        for row in rows:
            row.resource.family = families[row.resource_id]
            period = Period(row.starts_at, row.ends_at)
            who, notes = whom(row, whole=False), self._notes(row, worn)
            yield row.resource_id, self._line(period, who, notes)

    def _others(self, rows: dict[UUID, Reservation]) -> Iterator[tuple[UUID, Line]]:
        """Sessions of the room, and what is reserved above or below in the tree."""
        of_unit = {one.unit_id: one.pk for one in self.resources}
        for held in queries.held_between(of_unit, self.bounds.start, self.bounds.end):
            resource, row = of_unit[held.unit_id], rows.get(held.source_id)
            own = row is not None and row.resource_id == resource
            if held.source_kind not in {LOCKED, WORKED} and not own:
                entry = held_entry(held, row)
                yield resource, self._line(entry.period, entry.who, [])

    def _line(self, period: Period, who: str, notes: list[str]) -> Line:
        return Line(period, hours_within(period, self.bounds, self.place.time_zone), who, notes)

    def _notes(self, row: Reservation, worn: dict[tuple[UUID, UUID], Badge]) -> list[str]:
        """Their badge or who comes with them; what is not confirmed yet."""
        notes = []
        family = row.resource.family
        if row.companion is not None:
            notes.append(_("avec %s") % row.companion.kept.initialled)
        elif family.authorised and row.person is not None:
            badge = worn.get((row.person.kept.pk, family.pk))
            known = badge is not None and rules.is_authorised(badge, family, self.day)
            notes.append(_("habilitation valable") if known else _("habilitation à vérifier"))
        if row.state != State.CONFIRMED:
            notes.append(str(row.get_state_display()))
        return notes

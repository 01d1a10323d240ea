"""Writes of reservations that repeat: all of them, or what stands in the way, said day by day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.booking import queries, rules
from maillage.booking.models import Recurrence, Reservation, Resource
from maillage.booking.operations import asked, lay, resources
from maillage.core import saying
from maillage.core.acting import Acting
from maillage.core.commands import Data, Refusal
from maillage.core.periods import Period, local_day_bounds
from maillage.core.repetition import Rule
from maillage.programme.planning import LONGEST_SERIES_DAYS, read_rule

IN_THE_WAY = {"room_taken", "no_such_hour", "hours", "unstaffed", "not_authorised", "quota"}
"""Refusals that are those of a day; any other refuses the whole. Half-days have their own hours."""


class Hours(NamedTuple):
    """When, on each of the days: in wall time of the place."""

    start: time
    minutes: int


def repeat(
    acting: Acting,
    *,
    recurrence: UUID,
    resource: UUID,
    day: date,
    start: time,
    minutes: int,
    rrule: str,
    until: date,
    person: UUID | None = None,
    organisation: UUID | None = None,
    companion: UUID | None = None,
    despite: Sequence[str] = (),
    skip: bool = False,
) -> Data:
    """Keep a resource on each day of a rule, at one hour of the place's clocks.

    An hour that comes twice is the first of the two. Refuses ``conflicts``, with each day that
    cannot be, why, and the nearest free hours of that day; with ``skip``, those days are left out.
    Refuses ``rrule``, ``too_long``, ``nothing_left``, and as ``reserve``.
    """
    (found,) = resources(acting, resource, None)
    rule = read_rule(rrule)
    days = _days(rule, day, until)
    asks = asked(acting, organisation=organisation, companion=companion, despite=despite)
    asks["recurrence"] = Recurrence.objects.create(
        id=recurrence,
        structure_id=acting.structure_id,
        rule=rule.written(),
        first_day=day,
        last_day=until,
    )
    rows, conflicts = _lay_all(acting, asks, found, (days, Hours(start, minutes)), person)
    if conflicts and not skip:
        raise Refusal("conflicts", _said(conflicts), conflicts=conflicts)
    if not rows:
        raise Refusal("nothing_left", _("Aucun de ces jours n’est possible. Changez l’heure."))
    acting.touch(recurrence, found.pk, rows[0].person_id, *(one.pk for one in rows))
    return {"reservations": [str(one.pk) for one in rows], "conflicts": conflicts}


def _days(rule: Rule, first: date, until: date) -> list[date]:
    if until > first + timedelta(days=LONGEST_SERIES_DAYS):
        raise Refusal(
            "too_long", _("On répète pendant 400 jours au plus : choisissez une fin plus proche.")
        )
    days = list(rule.days(first, until))
    if not days:
        raise Refusal("rrule", _("Cette répétition ne donne aucun jour : corrigez ses dates."))
    return days


def _lay_all(
    acting: Acting,
    asks: dict[str, Any],
    resource: Resource,
    when: tuple[list[date], Hours],
    person: UUID | None,
) -> tuple[list[Reservation], list[Data]]:
    """A reservation held for each day that can be, and what stands in the way of the others."""
    days, hours = when
    rows: list[Reservation] = []
    conflicts: list[Data] = []
    for day in days:
        row = Reservation(**asks)
        try:
            lay(acting, row, [resource], _period(resource, day, hours), person)
        except Refusal as refusal:
            of_the_day = resource.family.half_days and refusal.code == "length"
            if refusal.code not in IN_THE_WAY and not of_the_day:
                raise
            conflicts.append(_conflict(resource, day, hours, refusal))
        else:
            rows.append(row)
    return rows, conflicts


def _period(resource: Resource, day: date, hours: Hours) -> Period:
    tz = resource.unit.place.time_zone
    return rules.period_at(day, hours.start, hours.minutes, tz, second=False)


def _conflict(resource: Resource, day: date, hours: Hours, refusal: Refusal) -> Data:
    free: list[Any] = []
    if refusal.code == "room_taken":
        whole = local_day_bounds(day, resource.unit.place.time_zone)
        held = queries.held_between([resource.unit_id], whole.start, whole.end)
        spans = [(one.starts_at, one.ends_at) for one in held]
        free = rules.nearest(spans, _period(resource, day, hours), within=whole)
    return {
        "day": day.isoformat(),
        "code": refusal.code,
        "message": refusal.message,
        "free": [one.isoformat() for one in free],
    }


def _said(conflicts: list[Data]) -> str:
    days = [saying.day(date.fromisoformat(one["day"])) for one in conflicts[:3]]
    said = ngettext(
        "Ce jour n’est pas possible : %(days)s. Choisissez une autre heure, ou laissez-le.",
        "%(count)s jours ne sont pas possibles, dont : %(days)s. "
        "Choisissez une autre heure, ou laissez-les.",
        len(conflicts),
    )
    return said % {"count": len(conflicts), "days": saying.together(days)}

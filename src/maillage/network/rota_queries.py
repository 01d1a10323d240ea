"""Reads of the rota: a week of the team, who is away, when places are really open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from maillage.core.compiled import Compiled
from maillage.core.periods import Period, local_date, local_day_bounds
from maillage.core.scopes import network_scope
from maillage.core.spans import Span, united
from maillage.network.models import Place, RotaSlot, Staff, StaffAbsence, StaffPresence
from maillage.network.opening import OpeningHours
from maillage.network.openings import AHEAD_DAYS, Opening
from maillage.network.queries import roles_on, team_on
from maillage.network.rights import RIGHTS, Right
from maillage.network.rota import SOURCE
from maillage.network.rules import HOME_ZONE
from maillage.network.staffing import Gap, gaps

WARNED_DAYS = 28
"""How far ahead hours that nobody staffs are said."""


def slots_between(first: date, last: date) -> list[RotaSlot]:
    """The slots that stand on some day between two (inclusive), with person and place."""
    return _SLOTS.objects(first, last)


_SLOTS = Compiled(
    lambda first, last: (
        RotaSlot.objects.filter(Q(to_day=None) | Q(to_day__gte=first), from_day__lte=last)
        .select_related("staff", "place")
        .order_by("starts", "id")
    ),
    date,
    date,
)


def standing_slots(day: date) -> list[RotaSlot]:
    """The slots that stand on a day or begin later, in the order of the week."""
    rows = RotaSlot.objects.filter(Q(to_day=None) | Q(to_day__gte=day))
    return list(rows.select_related("staff", "place").order_by("weekday", "starts", "id"))


def presences_between(period: Period) -> list[StaffPresence]:
    """Who is somewhere in a period, with person and place, in order."""
    return _PRESENCES.objects(period.start, period.end)


def _presences(start: datetime, end: datetime) -> QuerySet[StaffPresence]:
    rows = StaffPresence.objects.filter(starts_at__lt=end, ends_at__gt=start)
    return rows.select_related("staff", "place").order_by("starts_at", "id")


_PRESENCES = Compiled(_presences, datetime, datetime)


def laid_between(period: Period) -> list[StaffPresence]:
    """Whom the rota sends somewhere in a period, with person and place, in order."""
    return _LAID.objects(period.start, period.end)


_LAID = Compiled(
    lambda start, end: _presences(start, end).filter(source_kind=SOURCE), datetime, datetime
)


def absences_between(first: date, last: date) -> list[StaffAbsence]:
    """Who is away on some day between two (inclusive), with the person."""
    return _ABSENCES.objects(first, last)


_ABSENCES = Compiled(
    lambda first, last: (
        StaffAbsence.objects.filter(cancelled_at=None, from_day__lte=last, to_day__gte=first)
        .select_related("staff")
        .order_by("from_day", "id")
    ),
    date,
    date,
)


def places_of_team(day: date) -> dict[UUID, set[UUID | None]]:
    """Where each person who may hold a desk works; ``None`` stands for everywhere."""
    found: dict[UUID, set[UUID | None]] = {}
    for role in _DESK_ROLES.objects(day):
        left = role.staff.has_left(day)
        if Right.DESK in RIGHTS.get(role.role, ()) and not left:
            found.setdefault(role.staff_id, set()).add(role.place_id)
    return found


_DESK_ROLES = Compiled(lambda day: roles_on(day).filter(staff__is_service=False), date)


def free_staff(wanted: Sequence[tuple[Period, Place]]) -> list[list[Staff]]:
    """For each period at a place, the team who could be there: neither away, nor taken.

    Their rota at that very place leaves them free. Three statements.
    """
    if not wanted:
        return []
    whole = Period(min(one.start for one, _ in wanted), max(one.end for one, _ in wanted))
    first, last = (local_date(at, HOME_ZONE) for at in (whole.start, whole.end))
    away = _days_away(first, last + timedelta(days=1))
    taken = presences_between(whole)
    team = team_on(first)
    return [
        [person for person in team if _is_free(person, period, place, taken, away)]
        for period, place in wanted
    ]


def _is_free(
    person: Staff,
    period: Period,
    place: Place,
    taken: list[StaffPresence],
    away: set[tuple[UUID, date]],
) -> bool:
    day = local_date(period.start, place.time_zone)
    here = (place.pk, SOURCE)
    return not (
        person.has_left(day)
        or (person.pk, day) in away
        or any(
            one.staff_id == person.pk
            and (one.place_id, one.source_kind) != here
            and one.starts_at < period.end
            and period.start < one.ends_at
            for one in taken
        )
    )


def _days_away(first: date, last: date) -> set[tuple[UUID, date]]:
    """Who is away, day by day, between two days (inclusive); one statement."""
    return {
        (row.staff_id, date.fromordinal(ordinal))
        for row in absences_between(first, last)
        for ordinal in range(
            max(row.from_day, first).toordinal(), min(row.to_day, last).toordinal() + 1
        )
    }


# When places are open


def openings_of(places: Iterable[Place], now: datetime) -> dict[UUID, Opening]:
    """How each place that says its hours opens, from now on; one statement if one opens by rota."""
    said = [place for place in places if place.opening]
    rota = [place.pk for place in said if place.opens_by_rota]
    staffed: dict[UUID, list[tuple[datetime, datetime]]] = {}
    if rota:
        _gather(staffed, _ahead(now).filter(source_kind=SOURCE, place__in=rota))
    return {place.pk: opening_of(place, staffed.get(place.pk, [])) for place in said}


def public_openings(places: Iterable[Place], now: datetime) -> dict[UUID, Opening]:
    """``openings_of`` for the places of several structures; no scope is needed."""
    shown = list(places)
    with network_scope({place.structure_id for place in shown}):
        return openings_of(shown, now)


def _ahead(now: datetime) -> QuerySet[StaffPresence]:
    first, last = now - timedelta(days=1), now + timedelta(days=AHEAD_DAYS + 1)
    return StaffPresence.objects.filter(starts_at__lt=last, ends_at__gt=first)


def _gather(into: dict[UUID, list[tuple[datetime, datetime]]], rows: QuerySet[Any]) -> None:
    for place, start, end in rows.values_list("place_id", "starts_at", "ends_at"):
        into.setdefault(place, []).append((start, end))


def opening_of(place: Place, staffed: Iterable[Span[datetime]]) -> Opening:
    """The declared hours of a place that says them, and when somebody is there."""
    return Opening(
        OpeningHours.parse(place.opening),
        place.time_zone,
        place.holiday_zone,
        place.opens_by_rota,
        tuple(united(staffed)),
    )


def staffed_openings(places: Iterable[Place], period: Period) -> dict[UUID, Opening]:
    """The declared hours of each place, and when somebody who is not away is there.

    Two statements.
    """
    said = [place for place in places if place.opening]
    staffed = staffed_spans(said, period)
    return {place.pk: opening_of(place, staffed.get(place.pk, [])) for place in said}


def staffed_spans(places: Iterable[Place], period: Period) -> dict[UUID, list[Span[datetime]]]:
    """When somebody who is not away is at each place; two statements."""
    first, last = (local_date(one, HOME_ZONE) for one in (period.start, period.end))
    away = _days_away(first, last)
    zones = {place.pk: place.time_zone for place in places}
    staffed: dict[UUID, list[Span[datetime]]] = {}
    for place, staff, starts_at, ends_at in _STAFFED.rows(period.start, period.end):
        zone = zones.get(place)
        if zone and (staff, local_date(starts_at, zone)) not in away:
            staffed.setdefault(place, []).append((starts_at, ends_at))
    return staffed


def shared_spans(places: Iterable[Place], period: Period) -> dict[UUID, list[Span[datetime]]]:
    """When the team is at places of several structures, in their scope; one statement.

    Who is away stays with each structure: a session that nobody animates any more is counted.
    """
    found: dict[UUID, list[Span[datetime]]] = {}
    of_places = StaffPresence.objects.filter(place__in=[place.pk for place in places])
    _gather(found, of_places.filter(starts_at__lt=period.end, ends_at__gt=period.start))
    return found


_STAFFED = Compiled(
    lambda start, end: _presences(start, end).values_list(
        "place_id", "staff_id", "starts_at", "ends_at"
    ),
    datetime,
    datetime,
)


def unstaffed(places: Iterable[Place], today: date) -> dict[UUID, list[Gap]]:
    """For each place, the declared hours of the coming four weeks when nobody is there.

    Nothing as long as the structure has no rota; a place that opens by rota is only closed then.
    """
    said = [place for place in places if not place.opens_by_rota and is_running(place, today)]
    if not said or not RotaSlot.objects.exists():
        return {}
    last = local_day_bounds(today + timedelta(days=WARNED_DAYS), HOME_ZONE)
    period = Period(local_day_bounds(today, HOME_ZONE).start - timedelta(days=1), last.end)
    found = {
        place: gaps(opening.unstaffed(today, WARNED_DAYS))
        for place, opening in staffed_openings(said, period).items()
    }
    return {place: rows for place, rows in found.items() if rows}


def is_running(place: Place, day: date) -> bool:
    """Whether a place stands on a day."""
    begun = place.opened_on is None or place.opened_on <= day
    return begun and (place.closed_on is None or day <= place.closed_on)

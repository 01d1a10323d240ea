"""Writes of reservations. What holds a resource is an ``Occupancy`` of its unit, never two."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from maillage.booking import hours, queries, rules
from maillage.booking.half_day_queries import halves_on
from maillage.booking.half_days import with_pauses
from maillage.booking.holding import hold_on
from maillage.booking.models import Reservation, Resource
from maillage.booking.queries import Known
from maillage.booking.rules import HOLDING
from maillage.booking.safety import check_in_use, check_safety
from maillage.core import saying
from maillage.core.acting import Acting
from maillage.core.commands import Data, Missing, Refusal
from maillage.core.periods import Period, local_date
from maillage.core.undo import Undone
from maillage.money.plan_queries import comes_at_any_hour
from maillage.network.permissions import demand_at
from maillage.network.rights import Right
from maillage.network.rota_queries import staffed_openings
from maillage.network.taking import lock_together, occupy, vacate
from maillage.people.operations import live_person
from maillage.programme.workshops import known_organisation

SOURCE = "reservation"
State = Reservation.State


def reserve(
    acting: Acting,
    *,
    reservation: UUID,
    day: date,
    start: time,
    minutes: int,
    resource: UUID | None = None,
    family: UUID | None = None,
    person: UUID | None = None,
    organisation: UUID | None = None,
    companion: UUID | None = None,
    second: bool | None = None,
    wait: bool = False,
    despite: Sequence[str] = (),
) -> Data:
    """Keep a resource, or the first free one of a family in the acting place, for somebody.

    From ``start`` in the wall time of the place, for ``minutes``; ``second`` says which of two
    equal hours. Refuses what safety forbids (``safety.check_safety``), ``room_taken`` naming what
    holds it (unless they ``wait``), ``past``, ``no_such_hour``, ``which_hour``, and the rules of
    the family that are not followed, ``despite`` those that the team sets aside.
    """
    found = resources(acting, resource, family)
    asks = asked(acting, organisation=organisation, companion=companion, despite=despite)
    row = Reservation(id=reservation, **asks)
    tz = found[0].unit.place.time_zone
    period = rules.period_at(day, start, minutes, tz, second=second)
    lay(acting, row, found, period, person, wait=wait, any_of=family is not None)
    acting.touch(row.pk, row.resource_id, row.person_id)
    acting.keep_for_undo(reservation=str(row.pk))
    return told(row)


def asked(
    acting: Acting, *, organisation: UUID | None, companion: UUID | None, despite: Sequence[str]
) -> dict[str, Any]:
    """The columns of a reservation that say who asks, and what the team sets aside."""
    return {
        "structure_id": acting.structure_id,
        "organisation": known_organisation(organisation) if organisation else None,
        "companion_id": live_person(companion).pk if companion else None,
        "asked_at": acting.at,
        "despite": [*despite],
    }


def lay(
    acting: Acting,
    row: Reservation,
    found: Sequence[Resource],
    period: Period,
    person: UUID | None,
    *,
    wait: bool = False,
    any_of: bool = False,
) -> None:
    """Hold the first of these resources that is free, and write the row; refuses as ``reserve``.

    ``any_of``: they are those of a family, none is locked yet. ``wait``: rather than be refused.
    """
    who = _place(acting, row, found[0], period, person)
    _check(acting, row, who, row.despite)
    _take_first(acting, row, found, wait=wait, any_of=any_of)
    row.save(force_insert=True)


def told(row: Reservation) -> Data:
    """What a command answers of a reservation."""
    return {
        "reservation": str(row.pk),
        "resource": str(row.resource_id),
        "state": row.state,
        "starts_at": row.starts_at.isoformat(),
        "ends_at": row.ends_at.isoformat(),
    }


def resources(acting: Acting, resource: UUID | None, family: UUID | None) -> list[Resource]:
    """The resource asked for, or those of a family at the acting place, that may be reserved."""
    if resource is not None:
        rows = [locked_resource(resource)]
    else:
        rows = queries.resources_at(acting.place(), family)
    if not rows:
        raise Missing(_("Matériel"), family or "")
    demand_at(acting, Right.BOOK, {one.unit.place_id for one in rows})
    return rows


def _place(
    acting: Acting, row: Reservation, resource: Resource, period: Period, person: UUID | None
) -> Known | None:
    """Put a reservation where and when it is asked for; who it is for, as of that day."""
    row.resource, row.family = resource, resource.family
    row.starts_at, row.ends_at = period.start, period.end
    row.day = local_date(period.start, resource.unit.place.time_zone)
    if person is None:
        return None
    who = queries.known(person, resource.family_id, day=row.day, now=acting.at)
    if who is None:
        raise Missing(_("Personne"), person)
    row.person_id = who.pk
    return who


def _check(acting: Acting, row: Reservation, who: Known | None, despite: Sequence[str]) -> None:
    """Safety first, then the rules that the team may set aside."""
    family, place = row.resource.family, row.resource.unit.place
    period = Period(row.starts_at, row.ends_at)
    if rules.is_withdrawn(row.resource, row.day):
        raise Refusal("not_offered", _("« %s » ne se réserve plus.") % row.resource.unit.name)
    if period.end <= acting.at:
        raise Refusal("past", _("Cette heure est passée : choisissez-en une autre."))
    by_themselves = check_safety(acting, row, who)
    halves = halves_on(family, place, row.day).values() if family.half_days else ()
    already = who.already if who else 0
    wanted = rules.Wanted(period, acting.at, place.time_zone, already, [*halves])
    faults = rules.broken(family, wanted)
    if "hours" not in despite and not _is_in_hours(row, by_themselves=by_themselves):
        faults.append("hours")
    for fault in faults:
        if fault not in despite:
            rule = hours.said(family, place, row.day) if fault == "hours" else ""
            raise Refusal(fault, rule or rules.said(fault, family), may_set_aside=fault)


def _is_in_hours(row: Reservation, *, by_themselves: bool) -> bool:
    """Whether the whole of it is in the family's hours, or those that the place really keeps.

    Those of the place do not bind who holds a plan for any hour.
    """
    family, place = row.resource.family, row.resource.unit.place
    period = Period(row.starts_at, row.ends_at)
    days, first = (period.end - period.start).days + 3, row.day - timedelta(days=1)
    opened = None
    if place.opening and not by_themselves and not hours.own_week(family):
        opened = staffed_openings([place], period)[place.pk].opened(first, days)
    spans = hours.bookable(family, place, first, days, opened)
    if spans is not None and family.half_days:
        spans = with_pauses(spans, first, days, place.time_zone)
    if _fits(spans, period):
        return True
    if opened is None or row.person_id is None or not comes_at_any_hour(row.person_id, row.day):
        return False
    return _fits(hours.bookable(family, place, first, days, None), period)


def _fits(spans: hours.Spans | None, period: Period) -> bool:
    return spans is None or rules.covers(spans, period)


def _take_first(
    acting: Acting, row: Reservation, found: Sequence[Resource], *, wait: bool, any_of: bool
) -> None:
    """Hold the first of the resources that is free; the refusal is that of the last one tried."""
    refused: Refusal | None = None
    for one in found:
        row.resource = locked_resource(one.pk) if any_of else one
        try:
            take(acting, row)
        except Refusal as refusal:
            if refusal.code not in {"room_taken", "locked_out"}:
                raise
            refused = refusal
        else:
            row.state = State.TENTATIVE if one.family.tentative else State.CONFIRMED
            return
    if refused is not None and not (wait and refused.code == "room_taken"):
        raise refused
    row.resource, row.state = found[0], State.WAITING


def locked_resource(resource: UUID) -> Resource:
    """The resource, its unit locked; raises ``Missing`` for one that is not the structure's."""
    found = queries.resource_to_hold(resource)
    if found is None:
        raise Missing(_("Matériel"), resource)
    return found


def take(acting: Acting, row: Reservation) -> None:
    """Hold the resource, its unit locked, for the reservation and its family's buffer after it.

    Refuses ``locked_out``, ``room_taken``, ``unit_retired``.
    """
    resource = row.resource
    check_in_use(resource)
    _check_still(resource, row)
    occupy(
        acting,
        unit=resource.unit_id,
        starts_at=row.starts_at,
        ends_at=row.ends_at + timedelta(minutes=resource.family.buffer),
        source_kind=SOURCE,
        source_id=row.pk,
        label=_("une réservation"),
        locked=resource.unit,
    )


def _check_still(resource: Resource, row: Reservation) -> None:
    """A job that runs over what was reserved leaves no hole for another."""
    until = resource.runs_until
    if until is not None and row.starts_at < until:
        unit = resource.unit
        end = until.astimezone(ZoneInfo(unit.place.time_zone))
        values = {"unit": unit.name, "day": saying.day(end.date()), "hour": saying.hour(end.time())}
        said = _("%(unit)s tourne jusqu’au %(day)s à %(hour)s : choisissez une autre heure.")
        raise Refusal("room_taken", said % values, unit=str(unit.pk))


def cancel(acting: Acting, *, reservation: UUID, following: bool = False) -> Data:
    """Give a reservation up; ``late`` when its family's delay has passed. Says who waits for it.

    ``following``: those that repeat after it too, all or nothing. Refuses ``not_standing`` for one
    that is cancelled, released or over.
    """
    row = standing_reservation(acting, reservation)
    acting.keep_for_undo(cancelled={})
    if following and row.recurrence_id is not None:
        for one in queries.following(row):
            _give_up(acting, standing_reservation(acting, one))
    _give_up(acting, row)
    waiting = [str(one.pk) for one in queries.waiting_beside(row, acting.at)]
    return {**told(row), "late": row.late, "waiting": waiting}


def _give_up(acting: Acting, row: Reservation) -> None:
    cancelled = (acting.undo or {})["cancelled"]
    acting.keep_for_undo(cancelled={**cancelled, str(row.pk): row.state})
    row.late = acting.at > row.starts_at - timedelta(minutes=row.resource.family.cancel_before)
    row.state, row.cancelled_at = State.CANCELLED, acting.at
    row.save(update_fields=["state", "late", "cancelled_at"])
    vacate(source_id=row.pk)
    _leave_to_job(acting, row.resource)
    acting.touch(row.pk, row.resource_id, row.person_id)


def _leave_to_job(acting: Acting, resource: Resource) -> None:
    """What a reservation gives up is not free while a job runs over it."""
    if resource.runs_until is not None:
        hold_on(acting.structure_id, resource, acting.at)


def standing_reservation(acting: Acting, reservation: UUID, to: UUID | None = None) -> Reservation:
    """A reservation that still holds or waits, locked, with its resource and the one it goes to."""
    rows = Reservation.objects.select_for_update(of=("self",)).filter(pk=reservation)
    row: Reservation | None = rows.first()
    if row is None:
        raise Missing(_("Réservation"), reservation)
    if to not in {None, row.resource_id}:
        both = Resource.objects.filter(pk__in=[row.resource_id, to])
        lock_together(both.values_list("unit", flat=True))
    found = row.resource = locked_resource(row.resource_id)
    demand_at(acting, Right.BOOK, [found.unit.place_id])
    if not rules.stands(row, acting.at):
        raise Refusal("not_standing", _("Cette réservation est terminée, ou déjà annulée."))
    return row


def move(
    acting: Acting,
    *,
    reservation: UUID,
    day: date,
    start: time,
    minutes: int,
    resource: UUID | None = None,
    second: bool | None = None,
    despite: Sequence[str] = (),
) -> Data:
    """Move, shorten or lengthen a reservation, perhaps to another resource of the structure.

    Everything is checked anew; refused, it stays as it was. Refuses what ``reserve`` does.
    """
    row = standing_reservation(acting, reservation, resource)
    found = row.resource if resource is None else resources(acting, resource, None)[0]
    left, tz = row.resource, found.unit.place.time_zone
    period = rules.period_at(day, start, minutes, tz, second=second)
    vacate(source_id=row.pk)
    who = _place(acting, row, found, period, row.person_id)
    _check(acting, row, _but_this_one(who, row), despite)
    if row.state != State.WAITING:
        take(acting, row)
    _leave_to_job(acting, left)
    row.despite = [*despite]
    row.came_at = row.came_at if period.start <= acting.at else None
    moved = ["resource", "family", "starts_at", "ends_at", "day", "despite", "came_at"]
    row.save(update_fields=moved)
    acting.touch(row.pk, row.resource_id, row.person_id)
    return told(row)


def _but_this_one(who: Known | None, row: Reservation) -> Known | None:
    """What they have ahead, without the reservation that moves."""
    if who is None or row.state == State.WAITING:
        return who
    return who._replace(already=max(0, who.already - 1))


def confirm(acting: Acting, *, reservation: UUID) -> Data:
    """Say yes to what was *sous réserve*, or give the resource to somebody who waited for it.

    Refuses ``already_confirmed``; safety is checked anew, as by ``reserve``.
    """
    row = standing_reservation(acting, reservation)
    if row.state == State.CONFIRMED:
        raise Refusal("already_confirmed", _("Cette réservation est déjà confirmée."))
    check_anew(acting, row)
    if row.state == State.WAITING:
        take(acting, row)
    row.state = State.CONFIRMED
    row.save(update_fields=["state"])
    acting.touch(row.pk, row.resource_id, row.person_id)
    return told(row)


def check_anew(acting: Acting, row: Reservation) -> None:
    """What was reserved earlier is looked at again: a badge may have ended since."""
    period = Period(row.starts_at, row.ends_at)
    who = _place(acting, row, row.resource, period, row.person_id)
    _check(acting, row, who, rules.SET_ASIDE)


def unreserve(acting: Acting, undone: Undone) -> Data:
    """Undo a reservation made a moment ago."""
    return cancel(acting, reservation=UUID(undone.values["reservation"]))


def uncancel(acting: Acting, undone: Undone) -> None:
    """Take back what was given up a moment ago; refuses ``room_taken`` if somebody was quicker."""
    states: dict[str, str] = undone.values["cancelled"]
    rows = Reservation.objects.select_for_update(of=("self",)).filter(pk__in=states)
    for row in rows.order_by("starts_at", "pk"):
        row.resource, row.state = locked_resource(row.resource_id), states[str(row.pk)]
        check_anew(acting, row)
        if row.state in HOLDING:
            take(acting, row)
        row.late, row.cancelled_at = False, None
        row.save(update_fields=["state", "late", "cancelled_at"])
        acting.touch(row.pk, row.resource_id, row.person_id)

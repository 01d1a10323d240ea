"""Writes of reservations. What holds a resource is an ``Occupancy`` of its unit, never two."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from maillage.booking import queries, rules
from maillage.booking.models import Family, Reservation, Resource
from maillage.booking.queries import HOLDING, Known
from maillage.booking.safety import check_safety
from maillage.core.acting import Acting
from maillage.core.commands import Data, Missing, Refusal
from maillage.core.periods import Period, local_date
from maillage.core.undo import Undone
from maillage.network.models import Organisation
from maillage.network.operations import occupy, vacate
from maillage.network.permissions import demand_at
from maillage.network.rights import Right
from maillage.network.rota_queries import staffed_openings
from maillage.people.operations import live_person

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
    found = _resources(acting, resource, family)
    tz = found[0].unit.place.time_zone
    period = rules.period_at(day, start, minutes, tz, second=second)
    who = _who(found[0].family, person, period, acting.at, tz)
    row = Reservation(
        id=reservation,
        structure_id=acting.structure_id,
        person_id=who.pk if who else None,
        organisation=_organisation(organisation),
        companion_id=live_person(companion).pk if companion else None,
        asked_at=acting.at,
        despite=[*despite],
    )
    _place(row, found[0], period, tz)
    _check(acting, row, who, despite)
    _take_first(acting, row, found, wait=wait)
    row.save(force_insert=True)
    acting.touch(row.pk, row.resource_id, row.person_id)
    acting.keep_for_undo(reservation=str(row.pk))
    return _told(row)


def _told(row: Reservation) -> Data:
    return {
        "reservation": str(row.pk),
        "resource": str(row.resource_id),
        "state": row.state,
        "starts_at": row.starts_at.isoformat(),
        "ends_at": row.ends_at.isoformat(),
    }


def _resources(acting: Acting, resource: UUID | None, family: UUID | None) -> list[Resource]:
    """The resource asked for, or those of a family at the acting place, that may be reserved."""
    if resource is not None:
        found = queries.resource_of(resource)
        rows = [found] if found is not None else []
    else:
        rows = queries.resources_at(acting.place(), family)
    if not rows:
        raise Missing(_("Matériel"), resource or family or "")
    demand_at(acting, Right.BOOK, {one.unit.place_id for one in rows})
    return rows


def _who(
    family: Family, person: UUID | None, period: Period, now: datetime, tz: str
) -> Known | None:
    if person is None:
        return None
    day = local_date(period.start, tz)
    found = queries.known(person, family.pk, day=day, now=now)
    if found is None:
        raise Missing(_("Personne"), person)
    return found


def _organisation(organisation: UUID | None) -> Organisation | None:
    if organisation is None:
        return None
    found: Organisation | None = Organisation.objects.filter(pk=organisation).first()
    if found is None:
        raise Missing(_("Organisme"), organisation)
    return found


def _place(row: Reservation, resource: Resource, period: Period, tz: str) -> None:
    row.resource = resource
    row.starts_at, row.ends_at = period.start, period.end
    row.day = local_date(period.start, tz)


def _check(acting: Acting, row: Reservation, who: Known | None, despite: Sequence[str]) -> None:
    """Safety first, then the rules that the team may set aside."""
    family, place = row.resource.family, row.resource.unit.place
    period = Period(row.starts_at, row.ends_at)
    if period.end <= acting.at:
        raise Refusal("past", _("Cette heure est passée : choisissez-en une autre."))
    by_themselves = check_safety(acting, row, who)
    wanted = rules.Wanted(period, acting.at, place.time_zone, who.already if who else 0)
    faults = rules.broken(family, wanted)
    if place.opening and not by_themselves and "hours" not in despite and not _is_open(row):
        faults.append("hours")
    for fault in faults:
        if fault not in despite:
            raise Refusal(fault, rules.said(fault, family), may_set_aside=fault)


def _is_open(row: Reservation) -> bool:
    """Whether the place is open for the whole of it."""
    place = row.resource.unit.place
    period = Period(row.starts_at, row.ends_at)
    opening = staffed_openings([place], period).get(place.pk)
    days = (period.end - period.start).days + 3
    first = row.day - timedelta(days=1)
    return opening is None or rules.covers(opening.opened(first, days), period)


def _take_first(acting: Acting, row: Reservation, found: Sequence[Resource], *, wait: bool) -> None:
    """Hold the first of the resources that is free; the refusal is that of the last one tried."""
    refused: Refusal | None = None
    for one in found:
        row.resource = one
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


def take(acting: Acting, row: Reservation) -> None:
    """Hold the resource for the reservation and the family's buffer after it.

    Refuses ``locked_out``, ``room_taken``, ``unit_retired``.
    """
    resource = row.resource
    if resource.locked:
        raise Refusal(
            "locked_out",
            _("« %s » est hors service : choisissez un autre matériel.") % resource.unit.name,
        )
    occupy(
        acting,
        unit=resource.unit_id,
        starts_at=row.starts_at,
        ends_at=row.ends_at + timedelta(minutes=resource.family.buffer),
        source_kind=SOURCE,
        source_id=row.pk,
        label=_("une réservation"),
    )


def cancel(acting: Acting, *, reservation: UUID) -> Data:
    """Give a reservation up; ``late`` when its family's delay has passed. Says who waits for it.

    Refuses ``not_standing`` for one that is cancelled, released or over.
    """
    row = standing_reservation(acting, reservation)
    acting.keep_for_undo(reservation=str(row.pk), state=row.state)
    row.late = acting.at > row.starts_at - timedelta(minutes=row.resource.family.cancel_before)
    row.state, row.cancelled_at = State.CANCELLED, acting.at
    row.save(update_fields=["state", "late", "cancelled_at"])
    vacate(source_id=row.pk)
    acting.touch(row.pk, row.resource_id, row.person_id)
    waiting = queries.waiting_for(row.resource_id, acting.at)
    overlapping = [
        str(one.pk)
        for one in waiting
        if one.starts_at < row.ends_at and row.starts_at < one.ends_at
    ]
    return {**_told(row), "late": row.late, "waiting": overlapping}


def standing_reservation(acting: Acting, reservation: UUID) -> Reservation:
    """A reservation that still holds or waits, locked, with its resource."""
    rows = Reservation.objects.select_for_update(of=("self",)).filter(pk=reservation)
    row: Reservation | None = rows.first()
    if row is None:
        raise Missing(_("Réservation"), reservation)
    found = queries.resource_of(row.resource_id)
    if found is None:
        raise Missing(_("Matériel"), row.resource_id)
    row.resource = found
    demand_at(acting, Right.BOOK, [found.unit.place_id])
    if row.state not in {*HOLDING, State.WAITING} or row.ends_at <= acting.at:
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
    row = standing_reservation(acting, reservation)
    found = row.resource if resource is None else _resources(acting, resource, None)[0]
    tz = found.unit.place.time_zone
    period = rules.period_at(day, start, minutes, tz, second=second)
    who = _who(found.family, row.person_id, period, acting.at, tz)
    vacate(source_id=row.pk)
    _place(row, found, period, tz)
    _check(acting, row, _but_this_one(who, row), despite)
    if row.state != State.WAITING:
        take(acting, row)
    row.despite = [*despite]
    row.save(update_fields=["resource", "starts_at", "ends_at", "day", "despite"])
    acting.touch(row.pk, row.resource_id, row.person_id)
    return _told(row)


def _but_this_one(who: Known | None, row: Reservation) -> Known | None:
    """What they have ahead, without the reservation that moves."""
    if who is None or row.state == State.WAITING:
        return who
    return who._replace(already=max(0, who.already - 1))


def confirm(acting: Acting, *, reservation: UUID) -> Data:
    """Say yes to what was *sous réserve*, or give the resource to somebody who waited for it.

    Refuses ``already_confirmed``; who waited is checked anew, as by ``reserve``.
    """
    row = standing_reservation(acting, reservation)
    if row.state == State.CONFIRMED:
        raise Refusal("already_confirmed", _("Cette réservation est déjà confirmée."))
    if row.state == State.WAITING:
        tz = row.resource.unit.place.time_zone
        period = Period(row.starts_at, row.ends_at)
        who = _who(row.resource.family, row.person_id, period, acting.at, tz)
        _check(acting, row, who, rules.SET_ASIDE)
        take(acting, row)
    row.state = State.CONFIRMED
    row.save(update_fields=["state"])
    acting.touch(row.pk, row.resource_id, row.person_id)
    return _told(row)


def unreserve(acting: Acting, undone: Undone) -> Data:
    """Undo a reservation made a moment ago."""
    return cancel(acting, reservation=UUID(undone.values["reservation"]))


def uncancel(acting: Acting, undone: Undone) -> Data:
    """Take back what was given up a moment ago; refuses ``room_taken`` if somebody was quicker."""
    row = Reservation.objects.select_for_update(of=("self",)).get(
        pk=UUID(undone.values["reservation"])
    )
    found = queries.resource_of(row.resource_id)
    if found is None:
        raise Missing(_("Matériel"), row.resource_id)
    row.resource, row.state = found, undone.values["state"]
    if row.state in HOLDING:
        take(acting, row)
    row.late, row.cancelled_at = False, None
    row.save(update_fields=["state", "late", "cancelled_at"])
    acting.touch(row.pk, row.resource_id, row.person_id)
    return _told(row)

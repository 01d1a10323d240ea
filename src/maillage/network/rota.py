"""Writes behind the rota: who is where each week, who is away, the dated presences of both.

A slot's presences are laid up to 400 days ahead, but on the place's bank holidays and on the days
when its person is away. Laying again changes nothing: ``lay`` writes only what differs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from maillage.core import saying
from maillage.core.acting import Acting
from maillage.core.bank_holidays import bank_holidays
from maillage.core.commands import Data, Missing, Refusal
from maillage.core.journal import write_server_line
from maillage.core.periods import Period, local_date
from maillage.core.scopes import structure_scope
from maillage.network import rules
from maillage.network.models import Place, RotaSlot, Staff, StaffAbsence, StaffPresence
from maillage.network.operations import locked_place
from maillage.network.permissions import demand_at
from maillage.network.rights import Right
from maillage.network.staffing import LAID_DAYS, WeeklySlot, dated
from maillage.network.taking import elsewhere, locked_staff

SOURCE = "rota"
LONGEST_ABSENCE_DAYS = 400


def set_rota_slot(
    acting: Acting,
    *,
    slot: UUID,
    staff: UUID,
    place: UUID,
    weekday: int,
    starts: time,
    ends: time,
    from_day: date | None = None,
    to_day: date | None = None,
) -> Data:
    """Put somebody at a place each week; an id already held is corrected, from today on.

    Refuses ``ends_before``, ``slot_twice`` for hours already theirs, and ``elsewhere``, naming
    the other place, when they are somewhere else then (golden number 27).
    """
    demand_at(acting, Right.STAFF, [place])
    person, where = locked_staff(staff), locked_place(place)
    row = RotaSlot.objects.filter(pk=slot).select_related("place").first()
    if row is None:
        row = RotaSlot(pk=slot, structure_id=acting.structure_id)
    else:
        demand_at(acting, Right.STAFF, [row.place_id])
    today = local_date(acting.at, where.time_zone)
    row.staff, row.place, row.weekday, row.starts, row.ends = person, where, weekday, starts, ends
    row.from_day, row.to_day = from_day or today, to_day
    put(acting, row, today)
    return {"slot": str(slot)}


def put(acting: Acting, row: RotaSlot, today: date) -> None:
    """Write a slot and its dated presences, from today on; refuses as ``set_rota_slot`` does."""
    _check(row)
    row.save()
    lay(row, today=today, refusing=True)
    acting.touch(row.pk, row.staff_id, row.place_id)


def weekly_slot(row: RotaSlot) -> WeeklySlot:
    """The slot as the rules read it."""
    return WeeklySlot(row.weekday, row.starts, row.ends, row.from_day, row.to_day)


def _check(row: RotaSlot) -> None:
    if row.starts >= row.ends or (row.to_day is not None and row.to_day < row.from_day):
        raise Refusal("ends_before", _("La fin vient avant le début : corrigez-la."))
    held = RotaSlot.objects.filter(staff=row.staff, place=row.place).exclude(pk=row.pk)
    for other in held:
        if weekly_slot(row).meets(weekly_slot(other)):
            sentence = _(
                "%(who)s est déjà à %(place)s le %(weekday)s %(hours)s. "
                "Modifiez cette demi-journée-là."
            )
            raise Refusal(
                "slot_twice",
                sentence
                % {
                    "who": rules.shortened(row.staff.first_name, 30),
                    "place": rules.shortened(row.place.name, 60),
                    "weekday": saying.WEEKDAYS[other.weekday],
                    "hours": saying.hours(other.starts, other.ends),
                },
            )


def end_rota_slot(acting: Acting, *, slot: UUID, to_day: date) -> Data:
    """Say the last day of a slot; before its first day, it never was."""
    row = locked_slot(slot)
    demand_at(acting, Right.STAFF, [row.place_id])
    acting.touch(slot, row.staff_id, row.place_id)
    end_slot(row, to_day, local_date(acting.at, row.place.time_zone))
    return {"slot": str(slot)}


def locked_slot(slot: UUID) -> RotaSlot:
    """The slot with its place and person, locked; ``not_found`` if unknown here."""
    found: RotaSlot | None = (
        RotaSlot.objects.select_for_update(of=("self",))
        .select_related("place", "staff")
        .filter(pk=slot)
        .first()
    )
    if found is None:
        raise Missing(_("Demi-journée"), slot)
    return found


def end_slot(row: RotaSlot, to_day: date, today: date) -> None:
    """Say its last day and take what was laid after it; before its first day, it never was."""
    row.to_day = to_day
    lay(row, today=today, since=to_day + timedelta(days=1))
    if to_day < row.from_day:
        row.delete()
    else:
        row.save(update_fields=["to_day"])


def end_slots_of(staff: Staff, last_day: date, now: datetime) -> list[UUID]:
    """End what the rota holds of somebody who leaves; the ids of the slots."""
    standing = RotaSlot.objects.filter(Q(to_day=None) | Q(to_day__gt=last_day), staff=staff)
    ended = []
    for row in standing.select_related("place"):
        ended.append(row.pk)
        end_slot(row, last_day, local_date(now, row.place.time_zone))
    return ended


# Dated presences


def lay(row: RotaSlot, *, today: date, since: date | None = None, refusing: bool = False) -> bool:
    """Make the slot's presences what they should be, from today or ``since``; whether any changed.

    A day when the person is at another place is left out or, with ``refusing``, refused.
    """
    first, last = min(today, since or today), today + timedelta(days=LAID_DAYS)
    wanted = _wanted(row, first, last)
    held = {
        (one.starts_at, one.ends_at): one
        for one in StaffPresence.objects.filter(source_id=row.pk, source_kind=SOURCE)
        if local_date(one.starts_at, row.place.time_zone) >= first
    }
    kept = {
        key
        for key, one in held.items()
        if key in wanted and (one.staff_id, one.place_id) == (row.staff_id, row.place_id)
    }
    surplus = [one.pk for key, one in held.items() if key not in kept]
    StaffPresence.objects.filter(pk__in=surplus).delete()
    missing = _possible(row, [wanted[key] for key in wanted if key not in kept], refusing=refusing)
    StaffPresence.objects.bulk_create(missing)
    row.laid_until = last if row.to_day is None else min(last, row.to_day)
    RotaSlot.objects.filter(pk=row.pk).update(laid_until=row.laid_until)
    return bool(surplus or missing)


def _wanted(
    row: RotaSlot, first: date, last: date
) -> dict[tuple[datetime, datetime], StaffPresence]:
    place = row.place
    opened = max(first, place.opened_on or first)
    closing = min(last, place.closed_on or last)
    closed = _closed_days(place.holiday_zone, first, last) | days_away(row.staff_id, first, last)
    periods = dated(weekly_slot(row), place.time_zone, opened, closing, closed).values()
    return {(one.start, one.end): _presence(row, one) for one in periods}


def _presence(row: RotaSlot, period: Period) -> StaffPresence:
    return StaffPresence(
        structure_id=row.structure_id,
        staff_id=row.staff_id,
        place_id=row.place_id,
        starts_at=period.start,
        ends_at=period.end,
        source_kind=SOURCE,
        source_id=row.pk,
        label=_("semaine de l’équipe"),
    )


def _closed_days(zone: str, first: date, last: date) -> set[date]:
    return {day for year in range(first.year, last.year + 1) for day in bank_holidays(year, zone)}


def days_away(staff: UUID, first: date, last: date) -> set[date]:
    """The days between two (inclusive) when somebody is away."""
    rows = StaffAbsence.objects.filter(
        staff=staff, cancelled_at=None, from_day__lte=last, to_day__gte=first
    )
    return {
        date.fromordinal(ordinal)
        for from_day, to_day in rows.values_list("from_day", "to_day")
        for ordinal in range(max(from_day, first).toordinal(), min(to_day, last).toordinal() + 1)
    }


def _possible(
    row: RotaSlot, missing: Collection[StaffPresence], *, refusing: bool
) -> list[StaffPresence]:
    """The presences that meet nothing at another place."""
    if not missing:
        return []
    elsewhere_rows = list(
        StaffPresence.objects.filter(
            staff=row.staff_id,
            starts_at__lt=max(one.ends_at for one in missing),
            ends_at__gt=min(one.starts_at for one in missing),
        )
        .exclude(place=row.place_id)
        .select_related("place")
        .order_by("starts_at")
    )
    clashes = {id(one): _clash(one, elsewhere_rows) for one in missing}
    met = [clash for clash in clashes.values() if clash is not None]
    if refusing and met:
        raise Refusal("elsewhere", elsewhere(row.staff, met[0]), staff=str(row.staff_id))
    return [one for one in missing if clashes[id(one)] is None]


def _clash(one: StaffPresence, rows: Iterable[StaffPresence]) -> StaffPresence | None:
    return next(
        (row for row in rows if row.starts_at < one.ends_at and one.starts_at < row.ends_at), None
    )


def lay_ahead(structure_id: UUID, now: datetime) -> int:
    """Lay every slot as far as it should be; how many changed. Doing it again does nothing.

    One transaction for each member of the team, under their lock.
    """
    with structure_scope(structure_id):
        team = set(RotaSlot.objects.values_list("staff_id", flat=True))
        return sum(_lay_ahead_of(structure_id, staff, now) for staff in sorted(team))


@transaction.atomic
def _lay_ahead_of(structure_id: UUID, staff: UUID, now: datetime) -> int:
    changed = _lay_all(locked_staff(staff), now)
    if changed:
        write_server_line(structure_id, kind="tick.rota", touched=changed)
    return len(changed)


def _lay_all(person: Staff, now: datetime, since: date | None = None) -> list[UUID]:
    """Lay again what the rota holds of somebody, from today or ``since``; what changed."""
    changed = []
    for row in RotaSlot.objects.filter(staff=person).select_related("place", "staff"):
        today = local_date(now, row.place.time_zone)
        standing = row.to_day is None or row.to_day >= min(today, since or today)
        if standing and lay(row, today=today, since=since):
            changed.append(row.pk)
    return changed


# Who is away


def declare_absence(
    acting: Acting,
    *,
    absence: UUID,
    staff: UUID,
    from_day: date | None = None,
    to_day: date | None = None,
) -> Data:
    """Somebody is away, today unless said: their rota presences go, their sessions stay.

    Refuses ``ends_before``, ``absence_too_long`` past 400 days, ``already_away``.
    """
    person = locked_staff(staff)
    first = from_day or local_date(acting.at, _zone(acting))
    last = to_day or first
    _check_absence(person, first, last)
    StaffAbsence.objects.create(
        pk=absence, structure_id=acting.structure_id, staff=person, from_day=first, to_day=last
    )
    _lay_all(person, acting.at, since=first)
    acting.touch(absence, staff)
    return {"absence": str(absence)}


def _zone(acting: Acting) -> str:
    zone = Place.objects.filter(pk=acting.place_id).values_list("time_zone", flat=True).first()
    return zone or rules.HOME_ZONE


def _check_absence(person: Staff, first: date, last: date) -> None:
    if last < first:
        raise Refusal("ends_before", _("La fin vient avant le début : corrigez-la."))
    if (last - first).days > LONGEST_ABSENCE_DAYS:
        raise Refusal(
            "absence_too_long", _("Notez treize mois au plus ; au-delà, notez un départ.")
        )
    held = StaffAbsence.objects.filter(
        staff=person, cancelled_at=None, from_day__lte=first, to_day__gte=last
    ).first()
    if held is not None:
        sentence = _("C’est déjà noté : %(who)s est absent·e jusqu’au %(day)s.")
        day = saying.day(held.to_day)
        raise Refusal("already_away", sentence % {"who": person.first_name, "day": day})


def cancel_absence(acting: Acting, *, absence: UUID) -> Data:
    """They are there after all: their presences come back, but where they are now elsewhere.

    Doing it again changes nothing.
    """
    row = StaffAbsence.objects.select_related("staff").filter(pk=absence).first()
    if row is None:
        raise Missing(_("Absence"), absence)
    person = locked_staff(row.staff_id)
    if row.cancelled_at is None:
        row.cancelled_at = acting.at
        row.save(update_fields=["cancelled_at"])
        _lay_all(person, acting.at, since=row.from_day)
    acting.touch(absence, person.pk)
    return {"absence": str(absence)}

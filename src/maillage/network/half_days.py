"""One half-day of the week, once: given to somebody else, or to nobody. The other weeks stay."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from maillage.core import saying
from maillage.core.acting import Acting
from maillage.core.commands import Data, Refusal
from maillage.core.periods import local_date
from maillage.network import rota
from maillage.network.models import RotaSlot, Staff
from maillage.network.permissions import demand_at
from maillage.network.rights import Right
from maillage.network.taking import locked_staff

COMING = 8


def coming_days(row: RotaSlot, today: date) -> list[date]:
    """The next days of a slot, today included; eight at most."""
    first = max(today, row.from_day)
    first += timedelta(days=(row.weekday - first.weekday()) % 7)
    days = (first + timedelta(weeks=week) for week in range(COMING))
    return [day for day in days if row.to_day is None or day <= row.to_day]


def give_half_day(
    acting: Acting, *, slot: UUID, day: date, given: UUID, rest: UUID, staff: UUID | None = None
) -> Data:
    """Somebody else holds a slot on one of its days, or nobody does.

    The slot ends the week before; ``rest`` is the same from the week after, ``given`` that day.
    Refuses ``past``, ``not_its_day``, and ``slot_twice`` or ``elsewhere`` as the rota does.
    """
    row = rota.locked_slot(slot)
    demand_at(acting, Right.STAFF, [row.place_id])
    today = local_date(acting.at, row.place.time_zone)
    _check_day(row, day, today)
    after = _like(row, rest, row.staff, (day + timedelta(weeks=1), row.to_day))
    one_day = _like(row, given, locked_staff(staff), (day, day)) if staff else None
    acting.touch(slot, row.staff_id, row.place_id, staff)
    rota.end_slot(row, day - timedelta(weeks=1), today)
    if after.to_day is None or after.from_day <= after.to_day:
        rota.put(acting, after, today)
    if one_day is not None:
        rota.put(acting, one_day, today)
    return {"slot": str(slot)}


def _check_day(row: RotaSlot, day: date, today: date) -> None:
    if day < today:
        raise Refusal("past", _("Ce jour est passé : ce qui a eu lieu ne change plus."))
    held = row.from_day <= day and (row.to_day is None or day <= row.to_day)
    if day.weekday() != row.weekday or not held:
        said = _("Cette demi-journée est tenue le %s : choisissez un de ces jours-là.")
        raise Refusal("not_its_day", said % saying.WEEKDAYS[row.weekday])


def _like(row: RotaSlot, ident: UUID, staff: Staff, days: tuple[date, date | None]) -> RotaSlot:
    """The same hours at the same place, from a day to another."""
    return RotaSlot(
        pk=ident,
        structure_id=row.structure_id,
        staff=staff,
        place=row.place,
        weekday=row.weekday,
        starts=row.starts,
        ends=row.ends,
        from_day=days[0],
        to_day=days[1],
    )

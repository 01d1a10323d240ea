"""When a family is reserved: its own hours, or those of the place; the days it is not. Pure."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from maillage.booking.models import Family
from maillage.core import saying
from maillage.core.bank_holidays import is_bank_holiday
from maillage.core.periods import local_day_bounds
from maillage.core.spans import Span, united, without
from maillage.network.models import Place
from maillage.network.opening import OpeningHours

Spans = list[Span[datetime]]


def own_week(family: Family) -> bool:
    """Whether a family has hours of its own each week; else those of the place are its own."""
    return bool(family.opening) and not follows_place(OpeningHours.parse(family.opening))


def follows_place(hours: OpeningHours) -> bool:
    """Whether hours say days apart only: neither a weekday nor bank holidays."""
    return not any(hours.week) and not hours.bank_holidays


def bookable(
    family: Family, place: Place, first: date, days: int, opened: Spans | None
) -> Spans | None:
    """When a family is reserved at a place, over ``days`` local days; ``None``: at any hour.

    ``opened`` is when the place is open, ``None`` where its hours do not bind. The family's own
    hours replace them and bind everybody; its days apart replace what either says.
    """
    if not family.opening:
        return opened
    hours, tz = OpeningHours.parse(family.opening), place.time_zone
    own = list(hours.periods(first, days, tz, place.holiday_zone))
    if not follows_place(hours):
        return united(own)
    whole = (local_day_bounds(first, tz).start, _day(first, days - 1, tz)[1])
    apart = [_day(first, ahead, tz) for ahead in range(days) if _is_apart(hours, first, ahead)]
    usual = [whole] if opened is None else opened
    return united([*without(usual, apart), *own])


def _day(first: date, ahead: int, tz: str) -> Span[datetime]:
    bounds = local_day_bounds(first + timedelta(days=ahead), tz)
    return bounds.start, bounds.end


def _is_apart(hours: OpeningHours, first: date, ahead: int) -> bool:
    day = first + timedelta(days=ahead)
    return any(one.first <= day <= one.last for one in hours.exceptions)


def said(family: Family, place: Place, day: date) -> str:
    """What to do about a family asked for outside its hours, or those of the place."""
    hours = OpeningHours.parse(family.opening) if family.opening else None
    if hours is None or (follows_place(hours) and not _is_apart(hours, day, 0)):
        return _("Le lieu est fermé à cette heure : choisissez une heure d’ouverture.")
    values = {"family": family.name, "day": saying.day(day)}
    holiday = is_bank_holiday(day, place.holiday_zone)
    if not hours.intervals(day, is_holiday=holiday):
        closed = _("« %(family)s » ne se réserve pas %(day)s : choisissez un autre jour.")
        return closed % values
    values["hours"] = hours.text_fr(day, is_holiday=holiday)
    return _("« %(family)s » se réserve %(day)s %(hours)s : choisissez une autre heure.") % values

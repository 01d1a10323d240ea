"""What a repetition should give, said twice by others: day by day, and by an ICS library."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import recurring_ical_events
from holidays import country_holidays
from icalendar import Calendar, Event, vRecur
from vacances_scolaires_france import SchoolHolidayDates

PARIS = ZoneInfo("Europe/Paris")
DAY = timedelta(days=1)

_banks = country_holidays("FR", years=range(2026, 2030))
_schools = SchoolHolidayDates()


def all_days(first: date, last: date) -> list[date]:
    return [first + number * DAY for number in range((last - first).days + 1)]


def which_of_month(day: date) -> int:
    """1 for the first Tuesday of its month… counted day by day."""
    return sum(one.weekday() == day.weekday() for one in all_days(day.replace(day=1), day))


def is_last_of_month(day: date) -> bool:
    return (day + 7 * DAY).month != day.month


def of_month(day: date, nth: int) -> bool:
    return is_last_of_month(day) if nth == -1 else which_of_month(day) == nth


def weeks_between(one: date, other: date) -> int:
    return ((other - other.weekday() * DAY) - (one - one.weekday() * DAY)).days // 7


def is_off(day: date, zone: str, *, bank: bool, school: bool) -> bool:
    return (bank and day in _banks) or (school and _schools.is_holiday_for_zone(day, zone))


def instant(day: date, hour: int, minute: int) -> datetime:
    """A wall time of Paris in UTC: summer time from the last Sunday of March to that of October."""

    def last_sunday(month: int) -> date:
        days = all_days(date(day.year, month, 1), date(day.year, month, 31))
        return next(one for one in reversed(days) if one.weekday() == 6)

    summer = last_sunday(3) <= day < last_sunday(10)
    wall = datetime.combine(day, time(hour, minute), UTC)
    return wall - timedelta(hours=2 if summer else 1)


def by_ics(
    rrule: str, first: date, start: time, until: date, out: Iterable[date]
) -> list[datetime]:
    """The instants of a rule with its days left out, as an ICS reader expands them."""
    event = Event()
    event.add("dtstart", datetime.combine(first, start, PARIS))
    event.add("duration", timedelta(minutes=90))
    rule = vRecur.from_ical(rrule)
    rule["UNTIL"] = [datetime.combine(until, time(23, 59), PARIS).astimezone(UTC)]
    event.add("rrule", rule)
    for day in out:
        event.add("exdate", datetime.combine(day, start, PARIS))
    calendar = Calendar()
    calendar.add_component(event)
    found = recurring_ical_events.of(calendar).between(first, until + DAY)
    return sorted(one["DTSTART"].dt.astimezone(UTC) for one in found)

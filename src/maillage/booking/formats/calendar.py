"""Calendars as iCalendar (RFC 5545), for any application that subscribes to an address.

Hours are those of the place's clocks, with the changes of the clocks beside them. An hour that the
autumn change repeats means its first time there (RFC 5545, 3.3.5): what touches the second is
written in UTC. What repeats is one event with its rule, until its last day, and the days left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from icalendar import Calendar, Timezone, vRecur
from icalendar import Event as Written

from maillage.core.periods import Period

PRODUCT = "-//Maillage//Maillage//FR"
ASKED_AGAIN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Event:
    """Something of a calendar, at the hours of ``tz``.

    ``state`` is ``CONFIRMED``, ``TENTATIVE`` or ``CANCELLED``; what ``holds`` takes the time of who
    reads it. With a ``rule`` (RFC 5545) it is the first of those that repeat, ``until`` the
    beginning of the last, but for those ``left_out``.
    """

    uid: str
    period: Period
    tz: str
    summary: str
    state: str = "CONFIRMED"
    where: str = ""
    holds: bool = True
    rule: str = ""
    until: datetime | None = None
    left_out: tuple[datetime, ...] = ()


def uid_of(*parts: object) -> str:
    """A name for an event, the same ever after, which says nothing of the rows it is about."""
    return f"{uuid5(NAMESPACE_URL, ' '.join(map(str, parts)))}@maillage"


def written(name: str, events: Iterable[Event], *, now: datetime) -> bytes:
    """The calendar as a file; readers ask for it again after an hour."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", ASKED_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    events = list(events)
    for tz in sorted({one.tz for one in events}):
        calendar.add_component(_zone(tz, now.year))
    for one in events:
        calendar.add_component(_event(one, now))
    return calendar.to_ical()


@lru_cache(maxsize=64)
def _zone(tz: str, year: int) -> Timezone:
    """The changes of a place's clocks, from the year before to three years ahead."""
    zone = Timezone.from_tzid(tz, first_date=date(year - 1, 1, 1), last_date=date(year + 4, 1, 1))
    zone.pop("comment", None)
    return zone


def _event(one: Event, now: datetime) -> Written:
    event = Written()
    event.add("uid", one.uid)
    event.add("dtstamp", now.astimezone(UTC))
    for name, instant in zip(("dtstart", "dtend"), _instants(one), strict=True):
        event.add(name, instant)
    if one.rule and one.until is not None:
        rule = vRecur.from_ical(one.rule)
        event.add("rrule", {**rule, "UNTIL": [one.until.astimezone(UTC)]})
        for instant in one.left_out:
            event.add("exdate", instant)
    event.add("summary", one.summary)
    event.add("status", one.state)
    if one.where:
        event.add("location", one.where)
    if not one.holds:
        event.add("transp", "TRANSPARENT")
    return event


def _instants(one: Event) -> tuple[datetime, datetime]:
    """The beginning and the end in the place's zone, or in UTC where its clocks would not do."""
    zone = ZoneInfo(one.tz)
    local = one.period.start.astimezone(zone), one.period.end.astimezone(zone)
    if any(instant.fold for instant in local):
        return one.period.start, one.period.end
    return local

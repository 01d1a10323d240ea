"""Rules of the rota: which days a slot falls on, what nobody staffs, what nobody could staff.

Pure: no database, no clock. Hours of a week are minutes since midnight, Monday first.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from maillage.core.periods import Period, local_instant
from maillage.network.opening import Spans

LAID_DAYS = 400
"""How far ahead a slot is laid as dated presences."""

NOON = time(13)
"""A half-day ends, and the other begins."""

Key = TypeVar("Key", bound=UUID | str)


class WeeklySlot(NamedTuple):
    """Each week on a weekday (Monday 0), local wall time, from a day to another (inclusive)."""

    weekday: int
    starts: time
    ends: time
    from_day: date
    to_day: date | None

    def stands_on(self, day: date) -> bool:
        """Whether it falls on ``day``."""
        lasts = self.to_day is None or day <= self.to_day
        return day.weekday() == self.weekday and self.from_day <= day and lasts

    def meets(self, other: WeeklySlot) -> bool:
        """Whether some day holds an hour of both."""
        hours = self.starts < other.ends and other.starts < self.ends
        first = max(self.from_day, other.from_day)
        ends = [one.to_day for one in (self, other) if one.to_day is not None]
        shared = next_weekday(first, self.weekday)
        return self.weekday == other.weekday and hours and shared <= min(ends, default=date.max)


def next_weekday(day: date, weekday: int) -> date:
    """The first such weekday from ``day`` on."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def dated(
    slot: WeeklySlot, tz: str, first: date, last: date, closed: Container[date]
) -> dict[date, Period]:
    """The slot's periods from ``first`` to ``last`` included, but on the days of ``closed``.

    Wall time stays through daylight saving; hours that the spring change skips whole are left out.
    """
    begin = next_weekday(max(first, slot.from_day), slot.weekday)
    end = last if slot.to_day is None else min(last, slot.to_day)
    found = {}
    for ordinal in range(begin.toordinal(), end.toordinal() + 1, 7):
        day = date.fromordinal(ordinal)
        start = local_instant(day, slot.starts, tz)
        stop = local_instant(day, slot.ends, tz)
        if day not in closed and start < stop:
            found[day] = Period(start, stop)
    return found


def in_half(starts: time, ends: time, *, afternoon: bool) -> bool:
    """Whether hours fall, at least partly, in the morning or in the afternoon."""
    return ends > NOON if afternoon else starts < NOON


def minutes_of(spans: Iterable[tuple[datetime, datetime]]) -> int:
    """How many minutes spans of instants last together."""
    return sum(int((end - start).total_seconds()) // 60 for start, end in spans)


class Gap(NamedTuple):
    """Hours of a weekday when a place says it opens and nobody is there; on which days."""

    weekday: int
    start: int
    end: int
    days: tuple[date, ...]


def gaps(unstaffed: Iterable[tuple[date, Spans]]) -> list[Gap]:
    """Days with their unstaffed hours, gathered: the same hours of a weekday are one gap."""
    found: dict[tuple[int, int, int], list[date]] = {}
    for day, spans in unstaffed:
        for start, end in spans:
            found.setdefault((day.weekday(), start, end), []).append(day)
    return [Gap(*key, tuple(sorted(days))) for key, days in sorted(found.items())]


class Impossible(NamedTuple):
    """Hours of a weekday that the team cannot staff: which places open, how many may be there."""

    weekday: int
    start: int
    end: int
    places: tuple[Any, ...]
    people: int


def impossible(
    weeks: Mapping[Key, Sequence[Spans]], able: Mapping[Key, AbstractSet[Key]]
) -> list[Impossible]:
    """Hours when more places open than people can be in; nobody is in two places at once.

    ``weeks`` gives the seven days of each place, ``able`` the places where each person works.
    Neighbouring hours with the same places are one.
    """
    found: list[Impossible] = []
    for weekday in range(7):
        of_day = {place: week[weekday] for place, week in weeks.items()}
        ends = sorted({minute for spans in of_day.values() for span in spans for minute in span})
        for start, end in pairwise(ends):
            places = tuple(
                place
                for place, spans in of_day.items()
                if any(first <= start and end <= last for first, last in spans)
            )
            people = _most_staffed(places, able)
            if people < len(places):
                _add(found, Impossible(weekday, start, end, places, people))
    return found


def _add(found: list[Impossible], one: Impossible) -> None:
    last = found[-1] if found else None
    if last is not None and last == one._replace(start=last.start, end=one.start):
        found[-1] = last._replace(end=one.end)
    else:
        found.append(one)


def _most_staffed(places: Sequence[Key], able: Mapping[Key, AbstractSet[Key]]) -> int:
    """How many of the places can each have somebody of their own (a greatest matching)."""
    at: dict[Key, Key] = {}

    def settle(place: Key, tried: set[Key]) -> bool:
        for person, where in able.items():
            if place in where and person not in tried:
                tried.add(person)
                if person not in at or settle(at[person], tried):
                    at[person] = place
                    return True
        return False

    return sum(settle(place, set()) for place in places)

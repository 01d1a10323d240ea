"""A grid of hours: columns (days, or things to book) in which events stand beside each other.

`office/_week.html` draws it and `office/week.js` moves its events. A row is a quarter of an hour;
what overlaps stands side by side, in lanes; what lasts beside it, as free access, is a narrow
band. Where a page has no place for a grid, the same columns
are read one below the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from maillage.core import saying
from maillage.core.bank_holidays import bank_holidays
from maillage.core.school_holidays import school_holiday
from maillage.network.models import Place

QUARTERS = 96
MORNING, EVENING = 8 * 4, 19 * 4
MOST_LANES = 4
LASTING = 5 * 4
"""From five hours on, what others stand beside is a band."""


@dataclass(slots=True)
class Event:
    """Something in a column: from a quarter of the day to another, in a lane among ``lanes``.

    ``side`` is ``band`` for a narrow one, ``beside`` for those that have the rest of the width.
    ``shown`` is what the page draws of it; ``moves`` tells whether it may be moved.
    """

    ident: str
    first: int
    last: int
    shown: Any
    moves: bool = False
    lane: int = 0
    lanes: int = 1
    side: str = ""
    row: int = 0

    @property
    def rows(self) -> int:
        """How many rows it covers."""
        return self.last - self.first

    @property
    def stands(self) -> str:
        """Where it stands, as the style sheet names it."""
        return f"at-{self.row} for-{self.rows} lane-{self.lane} of-{self.lanes} {self.side}".strip()

    @property
    def hours(self) -> str:
        """Its first quarter and how many it covers, as the script that moves it reads them."""
        return f"{self.first} {self.rows}"


@dataclass(slots=True)
class Column:
    """A day, or something to book: its title, what is said of it, what stands in it.

    ``key`` is the day, unless ``day`` says it: the column is then that of ``what``, on that day.
    """

    key: str
    title: str
    notes: list[str | Promise] = field(default_factory=list)
    today: bool = False
    events: list[Event] = field(default_factory=list)
    day: str = ""
    what: str = ""


class Hour(NamedTuple):
    """An hour of the grid: the row where it begins."""

    said: str
    row: int


@dataclass(slots=True)
class Grid:
    """Columns between two quarters of the day."""

    columns: list[Column]
    first: int
    last: int

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return self.last - self.first

    @property
    def hours(self) -> list[Hour]:
        """The hours written beside it."""
        whole = range(self.first, self.last, 4)
        return [Hour(saying.hour(time(one // 4)), one - self.first) for one in whole]


def grid(columns: list[Column]) -> Grid:
    """Lay the events of each column; the grid grows with what is early or late."""
    events = [one for column in columns for one in column.events]
    first = min([MORNING, *(one.first // 4 * 4 for one in events)])
    last = max([EVENING, *(-(-one.last // 4) * 4 for one in events)])
    for column in columns:
        in_lanes(column.events)
        for one in column.events:
            one.row = one.first - first
    return Grid(columns, first, last)


def in_lanes(events: list[Event]) -> None:
    """Give a lane to each: those that overlap, near or far, share the width.

    One that lasts leaves most of it to those that come and go beside it.
    """
    events.sort(key=lambda one: (one.first, -one.last, one.ident))
    for cluster in _clusters(events):
        lasting = [one for one in cluster if one.rows >= LASTING]
        beside = [one for one in cluster if one.rows < LASTING]
        if beside and len(lasting) == 1:
            lasting[0].side = "band"
            for one in beside:
                one.side = "beside"
            for part in _clusters(beside):
                _share(part)
        else:
            _share(cluster)


def _clusters(events: Iterable[Event]) -> Iterator[list[Event]]:
    """Those that overlap, near or far; ``events`` are in order."""
    cluster: list[Event] = []
    for one in events:
        if cluster and one.first >= max(other.last for other in cluster):
            yield cluster
            cluster = []
        cluster.append(one)
    if cluster:
        yield cluster


def _share(cluster: list[Event]) -> None:
    """The first free lane to each."""
    ends: list[int] = []
    for one in cluster:
        free = next((lane for lane, end in enumerate(ends) if end <= one.first), len(ends))
        ends[free : free + 1] = [one.last]
        one.lane = min(free, MOST_LANES - 1)
    for one in cluster:
        one.lanes = min(len(ends), MOST_LANES)


def quarters(starts_at: datetime, ends_at: datetime, tz: str) -> tuple[int, int]:
    """The quarters of its local day that a period covers, cut at midnight; one at least."""
    start, end = starts_at.astimezone(ZoneInfo(tz)), ends_at.astimezone(ZoneInfo(tz))
    first = (start.hour * 60 + start.minute) // 15
    if end.date() > start.date():
        return first, QUARTERS
    return first, max(first + 1, -(-(end.hour * 60 + end.minute) // 15))


# Days


def week_of(day: date) -> list[date]:
    """The seven days of a week, from Monday."""
    monday = day - timedelta(days=day.weekday())
    return [monday + timedelta(days=number) for number in range(7)]


def notes_of(day: date, places: Iterable[Place]) -> list[str | Promise]:
    """What the day is, in words: a bank holiday, school holidays with their zone."""
    banks: dict[str, str | Promise] = {}
    schools: dict[str, str] = {}
    for place in places:
        name = bank_holidays(day.year, place.holiday_zone).get(day)
        if name is not None:
            banks[str(name)] = name
        school = school_holiday(day, place.school_zone)
        if school:
            said = _("%(holidays)s (zone %(zone)s)")
            schools[place.school_zone] = said % {"holidays": school, "zone": place.school_zone}
    return [*banks.values(), *(schools[zone] for zone in sorted(schools))]


def schools_unknown(days: Sequence[date], places: Iterable[Place]) -> bool:
    """Whether school holidays are not known on one of these days, where a place has a zone."""
    zones = {place.school_zone for place in places} - {""}
    return any(school_holiday(day, zone) is None for day in days for zone in zones)

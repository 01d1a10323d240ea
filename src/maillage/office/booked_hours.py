"""Reservations in a grid of hours: the columns and events that ``office/_week.html`` draws."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from maillage.booking.models import Resource
from maillage.core import saying
from maillage.core.periods import Period, local_day_bounds
from maillage.office.booked import Cell, Entry, Row
from maillage.office.week import EVENING, MORNING, Column, Event, notes_of, quarters

RESERVED = "reservation"
HOUR = 4


@dataclass(frozen=True, slots=True)
class Shown:
    """What an event shows: the entry, its minutes, its first hour, the quarters it grows by."""

    entry: Entry
    minutes: int
    start: str
    step: int


def day_columns(row: Row, today: date, now: datetime) -> list[Column]:
    """A resource, a column for each day."""
    place = row.resource.unit.place
    return [
        Column(
            cell.day.isoformat(), saying.day(cell.day), notes_of(cell.day, [place]),
            cell.day == today, list(_events(row.resource, cell, now)), cell.day.isoformat(),
            str(row.resource.pk),
        )
        for cell in row.cells
    ]  # fmt: skip


def resource_columns(rows: list[Row], now: datetime) -> list[Column]:
    """A day, a column for each resource."""
    return [
        Column(
            str(row.resource.pk), row.resource.unit.name,
            events=list(_events(row.resource, cell, now)), day=cell.day.isoformat(),
            what=str(row.resource.pk),
        )
        for row in rows
        for cell in row.cells[:1]
    ]  # fmt: skip


def _events(resource: Resource, cell: Cell, now: datetime) -> Iterator[Event]:
    """What holds a resource on a day; a reservation moves from the day it begins."""
    tz = resource.unit.place.time_zone
    bounds = local_day_bounds(cell.day, tz)
    for number, entry in enumerate(cell.entries):
        whole = entry.period
        part = Period(max(whole.start, bounds.start), min(whole.end, bounds.end))
        first, last = quarters(part.start, part.end, tz)
        if entry.sort == RESERVED and bounds.start <= whole.start and whole.end > bounds.end:
            last = max(EVENING, first + HOUR)
        elif entry.all_day or part != whole:
            first, last = _in_daytime(first, last)
        shown = Shown(
            entry,
            int((whole.end - whole.start).total_seconds()) // 60,
            f"{part.start.astimezone(ZoneInfo(tz)):%H:%M}",
            max(1, resource.family.step // 15),
        )
        moves = entry.sort == RESERVED and whole.start >= bounds.start and whole.end > now
        yield Event(str(entry.ident or f"{resource.pk}-{number}"), first, last, shown, moves)


def _in_daytime(first: int, last: int) -> tuple[int, int]:
    """What is held day and night does not make the grid longer."""
    inside = max(first, MORNING), min(last, EVENING)
    return inside if inside[0] < inside[1] else (first, last)

"""Events of a calendar that repeat, written as one: a rule, and the days that it leaves out. Pure.

Each reservation of a repetition may be moved, shortened or given up: those that still are at one
hour, for as long, in one state, are one event; any other is an event of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from maillage.booking.formats.calendar import Event, uid_of
from maillage.booking.models import Recurrence
from maillage.core.periods import wall_instants
from maillage.core.repetition import read

FEWEST = 3
"""Fewer are not worth a rule."""

Told = tuple[Event, Recurrence | None]


def in_series(events: Iterable[Told]) -> list[Event]:
    """These events, those of one repetition together where one rule says them; in order."""
    alike: dict[tuple[Any, ...], tuple[Recurrence, list[Event]]] = {}
    found: list[Event] = []
    for event, series in events:
        if series is None:
            found.append(event)
        else:
            alike.setdefault((series.pk, *_hours(event)), (series, []))[1].append(event)
    for series, group in alike.values():
        found += _together(series, group)
    return sorted(found, key=lambda one: (one.period.start, one.uid))


def _hours(event: Event) -> tuple[Any, ...]:
    """What all the events of a rule have in common: words, state, hours of the clocks, length."""
    start, end = _local(event.period.start, event), _local(event.period.end, event)
    lasts = event.period.end - event.period.start
    said = (event.tz, event.summary, event.state, event.where, event.holds)
    return (*said, start.time(), end.time(), start.fold, end.fold, lasts)


def _local(instant: datetime, event: Event) -> datetime:
    return instant.astimezone(ZoneInfo(event.tz))


def _together(series: Recurrence, group: list[Event]) -> Iterator[Event]:
    """One event where the rule says most of these; each of them else."""
    by_day = {_local(one.period.start, one).date(): one for one in group}
    ruled = _ruled(series, by_day)
    held = [by_day[day] for day in ruled if day in by_day]
    missing = [day for day in ruled if day not in by_day]
    if len(held) < max(FEWEST, len(missing)) or not _are_shown(group[0], missing):
        yield from group
        return
    yield _ruling(series, held, missing)
    yield from (one for one in group if one not in held)


def _ruled(series: Recurrence, by_day: Mapping[date, Event]) -> list[date]:
    """The days of the rule, from the first on which one of these events is to the last."""
    rule = read(series.rule)
    days = rule.days(series.first_day, series.last_day)
    held = [day for day in days if day in by_day]
    return list(rule.days(held[0], held[-1])) if held else []


def _are_shown(event: Event, days: Iterable[date]) -> bool:
    """Whether clocks show the hour of an event, once, on each of these days: one is then left out.

    What a rule means by an hour that is skipped differs from one application to another.
    """
    hour = _local(event.period.start, event).time()
    return all(len(wall_instants(day, hour, event.tz)) == 1 for day in days)


def _ruling(series: Recurrence, events: Sequence[Event], missing: Iterable[date]) -> Event:
    first = events[0]
    hour, zone = _local(first.period.start, first).time(), ZoneInfo(first.tz)
    return replace(
        first,
        uid=uid_of(series.pk, *_hours(first)),
        rule=series.rule,
        until=events[-1].period.start,
        left_out=tuple(datetime.combine(day, hour, zone) for day in missing),
    )

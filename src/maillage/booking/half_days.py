"""Half-days: the morning, the afternoon, the whole day, as a place opens that day. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from django.utils.translation import gettext as _

from maillage.core.periods import Period, local_date, local_day_bounds, local_instant
from maillage.core.spans import Span, common, united

MORNING, AFTERNOON, DAY = PARTS = ("morning", "afternoon", "day")
NOON: Final = time(13)
"""Where a day without a pause is cut."""
LEAST: Final = timedelta(hours=1)
"""What is shorter is no half-day: the stretch stays whole."""

Spans = Sequence[Span[datetime]]


def words() -> dict[str, str]:
    """Each part of a day, as one says it."""
    return {MORNING: _("le matin"), AFTERNOON: _("l’après-midi"), DAY: _("la journée")}


def no_such_part(part: str) -> str:
    """What to do where a day has no such part."""
    said = _("Le lieu n’ouvre pas %s ce jour-là : choisissez autre chose, ou un autre jour.")
    return said % words()[part]


def halves(opened: Spans | None, day: date, tz: str) -> dict[str, Period]:
    """The half-days of a local day, and the day from the first to the last, the pause included.

    ``opened`` is when the place opens. A stretch without a pause is cut at one o'clock; of several
    in one half of the day, the longest. A day of one half has neither the other nor the whole.
    Where nothing opens, or any hour will do (``None``), the day from midnight to midnight is cut.
    """
    bounds, noon = local_day_bounds(day, tz), local_instant(day, NOON, tz)
    whole = [(bounds.start, bounds.end)]
    spans = common(opened, whole) if opened is not None else []
    pieces = [piece for span in spans or whole for piece in _cut(span, noon)]
    both = {
        MORNING: _longest(one for one in pieces if _middle(one) < noon),
        AFTERNOON: _longest(one for one in pieces if _middle(one) >= noon),
    }
    found = {part: Period(*span) for part, span in both.items() if span is not None}
    if len(found) == len(both):
        found[DAY] = Period(found[MORNING].start, found[AFTERNOON].end)
    return found


def _cut(span: Span[datetime], noon: datetime) -> Iterator[Span[datetime]]:
    start, end = span
    if start + LEAST <= noon <= end - LEAST:
        yield from ((start, noon), (noon, end))
    else:
        yield span


def _middle(span: Span[datetime]) -> datetime:
    return span[0] + (span[1] - span[0]) / 2


def _longest(spans: Iterable[Span[datetime]]) -> Span[datetime] | None:
    return max(spans, key=lambda one: one[1] - one[0], default=None)


def with_pauses(opened: Spans, first: date, days: int, tz: str) -> list[Span[datetime]]:
    """When one may reserve by half-days: the hours, and on each day the pause between its halves.

    Whoever has the whole day keeps their desk while the place is closed at noon.
    """
    found = list(opened)
    for ahead in range(days):
        day = first + timedelta(days=ahead)
        bounds = local_day_bounds(day, tz)
        whole = halves(opened, day, tz).get(DAY)
        if whole is not None and common(opened, [(bounds.start, bounds.end)]):
            found.append((whole.start, whole.end))
    return united(found)


def part_of(period: Period, tz: str) -> str:
    """The part of a day that a period is, by its hours alone."""
    noon = local_instant(local_date(period.start, tz), NOON, tz)
    if len(list(_cut((period.start, period.end), noon))) > 1:
        return DAY
    return MORNING if _middle((period.start, period.end)) < noon else AFTERNOON


def nearest(found: Mapping[str, Period], wanted: Period) -> str:
    """The half-day whose beginning and end are the nearest to those that are wanted."""

    def apart(part: str) -> timedelta:
        one = found[part]
        return abs(one.start - wanted.start) + abs(one.end - wanted.end)

    return min(found, key=apart)


def first_free(
    held: Spans, days: Iterable[Mapping[str, Period]], minutes: int, buffer: int, within: Period
) -> Period | None:
    """The first half-day, of so many minutes at least, that is free and the buffer after it.

    The whole day where its halves are shorter than that. It begins in ``within``.
    """
    lasts, after = timedelta(minutes=minutes), timedelta(minutes=buffer)
    for day in days:
        long = [part for part, one in day.items() if one.end - one.start >= lasts]
        for part in long:
            one = day[part]
            asked = part != DAY or long == [DAY]
            free = not common(held, [(one.start, one.end + after)])
            if asked and free and within.contains(one.start):
                return one
    return None

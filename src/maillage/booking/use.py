"""How much machines are used: pure rules. An hour is counted once, whatever used it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from maillage.core.periods import Period
from maillage.core.spans import Span, common
from maillage.network.rules import percent
from maillage.network.staffing import minutes_of


def minutes_used(spans: Iterable[Span[datetime]], within: Period) -> int:
    """Minutes of a period that at least one of these spans covers."""
    return minutes_of(common(spans, [(within.start, within.end)]))


class Utilisation(NamedTuple):
    """Minutes of a week of a machine: used, on the clock (168 hours), open to reservation."""

    used: int
    clock: int
    bookable: int

    @property
    def by_clock(self) -> int:
        """Used hours out of clock hours, in whole percents."""
        return percent(self.used, self.clock)

    @property
    def by_bookable(self) -> int:
        """Used hours out of bookable hours, in whole percents; more than 100 at night."""
        return percent(self.used, self.bookable)


def utilisation(
    used: Iterable[Span[datetime]], week: Period, opened: Iterable[Span[datetime]] | None
) -> Utilisation:
    """The use of a week; ``opened`` are the bookable hours, ``None`` where all hours are."""
    whole = [(week.start, week.end)]
    clock = minutes_of(whole)
    bookable = clock if opened is None else minutes_of(common(opened, whole))
    return Utilisation(minutes_used(used, week), clock, bookable)

"""When a place really is open: its declared hours and, if it opens by rota, who is there.

Pure: the queries bring the place's hours and the presences of its team.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from maillage.core.bank_holidays import is_bank_holiday
from maillage.core.periods import local_date, local_instant
from maillage.core.spans import Span, common, united, without
from maillage.network.opening import OpeningHours, Spans, change_after, spans_fr

AHEAD_DAYS = 35
"""How far ahead the presences of the team are read."""

_MIDNIGHT = 24 * 60


@dataclass(frozen=True, slots=True)
class Opening:
    """The hours of a place, its zones, and when somebody is there.

    ``staffed`` are spans of instants; with ``by_rota`` the place is closed outside them.
    """

    hours: OpeningHours
    tz: str
    holiday_zone: str
    by_rota: bool = False
    staffed: tuple[Span[datetime], ...] = ()

    def is_open(self, now: datetime) -> bool:
        """Whether the place is open at an aware instant."""
        opens = self.hours.is_open(now, self.tz, self.holiday_zone)
        return opens and (not self.by_rota or any(one[0] <= now < one[1] for one in self.staffed))

    def next_change(self, now: datetime) -> datetime | None:
        """When, after ``now``, it next opens or closes, as far as is known."""
        if not self.by_rota:
            return self.hours.next_change(now, self.tz, self.holiday_zone)
        today = local_date(now, self.tz)
        horizon = local_instant(today + timedelta(days=AHEAD_DAYS), time.min, self.tz)
        return change_after(now, self.opened(today, AHEAD_DAYS), horizon)

    def spans(self, day: date) -> Spans:
        """The hours really open of a local day."""
        return self._local(self.opened(day, 1), day)

    def unstaffed(self, first: date, days: int) -> Iterator[tuple[date, Spans]]:
        """For each of ``days`` local days, the declared hours when nobody is there."""
        for offset in range(days):
            day = first + timedelta(days=offset)
            yield day, self._local(without(self.declared(day, 1), self.staffed), day)

    def declared(self, first: date, days: int) -> list[Span[datetime]]:
        """The declared openings of ``days`` local days."""
        return united(self.hours.periods(first, days, self.tz, self.holiday_zone))

    def text_fr(self, day: date) -> str:
        """« de 9 h à 12 h et de 14 h à 17 h 30 », « fermé » or « 24 h sur 24 »."""
        return spans_fr(self.spans(day))

    def days_fr(self, first: date, days: int) -> list[tuple[date, str, bool]]:
        """Each day, its hours in words, whether it is a bank holiday."""
        found = []
        for offset in range(days):
            day = first + timedelta(days=offset)
            found.append((day, self.text_fr(day), is_bank_holiday(day, self.holiday_zone)))
        return found

    def opened(self, first: date, days: int) -> list[Span[datetime]]:
        """The hours really open of ``days`` local days."""
        declared = self.declared(first, days)
        return common(declared, self.staffed) if self.by_rota else declared

    def _local(self, periods: list[Span[datetime]], day: date) -> Spans:
        return tuple((self._minute(start, day), self._minute(end, day)) for start, end in periods)

    def _minute(self, instant: datetime, day: date) -> int:
        local = instant.astimezone(ZoneInfo(self.tz))
        return _MIDNIGHT if local.date() > day else local.hour * 60 + local.minute

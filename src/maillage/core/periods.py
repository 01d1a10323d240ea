"""Periods and days: half-open periods in UTC, local days, lengths in months.

Wall times that the spring change skips are moved forward by the change (02:30 becomes 03:30);
those that the autumn change repeats are the first of the two: `zoneinfo` with `fold=0`.
"""

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` included to `end` excluded: aware datetimes, kept in UTC.

    Raises ValueError, in French, when a time zone is missing or the end is not after the start.
    """

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        # In UTC, because two datetimes of one zone are compared by wall time, wrong at a change.
        for name in ("start", "end"):
            instant: datetime = getattr(self, name)
            if instant.utcoffset() is None:
                raise ValueError(_("Précisez le fuseau horaire du début et de la fin."))
            object.__setattr__(self, name, instant.astimezone(UTC))
        if self.end <= self.start:
            raise ValueError(_("La fin doit venir après le début."))

    def overlaps(self, other: "Period") -> bool:
        """Return whether the two share an instant; touching ends share none."""
        return self.start < other.end and other.start < self.end

    def contains(self, instant: datetime) -> bool:
        """Return whether the aware `instant` falls inside."""
        return self.start <= instant < self.end


def local_instant(day: date, wall_time: time, tz: str) -> datetime:
    """Return the UTC instant of a wall time in `tz` (IANA name), on a local day."""
    return datetime.combine(day, wall_time, ZoneInfo(tz)).astimezone(UTC)


def wall_instants(day: date, wall_time: time, tz: str) -> list[datetime]:
    """Return the UTC instants when clocks of `tz` show a wall time on a local day, in order.

    One; none of what the spring change skips, two of what the autumn change repeats.
    """
    zone, wanted = ZoneInfo(tz), datetime.combine(day, wall_time)
    both = {wanted.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return sorted(one for one in both if one.astimezone(zone).replace(tzinfo=None) == wanted)


def local_date(instant: datetime, tz: str) -> date:
    """Return the day that an aware `instant` falls on in `tz`."""
    return instant.astimezone(ZoneInfo(tz)).date()


def local_day_bounds(day: date, tz: str) -> Period:
    """Return a local day as a period: 23, 24 or 25 hours."""
    return Period(
        local_instant(day, time.min, tz), local_instant(day + timedelta(days=1), time.min, tz)
    )


def months_after(day: date, months: int) -> date:
    """Return the same day number `months` later, or the month's last day where it has none."""
    years, month_index = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month_index + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def year_after(day: date) -> date:
    """Return the same day a year later; 28 February for 29 February."""
    return months_after(day, 12)


def inclusive_end(start: date, months: int) -> date:
    """Return the last day of what lasts `months` months from `start`, both days included.

    It is the eve of the same day number: 1 September + 2 months ends on 31 October, 10 March 2025
    + 12 months on 9 March 2026. Where the month has no such day, it is the month's last day:
    31 December + 2 months ends with February, 29 February + 12 months on 28 February.
    Raises ValueError, in French, below one month.
    """
    if months < 1:
        raise ValueError(_("La durée doit être d’au moins un mois."))
    same_day = months_after(start, months)
    return same_day if same_day.day < start.day else same_day - timedelta(days=1)

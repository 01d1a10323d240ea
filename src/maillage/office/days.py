"""The days that an address asks for; what is no day, or no year of ours, asks for nothing."""

from __future__ import annotations

from datetime import date, timedelta

FIRST_YEAR, LAST_YEAR = 1901, 2198


def day_asked(text: str | None) -> date | None:
    """``2026-11-23``; nothing where it is no day."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def day_of(text: str | None, today: date) -> date:
    """The day asked for, or today."""
    return day_asked(text) or today


def monday_of(text: str | None, today: date) -> date:
    """The Monday of the week of ``2026-11-23``, or of the current one."""
    day = day_of(text, today)
    return day - timedelta(days=day.weekday())


def month_of(text: str | None, today: date) -> date:
    """The first day of ``2026-11``, or of the current month."""
    return day_asked(f"{text}-01") or today.replace(day=1)

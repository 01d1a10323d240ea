"""Series rebuilt from the weekly sessions of the first version."""

from __future__ import annotations

from datetime import date, time, timedelta
from types import SimpleNamespace

import pytest
from django.apps import apps

from maillage.core.ids import new_id
from maillage.core.periods import local_instant
from maillage.programme.migrations._weekly_series import series_of

pytestmark = pytest.mark.once


def former(day: date, state: str = "planned") -> SimpleNamespace:
    place = SimpleNamespace(time_zone="Europe/Paris", holiday_zone="metropole")
    start = local_instant(day, time(18), place.time_zone)
    ids = dict.fromkeys(("structure_id", "workshop_id", "place_id"), new_id())
    end = start + timedelta(minutes=90)
    return SimpleNamespace(day=day, starts_at=start, ends_at=end, state=state, place=place, **ids)


def test_a_rule_is_written_back_from_its_sessions() -> None:
    """Wednesdays: 11 November is a bank holiday, 18 was cancelled."""
    days = [date(2026, 10, 21), date(2026, 10, 28), date(2026, 11, 4), date(2026, 11, 25)]
    sessions = [*map(former, days[:3]), former(date(2026, 11, 18), "cancelled"), former(days[3])]
    ident = new_id()
    made = series_of(apps, ident, sessions)
    assert (made.id, made.rrule, made.start, made.minutes) == (
        *(ident, "FREQ=WEEKLY;BYDAY=WE", time(18), 90),
    )
    assert (made.first_day, made.until, made.except_days) == (days[0], days[3], ["2026-11-18"])

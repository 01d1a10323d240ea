"""How much machines are used: an hour is counted once, whatever used it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from maillage.booking.use import minutes_used, utilisation
from maillage.core.periods import Period

BEGINS = datetime(2027, 3, 8, tzinfo=UTC)
WEEK = Period(BEGINS, BEGINS + timedelta(days=7))
INSTANTS = st.integers(-3000, 13000).map(lambda minutes: BEGINS + timedelta(minutes=minutes))
SPANS = st.lists(st.tuples(INSTANTS, INSTANTS))


@given(SPANS)
def test_every_minute_of_the_week_is_counted_once(spans) -> None:
    minutes = range(7 * 24 * 60)
    instants = (BEGINS + timedelta(minutes=one) for one in minutes)
    wanted = sum(any(start <= one < end for start, end in spans) for one in instants)
    assert minutes_used(spans, WEEK) == wanted
    assert minutes_used(spans + spans, WEEK) == wanted


@given(SPANS, st.integers(1, 7 * 24 * 60 - 1))
def test_a_maintenance_cuts_use_in_two(spans, minutes) -> None:
    cut = BEGINS + timedelta(minutes=minutes)
    before, after = Period(WEEK.start, cut), Period(cut, WEEK.end)
    both = minutes_used(spans, before) + minutes_used(spans, after)
    assert both == minutes_used(spans, WEEK)


def test_both_shares_are_named() -> None:
    used = [(BEGINS, BEGINS + timedelta(hours=84))]
    found = utilisation(used, WEEK, [(BEGINS, BEGINS + timedelta(hours=42))])
    assert (found.by_clock, found.by_bookable) == (50, 200)
    assert utilisation(used, WEEK, None).by_bookable == 50
    assert utilisation([], WEEK, []).by_bookable == 0

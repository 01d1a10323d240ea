from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.core.periods import (
    Period,
    inclusive_end,
    local_date,
    local_day_bounds,
    local_instant,
    months_after,
    year_after,
)

pytestmark = pytest.mark.once

PARIS = "Europe/Paris"
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
hours = st.integers(0, 48).map(lambda count: NOON + timedelta(hours=count))
days = st.dates(date(1990, 1, 1), date(2090, 12, 31))


def period(start, end):
    return Period(NOON + timedelta(hours=start), NOON + timedelta(hours=end))


@pytest.mark.parametrize(("start", "end"), [(NOON, NOON), (NOON, NOON - timedelta(seconds=1))])
def test_a_period_ends_after_it_begins(start, end):
    with pytest.raises(ValueError, match=r"^La fin doit venir après le début\.$"):
        Period(start, end)


@pytest.mark.parametrize(
    ("start", "end"),
    [(NOON.replace(tzinfo=None), NOON), (NOON, datetime(2026, 3, 11))],  # noqa: DTZ001
)
def test_a_period_has_a_time_zone(start, end):
    with pytest.raises(ValueError, match=r"^Précisez le fuseau horaire du début et de la fin\.$"):
        Period(start, end)


def test_a_period_is_kept_in_utc():
    tokyo = timezone(timedelta(hours=9))
    assert Period(NOON.astimezone(tokyo), NOON + timedelta(hours=1)) == period(0, 1)
    assert period(0, 1).start.tzinfo is UTC


def test_the_repeated_hour_of_autumn_is_a_period():
    first = datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo(PARIS))
    assert Period(first, first.replace(fold=1)) == Period(
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    )


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        ((0, 2), (1, 3), True),
        ((0, 2), (2, 3), False),
        ((0, 3), (1, 2), True),
        ((0, 1), (2, 3), False),
    ],
)
def test_touching_periods_do_not_overlap(one, other, overlap):
    assert period(*one).overlaps(period(*other)) is overlap
    assert period(*other).overlaps(period(*one)) is overlap


def test_a_period_contains_its_start_and_not_its_end():
    assert [period(0, 2).contains(NOON + timedelta(hours=hour)) for hour in (-1, 0, 1, 2)] == [
        False,
        True,
        True,
        False,
    ]


@given(hours, hours, hours, hours)
def test_periods_overlap_when_they_share_an_hour(a, b, c, d):
    if a < b and c < d:
        shared = any(
            Period(a, b).contains(hour) and Period(c, d).contains(hour)
            for hour in (NOON + timedelta(hours=count) for count in range(49))
        )
        assert Period(a, b).overlaps(Period(c, d)) is shared


@pytest.mark.parametrize(
    ("day", "tz", "hours"),
    [
        (date(2026, 3, 29), PARIS, 23),
        (date(2026, 10, 25), PARIS, 25),
        (date(2026, 7, 14), PARIS, 24),
        (date(2026, 3, 29), "Indian/Reunion", 24),
    ],
)
def test_a_local_day_lasts_what_it_lasts(day, tz, hours):
    bounds = local_day_bounds(day, tz)
    assert bounds.end - bounds.start == timedelta(hours=hours)
    assert local_date(bounds.start, tz) == day
    assert local_date(bounds.end, tz) == day + timedelta(days=1)


def test_the_local_date_is_that_of_the_place():
    evening = datetime(2026, 6, 20, 22, 30, tzinfo=UTC)
    assert local_date(evening, PARIS) == date(2026, 6, 21)
    assert local_date(evening, "America/Martinique") == date(2026, 6, 20)


def test_a_skipped_time_moves_forward_and_a_repeated_one_is_the_first():
    assert local_instant(date(2026, 3, 29), time(2, 30), PARIS) == datetime(
        2026, 3, 29, 1, 30, tzinfo=UTC
    )
    assert local_instant(date(2026, 10, 25), time(2, 30), PARIS) == datetime(
        2026, 10, 25, 0, 30, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        (date(2017, 1, 20), 3, date(2017, 4, 20)),  # golden 14
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 11, 15), 14, date(2028, 1, 15)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 5, 8), 0, date(2026, 5, 8)),
    ],
)
def test_months_after_keeps_the_day_or_the_end_of_the_month(day, months, after):
    assert months_after(day, months) == after


def test_a_year_after():
    assert year_after(date(2025, 3, 10)) == date(2026, 3, 10)
    assert year_after(date(2024, 2, 29)) == date(2025, 2, 28)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 9, 1), 2, date(2026, 10, 31)),  # golden 10
        (date(2026, 12, 31), 2, date(2027, 2, 28)),  # golden 10
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2025, 3, 10), 12, date(2026, 3, 9)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 28)),
        (date(2025, 3, 1), 12, date(2026, 2, 28)),
        (date(2026, 1, 1), 12, date(2026, 12, 31)),
        (date(2026, 12, 29), 2, date(2027, 2, 28)),
        (date(2026, 12, 28), 2, date(2027, 2, 27)),
        (date(2026, 10, 31), 1, date(2026, 11, 30)),
    ],
)
def test_the_last_day_of_a_length_in_months(start, months, end):
    assert inclusive_end(start, months) == end


@given(days, st.integers(1, 36))
def test_a_later_start_never_ends_sooner(start, months):
    assert inclusive_end(start, months) <= inclusive_end(start + timedelta(days=1), months)


@pytest.mark.parametrize("months", [0, -1])
def test_a_length_is_of_a_month_at_least(months):
    with pytest.raises(ValueError, match=r"^La durée doit être d’au moins un mois\.$"):
        inclusive_end(date(2026, 1, 1), months)

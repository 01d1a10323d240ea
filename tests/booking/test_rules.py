"""Pure rules, against what a minute-by-minute look finds."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.booking.models import Family
from maillage.booking.rules import first_free, is_of_kind, nearest
from maillage.core.periods import Period, wall_instants
from maillage.core.spans import united

pytestmark = pytest.mark.once

MIDNIGHT = datetime(2027, 3, 1, tzinfo=UTC)
STEP = timedelta(minutes=15)
QUARTERS = 96


def at(quarter: int) -> datetime:
    return MIDNIGHT + quarter * STEP


spans = st.lists(
    st.tuples(st.integers(0, QUARTERS - 1), st.integers(1, 20)).map(
        lambda pair: (pair[0], min(QUARTERS, pair[0] + pair[1]))
    ),
    max_size=8,
)


@given(spans, st.integers(0, QUARTERS - 1), st.integers(1, 12))
def test_the_nearest_free_starts_are_free_and_none_is_nearer(held, start, length):
    within = Period(at(0), at(QUARTERS))
    wanted = Period(at(start), at(start + length))
    found = nearest([(at(a), at(b)) for a, b in held], wanted, within=within)
    free = [
        quarter
        for quarter in range(QUARTERS - length + 1)
        if all(quarter + length <= a or b <= quarter for a, b in held)
    ]
    found_quarters = [int((one - MIDNIGHT) / STEP) for one in found]
    assert set(found_quarters) <= set(free)
    edges = {quarter for quarter in free if quarter - 1 not in free or quarter + 1 not in free} - {
        start
    }
    assert (
        sorted(found_quarters, key=lambda one: (abs(one - start), one))
        == sorted(edges, key=lambda one: (abs(one - start), one))[:3]
    )


@given(
    st.dates(date(2024, 1, 1), date(2030, 12, 31)),
    st.times().map(lambda t: t.replace(second=0, microsecond=0)),
)
def test_the_instants_when_clocks_show_an_hour(day, hour):
    shown = wall_instants(day, hour, "Europe/Paris")
    assert len(shown) in {0, 1, 2}
    assert shown == sorted(set(shown))
    changes = (day.month in {3, 10}) and day.weekday() == 6 and day.day > 24 and hour.hour == 2
    expected = {3: 0, 10: 2}[day.month] if changes else 1
    assert len(shown) == expected


@pytest.mark.parametrize(
    ("day", "hour", "shown"),
    [
        (date(2027, 3, 28), time(2, 30), []),
        (date(2027, 3, 28), time(3), [datetime(2027, 3, 28, 1, tzinfo=UTC)]),
        (
            date(2027, 10, 31),
            time(2, 30),
            [datetime(2027, 10, 31, 0, 30, tzinfo=UTC), datetime(2027, 10, 31, 1, 30, tzinfo=UTC)],
        ),
    ],
)
def test_the_hours_of_both_changes(day, hour, shown):
    assert wall_instants(day, hour, "Europe/Paris") == shown


@given(spans, st.none() | spans, st.integers(0, 600), st.integers(1, 12), st.integers(0, 3))
def test_the_first_free_start_is_the_first_quarter_that_is(held, hours, since, length, buffer):
    within = Period(MIDNIGHT + timedelta(minutes=since), at(60))
    family = Family(buffer=15 * buffer, step=15)
    opened = None if hours is None else united([(at(a), at(b)) for a, b in hours])
    taken = united([(at(a), at(b)) for a, b in held])
    found = first_free(taken, opened, family, 15 * length, within)
    good = [
        at(quarter)
        for quarter in range(60)
        if at(quarter) >= within.start
        and all(quarter + length + buffer <= a or b <= quarter for a, b in held)
        and (
            opened is None or any(a <= at(quarter) and at(quarter + length) <= b for a, b in opened)
        )
    ]
    assert found == (good[0] if good else None)


def test_a_step_of_five_minutes_begins_at_any_five():
    held, family = [(at(0), at(4) + timedelta(minutes=3))], Family(step=5)
    start = first_free(held, None, family, 60, Period(at(0), at(60)))
    assert start == at(4) + timedelta(minutes=5)


@pytest.mark.parametrize(
    ("asked", "name", "found"),
    [
        ("laser", "Découpe laser", True),
        ("LASERS", "Laser 60 W", True),
        ("imprimantes 3d", "Imprimante 3D à fil", True),
        ("decoupe", "Découpe laser", True),
        ("imprimante laser", "Imprimante 3D", False),
        ("bois", "", False),
        ("", "Laser", False),
    ],
)
def test_a_kind_is_found_by_its_words(asked, name, found):
    assert is_of_kind(asked, name) is found

"""The pure rules of the rota: days, gaps, hours that nobody could staff."""

from __future__ import annotations

from datetime import date, time, timedelta
from itertools import permutations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.core.bank_holidays import bank_holidays
from maillage.core.periods import Period, local_instant
from maillage.network.opening import OpeningHours
from maillage.network.openings import Opening
from maillage.network.staffing import (
    Gap,
    Impossible,
    WeeklySlot,
    dated,
    gaps,
    impossible,
    in_half,
    minutes_of,
)

pytestmark = pytest.mark.once

PARIS = "Europe/Paris"
THURSDAY = WeeklySlot(3, time(14), time(17), date(2026, 1, 1), None)
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
hours = st.tuples(st.integers(0, 22), st.integers(1, 6)).map(
    lambda pair: (time(pair[0]), time(min(pair[0] + pair[1], 23), 30))
)
zones = st.sampled_from(["Europe/Paris", "Indian/Reunion", "America/Guadeloupe"])


@st.composite
def slots(draw):
    starts, ends = draw(hours)
    first = draw(days)
    last = draw(st.none() | st.integers(0, 500).map(lambda more: first + timedelta(days=more)))
    return WeeklySlot(draw(st.integers(0, 6)), starts, ends, first, last)


@given(slots(), days, st.integers(0, 400), zones)
def test_a_slot_falls_on_its_weekdays_at_its_wall_time(slot, first, length, tz):
    last = first + timedelta(days=length)
    closed = set(bank_holidays(2026, "metropole")) | set(bank_holidays(2027, "metropole"))
    found = dated(slot, tz, first, last, closed)
    wanted = [
        day
        for day in (first + timedelta(days=n) for n in range(length + 1))
        if slot.stands_on(day) and day not in closed
    ]
    assert list(found) == wanted
    for day, period in found.items():
        start, end = (one.astimezone(ZoneInfo(tz)) for one in (period.start, period.end))
        assert (start.date(), end.date(), end.time()) == (day, day, slot.ends)
        skipped = tz == PARIS and day in {date(2026, 3, 29), date(2027, 3, 28)}
        assert start.time() == slot.starts or (skipped and slot.starts.hour == 2)


def test_a_slot_lasts_its_wall_time_on_the_days_of_both_changes():
    night = WeeklySlot(6, time(1), time(4), date(2026, 1, 1), None)
    found = dated(night, PARIS, date(2026, 3, 22), date(2026, 11, 1), ())
    lengths = {day: (one.end - one.start) / timedelta(hours=1) for day, one in found.items()}
    assert lengths.pop(date(2026, 3, 29)) == 2
    assert lengths.pop(date(2026, 10, 25)) == 4
    assert set(lengths.values()) == {3}


def test_hours_that_the_spring_change_skips_whole_are_left_out():
    gone = WeeklySlot(6, time(2, 30), time(3), date(2026, 1, 1), None)
    assert dated(gone, PARIS, date(2026, 3, 29), date(2026, 3, 29), ()) == {}


@given(slots(), slots())
def test_two_slots_meet_when_some_day_holds_both(one, other):
    shared = [
        day
        for day in (date(2026, 1, 1) + timedelta(days=n) for n in range(1300))
        if one.stands_on(day) and other.stands_on(day)
    ]
    overlap = one.starts < other.ends and other.starts < one.ends
    assert one.meets(other) == other.meets(one) == bool(shared and overlap)


@pytest.mark.parametrize(
    ("starts", "ends", "halves"),
    [
        (time(9), time(12), [True, False]),
        (time(9), time(13), [True, False]),
        (time(13), time(17), [False, True]),
        (time(9), time(17), [True, True]),
    ],
)
def test_half_days(starts, ends, halves):
    assert [in_half(starts, ends, afternoon=one) for one in (False, True)] == halves


# Hours really open, hours that nobody staffs


def opening(text, *staffed, by_rota=True):
    spans = tuple(
        (local_instant(day, start, PARIS), local_instant(day, end, PARIS))
        for day, start, end in staffed
    )
    return Opening(OpeningHours.parse(text), PARIS, "metropole", by_rota, spans)


def test_a_place_that_opens_by_rota_opens_when_somebody_is_there():
    tuesday, wednesday = date(2026, 11, 24), date(2026, 11, 25)
    place = opening("Mo-Fr 09:00-12:00,14:00-17:00", (tuesday, time(10), time(15)))
    assert place.text_fr(tuesday) == OpeningHours.parse("10:00-12:00,14:00-15:00").text_fr(
        tuesday, is_holiday=False
    )
    assert place.text_fr(wednesday) == "fermé"
    noon, ten = (local_instant(tuesday, time(hour), PARIS) for hour in (12, 10))
    assert [place.is_open(noon), place.is_open(ten)] == [False, True]
    assert place.next_change(noon) == local_instant(tuesday, time(14), PARIS)
    assert place.next_change(local_instant(wednesday, time(9), PARIS)) is None


def test_a_bank_holiday_is_closed_though_somebody_is_there():
    armistice = date(2026, 11, 11)
    place = opening("Mo-Fr 09:00-12:00", (armistice, time(9), time(12)))
    assert place.spans(armistice) == ()


week_hours = st.tuples(st.integers(0, 23), st.integers(1, 24)).filter(lambda one: one[0] < one[1])


@given(
    st.lists(week_hours, max_size=3),
    st.lists(week_hours, max_size=3),
    st.sampled_from([date(2026, 3, 29), date(2026, 10, 25), date(2026, 11, 24)]),
)
def test_each_declared_hour_is_open_by_rota_or_unstaffed(declared, there, day):
    week = [tuple(sorted(declared[:1]))] * 7
    text = ",".join(f"{a:02}:00-{b:02}:00" for a, b in week[0]) or "off"
    spans = [(day, time(a), time(b % 24) if b < 24 else time(23, 59)) for a, b in there]
    place = opening(text, *spans)
    ((_, missing),) = place.unstaffed(day, 1)
    declared_minutes = minutes_of(place.declared(day, 1))
    opened = minutes_of(place.opened(day, 1))
    lost = sum(end - start for start, end in missing)
    if day == date(2026, 11, 24):
        assert opened + lost == declared_minutes
    for start, end in missing:
        assert not any(start < b < end for b in (x for one in place.spans(day) for x in one))


def test_the_same_hours_of_a_weekday_are_one_gap():
    first, second = date(2026, 11, 26), date(2026, 12, 3)
    found = gaps(
        [(second, ((840, 1020),)), (first, ((840, 1020),)), (date(2026, 11, 27), ((540, 600),))]
    )
    assert found == [Gap(3, 840, 1020, (first, second)), Gap(4, 540, 600, (date(2026, 11, 27),))]


# What no rota could do


def week(**days_):
    return [days_.get(name, ()) for name in ("mo", "tu", "we", "th", "fr", "sa", "su")]


def test_one_person_for_two_places_open_together():
    weeks = {"epn": week(tu=((540, 720), (840, 1020))), "fablab": week(tu=((840, 960),))}
    assert impossible(weeks, {"Gabriel": {"epn", "fablab"}}) == [
        Impossible(1, 840, 960, ("epn", "fablab"), 1)
    ]
    assert impossible(weeks, {"Gabriel": {"epn", "fablab"}, "Inès": {"epn"}}) == []


def test_a_place_where_nobody_works_can_never_be_staffed():
    weeks = {"epn": week(mo=((540, 720),)), "fablab": week(mo=((600, 660),))}
    able = {"Gabriel": {"epn"}, "Inès": {"epn"}}
    assert impossible(weeks, able) == [Impossible(0, 600, 660, ("epn", "fablab"), 1)]


open_at = st.sets(st.sampled_from("abc"))
works_at = st.dictionaries(st.sampled_from("xyz"), st.sets(st.sampled_from("abc"), min_size=1))


@given(open_at, works_at)
def test_hours_are_impossible_when_no_way_of_sending_people_does(places, able):
    weeks = {place: week(mo=((0, 60),)) for place in sorted(places)}
    people = [*able, *[None] * len(places)]
    most = max(
        (
            sum(
                one is not None and place in able[one]
                for one, place in zip(sent, weeks, strict=False)
            )
            for sent in permutations(people, len(places))
        ),
        default=0,
    )
    found = impossible(weeks, able)
    assert found == ([Impossible(0, 0, 60, tuple(weeks), most)] if most < len(places) else [])


def test_minutes():
    day = date(2026, 11, 24)
    one = Period(local_instant(day, time(9), PARIS), local_instant(day, time(12, 30), PARIS))
    assert minutes_of([(one.start, one.end)]) == 210

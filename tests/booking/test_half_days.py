"""Half-days: the morning, the afternoon, the day, as a place opens; reserved, refused, offered."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from maillage.booking.finding import first_free_of, free_halves, kinds
from maillage.booking.half_days import DAY, halves, nearest, part_of
from maillage.booking.models import Reservation
from maillage.booking.queries import resource_of
from maillage.booking.rules import Look
from maillage.core.ids import new_id
from maillage.core.periods import Period
from maillage.network.opening import OpeningHours
from tests.booking.asking import asked, refused
from tests.houses import House
from tests.making_booking import family, reservation, resource
from tests.making_plans import take, use_plan

PARIS = "Europe/Paris"
TUESDAY = date(2026, 11, 24)
TODAY = timezone.localdate()
MONDAY = TODAY + timedelta(days=14 - TODAY.weekday())
"""A Monday from one to two weeks ahead."""


def opened(text: str, day: date = TUESDAY):
    return list(OpeningHours.parse(text).periods(day, 1, PARIS, "metropole"))


def said(period: Period) -> str:
    start, end = (one.astimezone(ZoneInfo(PARIS)) for one in (period.start, period.end))
    return f"{start:%H:%M}-{end:%H:%M}"


def told(text: str, day: date = TUESDAY) -> dict[str, str]:
    return {part: said(one) for part, one in halves(opened(text, day), day, PARIS).items()}


@pytest.mark.parametrize(
    ("text", "morning", "afternoon"),
    [
        ("Mo-Fr 09:00-12:00,14:00-18:00", "09:00-12:00", "14:00-18:00"),
        ("Mo-Fr 09:00-18:00", "09:00-13:00", "13:00-18:00"),
        ("Mo-Fr 08:30-13:30", "08:30-13:30", None),
        ("Mo-Fr 12:30-18:00", None, "12:30-18:00"),
        ("Mo-Fr 14:00-18:00,20:00-22:00", None, "14:00-18:00"),
        ("Mo-Fr 08:00-09:00,09:30-12:30,13:30-17:00", "09:30-12:30", "13:30-17:00"),
        ("Mo-Fr 00:00-24:00", "00:00-13:00", "13:00-00:00"),
        ("Mo off", "00:00-13:00", "13:00-00:00"),
    ],
)
def test_the_halves_of_a_day_are_those_of_its_hours(text, morning, afternoon):
    found = told(text)
    assert (found.get("morning"), found.get("afternoon")) == (morning, afternoon)
    whole = morning and afternoon and f"{morning[:5]}-{afternoon[6:]}"
    assert found.get(DAY) == whole


def test_on_the_days_when_the_clocks_change():
    spring, autumn = date(2027, 3, 28), date(2026, 10, 25)
    for day in (spring, autumn):
        assert told("Mo-Su 09:00-12:00,14:00-18:00", day)["day"] == "09:00-18:00"
        assert told("Mo-Su 00:00-24:00", day)["morning"] == "00:00-13:00"


def test_the_nearest_half_and_the_name_of_one():
    found = halves(opened("Mo-Fr 09:00-12:00,14:00-18:00"), TUESDAY, PARIS)
    for start, minutes, part in ((8, 60, "morning"), (15, 60, "afternoon"), (10, 420, "day")):
        begins = datetime.combine(TUESDAY, time(start), ZoneInfo(PARIS)).astimezone(UTC)
        assert nearest(found, Period(begins, begins + timedelta(minutes=minutes))) == part
    assert {part: part_of(one, PARIS) for part, one in found.items()} == {p: p for p in found}


@pytest.fixture
def coworking(house: House):
    """A desk reserved by half-days, in a place that closes at noon and on Wednesday afternoons."""
    text = "Mo-Tu,Th-Fr 09:00-12:00,14:00-18:00; We 09:00-12:00"
    house.do("network.edit_place", place=house.place, opening=text)
    return resource(house, family(house, name="Coworking", half_days=True, shortest=600))


def of(day: date, start: str, minutes: int) -> dict[str, object]:
    return {"day": day, "start": start, "minutes": minutes}


class TestReserving:
    def test_the_morning_the_afternoon_or_the_day(self, house, coworking):
        for ahead, hours in enumerate((("09:00", 180), ("14:00", 240))):
            reservation(house, resource=coworking, **of(MONDAY + timedelta(ahead), *hours))
        reservation(house, resource=coworking, **of(MONDAY + timedelta(3), "09:00", 540))

    def test_anything_else_is_refused_and_may_be_set_aside(self, house, coworking):
        wanted = asked(house, resource=coworking, **of(MONDAY, "09:00", 60))
        found = refused(house, **wanted)
        assert found.code == "length"
        assert "à la demi-journée : le matin, l’après-midi ou la journée" in found.message
        house.do("booking.reserve", **wanted, despite=["length"])

    def test_a_day_that_does_not_open_so(self, house, coworking):
        wednesday, sunday = MONDAY + timedelta(2), MONDAY + timedelta(6)
        reservation(house, resource=coworking, **of(wednesday, "09:00", 180))
        wanted = asked(house, resource=coworking)
        assert refused(house, **{**wanted, **of(wednesday, "14:00", 240)}).code == "length"
        assert refused(house, **{**wanted, **of(sunday, "00:00", 13 * 60)}).code == "hours"

    def test_the_day_keeps_the_pause_and_no_other_family_has_it(self, house, coworking):
        other = resource(house)
        found = refused(house, **asked(house, resource=other, **of(MONDAY, "09:00", 540)))
        assert found.code == "hours"

    def test_who_comes_at_any_hour_has_the_halves_of_a_closed_day(self, house, coworking):
        person, sunday = house.person(), MONDAY + timedelta(6)
        take(house, use_plan(house, "H24", 250, at_any_hour=True), TODAY, person=person)
        hours = of(sunday, "00:00", 13 * 60)
        reservation(house, resource=coworking, person=person, **hours)

    def test_moved_to_the_other_half(self, house, coworking):
        made = reservation(house, resource=coworking, **of(MONDAY, "09:00", 180))
        house.do("booking.move", reservation=made, **of(MONDAY, "14:00", 240))
        moves = {"reservation": made, **of(MONDAY, "15:00", 60)}
        assert refused(house, "booking.move", **moves).code == "length"

    def test_repeated_a_day_of_other_hours_is_listed(self, house, coworking):
        wanted = {
            "recurrence": new_id(), "resource": coworking, "rrule": "FREQ=WEEKLY;BYDAY=MO,TU,WE",
            "until": MONDAY + timedelta(6), **of(MONDAY, "14:00", 240),
        }  # fmt: skip
        found = refused(house, "booking.repeat", **wanted)
        assert [one["code"] for one in found.data["conflicts"]] == ["length"]
        house.do("booking.repeat", **wanted, skip=True)
        with house.scope():
            assert Reservation.objects.count() == 2


class TestFinding:
    def test_the_first_half_that_is_free(self, house, coworking):
        now = timezone.now()
        at = datetime.combine(MONDAY, time(8), ZoneInfo(PARIS)).astimezone(UTC)

        def first(minutes: int) -> str:
            look = Look(minutes, at, now)
            (one,) = first_free_of(
                kinds([house.structure]), look, [house.structure], own=house.structure
            )
            day = one.period.start.astimezone(ZoneInfo(PARIS)).date()
            return f"{(day - MONDAY).days} {said(one.period)}"

        assert (first(60), first(200), first(300)) == (
            "0 09:00-12:00", "0 14:00-18:00", "0 09:00-18:00",
        )  # fmt: skip
        reservation(house, resource=coworking, **of(MONDAY, "09:00", 180))
        assert (first(60), first(300)) == ("0 14:00-18:00", "1 09:00-18:00")

    def test_the_other_halves_of_a_day_by_as_many_statements(self, house, coworking):
        costs = []
        for part, left in (
            (("09:00", 180), ["afternoon"]), (("14:00", 240), []),
        ):  # fmt: skip
            made = reservation(house, resource=coworking, **of(MONDAY, *part))
            with house.scope(), CaptureQueriesContext(connection) as seen:
                found = resource_of(coworking)
                assert free_halves([found], MONDAY, timezone.now()) == left
            costs.append(len(seen))
            with house.scope():
                kept = free_halves([found], MONDAY, timezone.now(), but=made)
            assert set(kept) >= {"morning" if part[0] == "09:00" else "afternoon"}
        assert costs[0] == costs[1]

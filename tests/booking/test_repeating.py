"""Reservations that repeat: hours kept across clock changes, what stands in the way said."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from maillage.booking.models import Reservation
from maillage.core.ids import new_id
from tests.booking.asking import refused
from tests.making_booking import authorisation, family, reservation, resource

PARIS = ZoneInfo("Europe/Paris")


def monday(weeks: int = 1) -> date:
    today = timezone.localdate()
    return today + timedelta(days=7 * weeks - today.weekday())


def weekly(house, **changes):
    """Every Monday at 14 h for a year, from the next one."""
    wanted = {"recurrence": new_id(), "person": house.person(), "day": monday(), "minutes": 120}
    wanted |= {"start": "14:00", "rrule": "FREQ=WEEKLY;BYDAY=MO"}
    wanted["until"] = changes.get("day", monday()) + timedelta(days=364)
    return wanted | changes


def rows(house, recurrence) -> list[Reservation]:
    with house.scope():
        found = Reservation.objects.filter(recurrence=recurrence).order_by("starts_at")
        return list(found)


def test_a_year_of_mondays_keeps_its_hour_across_both_changes(house):
    wanted = weekly(house, resource=resource(house))
    made = house.do("booking.repeat", **wanted)
    laid = rows(house, wanted["recurrence"])
    local = [one.starts_at.astimezone(PARIS) for one in laid]
    assert made["conflicts"] == []
    assert len(laid) == 53
    assert {(one.weekday(), one.hour, one.minute) for one in local} == {(0, 14, 0)}
    assert {one.utcoffset() for one in local} == {timedelta(hours=1), timedelta(hours=2)}
    assert {one.ends_at - one.starts_at for one in laid} == {timedelta(hours=2)}


def test_what_stands_in_the_way_is_said_with_the_nearest_free_hours(house):
    laser = resource(house)
    for start in ("13:00", "15:00"):
        reservation(house, resource=laser, day=monday(2), start=start, minutes=90)
    wanted = weekly(house, resource=laser, until=monday(3))
    found = refused(house, "booking.repeat", **wanted)
    assert found.code == "conflicts"
    (one,) = found.data["conflicts"]
    assert (one["day"], one["code"]) == (monday(2).isoformat(), "room_taken")
    free = [datetime.fromisoformat(free).astimezone(PARIS) for free in one["free"]]
    assert [f"{when:%H:%M}" for when in free] == ["16:30", "11:00", "22:00"]
    assert rows(house, wanted["recurrence"]) == []


def test_the_days_that_cannot_be_are_left_out(house):
    laser = resource(house)
    reservation(house, resource=laser, day=monday(2), start="14:00")
    wanted = weekly(house, resource=laser, until=monday(3))
    made = house.do("booking.repeat", **wanted, skip=True)
    assert [one["day"] for one in made["conflicts"]] == [monday(2).isoformat()]
    assert [one.day for one in rows(house, wanted["recurrence"])] == [monday(1), monday(3)]


def test_an_hour_skipped_by_the_spring_change_is_said(house):
    last = date(timezone.localdate().year + 1, 3, 31)
    change = last - timedelta(days=(last.weekday() + 1) % 7)
    wanted = weekly(
        house, resource=resource(house), day=change - timedelta(days=7), start="02:30",
        rrule="FREQ=WEEKLY;BYDAY=SU", until=change + timedelta(days=7),
    )  # fmt: skip
    (one,) = refused(house, "booking.repeat", **wanted).data["conflicts"]
    assert (one["day"], one["code"], one["free"]) == (change.isoformat(), "no_such_hour", [])


def test_no_more_than_one_person_may_have_ahead(house):
    laser = resource(house, family(house, most_open=2))
    wanted = weekly(house, resource=laser, until=monday(4))
    found = refused(house, "booking.repeat", **wanted)
    assert [one["code"] for one in found.data["conflicts"]] == ["quota", "quota"]
    house.do("booking.repeat", **wanted, despite=["quota"])


def test_an_authorisation_that_ends_meanwhile(house):
    of = family(house, authorised=True, expires_months=1)
    person = house.person()
    authorisation(house, of, person)
    wanted = weekly(house, resource=resource(house, of), person=person, until=monday(8))
    found = refused(house, "booking.repeat", **wanted)
    assert {one["code"] for one in found.data["conflicts"]} == {"not_authorised"}
    untrained = {**wanted, "person": house.person(), "skip": True}
    assert refused(house, "booking.repeat", **untrained).code == "nothing_left"


def test_one_and_those_that_follow_are_given_up(house):
    wanted = weekly(house, resource=resource(house), until=monday(4))
    made = house.do("booking.repeat", **wanted)["reservations"]
    house.do("booking.cancel", reservation=made[1], following=True)
    states = [one.state for one in rows(house, wanted["recurrence"])]
    assert states == ["confirmed", "cancelled", "cancelled", "cancelled"]


def test_rules_that_cannot_be_read_or_give_no_day(house):
    laser = resource(house)
    for changes in (
        {"rrule": "FREQ=DAILY"},
        {"rrule": "FREQ=WEEKLY;BYDAY=TU", "until": monday()},
    ):
        wanted = weekly(house, resource=laser, **changes)
        assert refused(house, "booking.repeat", **wanted).code == "rrule"
    endless = weekly(house, resource=laser, until=monday() + timedelta(days=401))
    assert refused(house, "booking.repeat", **endless).code == "too_long"

"""Reservations: hours, lengths, who holds what, what the team may set aside."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from maillage.booking.models import Reservation
from maillage.core.ids import new_id
from maillage.network.models import Occupancy
from tests.booking.asking import asked, refused
from tests.houses import House
from tests.making_booking import family, machine, reservation, resource, slot
from tests.making_plans import take, use_plan


def row_of(house, made) -> Reservation:
    with house.scope():
        return Reservation.objects.select_related("resource").get(pk=made)


def held(house, made) -> list[tuple[datetime, datetime]]:
    """What holds the machine of a reservation."""
    with house.scope():
        rows = Occupancy.objects.filter(unit=row_of(house, made).resource.unit_id)
        return list(rows.order_by("starts_at").values_list("starts_at", "ends_at"))


def next_change(month: int) -> date:
    """The Sunday of next year when clocks change, in March or in October."""
    last = date(timezone.localdate().year + 1, month, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)


class TestNeverTwice:
    def test_a_machine_is_kept_once_and_the_refusal_says_until_when(self, house):
        laser = resource(house)
        reservation(house, resource=laser)
        found = refused(house, **asked(house, resource=laser, start="10:30"))
        assert found.code == "room_taken"
        assert "de 10 h à 11 h : une réservation." in found.message.replace("\u00a0", " ")

    def test_one_after_the_other(self, house):
        laser = resource(house)
        reservation(house, resource=laser)
        made = reservation(house, resource=laser, start="11:00")
        assert row_of(house, made).state == "confirmed"

    def test_the_buffer_is_kept_free_after_it(self, house):
        laser = resource(house, family(house, buffer=30))
        reservation(house, resource=laser)
        assert refused(house, **asked(house, resource=laser, start="11:15")).code == "room_taken"
        reservation(house, resource=laser, start="11:30")

    def test_a_session_in_the_room_holds_its_machines_and_the_reverse(self, house):
        inside = resource(house, parent=house.room)
        day = timezone.localdate() + timedelta(days=7)
        house.session(room=house.room, day=day, start="14:00", minutes=120)
        assert refused(house, **asked(house, resource=inside, start="15:00")).code == "room_taken"
        reservation(house, resource=inside, start="09:00")
        session = {"session": new_id(), "workshop": house.workshop, "place": house.place}
        found = refused(
            house, "programme.plan_session", **session, room=house.room, day=day, start="09:30"
        )
        assert found.code == "room_taken"

    def test_a_machine_added_to_a_room_is_taken_with_it(self, house):
        day = timezone.localdate() + timedelta(days=7)
        house.session(room=house.room, day=day, start="14:00", minutes=120)
        late = resource(house, parent=house.room)
        assert refused(house, **asked(house, resource=late, start="15:00")).code == "room_taken"

    def test_three_desks_of_a_family_are_three_reservations(self, house):
        of = family(house)
        desks = {str(resource(house, of)) for _ in range(3)}
        done = [house.do("booking.reserve", **asked(house, family=of)) for _ in range(3)]
        assert {one["resource"] for one in done} == desks
        assert refused(house, **asked(house, family=of)).code == "room_taken"

    def test_who_finds_it_taken_may_wait_then_have_it(self, house):
        laser = resource(house)
        first = reservation(house, resource=laser)
        second = reservation(house, resource=laser, wait=True)
        assert row_of(house, second).state == "waiting"
        assert refused(house, "booking.confirm", reservation=second).code == "room_taken"
        freed = house.do("booking.cancel", reservation=first)
        assert freed["waiting"] == [str(second)]
        house.do("booking.confirm", reservation=second)
        assert row_of(house, second).state == "confirmed"

    def test_a_unit_is_one_resource(self, house):
        unit, of = machine(house), family(house)
        house.do("booking.set_resource", resource=new_id(), unit=unit, family=of)
        again = refused(house, "booking.set_resource", resource=new_id(), unit=unit, family=of)
        assert again.code == "already_resource"


class TestHours:
    def test_the_hour_that_does_not_exist(self, house):
        laser, day = resource(house), next_change(3)
        found = refused(house, **asked(house, resource=laser, day=day, start="02:30"))
        assert found.code == "no_such_hour"
        assert "n’existe pas" in found.message

    def test_the_hour_that_comes_twice_is_asked_then_kept(self, house):
        night = {"day": next_change(10), "start": "02:30", "minutes": 30}
        laser = resource(house)
        found = refused(house, **asked(house, resource=laser, **night))
        assert found.code == "which_hour"
        done = [
            house.do("booking.reserve", **asked(house, resource=laser, **night), second=second)
            for second in (False, True)
        ]
        assert [one["starts_at"] for one in done] == found.data["hours"]

    def test_nineteen_hours_from_17_end_at_noon_across_midnight(self, house):
        made = reservation(house, start="17:00", minutes=19 * 60)
        ends = timezone.localtime(row_of(house, made).ends_at)
        assert (ends.hour, ends.minute) == (12, 0)
        assert ends.date() == row_of(house, made).day + timedelta(days=1)

    def test_an_hour_that_has_passed(self, house):
        found = refused(house, **asked(house, resource=resource(house), **slot(days=-1)))
        assert found.code == "past"


class TestRules:
    @pytest.mark.parametrize(
        ("rule", "rules", "changes"),
        [
            ("length", {"longest": 60}, {"minutes": 75}),
            ("length", {"shortest": 60}, {"minutes": 45}),
            ("length", {"step": 30}, {"minutes": 45}),
            ("notice", {"notice": 7 * 24 * 60}, slot(days=6)),
            ("ahead", {"ahead": 6}, {}),
        ],
    )
    def test_the_team_may_set_it_aside(self, house, rule, rules, changes):
        wanted = asked(house, resource=resource(house, family(house, **rules)), **changes)
        found = refused(house, **wanted)
        assert (found.code, found.data) == (rule, {"may_set_aside": rule})
        house.do("booking.reserve", **wanted, despite=[rule])
        assert row_of(house, wanted["reservation"]).despite == [rule]

    def test_how_many_one_person_has_ahead(self, house):
        person, laser = house.person(), resource(house, family(house, most_open=2))
        for start in ("09:00", "10:00"):
            reservation(house, resource=laser, person=person, start=start)
        again = asked(house, resource=laser, person=person, start="11:00")
        assert refused(house, **again).code == "quota"
        reservation(house, resource=laser, start="11:00")

    def test_closed_hours(self, house):
        house.do("network.edit_place", place=house.place, opening="Mo-Su 09:00-12:00")
        laser = resource(house)
        assert refused(house, **asked(house, resource=laser, start="11:30")).code == "hours"
        reservation(house, resource=laser, start="11:00")
        reservation(house, resource=laser, start="13:00", despite=["hours"])

    def test_what_is_withdrawn_is_offered_no_more(self, house):
        of = family(house)
        laser, other = resource(house, of), resource(house, of)
        house.do("booking.edit_resource", resource=laser, withdrawn_on=timezone.localdate())
        assert refused(house, **asked(house, resource=laser)).code == "not_offered"
        taken = house.do("booking.reserve", **asked(house, family=of))
        assert taken["resource"] == str(other)
        house.do("booking.retire_family", family=of, retired_on=timezone.localdate())
        assert refused(house, **asked(house, resource=other)).code == "not_offered"
        assert refused(house, **asked(house, family=of)).code == "not_found"

    def test_lengths_that_contradict_each_other(self, house):
        found = refused(
            house, "booking.add_family", family=new_id(), name="Laser", shortest=60, longest=30
        )
        assert found.code == "lengths"


class TestChanging:
    def test_moved_it_frees_what_it_held(self, house):
        laser = resource(house)
        made = reservation(house, resource=laser)
        house.do("booking.move", reservation=made, **slot(start="10:30", minutes=30))
        reservation(house, resource=laser, start="10:00", minutes=30)
        moved = row_of(house, made)
        assert held(house, made)[1:] == [(moved.starts_at, moved.ends_at)]

    def test_moved_onto_another_it_stays_as_it_was(self, house):
        laser = resource(house)
        made = reservation(house, resource=laser)
        reservation(house, resource=laser, start="14:00")
        before = held(house, made)
        moved = refused(house, "booking.move", reservation=made, **slot(start="14:30"))
        assert moved.code == "room_taken"
        assert held(house, made) == before

    def test_cancelled_late_or_in_time(self, house):
        laser = resource(house, family(house, cancel_before=7 * 24 * 60))
        late = reservation(house, resource=laser, **slot(days=6))
        early = reservation(house, resource=laser, **slot(days=9))
        done = [house.do("booking.cancel", reservation=one) for one in (late, early)]
        assert [one["late"] for one in done] == [True, False]

    def test_cancelled_twice(self, house):
        made = reservation(house)
        house.do("booking.cancel", reservation=made)
        assert refused(house, "booking.cancel", reservation=made).code == "not_standing"

    def test_tentative_until_the_team_says_yes(self, house):
        laser = resource(house, family(house, tentative=True))
        made = reservation(house, resource=laser)
        assert row_of(house, made).state == "tentative"
        assert refused(house, **asked(house, resource=laser)).code == "room_taken"
        house.do("booking.confirm", reservation=made)
        assert refused(house, "booking.confirm", reservation=made).code == "already_confirmed"


def test_a_plan_for_any_hour_opens_the_place_to_who_holds_it(house: House) -> None:
    """H24: the hours of the place do not bind them, they bind the others."""
    house.do("network.edit_place", place=house.place, opening="Mo-Su 09:00-12:00")
    desk, ines, noe = resource(house), house.person("Inès", "Faure"), house.person("Noé", "Brun")
    night = {"resource": desk, **slot(start="22:00")}
    assert refused(house, **{**asked(house), **night, "person": ines}).code == "hours"
    plan = use_plan(house, "H24", 250, at_any_hour=True)
    take(house, plan, timezone.localdate(), person=ines)
    assert refused(house, **{**asked(house), **night, "person": noe}).code == "hours"
    reservation(house, person=ines, **night)

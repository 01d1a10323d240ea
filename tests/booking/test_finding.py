"""The first free slot of a kind, in the places of a structure and of its partners."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from maillage.booking.finding import first_free_of, kinds, nearest_free
from maillage.booking.for_person import for_person
from maillage.booking.holding import hold_late
from maillage.booking.queries import resource_of
from maillage.booking.rules import Look
from maillage.core.ids import new_id
from maillage.core.periods import Period
from tests.booking.asking import refused
from tests.houses import House, build_house
from tests.making_booking import (
    authorisation,
    family,
    job,
    locked,
    machine,
    printer,
    reservation,
    resource,
)
from tests.making_plans import take, use_plan

PARIS = ZoneInfo("Europe/Paris")
TODAY = timezone.localdate()
MONDAY = TODAY + timedelta(days=14 - TODAY.weekday())
"""A Monday from one to two weeks ahead."""


def on(day: date, hour: float) -> datetime:
    return datetime.combine(day, time(int(hour), int(hour % 1 * 60)), PARIS).astimezone(UTC)


NINE = on(MONDAY, 9)


def look(minutes: int = 60, since: datetime = NINE, **more) -> Look:
    return Look(minutes, since, timezone.now(), **more)


def found(house: House, asked: Look, *partners: House) -> list:
    structures = [one.structure for one in (house, *partners)]
    return first_free_of(kinds(structures), asked, structures, own=house.structure)


def start(house: House, asked: Look) -> datetime | None:
    (one,) = found(house, asked)
    return one.period.start if one.period else None


def opened(house: House, text: str, **more) -> None:
    place = {"place": house.place, "name": "Numéripôle", "kind": "digital_space"}
    house.do("network.edit_place", **place, opening=text, **more)


def held(house: House, what, start: str, minutes: int = 60, day: date = MONDAY, **more) -> None:
    reservation(house, resource=what, day=day, start=start, minutes=minutes, **more)


class TestOneMachine:
    def test_free_at_once_to_the_next_quarter(self, house):
        made = resource(house)
        (one,) = found(house, look(since=on(MONDAY, 9) + timedelta(minutes=1)))
        assert (one.machine.pk, one.place.pk) == (made, house.place)
        assert (one.period.start, one.period.end) == (on(MONDAY, 9.25), on(MONDAY, 10.25))

    def test_between_what_is_held_for_so_long(self, house):
        laser = resource(house)
        held(house, laser, "09:00", 90)
        held(house, laser, "11:15")
        assert start(house, look(45)) == on(MONDAY, 10.5)
        assert start(house, look(60)) == on(MONDAY, 12.25)

    def test_a_buffer_follows_what_is_held_and_what_is_asked(self, house):
        laser = resource(house, family(house, buffer=30))
        held(house, laser, "09:00")
        held(house, laser, "12:00")
        assert start(house, look(120)) == on(MONDAY, 13.5)
        assert start(house, look(60)) == on(MONDAY, 10.5)

    def test_full_for_weeks(self, house):
        laser = resource(house)
        for week in range(3):
            held(house, laser, "00:00", 7 * 24 * 60, MONDAY + timedelta(weeks=week))
        assert start(house, look()) == on(MONDAY + timedelta(weeks=3), 0)

    def test_nothing_in_sixty_days(self, house):
        laser = resource(house)
        for week in range(9):
            held(house, laser, "00:00", 7 * 24 * 60, MONDAY + timedelta(weeks=week))
        (one,) = found(house, look())
        assert (one.period, one.fits) == (None, True)

    def test_out_of_use_until_an_hour_or_until_nobody_knows_when(self, house):
        laser = resource(house)
        lock = {"lock_out": new_id(), "resource": laser, "why": "maintenance"}
        house.do("booking.lock_out", **lock, ends_at=on(MONDAY, 15))
        assert start(house, look()) == on(MONDAY, 15)
        locked(house)
        assert len(found(house, look())) == 1

    def test_what_is_withdrawn_or_retired_is_not_offered(self, house):
        kind = family(house)
        house.do("booking.edit_resource", resource=resource(house, kind), withdrawn_on=TODAY)
        other = family(house)
        resource(house, other)
        house.do("booking.retire_family", family=other, retired_on=TODAY)
        assert found(house, look()) == []

    def test_a_room_is_free_when_what_is_in_it_is(self, house):
        room = new_id()
        kind = family(house, name="Salles")
        house.do("booking.set_resource", resource=room, unit=house.room, family=kind)
        held(house, resource(house, parent=house.room), "09:00")
        held(house, resource(house, parent=machine(house, parent=house.room)), "10:00")
        rooms = [one for one in kinds([house.structure]) if one.pk == kind]
        (one,) = first_free_of(rooms, look(), [house.structure], own=house.structure)
        assert one.period.start == on(MONDAY, 11)

    def test_what_is_found_is_accepted_and_then_taken(self, house):
        opened(house, "Mo-Fr 09:00-12:00,14:00-18:00")
        laser = resource(house, family(house, buffer=15, step=30, shortest=30))
        before = []
        for _ in range(5):
            asked = start(house, look(90))
            local = asked.astimezone(PARIS)
            held(house, laser, f"{local:%H:%M}", 90, local.date())
            before.append((local.date() - MONDAY, f"{local:%H:%M}"))
        day, next_day = timedelta(0), timedelta(days=1)
        assert before == [
            (day, "09:00"), (day, "14:00"), (day, "15:45"), (next_day, "09:00"),
            (next_day, "14:00"),
        ]  # fmt: skip

    def test_what_a_job_ended_early_gives_back_and_what_a_late_one_holds(self, house):
        of = printer(house)
        with time_machine.travel(NINE, tick=False) as clock:
            made = job(house, resource=of, minutes=240, start=True)
            clock.shift(timedelta(hours=1))
            house.do("booking.end_job", job=made)
            assert start(house, look(since=NINE)) == on(MONDAY, 10)
            again = job(house, resource=of, minutes=60, start=True)
            over = reservation(house, resource=of, day=MONDAY, start="11:00", minutes=60)
            house.do("booking.extend_job", job=again, minutes=150)
            assert start(house, look(since=NINE)) == on(MONDAY, 12.5)
            house.do("booking.cancel", reservation=over)
            assert start(house, look(since=NINE)) == on(MONDAY, 12.5)
            clock.move_to(on(MONDAY, 12.5))
            assert hold_late(house.structure, timezone.now()) == 1
            assert start(house, look(since=on(MONDAY, 12.5))) == on(MONDAY, 13.5)


class TestRules:
    def test_the_hours_of_the_place(self, house):
        opened(house, "Mo-Fr 10:00-12:00,14:00-18:00")
        resource(house)
        assert start(house, look()) == on(MONDAY, 10)
        assert start(house, look(150)) == on(MONDAY, 14)
        assert start(house, look(since=on(MONDAY, 17.5))) == on(MONDAY + timedelta(days=1), 10)
        assert start(house, look(300)) is None

    def test_who_is_authorised_comes_at_any_hour_where_the_family_says_so(self, house):
        opened(house, "Mo-Fr 10:00-12:00")
        resource(house, family(house, alone=True, staffed=True))
        assert start(house, look(badge=True)) == NINE
        assert start(house, look()) is None
        build = build_house("rodez")
        opened(build, "Mo-Fr 10:00-12:00")
        resource(build, family(build, alone=True, authorised=True))
        assert start(build, look()) == NINE

    def test_when_the_team_is_there(self, house):
        opened(house, "Mo-Su 08:00-20:00")
        resource(house, family(house, staffed=True))
        assert start(house, look()) is None
        house.session(day=MONDAY, start="15:00", minutes=120, mediators=[house.manager])
        assert start(house, look()) == on(MONDAY, 15)
        away = {"staff": house.manager, "from_day": MONDAY, "to_day": MONDAY}
        house.do("counter.declare_absence", absence=new_id(), **away)
        assert start(house, look()) is None

    def test_notice_and_how_far_ahead(self, house):
        kind = family(house, notice=2 * 24 * 60, ahead=20)
        resource(house, kind)
        now = timezone.now()
        asked = Look(60, now, now)
        assert start(house, asked) - now >= timedelta(days=2)
        assert start(house, look(since=now + timedelta(days=22))) is None

    def test_a_length_that_the_family_does_not_have(self, house):
        resource(house, family(house, shortest=60, longest=120, step=60))
        assert [one.fits for one in found(house, look(90))] == [False]
        assert [one.fits for one in found(house, look(120))] == [True]

    def test_a_place_that_stands_three_days(self, house):
        opened(house, "", opened_on=MONDAY, closed_on=MONDAY + timedelta(days=2))
        resource(house)
        assert start(house, look(since=on(MONDAY - timedelta(days=3), 9))) == on(MONDAY, 0)
        assert start(house, look(since=on(MONDAY + timedelta(days=2), 9))) == on(
            MONDAY + timedelta(days=2), 9
        )
        assert found(house, look(since=on(MONDAY + timedelta(days=3), 9))) == []


def nearest(house: House, laser, asked: datetime, **more) -> list[datetime]:
    """The free hours nearest to one that is wanted, for an hour."""
    with house.scope():
        wanted = Period(asked, asked + timedelta(hours=1))
        return nearest_free([resource_of(laser)], wanted, timezone.now(), **more)


class TestSomebody:
    """Whom something is looked for: their plan and their authorisations count."""

    def test_a_plan_for_any_hour_without_its_pauses(self, house):
        opened(house, "Mo-Fr 10:00-12:00")
        laser, person = resource(house), house.person()
        plan = use_plan(house, "H24", 250, at_any_hour=True)
        take(house, plan, MONDAY, person=person)
        asked = for_somebody(house, person, look())
        assert start(house, asked) == NINE
        assert start(house, look()) == on(MONDAY, 10)
        assert start(house, for_somebody(house, house.person("Zoé"), look())) == on(MONDAY, 10)
        held(house, laser, "10:00", 120)
        assert nearest(house, laser, on(MONDAY, 10), person=person) == [NINE, on(MONDAY, 12)]
        assert nearest(house, laser, on(MONDAY, 10)) == []

    def test_a_plan_opens_the_places_of_its_structure_only(self, house):
        other = build_house("rodez", "Tiers-lieu")
        for one in (house, other):
            opened(one, "Mo-Fr 10:00-12:00")
            resource(one)
        person = house.person()
        take(house, use_plan(house, "H24", 250, at_any_hour=True), MONDAY, person=person)
        asked = for_somebody(house, person, look())
        lines = {one.place.pk: one.period.start for one in found(house, asked, other)}
        assert lines == {house.place: NINE, other.place: on(MONDAY, 10)}

    def test_what_they_may_use_alone(self, house):
        opened(house, "Mo-Fr 10:00-12:00")
        of, person = family(house, alone=True, staffed=True), house.person()
        resource(house, of)
        assert start(house, for_somebody(house, person, look())) is None
        authorisation(house, of, person)
        assert start(house, for_somebody(house, person, look())) == NINE


def for_somebody(house: House, person, asked: Look) -> Look:
    families = kinds([house.structure])
    with house.scope():
        return for_person(asked, person, families)


def test_what_moves_is_not_in_its_own_way(house):
    laser = resource(house)
    made = reservation(house, resource=laser, day=MONDAY, start="10:00", minutes=60)
    held(house, laser, "11:00", 60)
    asked = on(MONDAY, 10.5)
    assert nearest(house, laser, asked, but=made) == [on(MONDAY, 10), on(MONDAY, 12)]
    assert nearest(house, laser, asked) == [on(MONDAY, 9), on(MONDAY, 12)]


class TestPlaces:
    def test_soonest_first_a_line_for_each_place(self, house):
        place, other = new_id(), new_id()
        for one, name in ((place, "Zone"), (other, "Atelier")):
            house.do("network.add_place", place=one, name=name, kind="fablab")
        kind = family(house, name="Laser")
        held(house, resource(house, kind), "09:00", 120)
        held(house, resource(house, kind, place=place), "09:00", 60)
        second = resource(house, kind, place=place)
        held(house, second, "09:00", 45)
        resource(house, family(house, name="Découpe laser", shortest=240), place=other)
        lines = found(house, look())
        assert [(one.place.name, one.period and one.period.start) for one in lines] == [
            ("Zone", on(MONDAY, 9.75)), ("Numéripôle", on(MONDAY, 11)), ("Atelier", None),
        ]  # fmt: skip
        assert lines[0].machine.pk == second

    def test_partners_by_what_they_share(self, house):
        other = build_house("rodez", "Tiers-lieu")
        held(house, resource(house), "09:00", 240)
        opened(other, "Mo-Fr 10:00-12:00")
        of_theirs = resource(other, family(other, staffed=True))
        other.session(day=MONDAY, start="10:00", minutes=120, mediators=[other.manager])
        lines = found(house, look(), other)
        assert (lines[0].machine.pk, lines[0].period.start) == (
            of_theirs, on(MONDAY, 10),
        )  # fmt: skip
        assert [one.place.structure_id for one in lines] == [other.structure, house.structure]

    def test_as_many_statements_for_one_machine_as_for_many(self, house):
        costs = []
        for number in range(3):
            laser = resource(house, family(house))
            held(house, laser, "09:00", 60 * (number + 1))
            with CaptureQueriesContext(connection) as asked:
                found(house, look())
            costs.append(len(asked))
        assert costs == [8] * 3


@pytest.mark.parametrize("badge", [False, True])
def test_the_hours_that_one_finds_are_those_that_one_reserves(house, badge):
    """A quarter before the first free start is refused, by the same rules."""
    opened(house, "Mo-Fr 10:00-12:00")
    laser = resource(house, family(house, notice=0))
    first = start(house, look(badge=badge)).astimezone(PARIS)
    early = {"day": first.date(), "start": f"{first - timedelta(minutes=15):%H:%M}"}
    wanted = {"reservation": new_id(), "resource": laser, "minutes": 60}
    assert refused(house, **wanted, **early).code == "hours"

"""Who came, and what is given up when nobody did."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from maillage.booking.coming import release_missed
from maillage.booking.models import Reservation
from maillage.core.ids import new_id
from maillage.core.models import Command, JournalLine
from tests.booking.asking import asked, refused
from tests.making import organisation
from tests.making_booking import family, reservation, resource, slot

TEN = datetime(2027, 3, 10, 10, tzinfo=ZoneInfo("Europe/Paris"))
QUARTER = timedelta(minutes=15)


@pytest.fixture
def ten():
    """It is ten in the morning; the hand of a clock that tests move."""
    with time_machine.travel(TEN) as clock:
        clock.move_to(timezone.now(), tick=False)
        yield clock


@pytest.fixture
def laser(house):
    """Given up a quarter of an hour after its beginning."""
    return resource(house, family(house, release_after=15))


def at_eleven(house, laser, **changes):
    return reservation(house, resource=laser, **{**slot(days=0, start="11:00"), **changes})


def release(house) -> int:
    return release_missed(house.structure, timezone.now())


def state(house, made) -> str:
    with house.scope():
        return Reservation.objects.get(pk=made).state


class TestReleased:
    def test_after_the_delay_the_machine_is_free(self, house, ten, laser):
        made = at_eleven(house, laser)
        waits = at_eleven(house, laser, wait=True)
        for minutes, count in ((0, 0), (60, 0), (14, 0), (1, 1), (0, 0)):
            ten.shift(timedelta(minutes=minutes))
            assert release(house) == count
        assert state(house, made) == "released"
        with house.scope():
            (line,) = JournalLine.objects.filter(kind="tick.bookings")
        assert str(made) in map(str, line.touched)
        house.do("booking.confirm", reservation=waits)
        assert state(house, waits) == "confirmed"

    def test_without_a_delay_nothing_is_given_up(self, house, ten):
        at_eleven(house, resource(house))
        ten.shift(timedelta(hours=2))
        assert release(house) == 0

    def test_a_reservation_for_nobody_in_particular_stays(self, house, ten, laser):
        at_eleven(house, laser, person=None)
        ten.shift(timedelta(hours=2))
        assert release(house) == 0

    def test_for_an_organisation_whoever_acts_for_it_keeps_it(self, house, ten, laser):
        """Alone it is never given up: its people are often heads without a name."""
        told = {"organisation": organisation(house)}
        made = [
            at_eleven(house, laser, start=start, **told, **who)
            for start, who in (("11:00", {}), ("12:00", {"person": None}), ("13:30", {}))
        ]
        old, kept = house.person("Paul", "Roux"), house.person("Paul", "Le Roux")
        house.do("people.act_for", acts_for=new_id(), person=old, from_day=TEN.date(), **told)
        house.do("people.merge", alias=new_id(), kept=kept, merged=old)
        ten.shift(timedelta(hours=1))
        house.do("people.greet", visit=new_id(), person=kept)
        ten.shift(timedelta(hours=3))
        assert release(house) == 1
        assert [state(house, one) for one in made] == ["confirmed", "confirmed", "released"]

    def test_it_is_no_use_of_the_machine(self, house, ten):
        of, person = family(house, authorised=True, unused_months=1, release_after=15), None
        laser, person = resource(house, of), house.person()
        given = {"person": person, "family": of}
        house.do("booking.authorise", authorisation=new_id(), **given)
        ten.shift(timedelta(days=20))
        at_eleven(house, laser, person=person)
        ten.shift(timedelta(hours=2))
        assert release(house) == 1
        ten.shift(timedelta(days=15))
        wanted = asked(house, resource=laser, person=person, **slot(days=0, start="16:00"))
        assert refused(house, **wanted).code == "not_authorised"

    def test_what_is_used_alone_when_the_place_is_closed_stays(self, house, ten):
        house.do("network.edit_place", place=house.place, opening="Mo-Su 14:00-18:00")
        studio = resource(house, family(house, alone=True, release_after=15))
        made = [
            at_eleven(house, studio, start=start, despite=["hours"]) for start in ("11:00", "14:00")
        ]
        ten.shift(timedelta(hours=5))
        assert release(house) == 1
        assert [state(house, one) for one in made] == ["confirmed", "released"]


class TestCame:
    def test_who_was_greeted_for_it_keeps_it(self, house, ten, laser):
        early, near = house.person("Ana", "Petit"), house.person()
        house.do("people.greet", visit=new_id(), person=early, at=timezone.now() - QUARTER * 6)
        made = [
            at_eleven(house, laser, person=one, start=start)
            for one, start in ((early, "11:00"), (near, "12:00"))
        ]
        ten.shift(timedelta(hours=1))
        house.do("people.greet", visit=new_id(), person=near)
        ten.shift(timedelta(hours=2))
        assert release(house) == 1
        assert [state(house, one) for one in made] == ["released", "confirmed"]

    def test_who_was_greeted_twice_keeps_it(self, house, ten, laser):
        person = house.person()
        made = at_eleven(house, laser, person=person, start="16:00")
        for hours in (0, 5):
            ten.shift(timedelta(hours=hours))
            house.do("people.greet", visit=new_id(), person=person)
        ten.shift(timedelta(hours=2))
        assert release(house) == 0
        assert state(house, made) == "confirmed"

    def test_by_another_file_of_theirs(self, house, ten, laser):
        old, kept = house.person(), house.person("Marie", "Petit")
        at_eleven(house, laser, person=old)
        house.do("people.merge", alias=new_id(), kept=kept, merged=old)
        house.do("people.greet", visit=new_id(), person=kept)
        ten.shift(timedelta(hours=2))
        assert release(house) == 0

    def test_whom_the_team_saw_keeps_it_until_it_is_undone(self, house, ten, laser):
        made = at_eleven(house, laser)
        house.do("booking.come", reservation=made)
        with house.scope():
            key = Command.objects.get(kind="booking.come").key
        assert refused(house, "booking.come", reservation=made).code == "already_there"
        house.do("core.undo", key=key)
        house.do("booking.come", reservation=made)
        ten.shift(timedelta(hours=2))
        assert release(house) == 0

    def test_not_before_its_day_nor_once_given_up(self, house, ten, laser):
        later = reservation(house, resource=laser, **slot(days=1))
        assert refused(house, "booking.come", reservation=later).code == "not_its_day"
        made = at_eleven(house, laser)
        house.do("booking.cancel", reservation=made)
        assert refused(house, "booking.come", reservation=made).code == "not_standing"

    def test_moved_ahead_they_are_to_come_again(self, house, ten, laser):
        made = at_eleven(house, laser)
        house.do("booking.come", reservation=made)
        house.do("booking.move", reservation=made, **slot(days=0, start="14:00"))
        ten.shift(timedelta(hours=5))
        assert release(house) == 1

"""Jobs: what a machine does by itself, queued, started, ended early or late."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from maillage.booking.holding import hold_late
from maillage.booking.models import Job, Reservation
from maillage.core.ids import new_id
from maillage.network.models import Occupancy
from tests.booking.asking import asked, refused
from tests.making_booking import (
    authorisation,
    family,
    job,
    machine,
    printer,
    reservation,
    resource,
    slot,
)

HOUR = timedelta(hours=1)


@pytest.fixture
def ten(house):
    """It is ten in the morning, next Wednesday; the hand of a clock that tests move."""
    now = timezone.localtime()
    day = now + timedelta(days=7 + (2 - now.weekday()) % 7)
    with time_machine.travel(day.replace(hour=10, minute=0, second=0, microsecond=0)) as clock:
        clock.move_to(timezone.now(), tick=False)
        yield clock


def row_of(house, made) -> Job:
    with house.scope():
        return Job.objects.get(pk=made)


def held(house, made) -> list[tuple[datetime, datetime]]:
    """What a job or a reservation holds."""
    with house.scope():
        rows = Occupancy.objects.filter(source_id=made).order_by("starts_at")
        return list(rows.values_list("starts_at", "ends_at"))


class TestQueue:
    def test_what_waits_its_turn_holds_nothing(self, house, ten):
        of = printer(house)
        made = job(house, resource=of)
        assert held(house, made) == []
        reservation(house, resource=of, **slot(days=0, start="11:00"))

    def test_a_machine_that_does_not_work_by_itself_has_no_queue(self, house):
        found = refused(
            house, "booking.queue_job", job=new_id(), resource=resource(house), minutes=60
        )
        assert found.code == "not_unattended"

    def test_the_end_of_one_says_whose_turn_it_is(self, house, ten):
        of = printer(house)
        first = job(house, resource=of, start=True)
        second = job(house, resource=of)
        ten.shift(HOUR)
        third = job(house, resource=of)
        assert house.do("booking.end_job", job=first)["next"] == str(second)
        house.do("booking.drop_job", job=second)
        house.do("booking.start_job", job=third)
        assert held(house, third) == [(timezone.now(), timezone.now() + 3 * HOUR)]
        assert house.do("booking.end_job", job=third, outcome="failed")["next"] is None
        assert row_of(house, third).outcome == "failed"

    def test_one_at_a_time(self, house, ten):
        of = printer(house)
        job(house, resource=of, start=True)
        waits = job(house, resource=of)
        found = refused(house, "booking.start_job", job=waits)
        assert found.code == "job_running"
        assert "de 10 h à 13 h" in found.message.replace("\u00a0", " ")

    def test_each_step_once(self, house, ten):
        made = job(house)
        assert refused(house, "booking.end_job", job=made).code == "not_running"
        assert refused(house, "booking.extend_job", job=made, minutes=5).code == "not_running"
        house.do("booking.start_job", job=made, minutes=60)
        assert refused(house, "booking.start_job", job=made).code == "not_queued"
        assert refused(house, "booking.drop_job", job=made).code == "not_queued"
        house.do("booking.end_job", job=made)
        assert refused(house, "booking.end_job", job=made).code == "not_running"


class TestHolding:
    def test_it_is_not_started_on_what_somebody_reserved(self, house, ten):
        of = printer(house)
        reservation(house, resource=of, **slot(days=0, start="12:00"))
        waits = job(house, resource=of)
        assert refused(house, "booking.start_job", job=waits).code == "room_taken"
        house.do("booking.start_job", job=waits, minutes=120)

    def test_ended_early_it_frees_the_rest(self, house, ten):
        of = printer(house)
        made = job(house, resource=of, start=True)
        began = timezone.now()
        ten.shift(2 * HOUR)
        house.do("booking.end_job", job=made, ended_at=began + HOUR)
        assert held(house, made) == [(began, began + HOUR)]
        assert row_of(house, made).ended_at == began + HOUR
        reservation(house, resource=of, **slot(days=0, start="12:00"))

    def test_its_end_is_after_its_beginning_and_not_ahead(self, house, ten):
        made = job(house, start=True)
        for wrong in (-HOUR, HOUR):
            ends = timezone.now() + wrong
            assert refused(house, "booking.end_job", job=made, ended_at=ends).code == "ends_before"

    def test_late_it_says_what_it_runs_over_and_moves_nothing(self, house, ten):
        of = printer(house)
        made = job(house, resource=of, start=True, minutes=60)
        first, second = (
            reservation(house, resource=of, **slot(days=0, start=start))
            for start in ("11:00", "12:30")
        )
        before = held(house, first) + held(house, second)
        done = house.do("booking.extend_job", job=made, minutes=120)
        assert (done["reservations"], done["sessions"]) == ([str(first)], [])
        done = house.do("booking.extend_job", job=made, minutes=240)
        assert done["reservations"] == [str(first), str(second)]
        assert held(house, first) + held(house, second) == before
        ten = timezone.now()
        assert held(house, made) == [
            (ten, ten + HOUR),
            (ten + 2 * HOUR, ten + 2.5 * HOUR),
            (ten + 3.5 * HOUR, ten + 4 * HOUR),
        ]

    def test_what_it_runs_over_gives_its_hour_to_nobody_else(self, house, ten):
        of = printer(house)
        made = job(house, resource=of, start=True, minutes=60)
        over = reservation(house, resource=of, **slot(days=0, start="11:00"))
        house.do("booking.extend_job", job=made, minutes=180)
        house.do("booking.cancel", reservation=over)
        wanted = asked(house, resource=of, **slot(days=0, start="11:00"))
        found = refused(house, **wanted)
        assert found.code == "room_taken"
        assert "tourne jusqu’au" in found.message
        house.do("booking.end_job", job=made)
        house.do("booking.reserve", **wanted)

    def test_shorter_than_it_was_said(self, house, ten):
        of = printer(house)
        made = job(house, resource=of, start=True)
        house.do("booking.extend_job", job=made, minutes=60)
        reservation(house, resource=of, **slot(days=0, start="11:00"))

    def test_a_session_of_its_room_is_said_too(self, house, ten):
        of, room = family(house, unattended=True), house.room
        made = new_id()
        house.do("booking.set_resource", resource=made, unit=machine(house, parent=room), family=of)
        runs = job(house, resource=made, start=True, minutes=60)
        session = house.session(room=room, start="14:00", minutes=60)
        done = house.do("booking.extend_job", job=runs, minutes=300)
        assert (done["reservations"], done["sessions"]) == ([], [str(session)])

    def test_nothing_it_runs_over_is_free_when_it_is_given_up(self, house, ten):
        """Cancelled or moved, what the job ran over is the job's until its end."""
        of = printer(house)
        made = job(house, resource=of, start=True, minutes=60)
        over = [
            reservation(house, resource=of, **slot(days=0, start=start))
            for start in ("11:00", "12:00")
        ]
        house.do("booking.extend_job", job=made, minutes=240)
        house.do("booking.cancel", reservation=over[0])
        house.do("booking.move", reservation=over[1], **slot(days=0, start="15:00"))
        assert sum((end - start for start, end in held(house, made)), 0 * HOUR) == 4 * HOUR

    def test_late_it_holds_its_machine_until_its_end_is_said(self, house, ten):
        of = printer(house)
        made = job(house, resource=of, start=True, minutes=60)
        reservation(house, resource=of, **slot(days=0, start="12:30"))
        for minutes, kept in ((0, 0), (60, 1), (5, 0), (54, 0), (1, 1)):
            ten.shift(timedelta(minutes=minutes))
            assert hold_late(house.structure, timezone.now()) == kept
        noon = timezone.now()
        assert held(house, made) == [
            (noon - 2 * HOUR, noon - HOUR), (noon - HOUR, noon), (noon, noon + HOUR / 2),
        ]  # fmt: skip
        wanted = asked(house, resource=of, **slot(days=0, start="12:15", minutes=15))
        assert refused(house, **wanted).code == "room_taken"
        house.do("booking.end_job", job=made)
        house.do("booking.reserve", **wanted)
        assert hold_late(house.structure, timezone.now()) == 0

    def test_out_of_use_it_is_stopped_and_the_queue_waits(self, house, ten):
        of = printer(house)
        made, waits = job(house, resource=of, start=True), job(house, resource=of)
        ten.shift(HOUR)
        lock = {"lock_out": new_id(), "resource": of, "why": "broken"}
        done = house.do("booking.lock_out", **lock)
        assert (done["stopped"], done["running"]) == (str(made), None)
        now = timezone.now()
        assert (row_of(house, made).outcome, row_of(house, made).ended_at) == ("stopped", now)
        assert held(house, made) == [(now - HOUR, now)]
        house.do("booking.give_back", resource=of)
        house.do("booking.start_job", job=waits)

    def test_out_of_use_later_it_runs_until_then(self, house, ten):
        made = job(house, start=True)
        lock = {"lock_out": new_id(), "resource": row_of(house, made).resource_id}
        begins = timezone.now() + HOUR
        done = house.do("booking.lock_out", **lock, why="maintenance", starts_at=begins)
        assert (done["stopped"], done["running"]) == (None, str(made))
        assert row_of(house, made).ended_at is None

    def test_out_of_use_it_is_not_started(self, house, ten):
        of = printer(house)
        waits = job(house, resource=of)
        house.do("booking.lock_out", lock_out=new_id(), resource=of, why="broken")
        assert refused(house, "booking.start_job", job=waits).code == "locked_out"


class TestWithinAReservation:
    def test_it_takes_the_place_of_their_own(self, house, ten):
        of, person = printer(house, buffer=15), house.person()
        mine = reservation(house, resource=of, person=person, **slot(days=0, minutes=120))
        ten.shift(HOUR / 2)
        began = timezone.now()
        made = job(house, resource=of, person=person, minutes=60, start=True)
        assert row_of(house, made).reservation_id == mine
        assert held(house, mine) == [
            (began - HOUR / 2, began),
            (began + HOUR, began + 1.75 * HOUR),
        ]
        with house.scope():
            assert Reservation.objects.get(pk=mine).came_at == began
        ten.shift(HOUR / 2)
        house.do("booking.end_job", job=made)
        again = job(house, resource=of, person=person, minutes=10, start=True)
        ten.shift(timedelta(minutes=10))
        house.do("booking.end_job", job=again)
        assert held(house, made) == [(began, began + HOUR / 2)]
        assert held(house, mine)[1:] == [
            (began + HOUR / 2 + timedelta(minutes=10), began + 1.75 * HOUR)
        ]

    def test_longer_than_theirs_it_goes_on(self, house, ten):
        of, person = printer(house), house.person()
        mine = reservation(house, resource=of, person=person, **slot(days=0))
        made = job(house, resource=of, person=person, start=True)
        assert held(house, mine) == []
        house.do("booking.extend_job", job=made, minutes=30)
        now = timezone.now()
        assert held(house, made) == [(now, now + HOUR / 2)]
        assert held(house, mine) == [(now + HOUR / 2, now + HOUR)]

    def test_the_one_of_somebody_else_stays(self, house, ten):
        of = printer(house)
        reservation(house, resource=of, **slot(days=0))
        wanted = {"job": new_id(), "resource": of, "minutes": 60, "person": house.person()}
        assert refused(house, "booking.queue_job", **wanted, start=True).code == "room_taken"


class TestSafety:
    def test_who_was_not_trained_starts_nothing(self, house):
        of = printer(house, authorised=True)
        wanted = {"resource": of, "minutes": 60, "person": house.person()}
        for start in (False, True):
            found = refused(house, "booking.queue_job", job=new_id(), start=start, **wanted)
            assert found.code == "not_authorised"
        found = refused(house, "booking.queue_job", job=new_id(), **{**wanted, "person": None})
        assert found.code == "person_needed"

    def test_who_is_no_longer_authorised_starts_nothing(self, house):
        of = family(house, authorised=True, unattended=True)
        person = house.person()
        given = authorisation(house, of, person)
        waits = job(house, resource=resource(house, of), person=person)
        house.do("booking.withdraw", authorisation=given)
        assert refused(house, "booking.start_job", job=waits).code == "not_authorised"

    def test_somebody_of_the_team_is_there_when_it_starts_only(self, house, ten):
        of = printer(house, staffed=True)
        waits = {"job": new_id(), "resource": of, "person": house.person(), "minutes": 19 * 60}
        assert refused(house, "booking.queue_job", **waits, start=True).code == "unstaffed"
        session = {"day": timezone.localdate(), "start": "09:00", "minutes": 120}
        house.session(room=None, mediators=[house.manager], **session)
        house.do("booking.queue_job", **waits, start=True)

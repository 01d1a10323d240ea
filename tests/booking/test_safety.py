"""What no screen, no role and no path sets aside: training, age, presence, papers, lock-outs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from maillage.booking.models import Authorisation, Reservation
from maillage.core.ids import new_id
from maillage.core.models import Command
from tests.booking.asking import asked, refused
from tests.making_booking import authorisation, family, reservation, resource, slot, trained


@pytest.fixture
def laser(house):
    """A family that asks for a training, and its machine."""
    of = family(house, authorised=True, training=house.workshop)
    return of, resource(house, of)


class TestAuthorisation:
    def test_the_refusal_says_which_training_and_its_next_date(self, house, laser):
        day = timezone.localdate() + timedelta(days=3)
        house.session(room=None, day=day, start="14:00", minutes=60)
        found = refused(house, **asked(house, resource=laser[1]))
        assert found.code == "not_authorised"
        said = found.message.replace("\u00a0", " ")
        assert "demande la formation « Boîte mail ». Prochaine date : " in said
        assert "à 14 h." in said

    def test_without_a_date_it_says_so(self, house, laser):
        found = refused(house, **asked(house, resource=laser[1]))
        assert "aucune date n’est prévue" in found.message

    def test_nobody_in_particular_reserves_nothing_dangerous(self, house, laser):
        found = refused(house, **asked(house, resource=laser[1], person=None))
        assert found.code == "person_needed"

    def test_who_was_trained_may(self, house, laser):
        person = house.person()
        authorisation(house, laser[0], person)
        reservation(house, resource=laser[1], person=person)

    def test_who_comes_with_somebody_trained_may(self, house, laser):
        trained_one = house.person()
        authorisation(house, laser[0], trained_one)
        reservation(house, resource=laser[1], companion=trained_one)

    def test_who_comes_with_somebody_untrained_or_with_themselves_may_not(self, house, laser):
        alone = asked(house, resource=laser[1])
        found = refused(house, **alone, companion=house.person())
        assert found.code == "companion_not_authorised"
        assert refused(house, **alone, companion=alone["person"]).code == (
            "companion_not_authorised"
        )

    def test_who_comes_too_is_checked_again(self, house, laser):
        trained_one = house.person()
        given = authorisation(house, laser[0], trained_one)
        first = reservation(house, resource=laser[1], companion=trained_one)
        waits = reservation(house, resource=laser[1], companion=trained_one, wait=True)
        house.do("booking.withdraw", authorisation=given)
        moved = refused(house, "booking.move", reservation=first, **slot(days=8))
        assert moved.code == "companion_not_authorised"
        house.do("booking.cancel", reservation=first)
        given_now = refused(house, "booking.confirm", reservation=waits)
        assert given_now.code == "companion_not_authorised"

    def test_the_day_of_the_slot_counts_not_today(self, house):
        of = family(house, authorised=True, expires_months=1)
        machine, person = resource(house, of), house.person()
        authorisation(house, of, person)
        reservation(house, resource=machine, person=person, **slot(days=20))
        later = asked(house, resource=machine, person=person, **slot(days=40))
        assert refused(house, **later).code == "not_authorised"

    def test_without_use_it_is_worth_nothing_after_a_while(self, house):
        of = family(house, authorised=True, unused_months=1)
        machine, person = resource(house, of), house.person()
        authorisation(house, of, person)
        reservation(house, resource=machine, person=person, **slot(days=20))
        later = asked(house, resource=machine, person=person, **slot(days=40))
        assert refused(house, **later).code == "not_authorised"
        with house.scope():
            day = timezone.localdate()
            Reservation.objects.update(
                day=day + timedelta(days=20),
                starts_at=timezone.now() - timedelta(hours=2),
                ends_at=timezone.now() - timedelta(hours=1),
            )
        reservation(house, resource=machine, person=person, **slot(days=40))

    def test_withdrawn_it_is_worth_nothing(self, house, laser):
        person = house.person()
        given = authorisation(house, laser[0], person)
        house.do("booking.withdraw", authorisation=given)
        found = refused(house, **asked(house, resource=laser[1], person=person))
        assert found.code == "not_authorised"

    def test_moving_to_a_machine_one_may_not_use(self, house, laser):
        made = reservation(house)
        found = refused(house, "booking.move", reservation=made, resource=laser[1], **slot())
        assert found.code == "not_authorised"

    def test_who_waits_is_checked_when_their_turn_comes(self, house, laser):
        person = house.person()
        given = authorisation(house, laser[0], person)
        first = reservation(house, resource=laser[1], person=person)
        second = reservation(house, resource=laser[1], person=person, wait=True)
        house.do("booking.cancel", reservation=first)
        house.do("booking.withdraw", authorisation=given)
        assert refused(house, "booking.confirm", reservation=second).code == "not_authorised"

    def test_a_tentative_one_is_checked_again(self, house):
        of, person = family(house, authorised=True, tentative=True), house.person()
        given = authorisation(house, of, person)
        made = reservation(house, resource=resource(house, of), person=person)
        house.do("booking.withdraw", authorisation=given)
        assert refused(house, "booking.confirm", reservation=made).code == "not_authorised"

    def test_undoing_a_cancellation_is_checked_too(self, house, laser):
        person = house.person()
        given = authorisation(house, laser[0], person)
        made = reservation(house, resource=laser[1], person=person)
        house.do("booking.cancel", reservation=made)
        with house.scope():
            key = Command.objects.filter(kind="booking.cancel").latest("rev").key
        house.do("booking.withdraw", authorisation=given)
        assert refused(house, "core.undo", key=key).code == "not_authorised"

    def test_the_file_that_was_merged_keeps_its_badge(self, house, laser):
        old, kept = house.person(), house.person("Marie", "Petit")
        authorisation(house, laser[0], old)
        house.do("people.merge", alias=new_id(), kept=kept, merged=old)
        reservation(house, resource=laser[1], person=kept)


class TestGiving:
    def mediator(self, house, label: str | None = None):
        staff = house.add_staff("mediator")
        if label:
            house.do("network.qualify_staff", qualification=new_id(), staff=staff, label=label)
        return staff

    def test_a_mediator_needs_the_qualification_of_that_name(self, house):
        of = family(house, name="Découpe laser")
        staff = self.mediator(house)
        given = {"authorisation": new_id(), "person": house.person(), "family": of}
        found = refused(house, "booking.authorise", **given, actor=staff)
        assert found.code == "not_qualified"
        house.do(
            "network.qualify_staff", qualification=new_id(), staff=staff, label="decoupe LASER"
        )
        house.do("booking.authorise", **given, actor=staff)

    def test_a_qualification_that_has_ended(self, house):
        of, staff = family(house, name="Découpe laser"), self.mediator(house)
        yesterday = timezone.localdate() - timedelta(days=1)
        house.do(
            "network.qualify_staff", qualification=new_id(), staff=staff, label="Découpe laser",
            granted_on=yesterday, valid_until=yesterday,
        )  # fmt: skip
        given = {"authorisation": new_id(), "person": house.person(), "family": of}
        assert refused(house, "booking.authorise", **given, actor=staff).code == "not_qualified"

    def test_a_training_in_one_tap(self, house):
        made = trained(house)
        assert house.do("booking.authorise_session", **made) == {"given": 1, "already": 0}
        assert house.do("booking.authorise_session", **made) == {"given": 0, "already": 1}
        with house.scope():
            (row,) = Authorisation.objects.all()
        assert (row.session_id, row.from_day) == (made["session"], timezone.localdate())

    def test_a_session_of_something_else(self, house):
        other = {**trained(house), "family": family(house)}
        found = refused(house, "booking.authorise_session", **other)
        assert found.code == "not_a_training"

    def test_before_the_roll_is_called(self, house):
        of = family(house, training=house.workshop)
        found = refused(
            house, "booking.authorise_session", family=of, session=house.session(room=None)
        )
        assert found.code == "nobody_came"


class TestTheRest:
    def test_an_age(self, house):
        headset = resource(house, family(house, minimum_age=13))
        year = timezone.localdate().year
        child = house.person(profile={"birth_year": year - 10})
        assert refused(house, **asked(house, resource=headset, person=child)).code == "too_young"
        reservation(house, resource=headset, person=house.person(profile={"birth_year": year - 15}))

    def test_a_charter_to_sign_first(self, house):
        document = new_id()
        house.do(
            "people.add_document", document=document, document_kind="charter", title="Charte",
            from_day=timezone.localdate(),
        )  # fmt: skip
        desk = resource(house, family(house, papers=["charter"]))
        wanted = asked(house, resource=desk)
        found = refused(house, **wanted)
        assert found.code == "paper_missing"
        accepted = {"acceptance": new_id(), "person": wanted["person"], "how": "paper"}
        house.do("people.accept_document", document=document, **accepted)
        house.do("booking.reserve", **wanted)

    def test_with_a_badge_alone_without_one_when_the_team_is_there(self, house):
        of = family(house, staffed=True, alone=True)
        studio, person = resource(house, of), house.person()
        assert refused(house, **asked(house, resource=studio)).code == "unstaffed"
        authorisation(house, of, person)
        reservation(house, resource=studio, person=person, start="22:00", minutes=120)
        day = slot()["day"]
        house.session(room=None, day=day, start="14:00", minutes=120, mediators=[house.manager])
        reservation(house, resource=studio, start="14:00", minutes=120)
        late = asked(house, resource=studio, start="15:30", minutes=60)
        assert refused(house, **late).code in {"unstaffed", "room_taken"}

    def test_nothing_dangerous_may_be_set_aside(self, house, laser):
        wanted = asked(house, resource=laser[1], despite=["hours", "notice", "quota"])
        assert refused(house, **wanted).code == "not_authorised"
        unknown = asked(house, resource=laser[1], despite=["authorised"])
        assert refused(house, **unknown).code == "unreadable"


class TestLockOut:
    def test_what_was_reserved_moves_or_is_cancelled(self, house):
        of = family(house)
        broken, other = resource(house, of), resource(house, of)
        moves = reservation(house, resource=broken)
        stays = reservation(house, resource=broken, start="14:00")
        reservation(house, resource=other, start="14:30")
        done = house.do("booking.lock_out", lock_out=new_id(), resource=broken, why="broken")
        told = {"moved": [str(moves)], "cancelled": [str(stays)]}
        assert done == {**told, "stopped": None, "running": None}
        with house.scope():
            rows = {row.pk: row for row in Reservation.objects.all()}
        assert (rows[moves].resource_id, rows[moves].state) == (other, "confirmed")
        assert (rows[stays].resource_id, rows[stays].state) == (broken, "cancelled")

    def test_it_may_not_be_reserved_until_it_is_given_back(self, house):
        broken = resource(house)
        house.do("booking.lock_out", lock_out=new_id(), resource=broken, why="broken")
        found = refused(house, **asked(house, resource=broken))
        assert found.code == "locked_out"
        again = {"lock_out": new_id(), "resource": broken, "why": "broken"}
        assert refused(house, "booking.lock_out", **again).code == "already_locked"
        house.do("booking.give_back", resource=broken)
        reservation(house, resource=broken)
        assert refused(house, "booking.give_back", resource=broken).code == "not_locked"

    def test_a_maintenance_has_its_hours(self, house):
        laser = resource(house)
        begins = timezone.now() + timedelta(days=3)
        house.do(
            "booking.lock_out", lock_out=new_id(), resource=laser, why="maintenance",
            starts_at=begins, ends_at=begins + timedelta(days=2),
        )  # fmt: skip
        assert refused(house, **asked(house, resource=laser, **slot(days=4))).code == "room_taken"
        reservation(house, resource=laser, **slot(days=7))

    def test_the_sessions_of_its_room_stay(self, house):
        inside = resource(house, parent=house.room)
        house.session(room=house.room)
        house.do("booking.lock_out", lock_out=new_id(), resource=inside, why="broken")
        house.do("booking.give_back", resource=inside)
        reservation(house, resource=inside)


class TestMinutesADay:
    """Virtual reality: twenty minutes a day, whoever reserves for them."""

    @pytest.fixture
    def headset(self, house):
        of = family(house, most_minutes_a_day=20, step=5, shortest=5)
        return of, resource(house, of)

    def test_one_person_has_so_many_minutes_in_a_day(self, house, headset):
        of, first = headset
        person, second = house.person(), resource(house, of)
        reservation(house, resource=first, person=person, minutes=15)
        again = asked(house, resource=second, person=person, start="14:00", minutes=10)
        found = refused(house, **again, despite=["length", "quota"])
        assert found.code == "too_long_a_day"
        assert "20 min au plus par personne et par jour" in found.message.replace("\u00a0", " ")
        reservation(house, resource=second, person=person, start="14:00", minutes=5)
        reservation(house, resource=second, person=person, **slot(days=8, minutes=20))

    def test_who_reserves_for_nobody_in_particular_says_for_whom(self, house, headset):
        wanted = asked(house, resource=headset[1], person=None, minutes=10)
        assert refused(house, **wanted).code == "person_needed"

    def test_moved_it_counts_once_and_confirmed_it_counts_again(self, house, headset):
        person = house.person()
        made = reservation(house, resource=headset[1], person=person, minutes=20)
        house.do("booking.move", reservation=made, **slot(start="15:00", minutes=20))
        longer = {"reservation": made, **slot(start="15:00", minutes=25)}
        assert refused(house, "booking.move", **longer).code == "too_long_a_day"
        waits = asked(house, resource=headset[1], person=person, start="15:00", minutes=5)
        assert refused(house, **waits, wait=True).code == "too_long_a_day"

    def test_two_files_of_one_person_are_one(self, house, headset):
        old, kept = house.person(), house.person("Marie", "Petit")
        reservation(house, resource=headset[1], person=old, minutes=20)
        house.do("people.merge", alias=new_id(), kept=kept, merged=old)
        again = asked(house, resource=headset[1], person=kept, start="14:00", minutes=5)
        assert refused(house, **again).code == "too_long_a_day"

    def test_across_midnight_each_day_has_its_own(self, house, headset):
        late = asked(house, resource=headset[1], start="23:45", minutes=30)
        house.do("booking.reserve", **late)
        again = {**late, "reservation": new_id(), **slot(days=8, start="12:00", minutes=10)}
        assert refused(house, **again).code == "too_long_a_day"

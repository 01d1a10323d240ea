"""Calendars by a secret address, as an application reads them."""

from __future__ import annotations

from datetime import UTC, date, time, timedelta
from typing import Any

import pytest
import recurring_ical_events
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from maillage.booking.models import Reservation
from maillage.core.ids import new_id
from maillage.core.periods import local_instant
from tests.houses import House
from tests.making_booking import (
    family,
    given_feed,
    given_page,
    locked,
    reservation,
    resource,
    slot,
    token,
)
from tests.office.conftest import text_of

PARIS = "Europe/Paris"
IN_A_WEEK = slot()["day"]
TEN = local_instant(IN_A_WEEK, time(10), PARIS)
HOUR = timedelta(hours=1)


@pytest.fixture
def laser(house: House) -> Any:
    """A machine called Trotec."""
    unit, made = new_id(), new_id()
    house.do("network.add_unit", unit=unit, name="Trotec", kind="machine", place=house.place)
    house.do("booking.set_resource", resource=made, unit=unit, family=family(house))
    return made


def feed(house: House, kind: str, target: Any) -> Any:
    """The answer at an address."""
    return Client().get(f"/agenda/{token(house, kind, target)}.ics")


def read(answer: Any) -> list[tuple[Any, ...]]:
    """When, what and in which state, with what repeats written out, in order."""
    assert answer.status_code == 200
    found = recurring_ical_events.of(Calendar.from_ical(answer.content))
    rows = found.between(timezone.now() - timedelta(days=20), timezone.now() + timedelta(days=1000))
    return sorted(
        (one["DTSTART"].dt.astimezone(UTC), str(one["SUMMARY"]), str(one["STATUS"])) for one in rows
    )


def events(answer: Any) -> list[Any]:
    """The events of a calendar, what repeats being one."""
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def of_resource(house: House, made: Any, audience: str = "team") -> list[tuple[Any, ...]]:
    given_feed(house, audience, resource=made)
    return read(feed(house, f"resource_{audience}", made))


class TestTheTeams:
    def test_who_holds_it_by_first_name_and_initial(self, house, laser):
        made = reservation(house, resource=laser)
        assert of_resource(house, laser) == [(TEN, "Trotec : Marie L.", "CONFIRMED")]
        house.do("booking.cancel", reservation=made)
        assert of_resource(house, laser) == [(TEN, "Annulée : Trotec : Marie L.", "CANCELLED")]

    def test_what_is_not_confirmed_who_waits_and_for_nobody(self, house):
        made = resource(house, family(house, tentative=True))
        reservation(house, resource=made, person=None)
        reservation(house, resource=made, wait=True)
        ((at, said, state),) = of_resource(house, made)
        assert (at, said.startswith("Sous réserve : Machine"), state) == (TEN, True, "TENTATIVE")
        assert said.endswith("sans nom")

    def test_a_name_is_the_same_when_it_moves(self, house, laser):
        made = reservation(house, resource=laser)

        def uids() -> list[str]:
            given_feed(house, resource=laser)
            calendar = Calendar.from_ical(feed(house, "resource_team", laser).content)
            return [str(one["UID"]) for one in calendar.walk("VEVENT")]

        before = uids()
        house.do("booking.move", reservation=made, **slot(9, "14:00"))
        assert (uids(), str(made) in before[0]) == (before, False)

    def test_sessions_of_the_room_and_what_is_taken_with_it(self, house):
        of = family(house, name="Salles")
        inside, room = resource(house, of, parent=house.room), new_id()
        house.do("booking.set_resource", resource=room, unit=house.room, family=of)
        house.session(room=house.room, day=IN_A_WEEK, start="14:00", minutes=120)
        reservation(house, resource=room)
        said = [(at, what.rpartition(" : ")[2]) for at, what, _ in of_resource(house, inside)]
        assert said == [(TEN, "une réservation"), (TEN + 4 * HOUR, "Boîte mail")]

    def test_out_of_use_until_nobody_knows(self, house):
        made = locked(house)
        given_feed(house, resource=made)
        calendar = Calendar.from_ical(feed(house, "resource_team", made).content)
        (one,) = calendar.walk("VEVENT")
        assert "une consignation" in one["SUMMARY"]
        assert one["DTEND"].dt - timezone.now() < timedelta(days=181)

    def test_every_week_across_both_changes(self, house, laser):
        """A year of Tuesdays: the calendar says what the clocks of the place show."""
        repeated = {"rrule": "FREQ=WEEKLY;BYDAY=TU", "until": slot(days=370)["day"]}
        house.do(
            "booking.repeat", recurrence=new_id(), resource=laser, person=house.person(),
            **repeated, **slot(),
        )  # fmt: skip
        with house.scope():
            wanted = list(Reservation.objects.order_by("day").values_list("starts_at", flat=True))
        for audience in ("team", "public"):
            assert [at for at, _what, _state in of_resource(house, laser, audience)] == wanted
            assert len(events(feed(house, f"resource_{audience}", laser))) == 1
        assert len(wanted) >= 52
        assert {at.hour for at in wanted} == {8, 9}

    def test_what_repeats_is_one_event_but_for_what_was_changed(self, house, laser):
        """A year of Tuesdays and Thursdays: some are given up, moved, shortened, on holidays."""
        person = house.person()
        house.do("booking.give_page", person=person)
        house.do(
            "booking.repeat", recurrence=new_id(), resource=laser, person=person,
            rrule="FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH", until=slot(days=370)["day"], **slot(),
        )  # fmt: skip
        with house.scope():
            rows = list(Reservation.objects.order_by("day"))
        house.do("booking.cancel", reservation=rows[3].pk)
        for row, days, start in ((rows[5], 1, "10:00"), (rows[8], 0, "14:00")):
            to = {"day": row.day + timedelta(days=days), "start": start, "minutes": 60}
            house.do("booking.move", reservation=row.pk, **to)
        with house.scope():
            kept = Reservation.objects.exclude(state="cancelled").order_by("starts_at")
            wanted = list(kept.values_list("starts_at", flat=True))
        for kind, target in (("own_feed", person), ("resource_public", laser)):
            if kind != "own_feed":
                given_feed(house, "public", resource=laser)
            answer = feed(house, kind, target)
            assert [at for at, _what, state in read(answer) if state == "CONFIRMED"] == wanted
            (ruled,) = [one for one in events(answer) if "RRULE" in one]
            assert len(events(answer)) == (4 if kind == "own_feed" else 3)
            assert len(ruled["EXDATE"]) == 3

    def test_the_hour_that_spring_skips_is_no_part_of_a_rule(self, house, laser):
        last = date(timezone.localdate().year + 1, 3, 31)
        sunday = last - timedelta(days=(last.weekday() + 1) % 7)
        first = sunday - timedelta(weeks=4)
        house.do(
            "booking.repeat", recurrence=new_id(), resource=laser, person=house.person(),
            rrule="FREQ=WEEKLY;BYDAY=SU", until=sunday + timedelta(weeks=4), day=first,
            start="02:30", minutes=15, skip=True,
        )  # fmt: skip
        found = [at for at, _what, _state in of_resource(house, laser)]
        weeks = [week for week in range(9) if week != 4]
        assert found == [
            local_instant(first + timedelta(weeks=week), time(2, 30), PARIS) for week in weeks
        ]

    def test_no_more_rows_are_read_than_so_many(self, house, laser, monkeypatch):
        for days in (8, 7, 9):
            reservation(house, resource=laser, **slot(days))
        monkeypatch.setattr("maillage.booking.feed_queries.MOST", 2)
        assert [at for at, _what, _state in of_resource(house, laser, "public")] == [
            TEN, TEN + timedelta(days=1),
        ]  # fmt: skip

    def test_of_a_whole_place(self, house, laser):
        other = new_id()
        house.do("network.add_place", place=other, name="Annexe", kind="fablab")
        for one in (laser, resource(house), resource(house, place=other)):
            reservation(house, resource=one)
        given_feed(house, place=house.place)
        answer = feed(house, "place_team", house.place)
        assert len(read(answer)) == 2
        assert Calendar.from_ical(answer.content)["X-WR-CALNAME"] == "Numéripôle"


class TestEverybodys:
    def test_it_says_taken_and_nothing_else(self, house, laser):
        reservation(house, resource=laser)
        assert of_resource(house, laser, "public") == [(TEN, "Trotec : occupé", "CONFIRMED")]
        content = feed(house, "resource_public", laser).content.decode()
        assert ("Marie" in content, "Le Gall" in content) == (False, False)

    def test_the_buffer_is_taken_and_what_is_given_up_is_free(self, house):
        made = resource(house, family(house, buffer=30))
        kept = reservation(house, resource=made)
        given_feed(house, "public", resource=made)
        calendar = Calendar.from_ical(feed(house, "resource_public", made).content)
        (one,) = calendar.walk("VEVENT")
        assert one["DTEND"].dt - one["DTSTART"].dt == timedelta(minutes=90)
        house.do("booking.cancel", reservation=kept)
        assert of_resource(house, made, "public") == []

    def test_a_session_has_no_title(self, house):
        room = new_id()
        house.do("booking.set_resource", resource=room, unit=house.room, family=family(house))
        house.session(room=house.room, day=IN_A_WEEK, start="10:00", minutes=60)
        given_feed(house, "public", place=house.place)
        answer = feed(house, "place_public", house.place)
        assert [what for _at, what, _ in read(answer)] == ["Salle bleue : occupé"]


class TestOnesOwn:
    def test_their_reservations_and_where(self, house, laser):
        marie, zoe = house.person(), house.person("Zoé", "Petit")
        house.do("network.edit_place", place=house.place, address="1 rue de la Mairie")
        for who, changes in ((marie, {}), (zoe, {"start": "14:00"})):
            reservation(house, resource=laser, person=who, **slot(7, **changes))
        reservation(house, resource=laser, person=marie, wait=True, **slot(7, "14:00"))
        given_page(house, marie)
        answer = feed(house, "own_feed", marie)
        assert read(answer) == [
            (TEN, "Trotec", "CONFIRMED"),
            (TEN + 4 * HOUR, "En attente : Trotec", "TENTATIVE"),
        ]
        first, second = Calendar.from_ical(answer.content).walk("VEVENT")
        assert first["LOCATION"] == "Numéripôle, 1 rue de la Mairie"
        assert (first.get("TRANSP"), second["TRANSP"]) == (None, "TRANSPARENT")
        assert "Zoé" not in answer.content.decode()

    def test_of_both_their_files(self, house, laser):
        kept, merged = house.person(), house.person("Mari", "Legal")
        reservation(house, resource=laser, person=merged)
        given_page(house, merged)
        address = token(house, "own_feed", merged)
        house.do("people.merge", alias=new_id(), kept=kept, merged=merged)
        assert read(Client().get(f"/agenda/{address}.ics")) == [(TEN, "Trotec", "CONFIRMED")]


class TestTheAddress:
    def test_nobody_keeps_it_lists_it_or_learns_it(self, house, laser):
        given_feed(house, resource=laser)
        answer = feed(house, "resource_team", laser)
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        assert answer["Cache-Control"] == "no-store"
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert answer["Referrer-Policy"] == "same-origin"
        assert not answer.cookies

    def test_dead_unknown_or_not_a_calendars_it_is_404_in_french(self, house, laser):
        given_feed(house, resource=laser)
        marie = given_page(house)["person"]
        dead = token(house, "resource_team", laser)
        house.do("booking.withdraw_feed", audience="team", resource=laser)
        for one in (dead, "x" * 43, str(laser), token(house, "own_page", marie)):
            answer = Client().get(f"/agenda/{one}.ics")
            assert (answer.status_code, answer["Cache-Control"]) == (404, "no-store")
            assert "Ce lien ne marche plus." in text_of(answer)

    def test_nothing_is_written_there(self, house, laser):
        given_feed(house, resource=laser)
        address = token(house, "resource_team", laser)
        assert Client().post(f"/agenda/{address}.ics").status_code == 405


@pytest.mark.parametrize("kind", ["place_team", "place_public", "resource_team", "own_feed"])
def test_one_row_and_three_cost_the_same(house: House, laser: Any, kind: str) -> None:
    marie = house.person()
    targets = {"place": house.place, "resource": laser, "own": marie}
    target = targets[kind.partition("_")[0]]

    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert feed(house, kind, target).status_code == 200
        return len(seen)

    for audience in ("team", "public"):
        given_feed(house, audience, place=house.place)
    given_feed(house, resource=laser)
    given_page(house, marie)
    reservation(house, resource=laser, person=marie)
    statements()
    one = statements()
    for number in (8, 9):
        house.session(room=house.room, day=slot(number)["day"])
        reservation(house, resource=laser, person=marie, **slot(number))
        reservation(house, resource=resource(house), person=marie)
    assert statements() == one <= 8

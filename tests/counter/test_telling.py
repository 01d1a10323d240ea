"""Sessions called off, moved, given, animated by another: everybody registered is told, once."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
import time_machine

from maillage.core.ids import new_id
from maillage.counter import reminders
from maillage.counter.reminders import remind
from maillage.messages.models import Message
from maillage.network.doors import Refused
from maillage.people.models import Guardianship
from maillage.programme.models import Session, SessionMediator
from tests.houses import House
from tests.messages.conftest import held

NOW = datetime(2027, 1, 4, 9, tzinfo=UTC)
THURSDAYS = {"rrule": "FREQ=WEEKLY;BYDAY=TH", "count": 4}


@pytest.fixture(autouse=True)
def monday(house: House):
    """Monday 4 January 2027, 10 in the morning in Bras."""
    with time_machine.travel(NOW, tick=False) as clock:
        house.do(
            "network.edit_place", place=house.place, phone="03 29 12 34 56",
            address="1 rue de la Mairie",
        )  # fmt: skip
        yield clock


def plan(house: House, **changes: Any) -> list[UUID]:
    made = house.do(
        "programme.plan_session", session=new_id(), workshop=house.workshop, minutes=90,
        **{"place": house.place, "day": "2027-01-14", "start": "14:30", "room": house.room}
        | changes,
    )  # fmt: skip
    return [UUID(one) for one in made["sessions"]]


def seat(house: House, session: UUID, first_name: str, person: UUID | None = None, **contact: Any):
    person = person or house.person(first_name, "", **contact)
    registration = new_id()
    seats = [{"registration": registration, "person": person}]
    house.do("programme.register", session=session, seats=seats)
    return person


def eight(house: House, session: UUID) -> None:
    """Three with a mobile, five with a landline."""
    for n in range(3):
        seat(house, session, f"Ana {n}", phone=f"06 12 34 56 7{n}")
    for n in range(5):
        seat(house, session, f"Zoé {n}", phone=f"03 29 12 34 5{n}")


def refused(house: House, kind: str, **payload: Any) -> str:
    with pytest.raises(Refused) as caught:
        house.do(kind, **payload)
    return caught.value.result.code


def bodies(house: House, **wanted: Any) -> list[str]:
    return [one.body.replace("\u00a0", " ") for one in held(house, **wanted)]


CANCELLED = """Bonjour Zoé,

L’atelier « Boîte mail » est annulé.
Il devait avoir lieu jeudi 14 janvier à 14 heures 30.
Nous sommes désolés.

Une question ? Appelez le 03 29 12 34 56.

Numéripôle"""


def test_a_session_called_off_is_told_in_one_command(house: House) -> None:
    """A13: three SMS and a phone list of five, ready in one click."""
    (session,) = plan(house)
    eight(house, session)
    data = house.do("counter.call_off", session=session)
    assert data["told"] == {"sms": 3, "call": 5}
    rows = held(house)
    assert {(one.channel, one.state) for one in rows} == {("sms", "queued"), ("call", "to_do")}
    assert {one.code for one in rows} == {"session_cancelled"}
    assert len({one.about for one in rows}) == 1


def test_the_words_are_plain_with_the_day_and_the_hour_in_full(house: House) -> None:
    (session,) = plan(house)
    seat(house, session, "Zoé", phone="03 29 12 34 56")
    house.do("counter.call_off", session=session)
    assert bodies(house) == [CANCELLED]


def test_called_off_twice_nobody_is_told_twice(house: House) -> None:
    (session,) = plan(house)
    eight(house, session)
    house.do("counter.call_off", session=session)
    assert house.do("counter.call_off", session=session)["told"] == {}
    assert len(held(house)) == 8


def test_who_waits_is_told_who_gave_up_is_not(house: House) -> None:
    (session,) = plan(house, capacity=1)
    seat(house, session, "Ana", phone="06 12 34 56 78")
    seat(house, session, "Bob", phone="06 12 34 56 79")
    gone = new_id()
    seats = [{"registration": gone, "person": house.person("Cléo", "", phone="0612345670")}]
    house.do("programme.register", session=session, seats=seats)
    house.do("programme.cancel_registration", registration=gone)
    house.do("counter.call_off", session=session)
    assert [one.person.first_name for one in held(house)] == ["Ana", "Bob"]


def test_a_session_begun_is_told_to_nobody(house: House, monday) -> None:
    (session,) = plan(house)
    seat(house, session, "Ana", phone="06 12 34 56 78")
    monday.move_to(datetime(2027, 1, 14, 15, tzinfo=UTC))
    assert house.do("counter.call_off", session=session)["told"] == {}
    assert refused(house, "counter.write", session=session, text="Trop tard") == "begun"


def test_one_message_tells_of_all_the_sessions_of_a_person(house: House) -> None:
    sessions = plan(house, repeat=THURSDAYS)
    ana = house.person("Ana", "", phone="03 29 12 34 56")
    for one in sessions[1:]:
        seat(house, one, "Ana", ana)
    seat(house, sessions[0], "Zoé", phone="03 29 12 34 57")
    data = house.do("counter.call_off", session=sessions[0], scope="following")
    assert (len(data["cancelled"]), data["told"]) == (4, {"call": 2})
    ana_told, zoe_told = bodies(house)
    assert "jeudi 21 janvier, jeudi 28 janvier et jeudi 4 février à 14 heures 30." in ana_told
    assert "jeudi 14 janvier à 14 heures 30." in zoe_told


def test_each_move_is_another_message_and_the_former_is_not_said_any_more(house: House) -> None:
    (session,) = plan(house)
    seat(house, session, "Zoé", phone="03 29 12 34 56")
    for day in ("2027-01-15", "2027-01-14", "2027-01-15"):
        assert house.do("counter.move_session", session=session, day=day)["told"] == {"call": 1}
    first, second, third = held(house)
    states = sorted((one.state, one.body.split("\n")[4]) for one in (first, second, third))
    assert [state for state, _line in states] == ["dropped", "dropped", "to_do"]
    assert states[-1][1] == "Maintenant, c’est vendredi 15 janvier à 14 heures 30."
    assert house.do("counter.move_session", session=session, capacity=3)["told"] == {}
    assert house.do("counter.move_session", session=session, day="2027-01-15")["told"] == {}


def test_a_move_says_before_and_now(house: House) -> None:
    (session,) = plan(house)
    seat(house, session, "Zoé", phone="03 29 12 34 56")
    house.do("counter.move_session", session=session, day="2027-01-18", start="10:00")
    assert "\n".join(bodies(house)[0].split("\n")[2:7]) == (
        "L’atelier « Boîte mail » change.\n"
        "Avant, c’était jeudi 14 janvier à 14 heures 30.\n"
        "Maintenant, c’est lundi 18 janvier à 10 heures.\n"
        "Le lieu : Salle bleue, Numéripôle, 1 rue de la Mairie.\n"
        "Votre place est gardée."
    )


def test_a_refused_move_tells_nobody(house: House) -> None:
    first, _second = plan(house)[0], plan(house, day="2027-01-15")
    seat(house, first, "Zoé", phone="03 29 12 34 56")
    assert refused(house, "counter.move_session", session=first, day="2027-01-15") == "room_taken"
    assert held(house) == []


def test_cancelled_after_a_move_only_the_last_is_said(house: House) -> None:
    (session,) = plan(house)
    seat(house, session, "Zoé", phone="03 29 12 34 56")
    house.do("counter.move_session", session=session, day="2027-01-15")
    house.do("counter.call_off", session=session)
    assert sorted((one.code, one.state) for one in held(house)) == [
        ("session_cancelled", "to_do"),
        ("session_moved", "dropped"),
    ]


def test_a_seat_given_is_told(house: House) -> None:
    (session,) = plan(house, capacity=1)
    seat(house, session, "Ana", phone="06 12 34 56 78")
    waiting, bob = new_id(), house.person("Bob", "", phone="03 29 12 34 56")
    house.do(
        "programme.register", session=session, seats=[{"registration": waiting, "person": bob}]
    )
    assert house.do("counter.tell_waiting", session=session)["told"] == {"call": 1}
    assert house.do("counter.tell_waiting", session=session)["told"] == {}
    house.do("programme.add_chair", session=session)
    data = house.do("counter.offer_seat", registration=waiting)
    assert data == {"seats": [2], "told": {"call": 1}}
    said = {one.code: one.body for one in held(house)}
    assert "Vous êtes sur la liste d’attente." in said["still_waiting"]
    assert "Vous avez une place à l’atelier « Boîte mail »." in said["seat_given"]


# Somebody of the team is away


def away(house: House, staff: UUID, **payload: Any) -> dict[str, Any]:
    return house.do(
        "counter.declare_absence", absence=new_id(), staff=staff, from_day="2027-01-14", **payload
    )


def test_a_sickness_calls_off_the_sessions_of_both_places(house: House) -> None:
    karim = house.add_staff("mediator", "Karim")
    there = new_id()
    house.do("network.add_place", place=there, name="Annexe", kind="fablab")
    (here,) = plan(house, mediators=[karim])
    (elsewhere,) = plan(house, mediators=[karim], place=there, room=None, start="09:00")
    shared = plan(house, mediators=[karim, house.manager], start="18:00", room=None)[0]
    for n, session in enumerate((here, elsewhere, shared)):
        seat(house, session, f"Zoé {n}", phone=f"03 29 12 34 5{n}")
    seat(house, here, "Ana", phone="06 12 34 56 78")
    data = away(house, karim, call_off=True)
    assert set(data["sessions"]) == {str(here), str(elsewhere)}
    assert data["told"] == {"sms": 1, "call": 2}
    with house.scope():
        states = dict(Session.objects.values_list("pk", "state"))
    assert states == {here: "cancelled", elsewhere: "cancelled", shared: "planned"}
    assert "Karim ne peut pas venir." in bodies(house, channel="call")[0]


def test_somebody_takes_the_sessions_over(house: House) -> None:
    karim = house.add_staff("mediator", "Karim")
    (session,) = plan(house, mediators=[karim])
    seat(house, session, "Zoé", phone="03 29 12 34 56")
    assert away(house, karim, replaced_by=house.manager)["told"] == {"call": 1}
    with house.scope():
        assert [one.staff_id for one in SessionMediator.objects.all()] == [house.manager]
    (said,) = bodies(house)
    assert "Karim ne peut pas venir.\nLoïc vient à sa place." in said
    assert "L’atelier « Boîte mail » a bien lieu." in said


def test_an_absence_alone_names_the_sessions_and_tells_nobody(house: House) -> None:
    karim = house.add_staff("mediator", "Karim")
    (session,) = plan(house, mediators=[karim])
    seat(house, session, "Zoé", phone="03 29 12 34 56")
    data = away(house, karim)
    assert (data["sessions"], data["told"], held(house)) == ([str(session)], {}, [])
    both = {"replaced_by": house.manager, "call_off": True}
    ids = {"absence": new_id(), "staff": karim, "from_day": "2027-01-20"}
    assert refused(house, "counter.declare_absence", **ids, **both) == "choose_one"


# One's own words, papers, reminders


def test_one_writes_to_those_registered_or_to_some(house: House) -> None:
    (session,) = plan(house)
    ana = seat(house, session, "Ana", phone="06 12 34 56 78")
    seat(house, session, "Zoé", phone="03 29 12 34 56")
    told = house.do("counter.write", session=session, text="Venez avec vos photos.")["told"]
    assert told == {"sms": 1, "call": 1}
    payload = {"session": session, "text": "Et votre téléphone.", "persons": [ana]}
    assert house.do("counter.write", **payload)["told"] == {"sms": 1}
    stranger = {**payload, "persons": [house.person()]}
    assert refused(house, "counter.write", **stranger) == "not_found"


def test_who_answers_for_a_minor_is_asked_for_what_is_missing(house: House) -> None:
    house.do(
        "people.add_document", document=new_id(), document_kind="parental_consent",
        title="Autorisation", from_day="2026-01-01", required_of="minors",
    )  # fmt: skip
    (session,) = plan(house)
    lea = seat(house, session, "Léa", profile={"age_band": "12_17"})
    seat(house, session, "Ana", phone="06 12 34 56 78")
    mother = house.person("Marie", "", email="marie@example.fr")
    with house.scope():
        Guardianship.objects.create(structure_id=house.structure, minor_id=lea, guardian_id=mother)
    assert house.do("counter.ask_documents", session=session)["told"] == {"email": 1}
    assert house.do("counter.ask_documents", session=session)["told"] == {}
    (row,) = held(house)
    assert (row.told.first_name, row.person.first_name) == ("Marie", "Léa")
    assert "Ce message est pour Léa." in row.body
    assert "Il manque un document : autorisation parentale." in row.body


def test_the_day_before_those_registered_are_reminded_once(house: House, monday) -> None:
    (session,) = plan(house, capacity=2)
    seat(house, session, "Ana", phone="06 12 34 56 78")
    seat(house, session, "Zoé", phone="03 29 12 34 56")
    seat(house, session, "Bob", email="bob@example.fr")
    eve = datetime(2027, 1, 13, 7, tzinfo=UTC)
    hours = {hour: remind(house.structure, eve.replace(hour=hour)) for hour in (7, 8, 9, 17, 18)}
    assert hours == {7: 0, 8: 0, 9: 1, 17: 0, 18: 0}
    (row,) = held(house)
    assert (row.person.first_name, row.code, row.state) == ("Ana", "reminder", "queued")
    assert "N'oubliez pas l'atelier \"Boîte mail\". C'est jeudi 14 janvier" in row.body
    monday.move_to(eve.replace(hour=10))
    house.do("counter.move_session", session=session, day="2027-01-15")
    assert held(house, code="reminder")[0].state == "dropped"
    assert remind(house.structure, datetime(2027, 1, 14, 10, tzinfo=UTC)) == 1


@pytest.mark.parametrize("meanwhile", ["cancelled", "moved"])
def test_a_session_that_changes_while_others_are_reminded_is_not_said(
    house: House, monkeypatch: pytest.MonkeyPatch, meanwhile: str
) -> None:
    (session,), eve = plan(house), datetime(2027, 1, 13, 9, tzinfo=UTC)
    seat(house, session, "Ana", phone="06 12 34 56 78")
    read = reminders._tomorrow

    def read_before(now: datetime) -> list[Session]:
        """The sessions as they were; then something happens to one."""
        found = read(now)
        if meanwhile == "cancelled":
            house.do("counter.call_off", session=session)
        else:
            house.do("counter.move_session", session=session, day="2027-01-15")
        return found

    monkeypatch.setattr(reminders, "_tomorrow", read_before)
    assert remind(house.structure, eve) == 0


def test_without_a_connector_nobody_is_reminded(house: House, settings) -> None:
    (session,) = plan(house)
    seat(house, session, "Ana", phone="06 12 34 56 78")
    settings.MAIL, settings.SMS_URL = {}, ""
    assert remind(house.structure, datetime(2027, 1, 13, 10, tzinfo=UTC)) == 0
    with house.scope():
        assert Message.objects.count() == 0

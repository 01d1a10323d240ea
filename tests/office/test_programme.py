"""Sessions through their screens."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from maillage.core.ids import new_id
from maillage.programme.models import Registration, Session
from tests.houses import House, ailleurs
from tests.office.conftest import Office

DAY = {"day": "2027-03-16", "start": "14:00"}


def planned(house: House) -> list[Session]:
    with house.scope():
        return list(Session.objects.select_related("room").order_by("starts_at"))


def test_a_session_is_planned(office: Office) -> None:
    house = office.house
    page = office.send(
        "session-plan", workshop=house.workshop, place=house.place, room=house.room, **DAY,
        mediators=[house.manager],
    )  # fmt: skip
    assert "C’est planifié" in page
    assert "Semaine du 15 mars 2027" in page
    assert "14 h Boîte mail 0/8 places prises Salle bleue · Loïc" in page
    (session,) = planned(house)
    assert (session.day, session.capacity) == (date(2027, 3, 16), 8)


def test_a_session_is_repeated_each_week(office: Office) -> None:
    house = office.house
    page = office.send(
        "session-plan", workshop=house.workshop, place=house.place, **DAY,
        repeats="1", until="2027-04-13", skip_bank_holidays="on",
    )  # fmt: skip
    assert [one.day.isoformat() for one in planned(house)] == [
        "2027-03-16", "2027-03-23", "2027-03-30", "2027-04-06", "2027-04-13",
    ]  # fmt: skip
    said = "Chaque mardi à 14 h, du 16 mars 2027 au 13 avril 2027, sauf jours fériés : 5 séances."
    assert said in page


def test_a_room_taken_is_said_in_the_form_and_nothing_is_lost(office: Office) -> None:
    house = office.house
    typed = {"workshop": house.workshop, "place": house.place, "room": house.room, **DAY}
    office.send("session-plan", **typed)
    page, source = office.refused("session-plan", **typed, capacity="5", address="Ailleurs")
    assert "Salle bleue est déjà prise mardi 16 mars de 14 h à 15 h 30 : Boîte mail." in page
    assert 'value="2027-03-16"' in source
    assert 'value="5"' in source
    assert 'value="Ailleurs"' in source
    assert 'href="#id_room"' in source
    assert len(planned(house)) == 1


def test_a_mediator_elsewhere_is_said_in_the_form(office: Office) -> None:
    house = office.house
    other = new_id()
    house.do("network.add_place", place=other, name="Annexe", kind="fablab")
    typed = {"workshop": house.workshop, **DAY, "mediators": [house.manager]}
    office.send("session-plan", place=house.place, **typed)
    page, source = office.refused("session-plan", place=other, **typed)
    assert "Loïc est déjà à Numéripôle mardi 16 mars" in page
    assert 'href="#id_mediators' in source


def test_anothers_workshop_is_not_among_the_choices(office: Office) -> None:
    theirs = ailleurs()
    place = office.house.place
    page, _source = office.refused("session-plan", workshop=theirs.workshop, place=place, **DAY)
    absent, _source = office.refused("session-plan", workshop=uuid4(), place=place, **DAY)
    assert page.count("n’en fait pas partie") == absent.count("n’en fait pas partie") == 2


def test_a_month_is_shown_by_place(office: Office) -> None:
    house = office.house
    other = new_id()
    house.do("network.add_place", place=other, name="Annexe", kind="fablab")
    house.session(day=date(2027, 3, 2), start="09:00", minutes=60)
    house.session(day=date(2027, 3, 2), start="10:00", minutes=60, place=other)
    assert office.get("sessions", month="2027-03").count("Boîte mail") == 2
    page = office.get("sessions", month="2027-03", place=str(other))
    assert page.count("Boîte mail") == 1
    assert "Mardi 2 mars 10 h Boîte mail" in page
    for odd in ("2027-13", "x", "9999-12", "0001-01"):
        assert "Séances de" in office.get("sessions", month=odd)


def test_who_is_registered_waits_and_came(office: Office) -> None:
    house = office.house
    session = house.session(capacity=1, start="00:00", minutes=1439)
    first, second = new_id(), new_id()
    for registration, name in ((first, "Marie"), (second, "Odette")):
        person = house.person(name, "", phone="06 12 34 56 78")
        seats = [{"registration": registration, "person": person}]
        house.do("programme.register", session=session, seats=seats)
    page = office.get("session", session)
    assert "place 1 Marie 06 12 34 56 78" in page
    assert "attend, rang 1 Odette 06 12 34 56 78" in page
    page = office.send("session-mark", session, registration=first, attendance="excused")
    assert "excusé·e 1 sans nom 0" in page
    with house.scope():
        assert Registration.objects.get(pk=first).attendance == "excused"


def test_a_wrong_mark_is_refused_in_words(office: Office) -> None:
    session = office.house.session()
    for registration in ("x", str(uuid4())):
        answer = office.client.post(
            office.url("session-mark", session),
            {"registration": registration, "attendance": "present"},
        )
        assert answer.status_code == 422


def test_a_session_is_cancelled_and_says_who_was_registered(office: Office) -> None:
    house = office.house
    session = house.session(room=house.room)
    seats = [{"registration": new_id(), "person": house.person()}]
    house.do("programme.register", session=session, seats=seats)
    page = office.send("session-cancel", session)
    assert "séance annulée" in page
    assert "Qui était inscrit place 1 Marie Le Gall" in page
    house.session(room=house.room)


@time_machine.travel("2026-11-24T13:00:00Z", tick=False)
def test_the_sheet_is_a_pdf(office: Office, as_role) -> None:
    session = office.house.session()
    for someone in (office, as_role("volunteer")):
        answer = someone.client.get(someone.url("session-sheet", session))
        assert answer.status_code == 200
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"] == 'inline; filename="presence-2026-11-24.pdf"'
        assert answer.content.startswith(b"%PDF-1.7")


def test_a_link_to_the_plan_says_the_workshop(office: Office) -> None:
    url = office.url("session-plan")
    page = office.client.get(url, {"workshop": office.house.workshop}).content.decode()
    assert f'<option value="{office.house.workshop}" selected>' in page
    tomorrow = timezone.localdate() + timedelta(days=1)
    page = office.client.get(url, {"day": tomorrow.isoformat()}).content.decode()
    assert f'value="{tomorrow}"' in page


@pytest.mark.parametrize("odd", ["x", "'", "9" * 50])
def test_odd_questions_do_no_harm(office: Office, odd: str) -> None:
    assert office.client.get(office.url("session-plan"), {"day": odd, "workshop": odd}).status_code

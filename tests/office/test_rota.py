"""The team's week, and somebody away: the grid, the one tap, the sessions saved, whom to tell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maillage.core.ids import new_id
from maillage.network.models import Place, RotaSlot, StaffAbsence, StaffPresence
from maillage.programme.models import Session, SessionMediator
from tests.houses import House
from tests.office.conftest import Office, text_of

MONDAY, THURSDAY = "2026-11-23", "2026-11-26"


@pytest.fixture(autouse=True)
def monday_morning() -> Iterator[None]:
    """Monday 23 November 2026, 8 h in Paris."""
    with time_machine.travel(f"{MONDAY}T07:00:00Z", tick=False):
        yield


@pytest.fixture
def sandrine(house: House) -> Any:
    return house.add_staff("mediator", "Sandrine")


@pytest.fixture
def begun(house: House) -> None:
    """Somebody came: the first steps are over, home shows the day."""
    house.do("people.greet", visit=new_id(), person=house.person())


def slot(house: House, staff: Any, **changes: Any) -> Any:
    made = new_id()
    values = {"place": house.place, "weekday": 3, "starts": "14:00", "ends": "17:00"} | changes
    house.do("network.set_rota_slot", slot=made, staff=staff, **values)
    return made


def typed(house: House, staff: Any, **changes: Any) -> dict[str, Any]:
    return {
        "staff": staff, "place": house.place, "starts": "09:00", "ends": "12:00",
        "from_day": MONDAY,
    } | changes  # fmt: skip


def test_several_days_are_added_at_once_and_seen_in_the_week(office: Office, sandrine) -> None:
    page = office.send("slot-add", **typed(office.house, sandrine, weekdays=["0", "3"]))
    assert "Ajouté : lundi et jeudi." in page
    assert page.count("9 h – 12 h") == 2
    assert "Sandrine 6 h" in page
    assert "9 h – 12 h" not in office.get("rota", week="2026-11-16")
    assert office.get("rota", week="2026-12-21").count("9 h – 12 h") == 2


def test_a_day_refused_is_said_and_the_others_stand(office: Office, sandrine) -> None:
    slot(office.house, sandrine)
    page = office.send(
        "slot-add",
        **typed(office.house, sandrine, weekdays=["0", "3"], starts="16:00", ends="18:00"),
    )
    assert "Ajouté : lundi. Sandrine est déjà à Numéripôle le jeudi de 14 h à 17 h." in page


def test_the_same_slot_in_two_places_is_refused_on_the_form(office: Office, sandrine) -> None:
    other = new_id()
    office.house.do("network.add_place", place=other, name="La Verrerie", kind="fablab")
    slot(office.house, sandrine)
    text, _ = office.refused(
        "slot-add",
        **typed(office.house, sandrine, place=other, weekdays=["3"], starts="16:00", ends="18:00"),
    )
    assert "Sandrine est déjà à Numéripôle jeudi 26 novembre de 14 h à 17 h" in text


def test_a_half_day_is_corrected_then_taken_away(office: Office, sandrine) -> None:
    made = slot(office.house, sandrine)
    assert "Sandrine, le jeudi" in office.get("slot", made)
    page = office.send("slot", made, **typed(office.house, sandrine, weekday="4"))
    assert "9 h – 12 h" in page
    assert "14 h – 17 h" not in page
    office.send("slot-end", made, to_day="2026-11-22")
    with office.house.scope():
        assert not RotaSlot.objects.exists()


def test_bank_holidays_and_absences_are_struck_with_why(office: Office, sandrine) -> None:
    slot(office.house, sandrine, weekday=4)
    office.house.do(
        "network.declare_absence", absence=new_id(), staff=sandrine, from_day="2026-11-27",
        to_day="2026-11-27",
    )  # fmt: skip
    assert "14 h – 17 h absent·e" in office.get("rota")
    christmas = office.get("rota", week="2026-12-21")
    assert "14 h – 17 h férié" in christmas
    assert "Sandrine 0 h" in christmas


def test_hours_that_nobody_staffs_are_said_on_the_week_and_at_home(
    office: Office, sandrine, begun
) -> None:
    house = office.house
    house.do("network.edit_place", place=house.place, opening="Th 14:00-18:00; Sa 10:00-12:00")
    slot(house, sandrine)
    for name in ("rota", "home"):
        page = office.get(name)
        assert "Samedi de 10 h à 12 h les quatre semaines qui viennent" in page
        assert "Ouvert, mais personne n’est prévu Jeudi de 17 h à 18 h les quatre" in page
    assert "6 h d’ouverture, 3 h avec quelqu’un ! 3 h sans personne" in office.get("rota")


def test_hours_that_the_team_cannot_staff(office: Office) -> None:
    house = office.house
    other = new_id()
    house.do("network.edit_place", place=house.place, opening="Tu 09:00-12:00")
    house.do(
        "network.add_place",
        place=other,
        name="La Verrerie",
        kind="fablab",
        opening="Tu 10:00-18:00",
    )
    assert (
        "Mardi de 10 h à 12 h : La Verrerie et Numéripôle ouvrent en même temps, "
        "une seule personne peut y être." in office.get("rota")
    )
    house.add_staff("volunteer")
    assert "ouvrent en même temps" not in office.get("rota")


# Somebody away


def registered(house: House, session: Any, first_name: str, **contact: Any) -> Any:
    person = house.person(first_name, "", **contact)
    seats = [{"registration": new_id(), "person": person}]
    house.do("programme.register", session=session, seats=seats)
    return person


def animated(house: House, staff: Any, **changes: Any) -> Any:
    values = {"day": MONDAY, "start": "14:00", "minutes": 120, "mediators": [staff]} | changes
    return house.session(**values)


def away_today(office: Office, staff: Any) -> tuple[str, Any]:
    """The page that one tap leads to, and the absence."""
    page = office.send("absent-today", staff)
    with office.house.scope():
        return page, StaffAbsence.objects.latest("from_day").pk


def test_one_tap_says_the_sessions_and_whom_to_tell_by_which_channel(
    office: Office, sandrine, begun
) -> None:
    """Need A13: the SMS and the phone list of five names are ready in one tap."""
    house = office.house
    slot(house, sandrine, weekday=0)
    session = animated(house, sandrine)
    for number in range(3):
        registered(house, session, f"Mobile{number}", phone=f"061234567{number}")
    for number in range(5):
        registered(house, session, f"Fixe{number}", phone=f"032912345{number}")
    assert "Sandrine de 14 h à 17 h" in office.get("home")
    page, absence = away_today(office, sandrine)
    assert "Sandrine est absent·e Lundi 23 novembre" in page
    assert "3 SMS et 5 appels" in page
    assert re.findall(r"Fixe\d Boîte mail, lundi 23 novembre 14 h appel 03 29 12 34 5\d", page)
    assert away_today(office, sandrine)[1] == absence
    with house.scope():
        assert StaffPresence.objects.get(source_id=session).staff_id == sandrine
        laid = StaffPresence.objects.filter(source_kind="rota").earliest("starts_at")
        assert laid.starts_at.date().isoformat() == "2026-11-30"
    assert "absent·e : qui prévenir (Sandrine)" in office.get("home")


def test_only_those_free_may_replace(office: Office, sandrine) -> None:
    house = office.house
    elsewhere = new_id()
    house.do("network.add_place", place=elsewhere, name="La Verrerie", kind="fablab")
    busy = house.add_staff("volunteer", "Karim")
    slot(house, busy, weekday=0, place=elsewhere)
    session = animated(house, sandrine)
    page, absence = away_today(office, sandrine)
    assert "Remplacer par Loïc Remplacer" in page
    text, _ = refused(office, "absence-replace", absence, session=session, by=busy)
    assert "Sélectionnez un choix valide" in text
    page = office.send("absence-replace", absence, session=session, by=house.manager)
    assert "« Boîte mail » aura lieu." in page
    assert "Aucune séance n’est touchée" in page
    with house.scope():
        assert [one.staff_id for one in SessionMediator.objects.all()] == [house.manager]
        assert StaffPresence.objects.get(source_id=session).staff_id == house.manager


def refused(office: Office, name: str, /, *ids: Any, **values: Any) -> tuple[str, str]:
    answer = office.client.post(office.url(name, *ids), values)
    assert answer.status_code == 422
    return text_of(answer), answer.content.decode()


def test_a_session_called_off_keeps_its_list(office: Office, sandrine) -> None:
    session = animated(office.house, sandrine)
    registered(office.house, session, "Odette", phone="0329123456")
    _, absence = away_today(office, sandrine)
    page = office.send("absence-call-off", absence, session=session)
    assert "« Boîte mail » est annulée : 1 appel." in page
    assert "Odette Boîte mail, lundi 23 novembre 14 h appel 03 29 12 34 56" in page
    with office.house.scope():
        assert Session.objects.get().state == "cancelled"


def test_an_absence_of_several_days_then_back(office: Office, sandrine) -> None:
    made = slot(office.house, sandrine)
    page = office.send("absence-add", staff=sandrine, from_day=MONDAY, to_day="2026-11-27")
    assert "Du lundi 23 novembre au vendredi 27 novembre" in page
    assert "il n’y a personne à prévenir" in page
    with office.house.scope():
        absence = StaffAbsence.objects.get().pk
    office.send("absence-cancel", absence)
    assert "14 h – 17 h" in office.get("rota")
    assert "Sandrine est là finalement" in office.get("absence", absence)
    with office.house.scope():
        first = StaffPresence.objects.filter(source_id=made).earliest("starts_at")
        assert first.starts_at.date().isoformat() == THURSDAY


def test_a_mediator_sees_the_week_and_does_not_set_it(as_role, house: House) -> None:
    mediator = as_role("mediator")
    made = slot(house, house.staff["mediator"])
    assert "Ajouter à la semaine" not in mediator.get("rota")
    assert mediator.client.get(mediator.url("slot", made)).status_code == 403


def test_the_pages_cost_a_fixed_number_of_statements(office: Office, begun) -> None:
    house = office.house
    house.do("network.edit_place", place=house.place, opening="Mo-Fr 14:00-18:00")
    person = house.add_staff("mediator", "Sandrine")

    def cost(name: str, *ids: Any) -> int:
        office.get(name, *ids)
        with CaptureQueriesContext(connection) as seen:
            office.get(name, *ids)
        return len(seen)

    def add(number: int) -> None:
        who = new_id()
        house.do("network.add_staff", staff=who, first_name=f"Prénom {number}")
        house.do("network.give_role", staff_role=new_id(), staff=who, role="volunteer")
        slot(house, who, weekday=0)

    add(0)
    one = [cost("rota"), cost("home")]
    add(1)
    add(2)
    assert [cost("rota"), cost("home")] == one
    assert max(one) <= 20
    absence = new_id()
    house.do("network.declare_absence", absence=absence, staff=person)
    registered(house, animated(house, person), "Odette")
    few = cost("absence", absence)
    for hour in ("09:00", "11:00"):
        made = animated(house, person, start=hour, minutes=60)
        for number in range(2):
            registered(house, made, f"Zoé {number}")
    assert cost("absence", absence) == few <= 20


def test_a_place_that_opens_by_rota_says_so_at_home(office: Office, sandrine, begun) -> None:
    house = office.house
    house.do(
        "network.edit_place", place=house.place, opening="Mo-Fr 08:00-18:00", opens_by_rota=True
    )
    with house.scope():
        assert Place.objects.get().opens_by_rota
    assert "fermé" in office.get("home")
    slot(house, sandrine, weekday=0, starts="08:00", ends="12:00")
    assert "ouvert" in office.get("home")
    away_today(office, sandrine)
    assert "fermé" in office.get("home")


def test_one_day_is_exchanged(office: Office, sandrine) -> None:
    house = office.house
    ines = house.add_staff("volunteer", "Inès")
    held = slot(house, sandrine)
    assert "Changer un seul jour…" in office.get("slot", held)
    assert "jeudi 26 novembre 2026" in office.get("slot-day", held)
    assert "Quel jour" in office.refused("slot-day", held, day="2026-11-27")[0]
    page = office.send("slot-day", held, day=THURSDAY, staff=ines)
    assert "C’est changé pour ce jour-là." in page
    with house.scope():
        weeks = [row.staff_id for row in StaffPresence.objects.order_by("starts_at")[:2]]
    assert weeks == [ines, sandrine]

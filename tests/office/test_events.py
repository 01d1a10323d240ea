"""Events and workshops decided together, through their screens."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

import pytest
import time_machine

from maillage.core.ids import new_id
from maillage.programme.models import ChecklistItem, EventSheet
from tests.houses import House, sign_in
from tests.office.conftest import Office


def event(house: House, session_format: str = "tournament", **session: object) -> UUID:
    workshop = new_id()
    house.do(
        "programme.create_workshop", workshop=workshop, title="Ensemble", format=session_format
    )
    planned = {"day": date(2027, 3, 16), "start": "14:00", "minutes": 120, **session}
    return house.session(workshop=workshop, **planned)


@pytest.fixture
def office(house: House) -> Iterator[Office]:
    """The manager's browser, on the eve of the event."""
    with time_machine.travel("2027-03-15T09:00:00Z", tick=False):
        yield Office(house, sign_in(house, "manager"))


def test_the_page_of_a_tournament_names_who_lacks_a_consent(office: Office) -> None:
    house = office.house
    session = event(house)
    person = house.person("Léo", "Martin", profile={"birth_year": 2013})
    seats = [{"registration": new_id(), "person": person}]
    house.do("programme.register", session=session, seats=seats)
    page = office.get("session", session)
    assert "Mineurs inscrits 1" in page
    assert "Il manque une autorisation parentale. Sans elle, on ne joue pas : Léo Martin" in page
    assert "! en retard Vérifier l’âge conseillé du jeu (PEGI) pour le mardi 9 mars" in page
    office.send(
        "event-edit", session, game="Mario Kart", pegi="16", minimum_age="", maximum_age="",
        papers=[],
    )  # fmt: skip
    page = office.get("session", session)
    assert "Jeu Mario Kart (PEGI 16)" in page
    assert "Tous les mineurs ont leur autorisation" in page
    assert "Moins de 16 ans, l’âge conseillé du jeu (PEGI) : Léo Martin" in page
    with house.scope():
        assert EventSheet.objects.get(session=session).cash_prizes is False


def test_things_to_do_are_added_ticked_and_taken_off(office: Office) -> None:
    house = office.house
    session = event(house, "event")
    office.send("item-add", session, label="Louer des tables", due_on="2027-03-16")
    with house.scope():
        item = ChecklistItem.objects.get(label="Louer des tables").pk
    page = office.send("item-tick", item, done="1")
    assert "✓ fait Louer des tables Loïc, lundi 15 mars" in page
    page = office.send("item-tick", item, done="")
    assert "Louer des tables pour le mardi 16 mars C’est fait" in page
    assert "Louer des tables" not in office.send("item-drop", item)
    assert "Autorisation" not in office.get("session", session).split("Qui est inscrit")[0][-400:]


def test_a_workshop_shows_nothing_of_events(office: Office) -> None:
    page = office.get("session", office.house.session())
    assert "À faire avant" not in page
    assert "Ce qui a été décidé" not in page
    url = office.url("event-edit", office.house.session(start="23:50", minutes=5))
    assert office.client.get(url).status_code == 404


def test_what_was_decided_together_leads_to_the_next_date(office: Office) -> None:
    """M14: three decisions, seven participants, the next date."""
    house = office.house
    session = event(house, "collaborative", day=date(2027, 3, 9))
    for number in range(5):
        registration = new_id()
        seats = [{"registration": registration, "person": house.person(f"P{number}", "")}]
        house.do("programme.register", session=session, seats=seats)
        house.do("programme.mark_attendance", registration=registration, attendance="present")
    house.do("people.count_anonymous", count=new_id(), heads=2, session=session)
    typed = "Se revoir\n\n  Apporter une photo \nInviter la mairie"
    page = office.send("decisions", session, decisions=typed)
    assert "Se revoir Apporter une photo Inviter la mairie 7 personnes sont venues" in page
    assert "Planifier la suite mardi 16 mars" in page
    source = office.client.get(office.url("session", session)).content.decode()
    assert "day=2027-03-16&amp;start=14%3A00" in source
    kept = office.client.get(office.url("decisions", session)).content.decode()
    assert "Se revoir\nApporter une photo\nInviter la mairie</textarea>" in kept
    page, _source = office.refused("decisions", session, decisions="x\n" * 21)
    assert "Gardez vingt décisions au plus" in page

"""What each print says, how large, on how many pages; and the codes of those that come back."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from maillage.core.ids import new_id
from maillage.core.models import ShortCode
from maillage.core.shortcodes import written
from maillage.network.models import Organisation
from tests.houses import House, ailleurs, sign_in
from tests.office.conftest import Office

DAY = date(2190, 3, 16)


def identity(house: House) -> None:
    house.do(
        "network.edit_place", place=house.place, motto="Village connecté à l’avenir",
        phone="03 29 12 34 56", address="1 rue de la Mairie, 55100 Bras-sur-Meuse",
    )  # fmt: skip


def partners_of(house: House) -> list[UUID]:
    """Two partners, added once."""
    with house.scope():
        held = list(Organisation.objects.values_list("pk", flat=True))
    if not held:
        held = [new_id(), new_id()]
        for partner, name in zip(held, ("Point 35", "Mission Locale"), strict=True):
            house.do("network.add_organisation", organisation=partner, name=name)
    return held


def organised(house: House, **more: object) -> UUID:
    """A session with two partners."""
    partners = partners_of(house)
    planned = {"day": DAY, "start": "14:00", "minutes": 120, "room": house.room}
    return house.session(**{**planned, "organisers": partners, **more})


def registered(house: House, session: UUID, **person: object) -> tuple[UUID, UUID]:
    registration, who = new_id(), house.person(**person)
    seats = [{"registration": registration, "person": who}]
    house.do("programme.register", session=session, seats=seats)
    return registration, who


def everything(house: House) -> dict[str, tuple]:
    """Every print of the office: its address and its query."""
    identity(house)
    session = organised(house, capacity=1)
    registration, person = registered(house, session, phone="06 12 34 56 78", card="0247")
    registered(house, session, first_name="Odette")
    return {
        "month-pdf": ((), {"month": "2190-03"}),
        "session-poster": ((session,), {}),
        "workshop-poster": ((house.workshop,), {"paper": "a5"}),
        "session-signs": ((session,), {}),
        "session-sheet": ((session,), {}),
        "session-phones": ((session,), {}),
        "day-phones": ((), {"day": DAY.isoformat()}),
        "slip": ((registration,), {}),
        "person-card": ((person,), {}),
        "person-letter": ((person,), {}),
        "person-parental": ((person,), {"session": str(session)}),
        "till-journal-pdf": ((), {"first": "2026-01-01", "last": "2026-12-31"}),
    }


@pytest.mark.once
def test_every_print_is_tagged_large_enough_and_larger_when_asked(house: House, printed) -> None:
    for name, (ids, query) in everything(house).items():
        normal, large = printed(name, *ids, **query), printed(name, *ids, **query, size="large")
        assert (normal.is_accessible, large.is_accessible) == (True, True), name
        assert min(normal.sizes) >= 14, name
        # The address in the window of an envelope keeps its size.
        assert min(large.sizes) >= (14 if name == "person-letter" else 18), name
        assert normal.pages == (4 if name == "session-signs" else 1), name


@pytest.mark.once
def test_a_month_of_thirteen_sessions_is_one_page(house: House, printed) -> None:
    """B06: A4, 14 pt, thirteen sessions; M16: whom to call."""
    identity(house)
    for number in range(13):
        organised(house, day=date(2190, 3, number + 1), room=house.room)
    made = printed("month-pdf", month="2190-03")
    assert made.pages == 1
    assert made.text.startswith("Numéripôle Village connecté à l’avenir Programme de mars 2190")
    assert made.text.count("Boîte mail") == 13
    assert "Lundi 1er 14 h Boîte mail Salle bleue · avec Mission Locale et Point 35" in made.text
    assert "03 29 12 34 56" in made.text
    assert max(made.sizes) >= 26
    empty = printed("month-pdf", month="2189-03")
    assert "Aucune séance ce mois-ci." in empty.text


@pytest.mark.once
def test_a_cancelled_session_is_not_announced(house: House, printed) -> None:
    session = organised(house)
    house.do("programme.cancel_session", session=session)
    assert "Boîte mail" not in printed("month-pdf", month="2190-03").text


@pytest.mark.once
@pytest.mark.parametrize("paper", ["a4", "a5"])
def test_one_poster_names_every_organiser_and_never_takes_two_pages(
    house: House, printed, paper: str
) -> None:
    """M13, M16."""
    identity(house)
    house.do(
        "programme.edit_workshop", workshop=house.workshop, description="Lire et écrire. " * 24,
        title="Écrire, trier et ranger ses messages sans rien perdre",
    )  # fmt: skip
    session = organised(house)
    for size in ("", "large"):
        made = printed("session-poster", session, paper=paper, size=size)
        assert made.pages == 1
        assert "Point 35" in made.text
        assert "Mission Locale" in made.text
        assert "Mardi 16 mars 2190, de 14 h à 16 h" in made.text
        width, height = made.reader.pages[0].mediabox[2:]
        assert round(height / width, 1) == 1.4
        assert round(width) == (595 if paper == "a4" else 420)


@pytest.mark.once
def test_a_poster_says_the_price(house: House, printed) -> None:
    assert "De 8,00 € à 12,00 €" in printed("session-poster", organised(house)).text


@pytest.mark.once
def test_a_slip_says_the_seat_or_the_rank(house: House, printed) -> None:
    identity(house)
    session = organised(house, capacity=1)
    seated, _who = registered(house, session)
    waiting, _who = registered(house, session, first_name="Odette")
    first = printed("slip", seated)
    assert "Votre inscription Marie Le Gall Boîte mail Mardi 16 mars 2190" in first.text
    assert "Votre place : 1" in first.text
    ticket = printed("slip", waiting, paper="80mm")
    assert "Vous attendez une place : rang 1" in ticket.text
    assert round(ticket.reader.pages[0].mediabox[2] / 72 * 25.4) == 80


@pytest.mark.once
def test_a_letter_lists_seats_and_waiting_ranks(house: House, printed) -> None:
    session, full = organised(house), organised(house, start="17:00", capacity=1)
    registered(house, full, first_name="Odette")
    _seat, person = registered(house, session)
    seats = [{"registration": new_id(), "person": person}]
    house.do("programme.register", session=full, seats=seats)
    text = printed("person-letter", person).text
    assert "Bonjour Marie," in text
    assert "Vous avez une place : Mardi 16 mars 2190, de 14 h à 16 h Boîte mail" in text
    assert "Vous attendez une place : Mardi 16 mars 2190, de 17 h à 19 h" in text
    assert "rang 1" in text
    nobody = printed("person-letter", house.person("Zoé", "")).text
    assert "Vous n’êtes inscrit·e à aucune séance à venir." in nobody


@pytest.mark.once
def test_a_parental_consent_is_filled_with_what_is_known(house: House, printed) -> None:
    minor = house.person("Léo", "Martin", profile={"birth_year": 2014})
    guardian = house.person("Claire", "Martin", phone="06 12 34 56 78")
    house.do(
        "people.add_guardian", guardianship=new_id(), minor=minor, guardian=guardian,
        relation="mother",
    )  # fmt: skip
    text = printed("person-parental", minor, session=str(organised(house))).text
    for said in ("Léo Martin", "2014", "Claire Martin", "06 12 34 56 78", "Boîte mail"):
        assert said in text


# The codes of what comes back


def code(house: House, kind: str) -> str:
    with house.scope():
        return written(ShortCode.objects.get(kind=kind).code)


def test_each_code_opens_its_screen(office: Office) -> None:
    house = office.house
    for name, (ids, query) in everything(house).items():
        if name in {"session-sheet", "session-phones", "day-phones", "slip", "person-parental"}:
            text = office.client.get(office.url(name, *ids), query)
            assert text.status_code == 200
    opened = {
        kind: office.client.get(office.url("code"), {"code": code(house, kind).lower()})["Location"]
        for kind in ("attendance", "phones", "phones_day", "slip", "parental")
    }
    with house.scope():
        rows = {row.kind: row.target for row in ShortCode.objects.all()}
    session = f"{office.url('session', rows['attendance'])}#who"
    assert opened == {
        "attendance": session,
        "phones": session,
        "slip": session,
        "phones_day": f"{office.url('sessions')}?month=2190-03#day-21900316",
        "parental": f"{office.url('person', rows['parental'])}#documents",
    }


def test_a_code_badly_copied_or_from_elsewhere_is_said_kindly(office: Office) -> None:
    other = ailleurs()
    session = other.session()
    theirs = Office(other, sign_in(other, "manager"))
    theirs.client.get(theirs.url("session-sheet", session))
    answer = office.client.get(office.url("code"), {"code": code(other, "attendance")})
    assert answer.status_code == 422
    assert "Ce code n’est pas d’une feuille d’ici" in answer.content.decode()
    answer = office.client.get(office.url("code"), {"code": "ACD-EFC"})
    assert answer.status_code == 422
    assert "mal recopié" in answer.content.decode()
    office.house.add_staff("mediator")
    at_work = Office(office.house, sign_in(office.house, "mediator"))
    assert "J’ai un papier : tapez son code" in at_work.get("home")


def test_a_volunteer_types_the_code_of_a_sheet_and_is_led_to_the_desk(office: Office) -> None:
    house = office.house
    house.add_staff("volunteer")
    at_work = Office(house, sign_in(house, "volunteer"))
    assert "J’ai un papier : tapez son code" in at_work.get("home")
    session = house.session()
    office.client.get(office.url("session-sheet", session))
    opened = at_work.client.get(at_work.url("code"), {"code": code(house, "attendance")})
    assert opened["Location"] == f"/s/bras/desk/#seance={session}"

"""Events and tournaments: what is to do before, the minors' papers, ages; decisions kept."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import time_machine

from maillage.core.ids import new_id
from maillage.core.models import ToSettle
from maillage.programme.fitness import age_notes, papers_of
from maillage.programme.models import ChecklistItem, Registration, Session, SessionDecision
from maillage.programme.queries import event_of, registrations_of
from tests.houses import Desk, House, open_desk

DAY = date(2027, 3, 16)
PARIS = ZoneInfo("Europe/Paris")


def tournament(house: House, **session: object) -> UUID:
    workshop = new_id()
    house.do(
        "programme.create_workshop", workshop=workshop, title="Tournoi", format="tournament",
        capacity=24,
    )  # fmt: skip
    planned = {"day": DAY, "start": "14:00", "minutes": 120, **session}
    return house.session(workshop=workshop, **planned)


def parental(house: House, required_of: str = "nobody") -> UUID:
    document = new_id()
    house.do(
        "people.add_document", document=document, document_kind="parental_consent",
        title="Autorisation", from_day="2026-01-01", required_of=required_of,
    )  # fmt: skip
    return document


def player(house: House, session: UUID, name: str, birth_year: int) -> tuple[UUID, UUID]:
    person = house.person(name, "Martin", profile={"birth_year": birth_year})
    registration = new_id()
    seats = [{"registration": registration, "person": person}]
    house.do("programme.register", session=session, seats=seats)
    return person, registration


def signed(house: House, person: UUID, document: UUID) -> None:
    house.do(
        "people.accept_document", acceptance=new_id(), person=person, document=document, how="paper"
    )


def todo(house: House, session: UUID) -> dict[str, date | None]:
    with house.scope():
        rows = ChecklistItem.objects.filter(session=session).order_by("position")
        return dict(rows.values_list("label", "due_on"))


def test_golden_20_one_consent_missing_among_nine_minors(house: House) -> None:
    """24 players, 9 minors, one consent missing: that name; publication has its own rule."""
    session, document = tournament(house), parental(house)
    for number in range(15):
        player(house, session, f"Adulte {number}", 1990)
    for number in range(9):
        person, _seat = player(house, session, f"Jeune {number}", 2013)
        if number != 4:
            signed(house, person, document)
    with house.scope():
        found = Session.objects.select_related("workshop").get(pk=session)
        rows = registrations_of([found])[session]
        papers = papers_of(event_of(found), found, rows)
        assert (len(rows), papers.minors) == (24, 9)
        assert [str(one) for one in papers.consent] == ["Jeune 4 Martin"]
        assert (papers.image, papers.other) == ([], [])
    house.do(
        "programme.describe_event", session=session,
        papers=["parental_consent", "image_voice_consent"],
    )  # fmt: skip
    with house.scope():
        papers = papers_of(event_of(found), found, rows)
        assert [str(one) for one in papers.consent] == ["Jeune 4 Martin"]
        assert len(papers.image) == 24


def test_without_any_text_a_consent_asked_for_is_missing(house: House) -> None:
    session = tournament(house)
    player(house, session, "Léo", 2013)
    with house.scope():
        found = Session.objects.get(pk=session)
        papers = papers_of(event_of(found), found, registrations_of([found])[session])
    assert [one.first_name for one in papers.consent] == ["Léo"]


def test_a_tournament_begins_with_its_list_and_its_days_follow_it(house: House) -> None:
    session = tournament(house)
    before = todo(house, session)
    assert before["Annoncer : affiches, tracts, commerçants, école, mairie"] == date(2027, 2, 23)
    assert before["Recueillir les autorisations parentales écrites des mineurs"] == date(
        2027, 3, 14
    )
    assert before["Détruire les autorisations parentales, gardées un an"] == date(2028, 3, 15)
    house.do("programme.edit_session", session=session, day="2027-03-23")
    after = todo(house, session)
    assert after == {label: due and due + timedelta(days=7) for label, due in before.items()}


def test_cash_prizes_are_declared_thirty_days_before(house: House) -> None:
    session = tournament(house)
    before = todo(house, session)
    house.do("programme.describe_event", session=session, cash_prizes=True)
    added = {label: due for label, due in todo(house, session).items() if label not in before}
    declared = "Déclarer le tournoi au service compétent, 30 jours avant au moins"
    assert added[declared] == date(2027, 2, 14)
    assert len(added) == 3
    with house.scope():
        item = ChecklistItem.objects.get(session=session, label=declared).pk
    house.do("programme.tick_item", item=item)
    house.do("programme.describe_event", session=session, cash_prizes=False)
    assert todo(house, session) == before | {declared: date(2027, 2, 14)}  # done: it stays


def test_a_workshop_is_no_event(house: House) -> None:
    from tests.tokens import give_token

    session = house.session()
    api = give_token(house)
    command = api.command("programme.describe_event", session=str(session), game="x")
    (result,) = api.post(command).json()["results"]
    assert result["code"] == "not_an_event"
    assert todo(house, session) == {}


def test_ages_are_worth_a_word_and_never_refuse(house: House) -> None:
    session = tournament(house)
    house.do(
        "programme.describe_event", session=session, game="Street Fighter", pegi=12,
        minimum_age=10, maximum_age=17, cash_prizes=True, papers=[],
    )  # fmt: skip
    player(house, session, "Tom", 2019)
    player(house, session, "Inès", 2012)
    player(house, session, "Marc", 1990)
    with house.scope():
        found = Session.objects.get(pk=session)
        rows = registrations_of([found])[session]
        notes = age_notes(event_of(found), found, rows)
    assert [(said, [one.first_name for one in about]) for said, about in notes] == [
        ("Moins de 10 ans, l’âge minimum annoncé", ["Tom"]),
        ("Moins de 12 ans, l’âge conseillé du jeu (PEGI)", ["Tom"]),
        ("Plus de 17 ans, l’âge maximum annoncé", ["Marc"]),
        ("Moins de 12 ans : pas de gain en argent pour eux", ["Tom"]),
    ]


def at(hour: int) -> datetime:
    return datetime(2027, 3, 16, hour, tzinfo=PARIS)


def test_a_minor_without_consent_is_prevented_before_and_noted_after(house: House) -> None:
    """What lies ahead is prevented; what has happened goes to *À régler*."""
    session, document = tournament(house), parental(house)
    person, seat = player(house, session, "Léo", 2013)
    _adult, other = player(house, session, "Marc", 1990)
    with time_machine.travel(at(13), tick=False):
        desk = open_desk(house)
        mark = {"registration": seat, "attendance": "present"}
        assert desk.code("programme.mark_attendance", **mark) == "consent_missing"
        assert desk.code("programme.mark_attendance", **mark | {"registration": other}) == "done"
        assert missing(desk, person) == ["parental_consent"]
    with time_machine.travel(at(15), tick=False):
        desk = open_desk(house)
        assert desk.code("programme.mark_attendance", **mark) == "done"
        with house.scope():
            row = ToSettle.objects.get(code="consent_missing")
            assert row.ids == [str(person), str(session)]
            assert Registration.objects.get(pk=seat).attendance == "present"
    signed(house, person, document)
    with time_machine.travel(at(16), tick=False):
        assert missing(open_desk(house), person) == []


def missing(desk: Desk, person: UUID) -> list[str]:
    persons = {one["id"]: one for one in desk.snapshot()["persons"]}
    return persons[str(person)]["missing"]


def test_an_arrival_asks_for_what_the_event_asks(house: House) -> None:
    session = tournament(house)
    parental(house)
    person, seat = player(house, session, "Léo", 2013)
    with time_machine.travel(at(13), tick=False):
        desk = open_desk(house)
        done = desk.do(
            "counter.arrive", visit=new_id(), person=person,
            seat={"registration": seat, "session": session},
        )  # fmt: skip
    assert done["left_out"] == [{"code": "consent_missing", "ids": []}]
    with house.scope():
        assert Registration.objects.get(pk=seat).attendance == "expected"


def test_decisions_are_kept_in_order_in_place_of_the_former(house: House) -> None:
    session = house.session()
    house.do("programme.keep_decisions", session=session, decisions=["Un", "Deux", "Trois"])
    house.do("programme.keep_decisions", session=session, decisions=["Trois", "Un"])
    with house.scope():
        rows = SessionDecision.objects.filter(session=session).order_by("position")
        assert list(rows.values_list("position", "text")) == [(1, "Trois"), (2, "Un")]

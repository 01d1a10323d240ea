"""Two files that are one person: every read follows, and every write lands on the one kept."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from maillage.core.erased_ids import remembered
from maillage.core.ids import new_id
from maillage.people.models import Person, PersonAlias, Visit
from maillage.people.queries import day_count, search_persons
from maillage.programme.models import Registration
from tests.desk.test_snapshot import card, leave_for_later, line
from tests.houses import Desk, House
from tests.making import document
from tests.tokens import give_token


@pytest.fixture
def two(desk: Desk) -> tuple[UUID, UUID]:
    """Marie Le Gall, and Marie Petit: the same person, under two names."""
    house = desk.house
    marie = house.person("Marie", "Le Gall", card="0001")
    married = house.person("Marie", "Petit", phone="07 12 34 56 78", card="A247")
    return marie, married


def merge(house: House, kept: UUID, merged: UUID) -> UUID:
    alias = new_id()
    house.do("people.merge", alias=alias, kept=kept, merged=merged)
    return alias


def found(house: House, text: str) -> list[UUID]:
    with house.scope():
        return [one.pk for one in search_persons(text)]


def person(house: House, pk: UUID) -> Person:
    with house.scope():
        return Person.objects.get(pk=pk)


def test_the_kept_file_is_found_by_all_that_was_known(desk: Desk, two: tuple[UUID, UUID]) -> None:
    house, (marie, married) = desk.house, two
    merge(house, marie, married)
    for text in ("gall", "petit", "A247", "0001", "5678"):
        assert found(house, text) == [marie], text
    persons = desk.snapshot()["persons"]
    assert [one["id"] for one in persons] == [str(marie)]
    assert (persons[0]["folded"], persons[0]["also"]) == ("marie le gall petit", ["A247", "5678"])
    assert persons[0]["last4"] == "5678"


def test_the_day_counts_one_person_and_nothing_moves(desk: Desk, two: tuple[UUID, UUID]) -> None:
    house, today = desk.house, timezone.localdate()
    for one in two:
        desk.do("people.greet", visit=new_id(), person=one)
    with house.scope():
        visits = list(Visit.objects.order_by("id").values())
        assert day_count(house.place, today) == (2, 0, 2)
    alias = merge(house, *two)
    with house.scope():
        assert day_count(house.place, today) == (1, 0, 1)
        assert list(Visit.objects.order_by("id").values()) == visits
    assert card(desk, two[0])["visits"] == 1
    assert desk.snapshot()["today"]["here"] == [str(two[0])]
    house.do("people.unmerge", alias=alias)
    with house.scope():
        assert day_count(house.place, today) == (2, 0, 2)


def test_who_came_under_another_name_is_not_new(desk: Desk, two: tuple[UUID, UUID]) -> None:
    marie, married = two
    desk.do("people.greet", visit=new_id(), person=married)
    merge(desk.house, marie, married)
    assert card(desk, marie)["new"] is False
    desk.do("people.greet", visit=new_id(), person=marie)
    with desk.house.scope():
        assert Visit.objects.get(person=marie).is_new is False


def test_a_member_under_one_name_is_a_member(desk: Desk, two: tuple[UUID, UUID]) -> None:
    house, (marie, married) = desk.house, two
    taken = {
        "membership": new_id(), "plan": house.plan, "starts_on": "2026-01-01",
        "ends_on": "2199-12-31",
    }  # fmt: skip
    sale = {"sale": new_id(), "lines": [line(desk)]}
    desk.do("money.sell", person=married, memberships=[taken], sale=sale)
    leave_for_later(desk, marie, line(desk))
    merge(house, marie, married)
    seen = card(desk, marie)
    assert (seen["membership"]["until"], seen["due_cents"]) == ("2199-12-31", 2400)


def test_a_text_signed_under_one_name_is_signed(desk: Desk, two: tuple[UUID, UUID]) -> None:
    house, (marie, married) = desk.house, two
    house.do(
        "people.accept_document", acceptance=new_id(), person=married, document=document(house),
        how="paper",
    )  # fmt: skip
    assert card(desk, marie)["missing"] == ["charter"]
    merge(house, marie, married)
    assert card(desk, marie)["missing"] == []


def test_a_seat_is_held_by_the_person_not_by_the_file(desk: Desk, two: tuple[UUID, UUID]) -> None:
    house, (marie, married) = desk.house, two
    session, held = house.session(), new_id()
    house.do(
        "programme.register", session=session, seats=[{"registration": held, "person": married}]
    )
    merge(house, marie, married)
    for who in two:
        seat = [{"registration": new_id(), "person": who}]
        assert desk.code("programme.register", session=session, seats=seat) == "already_registered"
    (seen,) = desk.snapshot()["sessions"]
    assert [one["person"] for one in seen["registrations"]] == [str(marie)]
    arrived = desk.do(
        "counter.arrive", visit=new_id(), person=marie,
        seat={"registration": new_id(), "session": session},
    )  # fmt: skip
    assert arrived["state"] == "confirmed"
    with house.scope():
        row = Registration.objects.get()
        assert (row.pk, row.attendance, row.person_id) == (held, "present", married)


def test_what_an_offline_desk_says_of_an_alias_lands_on_the_kept_file(
    desk: Desk, two: tuple[UUID, UUID]
) -> None:
    house, (marie, married) = desk.house, two
    merge(house, marie, married)
    arrived = desk.do(
        "counter.arrive",
        visit=new_id(),
        person=married,
        sale={"sale": new_id(), "lines": [line(desk)]},
    )
    assert arrived["person"] == str(marie)
    house.do("people.edit", person=married, email="marie@example.org")
    other = {"registration": new_id(), "person": married}
    house.do("programme.register", session=house.session(), seats=[other])
    api = give_token(house)
    for name in ("visits", "sales", "registrations"):
        assert [row["person_id"] for row in api.get(name).json()["rows"]] == [str(marie)], name
    assert [row["email"] for row in api.get("persons").json()["rows"]] == ["marie@example.org"]


def test_empty_columns_are_filled_and_emptied_again(house: House) -> None:
    marie = house.person("Marie", "", profile={"sex_told": "declined"})
    other = house.person(
        "Mari", "Le Gall", phone="06 12 34 56 78", email="m@example.org", card="12",
        profile={"sex": "female", "birth_year": 1950},
    )  # fmt: skip
    before = [person(house, one).__dict__ | {"_state": None} for one in (marie, other)]
    alias = merge(house, marie, other)
    kept = person(house, marie)
    assert (kept.last_name, kept.folded, kept.phone_last4) == ("Le Gall", "marie le gall", "5678")
    assert (kept.sex, kept.sex_told, kept.birth_year, kept.card) == (None, "declined", 1950, "")
    with house.scope():
        filled = PersonAlias.objects.get().filled
    assert sorted(filled) == ["age_band", "birth_year", "email", "last_name", "phone"]
    house.do("people.edit", person=marie, email="new@example.org")
    house.do("people.unmerge", alias=alias)
    after = [person(house, one).__dict__ | {"_state": None} for one in (marie, other)]
    assert after == [before[0] | {"email": "new@example.org"}, before[1]]


def test_nobody_is_merged_with_themselves(house: House) -> None:
    one, two, three = (house.person() for _ in range(3))
    api = give_token(house)

    def code(kept: UUID, merged: UUID) -> str:
        command = api.command(
            "people.merge", alias=str(new_id()), kept=str(kept), merged=str(merged)
        )
        (result,) = api.post(command).json()["results"]
        return result["code"] or result["status"]

    assert code(one, one) == "same_person"
    assert code(two, one) == "done"
    assert code(three, two) == "done"
    for kept, merged in ((one, three), (one, two), (two, one)):
        assert code(kept, merged) == "same_person"
    assert {person(house, each).same_as_id for each in (one, two)} == {three}


def test_erasing_the_kept_file_erases_the_whole_group_for_good(
    desk: Desk, two: tuple[UUID, UUID], django_capture_on_commit_callbacks: Any
) -> None:
    house, (marie, married) = desk.house, two
    alias = merge(house, marie, married)
    with django_capture_on_commit_callbacks(execute=True):
        house.do("people.erase", person=married)
    files = [person(house, one) for one in two]
    assert {(one.first_name, one.erased_at is None) for one in files} == {("", False)}
    assert set(remembered()) == {(house.structure, marie), (house.structure, married)}
    assert desk.snapshot()["persons"] == []
    api = give_token(house)
    (result,) = api.post(api.command("people.unmerge", alias=str(alias))).json()["results"]
    assert result["code"] == "not_found"

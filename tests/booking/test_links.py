"""Addresses of calendars and of people's pages: given, given anew, withdrawn, erased."""

from __future__ import annotations

from uuid import UUID

import pytest

from maillage.booking.links import OWN
from maillage.core.ids import new_id
from maillage.core.models import SecretLink
from maillage.core.secret_links import find
from tests.booking.asking import refused
from tests.houses import House
from tests.making_booking import given_feed, given_page, resource, token


def kinds(house: House, target: UUID) -> list[str]:
    with house.scope():
        rows = SecretLink.objects.filter(target=target).order_by("kind")
        return list(rows.values_list("kind", flat=True))


@pytest.mark.parametrize("audience", ["team", "public"])
def test_a_place_and_a_resource_have_a_calendar_for_each(house: House, audience: str) -> None:
    made = resource(house)
    given_feed(house, audience, place=house.place)
    given_feed(house, audience, resource=made)
    assert kinds(house, house.place) == [f"booking.place_{audience}"]
    assert kinds(house, made) == [f"booking.resource_{audience}"]


def test_a_calendar_is_withdrawn_once(house: House) -> None:
    asked = given_feed(house)
    house.do("booking.withdraw_feed", **asked)
    assert kinds(house, asked["resource"]) == []
    assert refused(house, "booking.withdraw_feed", **asked).code == "not_given"


@pytest.mark.parametrize("target", [{}, {"place": new_id(), "resource": new_id()}])
def test_a_calendar_is_of_one_thing(house: House, target: dict) -> None:
    assert refused(house, "booking.give_feed", audience="team", **target).code == "unreadable"


def test_a_person_has_a_page_and_a_calendar_that_only_reads(house: House) -> None:
    marie = given_page(house)["person"]
    assert kinds(house, marie) == sorted(OWN)
    first = {token(house, "own_page", marie), token(house, "own_feed", marie)}
    given_page(house, marie)
    assert {find(one) for one in first} == {None}
    house.do("booking.withdraw_page", person=marie)
    assert kinds(house, marie) == []
    assert refused(house, "booking.withdraw_page", person=marie).code == "not_given"


def test_nobody_known_nobody_erased(house: House) -> None:
    gone = house.person()
    house.do("people.erase", person=gone)
    for person in (new_id(), gone):
        assert refused(house, "booking.give_page", person=person).code == "not_found"


def test_erasing_somebody_kills_their_addresses(house: House) -> None:
    marie, zoe = given_page(house)["person"], given_page(house)["person"]
    house.do("people.erase", person=marie)
    assert (kinds(house, marie), kinds(house, zoe)) == ([], sorted(OWN))


def test_two_files_of_one_person_have_one_address(house: House) -> None:
    kept, merged = given_page(house)["person"], given_page(house)["person"]
    house.do("people.merge", alias=new_id(), kept=kept, merged=merged)
    given_page(house, merged)
    assert (kinds(house, kept), kinds(house, merged)) == (sorted(OWN), [])


def test_no_answer_and_no_journal_holds_an_address(house: House) -> None:
    marie = house.person()
    answer = house.do("booking.give_page", person=marie)
    assert answer == {"person": str(marie)}

"""What the snapshot says of machines, and of who may use them; what it costs the database."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import time_machine
from django.utils import timezone

from maillage.booking.models import Resource
from maillage.core.ids import new_id
from tests.desk.test_changes import Held
from tests.desk.test_snapshot import card, statements
from tests.houses import LONG_AGO, Desk, open_desk
from tests.making_booking import (
    authorisation,
    began,
    family,
    locked,
    reservation,
    resource,
    slot,
)
from tests.making_plans import set_price


def told(desk: Desk) -> Any:
    return desk.snapshot()["machines"]


def of(desk: Desk, made: UUID) -> dict[str, Any]:
    return next(one for one in told(desk)["resources"] if one["id"] == str(made))


def accept(desk: Desk, kind: str, person: UUID, required_of: str = "nobody") -> None:
    """A text of a kind is written, and somebody accepts it."""
    document = new_id()
    desk.house.do(
        "people.add_document", document=document, document_kind=kind, title="Texte",
        from_day=LONG_AGO, required_of=required_of,
    )  # fmt: skip
    given = {"acceptance": new_id(), "person": person, "document": document}
    desk.house.do("people.accept_document", how="paper", **given)


def test_a_place_without_machines_says_nothing(desk: Desk) -> None:
    assert told(desk) is None


def test_what_a_family_asks_and_the_next_training_are_told(desk: Desk) -> None:
    house = desk.house
    laser = family(house, authorised=True, training=house.workshop, minimum_age=16, buffer=10)
    resource(house, laser)
    (seen,) = told(desk)["families"]
    assert (seen["authorised"], seen["minimum_age"], seen["buffer"]) == (True, 16, 10)
    assert (seen["training"], seen["next"]) == ("Boîte mail", None)
    session = house.session(day=timezone.localdate() + timedelta(days=3), room=None)
    (seen,) = told(desk)["families"]
    starts_at = next(one for one in desk.snapshot()["sessions"] if one["id"] == str(session))
    assert seen["next"] == {"day": starts_at["day"], "starts_at": starts_at["starts_at"]}


def test_what_holds_a_machine_is_told_and_what_shares_it(desk: Desk) -> None:
    house = desk.house
    room = resource(house)
    with house.scope():
        unit = Resource.objects.get(pk=room).unit_id
    part = resource(house, parent=unit)
    alone = resource(house)
    used = began(house, resource=part)
    assert [one["of"] for one in of(desk, part)["held"]] == [str(used)]
    assert [one["of"] for one in of(desk, room)["held"]] == [str(used)]
    assert of(desk, alone)["held"] == []
    beside = {one: of(desk, one)["beside"] for one in (room, part, alone)}
    assert beside == {room: [str(part)], part: [str(room)], alone: []}
    assert of(desk, locked(house))["locked"] is True


def test_who_is_authorised_today_is_told_and_nobody_else(desk: Desk) -> None:
    house = desk.house
    laser = family(house, authorised=True, expires_months=1, unused_months=2)
    open_ = family(house)
    resource(house, laser)
    resource(house, open_)
    noe, zoe = house.person("Noé"), house.person("Zoé")
    authorisation(house, laser, noe)
    authorisation(house, open_, zoe)
    elsewhere = family(house, authorised=True)
    authorisation(house, elsewhere, zoe)
    assert card(desk, noe)["badges"] == [str(laser)]
    assert "badges" not in card(desk, zoe)
    with time_machine.travel(timezone.now() + timedelta(days=40), tick=True):
        assert "badges" not in card(open_desk(house), noe)


def test_papers_that_machines_alone_ask_for_are_told_of_who_has_them(desk: Desk) -> None:
    house = desk.house
    resource(house, family(house, papers=["charter", "insurance", "parental_consent"]))
    noe = house.person("Noé", profile={"birth_year": 1980})
    lea = house.person("Léa", profile={"age_band": "12_17"})
    accept(desk, "charter", noe, required_of="everyone")
    assert told(desk)["asked_apart"] == ["insurance", "parental_consent"]
    assert [card(desk, one).get("papers") for one in (noe, lea)] == [None, None]
    accept(desk, "insurance", noe)
    accept(desk, "parental_consent", lea, required_of="minors")
    assert card(desk, noe)["papers"] == ["insurance"]
    assert card(desk, lea)["papers"] == ["parental_consent"]


def test_an_age_is_told_when_a_machine_asks_for_more(desk: Desk) -> None:
    house = desk.house
    lea = house.person("Léa", profile={"age_band": "12_17"})
    assert card(desk, lea)["age_from"] is None
    resource(house, family(house, minimum_age=16))
    assert card(desk, lea)["age_from"] == 12


def test_where_each_use_of_the_day_stands(desk: Desk) -> None:
    house, noe = desk.house, desk.house.person("Noé")
    set_price(house, "LASER", 6, "hour")
    laser = family(house, price_code="LASER")
    later = reservation(
        house, resource=resource(house, laser), person=noe, **slot(days=0, start="23:00")
    )
    used = began(house, resource=resource(house, laser), person=noe)
    left = began(house, resource=resource(house, laser), person=noe)
    house.do("booking.leave", reservation=left)
    counted = began(house, resource=resource(house, laser), person=noe)
    house.do("booking.leave", reservation=counted)
    house.do("counter.charge_use", reservation=counted, minutes=60)
    began(house, resource=resource(house), person=None)
    seen = {UUID(one["id"]): one for one in card(desk, noe)["reserved"]}
    where = {
        key: (bool(one["came_at"]), bool(one["left_at"]), one.get("charged", False))
        for key, one in seen.items()
    }
    assert where == {
        later: (False, False, False),
        used: (True, False, False),
        left: (True, True, False),
        counted: (True, True, True),
    }
    assert len(told(desk)["unnamed"]) == 1


def test_an_open_desk_hears_who_is_trained_and_what_is_asked(desk: Desk) -> None:
    house, noe = desk.house, desk.house.person("Noé")
    laser = family(house, authorised=True)
    resource(house, laser)
    held = Held(desk)
    held.catch_up()
    given = authorisation(house, laser, noe)
    held.catch_up()
    held.same_as_whole()
    assert held.whole == 1
    house.do("booking.withdraw", authorisation=given)
    began(house, person=None)
    held.catch_up()
    held.same_as_whole()
    house.do("booking.edit_family", family=laser, papers=["insurance"], minimum_age=18)
    accept(desk, "insurance", noe)
    held.catch_up()
    held.same_as_whole()


def test_it_asks_as_much_for_three_machines_as_for_one(desk: Desk) -> None:
    house = desk.house

    def add() -> None:
        kind = family(house, authorised=True, training=house.workshop)
        made, person = resource(house, kind), house.person()
        authorisation(house, kind, person)
        began(house, resource=made, person=person)

    house.session(day=timezone.localdate() + timedelta(days=3), room=None)
    resource(house, family(house, papers=["insurance"]))
    add()
    one = statements(desk)
    add()
    add()
    assert len(told(desk)["resources"]) == 1 + 3
    assert statements(desk) == one

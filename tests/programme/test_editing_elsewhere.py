"""Sessions moved to another place, shared with other organisers."""

from __future__ import annotations

from uuid import UUID

import pytest

from maillage.core.ids import new_id
from maillage.network.models import StaffPresence
from maillage.programme.models import Session
from tests.houses import House
from tests.making_booking import machine
from tests.making_sessions import (
    edit,
    held,
    plan,
    refused,
    said,
    seat,
)

pytestmark = pytest.mark.usefixtures("monday")


@pytest.fixture
def annex(house: House) -> tuple[UUID, UUID]:
    """Another place, in another time zone, and its room."""
    place, room = new_id(), new_id()
    house.do(
        "network.add_place", place=place, name="Annexe", kind="fablab", time_zone="Indian/Reunion"
    )
    house.do("network.add_unit", unit=room, place=place, name="Atelier")
    return place, room


def where(house: House) -> list[tuple[str, str | None]]:
    """In each session's order, its place and its room."""
    with house.scope():
        rows = Session.objects.select_related("place", "room").order_by("occurs_on", "starts_at")
        return [(one.place.name, one.room.name if one.room else None) for one in rows]


HERE, THERE = ("Numéripôle", "Salle bleue"), ("Annexe", "Atelier")


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ("one", [HERE, HERE, THERE, HERE, HERE]),
        ("following", [HERE, HERE, THERE, THERE, THERE]),
        ("all", [THERE] * 5),
    ],
)
def test_to_another_place_with_its_room_and_team(
    house: House, annex: tuple[UUID, UUID], scope: str, expected: list[tuple[str, str]]
) -> None:
    sessions, (place, room) = plan(house), annex
    marie = seat(house, sessions[2])
    done = edit(house, sessions[2], place=place, room=room, scope=scope)
    assert where(house) == expected
    assert done["tell"] == [str(marie)]
    hours = ["10:00" if one == THERE else "13:00" for one in expected]
    days = ("07/01", "14/01", "21/01", "28/01", "04/02")
    periods = [f"{day} {hour}" for day, hour in zip(days, hours, strict=True)]
    assert [one.removesuffix(" ≠") for one in said(house)] == periods
    assert [one.split("-")[0] for one in held(house)] == periods
    with house.scope():
        assert {one.place_id for one in StaffPresence.objects.all()} == {
            one.place_id for one in Session.objects.all()
        }
        moved = Session.objects.get(pk=sessions[2])
        assert scope == "one" or moved.series.place_id == place


def test_without_a_room_of_the_other_place_none_is_held(
    house: House, annex: tuple[UUID, UUID]
) -> None:
    (session, *_others), (place, room) = plan(house), annex
    asked = {"session": session, "place": place}
    assert refused(house, "programme.edit_session", **asked, room=house.room) == "room_elsewhere"
    assert refused(house, "programme.edit_session", session=session, room=room) == "room_elsewhere"
    edit(house, session, place=place)
    assert where(house)[0] == ("Annexe", None)


def test_a_machine_is_no_room(house: House) -> None:
    (session, *_others), laser = plan(house), machine(house)
    assert refused(house, "programme.edit_session", session=session, room=laser) == "not_found"
    planned = {"session": new_id(), "workshop": house.workshop, "place": house.place}
    when = {"day": "2027-03-01", "start": "14:00"}
    assert refused(house, "programme.plan_session", **planned, **when, room=laser) == "not_found"


def test_a_room_taken_there_refuses_the_whole(house: House, annex: tuple[UUID, UUID]) -> None:
    sessions, (place, room) = plan(house), annex
    house.session(place=place, room=room, day="2027-01-28", start="14:30", minutes=30)
    asked = {"session": sessions[1], "place": place, "room": room, "scope": "following"}
    assert refused(house, "programme.edit_session", **asked) == "room_taken"
    assert where(house).count(HERE) == 5


def test_organisers_are_said_again(house: House) -> None:
    mairie, club = new_id(), new_id()
    for one, name in ((mairie, "Mairie"), (club, "Club")):
        house.do("network.add_organisation", organisation=one, name=name)
    sessions = plan(house, organisers=[mairie])
    done = edit(house, sessions[3], organisers=[club, mairie], scope="following")
    assert done["tell"] == []
    edit(house, sessions[0], organisers=[])
    with house.scope():
        rows = Session.objects.order_by("starts_at")
        shared = [{row.organisation_id for row in one.organisers.all()} for one in rows]
    assert shared == [set(), {mairie}, {mairie}, {mairie, club}, {mairie, club}]

"""The door list of a day: who holds what, hour after hour, with what is to be known."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from maillage.core.ids import new_id
from tests.making_booking import authorisation, family, reservation, resource, slot

DAY = slot()["day"]


@pytest.fixture
def laser(office: Any) -> UUID:
    return named(office, "Trotec", family(office.house))


def named(office: Any, name: str, of: UUID) -> UUID:
    unit, made = new_id(), new_id()
    office.house.do(
        "network.add_unit", unit=unit, name=name, kind="machine", place=office.house.place
    )
    office.house.do("booking.set_resource", resource=made, unit=unit, family=of)
    return made


def door(office: Any, **asked: Any) -> str:
    page: str = office.get("door", day=DAY, **asked)
    return page


def test_hour_after_hour_by_first_name_and_initial(office, laser):
    reservation(office.house, resource=laser, person=office.house.person("Zoé", "Petit"),
                **slot(7, "14:00"))  # fmt: skip
    reservation(office.house, resource=laser)
    reservation(office.house, resource=laser, **slot(8))
    page = door(office)
    assert "Trotec Marie L. de 10 h à 11 h Zoé P. de 14 h à 15 h" in page
    assert "Le Gall" not in page


def test_badge_companion_and_what_is_not_confirmed(office):
    house = office.house
    of = family(house, authorised=True, tentative=True)
    made, marie, zoe = named(office, "Laser", of), house.person(), house.person("Zoé", "Petit")
    given = authorisation(house, of, marie)
    reservation(house, resource=made, person=marie)
    reservation(house, resource=made, person=zoe, companion=marie, **slot(7, "11:00"))
    page = door(office)
    assert "Marie L. de 10 h à 11 h habilitation valable sous réserve" in page
    assert "Zoé P. de 11 h à 12 h avec Marie L. sous réserve" in page
    house.do("booking.withdraw", authorisation=given)
    assert "Marie L. de 10 h à 11 h habilitation à vérifier" in door(office)


def test_sessions_lock_outs_and_what_is_free(office, laser):
    house = office.house
    room, out = new_id(), named(office, "Brodeuse", family(house))
    house.do("booking.set_resource", resource=room, unit=house.room, family=family(house))
    house.session(room=house.room, day=DAY, start="14:00", minutes=120)
    house.do("booking.lock_out", lock_out=new_id(), resource=out, why="broken")
    page = door(office)
    assert "Salle bleue Boîte mail de 14 h à 16 h" in page
    assert "Brodeuse hors service toute la journée panne" in page
    assert "Libre toute la journée : Trotec" in page


def test_a_place_where_nothing_is_reserved(office):
    assert "Rien ne se réserve encore dans ce lieu." in door(office)


def test_another_place_has_its_own(office, laser):
    place = new_id()
    office.house.do("network.add_place", place=place, name="Zone", kind="fablab")
    reservation(office.house, resource=resource(office.house, place=place))
    assert "Libre toute la journée : Trotec" in door(office)
    page = door(office, place=place)
    assert ("Marie L." in page, "Trotec" in page) == (True, False)

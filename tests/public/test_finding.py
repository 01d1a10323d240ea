"""« Prochain créneau libre » for everybody: the places that publish themselves, nobody's name."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from maillage.core import saying
from maillage.core.ids import new_id
from tests.houses import House, build_house
from tests.making_booking import family, given_feed, locked, reservation, resource
from tests.office.conftest import text_of

DAY = timezone.localdate() + timedelta(days=7)


def looked(kind: str = "laser", **asked: Any) -> str:
    answer = Client().get("/libre", {"kind": kind, "length": "60", "day": DAY, **asked})
    assert answer.status_code == 200
    return text_of(answer)


def opened(house: House, **more: Any) -> None:
    place = {"place": house.place, "name": "Numéripôle", "kind": "digital_space"}
    house.do("network.edit_place", **place, opening="Mo-Su,PH 10:00-18:00", **more)


def test_nothing_is_shown_of_a_place_that_publishes_nothing(house: House) -> None:
    resource(house, family(house, name="Laser"))
    given_feed(house, "team", place=house.place)
    assert "Aucun lieu ne montre encore ce qui est libre" in text_of(Client().get("/libre"))
    assert "Aucun lieu ne propose « laser » ici." in looked()
    assert "quand est-ce libre" not in text_of(Client().get("/"))


def test_when_where_and_whom_to_call_without_a_name(house: House) -> None:
    opened(house, phone="+33329123456", address="1 rue de la Mairie", commune="55073")
    laser = resource(house, family(house, name="Découpe laser", authorised=True, alone=False))
    reservation(house, resource=resource(house, family(house, name="Postes")), day=DAY)
    given_feed(house, "public", place=house.place)
    page = looked("lasers")
    assert f"{saying.capital(saying.day(DAY))} de 10 h à 11 h" in page
    assert "1 rue de la Mairie, Bras-sur-Meuse" in page
    assert "Appeler le 03 29 12 34 56" in page
    assert "Il faut avoir suivi la formation" in page
    house.do("booking.lock_out", lock_out=new_id(), resource=laser, why="broken")
    assert "Aucun lieu ne propose « lasers »" in looked("lasers")
    page = looked("postes", start="10:00")
    assert f"{saying.capital(saying.day(DAY))} de 11 h à 12 h" in page
    assert ("Marie" in page, "Le Gall" in page) == (False, False)
    assert "quand est-ce libre" in text_of(Client().get("/"))


def test_one_resource_published_shows_that_one_only(house: House) -> None:
    of = family(house, name="Laser")
    shown = resource(house, of)
    resource(house, of)
    reservation(house, resource=shown, day=DAY, start="00:00", minutes=12 * 60)
    given_feed(house, "public", resource=shown)
    assert "de 12 h à 13 h" in looked()
    house.do("booking.withdraw_feed", audience="public", resource=shown)
    assert "Aucun lieu ne propose" in looked()


def test_what_is_wrong_is_said(house: House) -> None:
    given_feed(house, "public", resource=resource(house))
    for wrong in ({"length": "7"}, {"day": "demain"}, {"kind": ""}):
        answer = Client().get("/libre", {"kind": "laser", **wrong})
        assert (answer.status_code, "À corriger" in answer.content.decode()) == (422, True)
    assert Client().post("/libre").status_code == 405


def test_places_of_several_structures_by_as_many_statements(house: House) -> None:
    costs = []
    for one in (house, build_house("rodez", "Rodez"), build_house("pipriac", "Pipriac")):
        opened(one)
        held = resource(one, family(one, name="Laser"))
        reservation(one, resource=held, day=DAY, start="10:00", minutes=60 * (len(costs) + 1))
        locked(one)
        given_feed(one, "public", place=one.place)
        with CaptureQueriesContext(connection) as seen:
            page = looked()
        costs.append(len(seen))
        assert page.count("Numéripôle") >= len(costs)
    assert costs[0] == costs[2] <= 9
    assert page.index("de 11 h à 12 h") < page.index("de 12 h à 13 h") < page.index("de 13 h")

"""The public page: the places, open or not, the phone; no account, no script of our own."""

from __future__ import annotations

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from maillage.core.ids import new_id
from maillage.core.phones import phone_fr
from maillage.network.bootstrap import found
from tests.houses import PASSWORD, House, ailleurs
from tests.office.conftest import text_of

HOURS = "Mo-Fr 09:00-12:00,14:00-17:30; Sa 10:00-12:00"


def welcome() -> str:
    answer = Client().get("/")
    assert answer.status_code == 200
    return text_of(answer)


@pytest.fixture
def bras(house: House) -> House:
    house.do(
        "network.edit_place", place=house.place, phone="+33329123456", opening=HOURS,
        motto="Village connecté à l’avenir", address="1 rue de la Mairie", commune="55073",
        colour="#7a1f5c",
    )  # fmt: skip
    return house


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ("2026-11-24T09:00:00Z", "Ouvert maintenant Ferme à 12 h ."),
        ("2026-11-24T12:00:00Z", "Fermé maintenant Ouvre à 14 h ."),
        ("2026-11-24T20:00:00Z", "Fermé maintenant Ouvre mercredi 25 novembre à 9 h ."),
        ("2026-11-11T09:00:00Z", "Fermé maintenant Ouvre jeudi 12 novembre à 9 h ."),
    ],
)
def test_open_or_not_in_words(bras: House, now: str, said: str) -> None:
    with time_machine.travel(now, tick=False):
        assert said.replace(" .", ".") in welcome()


def test_one_place_welcomes_in_its_own_name(bras: House) -> None:
    page = welcome()
    assert "Bienvenue à Numéripôle" in page
    assert "03 29 12 34 56" in page
    assert "1 rue de la Mairie, Bras-sur-Meuse" in page
    assert "Du lundi au vendredi de 9 h à 12 h et de 14 h à 17 h 30" in page
    source = Client().get("/").content.decode()
    assert 'href="tel:+33329123456"' in source
    assert 'data-colour="#7a1f5c"' in source


def test_several_places_stand_side_by_side(bras: House) -> None:
    ailleurs()
    page = welcome()
    assert "Nos lieux" in page
    assert page.index("Ailleurs") < page.index("Numéripôle")


def test_a_place_that_is_closed_for_good_is_left_out(house: House) -> None:
    house.do("network.edit_place", place=house.place, closed_on="2020-01-01")
    assert "Numéripôle" not in welcome()


def test_an_empty_network_says_what_to_do(db: None) -> None:
    found(
        structure_name="Neuve", slug="neuve", first_name="Anne", login="anne", password=PASSWORD,
        now=timezone.now(),
    )  # fmt: skip
    assert "aucun lieu n’y est encore" in welcome()


def test_one_place_and_three_cost_the_same(bras: House) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            welcome()
        return len(seen)

    one = statements()
    for name in ("Annexe", "Bus"):
        bras.do("network.add_place", place=new_id(), name=name, kind="fablab", commune="55073")
    assert statements() == one <= 3


@pytest.mark.parametrize(
    ("phone", "written"),
    [
        ("+33329123456", "03 29 12 34 56"),
        ("0329123456", "03 29 12 34 56"),
        ("03 29 12 34 56", "03 29 12 34 56"),
        ("+262639981195", "06 39 98 11 95"),
        ("+590590123456", "05 90 12 34 56"),
        ("3949", "3949"),
        ("+352123456", "+352123456"),
        ("", ""),
    ],
)
def test_a_phone_is_read_in_pairs(phone: str, written: str) -> None:
    assert phone_fr(phone).replace("\u00a0", " ") == written

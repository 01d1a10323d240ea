"""The card of a machine: one page, what is worn, what is forbidden, who may use it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from maillage.booking.models import Protection
from tests.making_booking import family, resource

pytestmark = pytest.mark.once


@pytest.mark.parametrize("size", ["", "large"])
def test_it_says_all_on_one_page(office: Any, printed: Any, size: str) -> None:
    house = office.house
    rules = {"minimum_age": 14, "staffed": True, "alone": True, "papers": ["charter"]}
    laser = resource(house, family(house, authorised=True, training=house.workshop, **rules))
    house.do(
        "booking.edit_resource", resource=laser, protections=[one.value for one in Protection],
        forbidden=["PVC", "cuir chromé", "polycarbonate", "matériau inconnu"],
        advice="Ne quittez jamais la machine des yeux. Ouvrez la hotte avant, laissez-la cinq "
        "minutes après. L’extincteur est à droite de la porte.",
    )  # fmt: skip
    day = timezone.localdate() + timedelta(days=3)
    house.session(room=None, day=day, start="14:00", minutes=60)
    made = printed("resource-card", laser, size=size)
    assert (made.pages, made.is_accessible) == (1, True)
    assert min(made.sizes) >= (18 if size else 14)
    for said in (
        "À porter", "lunettes de protection", "cheveux attachés", "PVC · cuir chromé", "Conseils",
        "Les personnes habilitées, et qui vient avec l’une d’elles.", "À partir de 14 ans.",
        "la formation « Boîte mail », le ", "à 14 h.",
    ):  # fmt: skip
        assert said in made.text, said


def test_a_machine_without_rules(office: Any, printed: Any) -> None:
    made = printed("resource-card", resource(office.house))
    assert "Tout le monde peut s’en servir." in made.text
    assert "À porter" not in made.text
    assert "Interdit" not in made.text


def test_the_training_without_a_date_or_without_a_training(office: Any, printed: Any) -> None:
    house = office.house
    of = family(house, authorised=True)
    made = resource(house, of)
    assert "habilité·e : voyez l’équipe." in printed("resource-card", made).text
    house.do("booking.edit_family", family=of, training=house.workshop)
    assert "La date sera affichée." in printed("resource-card", made).text


def test_its_code_opens_the_report(office: Any, printed: Any) -> None:
    made = resource(office.house)
    (code,) = re.findall(r"\b\w{3}-\w{3}\b", printed("resource-card", made).text)
    answer = office.client.get(office.url("code"), {"code": code})
    assert answer["Location"].endswith(f"?place={office.house.place}&what={made}")


def test_the_longest_card_is_one_page_too(office: Any, printed: Any) -> None:
    laser = resource(office.house, family(office.house, authorised=True, minimum_age=14))
    card = {"forbidden": ["polycarbonate noir"] * 20, "advice": "Ouvrez la hotte avant. " * 17}
    protections = [one.value for one in Protection]
    office.house.do("booking.edit_resource", resource=laser, protections=protections, **card)
    assert printed("resource-card", laser).pages == 1

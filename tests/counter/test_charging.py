"""What a machine used costs: plans first, then an amount due; the material leaves the stock."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.utils import timezone

from maillage.core.ids import new_id
from maillage.money.models import Sale, SaleLine, StockMove
from maillage.network.doors import Refused
from maillage.network.models import Occupancy
from tests.houses import House
from tests.making_booking import began, family, job, printer, resource, used_at
from tests.making_plans import due, material, set_price, take, use_plan


@pytest.fixture
def noe(house: House) -> UUID:
    set_price(house, "LASER", 6, "hour")
    set_price(house, "PLA", 0.05, "gram")
    return house.person("Noé", "Brun")


def charge(house: House, **what: Any) -> dict[str, Any]:
    return house.do("counter.charge_use", **what)


def lines(house: House) -> list[tuple[str, str, int, int]]:
    with house.scope():
        rows = SaleLine.objects.order_by("sale__at", "position")
        return [(one.kind, one.code, one.quantity, one.amount_cents) for one in rows]


def refusal(house: House, **what: Any) -> str:
    with pytest.raises(Refused) as refused:
        charge(house, **what)
    return refused.value.result.code


@pytest.mark.prove("1. nombres dorés")
def test_golden_2_an_hour_and_a_half_and_42_grams(house: House, noe: UUID) -> None:
    """Golden number 2: 1.5 h at 6 € and 42 g at 0.05 €: 11.10 €, no membership."""
    followed = material(house, code="PLA")
    used = used_at(house, "LASER", person=noe)
    answer = charge(
        house, reservation=used, minutes=90, materials=[{"code": "PLA", "units": 42_000}]
    )
    assert answer["due_cents"] == 1_110
    assert lines(house) == [("use", "LASER", 1500, 900), ("material", "PLA", 42_000, 210)]
    with house.scope():
        moves = list(StockMove.objects.filter(material=followed).values_list("why", "units"))
    assert moves == [("sold", -42_000)]
    assert refusal(house, reservation=used, minutes=90) == "already_charged"


def test_prepaid_hours_pay_first_and_come_back_when_undone(house: House, noe: UUID) -> None:
    hours = use_plan(house, "HEURES", 50, allowances=[{"code": "LASER", "units": 1_000}])
    take(house, hours, timezone.localdate(), person=noe)
    used = used_at(house, "LASER", person=noe)
    answer = charge(house, reservation=used, minutes=90)
    (spent,) = answer["spent"]
    assert (spent["units"], spent["used"], spent["given"]) == (1000, 1000, 1000)
    assert (answer["due_cents"], due(house)) == (300, [300])


def test_a_use_is_charged_once_whatever_its_price_is_called_since(house: House, noe: UUID) -> None:
    set_price(house, "DECOUPE", 8, "hour")
    kind = family(house, price_code="LASER")
    used = began(house, resource=resource(house, kind), person=noe)
    house.do("booking.leave", reservation=used)
    charge(house, reservation=used, minutes=60)
    house.do("booking.edit_family", family=kind, price_code="DECOUPE")
    assert refusal(house, reservation=used, minutes=60) == "already_charged"
    assert due(house) == [600]


def test_the_material_of_a_free_machine_is_charged_once(house: House, noe: UUID) -> None:
    material(house, code="PLA")
    used, grams = used_at(house, "", person=noe), [{"code": "PLA", "units": 10_000}]
    charge(house, reservation=used, minutes=5, materials=grams)
    assert refusal(house, reservation=used, minutes=5, materials=grams) == "already_charged"
    assert due(house) == [50]


def test_a_week_of_minutes_is_charged_and_more_than_a_sale_holds_is_not(
    house: House, noe: UUID
) -> None:
    set_price(house, "MINUTES", 0.01, "minute")
    set_price(house, "OR", 9_999, "gram")
    used = used_at(house, "MINUTES", person=noe)
    gold = [{"code": "OR", "units": 10_000_000}]
    assert refusal(house, reservation=used, minutes=20_000, materials=gold) == "too_large"
    assert charge(house, reservation=used, minutes=20_000)["due_cents"] == 20_000


def test_a_sale_reversed_elsewhere_brings_its_material_back_where_it_was(
    house: House, noe: UUID
) -> None:
    here = material(house, code="PLA")
    answer = charge(
        house,
        reservation=used_at(house, "", person=noe),
        minutes=5,
        materials=[{"code": "PLA", "units": 10_000}],
    )
    other = new_id()
    house.do("network.add_place", place=other, name="Annexe", kind="digital_space")
    house.place = other
    there = material(house, code="PLA")
    house.do("money.reverse", sale=answer["sale"], reversal=new_id())
    with house.scope():
        rows = StockMove.objects.order_by("at", "id").values_list("material", "units")
        assert list(rows) == [(here, -10_000), (here, 10_000)]
    assert there != here


def test_what_has_no_price_and_nobody_is_not_charged_here(house: House, noe: UUID) -> None:
    assert refusal(house, reservation=used_at(house, "", person=noe), minutes=5) == (
        "nothing_to_charge"
    )
    assert refusal(house, reservation=used_at(house, "RIEN", person=noe), minutes=5) == "no_price"
    assert refusal(house, reservation=used_at(house, "LASER", person=None), minutes=5) == (
        "person_needed"
    )
    with house.scope():
        assert Sale.objects.count() == 0


def test_a_print_of_the_night_is_charged_by_its_real_hours(house: House, noe: UUID) -> None:
    machine = printer(house, price_code="LASER")
    made = job(house, resource=machine, person=noe, start=True, minutes=19 * 60)
    with time_machine.travel(timezone.now() + timedelta(hours=19), tick=True):
        house.do("booking.end_job", job=made)
        assert charge(house, job=made, minutes=19 * 60)["due_cents"] == 11_400


def test_who_has_done_leaves_the_machine_to_others(house: House, noe: UUID) -> None:
    laser = resource(house, family(house, shortest=60, step=60))
    first = began(house, resource=laser, person=noe, minutes=7)
    with time_machine.travel(timezone.now() + timedelta(minutes=4, seconds=30), tick=True):
        assert house.do("booking.leave", reservation=first)["minutes"] == 5
        with house.scope():
            held = Occupancy.objects.filter(source_id=first, ends_at__gt=timezone.now())
            assert not held.exists()
        house.do("booking.start", reservation=new_id(), resource=laser, minutes=30, person=noe)
        with pytest.raises(Refused) as refused:
            house.do("booking.leave", reservation=first)
    assert refused.value.result.code == "already_left"

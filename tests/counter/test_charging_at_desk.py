"""What a desk sold of a use, with or without a line: kept as it was, charged once, undone whole."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from maillage.booking.models import Reservation
from maillage.core.ids import new_id
from maillage.core.models import ToSettle
from maillage.money.models import Sale, SaleLine
from maillage.network.models import Occupancy
from tests.houses import Desk, open_desk
from tests.making_booking import began, family, resource, used_at
from tests.making_plans import ledger, noted, set_price, sold, take, use_plan


@pytest.fixture
def prices(desk: Desk) -> dict[str, UUID]:
    laser = set_price(desk.house, "LASER", 6, "hour")
    return {"LASER": laser, "PLA": set_price(desk.house, "PLA", 0.05, "gram")}


@pytest.fixture
def noe(desk: Desk) -> UUID:
    return desk.house.person("Noé", "Brun")


def line(price: UUID, kind: str, code: str, rate: float, units: int) -> dict[str, Any]:
    cents = round(rate * 100 * units / 1_000)
    told = {"kind": kind, "code": code, "price": price, "rate": round(rate * 10_000)}
    return {**told, "quantity": units, "amount_cents": cents}


def hours(prices: dict[str, UUID], units: int) -> dict[str, Any]:
    return line(prices["LASER"], "use", "LASER", 6, units)


def grams(prices: dict[str, UUID], units: int) -> dict[str, Any]:
    return line(prices["PLA"], "material", "PLA", 0.05, units)


def sale(desk: Desk, *lines: dict[str, Any], paid: bool = True) -> dict[str, Any]:
    """The sale of these lines, its receipt issued by the desk; or left due."""
    cents = sum(one["amount_cents"] for one in lines)
    made: dict[str, Any] = {"sale": new_id(), "lines": list(lines)}
    if paid:
        number = desk.snapshot()["till"]["next_number"]
        made["payments"] = [{"means": "cash", "amount_cents": cents}]
        made["receipt"] = {"receipt": new_id(), "number": number}
    return made


def test_what_the_desk_sold_is_bound_to_the_use_and_counted_once(
    desk: Desk, prices: dict[str, UUID], noe: UUID
) -> None:
    used = used_at(desk.house, "LASER", person=noe)
    part = sale(desk, hours(prices, 1500), grams(prices, 42_000))
    answer = desk.do("counter.charge_use", reservation=used, minutes=90, sale=part)
    assert (answer["due_cents"], answer["receipt"]["number"]) == (0, 1)
    assert (sold(desk), noted(desk)) == ([(1_110, 1)], [])
    with desk.house.scope():
        assert set(SaleLine.objects.values_list("target_id", flat=True)) == {used}
        assert Sale.objects.get().person_id == noe
    assert desk.code("counter.charge_use", reservation=used, minutes=90) == "already_charged"
    (seen,) = next(one for one in desk.snapshot()["persons"] if one["id"] == str(noe))["reserved"]
    assert (seen["id"], seen["charged"]) == (str(used), True)


@pytest.mark.parametrize("paid", [True, False])
def test_two_desks_count_one_use_and_no_receipt_is_lost(
    desk: Desk, prices: dict[str, UUID], noe: UUID, *, paid: bool
) -> None:
    """Whichever arrives first stands; the other's receipt is kept and noted, a debt is not."""
    used, other = used_at(desk.house, "LASER", person=noe), open_desk(desk.house)
    first, second = sale(desk, hours(prices, 1500)), sale(other, hours(prices, 1500), paid=paid)
    desk.do("counter.charge_use", reservation=used, minutes=90, sale=first)
    code = other.code("counter.charge_use", reservation=used, minutes=90, sale=second)
    assert code == ("done" if paid else "already_charged")
    assert sold(desk) == [(900, 1), *([(900, 1)] if paid else [])]
    assert noted(desk) == (["already_charged"] if paid else [])


def test_plans_pay_what_the_desk_did_not_sell_and_what_they_miss_is_due(
    desk: Desk, prices: dict[str, UUID], noe: UUID
) -> None:
    """The desk knew of an hour left; elsewhere half of it was spent meanwhile."""
    house = desk.house
    given = [{"code": "LASER", "units": 1_000}]
    take(house, use_plan(house, "HEURES", 50, allowances=given), timezone.localdate(), person=noe)
    house.do("counter.charge_use", reservation=used_at(house, "LASER", person=noe), minutes=30)
    used = used_at(house, "LASER", person=noe)
    part = sale(desk, hours(prices, 500))
    answer = desk.do("counter.charge_use", reservation=used, minutes=90, sale=part)
    assert [one["units"] for one in answer["spent"]] == [500]
    assert (answer["due_cents"], sorted(sold(desk)[1:])) == (300, [(300, 0), (300, 1)])
    reversal = {"reversal": new_id(), "receipt": {"receipt": new_id(), "number": 2}}
    desk.do("core.undo", key=answer["key"], given=reversal)
    assert sorted(sold(desk)[3:]) == [(-300, 0), (-300, 1)]
    assert ledger(house) == [("given", 1), ("spent", -1), ("spent", -1), ("returned", 0)]


def test_a_use_that_was_never_begun_for_the_server_keeps_its_money(
    desk: Desk, prices: dict[str, UUID], noe: UUID
) -> None:
    """Typed without a line, refused since: what was paid is kept, and somebody looks."""
    laser = resource(desk.house, family(desk.house, authorised=True, price_code="LASER"))
    used = new_id()
    began_ = {"reservation": used, "resource": laser, "person": noe, "minutes": 60}
    assert desk.code("booking.start", **began_) == "not_authorised"
    assert desk.code("booking.leave", reservation=used) == "depends_on"
    part = sale(desk, hours(prices, 1000))
    desk.do("counter.charge_use", reservation=used, minutes=60, person=noe, sale=part)
    assert (sold(desk), noted(desk)) == ([(600, 1)], ["use_unknown"])
    with desk.house.scope():
        assert Sale.objects.get().person_id == noe
        assert ToSettle.objects.get().ids == [str(part["sale"]), str(used), str(noe)]
    again = {"reservation": new_id(), "minutes": 60}
    assert desk.code("counter.charge_use", **again) == "not_found"


def test_a_use_never_begun_for_the_server_that_plans_were_to_pay_is_looked_at(
    desk: Desk, prices: dict[str, UUID], noe: UUID
) -> None:
    """Typed without a line, on a machine taken meanwhile: nothing is counted, nothing is lost."""
    house = desk.house
    given = [{"code": "LASER", "units": 1_000}]
    take(house, use_plan(house, "HEURES", 50, allowances=given), timezone.localdate(), person=noe)
    laser, used = resource(house, family(house, price_code="LASER")), new_id()
    began(house, resource=laser)
    begun = {"reservation": used, "resource": laser, "person": noe, "minutes": 60}
    assert desk.code("booking.start", **begun) == "room_taken"
    assert desk.code("booking.leave", reservation=used) == "depends_on"
    answer = desk.do("counter.charge_use", reservation=used, minutes=60, person=noe)
    assert (answer["spent"], answer["due_cents"], noted(desk)) == ([], 0, ["use_unknown"])
    with house.scope():
        assert ToSettle.objects.get().ids == [str(noe), str(used)]
    assert ledger(house) == []


def test_a_passer_by_pays_what_they_used(desk: Desk, prices: dict[str, UUID]) -> None:
    used = used_at(desk.house, "LASER", person=None)
    assert desk.code("counter.charge_use", reservation=used, minutes=60) == "person_needed"
    part = sale(desk, hours(prices, 1000))
    desk.do("counter.charge_use", reservation=used, minutes=60, sale=part)
    assert (sold(desk), noted(desk)) == ([(600, 1)], [])


def test_somebody_erased_meanwhile_has_paid(desk: Desk, prices: dict[str, UUID], noe: UUID) -> None:
    used, part = used_at(desk.house, "LASER", person=noe), sale(desk, hours(prices, 1000))
    desk.house.do("people.erase", person=noe)
    desk.do("counter.charge_use", reservation=used, minutes=60, person=noe, sale=part)
    assert (sold(desk), noted(desk)) == ([(600, 1)], ["person_unknown"])


def test_a_price_taken_away_meanwhile_does_not_refuse_a_receipt(
    desk: Desk, prices: dict[str, UUID], noe: UUID
) -> None:
    used, part = used_at(desk.house, "LASER", person=noe), sale(desk, hours(prices, 500))
    yesterday = timezone.localdate() - timedelta(days=1)
    desk.house.do("money.end_price", price=prices["LASER"], to_day=yesterday)
    desk.do("counter.charge_use", reservation=used, minutes=60, sale=part)
    assert (sold(desk), sorted(noted(desk))) == ([(300, 1)], ["no_price", "price_changed"])


def test_a_debt_off_the_grid_is_noted_and_the_plan_stands(
    desk: Desk, prices: dict[str, UUID], noe: UUID
) -> None:
    house = desk.house
    given = [{"code": "LASER", "units": 1_000}]
    take(house, use_plan(house, "HEURES", 50, allowances=given), timezone.localdate(), person=noe)
    used = used_at(house, "LASER", person=noe)
    odd = {**grams(prices, 42_000), "rate": 400, "amount_cents": 168}
    part = sale(desk, odd, paid=False)
    answer = desk.do("counter.charge_use", reservation=used, minutes=60, sale=part)
    assert [one["units"] for one in answer["spent"]] == [1000]
    assert (noted(desk), sold(desk)[1:]) == (["price_changed"], [])


def test_undone_within_the_minute_they_have_the_machine_again(
    desk: Desk, prices: dict[str, UUID], noe: UUID
) -> None:
    laser = resource(desk.house, family(desk.house, price_code="LASER"))
    used = began(desk.house, resource=laser, person=noe)
    left = desk.do("booking.leave", reservation=used)
    paid = desk.do(
        "counter.charge_use", reservation=used, minutes=60, sale=sale(desk, hours(prices, 1000))
    )
    reversal = {"reversal": new_id(), "receipt": {"receipt": new_id(), "number": 2}}
    desk.do("core.undo", key=paid["key"], given=reversal)
    desk.do("core.undo", key=left["key"])
    assert sold(desk) == [(600, 1), (-600, 1)]
    with desk.house.scope():
        assert Reservation.objects.get(pk=used).left_at is None
        held = Occupancy.objects.filter(source_id=used, ends_at__gt=timezone.now())
        assert held.count() == 1
    desk.do("booking.leave", reservation=used)


def test_what_was_given_back_and_counted_anew_is_not_given_back_twice(
    desk: Desk, prices: dict[str, UUID], noe: UUID
) -> None:
    """Counted at the desk, given back and counted otherwise at the office, undone at the desk."""
    house = desk.house
    given = [{"code": "LASER", "units": 5_000}]
    take(house, use_plan(house, "HEURES", 50, allowances=given), timezone.localdate(), person=noe)
    used = used_at(house, "LASER", person=noe)
    first = desk.do("counter.charge_use", reservation=used, minutes=60)
    house.do("counter.cancel_use", visit=used)
    house.do("counter.charge_use", reservation=used, minutes=120)
    desk.do("core.undo", key=first["key"])
    assert ledger(house) == [("given", 5), ("spent", -1), ("returned", 1), ("spent", -2)]
    assert desk.code("counter.charge_use", reservation=used, minutes=60) == "already_charged"


def test_somebody_quicker_keeps_the_machine(desk: Desk, noe: UUID) -> None:
    laser = resource(desk.house)
    used = began(desk.house, resource=laser, person=noe)
    left = desk.do("booking.leave", reservation=used)
    began(desk.house, resource=laser)
    assert desk.code("core.undo", key=left["key"]) == "room_taken"

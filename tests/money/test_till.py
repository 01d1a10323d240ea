"""The till over a desk: floats, closings, reversals; the ledger adds up whatever is done."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maillage.core.ids import new_id
from maillage.core.models import ToSettle
from maillage.money.models import Payment, Receipt, Sale, SaleLine, TillClosing
from maillage.network.doors import Refused
from maillage.network.models import SignIn
from tests.counter.test_arrive import Basket
from tests.figures import PROVING
from tests.houses import Desk, House

SALES = st.lists(
    st.tuples(
        st.sampled_from(["cash", "card", "cheque", "later"]),
        st.integers(1, 20),
        st.sampled_from(["keep", "undo", "reverse"]),
    ),
    max_size=8,
)


def line(basket: Basket, quantity: int = 1) -> dict[str, Any]:
    one = basket.line("session", "ATELIER", member=True)
    return {**one, "quantity": quantity * 1000, "amount_cents": 800 * quantity}


def numbered(basket: Basket) -> dict[str, Any]:
    receipt = {"receipt": str(new_id()), "number": basket.number}
    basket.number += 1
    return receipt


def test_open_sell_close_with_a_difference_explained(desk: Desk) -> None:
    till = new_id()
    desk.do("money.open_till", till=till, float_cents=5000)
    assert desk.code("money.open_till", till=new_id(), float_cents=0) == "already_open"
    basket = Basket(desk)
    desk.do("money.sell", sale=basket.sale(line(basket)))
    desk.do("money.sell", sale=basket.sale(line(basket), means="card"))
    closing = {"closing": new_id(), "till": till, "counted_cents": 5790}
    assert desk.code("money.close_till", **closing) == "difference_unexplained"
    done = desk.do("money.close_till", **closing, reason="change")
    assert (done["expected_cents"], done["difference_cents"]) == (5800, -10)
    assert (done["number"], done["total_cents"], len(done["hash8"])) == (2, 1600, 8)
    assert desk.snapshot()["till"]["open"] is None


def test_what_is_paid_while_no_till_is_open_falls_in_the_next_closing(desk: Desk) -> None:
    basket = Basket(desk)
    desk.do("money.sell", sale=basket.sale(line(basket)))
    till = new_id()
    desk.do("money.open_till", till=till, float_cents=0)
    done = desk.do("money.close_till", closing=new_id(), till=till, counted_cents=800)
    assert (done["expected_cents"], done["difference_cents"]) == (800, 0)


def test_a_closing_ends_the_undo_of_what_it_holds(desk: Desk) -> None:
    till, basket = new_id(), Basket(desk)
    desk.do("money.open_till", till=till, float_cents=0)
    done = desk.do("money.sell", sale=basket.sale(line(basket)))
    desk.do("money.close_till", closing=new_id(), till=till, counted_cents=800)
    assert desk.code("core.undo", key=done["key"]) == "closed"


def test_later_is_an_amount_due_paid_by_another_receipt(desk: Desk) -> None:
    person, basket = desk.house.person(), Basket(desk)
    sale = {"sale": new_id(), "lines": [line(basket)], "payments": []}
    assert desk.do("money.sell", sale=sale, person=person)["due_cents"] == 800
    assert card(desk, person)["due_cents"] == 800
    paid = {"sale": sale["sale"], "payments": [{"means": "cash", "amount_cents": 800}]}
    done = desk.do("money.pay", **paid, receipt=numbered(basket))
    assert card(desk, person)["due_cents"] == 0
    desk.do("core.undo", key=done["key"], given={"receipt": numbered(basket)})
    assert card(desk, person)["due_cents"] == 800
    with desk.house.scope():
        totals = Receipt.objects.order_by("number").values_list("total_cents", flat=True)
        assert list(totals) == [800, -800]


def test_a_receipt_of_a_sale_that_was_refused_is_kept_and_noted(desk: Desk) -> None:
    """Left due at an old price, refused when it arrived; paid meanwhile, without a line."""
    basket, lost = Basket(desk), new_id()
    old = {**line(basket), "rate": 50_000, "amount_cents": 500}
    refused = {"sale": lost, "lines": [old], "payments": []}
    assert desk.code("money.sell", sale=refused) == "price_changed"
    paid = [{"means": "cash", "amount_cents": 300}, {"means": "card", "amount_cents": 200}]
    assert desk.code("money.pay", sale=lost, payments=paid) == "depends_on"
    till = new_id()
    desk.do("money.open_till", till=till, float_cents=0)
    done = desk.do("money.pay", sale=lost, payments=paid, receipt=numbered(basket))
    with desk.house.scope():
        assert list(ToSettle.objects.values_list("code", "ids")) == [("sale_unknown", [str(lost)])]
        lines = SaleLine.objects.order_by("position").values_list("kind", "amount_cents")
        assert list(lines) == [("other", 300), ("other", 200)]
    desk.do("core.undo", key=done["key"], given={"receipt": numbered(basket)})
    with desk.house.scope():
        totals = Receipt.objects.order_by("number").values_list("number", "total_cents")
        assert list(totals) == [(1, 500), (2, -500)]
    closing = {"closing": new_id(), "till": till, "counted_cents": 0}
    assert desk.do("money.close_till", **closing)["expected_cents"] == 0


def card(desk: Desk, person: Any) -> dict[str, Any]:
    return next(one for one in desk.snapshot()["persons"] if one["id"] == str(person))


def test_a_price_off_the_grid_needs_a_reason(desk: Desk) -> None:
    basket = Basket(desk)
    cheap = {**line(basket), "rate": 50_000, "amount_cents": 500}
    due = {"sale": new_id(), "lines": [cheap], "payments": []}
    assert desk.code("money.sell", sale=due) == "price_changed"
    due["lines"] = [{**cheap, "reason": "goodwill"}]
    assert desk.code("money.sell", sale=due) == "done"


def test_a_number_that_comes_twice_is_kept_under_a_flagged_series(desk: Desk) -> None:
    basket = Basket(desk)
    desk.do("money.sell", sale=basket.sale(line(basket)))
    basket.number = 1
    done = desk.do("money.sell", sale=basket.sale(line(basket)))
    assert done["receipt"]["flagged"] is True
    assert [one["code"] for one in done["left_out"]] == ["number_does_not_follow"]
    with desk.house.scope():
        assert Receipt.objects.count() == 2


def test_ties_are_refused_when_entered(house: House) -> None:
    price = {"code": "SCAN", "label": "Scan", "rate": 1000, "from_day": "2026-01-01"}
    house.do("money.set_price", price=new_id(), **price, to_day="2026-06-30")
    with pytest.raises(Refused, match="tie"):
        house.do("money.set_price", price=new_id(), **{**price, "from_day": "2026-06-30"})
    house.do("money.set_price", price=new_id(), **{**price, "from_day": "2026-07-01"})


@settings(
    max_examples=100 if PROVING else 8, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(sales=SALES, opening=st.integers(0, 50_000))
def test_the_ledger_adds_up(desk: Desk, sales: list[tuple[str, int, str]], opening: int) -> None:
    """Expected cash = float + cash lines; numbers without a hole; sales − receipts = due."""
    till, basket = new_id(), Basket(desk)
    first = basket.number
    desk.do("money.open_till", till=till, float_cents=opening)
    for means, quantity, then in sales:
        sell(desk, basket, means, quantity, then)
    with desk.house.scope():
        receipts = Receipt.objects.filter(number__gte=first).order_by("number")
        cash = Payment.objects.filter(receipt__number__gte=first, means="cash")
        expected = opening + sum(cash.values_list("amount_cents", flat=True))
        numbers = list(receipts.values_list("number", flat=True))
    assert numbers == list(range(first, basket.number))
    done = desk.do("money.close_till", closing=new_id(), till=till, counted_cents=expected)
    assert done["difference_cents"] == 0
    with desk.house.scope():
        assert TillClosing.objects.latest("closed_at").head_number == basket.number - 1
        sold = sum(Sale.objects.values_list("amount_cents", flat=True))
        paid = sum(Receipt.objects.values_list("total_cents", flat=True))
        lines = sum(SaleLine.objects.values_list("amount_cents", flat=True))
        means = sum(Payment.objects.values_list("amount_cents", flat=True))
    assert (sold, paid) == (lines, means)


def sell(desk: Desk, basket: Basket, means: str, quantity: int, then: str) -> None:
    if means == "later":
        sale = {"sale": new_id(), "lines": [line(basket, quantity)], "payments": []}
    else:
        sale = basket.sale(line(basket, quantity), means=means)
    done = desk.do("money.sell", sale=sale)
    receipt = {} if means == "later" else {"receipt": numbered(basket)} if then != "keep" else {}
    if then == "undo":
        desk.do("core.undo", key=done["key"], given={"reversal": str(new_id()), **receipt})
    elif then == "reverse":
        reverse(desk, sale, receipt)


def reverse(desk: Desk, sale: dict[str, Any], receipt: dict[str, Any]) -> None:
    """A manager reverses on the same desk."""
    if not SignIn.objects.filter(device=desk.device, staff=desk.house.manager).exists():
        SignIn.objects.create(
            device_id=desk.device, staff_id=desk.house.manager, started_at=timezone.now()
        )
    manager = Desk(desk.house, desk.client, desk.device, desk.house.manager, desk.n)
    manager.do("money.reverse", sale=sale["sale"], reversal=new_id(), **receipt)
    desk.n = manager.n


def owed(*lines: dict[str, Any]) -> dict[str, Any]:
    return {"sale": str(new_id()), "lines": lines, "payments": []}


@pytest.mark.parametrize("cents", [-800, 0])
def test_a_payment_takes_money_and_never_gives_any_back(desk: Desk, cents: int) -> None:
    sale = owed(line(Basket(desk)))
    desk.do("money.sell", sale=sale)
    payments = [{"means": "cash", "amount_cents": cents}]
    assert desk.code("money.pay", sale=sale["sale"], payments=payments) == "unreadable"
    paid = {**owed(line(Basket(desk))), "payments": payments}
    assert desk.code("money.sell", sale=paid) == "unreadable"
    with desk.house.scope():
        assert not Receipt.objects.exists()


def test_a_discount_is_never_more_than_the_price(desk: Desk) -> None:
    whole = line(Basket(desk))
    cut = {**whole, "discount_cents": 1000, "amount_cents": -200, "reason": "goodwill"}
    assert desk.code("money.sell", sale=owed(whole, cut)) == "discount_too_large"


def test_the_receipts_of_a_lost_desk_end_at_its_last_known_number(desk: Desk) -> None:
    house, basket = desk.house, Basket(desk)
    desk.do("money.sell", sale=basket.sale(line(basket)))
    lost: dict[str, Any] = {"device": desk.device}

    def refused(number: int) -> str:
        with pytest.raises(Refused) as caught:
            house.do("money.close_series", **lost, last_number=number)
        return caught.value.result.code

    assert refused(3) == "still_there"
    house.do("network.revoke_device", **lost)
    assert refused(0) == "number_given"
    done = house.do("money.close_series", **lost, last_number=3)
    assert (done["code"], done["last_number"]) == ("A", 3)
    assert refused(3) == "closed"
    with house.scope():
        assert list(ToSettle.objects.values_list("code", "ids")) == [
            ("receipts_missing", ["A-2 – A-3"])
        ]

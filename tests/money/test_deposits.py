"""A deposit is held as far as it was paid, and what comes back was received."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.db.models import Sum

from maillage.core.ids import new_id
from maillage.money.deposits import deposits
from maillage.money.models import Receipt, Sale
from tests.houses import Desk, House
from tests.making import price
from tests.making_plans import use_plan

SUM = 5_000


@pytest.fixture
def person(house: House) -> UUID:
    use_plan(house, "PERMANENT", 250, label="Permanent", deposit_cents=SUM)
    return house.person("Inès", "Faure")


def left(house: House, person: UUID, paid: int, *, lines: Any = (), means: str = "card") -> UUID:
    """A deposit of 50 €, paid as far as said, with other ``lines``; its sale."""
    sale = new_id()
    line = {
        "kind": "deposit", "code": "PERMANENT", "rate": SUM * 100, "reason": "other",
        "amount_cents": SUM,
    }  # fmt: skip
    moved = [{"means": means, "amount_cents": paid}] if paid else []
    part = {"sale": sale, "lines": [line, *lines], "payments": moved}
    house.do("money.sell", sale=part, person=person)
    return sale


def held(house: House, *persons: UUID) -> list[tuple[int, int]]:
    """Cents held, cents still due, of each deposit."""
    with house.scope():
        return [(one.held, one.due) for one in deposits(persons or None)]


def received(house: House) -> int:
    with house.scope():
        return Receipt.objects.aggregate(cents=Sum("total_cents", default=0))["cents"]


def test_what_was_never_paid_is_not_held_and_gives_nothing_back(house: House, person: UUID) -> None:
    sale = left(house, person, 0)
    assert held(house) == [(0, SUM)]
    answer = house.do("money.reverse", sale=sale, reversal=new_id(), means="transfer")
    assert (answer["receipt"], held(house), received(house)) == (None, [], 0)


def test_what_is_partly_paid_is_held_as_far_and_comes_back_as_far(
    house: House, person: UUID
) -> None:
    sale = left(house, person, 2_000)
    assert held(house, person) == [(2_000, 3_000)]
    with house.scope():
        assert Sale.objects.get(pk=sale).amount_cents == SUM
    house.do("money.reverse", sale=sale, reversal=new_id(), means="transfer")
    assert (held(house), received(house)) == ([], 0)


def test_the_rest_is_paid_later_and_held_then(house: House, person: UUID) -> None:
    sale = left(house, person, 2_000)
    house.do("money.pay", sale=sale, payments=[{"means": "card", "amount_cents": 3_000}])
    assert (held(house), received(house)) == ([(SUM, 0)], SUM)
    assert held(house, house.person("Ana", "Bel")) == []


def test_a_payment_undone_is_held_no_more(desk: Desk) -> None:
    house = desk.house
    use_plan(house, "PERMANENT", 250, deposit_cents=SUM)
    sale, given = left(house, house.person(), 0), {"receipt": new_id(), "number": 1}
    paid = [{"means": "card", "amount_cents": SUM}]
    done = desk.do("money.pay", sale=sale, payments=paid, receipt=given)
    assert held(house) == [(SUM, 0)]
    back = {"receipt": {"receipt": str(new_id()), "number": 2}}
    desk.do("core.undo", key=done["key"], given=back)
    assert (held(house), received(house)) == ([(0, SUM)], 0)


def test_what_a_desk_took_with_something_else_pays_that_first(desk: Desk) -> None:
    """A receipt already issued is kept: 12 € of 58 € pay the session, then the deposit."""
    house, who = desk.house, desk.house.person()
    use_plan(house, "PERMANENT", 250, deposit_cents=SUM)
    visit = price(house, "ATELIER", member=True)
    session = {
        "kind": "session", "code": "ATELIER", "member": True, "price": visit.pk,
        "rate": visit.rate, "amount_cents": 800,
    }  # fmt: skip
    deposit = {
        "kind": "deposit", "code": "PERMANENT", "rate": SUM * 100, "reason": "other",
        "amount_cents": SUM,
    }  # fmt: skip
    sale = {
        "sale": new_id(), "lines": [session, deposit],
        "payments": [{"means": "cash", "amount_cents": 1_200}],
        "receipt": {"receipt": new_id(), "number": 1},
    }  # fmt: skip
    desk.do("money.sell", sale=sale, person=who)
    assert held(house) == [(400, SUM - 400)]

"""Check-ins that a desk sends late: whatever happened meanwhile, what it says is kept."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone

from maillage.core.ids import new_id
from maillage.people.models import AnonymousCount, Visit
from tests.houses import Desk
from tests.making_plans import (
    DAY,
    check_in,
    ledger,
    noted,
    set_price,
    sold,
    take,
    two_a_week,
    use_plan,
)


def day_ticket(price: UUID, number: int | None, rate: int = 120_000) -> dict[str, Any]:
    """The sale of a day, as a desk that took 12 € for it, or left it due."""
    cents = rate // 100
    line = {"kind": "use", "code": DAY, "price": price, "rate": rate, "amount_cents": cents}
    paid = {
        "payments": [{"means": "cash", "amount_cents": cents}],
        "receipt": {"receipt": new_id(), "number": number},
    }
    return {"sale": new_id(), "lines": [line], **(paid if number else {})}


def test_a_receipt_issued_for_a_day_counted_elsewhere_is_kept(desk: Desk) -> None:
    price, person = set_price(desk.house, DAY, 12), desk.house.person()
    take(desk.house, two_a_week(desk.house), timezone.localdate(), person=person)
    check_in(desk.house, person)
    number = desk.snapshot()["till"]["next_number"]
    sale = day_ticket(price, number)
    answer = desk.do("counter.check_in", visit=new_id(), person=person, code=DAY, sale=sale)
    assert (answer["already"], answer["receipt"]["number"]) == (True, number)
    assert noted(desk) == ["already_charged"]
    assert sold(desk)[1:] == [(1_200, 1)]


def test_what_was_left_due_for_a_day_counted_elsewhere_is_not_due_twice(desk: Desk) -> None:
    price, person = set_price(desk.house, DAY, 12), desk.house.person()
    check_in(desk.house, person)
    sale = day_ticket(price, None)
    desk.do("counter.check_in", visit=new_id(), person=person, code=DAY, sale=sale)
    assert sold(desk) == [(1_200, 0)]


def test_somebody_erased_meanwhile_is_a_head_and_their_receipt_is_kept(desk: Desk) -> None:
    price, person = set_price(desk.house, DAY, 12), desk.house.person()
    number = desk.snapshot()["till"]["next_number"]
    desk.house.do("people.erase", person=person)
    sale = day_ticket(price, number)
    answer = desk.do("counter.check_in", visit=new_id(), person=person, code=DAY, sale=sale)
    assert (answer["person"], answer["receipt"]["number"]) == (None, number)
    assert noted(desk) == ["person_unknown"]
    reversal = {"reversal": new_id(), "receipt": {"receipt": new_id(), "number": number + 1}}
    desk.do("core.undo", key=answer["key"], given=reversal)
    assert sold(desk) == [(1_200, 1), (-1_200, 1)]
    with desk.house.scope():
        assert AnonymousCount.objects.get().undone is True


def test_a_sale_that_the_grid_refuses_does_not_take_the_presence_with_it(desk: Desk) -> None:
    price, person = set_price(desk.house, DAY, 12), desk.house.person()
    sale = day_ticket(price, None, rate=90_000)
    answer = desk.do("counter.check_in", visit=new_id(), person=person, code=DAY, sale=sale)
    assert noted(desk) == ["price_changed"]
    with desk.house.scope():
        assert Visit.objects.filter(pk=answer["visit"], person=person).count() == 1


def test_undoing_a_check_in_leaves_the_other_use_of_the_day(desk: Desk) -> None:
    house, person = desk.house, desk.house.person()
    both = [{"code": DAY, "units": 5_000}, {"code": "ATELIER", "units": 5_000}]
    take(house, use_plan(house, "DEUX", 90, allowances=both), timezone.localdate(), person=person)
    desk.do("counter.check_in", visit=new_id(), person=person, code=DAY)
    second = desk.do("counter.check_in", visit=new_id(), person=person, code="ATELIER")
    desk.do("core.undo", key=second["key"])
    assert ledger(house) == [
        ("given", 5), ("spent", -1), ("given", 5), ("spent", -1), ("returned", 1),
    ]  # fmt: skip
    assert check_in(house, person)["already"] is True


def test_so_many_units_that_no_sum_holds_them_are_noted(desk: Desk) -> None:
    set_price(desk.house, DAY, 9_999)
    answer = desk.do(
        "counter.check_in", visit=new_id(), person=desk.house.person(), code=DAY, units=10_000_000
    )
    assert (answer["due_cents"], noted(desk)) == (0, ["too_large"])

"""A cell of the grid changes from a day: the former row ends the day before, at once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maillage.core.ids import new_id
from maillage.money.models import Price
from maillage.network.doors import Refused
from tests.houses import House
from tests.making import sold

TODAY = timezone.localdate()


def day(n: int) -> date:
    return TODAY + timedelta(days=n)


def change(house: House, rate: int, from_day: date, **cell: Any) -> None:
    house.do(
        "money.change_price", price=new_id(), code=cell.pop("code", "LASER"), label="Laser",
        rate=rate, from_day=from_day, unit="hour", **cell,
    )  # fmt: skip


def refusal(house: House, *asked: Any, **cell: Any) -> str:
    with pytest.raises(Refused) as refused:
        change(house, *asked, **cell)
    return refused.value.result.code


def rows(house: House, code: str = "LASER") -> list[tuple[int, date, date | None]]:
    with house.scope():
        found = Price.objects.filter(code=code).order_by("member", "from_day")
        return list(found.values_list("rate", "from_day", "to_day"))


def test_a_new_price_ends_the_former_the_day_before(house: House) -> None:
    change(house, 100, date(2020, 1, 1))
    change(house, 200, day(0))
    change(house, 300, day(10))
    change(house, 250, day(5))
    assert rows(house) == [
        (100, date(2020, 1, 1), day(-1)), (200, day(0), day(4)), (250, day(5), day(9)),
        (300, day(10), None),
    ]  # fmt: skip


def test_the_same_day_again_corrects(house: House) -> None:
    change(house, 100, day(0))
    change(house, 200, day(0))
    assert rows(house) == [(200, day(0), None)]


def test_what_was_sold_is_not_corrected(house: House) -> None:
    sold(house)
    first_day = date(2020, 1, 1)
    assert refusal(house, 100, first_day, code="ATELIER", member=True) == "price_sold"
    change(house, 90_000, day(0), code="ATELIER", member=True)
    assert (80_000, first_day, day(-1)) in rows(house, "ATELIER")


def test_the_past_is_not_rewritten(house: House) -> None:
    change(house, 100, date(2020, 1, 1))
    assert refusal(house, 200, day(-1)) == "price_past"
    change(house, 50, date(2019, 1, 1))
    assert rows(house) == [
        (50, date(2019, 1, 1), date(2019, 12, 31)), (100, date(2020, 1, 1), None),
    ]  # fmt: skip


def test_a_price_does_not_end_under_the_next(house: House) -> None:
    change(house, 100, day(0))
    change(house, 200, day(10))
    with house.scope():
        first = Price.objects.get(rate=100).pk
    with pytest.raises(Refused) as refused:
        house.do("money.end_price", price=first, to_day=day(10))
    assert refused.value.result.code == "tie"
    house.do("money.end_price", price=first, to_day=day(3))
    assert rows(house) == [(100, day(0), day(3)), (200, day(10), None)]


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 12), max_size=8))
def test_rows_never_overlap_whatever_the_order(house: House, starts: list[int]) -> None:
    """Each list has a code of its own: one house is enough."""
    code = f"C{new_id().hex[-12:]}"
    last: dict[int, int] = {}
    for rate, start in enumerate(starts):
        change(house, rate, day(start), code=code)
        last[start] = rate
    found = rows(house, code)
    assert [(rate, first) for rate, first, _last in found] == [
        (last[start], day(start)) for start in sorted(last)
    ]
    ends = [ends for _rate, _first, ends in found]
    assert ends == [first - timedelta(days=1) for _rate, first, _ends in found[1:]] + (
        [None] if found else []
    )

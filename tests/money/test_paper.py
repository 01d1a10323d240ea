"""The paper kit: numbers printed once, entered back whole and in order, as they were."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maillage.core.ids import new_id
from maillage.core.models import JournalLine, ToSettle
from maillage.money import verify as verifying
from maillage.money.models import (
    Membership,
    PaperBatch,
    Payment,
    Receipt,
    Sale,
    SaleLine,
    Series,
    TillClosing,
)
from maillage.money.verify import verify
from maillage.network.doors import Refused
from maillage.network.models import Device
from tests.figures import PROVING
from tests.houses import House
from tests.making import sale_part

AN_HOUR_AGO = timedelta(hours=1)


@pytest.fixture(autouse=True)
def verify_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Verify within the test's own transaction, which no other connection sees."""
    monkeypatch.setattr(verifying, "snapshot", lambda: nullcontext("default"))


def reserved(house: House, receipts: int = 4) -> tuple[UUID, list[int]]:
    """A kit and its numbers."""
    made = new_id()
    done = house.do("money.reserve_paper", batch=made, place=house.place, receipts=receipts)
    return made, list(range(done["first"], done["last"] + 1))


def used(house: House, number: int, *, means: str = "cash", **more: Any) -> dict[str, Any]:
    """A receipt of a kit at the members' price, given an hour ago."""
    part = sale_part(house)
    part["payments"] = [{"means": means, "amount_cents": 800}]
    at = (timezone.now() - AN_HOUR_AGO).replace(microsecond=0)
    return {
        **part,
        "number": number,
        "receipt": new_id(),
        "at": at,
        **more,
    }


def code(house: House, kind: str, **payload: Any) -> Any:
    """The refusal of a command."""
    with pytest.raises(Refused) as refused:
        house.do(kind, **payload)
    return refused.value.result.code


def chain(house: House) -> list[tuple[int, str, int]]:
    with house.scope():
        rows = Receipt.objects.filter(series__code="P1").order_by("number")
        return list(rows.values_list("number", "void", "total_cents"))


def test_the_first_kit_makes_the_places_book_and_no_number_comes_twice(house: House) -> None:
    first, second = reserved(house)[1], reserved(house)[1]
    assert (first, second) == ([1, 2, 3, 4], [5, 6, 7, 8])
    with house.scope():
        book = Device.objects.get(kind=Device.Kind.PAPER)
        assert (book.place_id, book.counts, book.secret_hash) == (house.place, False, None)
        assert list(Series.objects.filter(device=book).values_list("code", flat=True)) == ["P1"]


def test_another_place_has_another_book(house: House) -> None:
    reserved(house)
    other = new_id()
    house.do("network.add_place", place=other, name="Annexe", kind="digital_space")
    done = house.do("money.reserve_paper", batch=new_id(), place=other)
    assert (done["code"], done["first"], done["last"]) == ("P2", 1, 20)


def test_what_was_used_is_sold_at_its_hour_and_the_rest_is_void(house: House) -> None:
    batch, (_one, two, _three, four) = reserved(house)
    person = house.person()
    receipts = [used(house, four, means="card"), used(house, two, person=person)]
    done = house.do("money.enter_paper", batch=batch, receipts=receipts)
    assert chain(house) == [(1, "unused", 0), (2, "", 800), (3, "unused", 0), (4, "", 800)]
    assert (done["number"], done["used"], done["totals"]) == (4, 2, {"card": 800, "cash": 800})
    assert (done["expected_cents"], done["difference_cents"]) == (800, 0)
    with house.scope():
        sale = Sale.objects.get(person=person)
        receipt = Receipt.objects.get(sale=sale)
        assert (sale.at, receipt.at) == (receipts[1]["at"], receipts[1]["at"])
        closing = TillClosing.objects.get()
        assert (closing.first_number, closing.head_number) == (1, 4)
        mark = JournalLine.objects.get(kind="money.enter_paper").mark
        assert mark == f"P1 1-4 {Receipt.objects.get(number=4, series__code='P1').hash}"
    assert (verify().findings, verify().receipts) == ([], 4)


def test_a_kit_is_entered_once(house: House) -> None:
    batch, _numbers = reserved(house)
    house.do("money.enter_paper", batch=batch)
    with pytest.raises(Refused, match="already_entered: Loïc a déjà saisi ce kit"):
        house.do("money.enter_paper", batch=batch)
    assert code(house, "money.void_paper", batch=batch) == "already_entered"


def test_kits_are_entered_in_their_order(house: House) -> None:
    monday, tuesday, wednesday = (reserved(house)[0] for _ in range(3))
    with pytest.raises(Refused) as refused:
        house.do("money.enter_paper", batch=tuesday)
    result = refused.value.result
    assert (result.code, result.data) == ("earlier_batch", {"batch": str(monday)})
    assert code(house, "money.void_paper", batch=tuesday) == "earlier_batch"
    house.do("money.enter_paper", batch=wednesday, earlier_unused=True)
    with house.scope():
        assert PaperBatch.objects.filter(entered_at=None).count() == 0
    assert [number for number, _void, _cents in chain(house)] == list(range(1, 13))
    assert verify().findings == []


def test_a_lost_kit_is_void_and_says_so(house: House) -> None:
    batch, _numbers = reserved(house, 2)
    house.do("money.void_paper", batch=batch)
    assert chain(house) == [(1, "lost", 0), (2, "lost", 0)]
    assert verify().findings == []


def test_a_number_elsewhere_or_twice_is_refused_and_nothing_is_kept(house: House) -> None:
    batch, (one, *_rest) = reserved(house)
    for numbers in ([one, one], [99]):
        receipts = [used(house, number) for number in numbers]
        refused = code(house, "money.enter_paper", batch=batch, receipts=receipts)
        assert refused == "number_elsewhere"
    assert chain(house) == []


def test_a_difference_in_the_envelope_is_explained(house: House) -> None:
    batch, (one, *_rest) = reserved(house)
    told = {"batch": batch, "receipts": [used(house, one)], "counted_cents": 700}
    assert code(house, "money.enter_paper", **told) == "difference_unexplained"
    assert chain(house) == []
    done = house.do("money.enter_paper", **told, reason="change")
    assert (done["expected_cents"], done["difference_cents"]) == (800, -100)


def test_what_has_happened_is_kept_and_its_faults_are_noted(house: House) -> None:
    """A price off the grid without a reason, somebody unknown, an hour to come."""
    batch, (one, *_rest) = reserved(house)
    part = used(house, one, person=new_id(), at=timezone.now() + timedelta(hours=3))
    part["lines"] = [{**part["lines"][0], "rate": 50_000, "amount_cents": 500}]
    part["payments"] = [{"means": "cash", "amount_cents": 500}]
    house.do("money.enter_paper", batch=batch, receipts=[part])
    with house.scope():
        assert sorted(ToSettle.objects.values_list("code", flat=True)) == [
            "not_found", "price_changed",
        ]  # fmt: skip
        sale = Sale.objects.get()
        assert (sale.person, sale.amount_cents, sale.at <= timezone.now()) == (None, 500, True)


def test_a_membership_taken_on_paper_makes_a_member(house: House) -> None:
    batch, (one, *_rest) = reserved(house)
    person, membership, today = house.person(), new_id(), timezone.localdate()
    taken = {"membership": membership, "plan": house.plan, "starts_on": today, "ends_on": today}
    part = used(house, one, person=person, memberships=[taken])
    house.do("money.enter_paper", batch=batch, receipts=[part])
    with house.scope():
        assert Membership.objects.get(pk=membership).person_id == person


def test_a_sale_on_paper_is_reversed_elsewhere(house: House) -> None:
    batch, (one, *_rest) = reserved(house)
    part = used(house, one, means="card")
    house.do("money.enter_paper", batch=batch, receipts=[part])
    house.do("money.reverse", sale=part["sale"], reversal=new_id())
    assert len(chain(house)) == 4
    assert verify().findings == []


def test_a_volunteer_prepares_a_kit_and_declares_none_lost(house: House) -> None:
    volunteer, batch = house.add_staff("volunteer"), new_id()
    house.do("money.reserve_paper", actor=volunteer, batch=batch, place=house.place)
    assert code(house, "money.void_paper", actor=volunteer, batch=batch) == "forbidden"


KITS = st.lists(
    st.tuples(
        st.integers(1, 4),
        st.sampled_from(["enter", "enter", "later", "lost", "before"]),
        st.sets(st.integers(0, 3)),
        st.sampled_from(["cash", "card", "cheque"]),
    ),
    min_size=1,
    max_size=6,
)


@settings(
    max_examples=60 if PROVING else 6, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(kits=KITS)
def test_numbers_are_gapless_and_totals_are_those_of_the_lines(
    house: House, kits: list[tuple[int, str, set[int], str]]
) -> None:
    """Whatever is printed, entered, left for later or lost."""
    for size, then, which, means in kits:
        batch, numbers = reserved(house, size)
        receipts = [
            used(house, number, means=means)
            for index, number in enumerate(numbers)
            if index in which
        ]
        if then != "later":
            settle_before(house, batch)
        if then == "enter":
            house.do("money.enter_paper", batch=batch, receipts=receipts)
        elif then == "before":
            house.do("money.enter_paper", batch=batch, receipts=receipts, earlier_unused=True)
        elif then == "lost":
            house.do("money.void_paper", batch=batch)
    check(house)


def settle_before(house: House, batch: UUID) -> None:
    """The oldest kits that wait: the first is lost, the others are entered void by the next."""
    with house.scope():
        oldest = PaperBatch.objects.filter(entered_at=None).order_by("first_number").first()
        waiting = PaperBatch.objects.filter(entered_at=None).exclude(pk=batch)
        last = waiting.order_by("first_number").last()
    if oldest.pk != batch:
        house.do("money.void_paper", batch=oldest.pk)
        if last.pk != oldest.pk:
            house.do("money.enter_paper", batch=last.pk, earlier_unused=True)


def check(house: House) -> None:
    rows = chain(house)
    with house.scope():
        series = Series.objects.get(code="P1")
        entered = PaperBatch.objects.exclude(entered_at=None)
        numbers = [number for one in entered.order_by("first_number") for number in one.numbers]
        printed = [number for one in PaperBatch.objects.all() for number in one.numbers]
        lines = sum(SaleLine.objects.values_list("amount_cents", flat=True))
        paid = sum(Payment.objects.values_list("amount_cents", flat=True))
        cash = sum(Payment.objects.filter(means="cash").values_list("amount_cents", flat=True))
        closed = sum(TillClosing.objects.values_list("expected_cents", flat=True))
    assert [number for number, _void, _cents in rows] == numbers == list(range(1, len(rows) + 1))
    assert len(printed) == len(set(printed))
    assert (sum(cents for *_, cents in rows), series.total_cents, paid) == (lines, lines, lines)
    assert closed == cash
    assert verify().findings == []

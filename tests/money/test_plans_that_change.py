"""Plans that change while they are in use: edited, refunded while asleep, held on two files."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from maillage.core.ids import new_id
from maillage.money import plan_queries
from maillage.money.models import EntitlementLine, PlanTerm, SaleLine
from maillage.network.doors import Refused
from tests.houses import House
from tests.making_plans import DAY, check_in, set_price, take, use_plan, used


def balances(house: House) -> list[tuple[int, int | None]]:
    with house.scope():
        rows = EntitlementLine.objects.order_by("number")
        return [
            (one.units // 1000, None if one.balance is None else one.balance // 1000)
            for one in rows
        ]


def allow(house: House, plan: UUID, units: int | None) -> None:
    house.do("money.edit_use_plan", plan=plan, allowances=[{"code": DAY, "units": units}])


def shown(house: House, person: UUID) -> tuple[int, int | None]:
    with house.scope():
        (standing,) = plan_queries.plans_of(person, timezone.localdate())
        (one,) = standing.used
        return one.used, one.given


def day_before(days: int) -> Any:
    return timezone.now() - timedelta(days=days)


def test_a_term_used_without_limit_stays_so_to_its_end(house: House) -> None:
    person, plan = house.person(), use_plan(house, "LIBRE", 90)
    set_price(house, DAY, 12)
    take(house, plan, timezone.localdate() - timedelta(days=9), person=person)
    visit = UUID(check_in(house, person, at=day_before(3))["visit"])
    allow(house, plan, 1_000)
    assert used(check_in(house, person, at=day_before(2))) == [(2, None)]
    assert used(check_in(house, person, at=day_before(1))) == [(3, None)]
    assert shown(house, person) == (3_000, None)
    house.do("counter.cancel_use", visit=visit)
    assert balances(house) == [(-1, None), (-1, None), (-1, None), (1, None)]


def test_a_limit_taken_off_and_put_back_counts_nothing_twice(house: House) -> None:
    person, plan = (
        house.person(),
        use_plan(house, "LIBRE", 90, allowances=[{"code": DAY, "units": 2_000}]),
    )
    set_price(house, DAY, 12)
    take(house, plan, timezone.localdate() - timedelta(days=9), person=person)
    assert used(check_in(house, person, at=day_before(5))) == [(1, 2)]
    allow(house, plan, None)
    assert used(check_in(house, person, at=day_before(4))) == [(2, None)]
    allow(house, plan, 2_000)
    assert used(check_in(house, person, at=day_before(3))) == [(3, None)]
    assert balances(house) == [(2, 2), (-1, 1), (-1, None), (-1, None)]


def ends(house: House, term: UUID) -> date:
    with house.scope():
        return PlanTerm.objects.get(pk=term).ends_on


def refund(house: House, term: UUID) -> None:
    with house.scope():
        sale = SaleLine.objects.get(target_id=term, quantity__gt=0).sale_id
    house.do("money.reverse", sale=sale, reversal=new_id(), means="transfer")


def test_a_pause_goes_with_the_term_that_is_refunded(house: House) -> None:
    today, person, plan = timezone.localdate(), house.person(), use_plan(house, "LIBRE", 90)
    first, pause = take(house, plan, today, person=person), new_id()
    with house.scope():
        holder = PlanTerm.objects.get(pk=first).holder_id
    asleep = {"from_day": today, "to_day": today + timedelta(days=99)}
    house.do("money.pause_plan", pause=pause, holder=holder, **asleep)
    refund(house, first)
    second = take(house, plan, today, person=person)
    whole = ends(house, second)
    assert used(check_in(house, person)) == [(1, None)]
    with pytest.raises(Refused) as refused:
        house.do("money.resume_plan", pause=pause, day=today)
    assert (refused.value.result.code, ends(house, second)) == ("not_found", whole)


def test_two_terms_of_one_plan_are_not_sold_over_the_same_days(house: House) -> None:
    today, person, plan = timezone.localdate(), house.person(), use_plan(house, "LIBRE", 90)
    take(house, plan, today - timedelta(days=60), person=person)
    with house.scope():
        line = SaleLine.objects.get()
    terms = [new_id(), new_id()]
    lines = [
        {
            "kind": "plan", "code": line.code, "price": line.price_id, "target": one,
            "rate": line.rate, "amount_cents": line.amount_cents,
        }
        for one in terms
    ]  # fmt: skip
    with pytest.raises(Refused) as refused:
        house.do(
            "money.sell",
            sale={"sale": new_id(), "lines": lines},
            plans=[{"term": one, "plan": plan, "starts_on": today} for one in terms],
            person=person,
        )
    assert refused.value.result.code == "term_overlaps"


def test_a_trial_on_another_file_of_the_same_person_is_a_trial(house: House) -> None:
    kept, other = house.person(), house.person("Marie", "Le Gal")
    plan = use_plan(house, "PERMANENT", 250, trial_months=2)
    today = timezone.localdate()
    house.do("money.start_trial", term=new_id(), plan=plan, starts_on=today, person=other)
    house.do("people.merge", alias=new_id(), kept=kept, merged=other)
    assert used(check_in(house, kept)) == [(1, None)]
    later = today + timedelta(days=100)
    with pytest.raises(Refused) as refused:
        house.do("money.start_trial", term=new_id(), plan=plan, starts_on=later, person=kept)
    assert refused.value.result.code == "already_tried"


def test_units_carried_into_a_refunded_term_go_back_and_are_carried_again(house: House) -> None:
    set_price(house, DAY, 12)
    today, person = timezone.localdate(), house.person()
    given = {"code": DAY, "units": 5_000, "carries": True}
    plan = use_plan(house, "REPORT", 90, allowances=[given])
    take(house, plan, today - timedelta(days=40), person=person)
    refunded = take(house, plan, today - timedelta(days=5), person=person)
    assert used(check_in(house, person)) == [(1, 10)]
    with house.scope():
        sale = SaleLine.objects.get(target_id=refunded, quantity__gt=0).sale_id
    house.do("money.reverse", sale=sale, reversal=new_id(), means="transfer")
    take(house, plan, today - timedelta(days=5), person=person)
    assert used(check_in(house, person, at=day_before(1))) == [(1, 10)]

"""The ledger of plans: whatever people do, and in whatever order it is known, it adds up."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maillage.core.ids import new_id
from maillage.money.models import EntitlementLine, PlanTerm, SaleLine
from maillage.money.plan_queries import plans_of
from maillage.money.rules import next_start
from maillage.network.doors import Refused
from tests.figures import PROVING
from tests.houses import House
from tests.making_plans import check_in, set_price, take, twenty_days, two_a_week, use_plan

PARIS = ZoneInfo("Europe/Paris")
TODAY = date(2026, 11, 25)
Move = EntitlementLine.Move

DAYS = st.integers(0, 60)
ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("come"), st.tuples(DAYS, st.sampled_from([250, 500, 1000, 2500]))),
        st.tuples(st.just("granted"), DAYS),
        st.tuples(st.just("cancel"), DAYS),
        st.tuples(st.just("renew"), st.integers(0, 2)),
        st.tuples(st.just("refund"), DAYS),
        st.tuples(st.just("pause"), st.tuples(DAYS, st.integers(0, 20))),
        st.tuples(st.just("resume"), DAYS),
    ),
    max_size=16,
)
MAY_BE_REFUSED = {
    *("nothing_spent", "term_overlaps", "nothing_to_pause", "already_paused", "not_paused"),
    *("already_reversed",),
}


class Story:
    """Somebody with three plans, to whom things happen; commands may come late, in any order."""

    def __init__(self, house: House, plans: list[UUID]) -> None:
        self.house, self.plans, self.person = house, plans, house.person("Inès", new_id().hex[-6:])
        self.visits: list[UUID] = []
        self.pauses: list[UUID] = []

    def act(self, verb: str, value: Any) -> None:
        try:
            getattr(self, verb)(value)
        except Refused as refused:
            assert refused.result.code in MAY_BE_REFUSED, refused.result  # noqa: PT017

    def come(self, value: tuple[int, int], **more: Any) -> None:
        """A presence of some days ago, that a desk sends only now."""
        days, units = value
        at = datetime.combine(TODAY - timedelta(days=days), time(9), PARIS)
        answer = check_in(self.house, self.person, units=units, at=at, **more)
        self.visits.append(UUID(answer["visit"]))

    def granted(self, days: int) -> None:
        self.come((days, 1000), grant="goodwill")

    def cancel(self, which: int) -> None:
        if self.visits:
            self.house.do("counter.cancel_use", visit=self.visits[which % len(self.visits)])

    def renew(self, which: int) -> None:
        plan = self.plans[which]
        with self.house.scope():
            terms = PlanTerm.objects.filter(holder__plan=plan, holder__person=self.person)
            starts_on = next_start(terms, TODAY - timedelta(days=60))
        take(self.house, plan, starts_on, person=self.person)

    def refund(self, which: int) -> None:
        with self.house.scope():
            lines = SaleLine.objects.filter(
                kind="plan", sale__person=self.person, sale__reverses=None
            ).order_by("id")
            sales = list(lines.values_list("sale", flat=True))
        if sales:
            sale = sales[which % len(sales)]
            self.house.do("money.reverse", sale=sale, reversal=new_id(), means="transfer")

    def pause(self, value: tuple[int, int]) -> None:
        days, length = value
        with self.house.scope():
            terms = PlanTerm.objects.filter(holder__person=self.person).order_by("id")
            holders = list(terms.values_list("holder", flat=True))
        if holders:
            first, made = TODAY + timedelta(days=length - days % 7), new_id()
            self.house.do(
                "money.pause_plan",
                pause=made,
                holder=holders[days % len(holders)],
                from_day=first,
                to_day=first + timedelta(days=length),
            )
            self.pauses.append(made)

    def resume(self, which: int) -> None:
        if self.pauses:
            pause = self.pauses.pop(which % len(self.pauses))
            self.house.do("money.resume_plan", pause=pause, day=TODAY)

    def check(self) -> None:
        """Every balance is the sum of its lines, from the first on, and none was ever below 0."""
        with self.house.scope():
            rows = list(EntitlementLine.objects.filter(holder__person=self.person))
            self._windows(rows)
            self._visits(rows)
            self._carried(rows)
            self._read_back(rows)

    def _windows(self, rows: list[EntitlementLine]) -> None:
        windows: dict[Any, list[EntitlementLine]] = defaultdict(list)
        for one in sorted(rows, key=lambda row: row.number):
            windows[one.holder_id, one.code, one.window].append(one)
        for lines in windows.values():
            assert [one.number for one in lines] == [*range(1, len(lines) + 1)]
            balance = 0
            for one in lines:
                balance += one.units
                assert one.balance in {balance, None}
                assert one.balance is None or one.balance >= 0
            assert sum(one.move == Move.GIVEN for one in lines) == (lines[0].balance is not None)

    def _visits(self, rows: list[EntitlementLine]) -> None:
        """No visit gives back more than it took, nor takes twice."""
        for visit in set(self.visits):
            mine = [one for one in rows if one.source_id == visit]
            spent = -sum(one.units for one in mine if one.move in {Move.SPENT, Move.RETURNED})
            granted = sum(one.units for one in mine if one.move == Move.GRANTED)
            assert 0 <= granted <= spent <= 2500

    def _carried(self, rows: list[EntitlementLine]) -> None:
        """What leaves a term comes into another."""
        assert sum(one.units for one in rows if one.move == Move.CARRIED) == 0

    def _read_back(self, rows: list[EntitlementLine]) -> None:
        """What a page says is what the lines say."""
        for standing in plans_of(self.person, TODAY):
            for one in standing.used:
                if one.given is not None:
                    assert 0 <= one.used <= one.given


@pytest.fixture
def plans(house: House) -> list[UUID]:
    set_price(house, "COWORKING", 12)
    without_limit = use_plan(house, "SEMAINE", 20, allowances=[{"code": "ATELIERS"}])
    return [twenty_days(house, units=3_000, carries=True), two_a_week(house), without_limit]


@settings(
    max_examples=200 if PROVING else 12,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(acts=ACTS)
@pytest.mark.prove("5. registre des forfaits")
def test_no_order_of_acts_breaks_the_ledger(
    house: House, plans: list[UUID], acts: list[tuple[str, Any]]
) -> None:
    with time_machine.travel(datetime.combine(TODAY, time(18), PARIS), tick=True):
        story = Story(house, plans)
        for verb, value in acts:
            story.act(verb, value)
            story.check()

"""Golden numbers of plans and passes (§7): 8, 10 and 11."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import time_machine

from maillage.core.ids import new_id
from maillage.money.models import PlanTerm
from tests.houses import House, build_house
from tests.making_plans import (
    check_in,
    due,
    set_price,
    take,
    twenty_days,
    two_a_week,
    use_plan,
    used,
)

PARIS = ZoneInfo("Europe/Paris")

pytestmark = pytest.mark.prove("1. nombres dorés")


@contextmanager
def on(day: date, hour: int = 9) -> Iterator[None]:
    with time_machine.travel(datetime.combine(day, time(hour), PARIS), tick=True):
        yield


@contextmanager
def rodez(day: date) -> Iterator[tuple[House, UUID]]:
    """A house as it stands on a day, and somebody who works there; a day costs 12 €."""
    with on(day):
        house = build_house()
        set_price(house, "COWORKING", 12)
        yield house, house.person("Inès", "Faure")


def ends(house: House, term: UUID) -> date:
    with house.scope():
        return PlanTerm.objects.get(pk=term).ends_on


@pytest.mark.django_db
def test_golden_8_twenty_days_a_quarter() -> None:
    """Golden number 8: 100 €/20 days is 5,00 € a day; day 21 is due; 31 March / 1 April."""
    with rodez(date(2026, 1, 5)) as (house, ines):
        plan = twenty_days(house)
        term = take(house, plan, date(2026, 1, 5), person=ines)
        assert ends(house, term) == date(2026, 3, 31)
    assert 10_000 // 20 == 500
    days = [date(2026, 2, 2) + timedelta(days=number) for number in range(21)]
    for rank, day in enumerate(days, 1):
        with on(day):
            answer = check_in(house, ines)
        assert used(answer) == ([(rank, 20)] if rank <= 20 else [])
    assert (answer["due_cents"], due(house)) == (1_200, [1_200])
    with on(date(2026, 4, 1)):
        assert used(check_in(house, ines)) == []
        take(house, plan, date(2026, 4, 2), person=ines)
    with on(date(2026, 4, 2)):
        assert used(check_in(house, ines)) == [(1, 20)]
    assert due(house) == [1_200, 1_200]


@pytest.mark.django_db
@pytest.mark.parametrize(("carries", "there_are"), [(False, 20), (True, 38)])
def test_golden_8_what_is_left_on_31_march_is_lost_or_carried(
    carries: bool, there_are: int
) -> None:
    """Golden number 8: two days used before 31 March; the 18 others expire, or go on."""
    with rodez(date(2026, 3, 30)) as (house, ines):
        plan = twenty_days(house, carries=carries)
        take(house, plan, date(2026, 3, 30), person=ines)
        assert used(check_in(house, ines)) == [(1, 20)]
    with on(date(2026, 3, 31)):
        assert used(check_in(house, ines)) == [(2, 20)]
        take(house, plan, date(2026, 4, 1), person=ines)
    with on(date(2026, 4, 1)):
        assert used(check_in(house, ines)) == [(1, there_are)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [
        (date(2026, 9, 1), date(2026, 10, 31)),
        (date(2026, 12, 31), date(2027, 2, 28)),
        (date(2027, 12, 31), date(2028, 2, 29)),
    ],
)
def test_golden_10_two_months_to_try(starts_on: date, ends_on: date) -> None:
    """Golden number 10: from 1 September to 31 October; from 31 December to February's end."""
    with rodez(starts_on) as (house, ines):
        plan = use_plan(house, "PERMANENT", 250, trial_months=2)
        term = new_id()
        told = house.do("money.start_trial", term=term, plan=plan, starts_on=starts_on, person=ines)
        assert (told["ends_on"], ends(house, term)) == (ends_on.isoformat(), ends_on)
    with on(ends_on):
        assert used(check_in(house, ines)) == [(1, None)]
    with on(ends_on + timedelta(days=1)):
        answer = check_in(house, ines)
        assert (answer["spent"], answer["due_cents"]) == ([], 1_200)
    assert due(house) == [1_200], "nothing but that day: the plan itself asks for a yes"


@pytest.mark.django_db
def test_golden_11_the_third_day_of_a_week_warns_and_does_not_block() -> None:
    """Golden number 11: two days in an ISO week; the third is due, or granted with a reason."""
    monday = date(2026, 11, 23)
    with rodez(monday) as (house, ines):
        take(house, two_a_week(house), monday, person=ines)
        assert used(check_in(house, ines)) == [(1, 2)]
    with on(monday + timedelta(days=1)):
        assert used(check_in(house, ines)) == [(2, 2)]
    with on(monday + timedelta(days=2)):
        answer = check_in(house, ines)
        assert (answer["spent"], answer["due_cents"]) == ([], 1_200)
    with on(monday + timedelta(days=6)):
        assert used(check_in(house, ines, grant="goodwill")) == [(3, 3)]
    with on(monday + timedelta(days=7)):
        assert used(check_in(house, ines)) == [(1, 2)]
    assert due(house) == [1_200]

"""A plan spent at once by real server processes, on both databases: each unit once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from maillage.core.ids import new_id
from tests.figures import PROVING, figure
from tests.races.callers import BUILD, Caller
from tests.races.test_races import ROUNDS, WORKERS, at_once
from tests.servers import Base, fresh_base, serving

pytestmark = [pytest.mark.race, pytest.mark.prove]

UNITS, COMING = 20, 40


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    with fresh_base(tmp_path_factory.mktemp("plans"), "plans") as made:
        yield made


@pytest.fixture(scope="module")
def caller(base: Base) -> Iterator[Caller]:
    told = base.run(BUILD)
    with serving(base, WORKERS) as server:
        yield Caller(server, told)


def made(caller: Caller, kind: str, key: str, /, **payload: Any) -> str:
    ident = str(new_id())
    caller.done(kind, **{key: ident}, **payload)
    return ident


def today() -> str:
    return datetime.now(UTC).date().isoformat()


def people_of_a_plan(caller: Caller, count: int) -> list[str]:
    """So many people who act for one organisation, which tries a plan of twenty days."""
    mark = new_id().hex[-8:]
    firm = made(caller, "network.add_organisation", "organisation", name=f"Société {mark}")
    plan = made(
        caller, "money.add_use_plan", "plan", code=f"C{mark}", label="Carnet", price_code="ATELIER",
        trial_months=1, allowances=[{"code": "ATELIER", "units": UNITS * 1000}],
    )  # fmt: skip
    made(caller, "money.start_trial", "term", plan=plan, starts_on=today(), organisation=firm)
    people = []
    for number in range(count):
        person = made(caller, "people.create", "person", first_name=f"Ana {number}")
        made(
            caller, "people.act_for", "acts_for", person=person, organisation=firm, from_day=today()
        )
        people.append(person)
    return people


def check_in(caller: Caller, person: str) -> dict[str, Any]:
    wanted = {"visit": str(new_id()), "person": person, "code": "ATELIER"}
    return caller.send(caller.command("counter.check_in", **wanted))


LEDGER = """
import json
from collections import defaultdict
from maillage.core.scopes import every_structure
from maillage.money.models import EntitlementLine, SaleLine
with every_structure():
    windows, faults = defaultdict(list), 0
    for one in EntitlementLine.objects.order_by("number"):
        windows[str(one.holder_id), one.code, one.window].append(one)
    for lines in windows.values():
        total = 0
        for number, one in enumerate(lines, 1):
            total += one.units
            faults += one.number != number or one.balance != total or total < 0
    rows = EntitlementLine.objects.filter(move="spent")
    print(json.dumps({"faults": faults, "spent": rows.count(),
                      "sold": SaleLine.objects.filter(kind="use").count()}))
"""


def test_twenty_days_of_a_firm_wanted_by_forty(caller: Caller, base: Base) -> None:
    """Twenty are counted, twenty are left due; each line follows the one before."""
    for _turn in range(ROUNDS):
        people = people_of_a_plan(caller, COMING)
        answers = at_once(lambda person: check_in(caller, person), people)
        assert Counter(one["status"] for one in answers) == {"done": COMING}
        paid = [bool(one["data"]["spent"]) for one in answers]
        assert Counter(paid) == {True: UNITS, False: COMING - UNITS}
    found = base.run(LEDGER)
    assert found == {
        "faults": 0,
        "spent": UNITS * ROUNDS,
        "sold": (COMING - UNITS) * ROUNDS,
    }
    figure(
        "5.5. vingt jours voulus par quarante",
        f"{ROUNDS} tours, {WORKERS} processus : {UNITS * ROUNDS} décomptés, 0 écart",
        "20 par tour, 0",
        held=ROUNDS >= 10 and PROVING,
    )


def test_one_person_noted_by_many_at_once_is_counted_once(caller: Caller, base: Base) -> None:
    before = base.run(LEDGER)["spent"]
    (person,) = people_of_a_plan(caller, 1)
    answers = at_once(lambda _: check_in(caller, person), [None] * 16)
    assert Counter(one["data"]["already"] for one in answers) == {False: 1, True: 15}
    assert base.run(LEDGER)["spent"] - before == 1

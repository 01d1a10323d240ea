"""Several processes tell people by themselves at once: a reminder, a plan that ends; each once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.figures import PROVING
from tests.servers import Base, fresh_base

pytestmark = [pytest.mark.race, pytest.mark.prove]

PROCESSES, PERSONS = 4, 40 if PROVING else 10
SETTINGS = "from django.conf import settings; settings.MAIL = {'folder': True}\n"

BUILD = """
import json
from datetime import date, datetime
from zoneinfo import ZoneInfo
import time_machine
from maillage.core.ids import new_id
from tests.houses import build_house
from tests.making_plans import take, use_plan
with time_machine.travel(datetime(2027, 9, 1, 10, tzinfo=ZoneInfo("Europe/Paris")), tick=True):
    house = build_house()
    plan = use_plan(house, "MOIS", 90, calendar=True)
    hours = {{"day": "2027-09-29", "start": "14:00", "minutes": 60}}
    session = house.session(**hours, room=None, capacity={persons})
    for n in range({persons}):
        person = house.person(f"P{{n}}", email=f"p{{n}}@example.fr")
        seat = {{"registration": new_id(), "person": person}}
        house.do("programme.register", session=session, seats=[seat])
        take(house, plan, date(2027, 9, 1), person=person)
print(json.dumps(str(house.structure)))
"""

TELL = """
import sys
from datetime import UTC, datetime
from uuid import UUID
import django; django.setup()
from maillage.counter.endings import tell_endings
from maillage.counter.reminders import remind
sys.stdin.readline()
now, structure = datetime(2027, 9, 28, 10, tzinfo=UTC), UUID(sys.argv[1])
print(remind(structure, now), tell_endings(structure, now))
"""

COUNT = """
import json
from collections import Counter
from maillage.core.scopes import every_structure
from maillage.messages.models import Message
with every_structure():
    rows = Message.objects.values_list("code", "person")
    told = Counter((code, str(person)) for code, person in rows)
    print(json.dumps(sorted([code, times] for (code, _who), times in told.items())))
"""


def telling(base: Base, structure: str) -> subprocess.Popen[str]:
    """A process that is ready, and tells when it is given a line."""
    return subprocess.Popen(
        [sys.executable, "-c", SETTINGS + TELL, structure],
        env=base.environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def test_each_is_told_once_by_whoever_comes_first(tmp_path: Path) -> None:
    with fresh_base(tmp_path, "told") as base:
        structure = base.run(SETTINGS + BUILD.format(persons=PERSONS))
        processes = [telling(base, structure) for _ in range(PROCESSES)]
        for process in processes:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        said = [process.communicate(timeout=120)[0] for process in processes]
        assert [process.returncode for process in processes] == [0] * PROCESSES
        counted = base.run(COUNT)
    assert counted == [["plan_ends", 1]] * PERSONS + [["reminder", 1]] * PERSONS
    totals = [sum(map(int, column)) for column in zip(*map(str.split, said), strict=True)]
    assert totals == [PERSONS, PERSONS]

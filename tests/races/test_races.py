"""Races with real server processes on both databases: Must show 2."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from maillage.core.ids import new_id
from tests.figures import PROVING, figure
from tests.races.callers import BUILD, Caller
from tests.servers import Base, fresh_base, serving

pytestmark = [pytest.mark.race, pytest.mark.prove]

WORKERS = 8 if PROVING else 3
CLIENTS = 32
ROUNDS = 10 if PROVING else 1
ATTEMPTS, SEATS = 150, 50


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    with fresh_base(tmp_path_factory.mktemp("races"), "races") as made:
        yield made


@pytest.fixture(scope="module")
def caller(base: Base) -> Iterator[Caller]:
    told = base.run(BUILD)
    with serving(base, WORKERS) as server:
        yield Caller(server, told)


def at_once(act: Callable[[Any], Any], arguments: list[Any]) -> list[Any]:
    with ThreadPoolExecutor(CLIENTS) as pool:
        return list(pool.map(act, arguments))


def session(caller: Caller, hour: str = "14:00", **changes: Any) -> str:
    wanted = {
        "session": str(new_id()),
        "workshop": caller.told["workshop"],
        "place": caller.told["place"],
        "day": "2027-03-10",
        "start": hour,
        "capacity": SEATS,
    } | changes
    caller.done("programme.plan_session", **wanted)
    return wanted["session"]


def test_150_attempts_on_50_seats(caller: Caller, base: Base) -> None:
    """Exactly 50 seats, ranks 1 to 100 to the others, rows counted by another process."""
    for _ in range(ROUNDS):
        wanted = session(caller)

        def register(_: int, wanted: str = wanted) -> dict[str, Any]:
            return caller.done(
                "programme.register",
                session=wanted,
                seats=[{"registration": str(new_id())}],
            )

        answers = at_once(register, list(range(ATTEMPTS)))
        seats = sorted(one["seats"][0]["seat"] for one in answers if one["rank"] is None)
        ranks = sorted(one["rank"] for one in answers if one["rank"] is not None)
        assert (seats, ranks) == (list(range(1, SEATS + 1)), list(range(1, 101)))
        counted = base.run(count_of(wanted))
        assert counted == {"confirmed": SEATS, "waiting": ATTEMPTS - SEATS}
    figure(
        "2. 150 tentatives sur 50 places",
        f"{ROUNDS} tours, {WORKERS} processus, {CLIENTS} clients : 50 places, rangs 1–100",
        "10 tours",
    )


def count_of(wanted: str) -> str:
    return f"""
import json
from collections import Counter
from maillage.core.scopes import every_structure
from maillage.programme.models import Registration
with every_structure():
    rows = Registration.objects.filter(session="{wanted}").values_list("state", flat=True)
    print(json.dumps(Counter(rows)))
"""


def test_two_sessions_asked_for_one_room_at_once(caller: Caller) -> None:
    """Exactly one is held, the other is refused and names it."""
    for number in range(ROUNDS * 3):
        day = f"2027-{number // 28 + 4:02d}-{number % 28 + 1:02d}"

        def plan(_: int, day: str = day) -> dict[str, Any]:
            command = caller.command(
                "programme.plan_session",
                session=str(new_id()),
                workshop=caller.told["workshop"],
                place=caller.told["place"],
                room=caller.told["room"],
                day=day,
                start="10:00",
            )
            return caller.send(command)

        results = at_once(plan, [0, 1])
        assert sorted(one["status"] for one in results) == ["done", "refused"]
        refused = next(one for one in results if one["status"] == "refused")
        assert refused["code"] == "room_taken"
        assert " : Boîte mail." in refused["message"]
    figure("2. deux séances, une salle", f"{ROUNDS * 3} fois : une tenue, une refusée", "10 tours")


def test_one_key_sent_20_times_at_once(caller: Caller, base: Base) -> None:
    """20 identical answers, one effect."""
    for _ in range(ROUNDS):
        person = str(new_id())
        command = caller.command("people.create", person=person, first_name="Zoé")
        answers = at_once(caller.send, [command] * 20)
        assert Counter(json.dumps(one, sort_keys=True) for one in answers).most_common() == [
            (json.dumps(answers[0], sort_keys=True), 20)
        ]
        assert answers[0]["status"] == "done"
        assert base.run(effects_of(command["key"], person)) == [1, 1, 1]
    figure(
        "2. une clé envoyée 20 fois", f"{ROUNDS} tours : 20 réponses égales, 1 effet", "10 tours"
    )


def effects_of(key: str, person: str) -> str:
    return f"""
import json
from maillage.core.models import Command, JournalLine
from maillage.core.scopes import every_structure
from maillage.people.models import Person
with every_structure():
    lines = [one for one in JournalLine.objects.values_list("touched", flat=True)
             if "{person}" in one]
    print(json.dumps([Command.objects.filter(key="{key}").count(),
                      Person.objects.filter(pk="{person}").count(), len(lines)]))
"""


def test_two_editors_of_one_series_at_once(caller: Caller, base: Base) -> None:
    """Each change is whole: every session to come has one hour, its room held for that hour."""
    for number in range(ROUNDS):
        first = str(new_id())
        made = caller.done(
            "programme.plan_session",
            session=first,
            workshop=caller.told["workshop"],
            place=caller.told["place"],
            room=caller.told["room"],
            day="2028-01-05",
            start=f"{7 + number:02}:00",
            minutes=15,
            repeat={"rrule": "FREQ=WEEKLY;BYDAY=WE", "count": 8},
        )["sessions"]

        def edit(turn: int, made: list[str] = made, number: int = number) -> dict[str, Any]:
            command = caller.command(
                "programme.edit_session",
                session=made[2 + turn % 3],
                start=f"{7 + number:02}:{15 * (turn % 4):02}",
                scope=("following", "all")[turn % 2],
            )
            return caller.send(command)

        statuses = {one["status"] for one in at_once(edit, list(range(12)))}
        assert statuses == {"done"}
        assert base.run(whole(made)) == {"sessions": 8, "held": 8, "series": True}
    figure("2. deux personnes modifient une série", f"{ROUNDS} tours : chaque séance entière", "–")


def whole(made: list[str]) -> str:
    return f"""
import json
from maillage.core.scopes import every_structure
from maillage.network.models import Occupancy
from maillage.programme.models import Session
with every_structure():
    rows = Session.objects.filter(pk__in={made!r}).select_related("series", "place")
    held = Occupancy.objects.filter(source_id__in={made!r}).values_list("source_id", "starts_at")
    own = sum((one.pk, one.starts_at) in set(held) for one in rows)
    from zoneinfo import ZoneInfo
    same = all(one.starts_at.astimezone(ZoneInfo("Europe/Paris")).time() == one.series.start
               and one.series.first_day <= one.occurs_on <= one.series.until for one in rows)
    print(json.dumps({{"sessions": len(rows), "held": own, "series": same}}))
"""

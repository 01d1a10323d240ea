"""Reservations wanted at once, by real server processes on both databases: never two of a unit."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from maillage.core.ids import new_id
from tests.figures import PROVING, figure
from tests.races.callers import BUILD, Caller
from tests.races.test_races import ROUNDS, WORKERS, at_once
from tests.servers import Base, fresh_base, serving

pytestmark = [pytest.mark.race, pytest.mark.prove]

SLOTS, WANTING = 20, 16


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    with fresh_base(tmp_path_factory.mktemp("bookings"), "bookings") as made:
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


def family(caller: Caller) -> str:
    return made(caller, "booking.add_family", "family", name=f"Genre {new_id().hex[-8:]}")


def unit(caller: Caller, kind: str, parent: str | None = None) -> str:
    named = {"name": f"Unité {new_id().hex[-8:]}", "kind": kind, "parent": parent}
    return made(caller, "network.add_unit", "unit", place=caller.told["place"], **named)


def resource(caller: Caller, of: str, where: str) -> str:
    return made(caller, "booking.set_resource", "resource", unit=where, family=of)


def reserve(caller: Caller, when: dict[str, Any], **what: str) -> dict[str, Any]:
    wanted = {"reservation": str(new_id()), **when, **what}
    return caller.send(caller.command("booking.reserve", **wanted))


def slot(turn: int, number: int) -> dict[str, Any]:
    """An hour of 2027: ten a day, from 8 h on, other days at each turn."""
    day = f"2027-{1 + turn:02}-{1 + number // 10:02}"
    return {"day": day, "start": f"{8 + number % 10:02}:00", "minutes": 60}


def test_20_slots_each_wanted_by_16_at_once(caller: Caller, base: Base) -> None:
    """Exactly 20 confirmed; the others are refused and told until when it is taken."""
    laser = resource(caller, family(caller), unit(caller, "machine"))
    for turn in range(ROUNDS):
        wanted = [slot(turn, number) for number in range(SLOTS)] * WANTING
        random.Random(turn).shuffle(wanted)
        answers = at_once(lambda when: reserve(caller, when, resource=laser), wanted)
        assert Counter((one["status"], one["code"]) for one in answers) == {
            ("done", ""): SLOTS,
            ("refused", "room_taken"): SLOTS * (WANTING - 1),
        }
        refused = [one["message"] for one in answers if one["code"] == "room_taken"]
        assert all(" : une réservation." in one for one in refused)
    assert base.run(TABLES) == {"overlaps": 0, "confirmed": SLOTS * ROUNDS}
    figure(
        "5.2. 20 créneaux voulus par 16 à la fois",
        f"{ROUNDS} tours, {WORKERS} processus : {SLOTS * ROUNDS} confirmés, 0 chevauchement",
        "20 par tour, 0",
        held=ROUNDS >= 10 and PROVING,
    )


TABLES = """
import json
from django.db import connection
from maillage.booking.models import Reservation
from maillage.core.scopes import every_structure
with connection.cursor() as cursor:
    cursor.execute('''SELECT count(*) FROM network_occupancy a JOIN network_occupancy b
        ON a.unit_id = b.unit_id AND a.id < b.id
        AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at''')
    overlaps = cursor.fetchone()[0]
with every_structure():
    held = Reservation.objects.filter(state="confirmed").count()
print(json.dumps({"overlaps": overlaps, "confirmed": held}))
"""


def test_a_room_its_machine_and_a_workshop_at_once(caller: Caller, base: Base) -> None:
    """One holder; the room and what is in it are never held by two."""
    of, room = family(caller), unit(caller, "room")
    hall = resource(caller, of, room)
    machine = resource(caller, of, unit(caller, "machine", room))

    def want(way: int, when: dict[str, Any]) -> dict[str, Any]:
        if way < 2:
            return reserve(caller, when, resource=(hall, machine)[way])
        session = {"session": str(new_id()), "workshop": caller.told["workshop"], "room": room}
        planned = {**when, **session, "place": caller.told["place"]}
        return caller.send(caller.command("programme.plan_session", **planned))

    for turn in range(ROUNDS):
        when = slot(turn, 0)
        answers = at_once(lambda way, when=when: want(way, when), [0, 1, 2] * 4)
        codes = Counter(one["code"] for one in answers)
        assert codes == {"": 1, "room_taken": len(answers) - 1}
    assert base.run(TABLES)["overlaps"] == 0
    figure("5.2. salle, machine et atelier", f"{ROUNDS} tours : un seul tient", "10 tours")


def test_three_desks_of_a_family_wanted_by_16(caller: Caller, base: Base) -> None:
    """Each of the three is given once; the fourth is refused."""
    of = family(caller)
    desks = {resource(caller, of, unit(caller, "desk")) for _ in range(3)}
    for turn in range(ROUNDS):
        when = slot(turn, 15)
        answers = at_once(lambda _, when=when: reserve(caller, when, family=of), [None] * WANTING)
        given = [one["data"]["resource"] for one in answers if one["status"] == "done"]
        assert (len(given), set(given)) == (3, desks)
    assert base.run(TABLES)["overlaps"] == 0
    figure("5.2. trois bureaux d’un genre", f"{ROUNDS} tours : trois donnés, une fois", "10 tours")


def test_moves_that_cross_each_other(caller: Caller, base: Base) -> None:
    """Each takes the place of another at once: done or refused, never two of a unit, never stuck.

    Machines of two rooms, and the rooms themselves; to a slot held, to the next one, to a free one.
    """
    of, rooms = family(caller), [unit(caller, "room") for _ in range(2)]
    machines = [resource(caller, of, unit(caller, "machine", room)) for room in rooms * 2]
    halls = [resource(caller, of, room) for room in rooms]
    again: list[str] = []

    def move(wanted: tuple[str, str, dict[str, Any]]) -> str:
        reservation, to, when = wanted
        command = caller.command("booking.move", reservation=reservation, resource=to, **when)
        for _ in range(100):
            status, answer = caller.post(command)
            assert status == 200, answer
            (result,) = answer["results"]
            if result["status"] != "retry":
                return f"{result['status']} {result['code']}".strip()
            again.append(result["code"])
        raise AssertionError("still asked to try again")

    for turn in range(ROUNDS):
        held = [reserve(caller, slot(turn, 0), resource=one)["data"] for one in machines]
        wanted = [
            (one["reservation"], to, slot(turn, number))
            for one in held
            for to in (*reversed(machines), *halls)
            for number in (0, 1)
        ]
        random.Random(turn).shuffle(wanted)
        codes = Counter(at_once(move, wanted))
        assert set(codes) <= {"done", "refused room_taken"}
        assert codes["done"] >= 1
        for one in held:
            caller.done("booking.cancel", reservation=one["reservation"])
    assert base.run(TABLES)["overlaps"] == 0
    assert base.run(DEADLOCKS) == 0
    figure(
        "5.2. déplacements qui se croisent",
        f"{ROUNDS} tours, {len(again)} reprises : 0 chevauchement, 0 interblocage",
        "10 tours, 0",
    )


DEADLOCKS = """
from django.db import connection
found = 0
if connection.vendor == "postgresql":
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
        )
        (found,) = cursor.fetchone()
print(found)
"""

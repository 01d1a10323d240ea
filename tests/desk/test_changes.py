"""A desk that is open is told what changes: what it held, and that, are the whole snapshot."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from maillage.core.commands import kinds
from maillage.core.ids import new_id
from maillage.desk import snapshot
from maillage.network.models import StaffRole
from tests.examples import EXAMPLES, OF_A_DESK
from tests.figures import PROVING
from tests.houses import Desk, House, open_desk
from tests.making_plans import use_plan

TOGETHER = 1 if PROVING else 6
"""Kinds done between two looks."""


def rows(told: dict[str, Any], name: str) -> dict[str, Any]:
    return {one["id"]: one for one in told[name]}


@dataclass
class Held:
    """What a browser keeps: the persons and sessions by id, and everything else."""

    desk: Desk
    head: dict[str, Any] = field(default_factory=dict)
    persons: dict[str, Any] = field(default_factory=dict)
    sessions: dict[str, Any] = field(default_factory=dict)
    whole: int = 0

    def ask(self, **asked: object) -> Any:
        answer = self.desk.client.get(self.desk.url("snapshot.json"), asked)
        return answer.status_code, answer.json()

    def catch_up(self) -> None:
        """Apply what changed; read all the pages when the answer is whole."""
        held = {name: self.head.get(name, 0) for name in ("epoch", "lens")}
        status, told = self.ask(since=self.head.get("rev", 0), **held)
        assert status == 200
        if "since" not in told:
            self.persons, self.sessions = {}, {}
            self.whole += 1
        for one in told.pop("gone", []):
            self.persons.pop(one, None)
        for one in told.pop("gone_sessions", []):
            self.sessions.pop(one, None)
        self.persons |= rows(told, "persons")
        self.sessions |= rows(told, "sessions")
        after = told.get("next")
        while after:
            status, page = self.ask(after=after, lens=told["lens"])
            assert status == 200
            self.persons |= rows(page, "persons")
            after = page["next"]
        self.head = told

    def same_as_whole(self) -> None:
        told = self.desk.snapshot()
        assert self.persons == rows(told, "persons")
        assert self.sessions == rows(told, "sessions")
        told = {name: value for name, value in told.items() if name not in self.moving}
        assert {name: self.head[name] for name in told} == told

    moving = ("persons", "sessions", "now", "next")


@pytest.fixture
def held(desk: Desk) -> Held:
    found = Held(desk)
    found.catch_up()
    return found


def test_every_kind_of_command_reaches_an_open_desk(held: Held) -> None:
    """Each is done once, on a house where the others were."""
    house = held.desk.house
    shuffled = sorted(set(kinds()) - OF_A_DESK)
    random.Random(26).shuffle(shuffled)
    for number, kind in enumerate(shuffled):
        house.do(kind, **EXAMPLES[kind](house))
        if number % TOGETHER == 0:
            held.catch_up()
            held.same_as_whole()
    held.catch_up()
    held.same_as_whole()
    assert held.whole < len(shuffled) / 4


def test_what_a_plan_costs_reaches_an_open_desk(held: Held) -> None:
    """Once, whatever is proposed: a plan no longer sold has its price still."""
    use_plan(held.desk.house, "PERMANENT", 250)
    ended = use_plan(held.desk.house, "CARNET", 100)
    use_plan(held.desk.house, "ENCORE", price_code="CARNET")
    yesterday = timezone.localdate() - timedelta(days=1)
    held.desk.house.do("money.edit_use_plan", plan=ended, sold_until=yesterday)
    held.catch_up()
    assert held.head["use_plan_codes"] == ["CARNET", "PERMANENT"]


def test_nothing_new_tells_no_row(held: Held) -> None:
    status, told = held.ask(
        **{name: held.head[name] for name in ("epoch", "lens")}, since=(held.head["rev"])
    )
    assert status == 200
    assert {name: told[name] for name in ("persons", "gone", "sessions", "gone_sessions")} == {
        "persons": [], "gone": [], "sessions": [], "gone_sessions": [],
    }  # fmt: skip


def test_another_epoch_is_told_whole(held: Held) -> None:
    held.desk.house.person("Odette")
    status, told = held.ask(since=held.head["rev"], epoch=str(new_id()), lens=held.head["lens"])
    assert (status, "since" in told, len(told["persons"])) == (200, False, 1)


def test_pages_are_the_whole_and_go_on_from_where_they_were_cut(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("Zoé", "Odette", "Marie", "Julien", "Marie"):
        desk.house.person(name)
    every = rows(desk.snapshot(), "persons")
    monkeypatch.setattr(snapshot, "A_PAGE", 2)
    held = Held(desk)
    first = desk.snapshot()
    assert len(first["persons"]) == 2
    desk.house.person("Aline")
    held.catch_up()
    assert list(held.persons) != list(every)
    aline = set(held.persons) - set(every)
    assert {one: held.persons[one] for one in every} == every
    assert [held.persons[one]["first"] for one in aline] == ["Aline"]


def test_a_page_tells_where_the_next_two_begin(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for _each in range(7):
        desk.house.person("Odette")
    monkeypatch.setattr(snapshot, "A_PAGE", 2)
    held = Held(desk)
    _status, told = held.ask()
    after, cursors = told["next"], []
    while after:
        page = held.ask(after=after, lens=told["lens"])[1]
        cursors.append((after, page["after_next"]))
        after = page["next"]
    starts = [start for start, _foretold in cursors]
    assert len(starts) == 3
    assert [foretold for _start, foretold in cursors] == [starts[2], None, None]


def test_a_page_through_another_lens_begins_again(desk: Desk) -> None:
    desk.house.person("Odette")
    answer = desk.client.get(desk.url("snapshot.json"), {"after": "a/b", "lens": "another"})
    assert (answer.status_code, answer.json()["code"]) == (409, "lens")


def test_a_role_taken_away_changes_what_is_seen(house: House) -> None:
    held = Held(open_desk(house, "mediator"))
    held.catch_up()
    house.person("Odette", "Petit")
    held.catch_up()
    assert [one["last"] for one in held.persons.values()] == ["Petit"]
    with house.scope():
        role = StaffRole.objects.get(staff=house.staff["mediator"])
    yesterday = timezone.localdate() - timedelta(days=1)
    house.do("network.end_role", staff_role=role.pk, to_day=yesterday)
    volunteer = {"staff_role": new_id(), "staff": house.staff["mediator"], "role": "volunteer"}
    house.do("network.give_role", **volunteer)
    held.catch_up()
    assert [one["last"] for one in held.persons.values()] == ["P."]
    assert held.whole == 2

"""Taking a desk over by a PIN without a line: a pass given with the line, a proof afterwards."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from maillage.core.ids import new_id
from maillage.core.models import JournalLine, ToSettle
from maillage.network.devices import hash_pin
from maillage.network.models import SignIn, Staff
from maillage.network.passes import make_pass, proof_of
from tests.houses import Desk, House, open_desk

HOUR = timedelta(hours=1)


@dataclass
class Taking:
    """A desk where its mediator has been at work for ten hours; Ali gave his PIN there since."""

    desk: Desk
    ali: UUID
    issued_at: datetime

    @property
    def house(self) -> House:
        return self.desk.house

    def after(self, hours: float) -> datetime:
        """So long after the pass, which is five hours old."""
        return self.issued_at + HOUR * hours

    def proved(self, hours: float, **said: Any) -> dict[str, Any]:
        """The command of Ali's desk, unsent; said otherwise, somebody else's or another desk's."""
        issued_at = said.get("issued_at", self.issued_at)
        device, staff = said.get("device", self.desk.device), said.get("staff", self.ali)
        command = self.desk.command("network.take_over", at=self.after(hours))
        at = datetime.fromisoformat(command["at"])
        proof = proof_of(make_pass(device, staff, issued_at), UUID(command["key"]), at)
        payload = {"issued_at": issued_at.isoformat(), "proof": proof}
        return {**command, "actor": str(self.ali), "payload": payload}

    def take(self, hours: float, **said: Any) -> str:
        return self.end_of(self.proved(hours, **said))

    def end_of(self, command: dict[str, Any]) -> str:
        """How a command ends."""
        (result,) = self.desk.send(command)
        return result["code"] or result["status"]

    def type(self, hours: float) -> str:
        """Something that Ali typed there."""
        payload = {"person": new_id(), "first_name": "Zoé"}
        command = self.desk.command("people.create", at=self.after(hours), **payload)
        return self.end_of({**command, "actor": str(self.ali)})


@pytest.fixture
def taking(desk: Desk) -> Taking:
    ali = desk.house.add_staff("volunteer", "Ali")
    now = timezone.now()
    SignIn.objects.update(started_at=now - 10 * HOUR)
    return Taking(desk, ali, now - 5 * HOUR)


def at_work(taking: Taking) -> list[tuple[UUID, float | None]]:
    """Who was at work on the desk, in order, and until when, in hours after the pass."""
    rows = SignIn.objects.filter(device=taking.desk.device).order_by("started_at")
    until = [one.ended_at and round((one.ended_at - taking.issued_at) / HOUR, 1) for one in rows]
    return [(one.staff_id, ended) for one, ended in zip(rows, until, strict=True)]


def test_a_pin_given_with_a_line_is_a_pass_of_that_desk(desk: Desk) -> None:
    ali = desk.house.add_staff("volunteer", "Ali")
    asked = {"staff": str(ali), "pin": "2468"}
    given = desk.client.post(desk.url("switch"), asked).json()
    issued_at = datetime.fromisoformat(given["issued_at"])
    (told,) = [one for one in desk.snapshot()["team"] if one["id"] == str(ali)]
    assert given == {
        "actor": str(ali),
        "pass": make_pass(desk.device, ali, issued_at),
        "issued_at": given["issued_at"],
        "pin": told["pin"],
    }
    assert told["rights"] == desk.snapshot()["actor"]["rights"]


def test_another_pin_has_another_mark_and_none_has_none(desk: Desk) -> None:
    house = desk.house
    ali = house.add_staff("volunteer", "Ali")

    def marks() -> dict[str, str]:
        return {one["id"]: one["pin"] for one in desk.snapshot()["team"]}

    before = marks()
    house.do("network.set_pin", staff=ali, pin_hash=hash_pin("2468"))
    after = marks()
    assert (before[str(ali)] == after[str(ali)], after[str(house.manager)]) == (False, "")
    assert before[str(desk.actor)] == after[str(desk.actor)]


def test_who_takes_over_types_from_then_on(taking: Taking) -> None:
    assert taking.type(1) == "forbidden"
    assert taking.take(2) == "done"
    assert taking.type(2) == "done"
    assert at_work(taking) == [(taking.desk.actor, 2), (taking.ali, None)]
    with taking.house.scope():
        lines = JournalLine.objects.order_by("rev").values_list("kind", "actor_id")
        assert [*lines][-2:] == [
            ("network.take_over", taking.ali),
            ("people.create", taking.ali),
        ]
        assert not ToSettle.objects.exists()
    assert taking.desk.snapshot()["actor"]["id"] == str(taking.ali)


def test_it_lasts_until_who_came_next(taking: Taking) -> None:
    assert taking.take(3) == "done"
    colleague = taking.house.manager
    assert taking.take(1, staff=colleague) == "not_proved"
    mine = replace(taking, ali=colleague)
    assert mine.take(1) == "done"
    assert at_work(taking) == [(taking.desk.actor, 1), (colleague, 3), (taking.ali, None)]
    assert taking.desk.snapshot()["actor"]["id"] == str(taking.ali)


def test_what_proves_nothing_is_refused(taking: Taking) -> None:
    other = open_desk(taking.house, "manager")
    assert taking.take(1, device=other.device) == "not_proved"
    assert taking.take(1, staff=taking.desk.actor) == "not_proved"
    forged = taking.proved(1)
    forged["payload"]["proof"] = "0" * 64
    assert taking.end_of(forged) == "not_proved"
    renewed = taking.proved(1)
    renewed["payload"]["issued_at"] = taking.after(0.5).isoformat()
    assert taking.end_of(renewed) == "not_proved"
    assert taking.take(1, issued_at=taking.issued_at - timedelta(days=31)) == "not_proved"
    assert at_work(taking) == [(taking.desk.actor, None)]


def test_a_proof_stands_for_one_command(taking: Taking) -> None:
    once = taking.proved(1)
    assert taking.end_of(once) == "done"
    again = taking.desk.command("network.take_over", at=taking.after(2))
    assert taking.end_of({**once, "key": again["key"], "n": again["n"]}) == "not_proved"
    dated = taking.desk.command("network.take_over", at=taking.after(0.5))
    assert taking.end_of({**dated, "actor": once["actor"], "payload": once["payload"]}) == (
        "not_proved"
    )
    assert at_work(taking) == [(taking.desk.actor, 1), (taking.ali, None)]


def test_a_pin_changed_before_the_act_is_worth_nothing_and_after_it_all(taking: Taking) -> None:
    changed = {"staff": taking.ali, "pin_hash": hash_pin("1357")}
    others = {"staff": taking.desk.actor, "pin_hash": hash_pin("1357")}
    taking.house.do("network.set_pin", at=taking.after(1), **others)
    taking.house.do("network.set_pin", at=taking.after(3), **changed)
    assert taking.take(2) == "done"
    assert taking.take(4) == "pin_changed"
    assert taking.take(4, issued_at=taking.after(3.5)) == "done"


def test_who_had_left_takes_nothing_over_who_leaves_later_did(taking: Taking) -> None:
    def leave(day: datetime) -> None:
        with taking.house.scope():
            left_on = timezone.localdate(day)
            Staff.objects.filter(pk=taking.ali).update(left_on=left_on)

    leave(taking.after(0))
    assert taking.take(0.1) == "done"
    leave(taking.after(0) - timedelta(days=2))
    assert taking.take(1) == "forbidden"

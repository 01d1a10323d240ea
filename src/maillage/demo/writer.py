"""Writing the steps of the demo: through commands, on the desks' doors, at the instants told."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from maillage.core.envelope import Result, Sent, run_one
from maillage.core.ids import hash_secret
from maillage.core.models import Command, DeviceSequence
from maillage.core.scopes import structure_scope
from maillage.demo.world import SIGN_IN, SIGN_OUT, Step, World
from maillage.money.models import PlanTerm, Sale, Series, TillSession
from maillage.money.models.sales import Means
from maillage.money.selling import amount_due
from maillage.money.till import last_closed_number, totals_since
from maillage.network.devices import hash_pin, new_secret, sign_in, sign_out
from maillage.network.doors import DeviceDoor, door_of_device, door_of_server
from maillage.network.models import Device, SignIn, Staff
from maillage.people.models import Person, Visit
from maillage.programme.models import Registration, Session

PASSWORD = "bonjour-maillage"  # noqa: S105 - printed on the terminal for whoever tries the demo


@cache
def _password_hash() -> str:
    """One hash for everybody: the demo has one password, and argon2 is slow on purpose."""
    return make_password(PASSWORD)


@cache
def _pin_hash(pin: str) -> str:
    """One hash for each PIN, which several people have: the page says them all."""
    return hash_pin(pin)


SECRETS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "network.add_staff": lambda _: {"password_hash": _password_hash()},
    "network.set_pin": lambda payload: {"pin_hash": _pin_hash(payload.pop("pin"))},
    # Nobody knows it: a visitor's browser is enrolled as any other.
    "network.enrol_device": lambda _: {"secret_hash": hash_secret(new_secret())},
}
"""What is hashed when it is written, by kind."""


class NotWritten(Exception):
    """A step that should have been done was not: the demo is not what it says."""


class Writer:
    """Writes steps in a structure, each once: what was already done is passed over.

    ``careful``: somebody may have used the demo since; a step that no longer makes sense is passed
    over, and so is one that is refused.
    """

    def __init__(self, world: World, structure: UUID, *, careful: bool) -> None:
        self.world, self.structure, self.careful = world, structure, careful
        self.doors: dict[str, DeviceDoor] = {}
        self.counted: dict[UUID, int] = {}
        self.held: set[UUID] = set()
        with structure_scope(structure):
            desks = [world.id("desk", spot.label) for spot in world.spots]
            signed = SignIn.objects.filter(device__in=desks)
            spans = signed.values_list("device", "started_at", "ended_at")
            self.signed = {(device, at) for device, *both in spans for at in both}

    def missing(self, steps: Iterable[Step], until: datetime) -> list[Step]:
        """The steps up to an instant that are still to be written."""
        with structure_scope(self.structure):
            self.held = set(Command.objects.values_list("key", flat=True))
        return [one for one in steps if one.at <= until and not self._is_written(one)]

    def _is_written(self, step: Step) -> bool:
        if step.kind in {SIGN_IN, SIGN_OUT}:
            return (self.world.id("desk", step.place), step.at) in self.signed
        return self._key(step) in self.held

    def _key(self, step: Step) -> UUID:
        return self.world.id("key", step.key)

    def write(self, steps: Iterable[Step]) -> int:
        """Write the steps, all or none; how many were done."""
        with structure_scope(self.structure), transaction.atomic():
            return sum(self._write(step) for step in steps)

    def _write(self, step: Step) -> bool:
        if step.kind in {SIGN_IN, SIGN_OUT}:
            return self._sign(step)
        if self.careful and not self._makes_sense(step):
            return False
        door = self._door(step)
        sent = self._sent(step, door)
        result = run_one(door, sent, step.at)
        self.counted[door.device_id] = sent.n or 0
        left_out = [one["code"] for one in (result.data or {}).get("left_out", [])]
        if result.status == "done" and "".join(left_out) == step.leaves_out:
            return True
        if self.careful and result.status != "retry":
            return False
        raise NotWritten(_what_happened(step, result))

    def _sign(self, step: Step) -> bool:
        device = Device.objects.get(pk=self.world.id("desk", step.place))
        if step.kind == SIGN_OUT:
            sign_out(device, step.at)
        else:
            sign_in(Staff.objects.get(pk=self.world.staff(step.actor)), device, step.at)
        return True

    def _door(self, step: Step) -> DeviceDoor:
        label = step.place if step.desk else ""
        if label not in self.doors:
            desk = Device.objects.get(pk=self.world.id("desk", label)) if label else None
            self.doors[label] = door_of_device(desk) if desk else door_of_server(self.structure)
        return self.doors[label]

    def _sent(self, step: Step, door: DeviceDoor) -> Sent:
        payload = self._complete(step, door)
        return Sent(
            key=self._key(step),
            n=self._next_n(door) if door.counts else None,
            kind=step.kind,
            place=self.world.place(step.place),
            actor=self.world.staff(step.actor),
            at=step.at,
            payload=json.loads(json.dumps(payload, cls=DjangoJSONEncoder)),
        )

    def _next_n(self, door: DeviceDoor) -> int:
        if door.device_id not in self.counted:
            sequence = DeviceSequence.objects.get(pk=door.device_id)
            self.counted[door.device_id] = sequence.last_n
        return self.counted[door.device_id] + 1

    def _complete(self, step: Step, door: DeviceDoor) -> dict[str, Any]:
        """What the story does not know: receipts' numbers, counted tills, holders, hashes."""
        payload = dict(step.payload)
        sale = payload.get("sale")
        if step.desk and "receipt" in payload:
            payload["receipt"] = payload["receipt"] | {"number": self._next_number(door)}
        elif step.desk and isinstance(sale, dict) and "receipt" in sale:
            number = {"number": self._next_number(door)}
            payload["sale"] = sale | {"receipt": sale["receipt"] | number}
        elif step.kind == "money.close_till":
            payload["counted_cents"] = self._expected(door) + payload.pop("off_by", 0)
        elif step.kind == "money.pause_plan":
            terms = PlanTerm.objects.filter(pk=payload.pop("term"))
            payload["holder"] = terms.values_list("holder", flat=True).first()
        elif step.kind in SECRETS:
            payload |= SECRETS[step.kind](payload)
        return payload

    def _next_number(self, door: DeviceDoor) -> int:
        series = Series.objects.get(device=door.device_id, flagged=False)
        return int(series.last_number) + 1

    def _expected(self, door: DeviceDoor) -> int:
        """The float and the cash of the till, as whoever counts it finds."""
        series = Series.objects.get(device=door.device_id, flagged=False)
        opened = TillSession.objects.get(series=series, closing=None)
        cash = totals_since(series, last_closed_number(series)).get(Means.CASH, 0)
        return int(opened.float_cents) + cash

    def _makes_sense(self, step: Step) -> bool:
        """Whether nobody has done it already, nor erased or cancelled what it names."""
        payload = step.payload
        if step.kind == "counter.arrive":
            return self._may_arrive(step)
        if step.kind == "programme.mark_attendance":
            seat = Registration.objects.filter(pk=payload["registration"])
            return bool(seat.filter(attendance=Registration.Attendance.EXPECTED).exists())
        if step.kind in {"money.pay", "money.reverse"}:
            sale = Sale.objects.filter(pk=payload["sale"]).first()
            reversed_ = Sale.objects.filter(reverses=payload["sale"]).exists()
            due = sale is not None and amount_due(sale) > 0
            return sale is not None and not reversed_ and due == (step.kind == "money.pay")
        return True

    def _may_arrive(self, step: Step) -> bool:
        person, seat = step.payload.get("person"), step.payload.get("seat")
        if person is not None and not Person.objects.filter(pk=person, erased_at=None).exists():
            return False
        if seat is not None:
            planned = Session.objects.filter(pk=seat["session"], state=Session.State.PLANNED)
            seats = Registration.objects.filter(session=seat["session"], person=person)
            handled = seats.exclude(attendance=Registration.Attendance.EXPECTED)
            return planned.exists() and (person is None or not handled.exists())
        day, place = self.world.day_of(step.at), self.world.place(step.place)
        came = Visit.objects.filter(person=person, place=place, day=day, greetings__gt=0)
        return person is None or not came.exists()


def _what_happened(step: Step, result: Result) -> str:
    return f"{step.key} ({step.kind}): {result.status} {result.code} {result.message} {result.data}"

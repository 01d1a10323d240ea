"""Houses to test in: structures set up by commands, and desks that act over HTTP.

``Bras`` has the price grid of golden number 1: membership 30 €, session 8 € for members.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.test import Client
from django.utils import timezone

from maillage.core.ids import new_id
from maillage.core.scopes import structure_scope
from maillage.network import devices
from maillage.network.bootstrap import found
from maillage.network.doors import do_as_server
from maillage.network.models import Device, Staff

PASSWORD = "correct horse battery"
LONG_AGO = date(2020, 1, 1)


@dataclass
class House:
    """A structure, its manager, a place with a room, its prices."""

    slug: str
    structure: UUID
    manager: UUID
    place: UUID
    room: UUID
    plan: UUID
    workshop: UUID
    staff: dict[str, UUID] = field(default_factory=dict)

    def do(
        self, kind: str, /, *, actor: UUID | None = None, at: Any = None, **payload: Any
    ) -> dict:
        """A command by the office's door; fails the test when it is not done."""
        who = actor or self.manager
        return do_as_server(self.structure, kind, payload, actor=who, place=self.place, at=at)

    def scope(self):
        return structure_scope(self.structure)

    def add_staff(self, role: str, first_name: str = "") -> UUID:
        """A member of the team with one role, an account ``<role>@<slug>`` and the PIN 2468."""
        from django.contrib.auth.hashers import make_password

        staff = new_id()
        self.do(
            "network.add_staff",
            staff=staff,
            first_name=first_name or role.capitalize(),
            login=f"{role}@{self.slug}",
            password_hash=make_password(PASSWORD),
        )
        given = {"staff": staff, "role": role, "from_day": LONG_AGO}
        if role == "organiser":
            given["organisation"] = new_id()
            name = f"Partenaire {staff.hex[-6:]}"
            self.do("network.add_organisation", organisation=given["organisation"], name=name)
        self.do("network.give_role", staff_role=new_id(), **given)
        self.do("network.set_pin", staff=staff, pin_hash=devices.hash_pin("2468"))
        self.staff[role] = staff
        return staff

    def person(self, first_name: str = "Marie", last_name: str = "Le Gall", **more: Any) -> UUID:
        person = new_id()
        self.do("people.create", person=person, first_name=first_name, last_name=last_name, **more)
        return person

    def session(self, **changes: Any) -> UUID:
        """A session of the workshop that lasts all of today, unless said otherwise."""
        session = new_id()
        values = {
            "session": session,
            "workshop": self.workshop,
            "place": self.place,
            "day": timezone.localdate(),
            "start": "00:00",
            "minutes": 1439,
        } | changes
        self.do("programme.plan_session", **values)
        return session


def build_house(slug: str = "bras", name: str = "Numéripôle") -> House:
    """Found a structure and give it a place, a room, prices, a plan and a workshop."""
    founded = found(
        structure_name=name,
        slug=slug,
        first_name="Loïc",
        login=f"manager@{slug}",
        password=PASSWORD,
        now=timezone.now() - timedelta(days=400),
    )
    ids = [new_id() for _ in range(6)]
    house = House(slug, founded.structure.pk, founded.manager.pk, *ids[:4])
    house.staff["manager"] = house.manager
    do_as_server(
        house.structure,
        "network.add_place",
        {"place": house.place, "name": name, "kind": "digital_space"},
        actor=house.manager,
    )
    house.do("network.add_unit", unit=house.room, place=house.place, name="Salle bleue")
    house.do("money.add_profile", profile=ids[4], code="demandeur", label="Demandeur d’emploi")
    for code, member, label, euros in (
        ("ADHESION", None, "Adhésion annuelle", 30),
        ("ATELIER", True, "Atelier", 8),
        ("ATELIER", False, "Atelier sans adhésion", 12),
    ):
        house.do(
            "money.set_price",
            price=new_id(),
            code=code,
            label=label,
            member=member,
            rate=euros * 10_000,
            from_day=LONG_AGO,
        )
    house.do("money.add_plan", plan=house.plan, code="AN", label="Adhésion", price_code="ADHESION")
    house.do(
        "programme.create_workshop",
        workshop=house.workshop,
        title="Boîte mail",
        capacity=8,
        price_code="ATELIER",
    )
    return house


_laid: dict[str, tuple[Any, list[tuple[str, Any]]]] = {}


def laid(name: str, build: Callable[[], Any]) -> Any:
    """What ``build`` makes, once in a process; then its rows written again, ten times quicker."""
    if name not in _laid:
        written: list[tuple[str, Any]] = []

        def record(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            if sql.startswith(("INSERT", "UPDATE", "DELETE")):
                written.append((sql, params))
            return execute(sql, params, many, context)

        with connection.execute_wrapper(record):
            _laid[name] = (build(), written)
    else:
        with connection.cursor() as cursor:
            for sql, params in _laid[name][1]:
                cursor.execute(sql, params)
    return deepcopy(_laid[name][0])


def bras() -> House:
    """Bras, as ``build_house`` makes it."""
    house: House = laid("bras", build_house)
    return house


def ailleurs() -> House:
    """Another structure, alike."""
    house: House = laid("ailleurs", lambda: build_house("ailleurs", "Ailleurs"))
    return house


@dataclass
class Desk:
    """A desk as its browser is: a device cookie, a session, commands counted from 1."""

    house: House
    client: Client
    device: UUID
    actor: UUID
    n: int = 0
    drift: timedelta = timedelta()

    def snapshot(self) -> dict[str, Any]:
        answer = self.client.get(self.url("snapshot.json"))
        assert answer.status_code == 200, answer.content
        return answer.json()

    def url(self, name: str) -> str:
        return f"/s/{self.house.slug}/desk/{name}"

    def command(
        self, kind: str, /, *, at: datetime | None = None, **payload: Any
    ) -> dict[str, Any]:
        """A command as the desk writes it, with the next ``n``."""
        self.n += 1
        return {
            "key": str(new_id()),
            "n": self.n,
            "kind": kind,
            "v": 1,
            "place": str(self.house.place),
            "actor": str(self.actor),
            "at": ((at or timezone.now()) + self.drift).isoformat(),
            "payload": json.loads(json.dumps(payload, default=str)),
        }

    def send(self, *commands: dict[str, Any]) -> list[dict[str, Any]]:
        """Post an envelope and give the results."""
        answer = self.post(*commands)
        assert answer.status_code == 200, answer.content
        return answer.json()["results"]

    def post(self, *commands: dict[str, Any], device: UUID | None = None):
        now = (datetime.now(UTC) + self.drift).isoformat()
        body = {"device": str(device or self.device), "now": now, "commands": list(commands)}
        return self.client.post(self.url("commands"), body, content_type="application/json")

    def do(self, kind: str, /, *, at: datetime | None = None, **payload: Any) -> dict[str, Any]:
        """One command that must be done; its data, with its ``key``."""
        command = self.command(kind, at=at, **payload)
        (result,) = self.send(command)
        assert result["status"] == "done", result
        return {**result["data"], "key": command["key"]}

    def code(self, kind: str, /, *, at: datetime | None = None, **payload: Any) -> str:
        """How one command ends: ``done``, or the code of its refusal."""
        (result,) = self.send(self.command(kind, at=at, **payload))
        return result["code"] or result["status"]


def sign_in(house: House, role: str) -> Client:
    """A browser where the role's account is signed in."""
    client = Client(headers={"host": "localhost"})
    with house.scope():
        account = Staff.objects.select_related("account").get(pk=house.staff[role]).account
    client.force_login(account)
    return client


def open_desk(house: House, role: str = "mediator") -> Desk:
    """Enrol a browser as a desk, as a manager does, then sign the role in on it."""
    if role not in house.staff:
        house.add_staff(role)
    client = sign_in(house, "manager")
    client.post(f"/s/{house.slug}/desk/enrol", {"name": "Accueil"})
    cookie = client.cookies[devices.COOKIE]
    theirs = sign_in(house, role)
    theirs.cookies[devices.COOKIE] = cookie.value
    theirs.get(f"/s/{house.slug}/desk/")
    with house.scope():
        device = Device.objects.get(secret_hash=devices.hash_secret(cookie.value))
    return Desk(house, theirs, device.pk, house.staff[role])

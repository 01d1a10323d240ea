"""Fill a base through commands: two structures, persons, seats, tills. ``python -m``, no test.

Bras has, in order, series A (its server: A-1), then series B (a desk): B-1 to B-3, a closing,
B-4 to B-7 (a late payment, a reversal among them), a second closing, B-8 and B-9 after it.
"""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.files.base import ContentFile  # noqa: E402
from django.utils import timezone  # noqa: E402
from django_tasks_db.models import DBTaskResult, get_date_max  # noqa: E402

from maillage.core.envelope import Envelope, Sent, run_batch  # noqa: E402
from maillage.core.ids import new_id  # noqa: E402
from maillage.core.scopes import structure_scope  # noqa: E402
from maillage.network import devices  # noqa: E402
from maillage.network.doors import do_as_server, door_of_device  # noqa: E402
from maillage.network.models import Device, Place, Staff  # noqa: E402
from tests.houses import House, build_house  # noqa: E402


class Till:
    """A desk, without a browser: its door, its counts."""

    def __init__(self, house: House, name: str = "Accueil") -> None:
        self.house, self.n, self.number = house, 0, 0
        self.device = new_id()
        house.do(
            "network.enrol_device", device=self.device, name=name, secret_hash=f"{new_id().hex * 2}"
        )
        with structure_scope(house.structure):
            device = Device.objects.get(pk=self.device)
            devices.sign_in(
                Staff.objects.get(pk=house.manager), device, timezone.now() - timedelta(days=9)
            )
            self.door = door_of_device(device)

    def do(self, kind: str, **payload: Any) -> dict[str, Any]:
        self.n += 1
        now = timezone.now()
        sent = Sent(
            key=new_id(),
            n=self.n,
            kind=kind,
            place=self.house.place,
            actor=self.house.manager,
            at=now,
            payload=json.loads(json.dumps(payload, default=str)),
        )
        envelope = Envelope(device=self.device, now=now, commands=[sent])
        (result,) = run_batch(self.door, envelope, now)
        assert result.status == "done", result
        return {"key": sent.key, **(result.data or {})}

    def receipt(self) -> dict[str, Any]:
        self.number += 1
        return {"receipt": new_id(), "number": self.number}

    def sale(self, *means: str, euros: int = 8) -> dict[str, Any]:
        """A seat at 8 €, paid by these means in equal parts; or to be paid later."""
        cents = euros * 100
        return {
            "sale": new_id(),
            "lines": [
                {"kind": "session", "code": "ATELIER", "member": True, "rate": cents * 100,
                 "amount_cents": cents, "reason": "goodwill"},
            ],
            "payments": [{"means": one, "amount_cents": cents // len(means)} for one in means],
            **({"receipt": self.receipt()} if means else {}),
        }  # fmt: skip

    def arrive(self, person: UUID, *means: str) -> dict[str, Any]:
        sale = self.sale(*means)
        return self.do("counter.arrive", visit=new_id(), person=person, sale=sale) | {
            "sale": sale["sale"]
        }

    def open(self) -> UUID:
        till = new_id()
        self.do("money.open_till", till=till, float_cents=5000)
        return till

    def close(self, till: UUID) -> None:
        self.do("money.close_till", closing=new_id(), till=till, counted_cents=0, reason="unknown")


def fill() -> None:
    house = build_house("bras")
    amboise = build_house("amboise", "Les Colibris")
    amboise.person("Ève", "d’Artagnan", phone="06 12 34 56 78")
    people = [house.person(f"Prénom{index}", "Le Gall") for index in range(4)]
    house.do("network.add_unit", unit=new_id(), place=house.place, parent=house.room, name="Coin")
    session = house.session()
    seats = [{"registration": new_id(), "person": one} for one in people]
    house.do("programme.register", session=session, seats=seats)
    take_money(house, people)
    house.do("people.erase", person=house.person("Oublié", "Sitôt"))
    with structure_scope(house.structure):
        place = Place.objects.get(pk=house.place)
        place.logo.save("logo.svg", ContentFile(b"<svg/>"))
    DBTaskResult.objects.create(
        args_kwargs={"args": [1.5, "é"], "kwargs": {}},
        task_path="nothing.at_all",
        backend_name="default",
        run_after=get_date_max(),
    )
    told = {"structure": str(house.structure), "people": [str(one) for one in people]}
    (Path(settings.DATA_DIR) / "filled.json").write_text(json.dumps(told))


def take_money(house: House, people: list[UUID]) -> None:
    office = Till.__new__(Till)
    office.number = 0
    sale = office.sale("card")
    sale["receipt"].pop("number")
    house.do("money.sell", sale=sale, person=people[0])
    desk = Till(house)
    till = desk.open()
    desk.arrive(people[0], "cash")
    desk.arrive(people[1], "card", "cash")
    desk.arrive(people[2], "cheque")
    desk.close(till)
    till = desk.open()
    later = desk.arrive(people[3])
    first = desk.arrive(people[0], "cash")
    paid = [{"means": "cash", "amount_cents": 800}]
    desk.do("money.pay", sale=later["sale"], payments=paid, receipt=desk.receipt())
    back = desk.do("money.sell", sale=desk.sale("cash"), person=people[1])
    how = {"receipt": desk.receipt(), "means": "cash", "reason": "mistake"}
    desk.do("money.reverse", sale=back["sale"], reversal=new_id(), **how)
    desk.close(till)
    desk.open()
    desk.arrive(people[2], "card")
    desk.arrive(people[3], "cash")
    assert first["receipt"]["code"] == "B", first
    assert desk.number == 9


def more() -> None:
    """A third structure with a till, closed; and Prénom3 erased."""
    house = build_house("loudun", "Le Fil")
    desk = Till(house)
    till = desk.open()
    desk.arrive(house.person("Passant"), "cash")
    desk.close(till)
    filled = Path(settings.DATA_DIR) / "filled.json"
    if filled.exists():
        told = json.loads(filled.read_text())
        structure, person = UUID(told["structure"]), told["people"][3]
        with structure_scope(structure):
            manager = Staff.objects.filter(is_service=False).order_by("pk")[0].pk
        do_as_server(structure, "people.erase", {"person": person}, actor=manager)


def keep_writing() -> None:
    """Arrivals without end, until standard input closes; how many were acknowledged."""
    house = build_house("loudun", "Le Fil")
    desk = Till(house)
    desk.open()
    done = 0
    print("ready", flush=True)
    stop = Path(settings.DATA_DIR) / "stop"
    while not stop.exists():
        desk.arrive(house.person(f"Passant{done}"), "cash")
        done += 1
    print(done)


if __name__ == "__main__":
    {"fill": fill, "more": more, "write": keep_writing}[sys.argv[1]]()

"""Each page asks the database a fixed number of questions, whatever the number of rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from maillage.core.ids import new_id
from maillage.core.models import RetentionRun, ToSettle
from tests.houses import Desk, House, build_house
from tests.office.conftest import Office

MOST = 20


def statements(office: Office, url: str) -> int:
    office.client.get(url)
    with CaptureQueriesContext(connection) as seen:
        answer = office.client.get(url)
    assert answer.status_code == 200
    return len(seen)


def session(house: House, desk: Desk, n: int) -> Any:
    made = house.session(
        start=f"{8 + n:02}:00", minutes=30, room=house.room, mediators=[house.manager]
    )
    for _ in range(2):
        seats = [{"registration": new_id(), "person": house.person()}]
        house.do("programme.register", session=made, seats=seats)
    return made


def workshop(house: House, desk: Desk, n: int) -> None:
    house.do("programme.create_workshop", workshop=new_id(), title=f"Atelier {n}")


def theme(house: House, desk: Desk, n: int) -> None:
    made = [new_id(), new_id()]
    for rank, one in enumerate(made):
        house.do("programme.add_theme", theme=one, title=f"Thème {n} {rank}")
    house.do("programme.retire_theme", theme=made[0], retired_on="2026-01-01", successor=made[1])
    house.do("programme.create_workshop", workshop=new_id(), theme=made[1])


def organisation(house: House, desk: Desk, n: int) -> None:
    house.do("network.add_organisation", organisation=new_id(), name=f"Partenaire {n}")


def price(house: House, desk: Desk, n: int) -> None:
    house.do("money.add_profile", profile=new_id(), code=f"p{n}", label=f"Profil {n}")
    house.do(
        "money.set_price", price=new_id(), code=f"C{n}", label="Prix", rate=1, profile=f"p{n}",
        from_day="2026-01-01", place=house.place,
    )  # fmt: skip


def place(house: House, desk: Desk, n: int) -> None:
    made = new_id()
    house.do("network.add_place", place=made, name=f"Lieu {n}", kind="fablab")
    house.do("network.add_unit", unit=new_id(), place=made, name="Salle")
    first_day = timezone.localdate() + timedelta(days=n)
    house.do(
        "network.set_carrier", carrier=new_id(), kind="other", name=f"Porteur {n}",
        from_day=first_day,
    )  # fmt: skip


def member(house: House, desk: Desk, n: int) -> None:
    staff = new_id()
    house.do("network.add_staff", staff=staff, first_name=f"Prénom {n}")
    for role in ("volunteer", "mediator"):
        house.do(
            "network.give_role", staff_role=new_id(), staff=staff, role=role, place=house.place
        )


def device(house: House, desk: Desk, n: int) -> None:
    house.do(
        "network.enrol_device", device=new_id(), name=f"Poste {n}", place=house.place,
        secret_hash=f"{n:064}",
    )  # fmt: skip


def document(house: House, desk: Desk, n: int) -> None:
    house.do(
        "people.add_document", document=new_id(), document_kind="charter", title=f"Charte {n}",
        version=n + 1, from_day="2026-01-01",
    )  # fmt: skip


def person(house: House, desk: Desk, n: int) -> None:
    house.person("Marie", f"Le Gall {n}")


def twins(house: House, desk: Desk, n: int) -> None:
    for _ in range(2):
        house.person("Marie", f"Le Gall {'abc'[n]}", phone=f"06 12 34 56 7{n}")


def closing(house: House, desk: Desk, n: int) -> None:
    till = new_id()
    desk.do("money.open_till", till=till, float_cents=0)
    sold(house, desk, n, number=n + 1)
    desk.do("money.close_till", closing=new_id(), till=till, counted_cents=800)


def sold(house: House, desk: Desk, n: int, *, number: int | None = None, payer: Any = None) -> None:
    known = desk.snapshot()["prices"]
    found = next(one for one in known if one["code"] == "ATELIER" and one["member"])
    line = {
        "kind": "session",
        "code": "ATELIER",
        "member": True,
        "price": found["price"],
        "rate": found["rate"],
        "amount_cents": 800,
    }
    desk.do(
        "money.sell",
        person=payer or house.person(),
        sale={
            "sale": new_id(),
            "lines": [line, {**line}],
            "payments": [
                {"means": "cash", "amount_cents": 800},
                {"means": "card", "amount_cents": 800},
            ],
            "receipt": {"receipt": new_id(), "number": number or n + 1},
        },
    )


def left(house: House, desk: Desk, n: int) -> None:
    with house.scope():
        ToSettle.objects.create(
            structure_id=house.structure, command_key=new_id(), kind="people.greet",
            code="person_unknown", ids=[str(house.person()), str(house.workshop)],
            at=timezone.now(),
        )  # fmt: skip


def partner(house: House, desk: Desk, n: int) -> None:
    """A network with one more partner each time, a place and a session in each."""
    code, today = "reseau-meuse", timezone.localdate()
    if n == 0:
        ids = {"network": new_id(), "membership": new_id()}
        house.do("network.found_network", **ids, name="Meuse", code=code, from_day=today)
    other = build_house(f"autre-{n}", f"Autre {n}")
    other.do("network.join_network", membership=new_id(), code=code, from_day=today)
    other.session(day=today + timedelta(days=1))


def night(house: House, desk: Desk, n: int) -> None:
    with house.scope():
        RetentionRun.objects.create(
            structure_id=house.structure, day=timezone.localdate(), at=timezone.now(),
            counts={"core.commands": n + 1},
        )  # fmt: skip


LISTS: dict[str, tuple[Callable[..., Any], dict[str, str]]] = {
    "home": (session, {}),
    "sessions": (session, {}),
    "sessions month": (session, {"view": "month"}),
    "sessions list": (session, {"view": "list"}),
    "workshops": (theme, {"q": "tous"}),
    "workshop-add": (theme, {}),
    "themes": (theme, {}),
    "organisations": (organisation, {}),
    "session-plan": (workshop, {}),
    "prices": (price, {}),
    "price-set": (price, {}),
    "price-quote": (price, {"code": "C0", "day": "2026-12-01"}),
    "places": (place, {}),
    "team": (member, {}),
    "devices": (device, {}),
    "documents": (document, {}),
    "people": (person, {"q": "mar"}),
    "duplicates": (twins, {}),
    "till": (closing, {}),
    "till-day": (sold, {}),
    "till-journal": (sold, {"first": "2026-06-01", "last": "2027-05-01"}),
    "to-settle": (left, {}),
    "journal": (person, {}),
    "networks": (partner, {}),
    "retention": (night, {}),
}


@pytest.mark.parametrize("name", LISTS)
def test_one_row_and_three_cost_the_same(office: Office, desk: Desk, name: str) -> None:
    add, query = LISTS[name]
    today = timezone.localdate()
    if "first" in query:
        query = {"first": f"{today - timedelta(days=9)}", "last": f"{today}"}
    url = (
        office.url(name.split(maxsplit=1)[0])
        + "?"
        + "&".join(f"{key}={value}" for key, value in query.items())
    )
    add(office.house, desk, 0)
    one = statements(office, url)
    add(office.house, desk, 1)
    add(office.house, desk, 2)
    assert statements(office, url) == one
    assert one <= MOST


def test_a_file_costs_the_same_whatever_its_length(office: Office, desk: Desk) -> None:
    house = desk.house
    marie = house.person()
    url = office.url("person", marie)

    def add(n: int) -> None:
        made, registration = house.session(start=f"{8 + n:02}:00", minutes=30), new_id()
        seats = [{"registration": registration, "person": marie}]
        house.do("programme.register", session=made, seats=seats)
        desk.do("people.greet", visit=new_id(), person=marie)
        sold(house, desk, n, payer=marie)
        house.person()
        text = new_id()
        house.do(
            "people.add_document", document=text, document_kind="charter", title="Charte",
            version=n + 1, from_day="2026-01-01",
        )  # fmt: skip
        house.do(
            "people.accept_document", acceptance=new_id(), person=marie, document=text, how="paper"
        )

    add(0)
    one = statements(office, url)
    add(1)
    add(2)
    assert statements(office, url) == one
    assert one <= MOST


def test_a_session_costs_the_same_whatever_its_seats(office: Office, desk: Desk) -> None:
    house = desk.house
    made = house.session()

    def add() -> None:
        seats = [{"registration": new_id(), "person": house.person()}]
        house.do("programme.register", session=made, seats=seats)

    add()
    one = statements(office, office.url("session", made))
    add()
    add()
    assert statements(office, office.url("session", made)) == one
    assert one <= MOST

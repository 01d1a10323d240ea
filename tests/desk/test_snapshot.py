"""What the snapshot says to whom, over HTTP, and what it costs the database."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from maillage.core import saying
from maillage.core.ids import new_id
from maillage.core.models import ToSettle
from maillage.network import devices
from tests.houses import LONG_AGO, Desk, House, open_desk


def card(desk: Desk, person: UUID) -> dict[str, Any]:
    return next(one for one in desk.snapshot()["persons"] if one["id"] == str(person))


def line(desk: Desk, *, target: UUID | None = None) -> dict[str, Any]:
    """A session at the price of who is no member: 12 €."""
    prices = desk.snapshot()["prices"]
    price = next(one for one in prices if one["code"] == "ATELIER" and not one["member"])
    return {
        "kind": "session", "code": "ATELIER", "price": price["price"], "rate": price["rate"],
        "target": target, "amount_cents": 1200,
    }  # fmt: skip


def leave_for_later(desk: Desk, person: UUID, *lines: dict[str, Any]) -> UUID:
    sale = new_id()
    desk.do("money.sell", person=person, sale={"sale": sale, "lines": list(lines)})
    return sale


def pay(desk: Desk, sale: UUID, number: int, cents: int) -> dict[str, Any]:
    receipt = {"receipt": new_id(), "number": number}
    payments = [{"means": "cash", "amount_cents": cents}]
    return desk.do("money.pay", sale=sale, payments=payments, receipt=receipt)


# What is owed


def told(label: str) -> dict[str, Any]:
    """What the receipt of a session at 12 € will say."""
    return {
        "label": label, "rate": 120_000, "quantity": 1000, "discount_cents": 0, "reason": "",
        "amount_cents": 1200, "tax_mode": "not_stated", "tax_rate": 0,
    }  # fmt: skip


def test_what_was_left_for_later_is_told_until_it_is_paid(desk: Desk) -> None:
    person, session = desk.house.person(), desk.house.session()
    first = leave_for_later(desk, person, line(desk, target=session))
    second = leave_for_later(desk, person, line(desk), line(desk))
    today = saying.day(timezone.localdate())
    seen = card(desk, person)
    assert seen["due_cents"] == 3600
    bare = "Atelier sans adhésion"
    assert seen["dues"] == [
        {
            "sale": str(first),
            "cents": 1200,
            "label": f"Boîte mail, {today}",
            "lines": [told("Boîte mail")],
        },
        {
            "sale": str(second),
            "cents": 2400,
            "label": f"{bare} + {bare}, {today}",
            "lines": [told(bare), told(bare)],
        },
    ]
    pay(desk, first, 1, 1200)
    pay(desk, second, 2, 900)
    seen = card(desk, person)
    assert (seen["due_cents"], [one["cents"] for one in seen["dues"]]) == (1500, [1500])


def test_a_payment_undone_is_due_again_and_a_sale_undone_is_not(desk: Desk) -> None:
    person = desk.house.person()
    sale = leave_for_later(desk, person, line(desk))
    paid = pay(desk, sale, 1, 1200)
    assert card(desk, person)["dues"] == []
    given = {"receipt": {"receipt": new_id(), "number": 2}}
    desk.do("core.undo", key=paid["key"], given=given)
    assert [one["cents"] for one in card(desk, person)["dues"]] == [1200]
    desk.house.do("money.reverse", sale=sale, reversal=new_id(), means="cash")
    assert (card(desk, person)["due_cents"], card(desk, person)["dues"]) == (0, [])


# To whom


def test_a_volunteer_is_shown_an_initial_and_no_sex(house: House) -> None:
    profile = {"sex": "female", "birth_year": 1950}
    marie = house.person(profile=profile)
    seen = {role: card(open_desk(house, role), marie) for role in ("volunteer", "mediator")}
    assert {role: (one["first"], one["last"], one["sex"]) for role, one in seen.items()} == {
        "volunteer": ("Marie", "L.", None),
        "mediator": ("Marie", "Le Gall", "female"),
    }
    assert all("birth_year" not in one for one in seen.values())


def test_a_sex_that_was_not_told_is_nothing(desk: Desk) -> None:
    quiet = desk.house.person(profile={"sex_told": "declined"})
    assert card(desk, quiet)["sex"] is None


def test_without_the_till_nobody_is_told_what_is_owed(desk: Desk) -> None:
    house = desk.house
    person = house.person()
    leave_for_later(desk, person, line(desk))
    kept = new_id()
    house.do("network.add_staff", staff=kept, first_name="Gérard")
    house.do(
        "network.give_role", staff_role=new_id(), staff=kept, role="volunteer", till_allowed=False
    )
    house.do("network.set_pin", staff=kept, pin_hash=devices.hash_pin("2468"))
    switch = {"staff": str(kept), "pin": "2468"}
    assert desk.client.post(desk.url("switch"), switch).status_code == 200
    assert "till" not in desk.snapshot()["actor"]["rights"]
    assert (card(desk, person)["due_cents"], card(desk, person)["dues"]) == (0, [])


@pytest.mark.parametrize(
    ("profile", "minimum_age", "told"),
    [
        ({"age_band": "12_17"}, None, (True, None)),
        ({"age_band": "12_17"}, 16, (True, 12)),
        ({"age_band": "under_12"}, 10, (True, 0)),
        ({"age_band": "18_25"}, 16, (False, None)),
        ({"age_band": "18_25"}, 21, (False, 18)),
        ({}, 16, (False, None)),
    ],
)
def test_an_age_is_told_only_when_a_session_asks_for_more(
    desk: Desk, profile: dict, minimum_age: int | None, told: tuple
) -> None:
    house = desk.house
    workshop = new_id()
    house.do(
        "programme.create_workshop", workshop=workshop, title="Réalité virtuelle",
        **({"minimum_age": minimum_age} if minimum_age else {}),
    )  # fmt: skip
    house.session(workshop=workshop)
    seen = card(desk, house.person(profile=profile))
    assert (seen["minor"], seen["age_from"]) == told


def test_a_birth_year_gives_the_age_surely_reached(desk: Desk) -> None:
    house, workshop = desk.house, new_id()
    house.do("programme.create_workshop", workshop=workshop, title="Laser", minimum_age=16)
    house.session(workshop=workshop)
    year = timezone.localdate().year
    ages = {years: house.person(profile={"birth_year": year - years}) for years in (15, 16, 17)}
    told = {years: card(desk, person)["age_from"] for years, person in ages.items()}
    assert told == {15: 14, 16: 15, 17: None}


def test_what_is_left_to_settle_is_counted_for_who_may_settle(house: House) -> None:
    with house.scope():
        for _ in range(2):
            ToSettle.objects.create(
                structure_id=house.structure, command_key=new_id(), kind="people.greet",
                code="person_unknown", at=timezone.now(),
            )  # fmt: skip
    counts = {
        role: open_desk(house, role).snapshot()["to_settle"] for role in ("volunteer", "mediator")
    }
    assert counts == {"volunteer": 0, "mediator": 2}


# What it costs


def test_the_snapshot_asks_as_much_for_three_rows_as_for_one(desk: Desk) -> None:
    house = desk.house

    def add(n: int) -> None:
        person = house.person("Marie", f"Le Gall {n}", profile={"commune": "55073"})
        session = house.session(start=f"{8 + n:02}:00", minutes=30, mediators=[house.manager])
        seat = {"registration": new_id(), "session": session}
        sale = {"sale": new_id(), "lines": [line(desk, target=session)]}
        desk.do("counter.arrive", visit=new_id(), person=person, seat=seat, sale=sale)
        house.do(
            "people.add_document", document=new_id(), document_kind="charter", title="Charte",
            version=n + 1, from_day=LONG_AGO,
        )  # fmt: skip

    add(0)
    one = statements(desk)
    add(1)
    add(2)
    assert len([True for seen in desk.snapshot()["persons"] if seen["dues"]]) == 3
    assert statements(desk) == one


def statements(desk: Desk) -> int:
    with CaptureQueriesContext(connection) as asked:
        desk.snapshot()
    return len(asked)

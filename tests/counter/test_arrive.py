"""Arrivals at the desk, over HTTP: golden number 1 and the composite's rules."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from maillage.core.ids import new_id
from maillage.core.models import ToSettle
from maillage.money.models import Membership, Receipt, Sale
from maillage.people.models import Acceptance, Person, Visit
from maillage.programme.models import Registration
from tests.houses import LONG_AGO, Desk


class Basket:
    """What the desk's browser does: look prices up in the snapshot and multiply."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.snapshot = desk, desk.snapshot()
        self.number = self.snapshot["till"]["next_number"]

    def price(self, code: str, *, member: bool) -> dict[str, Any]:
        rows = self.snapshot["prices"]
        return next(
            one
            for one in rows
            if one["code"] == code and one["member"] is member and not one["profile"]
        )

    def line(self, kind: str, code: str, *, member: bool, target: Any = None) -> dict[str, Any]:
        price = self.price(code, member=member)
        return {
            "kind": kind,
            "code": code,
            "member": member,
            "price": price["price"],
            "target": target,
            "rate": price["rate"],
            "amount_cents": price["rate"] // 100,
        }

    def sale(self, *lines: dict[str, Any], means: str = "cash") -> dict[str, Any]:
        total = sum(line["amount_cents"] for line in lines)
        sale = {
            "sale": new_id(),
            "lines": list(lines),
            "payments": [{"means": means, "amount_cents": total}],
            "receipt": {"receipt": new_id(), "number": self.number},
        }
        self.number += 1
        return sale


def membership(desk: Desk, snapshot: dict[str, Any], person: Any) -> dict[str, Any]:
    card = next(one for one in snapshot["persons"] if one["id"] == str(person))
    return {"membership": new_id(), **card["renewal"]}


def consent(desk: Desk) -> UUID:
    """The parental consent that minors need."""
    document = new_id()
    desk.house.do(
        "people.add_document",
        document=document,
        document_kind="parental_consent",
        title="Autorisation parentale",
        from_day=LONG_AGO,
        required_of="minors",
    )
    return document


@pytest.mark.prove("1. nombres dorés")
def test_golden_1_first_visit_38_euros_then_126_for_the_year(desk: Desk) -> None:
    """Golden number 1: 30 + 8 = 38,00 €; twelve sessions in the year 126,00 €."""
    person = desk.house.person()
    session = desk.house.session(capacity=20)
    basket = Basket(desk)
    taken = membership(desk, basket.snapshot, person)
    first = basket.sale(
        basket.line("membership", "ADHESION", member=True, target=taken["membership"]),
        basket.line("session", "ATELIER", member=True, target=session),
    )
    seat = {"registration": new_id(), "session": session}
    done = desk.do(
        "counter.arrive", visit=new_id(), person=person, seat=seat, memberships=[taken], sale=first
    )
    assert done["receipt"]["number"] == 1
    assert done["state"] == "confirmed"
    for _ in range(11):
        seat = {"registration": new_id(), "session": desk.house.session(room=None)}
        basket = Basket(desk)
        line = basket.line("session", "ATELIER", member=True, target=seat["session"])
        desk.do("counter.arrive", visit=new_id(), person=person, seat=seat, sale=basket.sale(line))
    with desk.house.scope():
        cents = list(Receipt.objects.order_by("number").values_list("total_cents", flat=True))
        assert (cents[0], sum(cents)) == (3800, 12600)
        assert Visit.objects.count() == 1
        assert Registration.objects.filter(attendance="present").count() == 12


@pytest.mark.prove("1. nombres dorés")
def test_golden_1_expired_membership_proposes_renewal(desk: Desk) -> None:
    """Golden number 1: after expiry, 30 + 8 again; the renewal starts today."""
    person = desk.house.person()
    today = timezone.localdate()
    with desk.house.scope():
        Membership.objects.create(
            structure_id=desk.house.structure,
            plan_id=desk.house.plan,
            person_id=person,
            starts_on=today - timedelta(days=400),
            ends_on=today - timedelta(days=35),
        )
    card = next(one for one in desk.snapshot()["persons"] if one["id"] == str(person))
    assert card["membership"] is None
    assert card["expired_on"] == (today - timedelta(days=35)).isoformat()
    assert card["renewal"]["starts_on"] == today.isoformat()
    assert date.fromisoformat(card["renewal"]["ends_on"]) >= today + timedelta(days=364)


def test_a_new_person_is_made_greeted_and_charged_in_one_command(desk: Desk) -> None:
    basket = Basket(desk)
    sale = basket.sale(basket.line("session", "ATELIER", member=False))
    newcomer = {"person": new_id(), "first_name": "Zoé", "phone": "06 12 34 56 78"}
    done = desk.do("counter.arrive", visit=new_id(), new_person=newcomer, sale=sale)
    with desk.house.scope():
        person = Person.objects.get(pk=newcomer["person"])
        assert (person.first_name, person.phone_last4) == ("Zoé", "5678")
        assert Visit.objects.get(person=person).is_new
        assert Sale.objects.get(person=person).amount_cents == 1200
    assert done["due_cents"] == 0


def test_undo_gives_money_back_and_erases_the_newcomer(desk: Desk) -> None:
    basket = Basket(desk)
    session = desk.house.session()
    sale = basket.sale(basket.line("session", "ATELIER", member=False))
    newcomer = {"person": new_id(), "first_name": "Zoé"}
    done = desk.do(
        "counter.arrive",
        visit=new_id(),
        new_person=newcomer,
        seat={"registration": new_id(), "session": session},
        sale=sale,
    )
    reversal = {"reversal": str(new_id()), "receipt": {"receipt": str(new_id()), "number": 2}}
    desk.do("core.undo", key=done["key"], given=reversal)
    with desk.house.scope():
        person = Person.objects.get(pk=newcomer["person"])
        assert (person.first_name, person.erased_at is not None) == ("", True)
        cents = list(Receipt.objects.order_by("number").values_list("total_cents", flat=True))
        assert cents == [1200, -1200]
        assert Registration.objects.get().state == "cancelled"
        assert not Visit.objects.filter(greetings__gt=0).exists()
    today = desk.snapshot()["today"]
    assert (today["persons"], today["new"], today["here"]) == (0, 0, [])


def test_what_has_happened_is_kept_when_the_person_is_unknown(desk: Desk) -> None:
    """A receipt and a presence stand; the rest is left out and goes to *À régler*."""
    basket = Basket(desk)
    sale = basket.sale(basket.line("session", "ATELIER", member=True))
    stranger = new_id()
    done = desk.do("counter.arrive", visit=new_id(), person=stranger, sale=sale)
    assert [one["code"] for one in done["left_out"]] == ["person_unknown"]
    with desk.house.scope():
        assert Receipt.objects.get().total_cents == 800
        assert ToSettle.objects.get().ids == [str(stranger)]
    assert desk.snapshot()["today"]["anonymous"] == 1


def test_an_arrival_in_a_full_session_is_overbooked_present_and_charged(desk: Desk) -> None:
    session = desk.house.session(capacity=1)
    first, second = desk.house.person("Anne", "A"), desk.house.person("Bob", "B")
    for person in (first, second):
        seat = {"registration": new_id(), "session": session}
        done = desk.do("counter.arrive", visit=new_id(), person=person, seat=seat)
    assert (done["state"], done["seat"], done["rank"]) == ("overbooked", None, 1)


@pytest.mark.prove("1. nombres dorés")
def test_a_minor_without_consent_is_not_seated_before_the_hour(desk: Desk) -> None:
    """Golden number 20: who may take part; what lies ahead is prevented, the visit stands."""
    house = desk.house
    document = consent(desk)
    year = timezone.localdate().year
    players = [
        house.person(
            f"Joueur {number}", "", profile={"birth_year": year - (14 if number < 9 else 30)}
        )
        for number in range(24)
    ]
    session = house.session(capacity=24, day=timezone.localdate() + timedelta(days=1))
    for person in players[1:9]:
        desk.do(
            "people.accept_document",
            acceptance=new_id(),
            person=person,
            document=document,
            how="paper",
        )
    left_out = {}
    for person in players:
        seat = {"registration": new_id(), "session": session}
        done = desk.do("counter.arrive", visit=new_id(), person=person, seat=seat)
        left_out[person] = [one["code"] for one in done.get("left_out", [])]
    assert left_out.pop(players[0]) == ["consent_missing"]
    assert set(map(tuple, left_out.values())) == {()}
    with house.scope():
        assert Registration.objects.filter(session=session).count() == 23


def test_a_new_minor_whose_consent_is_signed_takes_their_seat_in_one_command(desk: Desk) -> None:
    session = desk.house.session(day=timezone.localdate() + timedelta(days=1))
    minor = {"person": new_id(), "first_name": "Léa", "profile": {"age_band": "12_17"}}
    paper = {"acceptance": new_id(), "document": consent(desk), "sheet": "42"}
    seat = {"registration": new_id(), "session": session}
    done = desk.do("counter.arrive", visit=new_id(), new_person=minor, papers=[paper], seat=seat)
    assert (done["state"], "left_out" in done) == ("confirmed", False)
    with desk.house.scope():
        signed = Acceptance.objects.get(person=minor["person"])
        assert (signed.how, signed.sheet, signed.undone) == ("paper", "42", False)


def test_undoing_a_new_minor_leaves_nothing_of_them(desk: Desk) -> None:
    minor = {"person": new_id(), "first_name": "Léa", "profile": {"age_band": "12_17"}}
    paper = {"acceptance": new_id(), "document": consent(desk), "sheet": "42"}
    seat = {"registration": new_id(), "session": desk.house.session()}
    done = desk.do("counter.arrive", visit=new_id(), new_person=minor, papers=[paper], seat=seat)
    desk.do("core.undo", key=done["key"])
    with desk.house.scope():
        person = Person.objects.get(pk=minor["person"])
        assert (person.first_name, person.erased_at is not None) == ("", True)
        signed = Acceptance.objects.get(person=person)
        assert (signed.sheet, signed.undone) == ("", True)
        assert Registration.objects.get().state == "cancelled"
        assert not Visit.objects.filter(greetings__gt=0).exists()
    assert str(minor["person"]) not in {one["id"] for one in desk.snapshot()["persons"]}


def test_undoing_a_newcomer_whom_something_else_names_keeps_their_file(desk: Desk) -> None:
    newcomer = {"person": new_id(), "first_name": "Zoé"}
    paper = {"acceptance": new_id(), "document": consent(desk)}
    done = desk.do("counter.arrive", visit=new_id(), new_person=newcomer, papers=[paper])
    seats = [{"registration": new_id(), "person": newcomer["person"]}]
    desk.do("programme.register", session=desk.house.session(), seats=seats)
    desk.do("core.undo", key=done["key"])
    with desk.house.scope():
        person = Person.objects.get(pk=newcomer["person"])
        assert (person.first_name, person.erased_at) == ("Zoé", None)
        assert Acceptance.objects.get(person=person).undone is True


def test_a_paper_of_an_unknown_text_is_left_out_and_the_arrival_stands(desk: Desk) -> None:
    newcomer = {"person": new_id(), "first_name": "Zoé"}
    paper = {"acceptance": new_id(), "document": new_id()}
    done = desk.do("counter.arrive", visit=new_id(), new_person=newcomer, papers=[paper])
    assert [one["code"] for one in done["left_out"]] == ["not_found"]
    assert desk.snapshot()["today"]["persons"] == 1


def test_somebody_unnamed_signs_nothing(desk: Desk) -> None:
    paper = {"acceptance": new_id(), "document": consent(desk)}
    unnamed = {"count": new_id()}
    assert (
        desk.code("counter.arrive", visit=new_id(), unnamed=unnamed, papers=[paper]) == "unreadable"
    )

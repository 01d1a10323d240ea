"""No sale touches what somebody else took: every kind that carries lines is walked."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone
from pydantic import BaseModel

from maillage.core.commands import kinds
from maillage.core.ids import new_id
from maillage.core.models import ToSettle
from maillage.money.models import Membership, PlanTerm, Sale, SaleLine
from maillage.money.parts import LinePart
from maillage.network.doors import run_as_server
from tests.examples import EXAMPLES
from tests.houses import Desk, House
from tests.making import sale_part, today
from tests.making_plans import take, use_plan

ANSWERS = {
    "counter.arrive": "taken_apart",
    "counter.charge_use": "taken_apart",
    "counter.check_in": "taken_apart",
    "money.enter_paper": "done",
    "money.sell": "taken_apart",
}
"""The kinds that carry lines of a sale; a paper already given is kept, its line names nobody."""

KINDS = ["plan", "membership", "session", "use", "other"]


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """The payloads that an annotation may hold, and theirs."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
        for field in annotation.model_fields.values():
            yield from models_in(field.annotation)
    for inner in typing.get_args(annotation):
        yield from models_in(inner)


def test_the_kinds_that_carry_lines_are_these() -> None:
    carry = {name for name, kind in kinds().items() if LinePart in models_in(kind.payload)}
    assert carry == set(ANSWERS)


class Neighbour:
    """Somebody else, with a plan and a membership."""

    def __init__(self, house: House) -> None:
        self.house, who = house, house.person("Ana", "Bel")
        self.term = take(house, use_plan(house, "LIBRE", 90), timezone.localdate(), person=who)
        self.membership = new_id()
        member = {
            "membership": self.membership, "plan": house.plan, "starts_on": today(),
            "ends_on": today(),
        }  # fmt: skip
        house.do("money.sell", sale=sale_part(house), person=who, memberships=[member])
        with house.scope():
            self.sales = set(Sale.objects.values_list("pk", flat=True))

    def named(self, kind: str) -> UUID:
        return self.membership if kind == "membership" else self.term

    def stands(self) -> bool:
        """Whether nothing of theirs was cancelled, whatever was sold since is reversed or not."""
        with self.house.scope():
            sold = Sale.objects.exclude(pk__in=self.sales).filter(reverses=None)
            made = list(sold.values_list("pk", flat=True))
        for sale in made:
            self.house.do("money.reverse", sale=sale, reversal=new_id(), means="transfer")
        with self.house.scope():
            terms = PlanTerm.objects.filter(pk=self.term, cancelled_at=None)
            members = Membership.objects.filter(pk=self.membership, cancelled_at=None)
            return terms.exists() and members.exists()


def lines_in(payload: Any) -> Iterator[list[dict[str, Any]]]:
    if isinstance(payload, dict):
        for name, value in payload.items():
            if name == "lines":
                yield value
            else:
                yield from lines_in(value)
    if isinstance(payload, list):
        for one in payload:
            yield from lines_in(one)


def naming(house: House, kind: str, line_kind: str, target: UUID) -> dict[str, Any]:
    """An example of a kind of command whose lines name something of somebody else."""
    payload = EXAMPLES[kind](house)
    if not list(lines_in(payload)):
        payload["sale"] = sale_part(house)
    for lines in lines_in(payload):
        lines[:] = [{**one, "kind": line_kind, "target": target} for one in lines]
    return payload


@pytest.mark.parametrize("line_kind", KINDS)
@pytest.mark.parametrize("kind", sorted(ANSWERS))
def test_no_kind_takes_what_somebody_else_took(house: House, kind: str, line_kind: str) -> None:
    neighbour = Neighbour(house)
    payload = naming(house, kind, line_kind, neighbour.named(line_kind))
    answer = run_as_server(house.structure, kind, payload, actor=house.manager, place=house.place)
    refused = line_kind in {"plan", "membership"}
    assert (answer.code or answer.status) == (ANSWERS[kind] if refused else "done")
    assert neighbour.stands()


@pytest.mark.parametrize("kind", sorted(ANSWERS.keys() - {"money.enter_paper"}))
def test_what_a_desk_already_sold_is_kept_and_names_nobody(desk: Desk, kind: str) -> None:
    neighbour = Neighbour(desk.house)
    payload = naming(desk.house, kind, "plan", neighbour.term)
    payload["sale"]["receipt"] = {"receipt": new_id(), "number": 1}
    payload.pop("memberships", None)
    assert desk.code(kind, **payload) == "done"
    with desk.house.scope():
        line = SaleLine.objects.get(sale=payload["sale"]["sale"])
        codes = set(ToSettle.objects.values_list("code", flat=True))
    assert (line.target_id, "taken_apart" in codes) == (None, True)
    assert neighbour.stands()


def test_a_term_goes_with_its_own_sale_on_any_file_of_who_took_it(house: House) -> None:
    kept, other = house.person(), house.person("Marie", "Le Gal")
    term = take(house, use_plan(house, "LIBRE", 90), timezone.localdate(), person=other)
    house.do("people.merge", alias=new_id(), kept=kept, merged=other)
    with house.scope():
        sale = SaleLine.objects.get(target_id=term).sale_id
    house.do("money.reverse", sale=sale, reversal=new_id(), means="transfer")
    with house.scope():
        assert PlanTerm.objects.get(pk=term).cancelled_at is not None

"""No path holds a machine for somebody who may not use it: kinds and addresses, all are walked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from maillage.booking.models import Family, Job, Reservation
from maillage.booking.rules import HOLDING
from maillage.core.commands import kinds
from maillage.core.ids import new_id
from maillage.network.doors import door_of_link, run_as_server
from maillage.network.rights import LINK_RIGHTS
from tests.examples import EXAMPLES, OF_A_DESK
from tests.houses import Desk, House
from tests.making_booking import (
    authorisation,
    began,
    family,
    given_page,
    reservation,
    resource,
    slot,
    tentative,
    token,
)
from tests.test_scopes import addresses

KINDS = sorted(kind for kind in kinds() if kind not in OF_A_DESK)
HOLDERS = {
    "booking.confirm": "not_authorised",
    "booking.move": "not_authorised",
    "booking.queue_job": "not_authorised",
    "booking.repeat": "conflicts",
    "booking.reserve": "not_authorised",
    "booking.start": "not_authorised",
    "booking.start_job": "not_authorised",
}
"""The kinds that hold a machine when nothing forbids it, and how each refuses."""


def holding(house: House) -> set[tuple[Any, ...]]:
    """Which reservations hold which machine, when, confirmed or not; which jobs run."""
    with house.scope():
        rows = Reservation.objects.filter(state__in=HOLDING)
        jobs = Job.objects.filter(started_at__isnull=False, ended_at=None)
        return {
            *rows.values_list("pk", "resource", "starts_at", "ends_at", "state"),
            *jobs.values_list("pk", "resource", "started_at"),
        }


def run(house: House, kind: str, payload: dict[str, Any]) -> str:
    result = run_as_server(house.structure, kind, payload, actor=house.manager, place=house.place)
    return result.code or result.status


def ask_for_a_training(house: House) -> None:
    """From now on, every machine asks for a training that nobody followed."""
    with house.scope():
        families = list(Family.objects.values_list("pk", flat=True))
    for one in families:
        house.do("booking.edit_family", family=one, authorised=True)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_held_for_who_was_not_trained(house: House, kind: str) -> None:
    payload = EXAMPLES[kind](house)
    ask_for_a_training(house)
    before = holding(house)
    answer = run(house, kind, payload)
    assert holding(house) - before == set()
    assert kind not in HOLDERS or answer == HOLDERS[kind]


@pytest.mark.parametrize("kind", sorted(HOLDERS))
def test_the_same_holds_something_when_no_training_is_asked(house: House, kind: str) -> None:
    payload = EXAMPLES[kind](house)
    before = holding(house)
    assert run(house, kind, payload) == "done"
    assert holding(house) - before != set()


def test_a_lock_out_moves_nobody_to_a_machine_they_may_not_use(house: House) -> None:
    """It moves within a family, which asks the same of everybody."""
    made = reservation(house)
    with house.scope():
        broken = Reservation.objects.get(pk=made).resource_id
    other = resource(house)
    house.do("booking.lock_out", lock_out=new_id(), resource=broken, why="broken")
    assert {row[1] for row in holding(house)} & {other} == set()


def test_who_waits_or_is_tentative_is_no_way_round(house: House) -> None:
    waits: list[UUID] = [tentative(house)]
    machine = resource(house)
    reservation(house, resource=machine)
    waits.append(reservation(house, resource=machine, wait=True))
    ask_for_a_training(house)
    before = holding(house)
    answers = [run(house, "booking.confirm", {"reservation": one}) for one in waits]
    assert answers == ["not_authorised", "not_authorised"]
    moved = [run(house, "booking.move", {"reservation": one, **slot(9)}) for one in waits]
    assert moved == ["not_authorised", "not_authorised"]
    assert holding(house) == before


def test_taking_back_that_somebody_had_done_is_no_way_round(desk: Desk) -> None:
    used = began(desk.house)
    left = desk.do("booking.leave", reservation=used)
    ask_for_a_training(desk.house)
    assert desk.code("core.undo", key=left["key"]) == "not_authorised"


@pytest.mark.parametrize("asks", [{"minimum_age": 13}, {"papers": ["charter"]}])
def test_a_passer_by_begins_nothing_that_asks_for_somebody(
    house: House, asks: dict[str, Any]
) -> None:
    payload = {"reservation": new_id(), "minutes": 30, "resource": resource(house)}
    assert run(house, "booking.start", payload) == "done"
    payload |= {"reservation": new_id(), "resource": resource(house, family(house, **asks))}
    assert run(house, "booking.start", payload) == "person_needed"


# By the queue of a desk


@pytest.mark.parametrize("kind", sorted(HOLDERS))
@pytest.mark.parametrize("late", [timedelta(), timedelta(days=3)])
def test_what_a_desk_typed_earlier_is_no_way_round(desk: Desk, kind: str, late: timedelta) -> None:
    """It comes in a batch, days after it was typed, when nobody was asked for a training yet."""
    payload = EXAMPLES[kind](desk.house)
    ask_for_a_training(desk.house)
    before = holding(desk.house)
    (answer,) = desk.send(desk.command(kind, at=timezone.now() - late, **payload))
    assert (answer["status"], holding(desk.house) - before) == ("refused", set())
    assert late or answer["code"] == HOLDERS[kind]


# By a personal link

SECRET = [path for path, _view in addresses() if path.startswith("moi/<str:page>/")]
"""The addresses that a personal link opens."""


@pytest.mark.parametrize("kind", KINDS)
def test_the_door_of_a_link_is_no_way_round(house: House, kind: str) -> None:
    payload, person = EXAMPLES[kind](house), house.person()
    ask_for_a_training(house)
    before, door = holding(house), door_of_link(house.structure, person)
    told = {"actor": person, "place": house.place, "door": door}
    answer = run_as_server(house.structure, kind, payload, **told)
    assert holding(house) - before == set()
    allowed = kinds()[kind].right in LINK_RIGHTS
    assert (answer.code == "forbidden") == (not allowed), answer
    assert kind not in HOLDERS or answer.code == HOLDERS[kind]


def test_a_link_acts_for_nobody_else(house: House) -> None:
    door = door_of_link(house.structure, house.person())
    payload = EXAMPLES["booking.reserve"](house)
    for actor in (house.person(), house.manager):
        told = {"actor": actor, "place": house.place, "door": door}
        assert (
            run_as_server(house.structure, "booking.reserve", payload, **told).code == "forbidden"
        )
    assert holding(house) == set()


@pytest.mark.parametrize("asks", [True, False])
@pytest.mark.parametrize("path", SECRET)
def test_the_pages_of_a_link_are_no_way_round(house: House, path: str, *, asks: bool) -> None:
    of, made, companion = family(house), new_id(), house.person("Zoé")
    machine, person = resource(house, of), given_page(house)["person"]
    authorisation(house, of, companion)
    if asks:
        ask_for_a_training(house)
    address = path.replace("<str:page>", token(house, "own_page", person))
    form = {
        "reservation": made, "what": machine, "length": 60, "person": companion, "wait": "",
        "companion": companion, "despite": "hours", "insist": "hours", **slot(),
    }  # fmt: skip
    answer = Client().post(f"/{address}", form)
    reserves = path.endswith("/reserver")
    assert [row[0] for row in holding(house)] == ([made] if reserves and not asks else [])
    assert answer.status_code == {"reserver": 422 if asks else 302, "annuler": 404}.get(
        path.rpartition("/")[2], 405
    )


def test_every_address_of_a_link_is_walked() -> None:
    assert [path.rpartition("/")[2] for path in SECRET] == ["", "reserver", "annuler"]

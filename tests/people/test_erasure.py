"""Must show 11: after erasing a person, nothing of them is found anywhere, and no count moves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from django_tasks import task

from maillage.core.erased_ids import remembered
from maillage.core.folding import fold
from maillage.core.ids import new_id
from maillage.money.models import Receipt, Sale
from maillage.people.duplicates import possible_duplicates
from maillage.people.models import Person, Visit
from maillage.people.queries import day_count
from maillage.programme.models import Registration
from tests.counter.test_arrive import Basket, membership
from tests.houses import Desk

FIRST, LAST = "Zoé-Éléonore", "Quatrebârbes d’Œil"
SPELLINGS = ("06 98 76 54 32", "0698765432", "+33698765432", "33698765432")
EMAIL = "zoe.quatrebarbes@example.org"


@task()
def call_back(person: str, name: str) -> None:
    """A task that waits in the queue with a name in it."""


def every_value() -> Iterator[tuple[str, str, Any]]:
    """Every value of every column of every table, as text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    yield table, name, value


def found_in(value: Any, needles: list[str]) -> bool:
    text = str(value)
    return any(needle in fold(text) for needle in needles) or any(
        spelling in text.replace(" ", "") for spelling in map(strip, SPELLINGS)
    )


def strip(spelling: str) -> str:
    return spelling.replace(" ", "")


@pytest.mark.prove("11. effacement")
@pytest.mark.django_db(transaction=False)
def test_nothing_is_found_after_erasing(
    desk: Desk, django_capture_on_commit_callbacks: Any
) -> None:
    house = desk.house
    person, twin = (
        house.person(FIRST, LAST, phone=SPELLINGS[0], email=EMAIL, card="4242", profile=told())
        if number == 0
        else house.person(FIRST, LAST)
        for number in range(2)
    )
    assert [one.pk for one in duplicates_of(desk, person)] == [twin]
    lives(desk, person)
    call_back.enqueue(str(person), f"{FIRST} {LAST}")
    before = totals(desk)
    with django_capture_on_commit_callbacks(execute=True):
        house.do("people.erase", person=person)
        house.do("people.erase", person=twin)
    needles = [fold(FIRST), fold(LAST), fold("Quatrebarbes"), fold(EMAIL)]
    traces = [(table, column) for table, column, value in every_value() if found_in(value, needles)]
    assert traces == []
    assert totals(desk) == before
    assert set(remembered()) == {(house.structure, person), (house.structure, twin)}


def told() -> dict[str, Any]:
    return {"birth_year": 1950, "sex": "female", "status": "retired", "qpv": "La Verrerie"}


def duplicates_of(desk: Desk, person: Any) -> list[Person]:
    with desk.house.scope():
        return [one.person for one in possible_duplicates(FIRST, LAST, but=person)]


def lives(desk: Desk, person: Any) -> None:
    """A visit, a seat, a receipt as payer, a membership, a document, an undone command."""
    house = desk.house
    document, session = new_id(), house.session()
    house.do(
        "people.add_document",
        document=document,
        document_kind="charter",
        title="Charte",
        from_day=timezone.localdate(),
    )
    other = house.person("Anne", "Autre")
    for who, witness in ((person, other), (other, person)):
        desk.do(
            "people.accept_document",
            acceptance=new_id(),
            person=who,
            document=document,
            how="oral",
            witness=witness,
            sheet=f"{LAST} p. 3" if who == person else "",
        )
    basket = Basket(desk)
    taken = membership(desk, basket.snapshot, person)
    sale = basket.sale(
        basket.line("membership", "ADHESION", member=True, target=taken["membership"]),
        basket.line("session", "ATELIER", member=True, target=session),
    )
    seat = {"registration": new_id(), "session": session}
    desk.do(
        "counter.arrive", visit=new_id(), person=person, seat=seat, memberships=[taken], sale=sale
    )
    desk.do("people.edit", person=person, last_name=LAST, phone=SPELLINGS[2])
    newcomer = {"person": new_id(), "first_name": FIRST, "last_name": LAST, "phone": SPELLINGS[1]}
    done = desk.do("counter.arrive", visit=new_id(), new_person=newcomer)
    desk.do("core.undo", key=done["key"])
    desk.code("people.create", person=new_id(), first_name=FIRST, phone="1")


def totals(desk: Desk) -> list[Any]:
    with desk.house.scope():
        return [
            day_count(desk.house.place, timezone.localdate()),
            sum(Sale.objects.values_list("amount_cents", flat=True)),
            sum(Receipt.objects.values_list("total_cents", flat=True)),
            Registration.objects.filter(attendance="present").count(),
            list(Visit.objects.order_by("id").values_list("sex", "age_band", "status", "qpv")),
        ]

"""Reads compiled once: the same rows as Django's own, in the structure in scope only."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from uuid import UUID

import pytest
from django.db.models.functions import Length

from maillage.core.compiled import Compiled, keeping
from maillage.core.ids import new_id
from maillage.core.scopes import ScopeError, structure_scope
from maillage.people.models import Person, PersonName
from tests.houses import House, ailleurs

PERSONS = Compiled(
    lambda person, name: Person.objects.filter(pk=person, first_name=name).values_list(
        "id", "created_at", "price_profile"
    ),
    UUID,
    str,
)


def test_rows_are_those_of_the_queryset(house: House) -> None:
    person = house.person("Odette")
    with house.scope():
        expected = list(Person.objects.values_list("id", "created_at", "price_profile"))
        assert PERSONS.rows(person, "Odette") == expected
        assert PERSONS.rows(person, "Zoé") == []
        assert PERSONS.rows(new_id(), "Odette") == []


def test_a_stranger_reads_nothing(house: House) -> None:
    person, other = house.person("Odette"), ailleurs()
    with house.scope():
        assert len(PERSONS.rows(person, "Odette")) == 1
    with other.scope():
        assert PERSONS.rows(person, "Odette") == []


def test_without_a_scope_it_fails(db: None) -> None:
    with structure_scope(new_id()):
        assert PERSONS.rows(new_id(), "Odette") == []
    with pytest.raises(ScopeError):
        PERSONS.rows(new_id(), "Odette")


NAMES = Compiled(
    lambda person: (
        PersonName.objects.filter(person=person)
        .select_related("person")
        .annotate(letters=Length("last_name"))
        .order_by("id")
    ),
    UUID,
)


def test_objects_are_djangos_own_models(
    house: House, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    person = house.person("Odette")
    for last_name in ("Petit", "Roux", "Vidal"):
        house.do(
            "people.add_name", name=new_id(), person=person, name_kind="birth", last_name=last_name
        )
    with house.scope():
        expected = list(PersonName.objects.order_by("id"))
        with django_assert_num_queries(1):
            found = NAMES.objects(person)
            assert {one.person.first_name for one in found} == {"Odette"}
        assert found == expected
        assert [one.letters for one in found] == [5, 4, 5]
        assert NAMES.objects(person, limit=2) == expected[:2]
        found[0].refresh_from_db()
    with ailleurs().scope():
        assert NAMES.objects(person) == []
    with pytest.raises(ScopeError):
        NAMES.objects(person)


AMONG = Compiled(
    lambda persons, day: (
        Person.objects.filter(id__among=persons, created_at__date__gte=day)
        .order_by("folded")
        .values_list("first_name")
    ),
    list,
    date,
)


def test_any_number_of_ids_is_one_statement(
    house: House, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    persons = [house.person(name) for name in ("Odette", "Zoé", "Marie")]
    with house.scope():
        for count in (1, 2):
            with django_assert_num_queries(1):
                assert (
                    AMONG.rows(persons[:count], date(2020, 1, 1))
                    == ([("Odette",), ("Zoé",)][:count])
                )
        assert AMONG.rows(persons, date(2199, 1, 1)) == []


def test_nobody_is_asked_about_no_ids(
    house: House, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    with house.scope(), django_assert_num_queries(0):
        assert AMONG.rows([], date(2020, 1, 1)) == []


KEPT = Compiled(
    lambda person: Person.objects.filter(pk=person).values_list("first_name"), UUID, kept=True
)


def test_a_batch_reads_once_what_it_keeps_until_it_writes_there(
    house: House, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    person = house.person("Odette")
    named = Person._base_manager.filter(pk=person)
    with house.scope(), keeping() as forget:
        with django_assert_num_queries(1):
            assert [KEPT.rows(person) for _time in range(3)] == [[("Odette",)]] * 3
        named.update(first_name="Zoé")
        assert KEPT.rows(person) == [("Zoé",)]
        named.update(first_name="Odile")
        assert KEPT.rows(person) == [("Odile",)]
        forget(all_of_it=False)
        with django_assert_num_queries(1):
            assert [KEPT.rows(person) for _time in range(2)] == [[("Odile",)]] * 2
    with house.scope(), django_assert_num_queries(2):
        assert [KEPT.rows(person) for _time in range(2)] == [[("Odile",)]] * 2

"""Reads compiled once: the same rows as Django's own, in the structure in scope only."""

from __future__ import annotations

from uuid import UUID

import pytest

from maillage.core.compiled import Compiled
from maillage.core.ids import new_id
from maillage.core.scopes import ScopeError, structure_scope
from maillage.people.models import Person
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

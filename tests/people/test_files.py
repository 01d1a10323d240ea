"""What a file may hold: refused alike by a form, the API and an import."""

from __future__ import annotations

import pytest

from maillage.core.ids import new_id
from maillage.people.models import Person
from maillage.people.rules import is_email
from tests.houses import Desk, House

WRONG = [({"email": "marie chez example"}, "email_unreadable"),
         ({"price_profile": "inconnu"}, "profile_unknown")]  # fmt: skip


@pytest.mark.parametrize(("columns", "code"), WRONG)
def test_what_cannot_be_is_refused(desk: Desk, columns: dict[str, str], code: str) -> None:
    made = {"person": new_id(), "first_name": "Marie"}
    assert desk.code("people.create", **made, **columns) == code
    assert desk.code("people.edit", person=desk.house.person(), **columns) == code


@pytest.mark.parametrize(("columns", "code"), WRONG)
def test_what_was_held_before_does_not_stop_a_correction(
    house: House, columns: dict[str, str], code: str
) -> None:
    marie = house.person()
    with house.scope():
        Person.objects.filter(pk=marie).update(**columns)
    house.do("people.edit", person=marie, last_name="Petit", **columns)
    with house.scope():
        assert Person.objects.get(pk=marie).last_name == "Petit"


@pytest.mark.once
@pytest.mark.parametrize(
    ("text", "good"),
    [("marie@example.org", True), ("marie@example", False), ("marie", False), ("", False)],
)
def test_an_address_is_one_for_everybody(text: str, good: bool) -> None:
    assert is_email(text) == good

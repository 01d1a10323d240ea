"""Must show 9: the walks fail as soon as one scope, or one permission, is removed. Shown for nine.

Each test takes one away and asks a walk of ``test_scopes`` or ``test_scopes_pages`` to notice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db.models import Manager

from maillage.core.commands import kinds
from maillage.money.models import Price, Receipt
from maillage.network import middleware
from maillage.network.models import Place, Staff
from maillage.network.rights import Right
from maillage.office.urls import urlpatterns
from maillage.people.models import Person
from maillage.programme.models import Session, Workshop
from tests import test_scopes, test_scopes_pages
from tests.houses import House
from tests.test_scopes import filled, other
from tests.test_scopes_pages import Walk, walk

__all__ = ["filled", "other", "walk"]

pytestmark = [pytest.mark.once, pytest.mark.prove("9. un périmètre ou un droit retiré se voit")]

NOTICED = (AssertionError, pytest.fail.Exception)


@pytest.fixture
def unscoped(monkeypatch: pytest.MonkeyPatch) -> Callable[[type[Any]], None]:
    """Take the scope of one model away: its manager reads every structure's rows."""

    def take_away(model: type[Any]) -> None:
        manager: Manager[Any] = Manager()
        manager.model, manager.name = model, "objects"
        monkeypatch.setattr(model, "objects", manager)

    return take_away


# Scopes


@pytest.mark.parametrize("model", [Person, Place, Receipt], ids=lambda one: one.__name__)
def test_a_model_that_lost_its_scope(model: type[Any], unscoped: Any, db: None) -> None:
    unscoped(model)
    with pytest.raises(NOTICED):
        test_scopes.test_without_a_scope_nothing_is_read(model)


def test_rows_read_without_a_scope(unscoped: Any, filled: tuple[House, House]) -> None:
    unscoped(Person)
    with pytest.raises(NOTICED):
        test_scopes.test_no_row_of_a_stranger_is_read(filled)


@pytest.mark.parametrize("model", [Session, Price, Staff], ids=lambda one: one.__name__)
def test_an_address_that_opens_a_strangers_row(model: type[Any], unscoped: Any, walk: Walk) -> None:
    unscoped(model)
    with pytest.raises(NOTICED):
        test_scopes_pages.test_a_strangers_id_in_an_address_is_404(walk)


@pytest.mark.parametrize("model", [Workshop, Person], ids=lambda one: one.__name__)
def test_a_form_that_offers_a_strangers_row(model: type[Any], unscoped: Any, walk: Walk) -> None:
    unscoped(model)
    with pytest.raises(NOTICED):
        test_scopes_pages.test_nothing_read_names_a_strangers_row(walk)


def test_a_command_that_takes_a_strangers_row(unscoped: Any, house: House, other: House) -> None:
    unscoped(Workshop)
    with pytest.raises(NOTICED):
        test_scopes.test_a_strangers_id_in_a_payload_is_as_if_absent(
            "programme.edit_workshop", house, other
        )


def test_a_structure_open_to_all_accounts(
    monkeypatch: pytest.MonkeyPatch, house: House, other: House
) -> None:
    def anybody(*_: Any) -> tuple[Staff, tuple[Any, ...]]:
        return Staff.objects.filter(is_service=False)[0], ()

    monkeypatch.setattr(middleware, "_staff_at_work", anybody)
    with pytest.raises(NOTICED):
        test_scopes.test_a_stranger_gets_404_everywhere("s/<slug:slug>/people/", house, other)


# Permissions


@pytest.mark.parametrize(
    ("kind", "role"), [("money.reverse", "volunteer"), ("people.erase", "mediator")]
)
def test_a_kind_that_lost_its_right(
    kind: str, role: str, monkeypatch: pytest.MonkeyPatch, house: House
) -> None:
    registry: Any = kinds()
    monkeypatch.setitem(registry, kind, replace(registry[kind], right=Right.DESK))
    with pytest.raises(NOTICED):
        test_scopes.test_a_role_does_what_its_rights_say_and_nothing_else(role, house)


@pytest.mark.parametrize("path", ["prices/", "people/<uuid:person>/erase"])
def test_a_screen_that_lost_its_right(
    path: str, monkeypatch: pytest.MonkeyPatch, house: House
) -> None:
    (pattern,) = (one for one in urlpatterns if str(one.pattern) == path)
    monkeypatch.setattr(pattern, "callback", pattern.callback.__wrapped__)
    with pytest.raises(NOTICED):
        test_scopes.test_a_role_without_the_right_gets_403(path, house)

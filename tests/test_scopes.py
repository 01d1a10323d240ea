"""Must show 9: a stranger's row is as if absent, and a role without the right is told so.

The lists come from the model registry, the command registry and the URL resolver, so that what is
added later is walked too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from pydantic import BaseModel

from maillage.api.lists import LISTS
from maillage.core.commands import kinds
from maillage.core.ids import new_id
from maillage.core.scopes import ScopeError, network_scope
from maillage.core.tenancy import Private, Shared
from tests import who_may
from tests.examples import EXAMPLES, OF_A_DESK
from tests.forms_in_pages import is_uuid
from tests.houses import House, ailleurs, laid, sign_in
from tests.tokens import Api, give_token

OWNED = [model for model in apps.get_models() if issubclass(model, (Private, Shared))]
KINDS = sorted(kinds())

pytestmark = pytest.mark.prove("9. périmètres et droits")


@pytest.fixture
def other(db: None) -> House:
    return ailleurs()


@pytest.fixture
def filled(house: House, other: House) -> tuple[House, House]:
    """Two houses where each kind of command was done once."""

    def fill() -> tuple[House, House]:
        for one in (house, other):
            for kind in KINDS:
                if kind not in OF_A_DESK:
                    one.do(kind, **EXAMPLES[kind](one))
        return house, other

    both: tuple[House, House] = laid("filled", fill)
    return both


def test_every_kind_has_an_example() -> None:
    assert sorted(EXAMPLES) == KINDS


# Models


@pytest.mark.parametrize("model", OWNED, ids=lambda model: model._meta.label)
def test_without_a_scope_nothing_is_read(model: type[Any]) -> None:
    with pytest.raises(ScopeError):
        model.objects.exists()


@pytest.mark.parametrize("model", OWNED, ids=lambda model: model._meta.label)
def test_several_structures_open_shared_models_only(model: type[Any], db: None) -> None:
    with network_scope([new_id(), new_id()]):
        if issubclass(model, Shared):
            assert model.objects.count() == 0
        else:
            with pytest.raises(ScopeError):
                model.objects.count()


def test_no_row_of_a_stranger_is_read(filled: tuple[House, House]) -> None:
    house, other = filled
    for model in OWNED:
        with house.scope():
            mine = set(model.objects.values_list("structure_id", flat=True))
            theirs = model.objects.filter(structure_id=other.structure).count()
        assert (mine <= {house.structure}, theirs) == (True, 0), model


# Ids inside command payloads


def ids_in(payload: BaseModel | type[BaseModel], value: Any, path: tuple = ()) -> Iterator[tuple]:
    """Paths of the UUIDs of a JSON payload."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from ids_in(payload, inner, (*path, name))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from ids_in(payload, inner, (*path, index))
    elif isinstance(value, str) and is_uuid(value):
        yield path


def as_json(payload: dict[str, Any]) -> dict[str, Any]:
    return json.loads(json.dumps(payload, default=str))


def replaced(payload: dict[str, Any], path: tuple, value: str) -> dict[str, Any]:
    copy = json.loads(json.dumps(payload))
    inner = copy
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return copy


def at(payload: Any, path: tuple) -> str:
    for step in path:
        payload = payload[step]
    return payload


PLAIN = {
    ("people.count_anonymous", ("session",)),
    ("money.enter_paper", ("receipts", 0, "lines", 0, "price")),
}
"""Ids kept as they come, about a floor above, or left out of a receipt that somebody holds:
nothing is read or written through them."""

NEW = {
    *("visit", "count", "acceptance", "membership", "reversal", "closing", "till", "qualification"),
    *("staff_role", "unit", "carrier", "token", "profile", "plan"),
}


def is_made(kind: str, payload: dict[str, Any], path: tuple) -> bool:
    """Whether the id at ``path`` names a row that the command makes."""
    shape = kinds()[kind].payload.model_validate_json(json.dumps(payload))
    made = {str(one) for one in shape.creates()}
    made_in_seat = path[-1] == "registration" and path[0] in {"seat", "seats"}
    naming = kind == "money.close_till" or ".edit_" in kind
    making = not naming and path[-1] in NEW
    return at(payload, path) in made or made_in_seat or making


@pytest.mark.parametrize("kind", KINDS)
def test_a_strangers_id_in_a_payload_is_as_if_absent(kind: str, house: House, other: House) -> None:
    api = give_token(house)
    theirs = as_json(EXAMPLES[kind](other))
    mine = as_json(EXAMPLES[kind](house))
    for path in ids_in(kinds()[kind].payload, mine):
        if is_made(kind, mine, path):
            continue
        answers = [
            outcome(api, kind, replaced(as_json(EXAMPLES[kind](house)), path, wanted))
            for wanted in (at(theirs, path), str(new_id()))
        ]
        assert answers[0] == answers[1], (kind, path)
        assert answers[0][0] == "refused" or (kind, path) in PLAIN, (kind, path)


def outcome(api: Api, kind: str, payload: dict[str, Any]) -> tuple[str, str, str]:
    (result,) = api.post(api.command(kind, **payload)).json()["results"]
    return result["status"], result["code"], result["message"]


def test_a_strangers_place_in_the_envelope_is_as_if_absent(house: House, other: House) -> None:
    api = give_token(house)
    for place in (other.place, new_id()):
        command = api.command("people.create", person=str(new_id()), first_name="Zoé")
        (result,) = api.post({**command, "place": str(place)}).json()["results"]
        assert (result["status"], result["code"]) == ("refused", "not_found")


# Roles and kinds

DEEPER = {
    **dict.fromkeys(("network.set_pin", "network.set_password"), who_may.HEAD),
    **{
        kind: roles - {"organiser"}
        for kind, roles in who_may.KINDS.items()
        if kind.startswith(("programme.", "counter."))
    },
}
"""Anybody sets their own PIN and password, and a co-organiser looks after the sessions of their own
organisation; the examples set a colleague's, and are about others' sessions."""


def test_the_table_names_every_kind() -> None:
    assert sorted(who_may.KINDS) == KINDS


@pytest.mark.once
@pytest.mark.parametrize("role", who_may.ROLES)
def test_a_role_does_what_its_rights_say_and_nothing_else(role: str, house: House) -> None:
    api = give_token(house, role)
    for kind in KINDS:
        allowed = role in DEEPER.get(kind, who_may.KINDS[kind])
        if kind in {"core.undo", "money.close_till"} and allowed:
            continue  # another's command and another device's till: refused for that reason
        payload = as_json(EXAMPLES[kind](house))
        _status, code, _message = outcome(api, kind, payload)
        assert (code != "forbidden") == allowed, (role, kind, code)


# Addresses


def addresses(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, Any]]:
    for entry in (resolver or get_resolver()).url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, path)
        elif isinstance(entry, URLPattern):
            yield path, entry.callback


STAFF_ADDRESSES = [(path, view) for path, view in addresses() if path.startswith("s/<slug:slug>/")]


def concrete(path: str, house: House, ident: UUID) -> str:
    """The address with the house's slug and one id wherever it asks for one."""
    parts = []
    for part in path.split("/"):
        if part == "<slug:slug>":
            parts.append(house.slug)
        elif part.startswith("<uuid:"):
            parts.append(str(ident))
        elif part.startswith("<"):
            parts.append("2026-11-24")
        else:
            parts.append(part)
    return "/" + "/".join(parts)


@pytest.mark.once
@pytest.mark.parametrize("path", [path for path, _ in STAFF_ADDRESSES])
def test_a_stranger_gets_404_everywhere(path: str, house: House, other: House) -> None:
    stranger = sign_in(other, "manager")
    address = concrete(path, house, new_id())
    assert stranger.get(address).status_code == 404
    assert stranger.post(address).status_code == 404
    assert Client().get(address).status_code in {302, 401}


def test_the_table_names_every_address() -> None:
    assert sorted(f"s/<slug:slug>/{path}" for path in who_may.ADDRESSES) == sorted(
        path for path, _view in STAFF_ADDRESSES
    )


@pytest.mark.once
@pytest.mark.parametrize("path", who_may.ADDRESSES)
def test_a_role_without_the_right_gets_403(path: str, house: House) -> None:
    def hire() -> House:
        for role in set(who_may.ROLES) - set(house.staff):
            house.add_staff(role)
        return house

    team: House = laid("team", hire)
    address = concrete(f"s/<slug:slug>/{path}", team, new_id())
    for role in who_may.ROLES:
        browser = sign_in(team, role)
        allowed = role in who_may.ADDRESSES[path]
        for answer in (browser.get(address), browser.post(address)):
            assert (answer.status_code != 403) == allowed, (role, answer.status_code)


@pytest.mark.parametrize("role", who_may.ROLES)
def test_a_list_of_the_api_is_for_its_roles(role: str, house: House) -> None:
    api = give_token(house, role)
    assert {one.name for one in LISTS} == set(who_may.LISTS)
    for name, roles in who_may.LISTS.items():
        assert api.get(name).status_code == (200 if role in roles else 403), name

"""Must show 12: a database made by an earlier version upgrades to this one, and goes on working."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.test import Client

from maillage.core.guards import missing_guards
from maillage.core.ids import new_id
from maillage.core.scopes import every_structure, structure_scope
from maillage.network.doors import do_as_server
from maillage.network.models import Place, Staff, Structure
from maillage.people.models import Person
from maillage.programme.models import Session
from tests.cli.installation import SERVER, Installation
from tests.houses import PASSWORD
from tests.upgrades.kept import KEPT, counts, unpack

pytestmark = pytest.mark.prove("12. mise à jour d’une base de la première version")
HELD = ("money_receipt", "programme_registration", "people_visit", "core_command")


@pytest.fixture(params=KEPT, ids=lambda path: path.stem)
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Installation]:
    made = unpack(request.param, tmp_path)
    yield made
    made.drop()


@contextmanager
def used(made: Installation, settings: object) -> Iterator[None]:
    settings.DATA_DIR = made.data  # type: ignore[attr-defined]
    settings.PASSWORD_HASHERS = ["maillage.network.hashers.Argon2"]  # type: ignore[attr-defined]
    with made.inside():
        yield


def test_a_kept_database_upgrades(
    kept: Installation,
    settings: object,
    django_db_blocker: pytest.FixtureRequest,
    request: pytest.FixtureRequest,
) -> None:
    before = counts(kept)
    of_first = request.node.callspec.id.startswith("0.1.0")
    repeated = repeat(kept) if of_first else None
    kept.done("upgrade")
    after = counts(kept)
    assert {name: after.get(name) for name in before} == before
    assert (
        min(before["money_receipt"], before["programme_registration"], before["core_command"]) > 0
    )
    assert "Caisse vérifiée" in kept.done("till", "verify")
    with django_db_blocker.unblock(), used(kept, settings):
        assert missing_guards() == set()
        if repeated:
            assert series_of(repeated) == [("FREQ=WEEKLY;BYDAY=", True)]
        go_on_working()
    assert "Caisse vérifiée" in kept.done("till", "verify")
    assert counts(kept)["core_command"] == before["core_command"] + 2


def repeat(made: Installation) -> UUID:
    """Sessions of that version that were repeated each week share a plain id."""
    ident = uuid4()
    written = str(ident) if SERVER else ident.hex
    made.sql(
        f"UPDATE programme_session SET series = '{written}' WHERE id IN "
        "(SELECT id FROM programme_session ORDER BY id LIMIT 2)"
    )
    return ident


def series_of(ident: UUID) -> list[tuple[str, bool]]:
    """The rule without its day, and whether each session knows its own."""
    with every_structure():
        found = Session.objects.filter(series=ident).select_related("series")
        days = all(one.occurs_on == one.day for one in found)
        assert len(found) == 2
        return list({(one.series.rrule[:-2], days) for one in found})


def go_on_working() -> None:
    """A person is added, another edited; the team signs in and opens its pages."""
    bras = Structure.objects.get(slug="bras")
    with structure_scope(bras.pk):
        place = Place.objects.order_by("name").last()
        manager = Staff.objects.get(account__login="manager@bras")
        marie = Person.objects.filter(first_name="Marie").earliest("created_at")
    kinds = {
        "people.create": {"person": new_id(), "first_name": "Zoé"},
        "people.edit": {"person": marie.pk, "card": "0999"},
    }
    for kind, payload in kinds.items():
        do_as_server(bras.pk, kind, payload, actor=manager.pk, place=place.pk)
    browser = Client(headers={"host": "localhost"})
    assert browser.login(username="manager@bras", password=PASSWORD)
    for page in ("", "people/", "till/", "sessions/", "prices/", "team/"):
        assert browser.get(f"/s/bras/{page}").status_code == 200, page
    with every_structure():
        assert Person.objects.get(card="0999").first_name == "Marie"

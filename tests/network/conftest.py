"""Two structures, founded as the command line founds them, and short ways to act in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import pytest

from maillage.core.envelope import Result
from maillage.core.ids import new_id
from maillage.core.scopes import structure_scope
from maillage.network.bootstrap import found
from maillage.network.doors import do_as_server, run_as_server
from maillage.network.models import Place, Staff, Structure

FOUNDED = datetime(2026, 9, 1, 8, tzinfo=UTC)


@dataclass(frozen=True)
class House:
    """A structure with its manager and one place."""

    structure: Structure
    manager: Staff
    place: Place

    def do(self, kind: str, /, **payload: object) -> dict[str, object]:
        """A command of the manager's that must be done."""
        return do_as_server(self.structure.pk, kind, payload, actor=self.manager.pk)

    def run(
        self,
        kind: str,
        /,
        *,
        actor: UUID | None = None,
        at_place: UUID | None = None,
        at: datetime | None = None,
        **payload: object,
    ) -> Result:
        return run_as_server(
            self.structure.pk,
            kind,
            payload,
            actor=actor or self.manager.pk,
            place=at_place,
            at=at,
        )

    def code(self, kind: str, /, **payload: object) -> str:
        """How a command ends: « done », or the code of its refusal."""
        result = self.run(kind, **payload)
        return result.code or result.status

    def scope(self):
        return structure_scope(self.structure.pk)

    def add_unit(self, name: str, **more: object) -> UUID:
        unit = new_id()
        self.do("network.add_unit", unit=unit, place=self.place.pk, name=name, **more)
        return unit

    def add_staff(self, first_name: str, role: str = "", **where: object) -> UUID:
        staff = new_id()
        self.do("network.add_staff", staff=staff, first_name=first_name)
        if role:
            self.do(
                "network.give_role",
                staff_role=new_id(),
                staff=staff,
                role=role,
                from_day="2026-09-01",
                **where,
            )
        return staff

    def add_place(self, name: str, **more: object) -> UUID:
        place = new_id()
        kind = more.pop("kind", "digital_space")
        self.do("network.add_place", place=place, name=name, kind=kind, **more)
        return place


def build(slug: str, name: str, place_name: str, manager: str) -> House:
    founded = found(
        structure_name=name,
        slug=slug,
        first_name=manager,
        login=manager.lower(),
        password="un mot de passe long",
        now=FOUNDED,
    )
    house = House(founded.structure, founded.manager, place=None)
    place = house.add_place(place_name)
    with house.scope():
        return House(founded.structure, founded.manager, Place.objects.get(pk=place))


@pytest.fixture
def bras(db) -> House:
    return build("bras", "Multimédia de Bras", "EPN de Bras", "Sandrine")


@pytest.fixture
def amboise(db) -> House:
    return build("amboise", "Les Colibris", "Accueil d’Amboise", "Gabriel")


@pytest.fixture(autouse=True)
def quick_passwords(settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def queries(django_assert_num_queries) -> Callable:
    return django_assert_num_queries

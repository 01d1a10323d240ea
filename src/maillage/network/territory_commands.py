"""Kinds of the territory: communes, population, priority neighbourhoods."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from pydantic import Field, StringConstraints

from maillage.core.commands import Day, Payload, command
from maillage.network import territory
from maillage.network.rights import Right

Code = Annotated[str, StringConstraints(min_length=5, max_length=5)]
Year = Annotated[int, Field(ge=1800, le=2199)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=120)]
Neighbourhood = Annotated[str, StringConstraints(min_length=1, max_length=60)]


@command(
    "network.set_territory",
    right=Right.PLACES,
    run=territory.set_territory,
    label=_("a dit quel territoire la structure sert"),
)
class SetTerritory(Payload):
    """The communes served (INSEE codes), and what the territory says of its own population."""

    territory: UUID
    name: Name
    communes: list[Code] = Field(max_length=2000)
    stated_population: int | None = Field(default=None, ge=0, le=100_000_000)
    stated_year: Year | None = None

    made = ("territory",)


@command(
    "network.set_population",
    right=Right.PLACES,
    run=territory.set_population,
    label=_("a donné la population d’une commune"),
)
class SetPopulation(Payload):
    """A commune's population another year than the packaged list's; ``null`` takes it away."""

    commune: Code
    year: Year
    count: int | None = Field(ge=0, le=10_000_000)
    source: str = Field(default="", max_length=120)


@command(
    "network.add_neighbourhood",
    right=Right.PLACES,
    run=territory.add_neighbourhood,
    label=_("a ajouté un quartier prioritaire"),
)
class AddNeighbourhood(Payload):
    """A priority neighbourhood, by its name; ``code`` is the one of the national list."""

    neighbourhood: UUID
    name: Neighbourhood
    commune: Code
    code: str = Field(default="", max_length=8)

    made = ("neighbourhood",)


@command(
    "network.retire_neighbourhood",
    right=Right.PLACES,
    run=territory.retire_neighbourhood,
    label=_("a retiré un quartier prioritaire, ou l’a repris"),
)
class RetireNeighbourhood(Payload):
    """It is offered no more from a day on; ``null``: offered again."""

    neighbourhood: UUID
    retired_on: Day | None

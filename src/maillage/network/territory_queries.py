"""Reads of the territory: its communes with their population by year, its neighbourhoods."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple
from uuid import UUID

from django.db.models import F, Prefetch, Q

from maillage.core.folding import fold
from maillage.network.communes import POPULATION_YEAR
from maillage.network.models import (
    Commune,
    CommunePopulation,
    PriorityNeighbourhood,
    Territory,
    TerritoryCommune,
)


class Population(NamedTuple):
    """A year: the sum, and of how many communes it is known."""

    year: int
    total: int
    known: int


Counts = Mapping[str, Mapping[int, int]]
"""The population typed of each commune, by its code, then by year."""


def territories() -> list[Territory]:
    """The structure's territories with their communes, by name; two statements."""
    communes = TerritoryCommune.objects.select_related("commune").order_by("commune__folded")
    return list(Territory.objects.prefetch_related(Prefetch("communes", communes)).order_by("name"))


def communes_of(territory: Territory) -> list[Commune]:
    """The communes of a territory that ``territories`` gave, by name."""
    return [row.commune for row in territory.communes.all()]


def counts_typed(communes: Iterable[Commune]) -> Counts:
    """The population typed for these communes, every year; one statement."""
    found: dict[str, dict[int, int]] = defaultdict(dict)
    rows = CommunePopulation.objects.filter(commune__in=list(communes))
    for code, year, count in rows.values_list("commune_id", "year", "count"):
        found[code][year] = count
    return found


def populations(communes: Iterable[Commune], typed: Counts) -> list[Population]:
    """The population of communes by year, the packaged year first, then the latest."""
    shown = list(communes)
    known = [one.population for one in shown if one.population is not None]
    found = {POPULATION_YEAR: (sum(known), len(known))}
    for commune in shown:
        for year, count in typed.get(commune.pk, {}).items():
            total, number = found.get(year, (0, 0))
            found[year] = (total + count, number + 1)
    years = sorted(found, key=lambda year: (year != POPULATION_YEAR, -year))
    return [Population(year, *found[year]) for year in years]


def populations_of(year: int, communes: Iterable[Commune]) -> dict[str, CommunePopulation]:
    """What was typed for a year, by commune."""
    rows = CommunePopulation.objects.filter(year=year, commune__in=list(communes))
    return {row.commune_id: row for row in rows}


def communes_named(text: str) -> list[Commune]:
    """The communes that one line names: an INSEE code, a name, or a group of communes (EPCI).

    Several when the name is shared: « Saint-Denis »; all those of a group when its name is given.
    """
    wanted = text.strip()
    code = wanted[-6:-1] if wanted.endswith(")") else wanted
    exact = list(Commune.objects.filter(Q(pk=code) | Q(folded=fold(wanted))).order_by("code"))
    if exact:
        return [one for one in exact if one.pk == code] or exact
    groups = groups_named(wanted)
    if len(groups) == 1:
        return list(Commune.objects.filter(epci=groups[0]).order_by("folded"))
    return []


def groups_named(text: str) -> list[str]:
    """The groups of communes (EPCI) of which the name is, or holds, the text; ten at most."""
    wanted = fold(text)
    if not wanted:
        return []
    names = Commune.objects.exclude(epci="").values_list("epci", flat=True).distinct()
    found = [name for name in names if f" {wanted} " in f" {fold(name)} "]
    return [name for name in found if fold(name) == wanted] or sorted(found)[:10]


def neighbourhoods() -> list[PriorityNeighbourhood]:
    """Every priority neighbourhood with its commune, those in use first, by name."""
    rows = PriorityNeighbourhood.objects.select_related("commune")
    return list(rows.order_by(F("retired_on").asc(nulls_first=True), "name"))


def neighbourhood_names() -> list[str]:
    """The names of those in use, as a person's file offers them."""
    rows = PriorityNeighbourhood.objects.filter(retired_on=None).order_by("name")
    return list(rows.values_list("name", flat=True))


def neighbourhood(ident: UUID) -> PriorityNeighbourhood | None:
    """A neighbourhood by its id."""
    found: PriorityNeighbourhood | None = PriorityNeighbourhood.objects.filter(pk=ident).first()
    return found

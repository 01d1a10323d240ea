"""Writes behind the territory: its communes, their population other years, its neighbourhoods."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from maillage.core.acting import Acting
from maillage.core.commands import Data, Missing, Refusal
from maillage.network.communes import POPULATION_YEAR
from maillage.network.models import (
    Commune,
    CommunePopulation,
    PriorityNeighbourhood,
    Territory,
    TerritoryCommune,
)
from maillage.network.permissions import demand_at
from maillage.network.rights import Right


def set_territory(
    acting: Acting,
    *,
    territory: UUID,
    name: str,
    communes: list[str],
    stated_population: int | None = None,
    stated_year: int | None = None,
) -> Data:
    """Say which communes the structure serves; an id already held is said anew, whole.

    A stated population that is not the sum is kept as stated: screens say the difference.
    Refuses ``territory_taken``. Raises ``Missing`` for an unknown commune.
    """
    demand_at(acting, Right.PLACES, [None])
    if Territory.objects.filter(name=name).exclude(pk=territory).exists():
        raise Refusal("territory_taken", _("Un territoire porte déjà ce nom : donnez-en un autre."))
    known = set(Commune.objects.filter(pk__in=communes).values_list("pk", flat=True))
    for code in communes:
        if code not in known:
            raise Missing(_("Commune"), code)
    said = {"name": name, "stated_population": stated_population, "stated_year": stated_year}
    if not Territory.objects.filter(pk=territory).update(**said):
        Territory.objects.create(pk=territory, structure_id=acting.structure_id, **said)
    _set_communes(acting, territory, known)
    acting.touch(territory)
    return {"territory": str(territory)}


def _set_communes(acting: Acting, territory: UUID, wanted: set[str]) -> None:
    rows = TerritoryCommune.objects.filter(territory=territory)
    held = set(rows.values_list("commune_id", flat=True))
    rows.filter(commune__in=held - wanted).delete()
    TerritoryCommune.objects.bulk_create(
        TerritoryCommune(structure_id=acting.structure_id, territory_id=territory, commune_id=code)
        for code in sorted(wanted - held)
    )


def set_population(
    acting: Acting, *, commune: str, year: int, count: int | None, source: str = ""
) -> Data:
    """Give the population of a commune another year, and its source; ``None`` takes it away.

    Refuses ``population_known`` for the year of the packaged list.
    """
    demand_at(acting, Right.PLACES, [None])
    if year == POPULATION_YEAR:
        raise Refusal(
            "population_known",
            _("La population de %s est déjà connue. Donnez une autre année.") % year,
        )
    if not Commune.objects.filter(pk=commune).exists():
        raise Missing(_("Commune"), commune)
    rows = CommunePopulation.objects.filter(commune=commune, year=year)
    if count is None:
        rows.delete()
    elif not rows.update(count=count, source=source):
        CommunePopulation.objects.create(
            structure_id=acting.structure_id,
            commune_id=commune,
            year=year,
            count=count,
            source=source,
        )
    return {"commune": commune}


# Priority neighbourhoods


def add_neighbourhood(
    acting: Acting, *, neighbourhood: UUID, name: str, commune: str, code: str = ""
) -> Data:
    """Add a priority neighbourhood, by its name. Refuses ``neighbourhood_taken``."""
    demand_at(acting, Right.PLACES, [None])
    if not Commune.objects.filter(pk=commune).exists():
        raise Missing(_("Commune"), commune)
    _check_name(neighbourhood, name)
    PriorityNeighbourhood.objects.create(
        pk=neighbourhood,
        structure_id=acting.structure_id,
        name=name,
        commune_id=commune,
        code=code,
    )
    acting.touch(neighbourhood)
    return {"neighbourhood": str(neighbourhood)}


def rename_neighbourhood(neighbourhood: UUID, name: str) -> str:
    """Give a neighbourhood another name; the former one. Refuses ``neighbourhood_taken``."""
    row = locked_neighbourhood(neighbourhood)
    _check_name(neighbourhood, name)
    former: str = row.name
    row.name = name
    row.save(update_fields=["name"])
    return former


def retire_neighbourhood(acting: Acting, *, neighbourhood: UUID, retired_on: date | None) -> Data:
    """Offer a neighbourhood no more from a day on; ``None`` offers it again. Counts stay."""
    demand_at(acting, Right.PLACES, [None])
    row = locked_neighbourhood(neighbourhood)
    row.retired_on = retired_on
    row.save(update_fields=["retired_on"])
    acting.touch(neighbourhood)
    return {"neighbourhood": str(neighbourhood)}


def locked_neighbourhood(neighbourhood: UUID) -> PriorityNeighbourhood:
    """A neighbourhood, locked; raises ``Missing`` when unknown here."""
    rows = PriorityNeighbourhood.objects.select_for_update(of=("self",))
    found: PriorityNeighbourhood | None = rows.filter(pk=neighbourhood).first()
    if found is None:
        raise Missing(_("Quartier"), neighbourhood)
    return found


def _check_name(neighbourhood: UUID, name: str) -> None:
    if PriorityNeighbourhood.objects.filter(name=name).exclude(pk=neighbourhood).exists():
        raise Refusal(
            "neighbourhood_taken", _("Un quartier porte déjà ce nom : donnez-en un autre.")
        )

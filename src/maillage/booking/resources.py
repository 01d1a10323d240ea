"""Writes of what may be reserved: families and their rules, resources and their cards."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from maillage.booking import queries
from maillage.booking.models import Family, Resource
from maillage.core.acting import Acting
from maillage.core.commands import Data, Missing, Refusal
from maillage.network.models import Unit
from maillage.network.permissions import demand_at
from maillage.network.rights import Right
from maillage.network.rules import checked_opening
from maillage.programme.workshops import known_workshop


def add_family(acting: Acting, *, family: UUID, training: UUID | None = None, **rules: Any) -> Data:
    """Add a kind of resource with its rules. Refuses ``family_taken``, ``lengths``, ``opening``."""
    row = Family(id=family, structure_id=acting.structure_id, **rules)
    row.training = known_workshop(training) if training else None
    _check(row)
    row.save(force_insert=True)
    acting.touch(family)
    return {"family": str(family)}


def edit_family(acting: Acting, *, family: UUID, **changes: Any) -> Data:
    """Change the rules of a family; what is reserved stays. Refuses as ``add_family``."""
    row = family_or_missing(family)
    if "training" in changes:
        training = changes.pop("training")
        row.training = known_workshop(training) if training else None
    for name, value in changes.items():
        setattr(row, name, value)
    _check(row)
    row.save()
    acting.touch(family)
    return {"family": str(family)}


def family_or_missing(family: UUID) -> Family:
    """The family; raises ``Missing`` for one that is not the structure's."""
    found: Family | None = Family.objects.select_related("training").filter(pk=family).first()
    if found is None:
        raise Missing(_("Genre de matériel"), family)
    return found


def _check(row: Family) -> None:
    row.opening = checked_opening(row.opening)
    if Family.objects.filter(name=row.name).exclude(pk=row.pk).exists():
        raise Refusal("family_taken", _("Un genre de matériel porte déjà ce nom."))
    if row.longest is not None and row.longest < row.shortest:
        raise Refusal(
            "lengths", _("La durée la plus longue est plus courte que la plus courte : corrigez.")
        )


def retire_family(acting: Acting, *, family: UUID, retired_on: date | None) -> Data:
    """Propose a family no more from a day on; ``null``: it is back."""
    row = family_or_missing(family)
    row.retired_on = retired_on
    row.save(update_fields=["retired_on"])
    acting.touch(family)
    return {"family": str(family)}


def set_resource(acting: Acting, *, resource: UUID, unit: UUID, family: UUID, **card: Any) -> Data:
    """Let a unit be reserved, by the rules of a family; ``card`` is what its page says.

    Refuses ``already_resource`` for a unit that is one.
    """
    where = Unit.objects.filter(pk=unit).values_list("place", flat=True).first()
    if where is None:
        raise Missing(_("Salle"), unit)
    demand_at(acting, Right.RESOURCES, [where])
    if Resource.objects.filter(unit=unit).exists():
        raise Refusal("already_resource", _("Ce matériel se réserve déjà : modifiez sa fiche."))
    Resource.objects.create(
        id=resource,
        structure_id=acting.structure_id,
        unit_id=unit,
        family=family_or_missing(family),
        **card,
    )
    acting.touch(resource, unit)
    return {"resource": str(resource)}


def edit_resource(acting: Acting, *, resource: UUID, **changes: Any) -> Data:
    """Change the family or the card of a resource, withdraw it from reservation or take it back."""
    row = resource_or_missing(acting, resource, Right.RESOURCES)
    if "family" in changes:
        row.family = family_or_missing(changes.pop("family"))
    for name, value in changes.items():
        setattr(row, name, value)
    row.save()
    acting.touch(resource, row.unit_id)
    return {"resource": str(resource)}


def resource_or_missing(acting: Acting, resource: UUID, right: str) -> Resource:
    """The resource, for who has the right at its place; refuses ``forbidden`` else."""
    found = queries.resource_of(resource)
    if found is None:
        raise Missing(_("Matériel"), resource)
    demand_at(acting, right, [found.unit.place_id])
    return found

"""Writes behind the units of a place: renamed, resized, retired."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from maillage.core.acting import Acting
from maillage.core.commands import Data, Missing, Refusal
from maillage.core.periods import local_date
from maillage.network import rules
from maillage.network.models import Occupancy, Unit
from maillage.network.permissions import demand_at
from maillage.network.queries import parents_in_place_of
from maillage.network.rights import Right


def edit_unit(acting: Acting, *, unit: UUID, **changes: Any) -> Data:
    """Change the name or the capacity of a unit; retire it with its parts, or take it back.

    Refuses ``unit_taken`` for a name already held, and ``unit_busy``, naming what comes, for a
    unit to be retired that is taken for later.
    """
    row = _locked(unit)
    demand_at(acting, Right.PLACES, [row.place_id])
    for name in ("name", "capacity"):
        if name in changes:
            setattr(row, name, changes[name])
    if Unit.objects.filter(place=row.place_id, name=row.name).exclude(pk=unit).exists():
        raise Refusal("unit_taken", _("Ce nom est déjà pris dans ce lieu : donnez-en un autre."))
    row.save(update_fields=["name", "capacity"])
    acting.touch(unit, row.place_id)
    if "retired_on" in changes:
        _retire(acting, row, changes["retired_on"])
    return {"unit": str(unit)}


def _locked(unit: UUID) -> Unit:
    found: Unit | None = (
        Unit.objects.select_for_update(of=("self",)).select_related("place").filter(pk=unit).first()
    )
    if found is None:
        raise Missing(_("Salle"), unit)
    return found


def _retire(acting: Acting, row: Unit, day: date | None) -> None:
    """Retire a unit with its parts from a day on; without a day, it alone is back."""
    if day is None:
        Unit.objects.filter(pk=row.pk).update(retired_on=None)
        return
    retired = rules.below(parents_in_place_of(row.pk), row.pk)
    standing = Occupancy.objects.filter(unit__in=retired, ends_at__gt=acting.at)
    coming = [
        one
        for one in standing.select_related("unit").order_by("starts_at")
        if local_date(one.ends_at, row.place.time_zone) >= day
    ]
    if coming:
        raise Refusal("unit_busy", _busy(coming[0], row.place.time_zone), unit=str(row.pk))
    Unit.objects.filter(pk__in=retired).update(retired_on=day)
    acting.touch(*sorted(retired))


def _busy(coming: Occupancy, tz: str) -> str:
    sentence = _(
        "%(unit)s est prévue %(when)s pour « %(label)s ». Déplacez cela d’abord, puis retirez-la."
    )
    return sentence % {
        "unit": coming.unit.name,
        "when": rules.period_fr(coming.starts_at, coming.ends_at, tz),
        "label": rules.shortened(coming.label, 80),
    }

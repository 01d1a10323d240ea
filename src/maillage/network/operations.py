"""Writes of the network floor: places and their units, who carries them, partners."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from maillage.core import saying
from maillage.core.acting import Acting
from maillage.core.bank_holidays import zone_of
from maillage.core.commands import Data, Missing, Refusal
from maillage.core.school_holidays import school_zone_of
from maillage.network import rules
from maillage.network.logos import is_kept
from maillage.network.models import (
    Carrier,
    Commune,
    Occupancy,
    Organisation,
    Place,
    Structure,
    Unit,
)
from maillage.network.permissions import demand_at
from maillage.network.rights import Right


def add_place(
    acting: Acting,
    *,
    place: UUID,
    name: str,
    kind: str,
    commune: str = "",
    time_zone: str = rules.HOME_ZONE,
    holiday_zone: str = "",
    school_zone: str = "",
    opening: str = "",
    opens_by_rota: bool = False,
    motto: str = "",
    colour: str = "",
    address: str = "",
    phone: str = "",
    opened_on: date | None = None,
    closed_on: date | None = None,
) -> Data:
    """Add a place. Its bank and school holidays are those of its commune unless said.

    Refuses ``place_taken``, ``colour``, ``opening``, ``time_zone``, ``holiday_zone``,
    ``school_zone``.
    """
    demand_at(acting, Right.PLACES, [None])
    row = Place(
        pk=place,
        structure_id=acting.structure_id,
        kind=kind,
        motto=motto,
        address=address,
        phone=phone,
        time_zone=rules.checked_time_zone(time_zone),
        opening=rules.checked_opening(opening),
        opens_by_rota=opens_by_rota,
        opened_on=opened_on,
        closed_on=closed_on,
    )
    if colour:
        row.colour = rules.checked_colour(colour)
    _name_place(row, name)
    _locate(row, commune)
    row.holiday_zone = rules.checked_holiday_zone(holiday_zone or row.holiday_zone)
    row.school_zone = rules.checked_school_zone(school_zone or row.school_zone)
    row.save(force_insert=True)
    acting.touch(place)
    return {"place": str(place)}


_CHECKED: dict[str, Callable[[str], str]] = {
    "opening": rules.checked_opening,
    "colour": rules.checked_colour,
    "time_zone": rules.checked_time_zone,
    "holiday_zone": rules.checked_holiday_zone,
    "school_zone": rules.checked_school_zone,
}


def edit_place(acting: Acting, *, place: UUID, **changes: Any) -> Data:
    """Change what is given of a place, and nothing else. Refuses as ``add_place`` does.

    A commune changed brings its holidays, unless others were said; an empty ``school_zone`` is the
    commune's again.
    """
    demand_at(acting, Right.PLACES, [place])
    row = locked_place(place)
    if "name" in changes:
        _name_place(row, changes.pop("name"))
    if "commune" in changes:
        _locate(row, changes.pop("commune"))
    for column, value in changes.items():
        setattr(row, column, _CHECKED[column](value) if column in _CHECKED else value)
    row.school_zone = row.school_zone or school_zone_of(row.commune_id or "")
    row.save()
    acting.touch(place)
    return {"place": str(place)}


def set_logo(acting: Acting, *, place: UUID, logo: str) -> Data:
    """Show a picture already stored as the place's logo; none with an empty name."""
    demand_at(acting, Right.PLACES, [place])
    row = locked_place(place)
    if logo and not is_kept(logo):
        raise Missing(_("Image"), logo)
    row.logo = logo
    row.save(update_fields=["logo"])
    acting.touch(place)
    return {"place": str(place)}


def locked_place(place: UUID) -> Place:
    """A place, locked; raises ``Missing`` when unknown here."""
    row: Place | None = Place.objects.select_for_update(of=("self",)).filter(pk=place).first()
    if row is None:
        raise Missing(_("Lieu"), place)
    return row


def _name_place(row: Place, name: str) -> None:
    if Place.objects.filter(name=name).exclude(pk=row.pk).exists():
        raise Refusal("place_taken", _("Un lieu porte déjà ce nom : donnez-en un autre."))
    row.name = name


def _locate(row: Place, commune: str) -> None:
    if commune and not Commune.objects.filter(pk=commune).exists():
        raise Missing(_("Commune"), commune)
    former, row.commune_id = row.commune_id or "", commune or None
    if row.holiday_zone == zone_of(former):
        row.holiday_zone = zone_of(commune)
    if row.school_zone == school_zone_of(former):
        row.school_zone = school_zone_of(commune)


def add_unit(
    acting: Acting,
    *,
    unit: UUID,
    place: UUID,
    name: str,
    kind: str = Unit.Kind.ROOM,
    parent: UUID | None = None,
    capacity: int | None = None,
) -> Data:
    """Add a room, a machine or a desk; in a parent, it takes on all that the parent is taken for.

    Refuses ``unit_taken``. Raises ``Missing`` for a parent that is not in that place.
    """
    demand_at(acting, Right.PLACES, [place])
    if parent is not None:
        among = Unit.objects.select_for_update(of=("self",)).filter(pk=parent, place_id=place)
        if not among:
            raise Missing(_("Salle"), parent)
    if Unit.objects.filter(place_id=place, name=name).exists():
        raise Refusal("unit_taken", _("Ce nom est déjà pris dans ce lieu : donnez-en un autre."))
    row = Unit.objects.create(
        pk=unit,
        structure_id=acting.structure_id,
        place_id=place,
        parent_id=parent,
        kind=kind,
        name=name,
        capacity=capacity,
    )
    _take_as_parent(row, acting.at)
    acting.touch(unit, place)
    return {"unit": str(unit)}


def _take_as_parent(unit: Unit, now: datetime) -> None:
    held = Occupancy.objects.filter(unit_id=unit.parent_id, ends_at__gt=now)
    copied = ("structure_id", "starts_at", "ends_at", "source_kind", "source_id", "label")
    Occupancy.objects.bulk_create(Occupancy(unit=unit, **values) for values in held.values(*copied))


def set_carrier(
    acting: Acting,
    *,
    carrier: UUID,
    kind: str,
    name: str,
    from_day: date,
    address: str = "",
    siret: str = "",
    rna: str = "",
) -> Data:
    """Say who carries the structure from a day; the former carrier ends the day before.

    An id already held corrects that carrier's identity: its day does not move. Refuses
    ``carrier_later`` when one already begins that day or after, ``siret``, ``rna``.
    """
    demand_at(acting, Right.PLACES, [None])
    identity = {
        "kind": kind,
        "name": name,
        "address": address,
        "siret": rules.checked_siret(siret),
        "rna": rules.checked_rna(rna),
    }
    Structure.objects.select_for_update(no_key=True).get(pk=acting.structure_id)
    acting.touch(carrier)
    if Carrier.objects.filter(pk=carrier).update(**identity):
        return {"carrier": str(carrier)}
    last = Carrier.objects.order_by("-from_day").first()
    if last is not None and last.from_day >= from_day:
        raise Refusal("carrier_later", _carrier_later(last))
    if last is not None and (last.to_day is None or last.to_day >= from_day):
        last.to_day = from_day - timedelta(days=1)
        last.save(update_fields=["to_day"])
        acting.touch(last.pk)
    Carrier.objects.create(
        pk=carrier, structure_id=acting.structure_id, from_day=from_day, **identity
    )
    return {"carrier": str(carrier)}


def _carrier_later(last: Carrier) -> str:
    sentence = _(
        "%(name)s porte la structure depuis le %(day)s : choisissez un jour après celui-là."
    )
    return sentence % {"name": last.name, "day": saying.day_long(last.from_day)}


def add_organisation(
    acting: Acting, *, organisation: UUID, name: str, kind: str = "", siret: str = ""
) -> Data:
    """Add a partner, an organiser, a member that is not a person. Refuses ``siret``."""
    Organisation.objects.create(
        pk=organisation,
        structure_id=acting.structure_id,
        name=name,
        kind=kind,
        siret=rules.checked_siret(siret),
    )
    acting.touch(organisation)
    return {"organisation": str(organisation)}


def edit_organisation(acting: Acting, *, organisation: UUID, **changes: Any) -> Data:
    """Change what is given of a partner, its logo too. Refuses ``siret``; ``not_found``."""
    rows = Organisation.objects.select_for_update(of=("self",))
    row = rows.filter(pk=organisation).first()
    if row is None:
        raise Missing(_("Organisme"), organisation)
    if "siret" in changes:
        changes["siret"] = rules.checked_siret(changes["siret"])
    if changes.get("logo") and not is_kept(changes["logo"]):
        raise Missing(_("Image"), changes["logo"])
    for column, value in changes.items():
        setattr(row, column, value)
    row.save()
    acting.touch(organisation)
    return {"organisation": str(organisation)}

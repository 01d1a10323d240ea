"""Writes of raw material: what is followed, delivered, counted; what sales take by themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Sum
from django.utils.translation import gettext as _

from maillage.core.acting import Acting
from maillage.core.commands import Data, Missing, Refusal
from maillage.core.inserts import insert_all
from maillage.money.models import Material, Sale, SaleLine, StockMove
from maillage.money.models.sales import LineKind
from maillage.network.models import Place
from maillage.people.operations import local_day

Why = StockMove.Why


def add_material(
    acting: Acting, *, material: UUID, code: str, label: str, reorder_at: int | None = None
) -> Data:
    """Follow the stock of a material at the acting place. Refuses ``material_taken``."""
    place = acting.place()
    if not Place.objects.filter(pk=place).exists():
        raise Missing(_("Lieu"), place)
    if Material.objects.filter(place=place, code=code).exists():
        raise Refusal("material_taken", _("Ce matériau est déjà suivi dans ce lieu."))
    Material.objects.create(
        id=material,
        structure_id=acting.structure_id,
        place_id=place,
        code=code,
        label=label,
        reorder_at=reorder_at,
    )
    acting.touch(material)
    return {"material": str(material)}


def edit_material(acting: Acting, *, material: UUID, **changes: str | int | date | None) -> Data:
    """Change its words, when it is bought again, or whether it is still followed."""
    found = _material(material)
    for name, value in changes.items():
        setattr(found, name, value)
    found.save()
    acting.touch(material)
    return {"material": str(material)}


def _material(material: UUID) -> Material:
    found: Material | None = (
        Material.objects.select_for_update(of=("self",)).filter(pk=material).first()
    )
    if found is None:
        raise Missing(_("Matériau"), material)
    return found


def move_stock(acting: Acting, *, move: UUID, material: UUID, why: str, units: int) -> Data:
    """Note what came in, what was lost, or what was counted; ``units`` in thousandths.

    A count says what there is: the move is the difference with what was known.
    """
    found = _material(material)
    known = stock_of(found)
    change = {Why.COUNTED: units - known, Why.LOST: -units}.get(Why(why), units)
    _place, day = local_day(acting)
    insert_all([_move(acting, found, Why(why), change, day, pk=move)])
    acting.touch(move, material)
    return {"material": str(material), "units": known + change}


def stock_of(material: Material) -> int:
    """What there is of a material, in thousandths of a unit."""
    return int(material.moves.aggregate(units=Sum("units", default=0))["units"])


def _move(
    acting: Acting,
    material: Material,
    why: Why,
    units: int,
    day: date,
    *,
    source: UUID | None = None,
    pk: UUID | None = None,
) -> StockMove:
    named = {} if pk is None else {"id": pk}
    return StockMove(
        **named,
        structure_id=acting.structure_id,
        material=material,
        why=why,
        units=units,
        day=day,
        at=acting.at,
        actor_id=acting.actor_id,
        source_id=source,
    )


def take_from_stock(acting: Acting, sale: Sale, lines: Sequence[SaleLine]) -> None:
    """Take what a sale sold of the place's materials."""
    sold = [one for one in lines if one.kind == LineKind.MATERIAL]
    if not sold:
        return
    codes = {one.code for one in sold}
    known = {one.code: one for one in Material.objects.filter(place=sale.place_id, code__in=codes)}
    followed = [one for one in sold if one.code in known]
    insert_all(
        _move(acting, known[one.code], Why.SOLD, -one.quantity, sale.day, source=one.pk)
        for one in followed
    )
    acting.touch(*(known[one.code].pk for one in followed))


def bring_back(acting: Acting, counter: Sale, lines: Mapping[UUID, SaleLine]) -> None:
    """Bring back what a reversed sale took, where it took it; ``lines`` counter those of an id."""
    codes = {one.code for one in lines.values() if one.kind == LineKind.MATERIAL}
    if not codes:
        return
    taken = StockMove.objects.filter(material__code__in=codes, source_id__in=[*lines])
    moves = list(taken.select_related("material").order_by("id"))
    by_line = {one.source_id: one for one in moves}
    insert_all(
        _move(acting, one.material, Why.SOLD, -one.units, counter.day, source=lines[line].pk)
        for line, one in by_line.items()
        if line is not None
    )
    acting.touch(*(one.material_id for one in moves))

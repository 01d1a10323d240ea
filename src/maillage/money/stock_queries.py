"""Reads of raw material."""

from __future__ import annotations

from uuid import UUID

from django.db.models import F, Q, Sum

from maillage.money.models import Material, StockMove

MOST_MOVES = 50


def materials_at(place: UUID) -> list[Material]:
    """The materials followed at a place, those to buy first, with ``units`` and ``is_low``."""
    rows = Material.objects.filter(place=place, retired_on=None).annotate(
        units=Sum("moves__units", default=0)
    )
    low = Q(reorder_at__isnull=False, units__lte=F("reorder_at"))
    return sorted(
        rows.annotate(is_low=low).order_by("label", "pk"), key=lambda one: not one.is_low
    )  # fmt: skip


def material_of(material: UUID) -> Material | None:
    """A material with its place and what there is of it, in ``units``."""
    rows = Material.objects.select_related("place").annotate(units=Sum("moves__units", default=0))
    found: Material | None = rows.filter(pk=material).first()
    return found


def moves_of(material: UUID) -> list[StockMove]:
    """The last moves of a material, the latest first."""
    rows = StockMove.objects.filter(material=material)
    return list(rows.order_by("-at", "-id")[:MOST_MOVES])

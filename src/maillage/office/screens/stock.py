"""Raw material: what there is, what to buy, each move."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from maillage.core.ids import new_id
from maillage.money import queries, stock_queries
from maillage.money.models import Material
from maillage.money.words import figure
from maillage.network.access import needs
from maillage.network.middleware import StaffRequest
from maillage.network.queries import first_names
from maillage.network.rights import Right
from maillage.office.forms.plans import EditMaterialForm, MaterialForm, MoveStockForm
from maillage.office.screens.programme import place_asked
from maillage.office.shell import act, address, page, typed

FORM = ["GET", "POST"]


@needs(Right.TILL)
@require_GET
def stock(request: StaffRequest, slug: str) -> HttpResponse:
    """What there is at a place, what is to be bought first."""
    place = place_asked(request) or request.place
    rows = stock_queries.materials_at(place.pk) if place else []
    lines = [
        {"row": one, "units": figure(one.units),
         "reorder": figure(one.reorder_at) if one.reorder_at is not None else ""}
        for one in rows
    ]  # fmt: skip
    return page(request, "office/stock.html", {"lines": lines, "chosen": place})


@needs(Right.PRICES)
@require_http_methods(FORM)
def material_add(request: StaffRequest, slug: str) -> HttpResponse:
    """A material whose stock is followed from now on."""
    codes = queries.price_codes(timezone.localdate())
    return act(
        request,
        MaterialForm(typed(request), codes=codes),
        "money.add_material",
        ids={"material": new_id()},
        to=address(request, "stock"),
        said=_("Le matériau est suivi. Notez ce qu’il y en a : un comptage."),
        title=_("Suivre un matériau"),
        lead=_("Ce qui se vend au gramme, à la feuille, au mètre : chaque vente l’enlève."),
    )


def _material(material: UUID) -> Material:
    found = stock_queries.material_of(material)
    if found is None:
        raise Http404
    return found


@needs(Right.TILL)
@require_GET
def material(request: StaffRequest, slug: str, material: UUID) -> HttpResponse:
    """A material and its moves."""
    found = _material(material)
    moves = stock_queries.moves_of(material)
    names = first_names(one.actor_id for one in moves)
    context = {
        "row": found,
        "units": figure(found.units),
        "moves": [
            {"row": one, "units": figure(one.units), "who": names.get(one.actor_id, "")}
            for one in moves
        ],
    }
    return page(request, "office/material.html", context)


@needs(Right.PRICES)
@require_http_methods(FORM)
def material_edit(request: StaffRequest, slug: str, material: UUID) -> HttpResponse:
    """Its words, when to buy some, from when it is followed no more."""
    found = _material(material)
    initial = {name: getattr(found, name) for name in EditMaterialForm.base_fields}
    return act(
        request,
        EditMaterialForm(typed(request), initial=initial),
        "money.edit_material",
        ids={"material": material},
        to=address(request, "stock"),
        said=_("C’est modifié."),
        place=found.place_id,
        title=found.label,
        lead=_("Son prix se change dans « Prix et adhésions »."),
    )


@needs(Right.TILL)
@require_http_methods(FORM)
def stock_move(request: StaffRequest, slug: str, material: UUID) -> HttpResponse:
    """What came in, was lost, was counted."""
    found = _material(material)
    return act(
        request,
        MoveStockForm(typed(request)),
        "money.move_stock",
        ids={"move": new_id(), "material": material},
        to=address(request, "material", material),
        said=_("Le stock est à jour."),
        place=found.place_id,
        title=_("Mettre à jour « %s »") % found.label,
        lead=_("Il y en a %s.") % figure(found.units),
    )

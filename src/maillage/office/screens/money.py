"""The grid of prices, price profiles, membership plans."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from maillage.core.ids import new_id
from maillage.money import queries
from maillage.money.models import Price
from maillage.network.access import needs
from maillage.network.middleware import StaffRequest
from maillage.network.rights import Right
from maillage.office.forms.fields import rate_text
from maillage.office.forms.money import UNITS, EndPriceForm, PlanForm, PriceForm, ProfileForm
from maillage.office.shell import act, address, page, typed

FORM = ["GET", "POST"]


@needs(Right.PRICES)
@require_GET
def prices(request: StaffRequest, slug: str) -> HttpResponse:
    """The grid, its profiles and the membership plans."""
    today, profiles = timezone.localdate(), queries.profiles()
    names = {one.code: one.label for one in profiles}
    rows = [price_line(one, names, today) for one in queries.price_history()]
    context = {
        "grid": [
            {"label": heading(of_code), "code": code, "rows": of_code}
            for code, of_code in grouped(rows)
        ],
        "profiles": profiles,
        "plans": queries.plans(),
        "codes": queries.price_codes(today),
    }
    return page(request, "office/prices.html", context)


def grouped(rows: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """The rows of each code."""
    return [(code, list(some)) for code, some in groupby(rows, key=lambda row: row["price"].code)]


def heading(rows: list[dict[str, Any]]) -> str:
    """What a code is called: its shortest label, of those that stand if some do."""
    standing = [row for row in rows if not row["over"]] or rows
    return min((str(row["price"].label) for row in standing), key=len)


def price_line(price: Price, profiles: dict[str, str], today: Any) -> dict[str, Any]:
    """A row of the grid, in words."""
    who = [profiles.get(price.profile, price.profile)] if price.profile else []
    if price.member is not None:
        who.append(_("adhérent·e") if price.member else _("sans adhésion"))
    return {
        "price": price,
        "who": ", ".join(who) or _("tout le monde"),
        "rate": rate_text(price.rate),
        "unit": dict(UNITS).get(price.unit, price.unit),
        "over": price.to_day is not None and price.to_day < today,
        "ahead": price.from_day > today,
    }


@needs(Right.PRICES)
@require_http_methods(FORM)
def price_add(request: StaffRequest, slug: str) -> HttpResponse:
    """A row of the grid; a tie with another is refused."""
    today = timezone.localdate()
    form = PriceForm(
        typed(request),
        initial={"from_day": today, "sold": request.GET.get("code", "")},
        codes=queries.price_codes(today),
        profiles=queries.profiles(),
        places=request.places,
    )
    return act(
        request,
        form,
        "money.set_price",
        ids={"price": new_id()},
        to=address(request, "prices"),
        said=_("Le prix est fixé."),
        title=_("Ajouter un prix"),
    )


@needs(Right.PRICES)
@require_http_methods(FORM)
def price_end(request: StaffRequest, slug: str, price: UUID) -> HttpResponse:
    """Until when a price stands; what was sold keeps its price."""
    found = Price.objects.filter(pk=price).first()
    if found is None:
        raise Http404
    form = EndPriceForm(typed(request), initial={"to_day": timezone.localdate()})
    return act(
        request,
        form,
        "money.end_price",
        ids={"price": price},
        to=address(request, "prices"),
        said=_("Le prix a une fin. Ajoutez le suivant si besoin."),
        title=_("Terminer le prix « %s »") % found.label,
        lead=_("Ce qui est déjà vendu garde son prix."),
    )


@needs(Right.PRICES)
@require_http_methods(FORM)
def profile_add(request: StaffRequest, slug: str) -> HttpResponse:
    """A price profile."""
    return act(
        request,
        ProfileForm(typed(request)),
        "money.add_profile",
        ids={"profile": new_id()},
        to=address(request, "prices"),
        said=_("Le profil est ajouté. Donnez-lui ses prix."),
        title=_("Ajouter un profil tarifaire"),
    )


@needs(Right.PRICES)
@require_http_methods(FORM)
def plan_add(request: StaffRequest, slug: str) -> HttpResponse:
    """A membership plan."""
    codes = queries.price_codes(timezone.localdate())
    return act(
        request,
        PlanForm(typed(request), codes=codes),
        "money.add_plan",
        ids={"plan": new_id()},
        to=address(request, "prices"),
        said=_("La formule d’adhésion est ajoutée."),
        title=_("Ajouter une formule d’adhésion"),
        lead="" if codes else _("Fixez d’abord le prix de l’adhésion."),
    )

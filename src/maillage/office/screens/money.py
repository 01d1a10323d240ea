"""The grid of prices: a cell, its history, its end; profiles and membership plans."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from maillage.core.ids import new_id
from maillage.money import queries
from maillage.money.grid import Key, in_force, shortest_label
from maillage.money.models import MembershipPlan, Price, PriceProfile
from maillage.network.access import needs
from maillage.network.middleware import StaffRequest
from maillage.network.queries import first_names
from maillage.network.rights import Right
from maillage.office.forms.fields import rate_text
from maillage.office.forms.money import (
    MEMBERS,
    EditPlanForm,
    EndPriceForm,
    PlanForm,
    PriceForm,
    ProfileForm,
    RenameForm,
)
from maillage.office.prices import Words, groups
from maillage.office.shell import act, address, page, typed

FORM = ["GET", "POST"]


@needs(Right.PRICES)
@require_GET
def prices(request: StaffRequest, slug: str) -> HttpResponse:
    """The whole grid on one page, its profiles and the membership plans; eight statements."""
    today, profiles, plans = timezone.localdate(), queries.profiles(), queries.plans()
    rows = queries.prices_from(today)
    words = Words(request, profiles)
    context = {
        "groups": groups(rows, words, plans, today),
        "profiles": profiles,
        "columns": ["", *(one.label for one in profiles)],
        "width": 3 + 2 * len(profiles),
        "plans": [plan_line(one, rows, today) for one in plans],
        "ended": queries.ended_codes(today),
    }
    return page(request, "office/prices.html", context)


def plan_line(plan: MembershipPlan, rows: list[Price], today: date) -> dict[str, Any]:
    """A membership plan, what it costs today, whether it is still proposed."""
    of_code = [one for one in rows if one.code == plan.price_code]
    price = in_force(of_code, today)
    return {
        "plan": plan,
        "price": rate_text(price.rate) if price else "",
        "over": plan.sold_until is not None and plan.sold_until < today,
    }


def asked_key(request: StaffRequest, profiles: list[PriceProfile]) -> Key | None:
    """The cell that the address names; ``None`` for something new, 404 for what is not there."""
    asked = request.GET
    code, profile, member = asked.get("code", ""), asked.get("profile", ""), asked.get("member", "")
    where = asked.get("where", "")
    if not code:
        return None
    places = {str(one.pk): one.pk for one in request.places} | {"": None}
    known = {"", *(one.code for one in profiles)}
    if profile not in known or member not in MEMBERS or where not in places:
        raise Http404
    return Key(code, profile, MEMBERS[member], places[where])


@needs(Right.PRICES)
@require_http_methods(FORM)
def price_set(request: StaffRequest, slug: str) -> HttpResponse:
    """What a cell costs from a day, with its history; without a cell, something new."""
    today, profiles = timezone.localdate(), queries.profiles()
    key, rows = asked_key(request, profiles), queries.prices_from(today)
    ended = queries.ended_codes(today)
    if key and key.code not in {*ended, *(one.code for one in rows)}:
        raise Http404
    words = Words(request, profiles)
    history = queries.price_history(key) if key else []
    form = PriceForm(
        typed(request),
        initial=_initial(key, history, rows, ended, today),
        code=key.code if key else "",
        codes={*ended, *(one.code for one in rows)},
        profiles=profiles,
        places=request.places,
    )
    context = _about(words, key, history, rows, today) if key else {}
    return act(
        request,
        form,
        "money.change_price",
        ids={"price": new_id()},
        to=address(request, "prices"),
        said=_("Le prix est fixé."),
        template="office/price.html",
        **{
            "title": _("Ajouter un prix"),
            "lead": _("Un nom, un prix. Les prix réduits se fixent ensuite, dans la grille."),
            **context,
        },
    )


def _initial(
    key: Key | None,
    history: list[Price],
    rows: list[Price],
    ended: dict[str, str],
    today: date,
) -> dict[str, Any]:
    """What the form shows of a cell: its own price, else the words of another of its code."""
    if key is None:
        return {"from_day": today}
    own = in_force(history, today) or next(iter(history), None)
    like = own or next((one for one in rows if one.code == key.code), None)
    taxed = {"tax_mode": like.tax_mode, "tax_rate": like.tax_rate / 100 or None} if like else {}
    return {
        "from_day": today,
        "label": like.label if like else ended[key.code],
        "rate": rate_text(own.rate) if own else "",
        "unit": like.unit if like else "session",
        "profile": key.profile,
        "member": next(text for text, member in MEMBERS.items() if member == key.member),
        "place": key.place,
        **taxed,
    }


def _about(
    words: Words, key: Key, history: list[Price], rows: list[Price], today: date
) -> dict[str, Any]:
    """What a cell is, what applies instead of an empty one, and all it has cost."""
    names = first_names(one.set_by for one in history if one.set_by)
    standing = in_force(history, today)
    of_code = [one for one in rows if one.code == key.code]
    instead = None if standing else words.instead(of_code, key, today)
    label = shortest_label([*of_code, *history])
    return {
        "title": _("Le prix de « %s »") % label,
        "lead": words.where_and_who(key),
        "instead": instead,
        "history": [
            {
                "price": one,
                "rate": rate_text(one.rate),
                "unit": words.unit(one.unit),
                "who": names.get(one.set_by, "") if one.set_by else "",
                "state": state_of(one, today),
            }
            for one in history
        ],
    }


def state_of(price: Price, today: date) -> str:
    """``over``, ``ahead`` or ``now``."""
    if price.to_day is not None and price.to_day < today:
        return "over"
    return "ahead" if price.from_day > today else "now"


@needs(Right.PRICES)
@require_http_methods(FORM)
def price_end(request: StaffRequest, slug: str, price: UUID) -> HttpResponse:
    """Until when a price stands; what was sold keeps its price."""
    found = Price.objects.filter(pk=price).first()
    if found is None:
        raise Http404
    last_day = max(timezone.localdate(), found.from_day)
    form = EndPriceForm(typed(request), initial={"to_day": last_day})
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
        said=_("Le profil est ajouté : une colonne de plus. Touchez ses cases pour ses prix."),
        title=_("Ajouter un profil tarifaire"),
        lead=_("Qui paie un autre prix : une colonne de plus dans la grille."),
    )


@needs(Right.PRICES)
@require_http_methods(FORM)
def profile_edit(request: StaffRequest, slug: str, profile: UUID) -> HttpResponse:
    """The words of a price profile."""
    found = PriceProfile.objects.filter(pk=profile).first()
    if found is None:
        raise Http404
    return act(
        request,
        RenameForm(typed(request), initial={"label": found.label}),
        "money.edit_profile",
        ids={"profile": profile},
        to=address(request, "prices"),
        said=_("Le profil est renommé."),
        title=_("Renommer « %s »") % found.label,
        lead=_("Ses prix et les personnes qui l’ont le gardent."),
    )


@needs(Right.PRICES)
@require_http_methods(FORM)
def plan_add(request: StaffRequest, slug: str) -> HttpResponse:
    """A membership plan, with its price."""
    today = timezone.localdate()
    form = PlanForm(typed(request), initial={"from_day": today}, codes=queries.price_codes(today))
    return act(
        request,
        form,
        "money.add_plan",
        ids={"plan": new_id()},
        to=address(request, "prices"),
        said=_("La formule d’adhésion est ajoutée. L’accueil la proposera."),
        title=_("Ajouter une formule d’adhésion"),
        lead=_("L’accueil la propose à qui vient sans adhésion."),
    )


@needs(Right.PRICES)
@require_http_methods(FORM)
def plan_edit(request: StaffRequest, slug: str, plan: UUID) -> HttpResponse:
    """A membership plan: renamed, changed for those to come, or no longer proposed."""
    found = MembershipPlan.objects.filter(pk=plan).first()
    if found is None:
        raise Http404
    codes = queries.price_codes(timezone.localdate())
    codes.setdefault(found.price_code, found.price_code)
    initial = {name: getattr(found, name) for name in EditPlanForm.base_fields}
    return act(
        request,
        EditPlanForm(typed(request), initial=initial, codes=codes),
        "money.edit_plan",
        ids={"plan": plan},
        to=address(request, "prices"),
        said=_("La formule est changée."),
        title=found.label,
        lead=_("Ce qui change vaut pour les adhésions à venir ; celles qui courent restent."),
    )

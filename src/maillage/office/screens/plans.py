"""Plans and passes: those proposed, who has one, taken, tried, paused, used."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from maillage.core import saying
from maillage.core.cents import format_euros
from maillage.core.commands import Data
from maillage.core.ids import new_id
from maillage.money import plan_queries, queries
from maillage.money.deposits import deposits
from maillage.money.models import PlanHolder, PlanPause, UsePlan
from maillage.money.plan_queries import Move, Standing
from maillage.money.rules import next_start
from maillage.money.taking import Buyer, buyer_of, deposit_line, term_line
from maillage.money.words import figure
from maillage.network.access import needs
from maillage.network.middleware import StaffRequest
from maillage.network.rights import Right
from maillage.office.forms.plans import (
    CheckInForm,
    EditUsePlanForm,
    PausePlanForm,
    TakePlanForm,
    TryPlanForm,
    UsePlanForm,
    use_plan_values,
)
from maillage.office.panels import sales
from maillage.office.plans import (
    SOON,
    is_last,
    plan_said,
    plans_shown,
    spent_said,
    standing_lines,
)
from maillage.office.screens.kin import done
from maillage.office.screens.people import MOST_SHOWN, person_or_404
from maillage.office.shell import IN_ERROR, act, address, page, run, say, typed
from maillage.people.models import Person

FORM = ["GET", "POST"]
LAST_SALES = 5


@needs(Right.PEOPLE)
@require_GET
def use_plans(request: StaffRequest, slug: str) -> HttpResponse:
    """The plans proposed; who has one, those that end soon first; who tried and stayed."""
    today = timezone.localdate()
    labels, plans = queries.price_labels(today), plan_queries.use_plans()
    lines = standing_lines(plan_queries.every_standing(today), labels, today)
    left = deposits()
    context = {
        "plans": [
            {"plan": one, "said": plan_said(one, labels), "over": is_over(one, today)}
            for one in plans
        ],
        "renew": [one for one in lines if _ends_soon(one["it"], today)],
        "groups": [
            (_("En cours"), [one for one in lines if _runs_on(one["it"], today)]),
            (_("Finis"), [one for one in lines if one["it"].term.ends_on < today - SOON]),
        ],
        "conversions": plan_queries.conversions(today),
        "deposits": left,
        "held_cents": sum(one.held for one in left),
        "today": today,
    }
    return page(request, "office/use_plans.html", context)


def is_over(plan: UsePlan, today: date) -> bool:
    """Whether a plan is no longer proposed."""
    return plan.sold_until is not None and plan.sold_until < today


def _ends_soon(one: Standing, today: date) -> bool:
    """Its term ended or ends within a fortnight, and nothing follows it."""
    return is_last(one) and abs((one.term.ends_on - today).days) <= SOON.days


def _runs_on(one: Standing, today: date) -> bool:
    return one.term.ends_on >= today and not _ends_soon(one, today)


@needs(Right.PRICES)
@require_http_methods(FORM)
def use_plan_add(request: StaffRequest, slug: str) -> HttpResponse:
    """A plan: its price, how long, what it pays for."""
    codes = queries.price_codes(timezone.localdate())
    return act(
        request,
        UsePlanForm(typed(request), codes=codes),
        "money.add_use_plan",
        ids={"plan": new_id()},
        to=address(request, "use-plans"),
        said=_("Le forfait est ajouté."),
        title=_("Ajouter un forfait ou un carnet"),
        lead=_("Ce qu’il coûte, combien de temps il dure, ce qu’il permet d’utiliser."),
    )


@needs(Right.PRICES)
@require_http_methods(FORM)
def use_plan_edit(request: StaffRequest, slug: str, useplan: UUID) -> HttpResponse:
    """A plan, changed for what comes; or its last day on sale."""
    found = next((one for one in plan_queries.use_plans() if one.pk == useplan), None)
    if found is None:
        raise Http404
    codes = queries.price_codes(timezone.localdate())
    for code in (found.price_code, *(one.code for one in found.allowances.all())):
        codes.setdefault(code, code)
    return act(
        request,
        EditUsePlanForm(typed(request), initial=use_plan_values(found), codes=codes),
        "money.edit_use_plan",
        ids={"plan": useplan},
        to=address(request, "use-plans"),
        said=_("Le forfait est changé."),
        title=found.label,
        lead=_("Ce qui change vaut pour la suite ; ce qui est déjà donné le reste."),
    )


# One person's


@needs(Right.PEOPLE)
@require_GET
def person_plans(request: StaffRequest, slug: str, person: UUID) -> HttpResponse:
    """The plans of a person, what is used of each, and each move of the ledger."""
    found = person_or_404(person)
    it, bought = plans_shown(found), sales(found, LAST_SALES)
    labels = it["labels"]
    queries.with_lines(bought["sales"])
    context = {
        "person": found,
        "it": it,
        "bought": bought,
        "moves": [
            {
                "row": one,
                "what": labels.get(one.code, one.code),
                "units": figure(one.units),
                "stands": one.move == Move.SPENT and one.net < 0,
            }
            for one in plan_queries.moves_of(person, MOST_SHOWN)
        ],
    }
    return page(request, "office/person_plans.html", context)


@needs(Right.TILL)
@require_http_methods(FORM)
def plan_take(request: StaffRequest, slug: str, person: UUID) -> HttpResponse:
    """Somebody takes a plan, or takes it again: nothing is renewed without them."""
    found, today = person_or_404(person), timezone.localdate()
    plans, buyer = plan_queries.use_plans(today), buyer_of(found, today)
    asked = next((one for one in plans if str(one.pk) == request.GET.get("plan")), None)
    initial = {"plan": str(asked.pk) if asked else ""}
    offers = {str(one.pk): _offer_said(one, buyer) for one in plans}
    form = TakePlanForm(typed(request), initial=initial, offers=offers)
    if form.is_bound and form.is_valid():
        plan = next(one for one in plans if one.pk == form.cleaned_data["plan"])
        due_cents = _sell(request, form, found, plan, buyer)
        if due_cents is not None:
            say(request, _taken_said(plan, due_cents))
            return redirect("person-plans", slug=slug, person=person)
    context = {
        "form": form,
        "back": address(request, "person-plans", person),
        "title": _("Forfait pour %s") % found,
        "lead": _("Au prix de la grille, prorata compris. La caution a son reçu à part."),
    }
    status = IN_ERROR if form.is_bound else 200
    return page(request, "office/form.html", context, status=status)


def _offer_said(plan: UsePlan, buyer: Buyer) -> str:
    """« Bureau permanent : 250,00 €, et 50,00 € de caution »: a whole term, on this page's day."""
    line = term_line(plan, buyer, term=plan.pk, starts_on=buyer.today, place=None)
    if line is None:
        return plan.label
    said = {"plan": plan.label, "price": format_euros(line.amount_cents + line.discount_cents)}
    left = deposit_line(plan, buyer)
    if left is None:
        return _("%(plan)s : %(price)s") % said
    said["deposit"] = format_euros(left.amount_cents)
    return _("%(plan)s : %(price)s, et %(deposit)s de caution") % said


def _sell(
    request: StaffRequest, form: TakePlanForm, who: Person, plan: UsePlan, buyer: Buyer
) -> int | None:
    """Sell a term, its deposit too the first time; the cents left due, none when it is refused."""
    place = request.place.pk if request.place else None
    held = plan_queries.terms_of(who.pk, plan)
    term, starts_on = new_id(), form.cleaned_data["starts_on"] or next_start(held, buyer.today)
    line = term_line(plan, buyer, term=term, starts_on=starts_on, place=place)
    if line is None:
        form.add_error("plan", _("Ce forfait n’a pas de prix aujourd’hui : fixez-le d’abord."))
        return None
    payload = {
        "person": who.pk,
        "sale": _sale(line.model_dump(mode="json"), form.cleaned_data["means"]),
        "plans": [{"term": term, "plan": plan.pk, "starts_on": starts_on}],
    }
    sold = run(request, form, "money.sell", payload)
    if sold is None:
        return None
    left = deposit_line(plan, buyer)
    if left is not None:
        deposit = _sale(left.model_dump(mode="json"), form.cleaned_data["means"])
        apart = run(request, form, "money.sell", {"person": who.pk, "sale": deposit}) or {}
        return int(sold["due_cents"] + apart.get("due_cents", 0))
    return int(sold["due_cents"])


def _sale(line: dict[str, Any], means: str) -> dict[str, Any]:
    cents = line["amount_cents"]
    paid = [{"means": means, "amount_cents": cents}] if means and cents else []
    return {"sale": new_id(), "lines": [line], "payments": paid}


def _taken_said(plan: UsePlan, due_cents: int) -> str:
    if due_cents:
        return _("« %(plan)s » est pris ; %(due)s à payer à l’accueil.") % {
            "plan": plan.label,
            "due": format_euros(due_cents),
        }
    return _("« %s » est pris et payé.") % plan.label


def _free(plans: list[UsePlan]) -> dict[str, str]:
    """« Bureau permanent : 2 mois offerts »."""
    return {
        str(one.pk): ngettext(
            "%(plan)s : %(n)s mois offert", "%(plan)s : %(n)s mois offerts", one.trial_months
        )
        % {"plan": one.label, "n": one.trial_months}
        for one in plans
    }


@needs(Right.TILL)
@require_http_methods(FORM)
def plan_try(request: StaffRequest, slug: str, person: UUID) -> HttpResponse:
    """The free months of a plan; it ends by itself."""
    found, today = person_or_404(person), timezone.localdate()
    plans = [one for one in plan_queries.use_plans(today) if one.trial_months]
    return act(
        request,
        TryPlanForm(typed(request), initial={"starts_on": today}, offers=_free(plans)),
        "money.start_trial",
        ids={"term": new_id(), "person": person},
        to=address(request, "person-plans", person),
        said=_("L’essai commence."),
        title=_("Essai offert pour %s") % found,
        lead=_("Rien n’est dû, et il s’arrête tout seul : la suite attend un oui."),
    )


@needs(Right.GREET)
@require_http_methods(FORM)
def check_in(request: StaffRequest, slug: str, person: UUID) -> HttpResponse:
    """Somebody comes to use the place: their plan pays, or it is granted, or due."""
    found, today = person_or_404(person), timezone.localdate()
    labels = queries.price_labels(today)
    covered = {
        used.allowance.code: labels.get(used.allowance.code, used.allowance.code)
        for one in plan_queries.plans_of(person, today)
        for used in one.used
    }
    form = CheckInForm(typed(request), codes=covered or labels)
    if form.is_bound and form.is_valid():
        payload = {**form.payload(), "visit": new_id(), "person": person}
        came = run(request, form, "counter.check_in", payload)
        if came is not None:
            say(request, came_said(came))
            return redirect("person-plans", slug=slug, person=person)
    context = {
        "form": form,
        "back": address(request, "person-plans", person),
        "title": _("Arrivée de %s") % found,
        "lead": _("Son forfait est décompté, une fois par jour."),
    }
    status = IN_ERROR if form.is_bound else 200
    return page(request, "office/form.html", context, status=status)


def came_said(came: Data) -> str:
    """« Deux jours par semaine : 2/2. », « 12,00 € à payer. »"""
    if came["already"]:
        return _("C’était déjà compté aujourd’hui.")
    due = _("%s à payer.") % format_euros(came["due_cents"]) if came["due_cents"] else ""
    return " ".join(filter(None, [_("Arrivée notée."), spent_said(came["spent"]), due]))


# A holder's


def _holder(holder: UUID) -> PlanHolder:
    found: PlanHolder | None = (
        PlanHolder.objects.select_related("plan", "person__same_as", "organisation")
        .filter(pk=holder)
        .first()
    )
    if found is None:
        raise Http404
    return found


def _of(request: StaffRequest, holder: PlanHolder) -> str:
    """Where one comes back to: the plans of who holds it."""
    if holder.person is None:
        return address(request, "use-plans")
    return address(request, "person-plans", holder.person.kept.pk)


@needs(Right.TILL)
@require_http_methods(FORM)
def plan_pause(request: StaffRequest, slug: str, holder: UUID) -> HttpResponse:
    """A plan sleeps some days, and lasts as much longer."""
    found, today = _holder(holder), timezone.localdate()
    initial = {"from_day": today, "to_day": today + timedelta(days=6)}
    return act(
        request,
        PausePlanForm(typed(request), initial=initial),
        "money.pause_plan",
        ids={"pause": new_id(), "holder": holder},
        to=_of(request, found),
        said=_("Le forfait est en pause : il finira plus tard d’autant."),
        title=_("Mettre « %s » en pause") % found.plan.label,
        lead=_("Pour %s. Ces jours-là il ne sert pas ; il dure d’autant plus longtemps.")
        % (found.person.kept if found.person else found.organisation),
    )


@needs(Right.TILL)
@require_POST
def plan_resume(request: StaffRequest, slug: str, pause: UUID) -> HttpResponse:
    """A pause ends today."""
    found = PlanPause.objects.select_related("holder__plan", "holder__person__same_as").filter(
        pk=pause
    )
    row: PlanPause | None = found.first()
    if row is None:
        raise Http404
    payload: dict[str, Any] = {"pause": pause, "day": timezone.localdate()}
    said = _("Le forfait sert de nouveau, %s.") % saying.day(timezone.localdate())
    return done(request, "money.resume_plan", payload, said, _of(request, row.holder))


@needs(Right.REVERSE)
@require_POST
def use_cancel(request: StaffRequest, slug: str, used: UUID) -> HttpResponse:
    """What was counted by mistake comes back to the plan: a day, the hours of a machine."""
    holder = plan_queries.who_spent(used)
    if holder is None:
        raise Http404
    payload: dict[str, Any] = {"visit": used, "code": request.POST.get("code")}
    said = _("C’est rendu au forfait.")
    return done(request, "counter.cancel_use", payload, said, _of(request, holder))

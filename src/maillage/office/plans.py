"""Plans in words: what one pays for, how long, what is used of it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from maillage.core import saying
from maillage.core.cents import format_euros
from maillage.core.commands import Data
from maillage.money import plan_queries, queries
from maillage.money.models import Allowance, UsePlan
from maillage.money.plan_queries import Standing, Used
from maillage.network.rights import Right
from maillage.people.models import Person
from maillage.people.panels import Panel

UNIT = Decimal(1000)


def figure(units: int) -> str:
    """« 20 », « 1,5 »: thousandths, as people say them."""
    return saying.figure((Decimal(units) / UNIT).normalize())


def plan_said(plan: UsePlan, labels: Mapping[str, str]) -> list[str]:
    """« trimestre du calendrier », « 20 × Journée de coworking par période payée »."""
    said = [_length(plan)]
    said += [_allowance(one, labels) for one in plan.allowances.all()]
    if plan.trial_months:
        said.append(
            ngettext("%(n)s mois offert", "%(n)s mois offerts", plan.trial_months)
            % {"n": plan.trial_months}
        )
    if plan.deposit_cents:
        said.append(_("caution de %s") % format_euros(plan.deposit_cents))
    if plan.at_any_hour:
        said.append(_("à toute heure"))
    return said


def _length(plan: UsePlan) -> str:
    months = ngettext("%(n)s mois", "%(n)s mois", plan.months) % {"n": plan.months}
    if not plan.calendar:
        return _("%s, de date à date") % months
    known = {1: _("mois du calendrier"), 3: _("trimestre du calendrier"), 12: _("année civile")}
    return known.get(plan.months, _("%s du calendrier") % months)


def _allowance(one: Allowance, labels: Mapping[str, str]) -> str:
    label = labels.get(one.code, one.code)
    if one.units is None:
        return _("%s sans limite") % label
    values = {"n": figure(one.units), "what": label}
    if one.per == Allowance.Per.WEEK:
        return _("%(n)s × %(what)s par semaine") % values
    if one.carries:
        return _("%(n)s × %(what)s, ce qui reste se reporte") % values
    return _("%(n)s × %(what)s par période") % values


def used_said(one: Used, labels: Mapping[str, str]) -> str:
    """« 2/2 utilisés cette semaine », « 7/20 utilisés », « 12 utilisés, sans limite »."""
    label = labels.get(one.allowance.code, one.allowance.code)
    if one.given is None:
        return _("%(what)s : %(used)s, sans limite") % {"what": label, "used": figure(one.used)}
    values = {"what": label, "used": figure(one.used), "given": figure(one.given)}
    if one.allowance.per == Allowance.Per.WEEK:
        return _("%(what)s : %(used)s/%(given)s cette semaine") % values
    return _("%(what)s : %(used)s/%(given)s") % values


def spent_said(spent: list[dict[str, Any]]) -> str:
    """« Carnet de 20 jours : 7/20. » after somebody checked in."""
    said = []
    for one in spent:
        values = {"what": one["label"], "used": figure(one["used"])}
        if one["given"] is None:
            said.append(_("%(what)s : %(used)s, sans limite.") % values)
        else:
            values["given"] = figure(one["given"])
            said.append(_("%(what)s : %(used)s/%(given)s.") % values)
    return " ".join(said)


def standing_line(one: Standing, labels: Mapping[str, str]) -> dict[str, Any]:
    """A plan somebody holds, as lists show it."""
    holder = one.holder
    return {
        "it": one,
        "plan": holder.plan,
        "who": holder.person.kept if holder.person else holder.organisation,
        "person": holder.person.kept if holder.person else None,
        "used": [
            {
                "said": used_said(used, labels),
                "full": used.given is not None and used.used >= used.given,
            }
            for used in one.used
        ],
    }


def _is_full(one: Used) -> bool:
    return one.given is not None and one.used >= one.given


def plans(person: Person, most: int) -> Data:
    """The plans they hold, or an organisation they act for, and what is used of each."""
    today = timezone.localdate()
    labels = queries.price_labels(today)
    lines = [standing_line(one, labels) for one in plan_queries.plans_of(person.pk, today)]
    return {"lines": lines, "today": today}


def plans_said(it: Data) -> list[str]:
    """« Carnet de 20 jours : du 1er janvier 2026 au 31 mars 2026 »."""
    return [
        _("%(what)s : du %(first)s au %(last)s")
        % {
            "what": one["plan"].label,
            "first": saying.date_long(one["it"].term.starts_on),
            "last": saying.date_long(one["it"].term.ends_on),
        }
        for one in it["lines"]
    ]


PLANS = Panel(
    "plans", gettext_lazy("Forfaits"), Right.PEOPLE, 22,
    "office/panels/plans.html", plans, plans_said, apart=True,
)  # fmt: skip
"""What their page about plans shows."""

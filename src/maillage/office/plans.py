"""Plans in words: what one pays for, how long, what is used of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from maillage.core import saying
from maillage.core.cents import format_euros
from maillage.core.commands import Data
from maillage.counter.endings import LEAD
from maillage.messages.models import Message
from maillage.messages.queries import last_about
from maillage.money import plan_queries, queries
from maillage.money.deposits import deposits
from maillage.money.models import Allowance, UsePlan
from maillage.money.plan_queries import Standing
from maillage.money.taking import Buyer, Next, buyer_of, going_on
from maillage.money.words import figure, used_said
from maillage.network.rights import Right
from maillage.people.models import Person
from maillage.people.panels import Panel
from maillage.people.queries import group_of

SOON = timedelta(days=15)
"""How long before its end a plan is shown as one to renew."""


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


def standing_lines(
    found: Iterable[Standing], labels: Mapping[str, str], today: date
) -> list[dict[str, Any]]:
    """Plans that people hold, as lists show them, and who was told that theirs ends."""
    rows = list(found)
    told = last_about(one.term.pk for one in rows)
    return [_standing_line(one, labels, told.get(one.term.pk), today) for one in rows]


def _standing_line(
    one: Standing, labels: Mapping[str, str], told: Message | None, today: date
) -> dict[str, Any]:
    holder = one.holder
    return {
        "follows": None if is_last(one) else max(term.ends_on for term in holder.terms.all()),
        "told": told,
        "to_tell": told is None and _ends_in_a_week(one, today),
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


def is_last(one: Standing) -> bool:
    """Whether nothing follows the term shown."""
    return all(term.ends_on <= one.term.ends_on for term in one.holder.terms.all())


def _ends_in_a_week(one: Standing, today: date) -> bool:
    return is_last(one) and today <= one.term.ends_on <= today + LEAD


def plans_shown(person: Person) -> Data:
    """The plans they hold, or an organisation they act for, what is used of each; the deposits.

    What going on would cost is said of a trial, and of what ends soon.
    """
    today = timezone.localdate()
    labels, buyer = queries.price_labels(today), buyer_of(person, today)
    lines = standing_lines(plan_queries.plans_of(person.pk, today), labels, today)
    for line in lines:
        line["after"] = _after(line["it"], buyer) if line["person"] else None
    return {"lines": lines, "labels": labels, "deposits": buyer.deposits, "today": today}


def plans(person: Person, most: int) -> Data:
    """The same in their file: the plans and their days, the deposits."""
    found = plan_queries.plans_of(person.pk, timezone.localdate())
    return {"lines": found, "deposits": deposits(group_of(person.pk))}


def _after(one: Standing, buyer: Buyer) -> Next | None:
    soon = one.term.trial or one.term.ends_on <= buyer.today + SOON
    return going_on(one.term, buyer) if soon and is_last(one) else None


def plans_said(it: Data) -> list[str]:
    """« Carnet de 20 jours : du 1er janvier 2026 au 31 mars 2026 »."""
    said = [
        _("%(what)s : du %(first)s au %(last)s")
        % {
            "what": one.holder.plan.label,
            "first": saying.date_long(one.term.starts_on),
            "last": saying.date_long(one.term.ends_on),
        }
        for one in it["lines"]
    ]
    return said + [
        _("Caution de « %(plan)s », à vous rendre : %(held)s")
        % {"plan": one.label, "held": format_euros(one.held)}
        for one in it["deposits"]
        if one.held
    ]


PLANS = Panel(
    "plans", gettext_lazy("Forfaits"), Right.PEOPLE, 22,
    "office/panels/plans.html", plans, plans_said, apart=True,
)  # fmt: skip
"""What their file says of it."""

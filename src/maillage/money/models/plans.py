"""What gives the right to use a place without paying each time: plans, who holds one, the ledger.

A plan (forfait, carnet) is sold for a length of time and pays for units of some price codes.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.core.guards import AppendOnly
from maillage.core.tenancy import Private
from maillage.money.models.sales import Reason
from maillage.network.models import Organisation, Place
from maillage.people.models import Person


class UsePlan(Private):
    """A forfait or a carnet: what it costs, how long it lasts, what it pays for (``Allowance``).

    It costs ``price_code``, once a term of ``months``: from date to date, or, ``calendar``, to the
    end of the calendar month, quarter or year it begins in, the first one then ``pro_rata`` if it
    says so. The first ``trial_months`` are free, once. ``deposit_cents`` are given back: no income.
    ``at_any_hour``: its holder comes when nobody is there. ``sold_until``: the last day it is
    proposed; whoever holds it keeps it.
    """

    code = models.CharField(max_length=24)
    label = models.CharField(max_length=60)
    price_code = models.CharField(max_length=24)
    months = models.PositiveSmallIntegerField(default=1)
    calendar = models.BooleanField(default=False)
    pro_rata = models.BooleanField(default=False)
    trial_months = models.PositiveSmallIntegerField(default=0)
    deposit_cents = models.PositiveIntegerField(default=0)
    at_any_hour = models.BooleanField(default=False)
    sold_until = models.DateField(null=True)

    impersonal = frozenset({"code", "label", "price_code"})

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["structure_id", "code"],
                name="money_useplan_code_once",
                violation_error_message=_("Ce forfait existe déjà."),
            ),
            models.CheckConstraint(
                condition=models.Q(calendar=False) | models.Q(months__in=[1, 2, 3, 4, 6, 12]),
                name="money_useplan_calendar_months",
                violation_error_message=_(
                    "Une période du calendrier dure 1, 2, 3, 4, 6 ou 12 mois."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.label


class Allowance(Private):
    """Units of a price code that a plan pays for, in thousandths; null: as many as one wants.

    They are given anew each ISO week, or each term of the plan; what is left at the end is lost,
    or, with ``carries``, goes to the next term.
    """

    class Per(models.TextChoices):
        WEEK = "week", _("par semaine")
        TERM = "term", _("par période payée")

    plan = models.ForeignKey(UsePlan, on_delete=models.PROTECT, related_name="allowances")
    code = models.CharField(max_length=24)
    units = models.PositiveIntegerField(null=True)
    per = models.CharField(max_length=5, choices=Per.choices, default=Per.TERM)
    carries = models.BooleanField(default=False)

    impersonal = frozenset({"code"})

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "code"],
                name="money_allowance_code_once",
                violation_error_message=_("Ce forfait compte déjà cet usage."),
            ),
            models.CheckConstraint(
                condition=models.Q(carries=False) | models.Q(per="term"),
                name="money_allowance_carries_by_term",
                violation_error_message=_("Ce qui reste d’une semaine ne se reporte pas."),
            ),
        ]


class PlanHolder(Private):
    """Somebody, or an organisation, and a plan; ``place`` is where they took it first.

    Its row is locked by whoever writes its ledger.
    """

    plan = models.ForeignKey(UsePlan, on_delete=models.PROTECT, related_name="holders")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="plans")
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+"
    )
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "person"],
                name="money_planholder_person_once",
                violation_error_message=_("Cette personne a déjà ce forfait."),
            ),
            models.UniqueConstraint(
                fields=["plan", "organisation"],
                name="money_planholder_organisation_once",
                violation_error_message=_("Cet organisme a déjà ce forfait."),
            ),
            models.CheckConstraint(
                condition=models.Q(person__isnull=False, organisation__isnull=True)
                | models.Q(person__isnull=True, organisation__isnull=False),
                name="money_planholder_one_holder",
                violation_error_message=_("Un forfait est à une personne ou à un organisme."),
            ),
        ]


class PlanTerm(Private):
    """Days (both included) that were paid, or offered to try; never renewed by itself."""

    holder = models.ForeignKey(PlanHolder, on_delete=models.PROTECT, related_name="terms")
    starts_on = models.DateField()
    ends_on = models.DateField()
    trial = models.BooleanField(default=False)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="money_planterm_ends_after",
                violation_error_message=_("La fin vient après le début."),
            )
        ]


class PlanPause(Private):
    """Days (both included) in which a plan sleeps; its terms last as much longer."""

    holder = models.ForeignKey(PlanHolder, on_delete=models.PROTECT, related_name="pauses")
    from_day = models.DateField()
    to_day = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(to_day__gte=models.F("from_day")),
                name="money_planpause_ends_after",
                violation_error_message=_("La fin vient après le début."),
            )
        ]


class EntitlementLine(Private):
    """One move of the units of a holder, in thousandths; the ledger is only added to.

    Units belong to a ``window``: an ISO week (``2026-W48``) or a term (its id). In it, lines are
    numbered from 1, and ``balance`` is their sum so far, never under zero; null where the plan
    gives as many as one wants, from then on. ``source_id`` is what they were spent for: a visit,
    a use.
    """

    class Move(models.TextChoices):
        GIVEN = "given", _("donné par le forfait")
        CARRIED = "carried", _("reporté")
        SPENT = "spent", _("utilisé")
        RETURNED = "returned", _("rendu")
        GRANTED = "granted", _("accordé par l’équipe")

    holder = models.ForeignKey(PlanHolder, on_delete=models.PROTECT, related_name="lines")
    code = models.CharField(max_length=24)
    window = models.CharField(max_length=36)
    number = models.PositiveIntegerField()
    move = models.CharField(max_length=8, choices=Move.choices)
    units = models.IntegerField()
    balance = models.IntegerField(null=True)
    day = models.DateField()
    at = models.DateTimeField()
    actor_id = models.UUIDField()
    source_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=12, choices=Reason.choices, blank=True)

    guards = (AppendOnly(),)
    impersonal = frozenset({"code", "window"})

    net: int
    """Units of its code spent for its source and not returned, as ``moves_of`` read it."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["holder", "code", "window", "number"],
                name="money_entitlementline_number_once",
                violation_error_message=_("Deux mouvements ont le même rang : recommencez."),
            ),
            models.CheckConstraint(
                condition=models.Q(balance=None) | models.Q(balance__gte=0),
                name="money_entitlementline_not_below_zero",
                violation_error_message=_("Il n’en reste pas assez."),
            ),
        ]
        indexes = [models.Index(fields=["source_id"], name="money_entitlementline_source")]

"""Prices as data: code × profile × membership × place × period. And what a membership is."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.core.tenancy import Private
from maillage.network.models import Organisation, Place
from maillage.people.models import Person


class TaxMode(models.TextChoices):
    NOT_STATED = "not_stated", _("non précisée")
    LIABLE = "liable", _("assujetti")
    EXEMPT = "exempt", _("non applicable")


class PriceProfile(Private):
    """Who pays which price: job seeker, student, self-employed…"""

    code = models.CharField(max_length=24)
    label = models.CharField(max_length=60)

    impersonal = frozenset({"code", "label"})

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["structure_id", "code"],
                name="money_profile_code_once",
                violation_error_message=_("Ce profil existe déjà."),
            )
        ]


class Price(Private):
    """What a code costs, from a day to another (inclusive).

    An empty ``profile``, a null ``member`` or ``place`` mean "whoever, wherever"; the most precise
    row wins, in the order profile, place, member. ``rate`` is in ten-thousandths of a euro per
    unit. Two rows of the same precision never overlap: ties are refused when entered. ``set_by``
    is the plain id of who set it, in the team.
    """

    code = models.CharField(max_length=24)
    label = models.CharField(max_length=60)
    profile = models.CharField(max_length=24, blank=True)
    member = models.BooleanField(null=True)
    place = models.ForeignKey(Place, null=True, on_delete=models.PROTECT)
    from_day = models.DateField()
    to_day = models.DateField(null=True)
    rate = models.BigIntegerField()
    unit = models.CharField(max_length=16, default="session")
    tax_mode = models.CharField(max_length=10, choices=TaxMode.choices, default=TaxMode.NOT_STATED)
    tax_rate = models.PositiveSmallIntegerField(default=0)
    set_by = models.UUIDField(null=True)

    impersonal = frozenset({"code", "label", "profile", "unit"})

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(rate__gte=0),
                name="money_price_not_negative",
                violation_error_message=_("Un prix est positif ou nul."),
            ),
            models.CheckConstraint(
                condition=models.Q(to_day=None) | models.Q(to_day__gte=models.F("from_day")),
                name="money_price_ends_after",
                violation_error_message=_("La fin vient après le début."),
            ),
        ]
        indexes = [models.Index(fields=["structure_id", "code"], name="money_price_code")]


class MembershipPlan(Private):
    """How long a membership lasts, for whom, at which price code.

    ``sold_until`` is the last day it is proposed; whoever holds it stays a member.
    """

    class Length(models.TextChoices):
        MONTHS = "months", _("de date à date")
        CALENDAR_YEAR = "calendar_year", _("année civile")
        SCHOOL_YEAR = "school_year", _("année scolaire (septembre à août)")

    code = models.CharField(max_length=24)
    label = models.CharField(max_length=60)
    price_code = models.CharField(max_length=24)
    for_organisations = models.BooleanField(default=False)
    length = models.CharField(max_length=14, choices=Length.choices, default=Length.MONTHS)
    months = models.PositiveSmallIntegerField(default=12)
    sold_until = models.DateField(null=True)

    impersonal = frozenset({"code", "label", "price_code"})

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["structure_id", "code"],
                name="money_plan_code_once",
                violation_error_message=_("Cette formule existe déjà."),
            )
        ]


class Membership(Private):
    """A person or an organisation is a member from a day to another (inclusive)."""

    plan = models.ForeignKey(MembershipPlan, on_delete=models.PROTECT)
    person = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="memberships"
    )
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT)
    starts_on = models.DateField()
    ends_on = models.DateField()
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=False, organisation__isnull=True)
                | models.Q(person__isnull=True, organisation__isnull=False),
                name="money_membership_one_member",
                violation_error_message=_("Une adhésion est à une personne ou à un organisme."),
            )
        ]

"""What may be reserved: families and their rules, resources, lock-outs."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.core.tenancy import Shared
from maillage.network.models import Unit
from maillage.programme.models import Workshop


class Protection(models.TextChoices):
    """What is worn at a machine, by the pictograms of ISO 7010."""

    GLASSES = "glasses", _("lunettes de protection")
    GLOVES = "gloves", _("gants")
    HEARING = "hearing", _("casque antibruit")
    MASK = "mask", _("masque")
    SHOES = "shoes", _("chaussures fermées")
    HAIR = "hair", _("cheveux attachés")


class Family(Shared):
    """Resources of one kind: the same authorisation, the same rules, the same price.

    ``authorised``: only who was trained may use one, or who is accompanied; ``training`` is the
    workshop that leads to it. An authorisation ends ``expires_months`` after it was given, and
    after ``unused_months`` without use. ``staffed``: somebody of the team is there. ``alone``: who
    is authorised may come outside the hours of the place. ``opening``, in the syntax of places, is
    when it is reserved: a week of its own, or days apart only, the week being that of the place.
    ``unattended``: a job may run when nobody is there. ``most_minutes_a_day``: how long one person
    may use the family in a day.

    Maintenance is due every ``maintain_hours`` of use or ``maintain_months``, whichever comes
    first.

    ``half_days``: it is reserved by the morning, the afternoon or the day, as the place opens; else
    to the minute, by ``step``, from ``shortest`` to ``longest``.

    Lengths are minutes. A reservation is asked for ``notice`` minutes ahead at least and ``ahead``
    days at most; ``buffer`` minutes follow it, kept free. It is cancelled ``cancel_before`` minutes
    ahead, given up ``release_after`` minutes after its beginning. ``most_open``: how many
    one person has ahead of them. ``tentative``: it waits for a yes of the team.
    """

    name = models.CharField(max_length=60)
    authorised = models.BooleanField(default=False)
    training = models.ForeignKey(Workshop, null=True, on_delete=models.PROTECT, related_name="+")
    expires_months = models.PositiveSmallIntegerField(null=True)
    unused_months = models.PositiveSmallIntegerField(null=True)
    staffed = models.BooleanField(default=False)
    alone = models.BooleanField(default=False)
    opening = models.CharField(max_length=500, blank=True)
    unattended = models.BooleanField(default=False)
    papers = models.JSONField(default=list)
    minimum_age = models.PositiveSmallIntegerField(null=True)
    most_minutes_a_day = models.PositiveSmallIntegerField(null=True)
    maintain_hours = models.PositiveSmallIntegerField(null=True)
    maintain_months = models.PositiveSmallIntegerField(null=True)
    price_code = models.CharField(max_length=24, blank=True)
    half_days = models.BooleanField(default=False)
    step = models.PositiveSmallIntegerField(default=15)
    shortest = models.PositiveSmallIntegerField(default=15)
    longest = models.PositiveIntegerField(null=True)
    notice = models.PositiveIntegerField(default=0)
    ahead = models.PositiveSmallIntegerField(default=400)
    buffer = models.PositiveSmallIntegerField(default=0)
    cancel_before = models.PositiveIntegerField(default=0)
    release_after = models.PositiveSmallIntegerField(null=True)
    most_open = models.PositiveSmallIntegerField(null=True)
    tentative = models.BooleanField(default=False)
    retired_on = models.DateField(null=True)

    impersonal = frozenset({"name", "opening", "papers", "price_code"})

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["structure_id", "name"],
                name="booking_family_name_once",
                violation_error_message=_("Un genre de matériel porte déjà ce nom."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Resource(Shared):
    """A unit of the place that may be reserved, and what its one-page card says.

    ``protections`` are codes of ``Protection``, ``forbidden`` materials in words. Maintenance is
    due as its family says, unless the resource says otherwise.
    """

    unit = models.OneToOneField(Unit, on_delete=models.PROTECT, related_name="resource")
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="resources")
    protections = models.JSONField(default=list)
    forbidden = models.JSONField(default=list)
    advice = models.CharField(max_length=400, blank=True)
    maintain_hours = models.PositiveSmallIntegerField(null=True)
    maintain_months = models.PositiveSmallIntegerField(null=True)
    withdrawn_on = models.DateField(null=True)

    impersonal = frozenset({"protections", "forbidden", "advice"})

    locked: bool
    """Whether a lock-out stands, as ``queries`` read it."""
    runs_until: datetime | None
    """When the job that runs should end, as ``queries`` read it."""


class LockOut(Shared):
    """A resource out of use; until it is given back, where ``ended_at`` is null."""

    class Why(models.TextChoices):
        BROKEN = "broken", _("panne")
        DANGEROUS = "dangerous", _("danger")
        MAINTENANCE = "maintenance", _("entretien")
        AWAY = "away", _("hors du lieu")

    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="lock_outs")
    why = models.CharField(max_length=12, choices=Why.choices)
    starts_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resource"],
                condition=models.Q(ended_at=None),
                name="booking_lockout_one_at_a_time",
                violation_error_message=_("Ce matériel est déjà hors service."),
            )
        ]

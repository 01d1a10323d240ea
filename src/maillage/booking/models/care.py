"""What happens to machines: what was reported of them, what was done to keep them well."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.booking.models.resources import LockOut, Resource
from maillage.booking.models.words import KEPT_WORDS
from maillage.core.tenancy import Private
from maillage.network.models import Staff


class Incident(Private):
    """Something that happened to a resource, or at it, as somebody of the team reported it.

    ``lock_out`` is the one that the report asked for. It stays open until ``ended_at``.
    """

    class What(models.TextChoices):
        BROKEN = "broken", _("en panne")
        DANGEROUS = "dangerous", _("dangereux")
        DAMAGED = "damaged", _("abîmé")
        LACKING = "lacking", _("il manque quelque chose")
        HURT = "hurt", _("quelqu’un s’est fait mal")
        CLOSE_CALL = "close_call", _("accident évité de peu")

    class Outcome(models.TextChoices):
        MENDED = "mended", _("réparé")
        REPLACED = "replaced", _("remplacé")
        SCRAPPED = "scrapped", _("mis au rebut")
        NOTHING = "nothing", _("rien à faire")

    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="incidents")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    day = models.DateField()
    what = models.CharField(max_length=12, choices=What.choices)
    words = models.CharField(max_length=300, blank=True)
    photo = models.FileField(upload_to="photos", blank=True)
    lock_out = models.ForeignKey(LockOut, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    outcome_words = models.CharField(max_length=300, blank=True)

    personal = dict.fromkeys(("words", "photo", "outcome_words"), KEPT_WORDS)

    class Meta:
        indexes = [models.Index(fields=["resource", "at"], name="booking_incident_when")]


class Maintenance(Private):
    """A resource was maintained: hours and months are counted anew from then."""

    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="maintenances")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    day = models.DateField()
    words = models.CharField(max_length=300, blank=True)

    personal = {"words": KEPT_WORDS}

    class Meta:
        indexes = [models.Index(fields=["resource", "at"], name="booking_maintenance_when")]

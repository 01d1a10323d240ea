"""What a machine does by itself: in its queue, running, ended."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.booking.models.reservations import Reservation
from maillage.booking.models.resources import Resource
from maillage.booking.models.words import KEPT_WORDS
from maillage.core.tenancy import Private
from maillage.network.models import Organisation
from maillage.people.models import Person


class Job(Private):
    """Unattended use of a machine: a print that runs through the night.

    Queued (no ``started_at``), it holds nothing. Running, it holds the machine
    (``network.Occupancy``) until ``expected_end``. ``ended_at`` is when it really ended, or left
    the queue. ``minutes`` is how long it was said to last, ``reservation`` what it was started
    within.
    """

    class Outcome(models.TextChoices):
        DONE = "done", _("réussi")
        FAILED = "failed", _("raté")
        STOPPED = "stopped", _("arrêté")
        DROPPED = "dropped", _("retiré de la file")

    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="jobs")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="jobs")
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+"
    )
    companion = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    reservation = models.ForeignKey(
        Reservation, null=True, on_delete=models.PROTECT, related_name="jobs"
    )
    what = models.CharField(max_length=60, blank=True)
    minutes = models.PositiveIntegerField()
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    expected_end = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)

    personal = {"what": KEPT_WORDS}

    class Meta:
        indexes = [models.Index(fields=["resource", "ended_at"], name="booking_job_when")]
        constraints = [
            models.UniqueConstraint(
                fields=["resource"],
                condition=models.Q(started_at__isnull=False, ended_at=None),
                name="booking_job_one_at_a_time",
                violation_error_message=_("Un travail tourne déjà sur cette machine."),
            ),
            models.CheckConstraint(
                condition=models.Q(started_at=None)
                | models.Q(expected_end__gt=models.F("started_at")),
                name="booking_job_ends_after",
                violation_error_message=_("La fin vient après le début."),
            ),
        ]

"""What is reserved, by whom, and what became of it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.booking.models.resources import Family, Resource
from maillage.core.tenancy import Private
from maillage.network.models import Organisation
from maillage.people.models import Person


class Recurrence(Private):
    """Reservations that repeat, in wall time of the place: a rule of RFC 5545 and its last day."""

    rule = models.CharField(max_length=80)
    first_day = models.DateField()
    last_day = models.DateField()

    impersonal = frozenset({"rule"})


class Reservation(Private):
    """A resource kept for somebody, for a half-open period.

    ``tentative`` and ``confirmed`` hold the resource (``network.Occupancy``, with the family's
    buffer after it); ``waiting`` holds nothing. ``companion`` is somebody authorised who comes too.
    ``despite`` are the rules that the team set aside for it, by their codes. ``family`` is that of
    the resource when it was asked for, which quotas and use go by. ``came_at`` and
    ``left_at``: the team saw them come, and have done.
    ``cancelled_at`` is when it was cancelled, or given up because nobody came.
    """

    class State(models.TextChoices):
        TENTATIVE = "tentative", _("sous réserve")
        CONFIRMED = "confirmed", _("confirmée")
        WAITING = "waiting", _("en attente")
        CANCELLED = "cancelled", _("annulée")
        RELEASED = "released", _("libérée")

    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="reservations")
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="reservations"
    )
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+"
    )
    companion = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    recurrence = models.ForeignKey(
        Recurrence, null=True, on_delete=models.PROTECT, related_name="reservations"
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    day = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices)
    asked_at = models.DateTimeField()
    despite = models.JSONField(default=list)
    came_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    late = models.BooleanField(default=False)

    impersonal = frozenset({"despite"})

    class Meta:
        indexes = [
            models.Index(fields=["resource", "ends_at"], name="booking_reservation_when"),
            models.Index(fields=["person", "family", "ends_at"], name="booking_reservation_who"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="booking_reservation_ends_after",
                violation_error_message=_("La fin vient après le début."),
            )
        ]

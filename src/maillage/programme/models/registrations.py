"""Seats asked for, and who came."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.core.personal import Personal
from maillage.core.tenancy import Private
from maillage.people.models import COUNTED, ON_FILE, PROFILE_COLUMNS, Person, Profile, Visit
from maillage.programme.models.sessions import Session


class Registration(Profile, Private):
    """One seat asked for. Rows asked together share a ``party``, which waits whole.

    The server alone gives ``seat``: the lowest free number up to the capacity, under the
    session's lock. ``asked`` is the order in which requests were applied. A named or unnamed
    person; the profile is copied when they come.
    """

    class State(models.TextChoices):
        CONFIRMED = "confirmed", _("inscrit·e")
        WAITING = "waiting", _("en attente")
        OVERBOOKED = "overbooked", _("en surréservation")
        CANCELLED = "cancelled", _("annulée")

    class Attendance(models.TextChoices):
        EXPECTED = "expected", _("attendu·e")
        PRESENT = "present", _("présent·e")
        ABSENT = "absent", _("absent·e")
        EXCUSED = "excused", _("excusé·e")

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="registrations")
    person = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="registrations"
    )
    party = models.UUIDField()
    state = models.CharField(max_length=10, choices=State.choices)
    seat = models.PositiveSmallIntegerField(null=True)
    asked = models.PositiveIntegerField()
    attendance = models.CharField(
        max_length=8, choices=Attendance.choices, default=Attendance.EXPECTED
    )
    visit = models.ForeignKey(Visit, null=True, on_delete=models.PROTECT, related_name="+")
    walked_in = models.BooleanField(default=False)
    registered_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)

    personal = dict.fromkeys(PROFILE_COLUMNS, COUNTED)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "seat"],
                condition=models.Q(seat__isnull=False),
                name="programme_registration_seat_once",
                violation_error_message=_("Cette place est déjà prise."),
            ),
            models.UniqueConstraint(
                fields=["session", "person"],
                condition=models.Q(person__isnull=False) & ~models.Q(state="cancelled"),
                name="programme_registration_person_once",
                violation_error_message=_("Cette personne est déjà inscrite."),
            ),
            models.UniqueConstraint(
                fields=["session", "asked"],
                name="programme_registration_asked_once",
                violation_error_message=_("Deux demandes ont le même rang."),
            ),
            models.CheckConstraint(
                condition=models.Q(state="confirmed", seat__isnull=False)
                | (~models.Q(state="confirmed") & models.Q(seat__isnull=True)),
                name="programme_registration_seat_when_confirmed",
                violation_error_message=_("Une place confirmée a un numéro, une autre non."),
            ),
        ]


class Signature(Private):
    """Somebody signs, on the screen, that they were there: one for each half-day.

    ``strokes`` are lines drawn in a box of 1000 × 300: ``[x, y, x, y…]`` each; none when a tap said
    it. The row stands as long as the sheet; the drawing goes with the person's file.
    """

    class Half(models.TextChoices):
        MORNING = "morning", _("matin")
        AFTERNOON = "afternoon", _("après-midi")

    registration = models.ForeignKey(
        Registration, on_delete=models.PROTECT, related_name="signatures"
    )
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    half = models.CharField(max_length=9, choices=Half.choices)
    at = models.DateTimeField()
    strokes = models.JSONField(default=list)

    personal = {
        "strokes": Personal(
            purpose=_("prouver la présence aux ateliers"), duration=ON_FILE.duration
        )
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "half"],
                name="programme_signature_once",
                violation_error_message=_("C’est déjà signé pour cette demi-journée."),
            )
        ]

"""Workshops (the type), sessions (dated), seats and who came."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.core.tenancy import Private, Shared
from maillage.network.models import Organisation, Place, Staff, Unit
from maillage.people.models import COUNTED, PROFILE_COLUMNS, Person, Profile, Visit


class Format(models.TextChoices):
    CLASSIC = "classic", _("atelier")
    COLLABORATIVE = "collaborative", _("atelier collaboratif")
    FREE_ACCESS = "free_access", _("accès libre")
    OUTREACH = "outreach_slot", _("permanence")


class Workshop(Shared):
    """A kind of activity: what is proposed, to whom, for how long, at which price code."""

    title = models.CharField(max_length=80)
    theme = models.CharField(max_length=40, blank=True)
    level = models.CharField(max_length=24, blank=True)
    audience = models.CharField(max_length=40, blank=True)
    format = models.CharField(max_length=14, choices=Format.choices, default=Format.CLASSIC)
    minutes = models.PositiveSmallIntegerField(default=90)
    capacity = models.PositiveSmallIntegerField(null=True)
    price_code = models.CharField(max_length=24, blank=True)
    minimum_age = models.PositiveSmallIntegerField(null=True)
    shares_room = models.BooleanField(null=True)
    retired_on = models.DateField(null=True)

    impersonal = frozenset({"title", "theme", "level", "audience", "price_code"})

    def __str__(self) -> str:
        return self.title


class Session(Shared):
    """A workshop at a date: in a room of a place, or at an address for a day.

    ``capacity`` is the number that stands; a chair added by staff raises it. ``title`` and the
    rest are copied from the workshop when the session is planned, so that history stays.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("prévue")
        CANCELLED = "cancelled", _("annulée")

    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="sessions")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="sessions")
    room = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=80)
    format = models.CharField(max_length=14, choices=Format.choices)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    day = models.DateField()
    capacity = models.PositiveSmallIntegerField(null=True)
    price_code = models.CharField(max_length=24, blank=True)
    minimum_age = models.PositiveSmallIntegerField(null=True)
    series = models.UUIDField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)

    impersonal = frozenset({"address", "title", "price_code"})

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="programme_session_ends_after",
                violation_error_message=_("La fin vient après le début."),
            )
        ]
        indexes = [models.Index(fields=["place", "day"], name="programme_session_day")]

    def __str__(self) -> str:
        return self.title


class SessionMediator(Shared):
    """Who animates a session."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="mediators")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")


class SessionOrganiser(Shared):
    """Who organises a session beside the structure; several share one."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="organisers")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")


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

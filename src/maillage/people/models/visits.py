"""Visits, and heads counted without a name."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.core.personal import Personal
from maillage.core.tenancy import Private
from maillage.network.models import Place
from maillage.people.models.persons import Person
from maillage.people.models.profile import (
    COUNTED,
    PROFILE_COLUMNS,
    AgeBand,
    Profile,
    Sex,
    Status,
)


class Visit(Profile, Private):
    """A person in a place on a local day; a second greeting joins it.

    ``greetings`` counts them, so that undoing one leaves the others; at zero the visit no longer
    counts. The profile is copied at the act and stays when the person is erased.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="visits")
    place = models.ForeignKey(Place, on_delete=models.PROTECT)
    day = models.DateField()
    at = models.DateTimeField()
    purpose = models.CharField(max_length=24, blank=True)
    is_new = models.BooleanField(default=False)
    greetings = models.PositiveSmallIntegerField(default=1)

    personal = dict.fromkeys(PROFILE_COLUMNS, COUNTED)
    impersonal = frozenset({"purpose"})

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "place", "day"],
                name="people_visit_once_a_day",
                violation_error_message=_("Cette personne est déjà venue aujourd’hui."),
            )
        ]
        indexes = [models.Index(fields=["place", "day"], name="people_visit_day")]


TYPED_AT_THE_DOOR = Personal(
    purpose=_("reconnaître qui est venu à la borne"), duration=_("30 jours"), subject="count"
)


class AnonymousCount(Private):
    """Heads counted without a name: one tap of the +1, or several at once.

    What is not said of them is *non communiqué*: a null, never redistributed.
    """

    place = models.ForeignKey(Place, on_delete=models.PROTECT)
    session_id = models.UUIDField(null=True)
    day = models.DateField()
    at = models.DateTimeField()
    purpose = models.CharField(max_length=24, blank=True)
    count = models.PositiveSmallIntegerField(default=1)
    sex = models.CharField(max_length=8, choices=Sex.choices, null=True)
    age_band = models.CharField(max_length=10, choices=AgeBand.choices, null=True)
    status = models.CharField(max_length=16, choices=Status.choices, null=True)
    undone = models.BooleanField(default=False)

    impersonal = frozenset({"purpose", "sex", "age_band", "status"})

    class Meta:
        indexes = [models.Index(fields=["place", "day"], name="people_anonymous_day")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(count__gte=1),
                name="people_anonymous_at_least_one",
                violation_error_message=_("Comptez au moins une personne."),
            )
        ]


class DoorRing(Private):
    """Somebody who typed a word at the kiosk, counted without a name until the team matches it.

    ``command_key`` is the tap, whose payload holds the word too: both are emptied together.
    """

    class State(models.TextChoices):
        OPEN = "open", _("à reconnaître")
        MATCHED = "matched", _("reconnu")
        LEFT = "left", _("sans nom")

    place = models.ForeignKey(Place, on_delete=models.PROTECT)
    count = models.OneToOneField(AnonymousCount, on_delete=models.PROTECT, related_name="ring")
    day = models.DateField()
    at = models.DateTimeField()
    first_name = models.CharField(max_length=60, blank=True)
    card = models.CharField(max_length=12, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    command_key = models.UUIDField()

    personal = dict.fromkeys(("first_name", "card"), TYPED_AT_THE_DOOR)

    class Meta:
        indexes = [models.Index(fields=["state", "place", "at"], name="people_ring_waiting")]

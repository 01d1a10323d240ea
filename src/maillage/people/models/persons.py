"""Persons: their file, their other names, their household, and files that are the same person."""

from __future__ import annotations

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.core.personal import Personal
from maillage.core.tenancy import Private
from maillage.network.models import Organisation, Staff
from maillage.people.models.profile import (
    COUNTED_ON_FILE,
    ON_FILE,
    PROFILE_COLUMNS,
    TOLD,
    Profile,
)

OF_THE_PERSON = Personal(purpose=ON_FILE.purpose, duration=ON_FILE.duration, action="drop_row")


def new_fact_key() -> int:
    """A random signed 64-bit key for figures; renewed by erasure."""
    return secrets.randbits(63)


class ContactBy(models.TextChoices):
    """How somebody wants to be told things."""

    EMAIL = "email", _("par e-mail")
    SMS = "sms", _("par SMS")
    CALL = "call", _("par téléphone")
    LETTER = "letter", _("par courrier")
    NOBODY = "nobody", _("ne pas prévenir")


class Household(Private):
    """Persons who live together. It has no name of its own: its members say who it is."""

    created_at = models.DateTimeField()


class Person(Profile, Private):
    """Anyone known, even by a first name. Erased, the row stays, empty: a tombstone.

    ``same_as`` is the file this one is an alias of, rebuilt from the standing ``PersonAlias`` rows:
    one step, never a chain. ``contact_by`` is their own channel; empty, the first that works.
    """

    first_name = models.CharField(max_length=60, blank=True)
    last_name = models.CharField(max_length=60, blank=True)
    folded = models.CharField(max_length=160, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    phone_last4 = models.CharField(max_length=4, blank=True)
    email = models.EmailField(blank=True)
    card = models.CharField(max_length=12, blank=True)
    birth_year = models.PositiveSmallIntegerField(null=True)
    price_profile = models.CharField(max_length=24, blank=True)
    last_means = models.CharField(max_length=10, blank=True)
    phonetic = models.CharField(max_length=80, blank=True)
    address = models.CharField(max_length=200, blank=True)
    contact_by = models.CharField(max_length=8, choices=ContactBy.choices, blank=True)
    household = models.ForeignKey(
        Household, null=True, on_delete=models.PROTECT, related_name="members"
    )
    same_as = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="aliases")
    fact_key = models.BigIntegerField(default=new_fact_key)
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    personal = {
        **dict.fromkeys(
            ("first_name", "last_name", "folded", "phonetic", "phone", "phone_last4"), ON_FILE
        ),
        **dict.fromkeys(("email", "card", "address", "contact_by", "household"), ON_FILE),
        **dict.fromkeys(("birth_year", "price_profile", "last_means", "fact_key"), ON_FILE),
        **dict.fromkeys((*PROFILE_COLUMNS, *TOLD), COUNTED_ON_FILE),
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["structure_id", "card"],
                condition=~models.Q(card=""),
                name="people_person_card_once",
                violation_error_message=_("Ce numéro de carte est déjà donné."),
            )
        ]
        indexes = [
            models.Index(fields=["structure_id", "folded"], name="people_person_folded"),
            models.Index(fields=["structure_id", "phone_last4"], name="people_person_last4"),
            *(
                models.Index(
                    fields=["structure_id", "same_as", column], name=f"people_person_{column}"
                )
                for column in ("phonetic", "phone", "email")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def initialled(self) -> str:
        """« Marie L. »: the name, to whom sees no file."""
        if not self.last_name:
            return str(self)
        return f"{self.first_name} {self.last_name[0]}."

    @property
    def kept(self) -> Person:
        """The file that stands for this one: the one it is an alias of, else itself."""
        return self.same_as or self


class PersonName(Private):
    """Another name a person is found by: before a marriage, in use, misspelt for years."""

    class Kind(models.TextChoices):
        BIRTH = "birth", _("nom de naissance")
        MARRIED = "married", _("nom d’épouse ou d’époux")
        USED = "used", _("nom d’usage")
        KNOWN_AS = "known_as", _("aussi connu·e comme")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="other_names")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    first_name = models.CharField(max_length=60, blank=True)
    last_name = models.CharField(max_length=60, blank=True)
    folded = models.CharField(max_length=160)
    phonetic = models.CharField(max_length=80, blank=True)

    personal = dict.fromkeys(("first_name", "last_name", "folded", "phonetic"), OF_THE_PERSON)

    class Meta:
        indexes = [
            models.Index(fields=["structure_id", "folded"], name="people_name_folded"),
            models.Index(fields=["structure_id", "phonetic"], name="people_name_phonetic"),
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


class Guardianship(Private):
    """Who answers for a minor, from a day to another (inclusive), and may come for them."""

    class Relation(models.TextChoices):
        MOTHER = "mother", _("mère")
        FATHER = "father", _("père")
        LEGAL_GUARDIAN = "legal_guardian", _("responsable légal·e")
        OTHER = "other", _("autre adulte")

    minor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="guardians")
    guardian = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="wards")
    relation = models.CharField(
        max_length=16, choices=Relation.choices, default=Relation.LEGAL_GUARDIAN
    )
    may_collect = models.BooleanField(default=True)
    ended_at = models.DateTimeField(null=True)

    personal = {
        one: Personal(ON_FILE.purpose, ON_FILE.duration, action="drop_row", subject=one)
        for one in ("minor", "guardian")
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["minor", "guardian"],
                condition=models.Q(ended_at=None),
                name="people_guardian_once",
                violation_error_message=_("Cette personne est déjà responsable de ce mineur."),
            )
        ]


class ActsFor(Private):
    """An organisation a person acts for, from a day to another (inclusive)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="acts_for")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    from_day = models.DateField()
    to_day = models.DateField(null=True)

    personal = {"organisation": OF_THE_PERSON}


class PersonAlias(Private):
    """``merged`` is the same person as ``kept``, until undone.

    No other row moves: reads follow the alias. ``filled`` names the columns of the kept file that
    were empty and took the merged file's value, so that undoing empties them again.
    """

    merged = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    filled = models.JSONField(default=list)
    merged_at = models.DateTimeField()
    merged_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)

    impersonal = frozenset({"filled"})

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["merged"],
                condition=models.Q(undone_at=None),
                name="people_alias_once",
                violation_error_message=_("Cette fiche est déjà réunie à une autre."),
            )
        ]


class NotSame(Private):
    """Two files somebody looked at and said are two persons; ``first`` has the lower id."""

    first = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second"],
                name="people_not_same_once",
                violation_error_message=_("C’est déjà dit : ce sont deux personnes."),
            )
        ]


class HandOver(Private):
    """A file handed over to another structure, with the person's consent; what left is not kept."""

    class Consent(models.TextChoices):
        PAPER = "paper", _("sur papier")
        ORAL = "oral", _("oralement")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="hand_overs")
    to_name = models.CharField(max_length=120)
    consent = models.CharField(max_length=8, choices=Consent.choices)
    at = models.DateTimeField()
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")

    impersonal = frozenset({"to_name"})

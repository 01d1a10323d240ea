"""Persons, what they accepted, and when they came."""

from __future__ import annotations

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.core.personal import Personal
from maillage.core.tenancy import Declared, Private
from maillage.network.models import Commune, Place, Staff

ON_FILE = Personal(
    purpose="accueillir la personne et la joindre",
    duration="3 ans après la dernière venue",
    subject="self",
)
COUNTED = Personal(
    purpose="compter le public pour les financeurs, sans le nom",
    duration="illimitée, sans lien avec un nom",
    action="keep",
)
COUNTED_ON_FILE = Personal(
    purpose=COUNTED.purpose, duration="3 ans après la dernière venue", subject="self"
)


class Told(models.TextChoices):
    """The state of an answer: three ways of not knowing are three different values."""

    KNOWN = "known", _("connu")
    UNKNOWN = "unknown", _("non renseigné")
    DECLINED = "declined", _("ne veut pas dire")
    DONT_KNOW = "dont_know", _("ne sait pas")


class Sex(models.TextChoices):
    FEMALE = "female", _("femme")
    MALE = "male", _("homme")
    OTHER = "other", _("autre")


class AgeBand(models.TextChoices):
    """Bands of age, computed at the act from the birth year when it is known."""

    UNDER_12 = "under_12", _("moins de 12 ans")
    FROM_12_TO_17 = "12_17", _("12 à 17 ans")
    FROM_18_TO_25 = "18_25", _("18 à 25 ans")
    FROM_26_TO_39 = "26_39", _("26 à 39 ans")
    FROM_40_TO_59 = "40_59", _("40 à 59 ans")
    FROM_60_TO_74 = "60_74", _("60 à 74 ans")
    FROM_75 = "75_up", _("75 ans et plus")


class Status(models.TextChoices):
    SCHOOL = "school", _("scolarisé·e")
    STUDENT = "student", _("étudiant·e")
    EMPLOYED = "employed", _("en emploi")
    SELF_EMPLOYED = "self_employed", _("indépendant·e")
    JOB_SEEKER = "job_seeker", _("en recherche d’emploi")
    RETIRED = "retired", _("retraité·e")
    OTHER = "other", _("autre")


def new_fact_key() -> int:
    """A random signed 64-bit key for figures; renewed by erasure."""
    return secrets.randbits(63)


def told_field() -> models.CharField:
    return models.CharField(max_length=10, choices=Told.choices, default=Told.UNKNOWN)


class Profile(Declared):
    """What is reported of somebody, each value with the state of the answer."""

    sex = models.CharField(max_length=8, choices=Sex.choices, null=True)
    sex_told = told_field()
    age_band = models.CharField(max_length=10, choices=AgeBand.choices, null=True)
    age_told = told_field()
    commune = models.ForeignKey(Commune, null=True, on_delete=models.PROTECT, related_name="+")
    commune_told = told_field()
    qpv = models.CharField(max_length=60, null=True)
    qpv_told = told_field()
    status = models.CharField(max_length=16, choices=Status.choices, null=True)
    status_told = told_field()

    class Meta:
        abstract = True


PROFILE_COLUMNS = ("sex", "age_band", "commune", "qpv", "status")
COPIED = ("sex", "age_band", "commune_id", "qpv", "status")
TOLD = ("sex_told", "age_told", "commune_told", "qpv_told", "status_told")


class Person(Profile, Private):
    """Anyone known, even by a first name. Erased, the row stays, empty: a tombstone."""

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
    fact_key = models.BigIntegerField(default=new_fact_key)
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    personal = {
        **dict.fromkeys(
            ("first_name", "last_name", "folded", "phone", "phone_last4", "email", "card"), ON_FILE
        ),
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
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


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


class Document(Private):
    """A text people accept: its kind, its version, from when."""

    class Kind(models.TextChoices):
        CHARTER = "charter", _("charte")
        PARENTAL = "parental_consent", _("autorisation parentale")
        IMAGE_VOICE = "image_voice_consent", _("droit à l’image et à la voix")
        INSURANCE = "insurance", _("attestation d’assurance")

    class RequiredOf(models.TextChoices):
        EVERYONE = "everyone", _("tout le monde")
        MINORS = "minors", _("mineurs")
        NOBODY = "nobody", _("sur demande")

    kind = models.CharField(max_length=20, choices=Kind.choices)
    required_of = models.CharField(
        max_length=8, choices=RequiredOf.choices, default=RequiredOf.EVERYONE
    )
    version = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=120)
    from_day = models.DateField()

    impersonal = frozenset({"title"})

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["structure_id", "kind", "version"],
                name="people_document_version_once",
                violation_error_message=_("Cette version existe déjà."),
            )
        ]


class Acceptance(Private):
    """Who accepted which version, when, how, before whom; a witness for the spoken word."""

    class How(models.TextChoices):
        PAPER = "paper", _("sur papier")
        SCREEN = "screen", _("à l’écran")
        ORAL = "oral", _("oralement, avec témoin")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="acceptances")
    document = models.ForeignKey(Document, on_delete=models.PROTECT)
    at = models.DateTimeField()
    how = models.CharField(max_length=8, choices=How.choices)
    sheet = models.CharField(max_length=30, blank=True)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    witness = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    witness_staff = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    expires_on = models.DateField(null=True)
    undone = models.BooleanField(default=False)

    personal = {
        "sheet": Personal("retrouver la feuille signée", "durée de l’acceptation"),
    }

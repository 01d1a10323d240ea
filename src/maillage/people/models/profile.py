"""What is reported of somebody, and the state of each answer."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.core.personal import Personal
from maillage.core.tenancy import Declared
from maillage.network.models import Commune

ON_FILE = Personal(
    purpose=_("accueillir la personne et la joindre"),
    duration=_("3 ans après le dernier contact"),
    subject="self",
)
COUNTED = Personal(
    purpose=_("compter le public pour les financeurs, sans le nom"),
    duration=_("illimitée, sans lien avec un nom"),
    action="keep",
)
COUNTED_ON_FILE = Personal(purpose=COUNTED.purpose, duration=ON_FILE.duration, subject="self")


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

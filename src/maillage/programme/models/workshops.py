"""What is proposed: themes, and workshops (the kind, not the date)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.core.tenancy import Shared
from maillage.network.models import Organisation


class Format(models.TextChoices):
    CLASSIC = "classic", _("atelier")
    COLLABORATIVE = "collaborative", _("atelier collaboratif")
    FREE_ACCESS = "free_access", _("accès libre")
    OUTREACH = "outreach_slot", _("permanence")
    EVENT = "event", _("événement")
    TOURNAMENT = "tournament", _("tournoi")


class Theme(Shared):
    """A subject people ask for, in their own words; replaced one day by its successor.

    ``synonyms`` are words, comma-separated; ``folded`` is the title and them, as searched.
    """

    title = models.CharField(max_length=60)
    synonyms = models.CharField(max_length=300, blank=True)
    folded = models.CharField(max_length=400, blank=True)
    successor = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="predecessors"
    )
    retired_on = models.DateField(null=True)

    impersonal = frozenset({"title", "synonyms", "folded"})

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["structure_id", "title"],
                name="programme_theme_title_once",
                violation_error_message=_("Ce thème existe déjà."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class Level(models.TextChoices):
    BEGINNER = "beginner", _("débutant")
    INTERMEDIATE = "intermediate", _("à l’aise")
    ADVANCED = "advanced", _("perfectionnement")
    ALL = "all", _("tous niveaux")


class Audience(models.TextChoices):
    """Whom an activity is for; several may be ticked."""

    EVERYBODY = "everybody", _("tout public")
    INHABITANTS = "inhabitants", _("habitants")
    COMPANIES = "companies", _("TPE, artisans, commerçants")
    ASSOCIATIONS = "associations", _("associations")
    PROFESSIONALS = "professionals", _("professionnels, aidants")
    JOB_SEEKERS = "job_seekers", _("personnes en recherche d’emploi")
    SENIORS = "seniors", _("seniors")
    YOUNG = "young", _("jeunes")


class Tool(models.TextChoices):
    """What one works on."""

    PHONE = "phone", _("téléphone")
    TABLET = "tablet", _("tablette")
    COMPUTER = "computer", _("ordinateur")
    MACHINE = "machine", _("machine")
    NONE = "none", _("sans appareil")


class Workshop(Shared):
    """A kind of activity: what is proposed, to whom, for how long, at which price code.

    ``audiences`` are codes of ``Audience`` (none: everybody), ``tools`` codes of ``Tool``.
    ``organisation`` is the partner who runs it; none, the structure.
    """

    title = models.CharField(max_length=80)
    theme = models.ForeignKey(Theme, null=True, on_delete=models.PROTECT, related_name="workshops")
    level = models.CharField(max_length=12, choices=Level.choices, default=Level.ALL)
    format = models.CharField(max_length=14, choices=Format.choices, default=Format.CLASSIC)
    minutes = models.PositiveSmallIntegerField(default=90)
    capacity = models.PositiveSmallIntegerField(null=True)
    price_code = models.CharField(max_length=24, blank=True)
    minimum_age = models.PositiveSmallIntegerField(null=True)
    shares_room = models.BooleanField(null=True)
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+"
    )
    description = models.CharField(max_length=400, blank=True)
    audiences = models.JSONField(default=list)
    tools = models.JSONField(default=list)
    retired_on = models.DateField(null=True)

    impersonal = frozenset({"title", "price_code", "description", "audiences", "tools"})

    def __str__(self) -> str:
        return self.title

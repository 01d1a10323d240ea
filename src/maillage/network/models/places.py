"""Territory, structures and their carriers, places and their units."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.core.tenancy import Identified, Private, Reference, Shared


class Commune(Reference):
    """A current commune, by its INSEE code. Loaded from the packaged list."""

    code = models.CharField(max_length=5, primary_key=True)
    name = models.CharField(max_length=60)
    folded = models.CharField(max_length=60, db_index=True)
    siren = models.CharField(max_length=9, blank=True)
    department = models.CharField(max_length=3)
    region = models.CharField(max_length=3)
    population = models.IntegerField(null=True)
    postcodes = models.CharField(max_length=300)
    epci = models.CharField(max_length=120, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)

    def __str__(self) -> str:
        return self.name


class Structure(Identified):
    """The tenant: the team that answers for files, tills and notes, and the money boundary.

    Its legal identity is its carrier's at the day. It is reached by its own staff only.
    """

    tenancy = "system"

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    created_at = models.DateTimeField()

    impersonal = frozenset({"name", "slug"})
    objects = models.Manager()

    def __str__(self) -> str:
        return self.name


class Carrier(Private):
    """The legal person that carries a structure, from a day to another (inclusive)."""

    class Kind(models.TextChoices):
        ASSOCIATION = "association", _("association")
        COMMUNE = "commune", _("commune")
        EPCI = "epci", _("intercommunalité")
        COMPANY = "company", _("entreprise")
        OTHER = "other", _("autre")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=200, blank=True)
    siret = models.CharField(max_length=14, blank=True)
    rna = models.CharField(max_length=10, blank=True)
    from_day = models.DateField()
    to_day = models.DateField(null=True)

    impersonal = frozenset({"name", "address", "siret", "rna"})

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(to_day=None) | models.Q(to_day__gte=models.F("from_day")),
                name="network_carrier_ends_after_start",
                violation_error_message=_("La fin vient après le début."),
            )
        ]


class Place(Shared):
    """Where people come: fixed, travelling, or open for three days.

    Its name, motto, colour and logo are what screens and prints show. ``opening`` is OSM syntax;
    with ``opens_by_rota`` the place is open only when somebody of the team is there.
    ``school_zone`` is A, B, C, or nothing where school holidays are not known.
    """

    class Kind(models.TextChoices):
        DIGITAL_SPACE = "digital_space", _("espace public numérique")
        FABLAB = "fablab", _("fab lab")
        THIRD_PLACE = "third_place", _("tiers-lieu")
        COWORKING = "coworking", _("coworking")
        PUBLIC_SERVICE_HOUSE = "public_service_house", _("France Services")
        SOCIAL_CENTRE = "social_centre", _("centre social")
        LIBRARY = "library", _("médiathèque")
        TEMPORARY = "temporary", _("lieu éphémère")

    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=24, choices=Kind.choices)
    motto = models.CharField(max_length=120, blank=True)
    colour = models.CharField(max_length=7, default="#0a5a54")
    logo = models.FileField(upload_to="logos", blank=True)
    address = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    commune = models.ForeignKey(Commune, null=True, on_delete=models.PROTECT)
    time_zone = models.CharField(max_length=40, default="Europe/Paris")
    holiday_zone = models.CharField(max_length=20, default="metropole")
    opening = models.CharField(max_length=500, blank=True)
    opens_by_rota = models.BooleanField(default=False)
    school_zone = models.CharField(max_length=1, blank=True)
    opened_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)

    impersonal = frozenset(
        {
            *("name", "motto", "colour", "logo", "address", "phone"),
            *("time_zone", "holiday_zone", "school_zone", "opening"),
        }
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["structure_id", "name"],
                name="network_place_name_once",
                violation_error_message=_("Un lieu porte déjà ce nom."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Unit(Shared):
    """Something that can be taken: a room, a machine, a desk. Units form a tree.

    Taking a unit takes its descendants; n interchangeable desks are n units. Once retired, it is
    offered no more; what it was taken for stays.
    """

    class Kind(models.TextChoices):
        ROOM = "room", _("salle")
        MACHINE = "machine", _("machine")
        DESK = "desk", _("bureau")

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="units")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="parts")
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.ROOM)
    name = models.CharField(max_length=60)
    capacity = models.PositiveSmallIntegerField(null=True)
    retired_on = models.DateField(null=True)

    impersonal = frozenset({"name"})

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "name"],
                name="network_unit_name_once",
                violation_error_message=_("Une salle porte déjà ce nom dans ce lieu."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Organisation(Shared):
    """A partner, an organiser, a member that is not a person."""

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=40, blank=True)
    siret = models.CharField(max_length=14, blank=True)
    logo = models.FileField(upload_to="logos", blank=True)

    impersonal = frozenset({"name", "kind", "siret", "logo"})

    def __str__(self) -> str:
        return self.name

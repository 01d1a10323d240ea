"""The territory a structure serves, its priority neighbourhoods, the networks it is in."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.core.tenancy import Identified, Shared
from maillage.network.models.places import Commune


class Territory(Shared):
    """The communes a structure serves. ``stated_population`` is what its own papers say."""

    name = models.CharField(max_length=120)
    stated_population = models.PositiveIntegerField(null=True)
    stated_year = models.PositiveSmallIntegerField(null=True)

    impersonal = frozenset({"name"})

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["structure_id", "name"],
                name="network_territory_name_once",
                violation_error_message=_("Un territoire porte déjà ce nom."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class TerritoryCommune(Shared):
    """A commune of a territory."""

    territory = models.ForeignKey(Territory, on_delete=models.CASCADE, related_name="communes")
    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["territory", "commune"],
                name="network_territory_commune_once",
                violation_error_message=_("Cette commune y est déjà."),
            )
        ]


class CommunePopulation(Shared):
    """The population of a commune another year than that of the packaged list, and its source."""

    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    count = models.PositiveIntegerField()
    source = models.CharField(max_length=120, blank=True)

    impersonal = frozenset({"source"})

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["structure_id", "commune", "year"],
                name="network_population_once",
                violation_error_message=_("La population de cette commune est déjà donnée."),
            )
        ]


class PriorityNeighbourhood(Shared):
    """A priority neighbourhood of the city policy (QPV), by its name."""

    name = models.CharField(max_length=60)
    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=8, blank=True)
    retired_on = models.DateField(null=True)

    impersonal = frozenset({"name", "code"})

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["structure_id", "name"],
                name="network_qpv_name_once",
                violation_error_message=_("Ce quartier existe déjà."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Network(Identified):
    """A group of structures. It shares the directory and the programme, never names.

    ``code`` is what a member gives to a structure it invites.
    """

    tenancy = "system"

    name = models.CharField(max_length=120, unique=True)
    code = models.CharField(max_length=24, unique=True)

    impersonal = frozenset({"name", "code"})
    objects = models.Manager()

    def __str__(self) -> str:
        return self.name


class NetworkMembership(Shared):
    """A structure is in a network from a day to another (inclusive)."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="memberships")
    from_day = models.DateField()
    to_day = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["structure_id", "network"],
                condition=models.Q(to_day=None),
                name="network_membership_once",
                violation_error_message=_("Vous faites déjà partie de ce réseau."),
            )
        ]

"""What is taken and when; where the team is and when. The two overlap guards of the house."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.core.guards import NoOverlap
from maillage.core.tenancy import Shared
from maillage.network.models.places import Place, Unit
from maillage.network.models.staff import Staff


class Period(Shared):
    """A half-open period, with the plain id of what takes it."""

    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    source_kind = models.CharField(max_length=24)
    source_id = models.UUIDField()
    label = models.CharField(max_length=120)

    impersonal = frozenset({"source_kind", "label"})

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["source_id"], name="%(app_label)s_%(class)s_src")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="%(app_label)s_%(class)s_ends_after",
                violation_error_message=_("La fin vient après le début."),
            )
        ]


class Occupancy(Period):
    """A unit taken. One row for the unit asked for, one for each of its descendants."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="occupancies")

    guards = (NoOverlap("one_at_a_time", key="unit_id"),)

    class Meta(Period.Meta):
        abstract = False
        indexes = [
            *Period.Meta.indexes,
            models.Index(fields=["unit", "ends_at"], name="network_occupancy_until"),
        ]


class StaffPresence(Period):
    """A member of the team somewhere. Two sessions at one place may overlap; two places, never."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="presences")
    place = models.ForeignKey(Place, on_delete=models.PROTECT)

    guards = (NoOverlap("one_place_at_a_time", key="staff_id", unless_same="place_id"),)

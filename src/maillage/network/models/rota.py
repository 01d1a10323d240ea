"""Who is where each week, and who is away."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.core.tenancy import Private, Shared
from maillage.network.models.places import Place
from maillage.network.models.staff import Staff


class RotaSlot(Shared):
    """Somebody at a place on a weekday (Monday 0), from an hour to another, each week.

    Local wall time; from a day to another (inclusive). Its dated rows are ``StaffPresence``, laid
    as far as ``laid_until``.
    """

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="rota")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="rota")
    weekday = models.PositiveSmallIntegerField()
    starts = models.TimeField()
    ends = models.TimeField()
    from_day = models.DateField()
    to_day = models.DateField(null=True)
    laid_until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends__gt=models.F("starts")),
                name="network_rotaslot_ends_after",
                violation_error_message=_("La fin vient après le début."),
            )
        ]


class StaffAbsence(Private):
    """Somebody of the team is away, from a day to another (inclusive). Never why."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="absences")
    from_day = models.DateField()
    to_day = models.DateField()
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(to_day__gte=models.F("from_day")),
                name="network_absence_ends_after",
                violation_error_message=_("La fin vient après le début."),
            )
        ]

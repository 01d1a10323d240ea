"""The paper kit: numbers of blank receipts, printed in the morning and entered back later."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.core.tenancy import Private
from maillage.money.models.till import Series
from maillage.network.models import Place, Staff


class PaperBatch(Private):
    """Numbers of a place's paper book, reserved for the kit of one morning.

    ``first`` and ``last`` are inclusive; no two batches hold the same number. They are entered
    back whole, in their order: ``entered_at`` says when, used or void.
    """

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="batches")
    place = models.ForeignKey(Place, on_delete=models.PROTECT)
    first_number = models.PositiveIntegerField()
    last_number = models.PositiveIntegerField()
    day = models.DateField()
    at = models.DateTimeField()
    reserved_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(null=True)
    entered_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["series", "first_number"],
                name="money_paper_number_once",
                violation_error_message=_("Ces numéros sont déjà imprimés."),
            ),
            models.CheckConstraint(
                condition=models.Q(first_number__lte=models.F("last_number")),
                name="money_paper_range",
                violation_error_message=_("Un kit a au moins un reçu."),
            ),
        ]

    @property
    def numbers(self) -> range:
        return range(self.first_number, self.last_number + 1)

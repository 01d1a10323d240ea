"""The till: a series of receipts per device, its openings, its closings, its anchors."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.core.guards import AppendOnly
from maillage.core.tenancy import Private
from maillage.network.models import Device, Place, Staff


class Series(Private):
    """The numbers of one device's receipts, from 1 without a hole.

    ``flagged`` series keep what a revoked device hands in, or a number that came twice with other
    content. The series of a device that will not come back is closed by the office at the last
    number it is known to have given: beyond ``last_number``, receipts that never came.
    """

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="series")
    code = models.CharField(max_length=8)
    flagged = models.BooleanField(default=False)
    last_number = models.PositiveIntegerField(default=0)
    head_hash = models.CharField(max_length=64, blank=True)
    total_cents = models.BigIntegerField(default=0)
    closed_at = models.DateTimeField(null=True)
    closed_number = models.PositiveIntegerField(null=True)

    impersonal = frozenset({"code", "head_hash"})

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["structure_id", "code"],
                name="money_series_code_once",
                violation_error_message=_("Cette série existe déjà."),
            )
        ]


class TillSession(Private):
    """A till opened with a float, on one device."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="sessions")
    place = models.ForeignKey(Place, on_delete=models.PROTECT)
    opened_by = models.ForeignKey(Staff, on_delete=models.PROTECT)
    opened_at = models.DateTimeField()
    day = models.DateField()
    float_cents = models.BigIntegerField()

    guards = (AppendOnly(),)


class DifferenceReason(models.TextChoices):
    NONE = "", _("aucun écart")
    CHANGE = "change", _("erreur de rendu de monnaie")
    FLOAT = "float", _("fond de caisse mal compté")
    MISSING_ENTRY = "missing_entry", _("encaissement oublié")
    UNKNOWN = "unknown", _("inexpliqué")


class TillClosing(Private):
    """A till counted and closed. It holds the receipts numbered ``first`` to ``head``.

    ``expected_cents`` is the float plus cash taken minus cash given back; ``counted_cents`` what
    was in the box; a difference has a reason. The head of the chain is printed.
    """

    session = models.OneToOneField(TillSession, on_delete=models.PROTECT, related_name="closing")
    closed_by = models.ForeignKey(Staff, on_delete=models.PROTECT)
    closed_at = models.DateTimeField()
    day = models.DateField()
    expected_cents = models.BigIntegerField()
    counted_cents = models.BigIntegerField()
    reason = models.CharField(max_length=16, choices=DifferenceReason.choices, blank=True)
    first_number = models.PositiveIntegerField()
    head_number = models.PositiveIntegerField()

    guards = (AppendOnly(),)


class Anchor(Private):
    """The head of a series at a closing, or after a restore: also a line of ``anchors.log``."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="anchors")
    epoch = models.UUIDField()
    number = models.PositiveIntegerField()
    total_cents = models.BigIntegerField()
    head_hash = models.CharField(max_length=64)
    at = models.DateTimeField()

    guards = (AppendOnly(),)
    impersonal = frozenset({"head_hash"})

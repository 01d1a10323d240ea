"""Raw material: what is in stock, and each of its moves."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.core.guards import AppendOnly
from maillage.core.tenancy import Private
from maillage.network.models import Place


class Material(Private):
    """A material sold by the gram, the sheet, the centimetre: the price code says the price.

    ``reorder_at``: at or below so many thousandths of a unit, it is time to buy some.
    """

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="materials")
    code = models.CharField(max_length=24)
    label = models.CharField(max_length=60)
    reorder_at = models.PositiveIntegerField(null=True)
    retired_on = models.DateField(null=True)

    impersonal = frozenset({"code", "label"})

    units: int
    """What there is, as ``stock_queries`` read it."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "code"],
                name="money_material_code_once",
                violation_error_message=_("Ce matériau est déjà suivi dans ce lieu."),
            )
        ]


class StockMove(Private):
    """Units that came in or went out, in thousandths; only added to.

    ``source_id`` is the line of the sale that took them, or gave them back. The stock is the sum:
    below zero, more was sold than was known, and somebody counts.
    """

    class Why(models.TextChoices):
        DELIVERED = "delivered", _("livraison")
        SOLD = "sold", _("vente")
        COUNTED = "counted", _("comptage")
        LOST = "lost", _("perte, essai, raté")

    material = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="moves")
    why = models.CharField(max_length=10, choices=Why.choices)
    units = models.BigIntegerField()
    day = models.DateField()
    at = models.DateTimeField()
    actor_id = models.UUIDField()
    source_id = models.UUIDField(null=True)

    guards = (AppendOnly(),)

    class Meta:
        indexes = [models.Index(fields=["material", "day"], name="money_stockmove_day")]

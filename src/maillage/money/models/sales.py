"""Sales and receipts: ids, codes and amounts. What is typed or named stands beside, erasable."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.core.guards import AppendOnly
from maillage.core.personal import Personal
from maillage.core.tenancy import Private
from maillage.money.models.prices import Price, TaxMode
from maillage.money.models.till import Series
from maillage.network.models import Organisation, Place
from maillage.people.models import Person


class LineKind(models.TextChoices):
    MEMBERSHIP = "membership", _("adhésion")
    SESSION = "session", _("atelier")
    PLAN = "plan", _("forfait")
    USE = "use", _("usage")
    MATERIAL = "material", _("matière")
    DEPOSIT = "deposit", _("caution")
    OTHER = "other", _("autre")


class Reason(models.TextChoices):
    """Why a line is not at the price of the grid."""

    NONE = "", _("tarif de la grille")
    GOODWILL = "goodwill", _("geste commercial")
    SCHEME = "scheme", _("dispositif d’aide")
    MISTAKE = "mistake", _("erreur de saisie")
    PRO_RATA = "pro_rata", _("prorata de la première période")
    OTHER = "other", _("autre motif")


class ReversalReason(models.TextChoices):
    """Why a sale was countered."""

    NONE = "", _("non précisé")
    MISTAKE = "mistake", _("erreur de saisie")
    DUPLICATE = "duplicate", _("encaissée deux fois")
    CHANGE_OF_MIND = "change_of_mind", _("la personne a changé d’avis")
    OTHER = "other", _("autre motif")


class Sale(Private):
    """What somebody owes. Paid by receipts, now or later; a reversal points at what it undoes."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="sales")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT)
    at = models.DateTimeField()
    day = models.DateField()
    actor_id = models.UUIDField()
    amount_cents = models.BigIntegerField()
    reverses = models.OneToOneField("self", null=True, on_delete=models.PROTECT)
    reversal_reason = models.CharField(max_length=16, choices=ReversalReason.choices, blank=True)

    guards = (AppendOnly(),)

    class Meta:
        indexes = [models.Index(fields=["place", "day"], name="money_sale_day")]


class SaleLine(Private):
    """One line. ``amount = round(rate × quantity) − discount``; ``quantity`` is in thousandths."""

    sale = models.ForeignKey(Sale, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=LineKind.choices)
    code = models.CharField(max_length=24)
    profile = models.CharField(max_length=24, blank=True)
    member = models.BooleanField(default=False)
    price = models.ForeignKey(Price, null=True, on_delete=models.PROTECT)
    target_id = models.UUIDField(null=True)
    rate = models.BigIntegerField()
    quantity = models.IntegerField(default=1000)
    discount_cents = models.BigIntegerField(default=0)
    reason = models.CharField(max_length=12, choices=Reason.choices, blank=True)
    amount_cents = models.BigIntegerField()
    tax_mode = models.CharField(max_length=10, choices=TaxMode.choices)
    tax_rate = models.PositiveSmallIntegerField(default=0)

    guards = (AppendOnly(),)
    impersonal = frozenset({"code", "profile"})

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sale", "position"],
                name="money_saleline_position_once",
                violation_error_message=_("Deux lignes ont la même position."),
            )
        ]


class Void(models.TextChoices):
    """Why a number holds no payment: it was printed blank, and nothing was written on it."""

    NONE = "", _("émis")
    UNUSED = "unused", _("annulé, non utilisé")
    LOST = "lost", _("annulé, feuille perdue")


class Receipt(Private):
    """One act of payment, numbered by its device, chained by the server in number order.

    A number of a paper book that was not used is ``void``: no sale, 0.00, in its place.
    """

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="receipts")
    number = models.PositiveIntegerField()
    sale = models.ForeignKey(Sale, null=True, on_delete=models.PROTECT, related_name="receipts")
    void = models.CharField(max_length=8, choices=Void.choices, blank=True)
    at = models.DateTimeField()
    day = models.DateField()
    total_cents = models.BigIntegerField()
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    guards = (AppendOnly(),)
    impersonal = frozenset({"previous_hash", "hash"})

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["series", "number"],
                name="money_receipt_number_once",
                violation_error_message=_("Ce numéro de reçu existe déjà."),
            ),
            models.CheckConstraint(
                condition=models.Q(void="", sale__isnull=False)
                | models.Q(~models.Q(void=""), sale__isnull=True, total_cents=0),
                name="money_receipt_sold_or_void",
                violation_error_message=_("Un reçu est celui d’une vente, ou il est annulé."),
            ),
        ]


class Means(models.TextChoices):
    CASH = "cash", _("espèces")
    CARD = "card", _("carte")
    CHEQUE = "cheque", _("chèque")
    TRANSFER = "transfer", _("virement")
    VOUCHER = "voucher", _("bon")


class Payment(Private):
    """One means of a receipt. ``given_cents`` is what was handed over in cash."""

    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="payments")
    position = models.PositiveSmallIntegerField()
    means = models.CharField(max_length=10, choices=Means.choices)
    amount_cents = models.BigIntegerField()
    given_cents = models.BigIntegerField(null=True)

    guards = (AppendOnly(),)


PAYER = Personal(_("prouver le paiement à la personne"), _("10 ans, sauf effacement"))


class ReceiptPrint(Private):
    """What the paper said: payer, labels, place and carrier, frozen beside the receipt."""

    receipt = models.OneToOneField(Receipt, on_delete=models.PROTECT, related_name="printed")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    payer_name = models.CharField(max_length=120, blank=True)
    labels = models.JSONField(default=list)
    place_name = models.CharField(max_length=80)
    carrier = models.JSONField(default=dict)

    personal = {"payer_name": PAYER}
    impersonal = frozenset({"labels", "place_name", "carrier"})

"""Rewrite a receipt as somebody would who knows the chain: amounts changed, links made again."""

from __future__ import annotations

from maillage.core.models import JournalLine
from maillage.core.scopes import every_structure
from maillage.money.chain import content
from maillage.money.models import Anchor, Payment, Receipt, Sale, SaleLine, Series
from maillage.money.rules import receipt_hash

STOLEN = 100


def rewrite(code: str, number: int, *also: str) -> None:
    """Take a euro from a receipt and make the chain again; the guards must be off.

    ``journal`` makes the journal's marks agree too, ``anchors`` the rows of anchors (not the log).
    """
    with every_structure():
        _rewrite(code, number, also)


def _rewrite(code: str, number: int, also: tuple[str, ...]) -> None:
    series = Series.objects.get(code=code)
    receipts = list(Receipt.objects.filter(series=series).order_by("number").select_related("sale"))
    stolen = receipts[number - 1]
    take(stolen)
    link, total = "", 0
    for receipt in Receipt.objects.filter(series=series).order_by("number").select_related("sale"):
        lines, payments = list(receipt.sale.lines.all()), list(receipt.payments.all())
        before = receipt.hash
        link = receipt_hash(link, content(receipt, code, receipt.sale, lines, payments))
        total += receipt.total_cents
        if receipt.number < number:
            assert link == before
            continue
        previous = Receipt.objects.filter(series=series, number=receipt.number - 1).first()
        values = {"hash": link, "previous_hash": previous.hash if previous else ""}
        Receipt.objects.filter(pk=receipt.pk).update(**values)
        if "journal" in also:
            old, new = f"{code} {receipt.number} {before}", f"{code} {receipt.number} {link}"
            assert JournalLine.objects.filter(mark=old).update(mark=new) == 1
        if "anchors" in also:
            anchored = Anchor.objects.filter(series=series, number=receipt.number)
            anchored.update(head_hash=link, total_cents=total)
    Series.objects.filter(pk=series.pk).update(head_hash=link, total_cents=total)


def take(receipt: Receipt) -> None:
    """A euro less in the sale, its first line, the receipt and its first payment."""
    line = SaleLine.objects.filter(sale=receipt.sale).first()
    payment = Payment.objects.filter(receipt=receipt).first()
    amount = receipt.sale.amount_cents - STOLEN
    Sale.objects.filter(pk=receipt.sale_id).update(amount_cents=amount)
    SaleLine.objects.filter(pk=line.pk).update(amount_cents=line.amount_cents - STOLEN)
    Payment.objects.filter(pk=payment.pk).update(amount_cents=payment.amount_cents - STOLEN)
    Receipt.objects.filter(pk=receipt.pk).update(total_cents=receipt.total_cents - STOLEN)

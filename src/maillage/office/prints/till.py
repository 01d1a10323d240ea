"""The journal of the tills on paper: the lines of the CSV, and the totals by means."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core import saying
from maillage.core.cents import format_euros
from maillage.money.models import Receipt
from maillage.money.models.sales import Means


def journal_data(
    receipts: Sequence[Receipt], *, first: date, last: date, carrier: str
) -> dict[str, Any]:
    """A line a payment, in the order of the receipts; totals by means, then of all.

    Void numbers that follow one another are one line.
    """
    payments = [one for receipt in receipts for one in receipt.payments.all()]
    days = {"first": f"{first:%d/%m/%Y}", "last": f"{last:%d/%m/%Y}"}
    return {
        "title": _("Journal de caisse du %(first)s au %(last)s") % days,
        "carrier": carrier,
        "columns": [
            _("Reçu"), _("Jour"), _("Libellés"), _("Payé par"), _("Moyen"), _("Montant"),
        ],
        "rows": [row for group in voids_together(receipts) for row in _rows(group)],
        "nothing": _("Aucun reçu entre ces deux jours."),
        "totals": _totals([(one.means, one.amount_cents) for one in payments]),
    }  # fmt: skip


def _rows(group: list[Receipt]) -> list[list[str]]:
    receipt = group[0]
    moved = [(str(one.get_means_display()), one.amount_cents) for one in receipt.payments.all()]
    return [
        [
            numbers_of(group),
            f"{timezone.localtime(receipt.at):%d/%m %H:%M}",
            labels_of(receipt),
            receipt.printed.payer_name,
            means,
            format_euros(cents),
        ]
        for means, cents in moved or [("", 0)]
    ]


def voids_together(receipts: Iterable[Receipt]) -> list[list[Receipt]]:
    """Receipts in their order, each alone; numbers void one after the other are one group."""
    groups: list[list[Receipt]] = []
    for receipt in receipts:
        last = groups[-1][-1] if groups else None
        if (
            last
            and receipt.void
            and _void_place(last) == (*_void_place(receipt)[:2], receipt.number - 1)
        ):
            groups[-1].append(receipt)
        else:
            groups.append([receipt])
    return groups


def _void_place(receipt: Receipt) -> tuple[Any, str, int]:
    return (receipt.series_id, receipt.void, receipt.number)


def numbers_of(group: list[Receipt]) -> str:
    """« A-12 », or « P1-3 à P1-20 » for numbers that follow one another."""
    first, last = (f"{one.series.code}-{one.number}" for one in (group[0], group[-1]))
    return first if first == last else _("%(first)s à %(last)s") % {"first": first, "last": last}


def labels_of(receipt: Receipt) -> str:
    """What was paid for; of a void number, that it is."""
    if receipt.void:
        return saying.capital(receipt.get_void_display())
    return ", ".join(receipt.printed.labels)


def _totals(payments: list[tuple[str, int]]) -> list[dict[str, str]]:
    by_means: dict[str, int] = {}
    for means, cents in payments:
        by_means[means] = by_means.get(means, 0) + cents
    names = dict(Means.choices)
    rows = [
        {"label": str(names[means]), "amount": format_euros(cents)}
        for means, cents in sorted(by_means.items())
    ]
    total = {"label": _("Total"), "amount": format_euros(sum(by_means.values()))}
    return [*rows, total] if rows else []

"""The journal of the tills on paper: the lines of the CSV, and the totals by means."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core.cents import format_euros
from maillage.money.models import Receipt
from maillage.money.models.sales import Means


def journal_data(
    receipts: Sequence[Receipt], *, first: date, last: date, carrier: str
) -> dict[str, Any]:
    """A line a payment, in the order of the receipts; totals by means, then of all."""
    payments = [(receipt, one) for receipt in receipts for one in receipt.payments.all()]
    days = {"first": f"{first:%d/%m/%Y}", "last": f"{last:%d/%m/%Y}"}
    return {
        "title": _("Journal de caisse du %(first)s au %(last)s") % days,
        "carrier": carrier,
        "columns": [
            _("Reçu"), _("Jour"), _("Libellés"), _("Payé par"), _("Moyen"), _("Montant"),
        ],
        "rows": [
            [
                f"{receipt.series.code}-{receipt.number}",
                f"{timezone.localtime(receipt.at):%d/%m %H:%M}",
                ", ".join(receipt.printed.labels),
                receipt.printed.payer_name,
                str(one.get_means_display()),
                format_euros(one.amount_cents),
            ]
            for receipt, one in payments
        ],
        "nothing": _("Aucun reçu entre ces deux jours."),
        "totals": _totals([(one.means, one.amount_cents) for _receipt, one in payments]),
    }  # fmt: skip


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

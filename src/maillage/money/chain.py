"""The chain of receipts: how a receipt takes its number and its link.

The device numbers its receipts, the server chains each series in number order. What a receipt
says (lines, payments, totals) is hashed with the link before it.
"""

from __future__ import annotations

from datetime import UTC
from typing import Any
from uuid import UUID

from maillage.core.acting import Acting
from maillage.core.compiled import Compiled
from maillage.core.inserts import insert_all
from maillage.money.models import Payment, Receipt, Sale, SaleLine, Series
from maillage.money.rules import receipt_hash
from maillage.network.models import Device


def series_of(acting: Acting) -> Series:
    """The series of the acting device, locked; made on its first use."""
    series = _locked(acting.device_id, flagged=acting.revoked)
    return series or start_series(acting, acting.device_id, flagged=acting.revoked)


def _locked(device_id: UUID, *, flagged: bool) -> Series | None:
    for found in (_FLAGGED if flagged else _OWN).objects(device_id):
        series: Series = found
        return series
    return None


def _of_device(device_id: UUID, *, flagged: bool) -> Any:
    rows = Series.objects.filter(device_id=device_id, flagged=flagged)
    return rows.select_for_update(of=("self",))


_OWN = Compiled(lambda device: _of_device(device, flagged=False), UUID)
_FLAGGED = Compiled(lambda device: _of_device(device, flagged=True), UUID)


def start_series(
    acting: Acting, device_id: UUID, *, flagged: bool = False, paper: bool = False
) -> Series:
    """Give a device its series, under the next free letters; ``!`` marks a flagged one.

    Those of paper books are P1, P2…: a figure is in no other code.
    """
    if paper:
        code = f"P{Series.objects.filter(device__kind=Device.Kind.PAPER).count() + 1}"
    else:
        code = letters(Series.objects.count()) + ("!" if flagged else "")
    series: Series = Series.objects.create(
        structure_id=acting.structure_id, device_id=device_id, code=code, flagged=flagged
    )
    acting.touch(series.pk)
    return series


def letters(number: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    text = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def content(
    receipt: Receipt,
    series_code: str,
    sale: Sale | None,
    lines: list[SaleLine],
    payments: list[Payment],
) -> dict[str, Any]:
    """What the hash covers, in one canonical shape for writing and for verifying."""
    void = {"void": receipt.void} if receipt.void else {}
    return {
        **void,
        "id": receipt.pk.hex,
        "series": series_code,
        "number": receipt.number,
        "at": receipt.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "day": receipt.day.isoformat(),
        "total": receipt.total_cents,
        "sale": _sale(sale),
        "lines": [_line(line) for line in sorted(lines, key=lambda one: one.position)],
        "payments": [
            [one.means, one.amount_cents, one.given_cents]
            for one in sorted(payments, key=lambda one: one.position)
        ],
    }


def _sale(sale: Sale | None) -> list[Any] | None:
    if sale is None:
        return None
    reversed_id = sale.reverses_id and sale.reverses_id.hex
    reason = [sale.reversal_reason] if sale.reversal_reason else []
    return [sale.pk.hex, sale.amount_cents, reversed_id, *reason]


def _line(line: SaleLine) -> list[Any]:
    return [
        line.kind,
        line.code,
        line.profile,
        line.member,
        line.target_id and line.target_id.hex,
        line.rate,
        line.quantity,
        line.discount_cents,
        line.reason,
        line.amount_cents,
        line.tax_mode,
        line.tax_rate,
    ]


def number_for(acting: Acting, series: Series, asked: int | None) -> tuple[Series, int]:
    """The series and number of a receipt. The server's own come next in line.

    A number that does not follow (it came twice with other content, or a hole) is kept under the
    device's flagged series and noted in *À régler*.
    """
    following = series.last_number + 1
    if not acting.counts or asked == following:
        return series, following
    if series.flagged:
        return series, max(following, asked or 0)
    acting.leave_out("number_does_not_follow", series.code, str(asked))
    flagged = _locked(acting.device_id, flagged=True)
    flagged = flagged or start_series(acting, acting.device_id, flagged=True)
    return flagged, max(flagged.last_number + 1, asked or 0)


def issue(
    acting: Acting,
    *,
    series: Series,
    receipt: Receipt,
    sale: Sale | None,
    lines: list[SaleLine],
    payments: list[Payment],
) -> None:
    """Link the receipt to the chain and store it with its payments."""
    receipt.previous_hash = series.head_hash
    receipt.hash = receipt_hash(
        series.head_hash, content(receipt, series.code, sale, lines, payments)
    )
    insert_all([receipt, *payments])
    series.last_number = receipt.number
    series.head_hash = receipt.hash
    series.total_cents += receipt.total_cents
    series.save(update_fields=["last_number", "head_hash", "total_cents"])
    acting.mark = mark_of(series, receipt.number)
    acting.touch(receipt.pk, series.pk)


def mark_of(series: Series, first: int) -> str:
    """What the journal keeps of receipts chained by one command, from ``first`` to the head."""
    numbers = f"{first}-{series.last_number}" if first < series.last_number else f"{first}"
    return f"{series.code} {numbers} {series.head_hash}"

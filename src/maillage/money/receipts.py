"""Receipts: one act of payment each, by one or several means; what the paper says beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from maillage.core.acting import Acting
from maillage.core.commands import Data, Missing
from maillage.core.compiled import Compiled
from maillage.core.ids import new_id
from maillage.core.periods import local_date
from maillage.money import chain
from maillage.money.models import Payment, Receipt, ReceiptPrint, Sale, SaleLine, TillClosing
from maillage.money.parts import MovedPart, ReceiptPart
from maillage.network.models import Carrier, Place
from maillage.network.queries import place_of
from maillage.people.models import Person


def where_and_when(acting: Acting) -> tuple[Place, date]:
    """The place of the act and its local date; ``not_found`` for another structure's place."""
    place = place_of(acting.place())
    if place is None:
        raise Missing(_("Lieu"), acting.place())
    return place, local_date(acting.at, place.time_zone)


def issue_receipt(
    acting: Acting,
    sale: Sale,
    lines: list[SaleLine],
    paid: Sequence[MovedPart],
    asked: ReceiptPart | None,
    *,
    payer: Person | None,
) -> Data:
    """Number, chain, store and print a receipt; answers what the paper shows of the chain."""
    place, day = where_and_when(acting)
    series = chain.series_of(acting)
    series, number = chain.number_for(acting, series, asked.number if asked else None)
    receipt = Receipt(
        id=asked.receipt if asked else new_id(),
        structure_id=acting.structure_id,
        series=series,
        number=number,
        sale=sale,
        at=acting.at,
        day=day,
        total_cents=sum(one.amount_cents for one in paid),
    )
    payments = [
        Payment(
            structure_id=acting.structure_id,
            receipt=receipt,
            position=position,
            means=one.means,
            amount_cents=one.amount_cents,
            given_cents=one.given_cents,
        )
        for position, one in enumerate(paid)
    ]
    chain.issue(acting, series=series, receipt=receipt, sale=sale, lines=lines, payments=payments)
    _print(receipt, lines, place, payer)
    _remember_means(payer, paid[0].means)
    return {
        "receipt": str(receipt.pk),
        "code": series.code,
        "number": number,
        "hash8": receipt.hash[:8],
        "flagged": series.flagged,
    }


def void_number(acting: Acting, why: str) -> None:
    """Hold the next number of the acting device's series as void: no sale, 0.00."""
    place, day = where_and_when(acting)
    series = chain.series_of(acting)
    receipt = Receipt(
        id=new_id(),
        structure_id=acting.structure_id,
        series=series,
        number=series.last_number + 1,
        void=why,
        at=acting.at,
        day=day,
        total_cents=0,
    )
    chain.issue(acting, series=series, receipt=receipt, sale=None, lines=[], payments=[])
    _print(receipt, [], place, None)


def _print(receipt: Receipt, lines: list[SaleLine], place: Place, payer: Person | None) -> None:
    """Freeze what the paper says beside the receipt: labels, carrier of the day, payer."""
    ReceiptPrint.objects.create(
        structure_id=receipt.structure_id,
        receipt=receipt,
        person=payer,
        payer_name=str(payer) if payer else "",
        labels=[line.price.label if line.price else line.get_kind_display() for line in lines],
        place_name=place.name,
        carrier=carrier_at(receipt.day),
    )


def carrier_at(day: date) -> dict[str, str]:
    """Who carried the structure that day, as printed."""
    rows = _CARRIERS.rows(day)
    found = next((said for to_day, *said in rows if to_day is None or to_day >= day), None)
    return dict(zip(_SAID, found, strict=True)) if found else {}


_SAID = ("kind", "name", "address", "siret", "rna")
_CARRIERS = Compiled(
    lambda day: (
        Carrier.objects.filter(from_day__lte=day)
        .order_by("-from_day")
        .values_list("to_day", *_SAID)
    ),
    date,
    kept=True,
)


def _remember_means(payer: Person | None, means: str) -> None:
    if payer is not None and payer.last_means != means:
        Person.objects.filter(pk=payer.pk).update(last_means=means)


def is_closed(sale: UUID) -> bool:
    """Whether a closing holds a receipt of the sale."""
    return any(
        TillClosing.objects.filter(session__series=series, head_number__gte=number).exists()
        for series, number in Receipt.objects.filter(sale=sale).values_list("series", "number")
    )

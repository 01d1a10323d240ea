"""The paper kit's receipts: numbers reserved in the morning, entered back whole, void or used.

A place has one book, a device of kind ``paper`` with a series of its own. Its chain is in the
order of the numbers, so batches are entered in theirs. The cash taken on paper stays apart, in an
envelope: entering a batch opens, counts and closes a till of the book, which holds its numbers.
"""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from maillage.core import saying
from maillage.core.acting import Acting
from maillage.core.commands import Data, Missing, Refusal
from maillage.core.ids import new_id
from maillage.core.periods import local_date
from maillage.money import till
from maillage.money.chain import mark_of, start_series
from maillage.money.models import PaperBatch, Series
from maillage.money.models.sales import Means, Void
from maillage.money.paper_queries import kits_before
from maillage.money.parts import PaperPart
from maillage.money.receipts import void_number
from maillage.money.selling import sell
from maillage.network.models import Device, Place
from maillage.network.permissions import demand_at
from maillage.network.rights import Right


def reserve_paper(acting: Acting, *, batch: UUID, place: UUID, receipts: int) -> Data:
    """Reserve the next numbers of a place's paper book for a kit; the first makes the book.

    No number is ever reserved twice, whether or not it was printed.
    """
    demand_at(acting, Right.DESK, [place])
    where = Place.objects.select_for_update(no_key=True).filter(pk=place).first()
    if where is None:
        raise Missing(_("Lieu"), place)
    series = _series_of(where) or _make_book(acting, where)
    held = PaperBatch.objects.filter(series=series).aggregate(last=Max("last_number"))
    first = (held["last"] or 0) + 1
    PaperBatch.objects.create(
        id=batch,
        structure_id=acting.structure_id,
        series=series,
        place=where,
        first_number=first,
        last_number=first + receipts - 1,
        day=local_date(acting.at, where.time_zone),
        at=acting.at,
        reserved_by_id=acting.actor_id,
    )
    acting.touch(batch, series.pk)
    return {"batch": str(batch), "code": series.code, "first": first, "last": first + receipts - 1}


def _series_of(place: Place) -> Series | None:
    found: Series | None = Series.objects.filter(
        device__kind=Device.Kind.PAPER, device__place=place, flagged=False
    ).first()
    return found


def _make_book(acting: Acting, place: Place) -> Series:
    book = Device.objects.create(
        structure_id=acting.structure_id,
        kind=Device.Kind.PAPER,
        name=_("Carnet papier"),
        place=place,
        enrolled_at=acting.at,
    )
    acting.touch(book.pk)
    return start_series(acting, book.pk, paper=True)


def enter_paper(
    acting: Acting,
    *,
    batch: UUID,
    receipts: list[PaperPart],
    counted_cents: int | None = None,
    reason: str = "",
    earlier_unused: bool = False,
) -> Data:
    """Enter a kit's receipts back, all at once: those used as they were, the others void.

    ``counted_cents`` is the cash of the envelope; ``None``: it is right. ``earlier_unused``: the
    kits before it, not entered yet, are void whole. What happened is kept; its faults become rows
    of *À régler*. Refuses ``already_entered``, ``earlier_batch``, ``number_elsewhere``,
    ``difference_unexplained``.
    """
    row = _open_batch(acting, batch, Right.TILL)
    earlier = list(kits_before(row))
    if earlier and not earlier_unused:
        raise _enter_first(earlier[0])
    used = {one.number: one for one in receipts}
    if len(used) < len(receipts) or not used.keys() <= set(row.numbers):
        raise Refusal(
            "number_elsewhere",
            _("Un numéro n’est pas de ce kit, ou vient deux fois. Vérifiez les numéros."),
        )
    if counted_cents is None:
        counted_cents = sum(
            paid.amount_cents
            for one in receipts
            for paid in one.payments
            if paid.means == Means.CASH
        )
    return _enter(
        acting, [*earlier, row], used, void=Void.UNUSED, counted_cents=counted_cents, reason=reason
    )


def void_paper(acting: Acting, *, batch: UUID) -> Data:
    """Void every number of a kit that is lost. Refuses ``already_entered``, ``earlier_batch``."""
    row = _open_batch(acting, batch, Right.REVERSE)
    first = kits_before(row).first()
    if first is not None:
        raise _enter_first(first)
    return _enter(acting, [row], {}, void=Void.LOST, counted_cents=0, reason="")


def _open_batch(acting: Acting, batch: UUID, right: str) -> PaperBatch:
    """The batch, its series locked; refuses ``already_entered``."""
    found = PaperBatch.objects.filter(pk=batch).values_list("series", flat=True).first()
    if found is None:
        raise Missing(_("Kit papier"), batch)
    Series.objects.select_for_update(of=("self",)).get(pk=found)
    row: PaperBatch = PaperBatch.objects.select_related("series", "place", "entered_by").get(
        pk=batch
    )
    demand_at(acting, right, [row.place_id])
    if row.entered_at is not None:
        said = _("%(who)s a déjà saisi ce kit, %(day)s. Pour corriger, annulez une vente.")
        day = saying.day_long(local_date(row.entered_at, row.place.time_zone))
        raise Refusal("already_entered", said % {"who": row.entered_by, "day": day})
    return row


def _enter_first(earlier: PaperBatch) -> Refusal:
    said = _(
        "Un kit d’avant attend encore, celui de %s : saisissez-le, ou dites qu’il n’a pas servi."
    )
    return Refusal("earlier_batch", said % saying.day_long(earlier.day), batch=str(earlier.pk))


def _enter(
    acting: Acting,
    rows: list[PaperBatch],
    used: dict[int, PaperPart],
    *,
    void: str,
    counted_cents: int,
    reason: str,
) -> Data:
    """Chain every number of the batches in order, then count and close the envelope."""
    series = rows[-1].series
    book = replace(
        acting, device_id=series.device_id, place_id=rows[-1].place_id, counts=True, revoked=False
    )
    opened = new_id()
    till.open_till(book, till=opened, float_cents=0)
    for number in (number for row in rows for number in row.numbers):
        if number in used:
            _sell(book, used[number])
        else:
            void_number(book, void)
    closed = till.close_till(
        book, closing=new_id(), till=opened, counted_cents=counted_cents, reason=reason
    )
    series.refresh_from_db()
    acting.mark = mark_of(series, rows[0].first_number)
    PaperBatch.objects.filter(pk__in=[row.pk for row in rows]).update(
        entered_at=acting.at, entered_by=acting.actor_id
    )
    acting.touch(*(row.pk for row in rows))
    return {**closed, "used": len(used)}


def _sell(book: Acting, one: PaperPart) -> None:
    """A receipt that somebody holds already: kept as it was, at its own time."""
    then = replace(book, at=min(one.at, book.at))
    sell(then, sale=one.sold(), person=one.person, memberships=one.memberships)

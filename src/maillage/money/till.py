"""The till of a device: opened with a float, counted, closed with its head of chain."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from maillage.core.acting import Acting
from maillage.core.commands import Data, Missing, Refusal
from maillage.core.journal import current_rev
from maillage.money import anchors
from maillage.money.chain import series_of, start_series
from maillage.money.models import Anchor, Payment, Series, TillClosing, TillSession
from maillage.money.models.sales import Means
from maillage.money.receipts import where_and_when
from maillage.network.models import Device


def give_series(acting: Acting, *, device: UUID) -> Data:
    """Give a newly enrolled device its series of receipts, before its first day."""
    if not Device.objects.filter(pk=device, revoked_at=None).exists():
        raise Missing(_("Appareil"), device)
    if Series.objects.filter(device=device, flagged=False).exists():
        raise Refusal("already_there", _("Cet appareil a déjà sa série de reçus."))
    series = start_series(acting, device, flagged=False)
    return {"series": str(series.pk), "code": series.code}


def close_series(acting: Acting, *, device: UUID, last_number: int) -> Data:
    """Close the receipts of a device taken away, at the last number it is known to have given.

    Numbers that never came are noted in *À régler*. Refuses ``still_there`` before the device is
    taken away, ``closed`` the second time, ``number_given`` below a receipt already received.
    """
    found = Series.objects.select_for_update().filter(device=device, flagged=False)
    series = found.select_related("device").first()
    if series is None:
        raise Missing(_("Série de reçus"), device)
    if series.device.revoked_at is None:
        raise Refusal("still_there", _("Retirez d’abord ce poste : il peut encore encaisser."))
    if series.closed_at is not None:
        raise Refusal("closed", _("Cette série est déjà fermée."))
    if last_number < series.last_number:
        text = _("Le reçu %(number)s est déjà reçu : tapez au moins ce numéro.")
        raise Refusal("number_given", text % {"number": series.last_number})
    if last_number > series.last_number:
        missing = f"{series.code}-{series.last_number + 1} – {series.code}-{last_number}"
        acting.leave_out("receipts_missing", missing)
    series.closed_at, series.closed_number = acting.at, last_number
    series.save(update_fields=["closed_at", "closed_number"])
    acting.touch(series.pk)
    return {"series": str(series.pk), "code": series.code, "last_number": last_number}


def open_till(acting: Acting, *, till: UUID, float_cents: int) -> Data:
    """Open the device's till with its float. Refuses ``already_open``."""
    series = series_of(acting)
    if open_session(series) is not None:
        raise Refusal("already_open", _("La caisse de ce poste est déjà ouverte."))
    place, day = where_and_when(acting)
    TillSession.objects.create(
        id=till,
        structure_id=acting.structure_id,
        series=series,
        place=place,
        opened_by_id=acting.actor_id,
        opened_at=acting.at,
        day=day,
        float_cents=float_cents,
    )
    acting.touch(till, series.pk)
    return {"till": str(till), "code": series.code, "last_number": series.last_number}


def open_session(series: Series) -> TillSession | None:
    """The session of the series not yet closed."""
    found: TillSession | None = TillSession.objects.filter(series=series, closing=None).first()
    return found


def last_closed_number(series: Series) -> int:
    """The last receipt held by a closing; 0 before the first."""
    closings = TillClosing.objects.filter(session__series=series)
    return int(closings.order_by("-head_number").values_list("head_number", flat=True).first() or 0)


def totals_since(series: Series, number: int) -> dict[str, int]:
    """Cents by means over the receipts numbered after ``number``."""
    rows: Any = (
        Payment.objects.filter(receipt__series=series, receipt__number__gt=number)
        .values_list("means")
        .annotate(cents=Sum("amount_cents"))
        .order_by()
    )
    return dict(rows)


def close_till(
    acting: Acting, *, closing: UUID, till: UUID, counted_cents: int, reason: str = ""
) -> Data:
    """Close the till with what was counted. A difference needs a reason.

    Every receipt of the series not yet closed falls in it, even taken while no till was open.
    Refuses ``not_open``, ``difference_unexplained``. Prints and anchors the head of the chain.
    """
    series = series_of(acting)
    session = open_session(series)
    if session is None or session.pk != till:
        raise Refusal("not_open", _("Cette caisse n’est pas ouverte sur ce poste."))
    first = last_closed_number(series) + 1
    totals = totals_since(series, first - 1)
    expected = session.float_cents + totals.get(Means.CASH, 0)
    if counted_cents != expected and not reason:
        raise Refusal(
            "difference_unexplained",
            _("Le compte n’est pas juste : recomptez, ou dites d’où vient l’écart."),
            expected_cents=expected,
        )
    _place, day = where_and_when(acting)
    TillClosing.objects.create(
        id=closing,
        structure_id=acting.structure_id,
        session=session,
        closed_by_id=acting.actor_id,
        closed_at=acting.at,
        day=day,
        expected_cents=expected,
        counted_cents=counted_cents,
        reason=reason,
        first_number=first,
        head_number=series.last_number,
    )
    drop_anchor(acting, series)
    acting.touch(closing, till, series.pk)
    return {
        "code": series.code,
        "number": series.last_number,
        "total_cents": series.total_cents,
        "hash8": series.head_hash[:8],
        "expected_cents": expected,
        "difference_cents": counted_cents - expected,
        "totals": totals,
    }


def drop_anchor(acting: Acting, series: Series) -> None:
    """Write the head of the chain in the table and, once committed, in ``anchors.log``."""
    _rev, epoch = current_rev(acting.structure_id)
    anchor = Anchor.objects.create(
        structure_id=acting.structure_id,
        series=series,
        epoch=epoch,
        number=series.last_number,
        total_cents=series.total_cents,
        head_hash=series.head_hash,
        at=acting.at,
    )
    line = anchors.line_of(anchor, series.code)
    transaction.on_commit(lambda: anchors.append(line))

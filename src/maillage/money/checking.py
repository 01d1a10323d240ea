"""What a sale must be before it is stored: its sums, its prices, what its lines pay for."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from maillage.core.acting import Acting
from maillage.core.commands import Missing, Refusal
from maillage.money.models import Price
from maillage.money.models.sales import LineKind
from maillage.money.parts import LinePart, SalePart
from maillage.money.rules import amount, resolve
from maillage.network.models import Place

TAKEN = (LineKind.MEMBERSHIP, LineKind.PLAN)
"""The lines whose target is taken with their sale, and goes with it."""


def is_issued(acting: Acting, sale: SalePart) -> bool:
    """Whether a desk has already issued the receipt: then nothing refuses it."""
    return acting.counts and sale.is_numbered() and bool(sale.payments)


def fault(acting: Acting, sale: SalePart, refusal: Refusal, *ids: UUID | None) -> None:
    """Refuse what lies ahead; note what has already been issued."""
    if not is_issued(acting, sale):
        raise refusal
    acting.leave_out(refusal.code, sale.sale, *ids)


def check_lines(
    acting: Acting, sale: SalePart, grid: dict[UUID, Price], place: Place, day: date
) -> None:
    """Arithmetic, then the grid: a price other than the grid's carries a reason.

    Refuses ``total_wrong``, ``discount_too_large``, ``deposit_apart``, ``overpaid``,
    ``price_changed``; ``not_found`` for a price of elsewhere.
    """
    paid = sum(one.amount_cents for one in sale.payments)
    total = sum(line.amount_cents for line in sale.lines)
    if any(_amount(line) != line.amount_cents for line in sale.lines):
        fault(acting, sale, Refusal("total_wrong", _("Le total ne correspond pas aux lignes.")))
    if any(line.amount_cents < 0 for line in sale.lines):
        fault(acting, sale, _too_large())
    if len({line.kind == LineKind.DEPOSIT for line in sale.lines}) > 1:
        fault(acting, sale, _deposit_apart())
    if paid > total:
        fault(acting, sale, Refusal("overpaid", _("On ne prend pas plus que le montant dû.")))
    for line in sale.lines:
        if line.price is not None and line.price not in grid:
            fault(acting, sale, Missing(_("Prix"), line.price), line.price)
        if not line.reason and not _follows(grid, line, place, day):
            fault(acting, sale, _off_grid(), line.price)


def _follows(grid: dict[UUID, Price], line: LinePart, place: Place, day: date) -> bool:
    """Whether the line is at the price of the grid."""
    expected = resolve(
        grid.values(),
        code=line.code,
        profile=line.profile,
        member=line.member,
        place=place.pk,
        day=day,
    )
    return expected is not None and expected.rate == line.rate and not line.discount_cents


def _too_large() -> Refusal:
    return Refusal(
        "discount_too_large",
        _("La remise dépasse le prix. Pour offrir, ramenez le prix à 0,00 €."),
    )


def _deposit_apart() -> Refusal:
    return Refusal(
        "deposit_apart",
        _("Une caution se rend : encaissez-la à part, elle aura son propre reçu."),
    )


def _off_grid() -> Refusal:
    return Refusal(
        "price_changed",
        _("Ce n’est pas le prix de la grille : rechargez la page, ou donnez un motif."),
    )


def _amount(line: LinePart) -> int:
    return amount(line.rate, line.quantity, line.discount_cents)


def paying_for(acting: Acting, sale: SalePart, taken: Collection[UUID]) -> SalePart:
    """The sale, whose lines pay for a membership or a term only where it takes it itself.

    A line that names one taken apart, somebody else's perhaps, would cancel it the day the sale is
    cancelled. Refuses ``taken_apart``; with a receipt already issued, the line then names nothing.
    """
    apart = [one for one in sale.lines if _is_apart(one, taken)]
    if not apart:
        return sale
    fault(acting, sale, _taken_apart(), *(one.target for one in apart))
    lines = [
        one.model_copy(update={"target": None}) if _is_apart(one, taken) else one
        for one in sale.lines
    ]
    return sale.model_copy(update={"lines": lines})


def _is_apart(line: LinePart, taken: Collection[UUID]) -> bool:
    return line.kind in TAKEN and line.target is not None and line.target not in taken


def _taken_apart() -> Refusal:
    return Refusal(
        "taken_apart",
        _(
            "Cette vente nomme un forfait ou une adhésion pris avec une autre vente, peut-être par "
            "quelqu’un d’autre. Prenez-en un nouveau avec cette vente."
        ),
    )

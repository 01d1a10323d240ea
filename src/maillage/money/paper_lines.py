"""What a paper receipt says was paid, and for what, as a line of a sale."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from maillage.money.models.sales import LineKind, Reason
from maillage.money.queries import ResolvedPrice

UNITS_PER_CENT = 100
ONE = 1000
OFF_GRID = "AUTRE"
"""The code of what is not in the grid."""


def paper_line(
    resolved: Iterable[ResolvedPrice], *, code: str, cents: int, profile: str, member: bool
) -> dict[str, Any]:
    """The line of ``cents`` paid for a code (``""``: something else), as commands carry it.

    At the price of the person if that is what was paid, else at another price of the same code,
    once or several times; else at what was paid, for another reason.
    """
    rows = [one for one in resolved if one.price.code == code and one.price.rate > 0]
    rows.sort(key=lambda one: (one.profile != profile, one.member != member))
    paid = cents * UNITS_PER_CENT
    for one in sorted(rows, key=lambda one: one.price.rate != paid):
        if paid % one.price.rate == 0 and paid // one.price.rate <= ONE:
            return _line(one, rate=one.price.rate, times=paid // one.price.rate, cents=cents)
    line = _line(rows[0] if rows else None, rate=paid, times=1, cents=cents)
    return {**line, "code": code or OFF_GRID, "reason": Reason.OTHER.value}


def _line(one: ResolvedPrice | None, *, rate: int, times: int, cents: int) -> dict[str, Any]:
    return {
        "kind": LineKind.OTHER.value,
        "code": one.price.code if one else OFF_GRID,
        "profile": one.profile if one else "",
        "member": one.member if one else False,
        "price": one.price.pk if one else None,
        "rate": rate,
        "quantity": times * ONE,
        "amount_cents": cents,
    }

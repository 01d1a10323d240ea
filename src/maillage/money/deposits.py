"""Deposits (cautions): what people leave for a plan and are given back. They are no income."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from maillage.money.models import Receipt, SaleLine, UsePlan
from maillage.money.models.sales import LineKind


class Deposit(NamedTuple):
    """A deposit of a sale that is not reversed: the cents asked, and those really received."""

    line: SaleLine
    label: str
    asked: int
    held: int

    @property
    def due(self) -> int:
        """Cents still to be paid."""
        return self.asked - self.held


def deposits(persons: Collection[UUID] | QuerySet[Any] | None = None) -> list[Deposit]:
    """The deposits of everybody, or of some files, the oldest first; one statement.

    Each is held as far as its sale was paid: receipts, less what was given back. What pays for
    something else in the same sale is no deposit.
    """
    rows: QuerySet[Any] = SaleLine.objects.filter(
        kind=LineKind.DEPOSIT, sale__reverses=None, sale__sale=None
    )
    if persons is not None:
        rows = rows.filter(sale__person__in=persons)
    label = UsePlan.objects.filter(code=OuterRef("code")).values("label")
    paid = Receipt.objects.filter(sale=OuterRef("sale")).order_by().values("sale")
    paid = paid.annotate(cents=Sum("total_cents")).values("cents")
    found = rows.annotate(label=Subquery(label), paid=Coalesce(Subquery(paid), 0)).select_related(
        "sale__person__same_as", "sale__organisation"
    )
    return _held(found.order_by("sale__at", "sale", "position"))


def _held(lines: Iterable[Any]) -> list[Deposit]:
    """What was paid of each sale, shared among its deposits once the rest of it is paid."""
    rows = list(lines)
    left: dict[UUID, int] = {}
    for one in rows:
        apart = one.sale.amount_cents - sum(
            line.amount_cents for line in rows if line.sale_id == one.sale_id
        )
        left.setdefault(one.sale_id, max(one.paid - apart, 0))
    found = []
    for one in rows:
        held = min(one.amount_cents, left[one.sale_id])
        left[one.sale_id] -= held
        found.append(Deposit(one, one.label or one.code, one.amount_cents, held))
    return found

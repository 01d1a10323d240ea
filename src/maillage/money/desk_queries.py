"""Reads of many persons' money at once, for the desks."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from django.db.models import F, Sum

from maillage.core.compiled import Compiled
from maillage.money.models import Membership, Sale, SaleLine
from maillage.money.queries import Term
from maillage.people.queries import root_of

_TERMS = Compiled(
    lambda files: (
        Membership.objects.filter(cancelled_at=None, person__id__among=files)
        .order_by("ends_on", "id")
        .values_list("person_id", *Term._fields)
    ),
    list,
)


def terms_of_files(files: list[UUID]) -> list[tuple[UUID, Term]]:
    """Each file with its memberships, those that end last after the others; one statement."""
    return [(file, Term(*values)) for file, *values in _TERMS.rows(files)]


class Due(NamedTuple):
    """A sale left for later, its lines, and the cents still to be paid of it."""

    sale: Sale
    lines: list[SaleLine]
    cents: int


def dues_by_person(files: list[UUID]) -> dict[UUID, list[Due]]:
    """What each person has still to pay, the oldest first, with its lines; two statements.

    ``files`` are all those of the persons. Nothing is owed any more of a sale that was reversed.
    """
    sales = _LEFT.objects(files)
    lines: dict[UUID, list[SaleLine]] = {one.pk: [] for one in sales}
    for line in _LINES.objects(list(lines)):
        lines[line.sale_id].append(line)
    dues: dict[UUID, list[Due]] = {}
    for sale in sales:
        left = Due(sale, lines[sale.pk], sale.amount_cents - sale.paid)
        dues.setdefault(sale.root, []).append(left)
    return dues


_LEFT = Compiled(
    lambda files: (
        Sale.objects.filter(person__id__among=files, reverses=None, sale=None)
        .annotate(root=root_of("person"), paid=Sum("receipts__total_cents", default=0))
        .filter(amount_cents__gt=F("paid"))
        .order_by("at", "id")
    ),
    list,
)
_LINES = Compiled(
    lambda sales: (
        SaleLine.objects.filter(sale__id__among=sales).select_related("price").order_by("position")
    ),
    list,
)

"""Reads of many persons' money at once, for the desks."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import F, Q, Sum

from maillage.core.compiled import Compiled
from maillage.money.entitlements import Cover
from maillage.money.models import Allowance, EntitlementLine, Membership, Sale, SaleLine
from maillage.money.models.sales import LineKind
from maillage.money.plan_queries import (
    SPENDING,
    Moves,
    moves_in,
    running_terms,
    spending_order,
    used_of,
)
from maillage.money.queries import Term
from maillage.money.rules import window_of
from maillage.people.models import ActsFor
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


class Running(NamedTuple):
    """A plan that runs on a day, for one of those who may use it, and what is used of a code."""

    person: UUID
    code: str
    label: str
    used: int
    given: int | None


def running_plans(day: date) -> list[Running]:
    """What everybody's plans pay for on a day, in the order they are spent; four statements.

    Whoever acts for an organisation uses its plans.
    """
    terms = list(running_terms(day))
    plans = {one.holder.plan_id for one in terms}
    allowances = list(Allowance.objects.filter(plan__in=plans))
    pairs = [
        Cover(term.holder, one, term)
        for term in terms
        for one in allowances
        if one.plan_id == term.holder.plan_id
    ]
    moves = moves_in({window_of(one.allowance, one.term, day) for one in pairs})
    users = _users({one.holder.organisation_id for one in pairs} - {None}, day)
    return [
        _running(one, person, moves, day)
        for one in sorted(pairs, key=spending_order)
        for person in users.get(one.holder.organisation_id, [one.holder.person_id])
        if person is not None
    ]


def _running(cover: Cover, person: UUID, moves: Moves, day: date) -> Running:
    holder, allowance = cover.holder, cover.allowance
    window = window_of(allowance, cover.term, day)
    used, given = used_of(allowance, moves.get((holder.pk, allowance.code, window)))
    return Running(person, allowance.code, holder.plan.label, used, given)


def _users(organisations: set[UUID | None], day: date) -> dict[UUID | None, list[UUID]]:
    """Who acts for each of these organisations on a day."""
    still = Q(to_day=None) | Q(to_day__gte=day)
    rows = ActsFor.objects.filter(still, organisation__in=organisations, from_day__lte=day)
    found: dict[UUID | None, list[UUID]] = {one: [] for one in organisations}
    for organisation, person in rows.order_by("id").values_list("organisation", "person"):
        found[organisation].append(person)
    return found


def counted_on(day: date) -> set[tuple[UUID, str]]:
    """The visits of a day for which units of a code were spent or sold; two statements."""
    spent = EntitlementLine.objects.filter(day=day, move__in=SPENDING, source_id__isnull=False)
    sold = SaleLine.objects.filter(sale__day=day, kind=LineKind.USE, target_id__isnull=False)
    sums = [
        *spent.values_list("source_id", "code").annotate(n=-Sum("units")).order_by(),
        *sold.values_list("target_id", "code").annotate(n=Sum("quantity")).order_by(),
    ]
    return {(source, code) for source, code, n in sums if n > 0}

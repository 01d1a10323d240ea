"""Reads of money."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, Sum

from maillage.money.models import (
    Membership,
    MembershipPlan,
    Price,
    PriceProfile,
    Receipt,
    Sale,
    Series,
)
from maillage.money.rules import membership_period, resolve


class ResolvedPrice(NamedTuple):
    """What a code costs to a profile, member or not, at a place on a day; and why."""

    price: Price
    profile: str
    member: bool
    why: str


def prices_on(day: date) -> list[Price]:
    """The rows of the grid valid on a day."""
    valid = Price.objects.filter(Q(to_day=None) | Q(to_day__gte=day), from_day__lte=day)
    return list(valid.order_by("code", "id"))


def profiles() -> list[PriceProfile]:
    """The price profiles, by label."""
    return list(PriceProfile.objects.order_by("label", "id"))


def plans() -> list[MembershipPlan]:
    """The membership plans, by label."""
    return list(MembershipPlan.objects.order_by("label", "id"))


def resolved_prices(
    grid: list[Price], known: list[PriceProfile], *, place: UUID, day: date
) -> list[ResolvedPrice]:
    """Every (code, profile, member) pair resolved, so that a browser only looks up."""
    labels = {"": "", **{one.code: one.label for one in known}}
    codes = sorted({one.code for one in grid})
    found = []
    for code, profile, member in product(codes, labels, (False, True)):
        price = resolve(grid, code=code, profile=profile, member=member, place=place, day=day)
        if price is not None:
            found.append(ResolvedPrice(price, profile, member, _why(price, labels)))
    return found


def _why(price: Price, labels: dict[str, str]) -> str:
    """The reason of a price, in the words of the desk."""
    if price.profile:
        return f"Tarif {labels[price.profile].lower()}"
    if price.member is not None:
        return "Tarif adhérent·e" if price.member else "Tarif sans adhésion"
    return price.label


def memberships_of_persons() -> dict[UUID, Membership]:
    """The membership of each person that ends last, past ones included; one statement."""
    rows = Membership.objects.filter(cancelled_at=None, person__isnull=False)
    return {row.person_id: row for row in rows.select_related("plan").order_by("ends_on", "id")}


def renewal(plan: MembershipPlan, *, today: date, current_end: date | None) -> dict[str, str]:
    """The membership a person would take today, as the desk shows it."""
    starts_on, ends_on = membership_period(plan, today=today, current_end=current_end)
    return {
        "plan": str(plan.pk),
        "starts_on": starts_on.isoformat(),
        "ends_on": ends_on.isoformat(),
    }


def due_by_person() -> dict[UUID, int]:
    """Cents each person owes; nothing for those who owe nothing. Two statements."""
    sold = _sums(Sale.objects.filter(person__isnull=False), "person_id", "amount_cents")
    paid = _sums(
        Receipt.objects.filter(sale__person__isnull=False), "sale__person_id", "total_cents"
    )
    due = {person: cents - paid.get(person, 0) for person, cents in sold.items()}
    return {person: cents for person, cents in due.items() if cents}


def _sums(rows: Any, key: str, amount: str) -> dict[UUID, int]:
    return dict(rows.values_list(key).annotate(cents=Sum(amount)).order_by())


def series_of_device(device: UUID) -> Series | None:
    """The device's own series of receipts."""
    found: Series | None = Series.objects.filter(device=device, flagged=False).first()
    return found

"""What taking a plan costs, on a day: the lines of its sale, as a desk would make them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from maillage.money import queries
from maillage.money.models import UsePlan
from maillage.money.models.sales import LineKind, Reason
from maillage.money.parts import LinePart
from maillage.money.rules import THOUSANDTHS, amount, pro_rata_discount, resolve


def term_line(
    plan: UsePlan,
    *,
    term: UUID,
    starts_on: date,
    today: date,
    place: UUID | None,
    profile: str = "",
    member: bool = False,
) -> LinePart | None:
    """The line of a term that begins on a day, at today's price of the grid; none without one."""
    price = resolve(
        queries.prices_on(today),
        code=plan.price_code,
        profile=profile,
        member=member,
        place=place,
        day=today,
    )
    if price is None:
        return None
    whole = amount(price.rate, int(THOUSANDTHS), 0)
    off = pro_rata_discount(plan, whole, starts_on)
    return LinePart(
        kind=LineKind.PLAN,
        code=price.code,
        profile=profile,
        member=member,
        price=price.pk,
        target=term,
        rate=price.rate,
        discount_cents=off,
        reason=Reason.PRO_RATA if off else Reason.NONE,
        amount_cents=whole - off,
    )


def deposit_line(plan: UsePlan) -> LinePart:
    """The line of what a plan asks to be left, and gives back."""
    return LinePart(
        kind=LineKind.DEPOSIT,
        code=plan.code,
        rate=plan.deposit_cents * 100,
        reason=Reason.OTHER,
        amount_cents=plan.deposit_cents,
    )

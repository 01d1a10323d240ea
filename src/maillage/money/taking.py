"""What taking a plan costs, or going on with it: the lines of its sale, as a desk makes them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from maillage.money import queries
from maillage.money.deposits import Deposit, deposits
from maillage.money.models import PlanTerm, Price, UsePlan
from maillage.money.models.sales import LineKind, Reason
from maillage.money.parts import LinePart
from maillage.money.rules import THOUSANDTHS, amount, pro_rata_discount, resolve, term_end
from maillage.people.models import Person
from maillage.people.queries import group_of


class Buyer(NamedTuple):
    """What a price depends on for somebody, on a day; the deposits that they were asked for."""

    today: date
    profile: str
    member: bool
    prices: list[Price]
    deposits: list[Deposit]


def buyer_of(who: Person, today: date) -> Buyer:
    """Somebody who would take plans today, given by the file that stands for them."""
    return Buyer(
        today,
        who.price_profile,
        queries.membership_until(who.pk, today) is not None,
        queries.prices_on(today),
        deposits(group_of(who.pk)),
    )


def term_line(
    plan: UsePlan, buyer: Buyer, *, term: UUID, starts_on: date, place: UUID | None
) -> LinePart | None:
    """The line of a term that begins on a day, at today's price of the grid; none without one."""
    price = resolve(
        buyer.prices,
        code=plan.price_code,
        profile=buyer.profile,
        member=buyer.member,
        place=place,
        day=buyer.today,
    )
    if price is None:
        return None
    whole = amount(price.rate, int(THOUSANDTHS), 0)
    off = pro_rata_discount(plan, whole, starts_on)
    return LinePart(
        kind=LineKind.PLAN,
        code=price.code,
        profile=buyer.profile,
        member=buyer.member,
        price=price.pk,
        target=term,
        rate=price.rate,
        discount_cents=off,
        reason=Reason.PRO_RATA if off else Reason.NONE,
        amount_cents=whole - off,
    )


def deposit_line(plan: UsePlan, buyer: Buyer) -> LinePart | None:
    """The line of what a plan asks to be left, and gives back; none once it was asked for."""
    if not plan.deposit_cents or any(one.line.code == plan.code for one in buyer.deposits):
        return None
    return LinePart(
        kind=LineKind.DEPOSIT,
        code=plan.code,
        rate=plan.deposit_cents * 100,
        reason=Reason.OTHER,
        amount_cents=plan.deposit_cents,
    )


class Next(NamedTuple):
    """Going on with a plan: its next days (both included), its cents, the deposit it still asks."""

    starts_on: date
    ends_on: date
    cents: int
    deposit_cents: int


def going_on(term: PlanTerm, buyer: Buyer) -> Next | None:
    """What the term after this one would be and cost; none where it is no more proposed."""
    plan = term.holder.plan
    if plan.sold_until is not None and plan.sold_until < buyer.today:
        return None
    starts_on = max(buyer.today, term.ends_on + timedelta(days=1))
    place = term.holder.place_id
    line = term_line(plan, buyer, term=term.pk, starts_on=starts_on, place=place)
    if line is None:
        return None
    left = deposit_line(plan, buyer)
    return Next(
        starts_on, term_end(plan, starts_on), line.amount_cents, left.amount_cents if left else 0
    )

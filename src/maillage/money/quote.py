"""« Combien paierait Marie ? »: what the desk would ask, with the reason of each amount."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple
from uuid import UUID

from maillage.money import queries
from maillage.money.grid import family_of
from maillage.money.models import MembershipPlan, Price
from maillage.money.rules import THOUSANDTHS, amount, membership_advice, membership_period

ONE = int(THOUSANDTHS)
Table = Mapping[tuple[str, str, bool], Price]


class QuoteLine(NamedTuple):
    """One line: what is sold, at which price of the grid (``None``: it has none), in cents."""

    label: str
    price: Price | None
    member: bool
    cents: int


class Quote(NamedTuple):
    """What somebody would pay; the membership has its days, and how it is proposed."""

    asked: QuoteLine
    advice: str
    membership: QuoteLine | None = None
    starts_on: date | None = None
    ends_on: date | None = None

    @property
    def total_cents(self) -> int:
        """What is due, with the membership unless it is only offered."""
        joins = self.membership is not None and self.advice != "offered"
        return self.asked.cents + (self.membership.cents if joins and self.membership else 0)


def quote(
    *, code: str, profile: str, stands: queries.Standing, place: UUID | None, day: date
) -> Quote:
    """What the desk of a place would charge on a day, for a first session of the code.

    The same resolved prices as the snapshot's, the same advice as the browser's: two statements.
    Without a place, the prices of all places.
    """
    rows = queries.prices_on(day)
    resolved = queries.resolved_prices(rows, queries.profiles(), place=place, day=day)
    table = {(one.price.code, one.profile, one.member): one.price for one in resolved}
    is_member, plan = stands.until is not None, stands.plan
    if plan is None or code == plan.price_code or not _is_session(rows, code):
        price = _price(table, code, profile, member=is_member)
        if price is None and plan is not None and code == plan.price_code:
            price = _price(table, code, profile, member=True)
        return Quote(_line(price, code, member=is_member), "none")
    return _with_membership(table, plan, code=code, profile=profile, stands=stands, day=day)


def _is_session(rows: list[Price], code: str) -> bool:
    of_code = [one for one in rows if one.code == code]
    return bool(of_code) and family_of(of_code, ()) == "session"


def _with_membership(
    table: Table,
    plan: MembershipPlan,
    *,
    code: str,
    profile: str,
    stands: queries.Standing,
    day: date,
) -> Quote:
    is_member = stands.until is not None
    as_member = _price(table, code, profile, member=True)
    as_visitor = _price(table, code, profile, member=False)
    advice = membership_advice(
        as_member=as_member.rate if as_member else None,
        as_visitor=as_visitor.rate if as_visitor else None,
        opens=False,
        is_member=is_member,
        expired=stands.expired_on is not None,
    )
    joins = advice in {"needed", "proposed"}
    asked = _line(as_member if is_member or joins else as_visitor, code, member=is_member or joins)
    if advice == "none":
        return Quote(asked, advice)
    fee = _price(table, plan.price_code, profile, member=is_member)
    fee = fee or _price(table, plan.price_code, profile, member=True)
    starts_on, ends_on = membership_period(plan, today=day, current_end=stands.last_day)
    line = _line(fee, plan.price_code, member=is_member)._replace(label=plan.label)
    return Quote(asked, advice, line, starts_on, ends_on)


def _price(table: Table, code: str, profile: str, *, member: bool) -> Price | None:
    return table.get((code, profile, member)) or table.get((code, "", member))


def _line(price: Price | None, code: str, *, member: bool) -> QuoteLine:
    cents = amount(price.rate, ONE, 0) if price else 0
    return QuoteLine(price.label if price else code, price, member, cents)

"""Pure rules of money: which price, how long a membership lasts, what a line amounts to."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from maillage.core.cents import line_cents
from maillage.core.periods import inclusive_end, months_after
from maillage.money.models import Allowance, MembershipPlan, PlanTerm, Price, UsePlan

THOUSANDTHS = Decimal(1000)
SCHOOL_YEAR_STARTS = 9


def precision(price: Price) -> tuple[bool, bool, bool]:
    """How precise a row is: profile first, then place, then membership."""
    return (bool(price.profile), price.place_id is not None, price.member is not None)


def resolve(
    prices: Iterable[Price], *, code: str, profile: str, member: bool, place: Any, day: date
) -> Price | None:
    """The most precise row valid that day; ``None`` if the grid has none."""
    fitting = [
        price
        for price in prices
        if price.code == code
        and price.from_day <= day
        and (price.to_day is None or price.to_day >= day)
        and price.profile in {"", profile}
        and price.member in {None, member}
        and price.place_id in {None, place}
    ]
    return max(fitting, key=precision, default=None)


def membership_advice(
    *, as_member: int | None, as_visitor: int | None, opens: bool, is_member: bool, expired: bool
) -> str:
    """Whether a session's payment holds a membership, where a plan is proposed.

    ``needed`` (no price without it), ``proposed`` (ticked), ``offered`` (unticked) or ``none``.
    Rates, ``None`` where the grid has no price; ``opens``: free access, an outreach slot. The
    desk's ``membershipAdvice`` gives the same answers.
    """
    if is_member:
        return "none"
    if as_member is not None and as_visitor is None:
        return "needed"
    paid = (as_visitor or 0) > 0
    return "proposed" if paid and not opens and (expired or as_member == as_visitor) else "offered"


def amount(rate: int, quantity: int, discount_cents: int) -> int:
    """A line's cents: rate (1/10000 €) × quantity (thousandths), half up, minus the discount."""
    return line_cents(rate, Decimal(quantity) / THOUSANDTHS) - discount_cents


def membership_period(
    plan: MembershipPlan, *, today: date, current_end: date | None
) -> tuple[date, date]:
    """First and last day of a membership taken today.

    A renewal starts the day after the old end, or today if later. A calendar-year membership ends
    on 31 December, a school-year one on 31 August, whatever day it starts.
    """
    start = today
    if current_end is not None and current_end >= today:
        start = current_end + timedelta(days=1)
    if plan.length == MembershipPlan.Length.CALENDAR_YEAR:
        return start, date(start.year, 12, 31)
    if plan.length == MembershipPlan.Length.SCHOOL_YEAR:
        ends_in = start.year + 1 if start.month >= SCHOOL_YEAR_STARTS else start.year
        return start, date(ends_in, 8, 31)
    return start, inclusive_end(start, plan.months)


def term_end(plan: UsePlan, starts_on: date) -> date:
    """The last day of a term that begins on a day.

    From date to date, or the last day of the calendar month, quarter or year it begins in.
    """
    if not plan.calendar:
        return inclusive_end(starts_on, plan.months)
    return months_after(_calendar_start(plan, starts_on), plan.months) - timedelta(days=1)


def _calendar_start(plan: UsePlan, day: date) -> date:
    return date(day.year, (day.month - 1) // plan.months * plan.months + 1, 1)


def pro_rata_discount(plan: UsePlan, cents: int, starts_on: date) -> int:
    """What the days already past of the first calendar term take off its price, in cents.

    The price of the days that are left is rounded half up to the cent.
    """
    if not (plan.calendar and plan.pro_rata):
        return 0
    first, last = _calendar_start(plan, starts_on), term_end(plan, starts_on)
    whole, left = (last - first).days + 1, (last - starts_on).days + 1
    return cents - (2 * cents * left + whole) // (2 * whole)


def next_start(terms: Iterable[PlanTerm], today: date) -> date:
    """When a term taken today begins: after those that run or are still to come."""
    ends = (one.ends_on for one in terms if one.cancelled_at is None)
    return max(today, max(ends, default=today - timedelta(days=1)) + timedelta(days=1))


def window_of(allowance: Allowance, term: PlanTerm, day: date) -> str:
    """Whose units a day of a term takes: those of its ISO week, or of the term."""
    return str(term.pk) if allowance.per == Allowance.Per.TERM else week_window(day)


def week_window(day: date) -> str:
    """« 2026-W48 », the ISO week of a day."""
    year, week, _weekday = day.isocalendar()
    return f"{year}-W{week:02}"


def receipt_hash(previous: str, content: dict[str, Any]) -> str:
    """The link of the chain: SHA-256 of the former link and the receipt's canonical content."""
    body = json.dumps(content, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(f"{previous}\n{body}".encode()).hexdigest()

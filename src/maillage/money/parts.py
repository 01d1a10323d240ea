"""The parts of a sale as they travel: lines, payments, the receipt a desk issued, memberships."""

from __future__ import annotations

from uuid import UUID

from pydantic import Field

from maillage.core.commands import Day, Instant, Payload
from maillage.money.models import Allowance
from maillage.money.models.sales import LineKind, Means, Reason

MOST_CENTS = 99_999_999
MOST_UNITS = 10_000_000
MOST_QUANTITY = 100_000_000
Code = Field(min_length=1, max_length=24, pattern=r"^[A-Za-z0-9_-]+$")
Label = Field(min_length=1, max_length=60)
Cents = Field(ge=-MOST_CENTS, le=MOST_CENTS)


class LinePart(Payload):
    """One line; see ``docs/commands.md``. ``price`` is the resolved price the snapshot gave."""

    kind: LineKind
    code: str = Field(max_length=24)
    profile: str = Field(default="", max_length=24)
    member: bool = False
    price: UUID | None = None
    target: UUID | None = None
    rate: int = Field(ge=0, le=MOST_CENTS * 100)
    quantity: int = Field(default=1000, ge=0, le=MOST_QUANTITY)
    discount_cents: int = Field(default=0, ge=0, le=MOST_CENTS)
    reason: Reason = Reason.NONE
    amount_cents: int = Cents


class MovedPart(Payload):
    """Cents moved by one means, negative when given back; ``given_cents``: cash handed over."""

    means: Means
    amount_cents: int = Cents
    given_cents: int | None = Field(default=None, ge=0, le=MOST_CENTS)


class PaymentPart(MovedPart):
    """What is taken by one means: never a sum given back, which only a reversal makes."""

    amount_cents: int = Field(gt=0, le=MOST_CENTS)


class ReceiptPart(Payload):
    """A receipt: a desk gives its number, elsewhere the server does."""

    receipt: UUID
    number: int | None = Field(default=None, ge=1, le=2_000_000_000)


class SalePart(Payload):
    """Lines and how they are paid; no payment leaves an amount due."""

    sale: UUID
    lines: list[LinePart] = Field(min_length=1, max_length=50)
    payments: list[PaymentPart] = Field(default_factory=list, max_length=8)
    receipt: ReceiptPart | None = None

    def is_numbered(self) -> bool:
        return self.receipt is not None and self.receipt.number is not None


class MembershipPart(Payload):
    """A membership taken with a sale."""

    membership: UUID
    plan: UUID
    starts_on: Day
    ends_on: Day


class AllowancePart(Payload):
    """What a plan pays for: units of a price code, in thousandths; ``null``: without limit."""

    code: str = Code
    units: int | None = Field(default=None, ge=1, le=MOST_UNITS)
    per: Allowance.Per = Allowance.Per.TERM
    carries: bool = False


class PlanPart(Payload):
    """A term of a plan taken with a sale; the plan says when it ends."""

    term: UUID
    plan: UUID
    starts_on: Day


class PaperPart(Payload):
    """A blank receipt that was used: its number, when, to whom, what, and what was paid."""

    number: int = Field(ge=1, le=2_000_000_000)
    receipt: UUID
    at: Instant
    person: UUID | None = None
    sale: UUID
    lines: list[LinePart] = Field(min_length=1, max_length=50)
    payments: list[PaymentPart] = Field(min_length=1, max_length=8)
    memberships: list[MembershipPart] = Field(default_factory=list, max_length=5)

    def sold(self) -> SalePart:
        """The same, as a desk that had numbered it would say it."""
        receipt = ReceiptPart(receipt=self.receipt, number=self.number)
        return SalePart(sale=self.sale, lines=self.lines, payments=self.payments, receipt=receipt)


class ReversalGiven(Payload):
    """What the desk gives with an undo when money moved."""

    reversal: UUID | None = None
    receipt: ReceiptPart | None = None

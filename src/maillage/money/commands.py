"""Kinds of commands about money."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from pydantic import Field, model_validator

from maillage.core.commands import Changes, Day, Payload, command, unchanged
from maillage.money import operations, paper, selling, till
from maillage.money import use_commands as _use  # noqa: F401 - registers its kinds
from maillage.money.models import MembershipPlan, TaxMode
from maillage.money.models.sales import Means, ReversalReason
from maillage.money.models.till import DifferenceReason
from maillage.money.parts import (
    MOST_CENTS,
    Code,
    Label,
    MembershipPart,
    PaperPart,
    PaymentPart,
    PlanPart,
    ReceiptPart,
    SalePart,
)
from maillage.network.rights import Right

MostRate = Field(ge=0, le=MOST_CENTS * 100)


class _PriceParts(Payload):
    made = ("price",)
    price: UUID
    code: str = Code
    label: str = Label
    rate: int = MostRate
    from_day: Day
    profile: str = Field(default="", max_length=24)
    member: bool | None = None
    place: UUID | None = None
    unit: str = Field(default="session", max_length=16)
    tax_mode: TaxMode = TaxMode.NOT_STATED
    tax_rate: int = Field(default=0, ge=0, le=10_000)


@command("money.set_price", right=Right.PRICES, run=operations.set_price, label=_("a fixé un prix"))
class SetPrice(_PriceParts):
    """``rate`` is in ten-thousandths of a euro per unit."""

    to_day: Day | None = None


@command(
    "money.change_price",
    right=Right.PRICES,
    run=operations.change_price,
    label=_("a changé un prix"),
)
class ChangePrice(_PriceParts):
    """A new price from a day; the one in force ends the day before."""


@command(
    "money.end_price", right=Right.PRICES, run=operations.end_price, label=_("a terminé un prix")
)
class EndPrice(Payload):
    """The last day of a price."""

    price: UUID
    to_day: Day


@command(
    "money.add_profile",
    right=Right.PRICES,
    run=operations.add_profile,
    label=_("a ajouté un profil tarifaire"),
)
class AddProfile(Payload):
    """A price profile."""

    made = ("profile",)
    profile: UUID
    code: str = Code
    label: str = Label


@command(
    "money.edit_profile",
    right=Right.PRICES,
    run=operations.edit_profile,
    label=_("a renommé un profil tarifaire"),
)
class EditProfile(Payload):
    """Its words; its code and its prices stay."""

    profile: UUID
    label: str = Label


@command(
    "money.add_plan",
    right=Right.PRICES,
    run=operations.add_plan,
    label=_("a ajouté une formule d’adhésion"),
)
class AddPlan(Payload):
    """A membership plan; ``price`` (a new id) and ``rate`` say what it costs everybody."""

    made = ("plan",)
    plan: UUID
    code: str = Code
    label: str = Label
    price_code: str = Code
    for_organisations: bool = False
    length: MembershipPlan.Length = MembershipPlan.Length.MONTHS
    months: int = Field(default=12, ge=1, le=60)
    price: UUID | None = None
    rate: int | None = Field(default=None, ge=0, le=MOST_CENTS * 100)
    from_day: Day | None = None

    def creates(self) -> Iterable[UUID]:
        return (self.plan, *([self.price] if self.price else ()))


@command(
    "money.edit_plan",
    right=Right.PRICES,
    run=operations.edit_plan,
    label=_("a modifié une formule d’adhésion"),
)
class EditPlan(Changes):
    """Only what changes; ``sold_until`` is the last day it is proposed, ``null`` for ever."""

    plan: UUID
    label: str = Field(default_factory=unchanged, min_length=1, max_length=60)
    price_code: str = Field(
        default_factory=unchanged, min_length=1, max_length=24, pattern=r"^[A-Za-z0-9_-]+$"
    )
    for_organisations: bool = Field(default_factory=unchanged)
    length: MembershipPlan.Length = Field(default_factory=unchanged)
    months: int = Field(default_factory=unchanged, ge=1, le=60)
    sold_until: Day | None = None


@command(
    "money.give_series",
    right=Right.DEVICES,
    run=till.give_series,
    label=_("a donné une série de reçus à un poste"),
)
class GiveSeries(Payload):
    """A series of receipts for a device."""

    device: UUID


@command(
    "money.close_series",
    right=Right.DEVICES,
    run=till.close_series,
    label=_("a fermé la série de reçus d’un poste retiré"),
)
class CloseSeries(Payload):
    """The receipts of a device that will not come back."""

    device: UUID
    last_number: int = Field(ge=0, le=10_000_000)


@command("money.open_till", right=Right.TILL, run=till.open_till, label=_("a ouvert la caisse"))
class OpenTill(Payload):
    """The float counted in the morning."""

    made = ("till",)
    till: UUID
    float_cents: int = Field(ge=0, le=MOST_CENTS)


@command("money.close_till", right=Right.TILL, run=till.close_till, label=_("a fermé la caisse"))
class CloseTill(Payload):
    """What was counted in the evening."""

    closing: UUID
    till: UUID
    counted_cents: int = Field(ge=0, le=MOST_CENTS)
    reason: DifferenceReason = DifferenceReason.NONE


@command(
    "money.sell",
    right=Right.TILL,
    run=selling.sell,
    undo=selling.unsell,
    label=_("a encaissé une vente"),
)
class Sell(Payload):
    """A sale away from an arrival."""

    sale: SalePart
    person: UUID | None = None
    organisation: UUID | None = None
    memberships: list[MembershipPart] = Field(default_factory=list, max_length=5)
    plans: list[PlanPart] = Field(default_factory=list, max_length=5)

    @model_validator(mode="after")
    def terms_are_sold(self) -> Sell:
        if not {one.term for one in self.plans} <= {one.target for one in self.sale.lines}:
            raise ValueError("the term of a plan is the target of a line")
        return self

    def creates(self) -> Iterable[UUID]:
        taken = (*(one.membership for one in self.memberships), *(one.term for one in self.plans))
        return (self.sale.sale, *taken)

    def has_happened(self, at: datetime) -> bool:
        return self.sale.is_numbered()


class Paid(Payload):
    """A payment whose receipt a desk may already have issued."""

    receipt: ReceiptPart | None = None

    def has_happened(self, at: datetime) -> bool:
        return self.receipt is not None and self.receipt.number is not None


@command(
    "money.pay",
    right=Right.TILL,
    run=selling.pay,
    undo=selling.unpay,
    label=_("a encaissé une somme due"),
)
class Pay(Paid):
    """An amount that was due."""

    sale: UUID
    payments: list[PaymentPart] = Field(min_length=1, max_length=8)


@command("money.reverse", right=Right.REVERSE, run=selling.reverse, label=_("a annulé une vente"))
class Reverse(Paid):
    """A sale countered later, by a manager; cash comes out of an open till."""

    sale: UUID
    reversal: UUID
    means: Means | None = None
    reason: ReversalReason = ReversalReason.NONE


@command(
    "money.reserve_paper",
    right=Right.DESK,
    run=paper.reserve_paper,
    label=_("a préparé un kit papier"),
)
class ReservePaper(Payload):
    """Blank receipts for a morning's kit: how many numbers of the place's paper book."""

    made = ("batch",)
    batch: UUID
    place: UUID
    receipts: int = Field(default=20, ge=1, le=100)


@command(
    "money.enter_paper", right=Right.TILL, run=paper.enter_paper, label=_("a saisi un kit papier")
)
class EnterPaper(Payload):
    """A kit entered back: its receipts used; the others are void."""

    batch: UUID
    receipts: list[PaperPart] = Field(default_factory=list, max_length=100)
    counted_cents: int | None = Field(default=None, ge=0, le=MOST_CENTS)
    reason: DifferenceReason = DifferenceReason.NONE
    earlier_unused: bool = False

    def creates(self) -> Iterable[UUID]:
        for one in self.receipts:
            yield from (one.receipt, one.sale, *(part.membership for part in one.memberships))


@command(
    "money.void_paper",
    right=Right.REVERSE,
    run=paper.void_paper,
    label=_("a annulé les reçus d’un kit papier perdu"),
)
class VoidPaper(Payload):
    """A kit that is lost."""

    batch: UUID

"""Kinds of commands about plans and raw material."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _
from pydantic import Field, model_validator

from maillage.core.commands import Changes, Day, Payload, command, unchanged
from maillage.money import plans, stock
from maillage.money.models import StockMove
from maillage.money.parts import MOST_CENTS, AllowancePart, Code, Label
from maillage.network.rights import Right

MOST_STOCK = 1_000_000_000


@command(
    "money.add_use_plan",
    right=Right.PRICES,
    run=plans.add_use_plan,
    label=_("a ajouté un forfait"),
)
class AddUsePlan(Payload):
    """A plan: its price is that of ``price_code``; units are in thousandths."""

    made = ("plan",)
    plan: UUID
    code: str = Code
    label: str = Label
    price_code: str = Code
    months: int = Field(default=1, ge=1, le=60)
    calendar: bool = False
    pro_rata: bool = False
    trial_months: int = Field(default=0, ge=0, le=12)
    deposit_cents: int = Field(default=0, ge=0, le=MOST_CENTS)
    at_any_hour: bool = False
    allowances: list[AllowancePart] = Field(min_length=1, max_length=10)


@command(
    "money.edit_use_plan",
    right=Right.PRICES,
    run=plans.edit_use_plan,
    label=_("a modifié un forfait"),
)
class EditUsePlan(Changes):
    """Only what changes; ``sold_until`` is the last day it is proposed, ``null`` for ever."""

    plan: UUID
    label: str = Field(default_factory=unchanged, min_length=1, max_length=60)
    price_code: str = Field(
        default_factory=unchanged, min_length=1, max_length=24, pattern=r"^[A-Za-z0-9_-]+$"
    )
    months: int = Field(default_factory=unchanged, ge=1, le=60)
    calendar: bool = Field(default_factory=unchanged)
    pro_rata: bool = Field(default_factory=unchanged)
    trial_months: int = Field(default_factory=unchanged, ge=0, le=12)
    deposit_cents: int = Field(default_factory=unchanged, ge=0, le=MOST_CENTS)
    at_any_hour: bool = Field(default_factory=unchanged)
    sold_until: Day | None = None
    allowances: list[AllowancePart] = Field(default_factory=unchanged, min_length=1, max_length=10)


@command(
    "money.start_trial",
    right=Right.TILL,
    run=plans.start_trial,
    undo=plans.untry,
    label=_("a commencé l’essai d’un forfait"),
)
class StartTrial(Payload):
    """The free months of a plan, for a person or an organisation."""

    made = ("term",)
    term: UUID
    plan: UUID
    starts_on: Day
    person: UUID | None = None
    organisation: UUID | None = None

    @model_validator(mode="after")
    def one_holder(self) -> StartTrial:
        if (self.person is None) == (self.organisation is None):
            raise ValueError("exactly one of person and organisation")
        return self


@command(
    "money.pause_plan",
    right=Right.TILL,
    run=plans.pause_plan,
    label=_("a mis un forfait en pause"),
)
class PausePlan(Payload):
    """Days in which a plan sleeps, both included."""

    made = ("pause",)
    pause: UUID
    holder: UUID
    from_day: Day
    to_day: Day


@command(
    "money.resume_plan",
    right=Right.TILL,
    run=plans.resume_plan,
    label=_("a repris un forfait en pause"),
)
class ResumePlan(Payload):
    """The first day it is of use again."""

    pause: UUID
    day: Day


@command(
    "money.add_material",
    right=Right.PRICES,
    run=stock.add_material,
    label=_("a ajouté un matériau au stock"),
)
class AddMaterial(Payload):
    """A material sold by the price code, followed at the place; thousandths of a unit."""

    made = ("material",)
    material: UUID
    code: str = Code
    label: str = Label
    reorder_at: int | None = Field(default=None, ge=0, le=MOST_STOCK)


@command(
    "money.edit_material",
    right=Right.PRICES,
    run=stock.edit_material,
    label=_("a modifié un matériau du stock"),
)
class EditMaterial(Changes):
    """Only what changes."""

    material: UUID
    label: str = Field(default_factory=unchanged, min_length=1, max_length=60)
    reorder_at: int | None = Field(default_factory=unchanged, ge=0, le=MOST_STOCK)
    retired_on: Day | None = None


@command(
    "money.move_stock", right=Right.TILL, run=stock.move_stock, label=_("a mis le stock à jour")
)
class MoveStock(Payload):
    """What was delivered, lost, or counted, in thousandths of a unit."""

    made = ("move",)
    move: UUID
    material: UUID
    why: StockMove.Why
    units: int = Field(ge=0, le=MOST_STOCK)

    @model_validator(mode="after")
    def by_hand(self) -> MoveStock:
        if self.why == StockMove.Why.SOLD:
            raise ValueError("a sale takes from the stock by itself")
        return self

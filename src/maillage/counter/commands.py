"""The composite of the desk: somebody arrives."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from pydantic import Field, model_validator

from maillage.core.commands import Payload, command
from maillage.counter import operations
from maillage.money.parts import MembershipPart, SalePart
from maillage.network.rights import Right
from maillage.people.commands import NewPerson


class SeatTaken(Payload):
    """The seat of the person in that session, or a new registration's id: a walk-in."""

    registration: UUID
    session: UUID


class Unnamed(Payload):
    """Somebody who keeps their name: one head."""

    count: UUID


class Paper(Payload):
    """A text signed on paper, with the number of its sheet."""

    acceptance: UUID
    document: UUID
    sheet: str = Field(default="", max_length=30)


@command(
    "counter.arrive",
    right=Right.GREET,
    run=operations.arrive,
    undo=operations.unarrive,
    label=_("a accueilli et encaissé une personne"),
)
class Arrive(Payload):
    """A new person if need be, papers, greet, seat, membership, charge, receipt: one command."""

    visit: UUID
    person: UUID | None = None
    new_person: NewPerson | None = None
    unnamed: Unnamed | None = None
    papers: list[Paper] = Field(default_factory=list, max_length=5)
    purpose: str = Field(default="", max_length=24)
    seat: SeatTaken | None = None
    memberships: list[MembershipPart] = Field(default_factory=list, max_length=5)
    sale: SalePart | None = None

    @model_validator(mode="after")
    def somebody_arrives(self) -> Arrive:
        if sum(one is not None for one in (self.person, self.new_person, self.unnamed)) != 1:
            raise ValueError("exactly one of person, new_person and unnamed")
        if self.unnamed and self.papers:
            raise ValueError("somebody unnamed signs nothing")
        return self

    def creates(self) -> Iterable[UUID]:
        ids = [self.visit, *(one.membership for one in self.memberships)]
        ids += [one.acceptance for one in self.papers]
        ids += [self.new_person.person] if self.new_person else []
        ids += [self.sale.sale] if self.sale else []
        return ids

    def has_happened(self, at: datetime) -> bool:
        return True

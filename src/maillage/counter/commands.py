"""The composites: somebody arrives; the programme changes and people are told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from pydantic import Field, model_validator

from maillage.core.commands import Payload, command
from maillage.counter import charging, checking_in, operations, telling
from maillage.money.parts import MOST_UNITS, Code, MembershipPart, SalePart
from maillage.network.rights import Right
from maillage.network.rota_commands import DeclareAbsence
from maillage.people.parts import NewPerson
from maillage.programme.commands import CancelSession, EditSession, OfferSeat


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


@command(
    "counter.check_in",
    right=Right.GREET,
    run=checking_in.check_in,
    undo=checking_in.uncheck,
    label=_("a noté l’arrivée d’une personne à son poste"),
)
class CheckIn(Payload):
    """Somebody comes and uses units (thousandths) of a price code: a plan pays, or it is due."""

    visit: UUID
    person: UUID
    code: str = Code
    units: int = Field(default=checking_in.DAY, ge=1, le=MOST_UNITS)
    sale: SalePart | None = None
    grant: Literal["", "goodwill", "scheme", "mistake", "other"] = ""
    purpose: str = Field(default="", max_length=24)

    def creates(self) -> Iterable[UUID]:
        return (self.visit, *([self.sale.sale] if self.sale else ()))

    def has_happened(self, at: datetime) -> bool:
        return True


@command(
    "counter.cancel_use",
    right=Right.REVERSE,
    run=checking_in.cancel_use,
    label=_("a rendu ce qui avait été décompté d’un forfait"),
)
class CancelUse(Payload):
    """What was spent for a visit, or a use, comes back to its plan: of one code, or of all."""

    visit: UUID
    code: str | None = Field(default=None, max_length=24)


class MaterialUsed(Payload):
    """Units (thousandths) of a price code."""

    code: str = Code
    units: int = Field(ge=1, le=MOST_UNITS)


@command(
    "counter.charge_use",
    right=Right.TILL,
    run=charging.charge_use,
    undo=charging.uncharge,
    label=_("a compté l’usage d’une machine"),
)
class ChargeUse(Payload):
    """The minutes of a reservation or a job, and the material: plans pay, or it is due.

    ``sale`` is what a desk sold of it; ``person``, who it was for where the reservation is not
    held, or was nobody's.
    """

    reservation: UUID | None = None
    job: UUID | None = None
    minutes: int = Field(ge=1, le=100_000)
    materials: list[MaterialUsed] = Field(default_factory=list, max_length=10)
    person: UUID | None = None
    sale: SalePart | None = None

    @model_validator(mode="after")
    def one_use(self) -> ChargeUse:
        if (self.reservation is None) == (self.job is None):
            raise ValueError("exactly one of reservation and job")
        return self

    def creates(self) -> Iterable[UUID]:
        return (self.sale.sale,) if self.sale else ()

    def has_happened(self, at: datetime) -> bool:
        return self.sale is not None and self.sale.is_numbered()


@command(
    "counter.call_off",
    right=Right.OWN_SESSIONS,
    run=telling.call_off,
    label=_("a annulé une séance et prévenu les personnes inscrites"),
)
class CallOff(CancelSession):
    """``programme.cancel_session``, and everybody registered is told."""


@command(
    "counter.move_session",
    right=Right.OWN_SESSIONS,
    run=telling.move_session,
    label=_("a déplacé une séance et prévenu les personnes inscrites"),
)
class MoveSession(EditSession):
    """``programme.edit_session``, and everybody registered is told."""


@command(
    "counter.offer_seat",
    right=Right.REGISTER,
    run=telling.offer_seat,
    label=_("a donné une place à quelqu’un qui attendait, et l’a prévenu"),
)
class OfferSeatAndTell(OfferSeat):
    """``programme.offer_seat``, and they are told."""


@command(
    "counter.declare_absence",
    right=Right.PROGRAMME,
    run=telling.declare_absence,
    label=_("a noté une absence et prévenu les personnes inscrites"),
)
class DeclareAbsenceAndTell(DeclareAbsence):
    """``network.declare_absence``; the sessions they animate alone are taken over or called off."""

    replaced_by: UUID | None = None
    call_off: bool = False


@command(
    "counter.write",
    right=Right.PEOPLE,
    run=telling.write,
    label=_("a écrit aux personnes inscrites à une séance"),
)
class WriteToSession(Payload):
    """A text of one's own to those registered, or to some of them."""

    session: UUID
    text: str = Field(min_length=1, max_length=2000)
    persons: list[UUID] | None = Field(default=None, max_length=200)


@command(
    "counter.tell_waiting",
    right=Right.PEOPLE,
    run=telling.tell_waiting,
    label=_("a prévenu les personnes en liste d’attente"),
)
class TellWaiting(Payload):
    """Those who wait are told so, once."""

    session: UUID


@command(
    "counter.ask_documents",
    right=Right.PEOPLE,
    run=telling.ask_documents,
    label=_("a demandé les documents qui manquent"),
)
class AskDocuments(Payload):
    """Who answers for the minors registered is asked for what is not signed, once."""

    session: UUID

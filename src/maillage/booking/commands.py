"""Kinds of commands of booking."""

from __future__ import annotations

from datetime import time
from typing import Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from pydantic import Field, model_validator

from maillage.booking import authorising, coming, locking, operations, repeating, resources, using
from maillage.booking import care_commands as _care  # noqa: F401 - registers its kinds
from maillage.booking import job_commands as _jobs  # noqa: F401 - registers its kinds
from maillage.booking import link_commands as _links  # noqa: F401 - registers its kinds
from maillage.booking.models import Authorisation, LockOut, Protection
from maillage.core.commands import Changes, Day, Instant, Payload, command, unchanged
from maillage.network.rights import Right
from maillage.people.models import Document

Name = Field(min_length=1, max_length=60)
SetAside = Literal["hours", "notice", "ahead", "length", "quota"]
A_WEEK = 7 * 24 * 60
Minutes = Field(ge=5, le=A_WEEK)


class FamilyRules(Payload):
    """The rules of a family; lengths in minutes, see ``models.Family``."""

    authorised: bool = False
    training: UUID | None = None
    expires_months: int | None = Field(default=None, ge=1, le=120)
    unused_months: int | None = Field(default=None, ge=1, le=120)
    staffed: bool = False
    alone: bool = False
    opening: str = Field(default="", max_length=500)
    unattended: bool = False
    papers: list[Document.Kind] = Field(default_factory=list, max_length=len(Document.Kind))
    minimum_age: int | None = Field(default=None, ge=1, le=99)
    most_minutes_a_day: int | None = Field(default=None, ge=1, le=1440)
    maintain_hours: int | None = Field(default=None, ge=1, le=10_000)
    maintain_months: int | None = Field(default=None, ge=1, le=120)
    price_code: str = Field(default="", max_length=24)
    half_days: bool = False
    step: int = Field(default=15, ge=1, le=1440)
    shortest: int = Field(default=15, ge=1, le=A_WEEK)
    longest: int | None = Field(default=None, ge=1, le=A_WEEK)
    notice: int = Field(default=0, ge=0, le=A_WEEK)
    ahead: int = Field(default=400, ge=0, le=1000)
    buffer: int = Field(default=0, ge=0, le=1440)
    cancel_before: int = Field(default=0, ge=0, le=A_WEEK)
    release_after: int | None = Field(default=None, ge=1, le=1440)
    most_open: int | None = Field(default=None, ge=1, le=100)
    tentative: bool = False


@command(
    "booking.add_family",
    right=Right.RESOURCES,
    run=resources.add_family,
    label=_("a ajouté un genre de matériel"),
)
class AddFamily(FamilyRules):
    """Resources that share authorisation, rules and price."""

    made = ("family",)
    family: UUID
    name: str = Name


@command(
    "booking.edit_family",
    right=Right.RESOURCES,
    run=resources.edit_family,
    label=_("a modifié un genre de matériel"),
)
class EditFamily(Changes, FamilyRules):
    """Other rules, from the next reservation on."""

    family: UUID
    name: str = Field(default_factory=unchanged, min_length=1, max_length=60)


@command(
    "booking.retire_family",
    right=Right.RESOURCES,
    run=resources.retire_family,
    label=_("a retiré un genre de matériel, ou l’a repris"),
)
class RetireFamily(Payload):
    """Proposed no more from a day; ``null``: it is back."""

    family: UUID
    retired_on: Day | None


class Card(Payload):
    """What the one-page card of a resource says; its own maintenance, where not its family's."""

    protections: list[Protection] = Field(default_factory=list, max_length=len(Protection))
    forbidden: list[str] = Field(default_factory=list, max_length=20)
    advice: str = Field(default="", max_length=400)
    maintain_hours: int | None = Field(default=None, ge=1, le=10_000)
    maintain_months: int | None = Field(default=None, ge=1, le=120)


@command(
    "booking.set_resource",
    right=Right.RESOURCES,
    run=resources.set_resource,
    label=_("a mis un matériel à réserver"),
)
class SetResource(Card):
    """A unit of a place may be reserved, by the rules of its family."""

    made = ("resource",)
    resource: UUID
    unit: UUID
    family: UUID


@command(
    "booking.edit_resource",
    right=Right.RESOURCES,
    run=resources.edit_resource,
    label=_("a modifié un matériel"),
)
class EditResource(Changes, Card):
    """Another family, another card; withdrawn from reservation on a day, or back."""

    resource: UUID
    family: UUID = Field(default_factory=unchanged)
    withdrawn_on: Day | None = None


@command(
    "booking.lock_out",
    right=Right.AUTHORISE,
    run=locking.lock_out,
    label=_("a consigné un matériel"),
)
class LockOutResource(Payload):
    """Out of use; what was reserved moves to another of its family, or is cancelled."""

    made = ("lock_out",)
    lock_out: UUID
    resource: UUID
    why: LockOut.Why
    starts_at: Instant | None = None
    ends_at: Instant | None = None


@command(
    "booking.give_back",
    right=Right.AUTHORISE,
    run=locking.give_back,
    label=_("a remis un matériel en service"),
)
class GiveBack(Payload):
    """The resource may be used again."""

    resource: UUID


@command(
    "booking.authorise",
    right=Right.AUTHORISE,
    run=authorising.authorise,
    undo=authorising.unauthorise,
    label=_("a habilité une personne"),
)
class Authorise(Payload):
    """Somebody may use the machines of a family; ``session`` is the training they followed."""

    made = ("authorisation",)
    authorisation: UUID
    person: UUID
    family: UUID
    level: Authorisation.Level = Authorisation.Level.USER
    session: UUID | None = None


@command(
    "booking.authorise_session",
    right=Right.AUTHORISE,
    run=authorising.authorise_session,
    undo=authorising.unauthorise,
    label=_("a habilité les personnes d’une formation"),
)
class AuthoriseSession(Payload):
    """Everybody present at a training may use the machines it leads to."""

    session: UUID
    family: UUID


@command(
    "booking.withdraw",
    right=Right.AUTHORISE,
    run=authorising.withdraw,
    undo=authorising.unwithdraw,
    label=_("a retiré une habilitation"),
)
class Withdraw(Payload):
    """An authorisation ends today."""

    authorisation: UUID


class When(Payload):
    """A local day, an hour of the place's clocks, a length; ``second`` of two equal hours."""

    day: Day
    start: time
    minutes: int = Minutes
    second: bool | None = None
    despite: list[SetAside] = Field(default_factory=list, max_length=5)


@command(
    "booking.reserve",
    right=Right.BOOK,
    run=operations.reserve,
    undo=operations.unreserve,
    label=_("a réservé un matériel"),
)
class Reserve(When):
    """A resource, or any of a family in the place, for somebody; taken, they may ``wait``."""

    made = ("reservation",)
    reservation: UUID
    resource: UUID | None = None
    family: UUID | None = None
    person: UUID | None = None
    organisation: UUID | None = None
    companion: UUID | None = None
    wait: bool = False

    @model_validator(mode="after")
    def _one_of_two(self) -> Reserve:
        if (self.resource is None) == (self.family is None):
            raise ValueError("resource or family, one of the two")
        return self


@command(
    "booking.move",
    right=Right.BOOK,
    run=operations.move,
    label=_("a déplacé une réservation"),
)
class Move(When):
    """Another hour, another length, perhaps another resource."""

    reservation: UUID
    resource: UUID | None = None


@command(
    "booking.confirm",
    right=Right.BOOK,
    run=operations.confirm,
    label=_("a confirmé une réservation"),
)
class Confirm(Payload):
    """Yes to what was *sous réserve*, or to who waited."""

    reservation: UUID


@command(
    "booking.start",
    right=Right.BOOK,
    run=using.start,
    undo=operations.unreserve,
    label=_("a fait commencer l’usage d’un matériel"),
)
class Start(Payload):
    """Somebody begins to use a resource, or any free one of a family, now."""

    made = ("reservation",)
    reservation: UUID
    resource: UUID | None = None
    family: UUID | None = None
    minutes: int = Field(ge=1, le=A_WEEK)
    person: UUID | None = None
    organisation: UUID | None = None
    companion: UUID | None = None

    @model_validator(mode="after")
    def one_thing(self) -> Start:
        if (self.resource is None) == (self.family is None):
            raise ValueError("exactly one of resource and family")
        return self


@command(
    "booking.leave",
    right=Right.BOOK,
    run=using.leave,
    undo=using.unleave,
    label=_("a noté que quelqu’un a fini d’utiliser un matériel"),
)
class Leave(Payload):
    """Somebody has done with what they used."""

    reservation: UUID


@command(
    "booking.come",
    right=Right.BOOK,
    run=coming.come,
    undo=coming.uncome,
    label=_("a noté que quelqu’un est là pour sa réservation"),
)
class Come(Payload):
    """Somebody is there for what they reserved."""

    reservation: UUID


@command(
    "booking.cancel",
    right=Right.BOOK,
    run=operations.cancel,
    undo=operations.uncancel,
    label=_("a annulé une réservation"),
)
class Cancel(Payload):
    """The resource is free again; ``following``, those that repeat after it too."""

    reservation: UUID
    following: bool = False


@command(
    "booking.repeat",
    right=Right.BOOK,
    run=repeating.repeat,
    label=_("a réservé un matériel à plusieurs dates"),
)
class Repeat(Payload):
    """A resource on each day of a rule; ``skip`` leaves out the days that cannot be."""

    made = ("recurrence",)
    recurrence: UUID
    resource: UUID
    day: Day
    start: time
    minutes: int = Minutes
    rrule: str = Field(max_length=80)
    until: Day
    person: UUID | None = None
    organisation: UUID | None = None
    companion: UUID | None = None
    despite: list[SetAside] = Field(default_factory=list, max_length=5)
    skip: bool = False

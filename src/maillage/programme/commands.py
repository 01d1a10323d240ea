"""Kinds of commands of the programme."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from maillage.core.commands import Changes, Day, Payload, command, unchanged
from maillage.network.rights import Right
from maillage.people.models import Document
from maillage.programme import (
    editing,
    events,
    operations,
    planning,
    replacing,
    seating,
    workshops,
)
from maillage.programme import signing_commands as _signing  # noqa: F401 - registers its kinds
from maillage.programme.models import Audience, Format, Level, Registration, Tool


@command(
    "programme.add_theme",
    right=Right.PROGRAMME,
    run=workshops.add_theme,
    label=_("a ajouté un thème"),
)
class AddTheme(Payload):
    """A subject; ``synonyms`` are words, comma-separated."""

    made = ("theme",)
    theme: UUID
    title: str = Field(min_length=1, max_length=60)
    synonyms: str = Field(default="", max_length=300)


@command(
    "programme.edit_theme",
    right=Right.PROGRAMME,
    run=workshops.edit_theme,
    label=_("a modifié un thème"),
)
class EditTheme(Changes):
    """Other words for it; its workshops follow."""

    theme: UUID
    title: str = Field(default_factory=unchanged, min_length=1, max_length=60)
    synonyms: str = Field(default="", max_length=300)


@command(
    "programme.retire_theme",
    right=Right.PROGRAMME,
    run=workshops.retire_theme,
    label=_("a retiré un thème, ou l’a repris"),
)
class RetireTheme(Payload):
    """Proposed no more from a day, perhaps for ``successor``; ``null``: it is back."""

    theme: UUID
    retired_on: Day | None
    successor: UUID | None = None


@command(
    "programme.add_starter_themes",
    right=Right.PROGRAMME,
    run=workshops.add_starter_themes,
    label=_("a pris les thèmes proposés"),
)
class AddStarterThemes(Payload):
    """The packaged themes that are not there yet."""


class WorkshopColumns(Payload):
    """What a workshop says of itself."""

    theme: UUID | None = None
    level: Level = Level.ALL
    audiences: list[Audience] = Field(default_factory=list, max_length=len(Audience))
    tools: list[Tool] = Field(default_factory=list, max_length=len(Tool))
    description: str = Field(default="", max_length=400)
    organisation: UUID | None = None
    format: Format = Format.CLASSIC
    minutes: int = Field(default=90, ge=5, le=1440)
    capacity: int | None = Field(default=None, ge=1, le=1000)
    price_code: str = Field(default="", max_length=24)
    minimum_age: int | None = Field(default=None, ge=0, le=99)
    shares_room: bool | None = None


@command(
    "programme.create_workshop",
    right=Right.PROGRAMME,
    run=workshops.create_workshop,
    label=_("a créé un atelier"),
)
class CreateWorkshop(WorkshopColumns):
    """A kind of activity; with a theme and no title, it has the theme's."""

    made = ("workshop",)
    workshop: UUID
    title: str = Field(default="", max_length=80)


@command(
    "programme.edit_workshop",
    right=Right.PROGRAMME,
    run=workshops.edit_workshop,
    label=_("a modifié un atelier"),
)
class EditWorkshop(Changes, WorkshopColumns):
    """Change what is given; without ``capacity`` or ``minimum_age`` (``null``), no limit.

    ``retired_on``: proposed no more from that day; ``null``: again.
    """

    workshop: UUID
    title: str = Field(default_factory=unchanged, min_length=1, max_length=80)
    retired_on: Day | None = None


class Repeat(Payload):
    """A repetition: ``rrule`` (RFC 5545: weekly, or monthly by nth weekday), ended one way.

    ``count`` sessions take place: the days left out do not count.
    """

    rrule: str = Field(min_length=1, max_length=200)
    until: Day | None = None
    count: int | None = Field(default=None, ge=1, le=200)
    skip_bank_holidays: bool = True
    skip_school_holidays: bool = False
    except_days: list[Day] = Field(default_factory=list, max_length=60)


@command(
    "programme.plan_session",
    right=Right.OWN_SESSIONS,
    run=planning.plan_session,
    label=_("a planifié une séance"),
)
class PlanSession(Payload):
    """``start`` is local wall time in the place; ``session`` is the first of a repetition."""

    made = ("session",)
    session: UUID
    workshop: UUID
    place: UUID
    day: Day
    start: time
    room: UUID | None = None
    address: str = Field(default="", max_length=200)
    minutes: int | None = Field(default=None, ge=5, le=1440)
    capacity: int | None = Field(default=None, ge=1, le=1000)
    mediators: list[UUID] = Field(default_factory=list, max_length=10)
    organisers: list[UUID] = Field(default_factory=list, max_length=20)
    repeat: Repeat | None = None


class Scope(StrEnum):
    """How far a change of a session goes in its series."""

    ONE = "one"
    FOLLOWING = "following"
    ALL = "all"


@command(
    "programme.edit_session",
    right=Right.OWN_SESSIONS,
    run=editing.edit_session,
    label=_("a modifié une séance"),
)
class EditSession(Changes):
    """Change what is given of a session to come; ``scope``: this one, the following, all ahead."""

    session: UUID
    scope: Scope = Scope.ONE
    title: str = Field(default_factory=unchanged, min_length=1, max_length=80)
    day: Day = Field(default_factory=unchanged)
    start: time = Field(default_factory=unchanged)
    minutes: int = Field(default_factory=unchanged, ge=5, le=1440)
    place: UUID = Field(default_factory=unchanged)
    room: UUID | None = None
    address: str = Field(default="", max_length=200)
    capacity: int | None = Field(default=None, ge=1, le=1000)
    mediators: list[UUID] = Field(default_factory=list, max_length=10)
    organisers: list[UUID] = Field(default_factory=list, max_length=20)


@command(
    "programme.cancel_session",
    right=Right.OWN_SESSIONS,
    run=editing.cancel_session,
    label=_("a annulé une séance"),
)
class CancelSession(Payload):
    """The session will not take place; nor, as ``scope`` says, the following or all ahead."""

    session: UUID
    scope: Scope = Scope.ONE


@command(
    "programme.replace_mediator",
    right=Right.PROGRAMME,
    run=replacing.replace_mediator,
    label=_("a remplacé quelqu’un qui animait une séance"),
)
class ReplaceMediator(Payload):
    """``by`` animates instead of ``staff``."""

    session: UUID
    staff: UUID
    by: UUID


class SeatAsked(Payload):
    """One seat, for a person or for somebody unnamed who comes along."""

    registration: UUID
    person: UUID | None = None


@command(
    "programme.register",
    right=Right.REGISTER,
    run=seating.register,
    undo=seating.unregister,
    label=_("a inscrit à une séance"),
)
class Register(Payload):
    """Ask for seats together; ``ahead`` passes before those who wait.

    ``promised``: the desk saw them free, and said so to the people.
    """

    session: UUID
    seats: list[SeatAsked] = Field(min_length=1, max_length=30)
    party: UUID | None = None
    ahead: bool = False
    promised: bool = False

    def creates(self) -> Iterable[UUID]:
        return [one.registration for one in self.seats]


@command(
    "programme.cancel_registration",
    right=Right.REGISTER,
    run=seating.cancel_registration,
    undo=seating.uncancel,
    label=_("a annulé une inscription"),
)
class CancelRegistration(Payload):
    """Free a seat."""

    registration: UUID


@command(
    "programme.offer_seat",
    right=Right.REGISTER,
    run=seating.offer_seat,
    label=_("a donné une place à quelqu’un qui attendait"),
)
class OfferSeat(Payload):
    """Seat a party that waits."""

    registration: UUID
    ahead: bool = False


@command(
    "programme.add_chair",
    right=Right.REGISTER,
    run=operations.add_chair,
    undo=operations.remove_chair,
    label=_("a ajouté une chaise"),
)
class AddChair(Payload):
    """One seat more."""

    session: UUID


@command(
    "programme.mark_attendance",
    right=Right.ATTENDANCE,
    run=seating.mark_attendance,
    undo=seating.unmark,
    label=_("a pointé une présence"),
)
class MarkAttendance(Payload):
    """Present, absent, excused, or expected again."""

    registration: UUID
    attendance: Registration.Attendance

    def has_happened(self, at: datetime) -> bool:
        return self.attendance == Registration.Attendance.PRESENT


@command(
    "programme.describe_event",
    right=Right.PROGRAMME,
    run=events.describe_event,
    label=_("a décrit un événement"),
)
class DescribeEvent(Changes):
    """What is given of an event; ``papers`` are kinds of documents asked for."""

    session: UUID
    game: str = Field(default="", max_length=80)
    pegi: int | None = Field(default=None, ge=3, le=18)
    minimum_age: int | None = Field(default=None, ge=0, le=99)
    maximum_age: int | None = Field(default=None, ge=0, le=120)
    cash_prizes: bool = Field(default_factory=unchanged)
    papers: list[Document.Kind] = Field(default_factory=unchanged, max_length=len(Document.Kind))


@command(
    "programme.add_item",
    right=Right.PROGRAMME,
    run=events.add_item,
    label=_("a ajouté une chose à faire"),
)
class AddItem(Payload):
    """Something to do before a session."""

    made = ("item",)
    item: UUID
    session: UUID
    label: str = Field(min_length=1, max_length=160)
    due_on: Day | None = None


@command(
    "programme.tick_item",
    right=Right.PROGRAMME,
    run=events.tick_item,
    label=_("a coché une chose à faire"),
)
class TickItem(Payload):
    """Done, or not after all."""

    item: UUID
    done: bool = True


@command(
    "programme.drop_item",
    right=Right.PROGRAMME,
    run=events.drop_item,
    label=_("a retiré une chose à faire"),
)
class DropItem(Payload):
    """Off the list."""

    item: UUID


Decision = Annotated[str, Field(min_length=1, max_length=300)]


@command(
    "programme.keep_decisions",
    right=Right.PROGRAMME,
    run=events.keep_decisions,
    label=_("a noté ce qui a été décidé"),
)
class KeepDecisions(Payload):
    """What was decided together, in order, in place of what was kept before."""

    session: UUID
    decisions: list[Decision] = Field(max_length=20)

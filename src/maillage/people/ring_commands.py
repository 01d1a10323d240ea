"""Kinds of commands of the kiosk at the door."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from maillage.core.commands import Payload, command
from maillage.network.rights import Right
from maillage.people import rings

Card = Annotated[str, Field(max_length=12)]
FirstName = Annotated[str, Field(max_length=60)]


@command(
    "people.ring",
    right=Right.RING,
    run=rings.ring,
    undo=rings.unring,
    label=_("a compté une arrivée à la borne"),
)
class Ring(Payload):
    """Somebody arrives by themselves: a card, a first name, or nothing at all."""

    made = ("ring",)
    ring: UUID
    card: Card = ""
    first_name: FirstName = ""

    def has_happened(self, at: datetime) -> bool:
        return True


@command(
    "people.match_ring",
    right=Right.PEOPLE,
    run=rings.match_ring,
    undo=rings.unmatch_ring,
    label=_("a reconnu une personne venue à la borne"),
)
class MatchRing(Payload):
    """Who typed that at the door: their visit takes the place of the head counted."""

    made = ("visit",)
    ring: UUID
    person: UUID
    visit: UUID


@command(
    "people.leave_ring",
    right=Right.PEOPLE,
    run=rings.leave_ring,
    label=_("a laissé sans nom une arrivée à la borne"),
)
class LeaveRing(Payload):
    """Nobody knows who it was: the head stays counted, the word typed goes."""

    ring: UUID

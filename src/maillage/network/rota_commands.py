"""Kinds of commands about the team's week, and who is away."""

from __future__ import annotations

from datetime import time
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from maillage.core.commands import Day, Payload, command
from maillage.network import half_days, rota
from maillage.network.rights import Right


@command(
    "network.set_rota_slot",
    right=Right.STAFF,
    run=rota.set_rota_slot,
    label=_("a réglé la semaine de l’équipe"),
)
class SetRotaSlot(Payload):
    """Somebody at a place each week (Monday 0, local wall time); an id held is corrected."""

    slot: UUID
    staff: UUID
    place: UUID
    weekday: int = Field(ge=0, le=6)
    starts: time
    ends: time
    from_day: Day | None = None
    to_day: Day | None = None

    made = ("slot",)


@command(
    "network.end_rota_slot",
    right=Right.STAFF,
    run=rota.end_rota_slot,
    label=_("a mis fin à une demi-journée de la semaine de l’équipe"),
)
class EndRotaSlot(Payload):
    """Its last day; before its first, it never was."""

    slot: UUID
    to_day: Day


@command(
    "network.give_half_day",
    right=Right.STAFF,
    run=half_days.give_half_day,
    label=_("a changé une demi-journée de l’équipe, une fois"),
)
class GiveHalfDay(Payload):
    """One day of a slot is ``staff``'s, or nobody's; ``given`` and ``rest`` name what is made."""

    slot: UUID
    day: Day
    given: UUID
    rest: UUID
    staff: UUID | None = None

    made = ("given", "rest")


@command(
    "network.declare_absence",
    right=Right.PROGRAMME,
    run=rota.declare_absence,
    label=_("a noté une absence dans l’équipe"),
)
class DeclareAbsence(Payload):
    """Somebody is away, today unless said. Never why."""

    absence: UUID
    staff: UUID
    from_day: Day | None = None
    to_day: Day | None = None

    made = ("absence",)


@command(
    "network.cancel_absence",
    right=Right.PROGRAMME,
    run=rota.cancel_absence,
    label=_("a annulé une absence dans l’équipe"),
)
class CancelAbsence(Payload):
    """They are there after all."""

    absence: UUID

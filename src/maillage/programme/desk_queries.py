"""Reads of many seats at once, for the desks. Rows, not models: a month holds thousands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F
from django.db.models.functions import Coalesce

from maillage.core.compiled import Compiled
from maillage.people.queries import root_of
from maillage.programme.models import Registration, Session
from maillage.programme.rules import Seat


@dataclass(frozen=True, slots=True)
class SeatTold(Seat):
    """A live registration as a desk is told of it; ``person`` is the file that stands for them."""

    attendance: str
    phone: str | None


def seats_told(sessions: Iterable[Session]) -> dict[UUID, list[SeatTold]]:
    """The live registrations of each session, in the order asked; one statement."""
    found: dict[UUID, list[SeatTold]] = defaultdict(list)
    for session, *seat in _SEATS.rows([one.pk for one in sessions]):
        found[session].append(SeatTold(*seat))
    return found


_SEATS = Compiled(
    lambda sessions: (
        Registration.objects.filter(session__id__among=sessions)
        .exclude(state=Registration.State.CANCELLED)
        .annotate(
            root=root_of("person"),
            call=Coalesce(F("person__same_as__phone"), F("person__phone")),
        )
        .order_by("asked")
        .values_list(
            "session_id", "id", "root", "party", "state", "seat", "asked", "attendance", "call"
        )
    ),
    list,
)

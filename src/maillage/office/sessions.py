"""Sessions as the office shows them: seats drawn, who animates, what is left."""

from __future__ import annotations

from typing import Any, NamedTuple

from maillage.programme.models import Session
from maillage.programme.queries import Taken, mediators_of, seats_taken

MOST_DRAWN = 12


class Card(NamedTuple):
    """A session of a list."""

    session: Session
    mediators: str
    taken: Taken

    @property
    def cancelled(self) -> bool:
        return self.session.state == Session.State.CANCELLED

    @property
    def left(self) -> int | None:
        """Seats left; ``None`` without a limit."""
        if self.session.capacity is None:
            return None
        return max(self.session.capacity - self.taken.confirmed, 0)

    @property
    def seats(self) -> list[bool]:
        """Each seat, taken or not, as far as they can be drawn."""
        capacity = self.session.capacity or 0
        if capacity > MOST_DRAWN:
            return []
        return [number < self.taken.confirmed for number in range(capacity)]


def cards(sessions: list[Session]) -> list[Card]:
    """Sessions with their seats and mediators; two statements."""
    names: dict[Any, list[str]] = mediators_of(sessions)
    taken = seats_taken(sessions)
    return [
        Card(one, ", ".join(names.get(one.pk, [])), taken.get(one.pk, Taken())) for one in sessions
    ]

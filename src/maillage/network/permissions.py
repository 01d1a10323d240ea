"""Who may do it there: rights at other places than the act's."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from maillage.core.acting import Acting, forbidden
from maillage.network.queries import rights_at


def demand_at(acting: Acting, right: str, places: Iterable[UUID | None]) -> None:
    """Refuse ``forbidden`` unless the actor has the right at each place, ``None`` being all.

    A manager of one place may not name a manager of all. Raises ``Missing`` for a place of
    another structure.
    """
    wanted = set(places) - {acting.place_id}
    acting.demand(right)
    for place_id in wanted:
        if right not in (rights_at(acting.actor_id, at=acting.at, place_id=place_id) or ()):
            raise forbidden()

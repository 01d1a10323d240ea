"""Sessions of a workshop, planned and changed by commands, and what the base says of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from maillage.core.ids import new_id
from maillage.network.doors import Refused
from maillage.network.models import Occupancy, StaffPresence
from maillage.programme.models import Series, Session
from tests.houses import House

THURSDAYS = "FREQ=WEEKLY;BYDAY=TH"


def plan(house: House, day: str = "2027-01-07", **changes: Any) -> list[UUID]:
    """Thursdays at 14:00, five times unless said otherwise; the ids of the sessions."""
    repeat = {"rrule": THURSDAYS, "count": 5} | changes.pop("repeat", {})
    made = house.do(
        "programme.plan_session",
        session=new_id(),
        workshop=house.workshop,
        place=house.place,
        room=house.room,
        mediators=[house.manager],
        minutes=60,
        **{"day": day, "start": "14:00", "repeat": repeat, **changes},
    )
    return [UUID(one) for one in made["sessions"]]


def edit(house: House, session: UUID, **changes: Any) -> dict[str, Any]:
    return house.do("programme.edit_session", session=session, **changes)


def refused(house: House, kind: str, **payload: Any) -> str:
    with pytest.raises(Refused) as caught:
        house.do(kind, **payload)
    return caught.value.result.code


def seat(house: House, session: UUID, first_name: str = "Marie") -> UUID:
    person = house.person(first_name)
    seats = [{"registration": new_id(), "person": person}]
    house.do("programme.register", session=session, seats=seats)
    return person


def said(house: House) -> list[str]:
    """Every session in order: its day and hour; cancelled or apart."""
    with house.scope():
        return [
            f"{one.starts_at:%d/%m %H:%M}{' ✗' if one.state == 'cancelled' else ''}"
            f"{' ≠' if one.apart else ''}"
            for one in Session.objects.order_by("starts_at", "id")
        ]


def held(house: House) -> list[str]:
    """What the room is taken for, and where the manager is: the same periods."""
    with house.scope():
        rooms = Occupancy.objects.order_by("starts_at").values_list("starts_at", "ends_at")
        staff = StaffPresence.objects.order_by("starts_at").values_list("starts_at", "ends_at")
        assert list(rooms) == list(staff)
        return [f"{start:%d/%m %H:%M}-{end:%H:%M}" for start, end in rooms]


def series(house: House) -> list[tuple[str, ...]]:
    with house.scope():
        return [
            (one.rrule, f"{one.first_day:%d/%m}", f"{one.until:%d/%m}", *one.except_days)
            for one in Series.objects.order_by("first_day")
        ]

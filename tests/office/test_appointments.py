"""P22: an external professional receives one person after the other; booked by phone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from maillage.booking.models import Family, Reservation, Resource
from maillage.network.models import Unit
from tests.office.conftest import Office
from tests.office.test_grids import FAMILY

THURSDAY = 3
SLOTS = ["09:00", "09:30", "10:00", "10:30", "11:00", "11:30"]


def thursday(weeks: int) -> Any:
    """A Thursday so many weeks ahead."""
    today = timezone.localdate()
    return today + timedelta(days=(THURSDAY - today.weekday()) % 7 + 7 * weeks)


@pytest.fixture
def accountant(office: Office) -> UUID:
    """Thursdays from 9 to 12, half an hour each."""
    half_hour = {"shortest": "30 min", "longest": "30 min", "step": "30 min"}
    office.send("family-add", name="Rendez-vous comptable", **FAMILY | half_hour)
    with office.house.scope():
        of = Family.objects.get().pk
    office.send(
        "family-hours", of, **{f"d{THURSDAY}_0_from": "09:00", f"d{THURSDAY}_0_to": "12:00"}
    )
    office.send("room-add", office.house.place, name="La comptable", kind="desk")
    with office.house.scope():
        unit = Unit.objects.get(name="La comptable").pk
    office.send("resource-add", unit=unit, family=of)
    with office.house.scope():
        return Resource.objects.get().pk


def asked(
    office: Office, what: UUID, start: str, first_name: str, weeks: int = 1
) -> dict[str, Any]:
    person = office.house.person(first_name)
    return {
        "what": what, "person": person, "day": thursday(weeks), "start": start, "length": "30",
        "q": first_name, "searched": first_name,
    }  # fmt: skip


def test_six_half_hours_of_a_thursday_morning(office: Office, accountant: UUID) -> None:
    for rank, start in enumerate(SLOTS):
        office.send("booking-add", **asked(office, accountant, start, f"Prénom{rank}"))
    with office.house.scope():
        held = Reservation.objects.order_by("starts_at").values_list("starts_at", flat=True)
        assert [f"{timezone.localtime(one):%H:%M}" for one in held] == SLOTS
    taken, _source = office.refused("booking-add", **asked(office, accountant, "10:00", "Zoé"))
    assert "de 10 h à 10 h 30 : une réservation." in taken
    after, _source = office.refused("booking-add", **asked(office, accountant, "12:00", "Yves"))
    assert "« Rendez-vous comptable » se réserve jeudi" in after
    assert "de 9 h à 12 h : choisissez une autre heure." in after
    next_one = asked(office, accountant, "09:00", "Ada", weeks=2)
    assert "de 9 h à 9 h 30" in office.send("booking-add", **next_one)

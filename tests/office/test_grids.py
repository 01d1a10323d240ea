"""The two grids of Bras set on screens, from nothing, and what they make people pay."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from django.utils import timezone

from maillage.booking.models import Family, Reservation, Resource
from maillage.money.models import MembershipPlan, Price, SaleLine
from maillage.network.bootstrap import found
from maillage.network.models import Place, Unit
from tests.houses import PASSWORD, House, sign_in
from tests.making import ahead
from tests.office.conftest import Office
from tests.office.test_plans import add_price

pytestmark = pytest.mark.prove("1. grilles par les écrans")


@pytest.fixture
def empty(db: None) -> Office:
    """A structure just founded: a place, no price at all."""
    made = found(
        structure_name="Numéripôle", slug="bras", first_name="Loïc", login="manager@bras",
        password=PASSWORD, now=timezone.now() - timedelta(days=30),
    )  # fmt: skip
    nothing = UUID(int=0)
    house = House("bras", made.structure.pk, made.manager.pk, nothing, nothing, nothing, nothing)
    house.staff["manager"] = house.manager
    office = Office(house, sign_in(house, "manager"))
    office.send("place-add", name="Numéripôle", kind="fablab", time_zone="Europe/Paris")
    with house.scope():
        house.place = Place.objects.get().pk
    return office


def test_grid_1_a_membership_of_30_and_8_a_session(empty: Office) -> None:
    """Bras, training: 30 € a year and 8 € a session; the first visit costs 38 €."""
    session = add_price(empty, "Atelier", "8", "session", member="yes")
    empty.send(
        "plan-add", label="Adhésion annuelle", rate="30", length="months", months="12",
        from_day=timezone.localdate(),
    )  # fmt: skip
    with empty.house.scope():
        assert MembershipPlan.objects.get().months == 12
    said = empty.get("price-quote", code=session, day=timezone.localdate())
    assert "38,00 €" in said
    assert "30,00 €" in said


def test_grid_2_machine_time_and_material_without_membership(empty: Office) -> None:
    """Bras, fab lab: 1.5 h at 6 € and 42 g at 0.05 €: 11.10 €, and nothing else."""
    hour = add_price(empty, "Laser, l’heure", "6", "hour")
    gram = add_price(empty, "PLA, le gramme", "0,05", "gram")
    house = empty.house
    empty.send("room-add", house.place, name="Trotec", kind="machine")
    empty.send("family-add", name="Découpe laser", price_code=hour, **FAMILY)
    with house.scope():
        unit, family = Unit.objects.get().pk, Family.objects.get().pk
    empty.send("resource-add", unit=unit, family=family)
    with house.scope():
        laser = Resource.objects.get().pk
    noe = house.person("Noé", "Brun")
    now = timezone.localtime()
    empty.send(
        "booking-add", what=laser, person=noe, day=ahead(0), start=f"{now:%H:%M}", length="60",
        now="yes", q="noé", searched="noé",
    )  # fmt: skip
    with house.scope():
        made = Reservation.objects.get().pk
    with time_machine.travel(timezone.now() + timedelta(minutes=90), tick=True):
        assert "1 h 30 d’usage" in empty.send("booking-leave", made)
        said = empty.send("booking-charge", made, minutes="1 h 30", code_1=gram, units_1="42")
        counted = empty.get("booking", made)
    assert "11,10 € à régler à l’accueil." in said
    assert ("usage compté" in counted, "Compter l’usage…" in counted) == (True, False)
    with house.scope():
        lines = SaleLine.objects.order_by("position")
        sold = [(one.kind, one.code, one.amount_cents) for one in lines]
        assert not MembershipPlan.objects.exists()
        assert Price.objects.count() == 2
    assert sold == [("use", hour, 900), ("material", gram, 210)]


FAMILY = {"shortest": "15 min", "step": "15 min", "ahead": "60"}

"""Villefranche-de-Rouergue, a partner of Rodez in the Aveyron network (needs.md, P40 and P41).

A small place of a community of communes: a permanence twice a week, nobody invented but its team.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

from maillage.demo.rodez import NETWORK
from maillage.demo.scene import (
    Activity,
    Carrier,
    Names,
    Room,
    Scene,
    Shift,
    Slot,
    Spot,
    Worker,
    clock,
)
from maillage.network.models import Role
from maillage.programme.models import Format

PLACE, VILLEFRANCHE = "grand-villefranchois", "12300"
TOLD_DAYS = 7
DAYS = {1, 3}


def slots(day: date, first_run: date) -> list[Slot]:
    if (day - first_run).days < -TOLD_DAYS or day.weekday() not in DAYS:
        return []
    return [
        Slot("permanence", PLACE, clock("09:30"), "salle", ("coralie",)),
        Slot("visio", PLACE, clock("14:00"), "salle", ("coralie",)),
    ]


def shifts(day: date, first_run: date) -> list[Shift]:
    if not slots(day, first_run):
        return []
    return [Shift(PLACE, clock("09:15"), "coralie"), Shift(PLACE, clock("17:00"), "")]


def spots(first_run: date) -> tuple[Spot, ...]:
    return (
        Spot(
            label=PLACE,
            name="Tiers-lieu du Grand Villefranchois",
            kind="third_place",
            commune=VILLEFRANCHE,
            motto="Le numérique près de chez vous (lieu inventé)",
            colour="#33691e",
            opening="Tu,Th 09:15-17:00",
            address="12200 Villefranche-de-Rouergue",
            phone="05 36 49 12 30",
            opened_on=date(2018, 3, 1),
            rooms=(Room("salle", "La salle", capacity=10),),
        ),
    )


SCENE = Scene(
    slug="villefranche",
    name="Tiers-lieu du Grand Villefranchois",
    title="Villefranche",
    founded=datetime(2018, 2, 1, 8, tzinfo=UTC),
    carriers=(Carrier("epci", "epci", "Grand Villefranchois", date(2018, 1, 1)),),
    team=(
        Worker("lionel", "Lionel", "Espinasse", Role.MANAGER, "4321", "référent du territoire"),
        Worker("coralie", "Coralie", "Viguié", Role.MEDIATOR, "2468", "conseillère numérique"),
    ),
    spots=spots,
    activities=(
        Activity("permanence", "Permanence numérique", "free", 120, format=Format.OUTREACH),
        Activity("visio", "Une visio sans stress", "free", 90, 8),
    ),
    cast=(),
    newcomers=Names(
        women=("Simone", "Lucie"), men=("Régis", "Paul"), last=("Blanc", "Cros"),
        communes=(VILLEFRANCHE,), a_day=0.1,
    ),
    slots=slots,
    shifts=shifts,
    walk_ins=(0, 1),
    unnamed=(0, 2),
    network=NETWORK,
)  # fmt: skip

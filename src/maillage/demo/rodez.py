"""Rodez and the Aveyron network: the facts of needs.md, table P; the people are invented.

P21 a private association, town centre, some 150 m² · P22 many events, an accountant once a week,
training in photo processing · P23 balanced without subsidy, kept by volunteers · P24 and P25 a
permanent pays 250 € a month, twenty days a quarter cost 100 € · P41 territories of the network:
Rodez, Villefranche… What is reserved and who has which plan: ``rodez_desks``.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

from maillage.demo.rodez_desks import DESKS, GEAR, GRID, STUDIO, TOWN
from maillage.demo.scene import (
    Activity,
    Carrier,
    Names,
    Room,
    Scene,
    Shift,
    Slot,
    Spot,
    Tariff,
    Worker,
    clock,
    read_cast,
)
from maillage.network.models import Role
from maillage.programme.models import Audience, Format, Level

NETWORK = "Tiers-lieux de l’Aveyron"
RODEZ = "12202"
ONET, OLEMPS, LUC = "12176", "12174", "12133"
JOBS_HOUSE, ADEFPAT = "Maison de l’emploi", "ADEFPAT"
TOLD_DAYS = 14
WEEKEND = 5
OPENS, CLOSES = clock("08:45"), clock("18:30")


def slots(day: date, first_run: date) -> list[Slot]:
    """A week around the first run: coworking each working day, the accountant, photos, a lunch."""
    number = (day - first_run).days
    if number < -TOLD_DAYS or day.weekday() >= WEEKEND:
        return []
    found = [Slot("coworking", TOWN, clock("09:00"), "open-space", minutes=555)]
    week, weekday = divmod(number, 7)
    if weekday == 2:
        found.append(Slot("comptable", TOWN, clock("09:00"), "petit-bureau"))
    if weekday == 4:
        found.append(Slot("photo", TOWN, clock("14:00"), "reunion", ("bastien",)))
    if weekday == 1:
        found.append(Slot("repas", TOWN, clock("12:15"), "cuisine", organisers=(JOBS_HOUSE,)))
    if weekday == 3 and week % 2 == 0:
        found.append(Slot("independants", TOWN, clock("18:45"), "reunion", organisers=(ADEFPAT,)))
    return found


def shifts(day: date, first_run: date) -> list[Shift]:
    number = (day - first_run).days
    if number < -TOLD_DAYS or day.weekday() >= WEEKEND:
        return []
    who = "hugues" if day.weekday() % 2 else "bastien"
    return [Shift(TOWN, OPENS, who), Shift(TOWN, CLOSES, "")]


def spots(first_run: date) -> tuple[Spot, ...]:
    return (
        Spot(
            label=TOWN,
            name="Le Tiers-Lieu de Rodez",
            kind="coworking",
            commune=RODEZ,
            motto="Travailler ensemble",
            colour="#7a2e1d",
            opening="Mo-Fr 08:45-18:30",
            address="Centre-ville, Rodez (démonstration : personnes inventées)",
            phone="05 36 49 12 01",
            float_cents=4000,
            opened_on=date(2014, 9, 1),
            rooms=(
                Room("open-space", "Espace partagé", capacity=14),
                *(Room(label, name, "desk", "open-space") for label, name in DESKS),
                Room("reunion", "Salle de réunion", capacity=12),
                Room("petit-bureau", "Petit bureau fermé", capacity=2),
                Room("cuisine", "Cuisine", capacity=16),
            ),
        ),
    )


TEAM = (
    Worker("hugues", "Hugues", "Vayssade", Role.MANAGER, "4321", "fondateur, bénévole"),
    Worker("bastien", "Bastien", "Alauzet", Role.MEDIATOR, "2468", "anime le lieu"),
    Worker("mireille", "Mireille", "Cayla", Role.TREASURER, "7788", "trésorière bénévole"),
    Worker("nathalie", "Nathalie", "Bessière", Role.COORDINATOR, "9900", "coordonne le réseau"),
)

ACTIVITIES = (
    Activity("coworking", "Coworking du jour", "cowork", 555, format=Format.FREE_ACCESS),
    Activity(
        "comptable",
        "La comptable vous reçoit",
        "firm",
        180,
        6,
        (2, 4),
        format=Format.OUTREACH,
        theme="Le numérique pour mon entreprise",
    ),
    Activity(
        "photo",
        "Traiter ses photos",
        "photo",
        120,
        8,
        (4, 8),
        price_code="ATELIER",
        theme="Retouche photo",
        level=Level.BEGINNER,
    ),
    Activity("repas", "Repas partagé", "cowork", 75, 16, (4, 8), format=Format.COLLABORATIVE),
    Activity(
        "independants",
        "Le rendez-vous des indépendants",
        "firm",
        90,
        12,
        (4, 7),
        format=Format.COLLABORATIVE,
        theme="Projets",
        audiences=(Audience.COMPANIES,),
    ),
)

SCENE = Scene(
    slug="rodez",
    name="Le Tiers-Lieu de Rodez",
    title="Rodez",
    founded=datetime(2014, 6, 2, 8, tzinfo=UTC),
    carriers=(
        Carrier(
            "association",
            "association",
            "Association du Tiers-Lieu de Rodez",
            date(2014, 6, 1),
            "12000 Rodez",
        ),
    ),
    team=TEAM,
    spots=spots,
    activities=ACTIVITIES,
    cast=read_cast("rodez"),
    newcomers=Names(
        women=("Nicole", "Émilie", "Sabine", "Clarisse", "Justine", "Bernadette"),
        men=("Rémi", "Gilles", "Fabrice", "Baptiste", "Vincent", "Alain"),
        last=("Puech", "Fabre", "Bonnet", "Cassan", "Delmas", "Ginestet"),
        communes=(RODEZ, ONET, OLEMPS, LUC),
        a_day=0.15,
        on_first_run=1,
    ),
    slots=slots,
    shifts=shifts,
    organisations=(
        (JOBS_HOUSE, "emploi"),
        (ADEFPAT, "formation-développement"),
        (STUDIO, "entreprise"),
    ),
    tariffs=(
        Tariff("ADHESION", "Adhésion annuelle (prix inventé)", 200_000, unit="year"),
        Tariff("MOIS", "Permanent, le mois", 2_500_000, unit="month"),
        Tariff("CARNET", "20 jours dans le trimestre", 1_000_000, unit="pass"),
        Tariff("DEUXJOURS", "Deux jours par semaine", 900_000, unit="month"),
        Tariff("DECOUVERTE", "Découverte, deux jours", 150_000, unit="month"),
        Tariff("SALLE", "Heure de salle", 100_000, unit="hour"),
        Tariff("JOUR", "Journée", 120_000, unit="day"),
        Tariff("ATELIER", "Atelier photo (prix inventé)", 100_000),
    ),
    plan=("AN", "Adhésion annuelle", "ADHESION"),
    walk_ins=(2, 4),
    unnamed=(0, 1),
    network=NETWORK,
    founds_network=True,
    gear=GEAR,
    grid=GRID,
    tips=(
        "« Solange » : 2/2 utilisés ; un jour de plus se paie, s’offre ou reste dû.",
        "« Forfaits » : un essai, une pause, ceux à renouveler, et ce que chacun a utilisé.",
        "« Réservations » : huit bureaux qui se valent, la salle de réunion, la porte du jour.",
        "250 € le mois, 100 € le carnet : les vrais prix. Les autres sont inventés.",
        "« Réglages », « Réseau » : le tiers-lieu de Villefranche y montre son programme.",
        "« Claire » vient sur son carnet de 20 jours ; elle a sa page, par un lien secret.",
    ),
)

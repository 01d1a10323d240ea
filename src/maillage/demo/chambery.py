"""Web Biollay, Chambéry: the facts of needs.md, table C; the people are invented.

C11 a public digital space inside a social centre · C12 basic training to be at ease with
procedures · C13 the neighbourhood's blog, with help · C14 partners: CSF, the library, the Café
Biollay · C15 an event of October 2017 on growing up with screens: its kind returns here.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

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
    read_cast,
)
from maillage.network.models import Role
from maillage.programme.models import Audience, Format, Level, Tool

EPN, CHAMBERY = "web-biollay", "73065"
COGNIN, MOTTE, BASSENS = "73087", "73179", "73031"
CSF, LIBRARY, CAFE = "CSF", "Médiathèque", "Café Biollay"
TOLD_DAYS = 14
WEEKEND = 5
MORNING, NOON = clock("09:00"), clock("12:00")
AFTERNOON, EVENING = clock("13:45"), clock("17:30")


def slots(day: date, first_run: date) -> list[Slot]:
    number = (day - first_run).days
    if number < -TOLD_DAYS or day.weekday() >= WEEKEND:
        return []
    week, weekday = divmod(number, 7)
    found = [Slot("ouvert", EPN, AFTERNOON, "salle", minutes=210)]
    if weekday in {0, 3}:
        found.append(Slot("bases", EPN, clock("09:15"), "salle", ("samia",)))
    if weekday == 1:
        found.append(Slot("demarches", EPN, clock("09:15"), "salle", ("samia",)))
    if weekday == 2:
        found.append(Slot("blog", EPN, clock("09:30"), "salle", ("theo",), (LIBRARY, CAFE)))
    if weekday == 4 and week % 2 == 0:
        found.append(Slot("ecrans", EPN, clock("09:30"), "grande-salle", ("samia",), (CSF, CAFE)))
    return found


def shifts(day: date, first_run: date) -> list[Shift]:
    number = (day - first_run).days
    if number < -TOLD_DAYS or day.weekday() >= WEEKEND:
        return []
    return [
        Shift(EPN, MORNING, "samia"),
        Shift(EPN, NOON, ""),
        Shift(EPN, AFTERNOON, "theo"),
        Shift(EPN, EVENING, ""),
    ]


def spots(first_run: date) -> tuple[Spot, ...]:
    return (
        Spot(
            label=EPN,
            name="Web Biollay",
            kind="social_centre",
            commune=CHAMBERY,
            motto="L’espace numérique du centre social (personnes inventées)",
            colour="#2f4a7d",
            opening="Mo-Fr 09:00-12:00,13:45-17:30",
            address="Quartier du Biollay, 73000 Chambéry",
            phone="04 65 71 73 01",
            opened_on=date(2012, 9, 3),
            rooms=(
                Room("grande-salle", "Grande salle du centre social", capacity=40),
                Room("salle", "Salle informatique", capacity=10),
            ),
        ),
    )


TEAM = (
    Worker("valerie", "Valérie", "Perrier", Role.MANAGER, "4321", "directrice du centre social"),
    Worker("samia", "Samia", "Haddad", Role.MEDIATOR, "2468", "médiatrice numérique"),
    Worker("theo", "Théo", "Blanchet", Role.VOLUNTEER, "5566", "service civique"),
)

ACTIVITIES = (
    Activity("ouvert", "Salle ouverte à tous", "free", 210, format=Format.FREE_ACCESS),
    Activity(
        "bases",
        "L’ordinateur, pas à pas",
        "training",
        120,
        8,
        (5, 8),
        theme="Premiers pas à l’ordinateur",
        tools=(Tool.COMPUTER,),
        level=Level.BEGINNER,
        audiences=(Audience.INHABITANTS,),
    ),
    Activity(
        "demarches",
        "Mes droits en ligne",
        "training",
        120,
        8,
        (3, 6),
        theme="Démarches en ligne",
        audiences=(Audience.INHABITANTS,),
    ),
    Activity(
        "blog",
        "Le blog du quartier",
        "blog",
        120,
        10,
        (3, 6),
        format=Format.COLLABORATIVE,
        theme="Site web",
    ),
    Activity(
        "ecrans",
        "Grandir avec les écrans",
        "parents",
        120,
        30,
        (6, 10),
        theme="École et parentalité",
    ),
)

SCENE = Scene(
    slug="chambery",
    name="Centre social du Biollay",
    title="Chambéry",
    founded=datetime(2012, 6, 4, 8, tzinfo=UTC),
    carriers=(
        Carrier(
            "association",
            "association",
            "Association du centre social du Biollay",
            date(2012, 6, 1),
            "73000 Chambéry",
        ),
    ),
    team=TEAM,
    spots=spots,
    activities=ACTIVITIES,
    cast=read_cast("chambery"),
    newcomers=Names(
        women=("Fatou", "Leïla", "Mathilde", "Rosa", "Amina", "Cécile"),
        men=("Moussa", "Bilal", "Étienne", "Joaquim", "Idriss", "Pascal"),
        last=("Diallo", "Ferreira", "Mugnier", "Saïd", "Rey", "Traoré"),
        communes=(CHAMBERY, CHAMBERY, COGNIN, MOTTE),
        a_day=0.2,
        on_first_run=1,
    ),
    slots=slots,
    shifts=shifts,
    organisations=((CSF, "association"), (LIBRARY, "médiathèque"), (CAFE, "association")),
    walk_ins=(2, 4),
    unnamed=(1, 3),
    tips=("Tout y est gratuit : aucune étape de paiement, aucun reçu.",),
)

"""Mon Autre Bureau, Pipriac: the facts of needs.md, table M; the people are invented.

M10 a collaborative offer tried for three days, in a place that stands three days · M12 the
animator always there, free access to the equipment, a tally · M13 workshops by Point 35
multimédia, the Mission Locale, Les Mulots, la Ferme des Ecotais · M14 classic or collaborative ·
M15 the themes. The three days are laid around the first run.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from maillage.demo.scene import (
    Activity,
    Carrier,
    FormerTheme,
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
from maillage.programme.models import Format, Tool

HERE, PIPRIAC = "mon-autre-bureau", "35219"
POINT_35, MISSION, MULOTS, FERME = (
    "Point 35 multimédia", "Mission Locale", "Les Mulots", "La Ferme des Ecotais"
)  # fmt: skip

ONE = timedelta(days=1)
OPENS, CLOSES = clock("09:45"), clock("18:15")

PROGRAMME: dict[int, tuple[tuple[str, str, tuple[str, ...]], ...]] = {
    -1: (
        ("10:30", "tablette", (POINT_35,)),
        ("14:30", "jeux", (MULOTS, POINT_35)),
        ("16:30", "idees", (FERME, MULOTS)),
    ),
    0: (
        ("10:30", "demarches", (MISSION, POINT_35)),
        ("14:30", "robot", (POINT_35, MULOTS)),
        ("16:30", "photo", (FERME,)),
    ),
    1: (
        ("10:30", "reputation", (MISSION,)),
        ("14:30", "tablette", (POINT_35,)),
        ("16:30", "suite", (POINT_35, MISSION, MULOTS, FERME)),
    ),
}
"""Three days, six half-days; a workshop in the morning, two in the afternoon."""


def slots(day: date, first_run: date) -> list[Slot]:
    number = (day - first_run).days
    if number not in PROGRAMME:
        return []
    found = [Slot("acces-libre", HERE, clock("10:00"), "grande-salle", minutes=480)]
    for start, activity, organisers in PROGRAMME[number]:
        found.append(Slot(activity, HERE, clock(start), "table", ("maelle",), organisers))
    return found


def shifts(day: date, first_run: date) -> list[Shift]:
    if (day - first_run).days not in PROGRAMME:
        return []
    return [Shift(HERE, OPENS, "maelle"), Shift(HERE, CLOSES, "")]


def spots(first_run: date) -> tuple[Spot, ...]:
    opened_on, closed_on = first_run - ONE, first_run + ONE
    return (
        Spot(
            label=HERE,
            name="Mon Autre Bureau",
            kind="temporary",
            commune=PIPRIAC,
            motto="Trois jours pour essayer ensemble (personnes inventées)",
            colour="#6b2d5c",
            opening=f"{opened_on}-{closed_on} 09:45-18:15",
            address="35550 Pipriac",
            phone="02 61 91 35 00",
            opened_on=opened_on,
            closed_on=closed_on,
            rooms=(
                Room("grande-salle", "Grande salle", capacity=30),
                Room("table", "La grande table", capacity=12),
            ),
        ),
    )


TEAM = (
    Worker("rozenn", "Rozenn", "Le Bihan", Role.MANAGER, "4321", "cheffe de projet"),
    Worker("maelle", "Maëlle", "Guérin", Role.MEDIATOR, "2468", "animatrice, toujours là"),
    Worker("loick", "Loïck", "Rouxel", Role.VOLUNTEER, "5566", "bénévole"),
)

_TOGETHER = Format.COLLABORATIVE

ACTIVITIES = (
    Activity("acces-libre", "Accès libre au matériel", "free", 480, format=Format.FREE_ACCESS),
    Activity(
        "tablette",
        "Découvrir la tablette",
        "beginner",
        75,
        10,
        (5, 8),
        theme="Découverte de la tablette",
        tools=(Tool.TABLET,),
    ),
    Activity(
        "jeux",
        "Installer des jeux ensemble",
        "young",
        75,
        12,
        (3, 6),
        format=_TOGETHER,
        theme="Jeux vidéo",
    ),
    Activity(
        "idees",
        "À quoi sert un bureau partagé ?",
        "curious",
        75,
        12,
        (4, 7),
        format=_TOGETHER,
        theme="Projets",
    ),
    Activity(
        "demarches", "Les démarches en ligne", "beginner", 75, 8, (6, 9), theme="Démarches en ligne"
    ),
    Activity(
        "robot",
        "Essayer un robot",
        "young",
        75,
        12,
        (4, 8),
        format=_TOGETHER,
        theme="Robots et programmation",
    ),
    Activity(
        "photo",
        "Retouche photo, après Picasa",
        "curious",
        75,
        10,
        (4, 7),
        format=_TOGETHER,
        theme="Retouche photo",
    ),
    Activity("reputation", "Mon e-réputation", "curious", 75, 10, (3, 6), theme="E-réputation"),
    Activity(
        "suite",
        "Et après ? On décide ensemble",
        "curious",
        75,
        20,
        (5, 9),
        format=_TOGETHER,
        theme="Projets",
    ),
)

SCENE = Scene(
    slug="pipriac",
    name="Mon Autre Bureau",
    title="Pipriac",
    founded=datetime(2017, 1, 9, 8, tzinfo=UTC),
    carriers=(Carrier("epci", "epci", "Pipriac Communauté", date(2017, 1, 1)),),
    team=TEAM,
    spots=spots,
    activities=ACTIVITIES,
    cast=read_cast("pipriac"),
    newcomers=Names(
        women=("Morgane", "Nolwenn", "Valérie", "Édith", "Lydie", "Anne", "Marie-Jo", "Lucile"),
        men=("Ronan", "Alan", "Pascal", "Jean-Yves", "Tanguy", "Mickaël", "Olivier", "Marc"),
        last=("Bertho", "Caro", "Danet", "Evain", "Fablet", "Gicquel", "Hamon", "Jubin"),
        communes=(PIPRIAC, PIPRIAC, "35285", "35268"),
        a_day=2.5,
        on_first_run=3,
    ),
    slots=slots,
    shifts=shifts,
    organisations=(
        (POINT_35, "département"),
        (MISSION, "emploi des jeunes"),
        (MULOTS, "association"),
        (FERME, "association"),
    ),
    former_themes=(
        FormerTheme(
            "Picasa (ancien)", "photos, images, album, Google", "Retouche photo", date(2016, 5, 1)
        ),
    ),
    walk_ins=(4, 6),
    unnamed=(7, 11),
    with_charter=False,
    tips=("Un lieu de trois jours, d’hier à demain : comptez d’un geste : « +1 sans nom ».",),
)

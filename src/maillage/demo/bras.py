"""Numéripôle, Bras-sur-Meuse: the facts of needs.md, table B; the people are invented.

B01 the village's motto · B03 the commune, then an association after one year · B05 free access ·
B06 three trainings a week, one theme each, each session taken alone · B10 the studio · B13 the
tournaments · B14 the fab lab · B16 open without a break · B21 a repair café once a month · B22
30 € a year and 8 € a session · B23 the fab lab without membership · B30 two full-time jobs and
one civic service.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

from maillage.demo.bras_machines import GEAR
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
from maillage.programme.models import Audience, Format, Level, Tool

HERE = "numeripole"
BRAS, VERDUN = "55073", "55545"

THEMES = (
    (
        "securite",
        "Mots de passe et arnaques",
        "Mots de passe et sécurité",
        Level.BEGINNER,
        8,
        (4, 7),
    ),
    (
        "ordinateur",
        "L’ordinateur, premiers pas",
        "Premiers pas à l’ordinateur",
        Level.BEGINNER,
        8,
        (5, 8),
    ),
    ("boite-mail", "Boîte mail", "Messagerie", Level.BEGINNER, 8, (5, 6)),
    ("telephone", "Mon téléphone", "Premiers pas au téléphone", Level.BEGINNER, 6, (9, 11)),
    ("photos", "Trier et partager ses photos", "Photos", Level.BEGINNER, 8, (5, 8)),
    ("demarches", "Démarches en ligne", "Démarches en ligne", Level.BEGINNER, 8, (4, 7)),
    ("reseaux", "Réseaux sociaux", "Réseaux sociaux", Level.BEGINNER, 8, (3, 6)),
    ("tableur", "Perfectionnement : le tableur", "Tableur", Level.ADVANCED, 6, (3, 5)),
)
"""One precise theme each; the third of a fortnight is the one of the first run."""

TOOLS = {"telephone": Tool.PHONE, "photos": Tool.PHONE}

ALWAYS = {"boite-mail": ("marie", "odette")}

FROM_TEN, FROM_TWO, FROM_SIX = clock("10:00"), clock("14:00"), clock("18:00")

WEEK: dict[int, tuple[tuple[str, int], ...]] = {
    0: (("aide", FROM_TEN), ("training", FROM_TWO), ("studio", FROM_SIX)),
    1: (("aide", FROM_TEN), ("fablab", FROM_TWO), ("studio", FROM_SIX)),
    2: (("training", FROM_TEN), ("studio", FROM_TWO), ("fablab", FROM_SIX)),
    3: (("aide", FROM_TEN), ("tournoi", FROM_TWO), ("fablab", FROM_SIX)),
    4: (("aide", FROM_TEN), ("training", FROM_TWO), ("fablab", FROM_SIX)),
    5: (("fablab", FROM_TEN), ("repair", FROM_TWO), ("studio", FROM_SIX)),
    6: (("aide", FROM_TEN), ("fablab", FROM_TWO), ("tournoi", FROM_SIX)),
}
"""What each day of the week offers; the week begins on the weekday of the first run."""

TRAININGS_A_WEEK = 3
REPAIR_EVERY_WEEKS = 4
ROOMS = {
    "aide": "bureau",
    "studio": "studio",
    "fablab": "fablab",
    "tournoi": "epn",
    "repair": "fablab",
}
HOSTS = {
    "aide": "sandrine",
    "studio": "bastien",
    "fablab": "bastien",
    "tournoi": "karim",
    "repair": "bastien",
}
EXTRA = {
    (0, "training"): ("henri",),
    (0, "studio"): ("lea",),
    (3, "tournoi"): ("lea",),
    (-4, "tournoi"): ("lea",),
    (-3, "training"): ("denise",),
}
"""Who waits for the visitor on the first days; who came late before, and who left owing."""


def slots(day: date, first_run: date) -> list[Slot]:
    """The day's sessions: free access, then three more; the same every week but for the theme."""
    number = (day - first_run).days
    week, weekday = divmod(number, 7)
    found = [
        Slot("acces-libre", HERE, clock("08:30"), "epn", minutes=clock("19:30") - clock("08:30"))
    ]
    trainings = [one for one in sorted(WEEK) if any(what == "training" for what, _ in WEEK[one])]
    for what, start in WEEK[weekday]:
        kind = "fablab" if what == "repair" and week % REPAIR_EVERY_WEEKS != 0 else what
        extra = EXTRA.get((number, what), ())
        if kind == "training":
            theme = THEMES[(week * TRAININGS_A_WEEK + trainings.index(weekday) + 2) % len(THEMES)]
            found.append(Slot(theme[0], HERE, start, "epn", ("sandrine",), extra=extra))
        else:
            found.append(Slot(kind, HERE, start, ROOMS[kind], (HOSTS[kind],), extra=extra))
    return found


def shifts(day: date, first_run: date) -> list[Shift]:
    """Who holds the desk: it never closes, but to count the till (B16); Bastien has the night.

    The manager is there one evening a fortnight.
    """
    number = (day - first_run).days
    evening = "elise" if number % 14 == 11 else "karim"
    afternoon = ((clock("13:30"), "karim"), (clock("16:30"), "sandrine"))
    night, end = (clock("00:02"), "bastien"), (clock("23:50"), "")
    turns = (night, (clock("08:00"), "sandrine"), *afternoon, (clock("19:00"), evening), end)
    return [Shift(HERE, start, staff) for start, staff in turns]


def spots(first_run: date) -> tuple[Spot, ...]:
    return (
        Spot(
            label=HERE,
            name="Numéripôle",
            kind="digital_space",
            commune=BRAS,
            motto="Village connecté à l’avenir",
            colour="#0a5a54",
            opening="Mo-Su,PH 00:00-24:00",
            address="Bras-sur-Meuse (démonstration : personnes inventées)",
            phone="03 53 01 24 11",
            float_cents=5000,
            opened_on=date(2010, 1, 1),
            rooms=(
                Room("epn", "Salle informatique", capacity=12),
                Room("bureau", "Petit bureau", capacity=3),
                Room("studio", "Studio", capacity=6),
                Room("fablab", "Fab lab", capacity=10),
                Room("imprimante", "Imprimante 3D", "machine", "fablab"),
                Room("laser", "Découpe laser", "machine", "fablab"),
            ),
        ),
    )


TEAM = (
    Worker("elise", "Élise", "Colin", Role.MANAGER, "4321", "responsable", date(2010, 1, 4)),
    Worker(
        "sandrine", "Sandrine", "Meunier", Role.MEDIATOR, "2468", "animatrice", date(2018, 9, 3)
    ),
    Worker(
        "bastien",
        "Bastien",
        "Thiry",
        Role.MEDIATOR,
        "1379",
        "fab lab et studio",
        date(2016, 2, 1),
        qualified_for=("Impression 3D", "Découpe laser", "Studio son"),
    ),
    Worker("karim", "Karim", "Haddad", Role.VOLUNTEER, "5566", "service civique"),
    Worker(
        "gerard",
        "Gérard",
        "Pierson",
        Role.VOLUNTEER,
        "7788",
        "bénévole du repair café",
        date(2017, 3, 4),
        till_allowed=False,
    ),
    Worker(
        "monique", "Monique", "Lallemand", Role.TREASURER, "9900", "trésorière", date(2011, 1, 1)
    ),
)

ACTIVITIES = (
    Activity("acces-libre", "Accès libre aux ordinateurs", "free", 660, format=Format.FREE_ACCESS),
    *(
        Activity(
            label,
            title,
            "training",
            120,
            capacity,
            asked,
            ALWAYS.get(label, ()),
            price_code="ATELIER",
            theme=theme,
            level=level,
            audiences=(Audience.EVERYBODY,),
            tools=(TOOLS.get(label, Tool.COMPUTER),),
        )
        for label, title, theme, level, capacity, asked in THEMES
    ),
    Activity(
        "aide",
        "Coup de pouce sur rendez-vous",
        "help",
        90,
        4,
        (2, 3),
        format=Format.OUTREACH,
        theme="Démarches en ligne",
    ),
    Activity(
        "studio",
        "Studio : mon premier enregistrement",
        "studio",
        90,
        4,
        (2, 4),
        theme="Son et podcast",
    ),
    Activity(
        "fablab",
        "Fab lab ouvert",
        "fablab",
        105,
        asked=(1, 3),
        format=Format.FREE_ACCESS,
        price_code="MACHINE",
        theme="Impression 3D",
    ),
    Activity(
        "tournoi",
        "Tournoi de jeux vidéo",
        "tournament",
        90,
        24,
        (4, 7),
        theme="Jeux vidéo",
        format=Format.TOURNAMENT,
    ),
    Activity(
        "repair",
        "Repair café",
        "fablab",
        180,
        asked=(2, 4),
        format=Format.COLLABORATIVE,
        theme="Réparer et entretenir",
    ),
)

TARIFFS = (
    Tariff("ADHESION", "Adhésion annuelle", 300_000, unit="year"),
    Tariff("ATELIER", "Séance de formation", 80_000),
    Tariff("ATELIER", "Séance de formation, adhérent·e", 80_000, member=True),
    Tariff("MACHINE", "Imprimante 3D (prix inventé)", 10_000, unit="hour"),
    Tariff("LASER", "Découpe laser (prix inventé)", 120_000, unit="hour"),
    Tariff("MATIERE", "Filament PLA (prix inventé)", 800, unit="gram"),
    Tariff("PLAQUE", "Contreplaqué 3 mm (prix inventé)", 35_000, unit="sheet"),
)

NEWCOMERS = Names(
    women=(
        "Josiane", "Martine", "Sylvie", "Ginette", "Aline", "Inès", "Brigitte", "Manon", "Élodie",
        "Annick", "Françoise", "Hélène", "Régine",
    ),
    men=("Roland", "Michel", "Daniel", "Hugo", "Serge", "Luc", "Adrien", "Paul", "René", "Hervé"),
    last=(
        "Claude", "Michaux", "Varnier", "Lhuillier", "Antoine", "Gillet", "Masson", "Perrin",
        "Lecomte", "Brunet", "Noël", "Durand", "Lemoine",
    ),
    communes=(BRAS, BRAS, "55102", "55523", "55043", VERDUN),
    a_day=0.3,
    on_first_run=2,
)  # fmt: skip

TIPS = (
    "Une première visite : « Nouvelle personne », adhésion 30,00 € et séance 8,00 € : 38,00 €.",
    "« Henri » : son adhésion a expiré, la renouveler est proposé.",
    "« Léa », 15 ans : l’autorisation parentale manque, elle se signe avant l’activité.",
    "« Denise » doit 8,00 € : encaissez-les.",
    "« Mon téléphone », dans les jours qui suivent : complet, avec une liste d’attente.",
    "« Réservations » : l’imprimante 3D tourne nuit et jour, le studio s’utilise sans l’équipe.",
    "Annulez un geste dans la minute ; le soir, comptez et fermez la caisse.",
)

SCENE = Scene(
    slug="bras",
    name="Numéripôle",
    title="Bras-sur-Meuse",
    founded=datetime(2010, 1, 4, 8, tzinfo=UTC),
    carriers=(
        Carrier(
            "commune",
            "commune",
            "Commune de Bras-sur-Meuse",
            date(2010, 1, 1),
            "55100 Bras-sur-Meuse",
        ),
        Carrier(
            "association",
            "association",
            "Association Numéripôle",
            date(2011, 1, 1),
            "55100 Bras-sur-Meuse",
        ),
    ),
    team=TEAM,
    spots=spots,
    activities=ACTIVITIES,
    cast=read_cast("bras"),
    newcomers=NEWCOMERS,
    slots=slots,
    shifts=shifts,
    tariffs=TARIFFS,
    plan=("AN", "Adhésion annuelle", "ADHESION"),
    walk_ins=(4, 8),
    unnamed=(1, 3),
    hours=(clock("08:00"), clock("20:15")),
    by_night=((clock("00:06"), "thomas"), (clock("03:20"), "julien")),
    gear=GEAR,
    tips=TIPS,
)

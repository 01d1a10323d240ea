"""Pep'it Lab, Val d'Amboise: the facts of needs.md, table A; the people are invented.

A02 the community of communes carries it, from early 2018 · A10 walk in with one's questions · A11
La Verrerie, a priority neighbourhood · A12 the fab lab, in the town centre · A13 one animator
alternates between the two · A14 printer, laser, embroidery · A16 trained on the machines · A17 a
themed workshop every week · A19 CAF, work, vehicle papers · A22 and A23 sessions for small firms,
free, given by the Greta and the chambers.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from maillage.demo.amboise_machines import EMBROIDERER, GEAR, TURNER
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

VERRERIE, FABLAB = "verrerie", "fablab"
AMBOISE = "37003"
GRETA = "Greta"
CCI, CMA = "Chambre de commerce et d’industrie", "Chambre de métiers et de l’artisanat"

MORNING, NOON = clock("09:00"), clock("12:00")
AFTERNOON, EVENING = clock("14:00"), clock("18:00")

ROTA: dict[int, tuple[str, str]] = {
    0: (VERRERIE, FABLAB),
    1: (FABLAB, VERRERIE),
    2: (VERRERIE, VERRERIE),
    3: (VERRERIE, FABLAB),
    4: (FABLAB, VERRERIE),
    5: (VERRERIE, ""),
    6: ("", ""),
}
"""Where the animator is, morning and afternoon: one person, one place at a time."""

TOLD_DAYS = 21

THEMED = ("laser", "brodeuse", "impression")
FIRMS = ("site-web", "reseaux-pro", "compta")
FIRMS_BY = {"site-web": GRETA, "reseaux-pro": CCI, "compta": CMA}


def halves(day: date, first_run: date) -> list[tuple[str, int, int]]:
    """The half-days of a day: where, from when, to when; three weeks of the past are told."""
    number = (day - first_run).days
    if number < -TOLD_DAYS:
        return []
    morning, afternoon = ROTA[number % 7]
    found = [(morning, MORNING, NOON), (afternoon, AFTERNOON, EVENING)]
    return [one for one in found if one[0]]


def slots(day: date, first_run: date) -> list[Slot]:
    week, weekday = divmod((day - first_run).days, 7)
    found = []
    for place, start, end in halves(day, first_run):
        whole = end - start - 15
        if place == VERRERIE:
            found.append(Slot("questions", place, start, "accueil", ("yann",), minutes=whole))
            if weekday in {2, 5} and start == MORNING:
                found.append(Slot("demarches", place, clock("10:00"), "atelier", ("yann",)))
            continue
        found.append(Slot("ouvert", place, start, "machines", ("yann",), minutes=whole))
        if weekday == 0:
            theme = THEMED[week % len(THEMED)]
            found.append(Slot(theme, place, clock("14:30"), "machines", ("yann",)))
        if weekday == 4:
            firm = FIRMS[week % len(FIRMS)]
            by = (FIRMS_BY[firm],)
            found.append(Slot(firm, place, clock("09:30"), "reunion", ("yann",), organisers=by))
    return found


def shifts(day: date, first_run: date) -> list[Shift]:
    """The animator holds the desk of the place where they are; nobody the other one's."""
    found = []
    for place, start, end in halves(day, first_run):
        found += [Shift(place, start, "yann"), Shift(place, end, "")]
    return found


def _opening(place: str, first_run: date) -> str:
    """The week of a place, from the rota."""
    rules = []
    for weekday in range(7):
        day = first_run + timedelta(days=weekday)
        spans = [
            f"{start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"
            for where, start, end in halves(day, first_run)
            if where == place
        ]
        if spans:
            code = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")[day.weekday()]
            rules.append(f"{code},PH {','.join(spans)}")
    return "; ".join(rule.replace(",PH", "") for rule in rules)


def spots(first_run: date) -> tuple[Spot, ...]:
    return (
        Spot(
            label=VERRERIE,
            name="La Verrerie",
            kind="digital_space",
            commune=AMBOISE,
            motto="Venez avec vos questions",
            colour="#1d4e89",
            opening=_opening(VERRERIE, first_run),
            address="Quartier de la Verrerie, Amboise (démonstration : personnes inventées)",
            phone="02 61 91 37 01",
            opened_on=date(2018, 1, 15),
            rooms=(
                Room("accueil", "Accueil", capacity=8),
                Room("atelier", "Salle d’atelier", capacity=8),
            ),
        ),
        Spot(
            label=FABLAB,
            name="Fab lab d’Amboise",
            kind="fablab",
            commune=AMBOISE,
            motto="Apprendre en fabriquant",
            colour="#8a3b12",
            opening=_opening(FABLAB, first_run),
            address="Centre-ville, Amboise (démonstration : personnes inventées)",
            phone="02 61 91 37 02",
            float_cents=3000,
            opened_on=date(2018, 1, 15),
            rooms=(
                Room("machines", "Espace machines", capacity=8),
                Room("reunion", "Salle de réunion", capacity=10),
                Room("imprimante", "Imprimante 3D", "machine", "machines"),
                Room("laser", "Découpe laser", "machine", "machines"),
                Room("brodeuse", "Brodeuse numérique", "machine", "machines"),
            ),
        ),
    )


TEAM = (
    Worker("solene", "Solène", "Bataille", Role.MANAGER, "4321", "responsable", date(2018, 1, 8)),
    Worker(
        "yann",
        "Yann",
        "Rousseau",
        Role.MEDIATOR,
        "2468",
        "animateur, dans les deux lieux",
        date(2018, 1, 15),
        qualified_for=("Impression 3D", "Découpe laser", "Broderie numérique"),
    ),
    Worker(
        "gilbert",
        "Gilbert",
        "Fournier",
        Role.VOLUNTEER,
        "5566",
        "expert bénévole",
        date(2018, 2, 1),
    ),
    Worker(
        "nadia", "Nadia", "Belkacem", Role.COORDINATOR, "9900", "coordinatrice", date(2018, 1, 8)
    ),
)

ALWAYS = ("michele",)
FOR_FIRMS = (Audience.COMPANIES,)

ACTIVITIES = (
    Activity(
        "questions",
        "Venez avec vos questions",
        "help",
        165,
        asked=(0, 1),
        format=Format.OUTREACH,
        theme="Démarches en ligne",
    ),
    Activity(
        "demarches",
        "CAF, emploi, carte grise : mes démarches",
        "training",
        90,
        6,
        (3, 6),
        theme="Démarches en ligne",
        level=Level.BEGINNER,
        audiences=(Audience.INHABITANTS,),
    ),
    Activity(
        "ouvert",
        "Fab lab ouvert",
        "fablab",
        225,
        asked=(1, 2),
        format=Format.FREE_ACCESS,
        price_code="MACHINE",
        theme="Impression 3D",
    ),
    Activity(
        "laser",
        "L’atelier de la semaine : découpe laser",
        "maker",
        120,
        6,
        (4, 7),
        ALWAYS,
        theme="Découpe laser et broderie",
        tools=(Tool.MACHINE,),
    ),
    Activity(
        "brodeuse",
        "L’atelier de la semaine : broderie",
        "maker",
        120,
        6,
        (4, 6),
        theme="Découpe laser et broderie",
        tools=(Tool.MACHINE,),
    ),
    Activity(
        "impression",
        "L’atelier de la semaine : impression 3D",
        "maker",
        120,
        6,
        (4, 7),
        theme="Impression 3D",
        tools=(Tool.MACHINE,),
    ),
    Activity(
        "site-web",
        "Le site web de mon commerce",
        "firm",
        120,
        8,
        (3, 5),
        theme="Site web",
        audiences=FOR_FIRMS,
    ),
    Activity(
        "reseaux-pro",
        "Réseaux sociaux professionnels",
        "firm",
        120,
        8,
        (3, 5),
        theme="Le numérique pour mon entreprise",
        audiences=FOR_FIRMS,
    ),
    Activity(
        "compta",
        "Compta et fichier clients",
        "firm",
        120,
        8,
        (2, 4),
        theme="Le numérique pour mon entreprise",
        audiences=FOR_FIRMS,
    ),
)


SCENE = Scene(
    slug="amboise",
    name="Pep’it Lab",
    title="Amboise",
    founded=datetime(2018, 1, 8, 8, tzinfo=UTC),
    carriers=(
        Carrier("epci", "epci", "Communauté de communes du Val d’Amboise", date(2018, 1, 1)),
    ),
    team=TEAM,
    spots=spots,
    activities=ACTIVITIES,
    cast=read_cast("amboise"),
    newcomers=Names(
        women=("Corinne", "Estelle", "Khadija", "Nelly", "Laure", "Assia", "Muriel", "Jade"),
        men=("Didier", "Karl", "Rachid", "Loïs", "Ivan", "Denis", "Cédric", "Yves"),
        last=("Boutet", "Rigault", "Dupuis", "Amrouche", "Clément", "Barré", "Leroux", "Meyer"),
        communes=(AMBOISE, AMBOISE, "37163", "37060"),
        a_day=0.25,
        on_first_run=1,
    ),
    slots=slots,
    shifts=shifts,
    organisations=(
        (GRETA, "formation"),
        (CCI, "chambre consulaire"),
        (CMA, "chambre consulaire"),
        (EMBROIDERER, "artisan"),
        (TURNER, "artisan"),
    ),
    tariffs=(
        Tariff("MACHINE", "Imprimante 3D (prix inventé)", 50_000, unit="hour"),
        Tariff("LASER", "Découpe laser (prix inventé)", 150_000, unit="hour"),
        Tariff("BRODERIE", "Brodeuse numérique (prix inventé)", 80_000, unit="hour"),
    ),
    gear=GEAR,
    walk_ins=(2, 4),
    unnamed=(0, 2),
    tips=(
        "Réservez le laser pour « Kévin » : non habilité, le refus dit la formation et sa date.",
        "Deux lieux, un seul animateur : Yann à La Verrerie pendant le fab lab, c’est refusé.",
        "Choisissez le lieu avant de faire du navigateur un poste d’accueil.",
    ),
)

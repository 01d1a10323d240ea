"""What Bras lends: its fab lab and its studio, night and day.

B10 and B11 the studio, alone once trained · B14 the fab lab · B20 a printer that runs 24 h a day ·
B23 machine time and raw material, without membership. The prices and the people are invented.
"""

from __future__ import annotations

from datetime import date

from maillage.demo.gear import Badge, Gear, Kind, Matter, Mishap, Print, Thing, Wish
from maillage.demo.scene import clock

PRINTED_DAYS = 9
REPAIR_DAY, REPAIR_EVERY = 5, 28
"""The repair café has the whole fab lab, machines included, from two to five."""

MAKERS = ("thomas", "julien", "marcel", "lucie", "patrick", "marianne")
OBJECTS = (
    "pièce de vélo",
    "vase bleu",
    "bouton de four",
    "jeu d’échecs",
    "support de téléphone",
    "charnière de volet",
    "maquette du lavoir",
)


def prints(day: date, first_run: date) -> list[Print]:
    """Every other evening a print of 19 hours, until noon; 14 the next one; shorter ones by day."""
    number = (day - first_run).days
    if number < -PRINTED_DAYS:
        return []
    if number % 2:
        turns = [_turn(number, 0, "08:30", 150), _turn(number, 1, "13:00", 210)]
        turns.append(_turn(number, 2, "17:00", 19 * 60))
    else:
        turns = [_turn(number, 3, "13:00", 210), _turn(number, 4, "17:00", 14 * 60)]
    if number % REPAIR_EVERY == REPAIR_DAY:
        turns.pop(1)
    return turns


def _turn(number: int, rank: int, start: str, minutes: int) -> Print:
    """One print, asked for the day before; it ends a little early, now and then it fails."""
    turn = number * 5 // 2 + rank
    who, what = MAKERS[turn % len(MAKERS)], OBJECTS[turn % len(OBJECTS)]
    fails = rank == 3 and number % 6 == 2
    lasted = 95 if fails else minutes - 6
    outcome = "failed" if fails else "done"
    asked = 22 * 60 + rank * 20
    return Print(
        "imprimante", who, what, clock(start), minutes, lasted, asked, outcome, "MATIERE",
        grams=lasted // 4,
    )  # fmt: skip


def wishes(day: date, first_run: date) -> list[Wish]:
    """The laser when Bastien is at the fab lab; the studio when nobody is, for who was trained."""
    return list(WEEK[(day - first_run).days % 7])


def _laser(who: str, start: str, minutes: int, lead: int, *, confirmed: bool = True) -> Wish:
    return Wish(who, clock(start), minutes, thing="laser", lead=lead, confirmed=confirmed)


def _studio(who: str, start: str, lead: int, *, comes: bool = True, waits: bool = False) -> Wish:
    return Wish(who, clock(start), 120, thing="studio", lead=lead, comes=comes, waits=waits)


WEEK: dict[int, tuple[Wish, ...]] = {
    0: (_studio("camille", "10:00", 5), _studio("samir", "21:00", 3)),
    1: (_laser("marcel", "14:00", 90, 6), _studio("julien", "21:00", 8)),
    2: (
        _laser("lucie", "18:00", 60, 7),
        _studio("thomas", "20:30", 9),
        _studio("camille", "21:00", 4, comes=False, waits=True),
    ),
    3: (_laser("patrick", "18:15", 60, 3, confirmed=False), _studio("samir", "09:30", 6)),
    4: (
        _laser("thomas", "18:00", 45, 9),
        _laser("marianne", "19:00", 30, 5, confirmed=False),
        _studio("camille", "10:00", 7),
    ),
    5: (_laser("marianne", "10:00", 90, 8), _studio("samir", "21:00", 10)),
    6: (_laser("julien", "14:00", 60, 6), _studio("thomas", "16:00", 8)),
}
"""By the day of the week of the scene; never at the hours of the sessions."""

GEAR = Gear(
    kinds=(
        Kind(
            "impression",
            "Impression 3D",
            rules={
                "authorised": True,
                "unattended": True,
                "papers": ["charter"],
                "longest": 1440,
                "maintain_hours": 120,
                "price_code": "MACHINE",
            },
        ),
        Kind(
            "laser",
            "Découpe laser",
            rules={
                "authorised": True,
                "staffed": True,
                "papers": ["charter"],
                "minimum_age": 14,
                "longest": 180,
                "tentative": True,
                "cancel_before": 720,
                "expires_months": 24,
                "maintain_hours": 40,
                "price_code": "LASER",
            },
        ),
        Kind(
            "studio",
            "Studio son",
            training="studio",
            rules={
                "alone": True,
                "staffed": True,
                "papers": ["charter"],
                "longest": 240,
                "buffer": 15,
                "most_open": 4,
                "unused_months": 6,
                "release_after": 30,
            },
        ),
    ),
    things=(
        Thing(
            "imprimante",
            "impression",
            {
                "protections": ["gloves"],
                "forbidden": ["ABS sans le capot"],
                "advice": "Buse brûlante : on attend qu’elle refroidisse. PLA à 200 °C, plateau à "
                "60 °C.",
            },
        ),
        Thing(
            "laser",
            "laser",
            {
                "protections": ["glasses", "hair"],
                "forbidden": ["PVC", "cuir chromé", "polycarbonate"],
                "advice": "On ne s’éloigne jamais d’une découpe en cours. L’aspiration tourne "
                "d’abord.",
            },
        ),
        Thing("studio", "studio", {"advice": "La porte reste fermée quand la lampe est rouge."}),
    ),
    badges=(
        *(Badge(who, "impression", "bastien") for who in MAKERS),
        *(Badge(who, "laser", "bastien") for who in MAKERS),
        *(Badge(who, "studio", "bastien") for who in ("camille", "samir", "thomas", "julien")),
    ),
    wishes=wishes,
    prints=prints,
    mishaps=(
        Mishap(
            "imprimante",
            -11,
            clock("10:20"),
            "bastien",
            "broken",
            "La buse est bouchée, le fil casse au bout d’une minute.",
            stops=True,
            mended=(-10, clock("16:05"), "Buse changée, premier essai réussi."),
        ),
        Mishap(
            "laser",
            -2,
            clock("19:10"),
            "bastien",
            "damaged",
            "La vitre de protection est rayée : on voit mal la découpe. À changer.",
        ),
    ),
    maintained=(("laser", -26),),
    matter=(
        Matter(
            "MATIERE",
            "Filament PLA",
            1_000_000,
            ((-40, "delivered", 6_000_000), (6, "delivered", 5_000_000)),
        ),
        Matter(
            "PLAQUE",
            "Contreplaqué 3 mm",
            8_000,
            ((-40, "delivered", 30_000), (-2, "counted", 5_000)),
        ),
    ),
    pages=("thomas", "camille"),
)

"""What Rodez lends and sells to coworkers: desks, rooms, and its whole grid of plans.

P19 two days a week, or day and night · P24 a permanent, 250 € a month · P25 twenty days a quarter,
100 €. The two free months, the deposit, the other prices and the people are invented.
"""

from __future__ import annotations

from datetime import date

from maillage.demo.gear import Gear, Kind, Thing, Wish
from maillage.demo.grid import Grid, Offer, Passer, Taken
from maillage.demo.scene import MINUTES_PER_HOUR, clock

TOWN = "centre-ville"
STUDIO = "Studio Causse (inventé)"
DESKS = tuple((f"bureau-{number}", f"Bureau {number}") for number in range(1, 9))
MON, TUE, WED, THU, FRI = range(5)
MORNING, AFTERNOON = (clock("08:45"), 255), (clock("13:00"), 330)
WHOLE = (clock("08:45"), 585)
"""The half-days of the hours of the place, cut at one o'clock."""

OFFERS = (
    Offer(
        "PERMANENT",
        "Permanent, jour et nuit",
        "MOIS",
        (("JOUR", None, "term"), ("SALLE", 4_000, "term")),
        trial_months=2,
        deposit_cents=15_000,
        at_any_hour=True,
    ),
    Offer(
        "CARNET20",
        "20 jours dans le trimestre",
        "CARNET",
        (("JOUR", 20_000, "term"),),
        months=3,
        calendar=True,
    ),
    Offer("DECOUVERTE", "Découverte : deux jours", "DECOUVERTE", (("JOUR", 2_000, "term"),)),
    Offer("DEUXJOURS", "Deux jours par semaine", "DEUXJOURS", (("JOUR", 2_000, "week"),)),
)

TAKEN = (
    Taken("antoine", "PERMANENT", 132, (MON, TUE, WED, THU, FRI)),
    Taken("sophie", "PERMANENT", 98, (MON, TUE, THU)),
    Taken("laurence", "PERMANENT", 36, (TUE, WED, FRI)),
    Taken("marc", "PERMANENT", 133, (MON, WED, THU), tries=True),
    Taken("yasmine", "PERMANENT", 24, (TUE, THU, FRI), tries=True, renews=False),
    Taken("claire", "CARNET20", 58, (TUE, THU)),
    Taken("thibault", "CARNET20", 33, (MON, WED, FRI)),
    Taken("julien", "CARNET20", 145, renews=False),
    Taken("pauline", "DEUXJOURS", 39, (TUE, THU)),
    Taken("elodie", "DEUXJOURS", 27, (WED,), renews=False),
    Taken("mathieu", "DEUXJOURS", 18, (MON, FRI), asleep=(-4, 12)),
    Taken("ines", "DEUXJOURS", 41, (MON,), organisation=STUDIO, also=("hadrien",)),
    Taken("solange", "DECOUVERTE", 12, (MON, TUE, WED, THU, FRI), most=2, renews=False),
)
"""Of Solange's two days none is left, whatever the weekday; nor of the studio's, from Monday on."""

GRID = Grid(
    TOWN,
    "JOUR",
    OFFERS,
    TAKEN,
    passers=(Passer("denis", (FRI,)), Passer("karine", (THU,), pays=False)),
)


def wishes(day: date, first_run: date) -> list[Wish]:
    """Desks by the day or the half-day, the meeting room by the hour."""
    desks = {
        MON: (("thibault", *MORNING), ("ines", *WHOLE), ("hadrien", *WHOLE)),
        TUE: (("claire", *WHOLE), ("pauline", *WHOLE)),
        WED: (("thibault", *AFTERNOON), ("elodie", *MORNING)),
        THU: (("claire", *MORNING), ("pauline", *WHOLE)),
        FRI: (("thibault", *MORNING),),
    }
    found = [
        Wish(who, start, minutes, kind="bureau", lead=7 + 2 * rank)
        for rank, (who, start, minutes) in enumerate(desks.get(day.weekday(), ()))
    ]
    return [*found, *ROOMS.get(day.weekday(), ())]


ROOMS: dict[int, tuple[Wish, ...]] = {
    MON: (
        Wish("ines", clock("09:30"), 120, thing="reunion", lead=5, organisation=STUDIO, comes=True),
        Wish("marc", clock("15:00"), 30, thing="petit-bureau", lead=1),
    ),
    TUE: (
        Wish("antoine", clock("16:15"), 90, thing="reunion", comes=True, counted=True),
        Wish("laurence", clock("11:00"), MINUTES_PER_HOUR, thing="petit-bureau", lead=2),
    ),
    WED: (
        Wish("laurence", clock("10:00"), 90, thing="reunion", lead=6, comes=True, counted=True),
        Wish("antoine", clock("10:30"), MINUTES_PER_HOUR, thing="reunion", lead=2, waits=True),
    ),
    THU: (
        Wish("sophie", clock("09:30"), MINUTES_PER_HOUR, thing="reunion", comes=True, counted=True),
        Wish("marc", clock("16:15"), 120, thing="reunion", lead=7, cancelled=True),
    ),
    FRI: (Wish("yasmine", clock("10:00"), 120, thing="reunion", lead=5, comes=True, counted=True),),
}
"""What is free of photos and of the independents, whatever the weekday of the first run."""

GEAR = Gear(
    kinds=(
        Kind(
            "bureau",
            "Bureau partagé",
            rules={"half_days": True, "ahead": 60},
        ),
        Kind(
            "salle",
            "Salle de réunion",
            rules={
                "step": 30,
                "shortest": 30,
                "longest": 480,
                "buffer": 15,
                "cancel_before": 1440,
                "release_after": 30,
                "price_code": "SALLE",
            },
        ),
        Kind("ferme", "Bureau fermé", rules={"step": 15, "shortest": 15, "longest": 240}),
    ),
    things=(
        *(Thing(label, "bureau") for label, _ in DESKS),
        Thing("reunion", "salle"),
        Thing("petit-bureau", "ferme"),
    ),
    wishes=wishes,
    pages=("claire", "antoine"),
)

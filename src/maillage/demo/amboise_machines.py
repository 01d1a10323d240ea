"""What Amboise lends to its artisans: laser, embroidery, 3D printer.

A14 machines that one is allowed to use · A16 who was trained trains others · A17 the workshop of
the week, which leads to the laser · A18 artisans. The prices and the people are invented.
"""

from __future__ import annotations

from datetime import date

from maillage.demo.gear import Badge, Gear, Kind, Stop, Thing, Weekly, Wish
from maillage.demo.scene import clock

EMBROIDERER, TURNER = "Fil de Loire (inventé)", "Atelier Marchais (inventé)"
TRAINED = ("oceane", "philippe", "sabrina", "bruno")


def wishes(day: date, first_run: date) -> list[Wish]:
    """When the fab lab is open, beside the workshop of the week.

    The printer that Nathan had reserved is out of use meanwhile: he is to be called.
    """
    number = (day - first_run).days
    found = list(WEEK.get(number % 7, ()))
    if number == 1:
        found.append(Wish("nathan", clock("10:00"), 90, thing="imprimante", lead=7))
    return found


WEEK: dict[int, tuple[Wish, ...]] = {
    0: (Wish("philippe", clock("16:30"), 75, thing="laser", lead=6),),
    1: (
        Wish("oceane", clock("09:00"), 90, thing="laser", lead=8),
        Wish("bruno", clock("09:30"), 60, thing="laser", lead=5, waits=True),
    ),
    3: (
        Wish("sabrina", clock("14:15"), 60, thing="laser", lead=9, organisation=EMBROIDERER),
        Wish("philippe", clock("15:30"), 120, thing="laser", lead=4),
    ),
    4: (
        Wish("oceane", clock("11:15"), 30, thing="laser", lead=7, cancelled=True),
        Wish("delphine", clock("09:30"), 120, thing="brodeuse", lead=5),
    ),
}
"""By the day of the week of the rota: open on the first, second, fourth and fifth half-days."""

GEAR = Gear(
    kinds=(
        Kind(
            "laser",
            "Découpe laser",
            training="laser",
            rules={
                "authorised": True,
                "staffed": True,
                "papers": ["charter"],
                "minimum_age": 16,
                "longest": 180,
                "notice": 60,
                "expires_months": 12,
                "unused_months": 6,
                "maintain_hours": 50,
                "price_code": "LASER",
            },
        ),
        Kind(
            "broderie",
            "Broderie numérique",
            training="brodeuse",
            rules={"longest": 480, "step": 30, "shortest": 30, "price_code": "BRODERIE"},
        ),
        Kind(
            "impression",
            "Impression 3D",
            training="impression",
            rules={"unattended": True, "longest": 1440, "price_code": "MACHINE"},
        ),
    ),
    things=(
        Thing(
            "laser",
            "laser",
            {
                "protections": ["glasses", "hair", "shoes"],
                "forbidden": ["PVC", "vinyle", "cuir chromé"],
                "advice": "L’aspiration tourne avant la découpe, et cinq minutes après.",
            },
        ),
        Thing(
            "brodeuse",
            "broderie",
            {
                "protections": ["hair"],
                "advice": "On l’arrête avant de changer d’aiguille.",
            },
        ),
        Thing("imprimante", "impression", {"protections": ["gloves"]}),
    ),
    badges=(
        Badge("gilles", "laser", "yann", level="maintainer"),
        *(Badge(who, "laser", "yann") for who in TRAINED),
        Badge("kevin", "laser", "yann", withdrawn=-4),
    ),
    trainings=(("laser", "laser"),),
    wishes=wishes,
    weekly=(
        Weekly("brodeuse", "sabrina", -13, clock("09:00"), 150, organisation=EMBROIDERER),
        Weekly("laser", "bruno", -10, clock("10:15"), 60, organisation=TURNER),
    ),
    stops=(Stop("imprimante", -3, clock("11:50"), "yann", "maintenance", until=6),),
    maintained=(("laser", -20),),
    pages=("sabrina",),
)

"""School holidays by zone (A, B, C): the only module that knows them.

The official calendars, written here; the tests hold them equal to the `vacances-scolaires-france`
package, day by day. The package itself answers "no holiday" beyond its last calendar; here what
is not known is said: before `KNOWN_FROM`, after `KNOWN_UNTIL`, and where no zone is (Corsica,
overseas: their rectorates set their own calendars).
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache
from operator import itemgetter
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KNOWN_FROM, KNOWN_UNTIL = date(2024, 1, 1), date(2028, 8, 31)
ZONES = ("A", "B", "C")

_CHRISTMAS, _WINTER = _("Vacances de Noël"), _("Vacances d’hiver")
_SPRING, _SUMMER = _("Vacances de printemps"), _("Vacances d’été")
_AUTUMN, _ASCENSION = _("Vacances de la Toussaint"), _("Pont de l’Ascension")

# Name, first and last day (both included).
_Break = tuple[Promise, str, str]

_EVERYWHERE: tuple[_Break, ...] = (
    (_CHRISTMAS, "2024-01-01", "2024-01-07"),
    (_SUMMER, "2024-07-06", "2024-09-01"),
    (_AUTUMN, "2024-10-19", "2024-11-03"),
    (_CHRISTMAS, "2024-12-21", "2025-01-05"),
    (_SUMMER, "2025-07-05", "2025-08-31"),
    (_AUTUMN, "2025-10-18", "2025-11-02"),
    (_CHRISTMAS, "2025-12-20", "2026-01-04"),
    (_SUMMER, "2026-07-04", "2026-08-31"),
    (_AUTUMN, "2026-10-17", "2026-11-01"),
    (_CHRISTMAS, "2026-12-19", "2027-01-03"),
    (_ASCENSION, "2027-05-06", "2027-05-08"),
    (_SUMMER, "2027-07-03", "2027-08-31"),
    (_AUTUMN, "2027-10-23", "2027-11-07"),
    (_CHRISTMAS, "2027-12-18", "2028-01-02"),
    (_ASCENSION, "2028-05-26", "2028-05-27"),
    (_SUMMER, "2028-07-04", "2028-08-31"),
)
_BY_ZONE: dict[str, tuple[_Break, ...]] = {
    "A": (
        (_WINTER, "2024-02-17", "2024-03-03"),
        (_SPRING, "2024-04-13", "2024-04-28"),
        (_WINTER, "2025-02-22", "2025-03-09"),
        (_SPRING, "2025-04-19", "2025-05-04"),
        (_WINTER, "2026-02-07", "2026-02-22"),
        (_SPRING, "2026-04-04", "2026-04-19"),
        (_WINTER, "2027-02-13", "2027-02-28"),
        (_SPRING, "2027-04-10", "2027-04-25"),
        (_WINTER, "2028-02-19", "2028-03-05"),
        (_SPRING, "2028-04-22", "2028-05-08"),
    ),
    "B": (
        (_WINTER, "2024-02-24", "2024-03-10"),
        (_SPRING, "2024-04-20", "2024-05-05"),
        (_WINTER, "2025-02-08", "2025-02-23"),
        (_SPRING, "2025-04-05", "2025-04-21"),
        (_WINTER, "2026-02-14", "2026-03-01"),
        (_SPRING, "2026-04-11", "2026-04-26"),
        (_WINTER, "2027-02-20", "2027-03-07"),
        (_SPRING, "2027-04-17", "2027-05-02"),
        (_WINTER, "2028-02-05", "2028-02-20"),
        (_SPRING, "2028-04-08", "2028-04-23"),
    ),
    "C": (
        (_WINTER, "2024-02-10", "2024-02-25"),
        (_SPRING, "2024-04-06", "2024-04-21"),
        (_WINTER, "2025-02-15", "2025-03-02"),
        (_SPRING, "2025-04-12", "2025-04-27"),
        (_WINTER, "2026-02-21", "2026-03-08"),
        (_SPRING, "2026-04-18", "2026-05-03"),
        (_WINTER, "2027-02-06", "2027-02-21"),
        (_SPRING, "2027-04-03", "2027-04-18"),
        (_WINTER, "2028-02-12", "2028-02-27"),
        (_SPRING, "2028-04-15", "2028-05-01"),
    ),
}

# Departments of each zone, by academy (code de l'éducation, arrêté of the school calendar).
_DEPARTMENTS = {
    "A": (
        "25 39 70 90 "  # Besançon
        "24 33 40 47 64 "  # Bordeaux
        "03 15 43 63 "  # Clermont-Ferrand
        "21 58 71 89 "  # Dijon
        "07 26 38 73 74 "  # Grenoble
        "19 23 87 "  # Limoges
        "01 42 69 "  # Lyon
        "16 17 79 86"  # Poitiers
    ),
    "B": (
        "04 05 13 84 "  # Aix-Marseille
        "02 60 80 "  # Amiens
        "59 62 "  # Lille
        "54 55 57 88 "  # Nancy-Metz
        "44 49 53 72 85 "  # Nantes
        "06 83 "  # Nice
        "14 27 50 61 76 "  # Normandie
        "18 28 36 37 41 45 "  # Orléans-Tours
        "08 10 51 52 "  # Reims
        "22 29 35 56 "  # Rennes
        "67 68"  # Strasbourg
    ),
    "C": (
        "77 93 94 "  # Créteil
        "11 30 34 48 66 "  # Montpellier
        "75 "  # Paris
        "09 12 31 32 46 65 81 82 "  # Toulouse
        "78 91 92 95"  # Versailles
    ),
}
_ZONES = {one: zone for zone, listed in _DEPARTMENTS.items() for one in listed.split()}


def school_zone_of(insee_code: str) -> str:
    """Return the zone of a commune (INSEE code): "A", "B", "C"; "" where none is."""
    return _ZONES.get(insee_code[:2], "")


def is_known(zone: str, first: date, last: date) -> bool:
    """Return whether the school holidays of `zone` are known from a day to another (inclusive)."""
    return zone in ZONES and first >= KNOWN_FROM and last <= KNOWN_UNTIL


def _days(zone: str) -> Iterator[tuple[date, Promise]]:
    for name, first, last in _EVERYWHERE + _BY_ZONE[zone]:
        day = date.fromisoformat(first)
        while day <= date.fromisoformat(last):
            yield day, name
            day += timedelta(days=1)


@lru_cache(maxsize=len(ZONES))
def school_holidays(zone: str) -> Mapping[date, Promise]:
    """Return every day of holidays known in a zone, with its name, in order.

    Days outside what is known are absent: ask `is_known` first. Empty where there is no zone.
    """
    if zone not in ZONES:
        return MappingProxyType({})
    return MappingProxyType(dict(sorted(_days(zone), key=itemgetter(0))))


def school_holiday(day: date, zone: str) -> Promise | str | None:
    """Return the name of the holidays on a day; "" in class, and `None` when it is not known."""
    if not is_known(zone, day, day):
        return None
    return school_holidays(zone).get(day, "")

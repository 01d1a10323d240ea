"""French bank holidays, by zone: the only module that knows them.

The rules of the law are written here, and the tests hold them equal to the `holidays` package,
zone by zone and year by year: the package itself costs a process 46 MB and a second (measured
with 0.109), too much for a page that only asks whether a place is open. Exact from 2008.

Good Friday is a holiday of the whole of Alsace-Moselle here (in law, of the communes with a
Protestant church); the customary days of Guadeloupe and French Polynesia are included.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache
from operator import itemgetter
from types import MappingProxyType
from typing import NamedTuple

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from maillage.core import saying

_SATURDAY = 5


class _Feast(NamedTuple):
    """A yearly holiday: `day` is (month, day), or a number of days after Easter Sunday."""

    name: Promise
    day: tuple[int, int] | int
    first_year: int = 1
    last_year: int = 9999


def _abolition(month: int, day: int, first_year: int = 1) -> _Feast:
    return _Feast(_("Abolition de l'esclavage"), (month, day), first_year)


_GOOD_FRIDAY = _Feast(_("Vendredi saint"), -2)
_SCHOELCHER = _Feast(_("Fête de Victor Schoelcher"), (7, 21))

_EVERYWHERE = (
    _Feast(_("Jour de l'an"), (1, 1)),
    _Feast(_("Lundi de Pâques"), 1),
    _Feast(_("Ascension"), 39),
    _Feast(_("Lundi de Pentecôte"), 50),
    _Feast(_("Fête du Travail"), (5, 1)),
    _Feast(_("Fête de la Victoire"), (5, 8)),
    _Feast(_("Fête nationale"), (7, 14)),
    _Feast(_("Assomption"), (8, 15)),
    _Feast(_("Toussaint"), (11, 1)),
    _Feast(_("Armistice"), (11, 11)),
    _Feast(_("Noël"), (12, 25)),
)
_BESIDES: dict[str, tuple[_Feast, ...]] = {
    "metropole": (),
    "alsace_moselle": (_GOOD_FRIDAY, _Feast(_("Saint-Étienne"), (12, 26))),
    "971": (_Feast(_("Mi-Carême"), -24), _GOOD_FRIDAY, _abolition(5, 27), _SCHOELCHER),
    "972": (_abolition(5, 22), _SCHOELCHER),
    "973": (_abolition(6, 10),),
    "974": (_abolition(12, 20),),
    "975": (),
    "976": (_abolition(4, 27),),
    "977": (_abolition(10, 9, first_year=2012),),
    "978": (_abolition(5, 28, first_year=2012), _SCHOELCHER._replace(first_year=2012)),
    "984": (),
    "986": (
        _Feast(_("Saint Pierre Chanel"), (4, 28)),
        _Feast(_("Saints Pierre et Paul"), (6, 29)),
        _Feast(_("Fête du Territoire"), (7, 29)),
    ),
    "987": (
        _Feast(_("Arrivée de l'Évangile"), (3, 5)),
        _GOOD_FRIDAY,
        _Feast(_("Fête de l'autonomie"), (6, 29), last_year=2024),
        _Feast(_("Matāri'i"), (11, 20), first_year=2025),
    ),
    "988": (_Feast(_("Fête de la Citoyenneté"), (9, 24)),),
}
_ALSACE_MOSELLE = ("57", "67", "68")
_FORMER_CODES = {"97123": "977", "97127": "978"}  # northern islands, under Guadeloupe to 2007

ZONES = tuple(_BESIDES)


def zone_of(insee_code: str) -> str:
    """Return the zone of a commune (INSEE code): "metropole", "alsace_moselle", or overseas "974".

    Saint-Barthélemy and Saint-Martin are found under their former codes too; a code that names
    no zone of its own is "metropole".
    """
    if insee_code.startswith(_ALSACE_MOSELLE):
        return "alsace_moselle"
    department = _FORMER_CODES.get(insee_code, insee_code[:3])
    return department if department in _BESIDES else "metropole"


def _easter(year: int) -> date:
    """Return Easter Sunday (Gregorian; Meeus, Jones and Butcher's algorithm)."""
    century, of_century = divmod(year, 100)
    leap_centuries, rest = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * (year % 19) + century - leap_centuries - correction + 15) % 30
    leaps, since_leap = divmod(of_century, 4)
    to_sunday = (32 + 2 * rest + 2 * leaps - epact - since_leap) % 7
    late = (year % 19 + 11 * epact + 22 * to_sunday) // 451
    month, day = divmod(epact + to_sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _dated(year: int, zone: str) -> Iterator[tuple[date, Promise]]:
    easter = _easter(year)
    for feast in _EVERYWHERE + _BESIDES[zone]:
        if not feast.first_year <= year <= feast.last_year:
            continue
        if isinstance(feast.day, int):
            yield easter + timedelta(days=feast.day), feast.name
        else:
            yield date(year, *feast.day), feast.name


def _together(names: list[Promise]) -> str:
    return saying.together(sorted(map(str, names)))


_named = lazy(_together, str)


@lru_cache(maxsize=256)
def bank_holidays(year: int, zone: str) -> Mapping[date, str]:
    """Return the bank holidays of a year, in order, with their names, said when they are read.

    Two on one day are named together. Raises ValueError, in French, for an unknown zone.
    """
    if zone not in _BESIDES:
        said = _("Zone de jours fériés inconnue\u00a0: écrivez une de %s.")
        raise ValueError(said % ", ".join(ZONES))
    names: dict[date, list[Promise]] = {}
    for day, name in sorted(_dated(year, zone), key=itemgetter(0)):
        names.setdefault(day, []).append(name)
    return MappingProxyType({day: _named(names[day]) for day in names})


def is_bank_holiday(day: date, zone: str) -> bool:
    """Return whether `day` is a bank holiday in `zone`."""
    return day in bank_holidays(day.year, zone)


def last_working_day(deadline: date, zone: str) -> date:
    """Return the last day, `deadline` included, that is neither a weekend nor a bank holiday.

    For Saturday 15 July 2017 it is Thursday 13 (golden number 13: the 14th is a Friday).
    """
    day = deadline
    while day.weekday() >= _SATURDAY or is_bank_holiday(day, zone):
        day -= timedelta(days=1)
    return day

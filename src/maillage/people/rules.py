"""Pure rules about people: age, profile, what a name folds to."""

from __future__ import annotations

from maillage.core.folding import fold
from maillage.core.phonetics import sound_of_name
from maillage.people.models import AgeBand

ADULT = 18

_BANDS = (
    (12, AgeBand.UNDER_12),
    (18, AgeBand.FROM_12_TO_17),
    (26, AgeBand.FROM_18_TO_25),
    (40, AgeBand.FROM_26_TO_39),
    (60, AgeBand.FROM_40_TO_59),
    (75, AgeBand.FROM_60_TO_74),
)

_MINOR_BANDS = {AgeBand.UNDER_12, AgeBand.FROM_12_TO_17}


def age_band(birth_year: int, year: int) -> AgeBand:
    """The band of the age reached during ``year``."""
    age = year - birth_year
    return next((band for limit, band in _BANDS if age < limit), AgeBand.FROM_75)


def may_be_minor(birth_year: int | None, band: str | None, year: int) -> bool:
    """Whether consent must be asked for: true until the person is surely eighteen.

    With a birth year alone, somebody may turn eighteen as late as 31 December.
    """
    if birth_year is not None:
        return year - birth_year <= ADULT
    return band in _MINOR_BANDS


def surely_aged(birth_year: int | None, band: str | None, year: int) -> int | None:
    """The age reached whatever the birthday; nothing when neither year nor band is known."""
    if birth_year is not None:
        return year - birth_year - 1
    if band is None:
        return None
    return next((low for low, one in _lowest_ages() if one == band), 0)


def may_be_under(minimum_age: int, birth_year: int | None, band: str | None, year: int) -> bool:
    """Whether the person is perhaps too young for an activity; unknown ages are let through."""
    age = surely_aged(birth_year, band, year)
    return age is not None and age < minimum_age


def _lowest_ages() -> list[tuple[int, AgeBand]]:
    lows = [0, *(limit for limit, _ in _BANDS)]
    return list(zip(lows, [*(band for _, band in _BANDS), AgeBand.FROM_75], strict=True))


def folded_name(first_name: str, last_name: str) -> str:
    """What search looks in: the folded first and last names."""
    return fold(f"{first_name} {last_name}")[:160]


def name_keys(first_name: str, last_name: str) -> dict[str, str]:
    """The columns by which a name is found: how it is spelt, how it sounds."""
    return {
        "folded": folded_name(first_name, last_name),
        "phonetic": sound_of_name(first_name, last_name),
    }

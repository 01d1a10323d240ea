"""Pure rules about people: age, profile, what a name folds to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

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


def is_email(text: str) -> bool:
    """Whether a text is one e-mail address, as forms, imports and commands understand it."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


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


class Traits(NamedTuple):
    """What two files are compared by: every name of the person, folded and by its sound."""

    names: frozenset[tuple[str, str]]
    sounds: frozenset[str]
    phone: str = ""
    email: str = ""
    birth_year: int | None = None


def traits(
    names: Iterable[tuple[str, str, str]],
    phone: str = "",
    email: str = "",
    birth_year: int | None = None,
) -> Traits:
    """The traits of a file, from its names: first name, last name, what they sound like."""
    folded = [(fold(first), fold(last), sound) for first, last, sound in names]
    sounds = {sound for first, last, sound in folded if sound and _is_whole((first, last))}
    pairs = frozenset((first, last) for first, last, _sound in folded)
    return Traits(pairs, frozenset(sounds), phone, email.lower(), birth_year)


class Likeness(NamedTuple):
    """How much two files look like one person, from 0 to 100, and why, in words."""

    score: int
    reasons: tuple[str | Promise, ...]


LIKELY = 50
"""From this score on, two files are shown as a possible duplicate."""

SAME_NAME, INVERTED, SAME_SOUND, SAME_INITIAL, SAME_FIRST, OTHER_NAMES = 55, 50, 45, 30, 25, -20
SAME_PHONE, SAME_EMAIL, SAME_YEAR, OTHER_YEAR = 35, 30, 15, -40


def likeness(one: Traits, other: Traits) -> Likeness:
    """How much two files look like one person: the sum of what speaks for it and against it.

    Symmetric. A whole name alone is enough to ask (``LIKELY``); a phone or an e-mail is often that
    of a household, and is not; two known birth years that differ speak against any name.
    """
    found = [_by_name(one, other)]
    if one.phone and one.phone == other.phone:
        found.append((SAME_PHONE, _("même téléphone")))
    if one.email and one.email == other.email:
        found.append((SAME_EMAIL, _("même adresse e-mail")))
    if one.birth_year and other.birth_year:
        if one.birth_year == other.birth_year:
            found.append((SAME_YEAR, _("même année de naissance")))
        else:
            found.append((OTHER_YEAR, _("pas la même année de naissance")))
    score = sum(points for points, _reason in found)
    return Likeness(max(0, min(100, score)), tuple(reason for points, reason in found if points))


def _by_name(one: Traits, other: Traits) -> tuple[int, str | Promise]:
    """What the names say, the strongest first."""
    mine, theirs = one.names, other.names
    if any(_is_whole(name) for name in _joined(mine) & _joined(theirs)):
        return SAME_NAME, _("même nom")
    if any(first and last and (last, first) in theirs for first, last in mine):
        return INVERTED, _("prénom et nom inversés")
    if one.sounds & other.sounds:
        return SAME_SOUND, _("noms qui se prononcent pareil")
    pairs = [(a, b) for a in mine for b in theirs if a[0] and a[0] == b[0]]
    if any(_initial_of(a[1], b[1]) for a, b in pairs):
        return SAME_INITIAL, _("même prénom, même initiale")
    if any(not a[1] or not b[1] for a, b in pairs):
        return SAME_FIRST, _("même prénom")
    return OTHER_NAMES, _("pas le même nom")


def _joined(names: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Names whatever field each word was typed in."""
    return {("", f"{first} {last}".strip()) for first, last in names}


def _is_whole(name: tuple[str, str]) -> bool:
    """Whether a name has a first and a last name, wherever they were typed."""
    return len(" ".join(name).split()) > 1


def _initial_of(one: str, other: str) -> bool:
    """Whether one of two last names is the initial of the other."""
    short, long = sorted((one, other), key=len)
    return len(short) == 1 and long.startswith(short)

"""Rules of the network floor: pure functions, no database, no clock of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from django.utils.translation import gettext as _
from stdnum.fr import siret as stdnum_siret

from maillage.core import saying
from maillage.core.bank_holidays import ZONES
from maillage.core.commands import Refusal
from maillage.core.school_holidays import ZONES as SCHOOL_ZONES
from maillage.network.opening import OpeningHours
from maillage.network.rights import rights_of

HOME_ZONE = "Europe/Paris"
"""The time zone of what has no place."""

LEAST_CONTRAST = 4.5
_COLOUR = re.compile("#[0-9a-f]{6}")
_RNA = re.compile(r"W\d{9}", re.ASCII)
_PIN = re.compile(r"\d{4,6}", re.ASCII)


class RoleHeld(NamedTuple):
    """A role from a day to another (inclusive), in one place or, without one, in all."""

    role: str
    place_id: UUID | None
    till_allowed: bool
    from_day: date
    to_day: date | None

    def stands_on(self, day: date) -> bool:
        """Whether it is held on a local day."""
        return self.from_day <= day and (self.to_day is None or day <= self.to_day)


def rights_held(roles: Iterable[RoleHeld], *, day: date, place_id: UUID | None) -> frozenset[str]:
    """The rights that ``roles`` give on a local day: at a place, or (``None``) everywhere."""
    rights: frozenset[str] = frozenset()
    for one in roles:
        if one.stands_on(day) and one.place_id in {None, place_id}:
            rights |= rights_of(one.role, till_allowed=one.till_allowed)
    return rights


def rights_anywhere(roles: Iterable[RoleHeld], *, day: date) -> frozenset[str]:
    """The rights that ``roles`` give on a day in at least one place: what a menu may show."""
    rights: frozenset[str] = frozenset()
    for one in roles:
        if one.stands_on(day):
            rights |= rights_of(one.role, till_allowed=one.till_allowed)
    return rights


def below(parents: Mapping[UUID, UUID | None], unit: UUID) -> set[UUID]:
    """The unit and all its descendants; ``parents`` gives each unit's parent."""
    found = {unit}
    while more := {one for one, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def contrast_with_white(colour: str) -> float:
    """The contrast of ``#rrggbb`` with white, from 1 to 21 (WCAG 2.2, relative luminance)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels
    )
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def darker(colour: str) -> str:
    """The same hue, darkened until white text on it can be read."""
    shade = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    while contrast_with_white(colour) < LEAST_CONTRAST:
        shade = [one * 19 // 20 for one in shade]
        colour = "#{:02x}{:02x}{:02x}".format(*shade)
    return colour


def checked_colour(text: str) -> str:
    """A colour as ``#rrggbb``; refuses ``colour`` what cannot be read on white."""
    colour = text.lower()
    if not _COLOUR.fullmatch(colour):
        raise Refusal("colour", _("Écrivez la couleur ainsi : #0a5a54."))
    if contrast_with_white(colour) < LEAST_CONTRAST:
        raise Refusal(
            "colour",
            _(
                "Cette couleur est trop claire : un texte blanc ne s’y lit pas. "
                "Choisissez-en une plus foncée, par exemple %s."
            )
            % darker(colour),
        )
    return colour


def checked_opening(text: str) -> str:
    """Opening hours that can be read, as typed; refuses ``opening``, saying what to write."""
    if text:
        try:
            OpeningHours.parse(text)
        except ValueError as error:
            raise Refusal("opening", str(error)[:300]) from error
    return text


@lru_cache(maxsize=1)
def _time_zones() -> frozenset[str]:
    return frozenset(available_timezones())


def checked_time_zone(name: str) -> str:
    """An IANA time zone; refuses ``time_zone``."""
    if name not in _time_zones():
        raise Refusal(
            "time_zone", _("Ce fuseau horaire est inconnu. Écrivez par exemple Europe/Paris.")
        )
    return name


def checked_holiday_zone(zone: str) -> str:
    """A zone of bank holidays; refuses ``holiday_zone``."""
    if zone not in ZONES:
        raise Refusal(
            "holiday_zone",
            _("Zone de jours fériés inconnue : écrivez une de %s.") % ", ".join(ZONES),
        )
    return zone


def checked_school_zone(zone: str) -> str:
    """A zone of school holidays, or nothing where they are not known; refuses ``school_zone``."""
    if zone and zone not in SCHOOL_ZONES:
        raise Refusal("school_zone", _("La zone des vacances scolaires est A, B ou C."))
    return zone


def checked_siret(text: str) -> str:
    """A SIRET without spaces, or nothing; refuses ``siret``."""
    number: str = stdnum_siret.compact(text)
    if number and not stdnum_siret.is_valid(number):
        raise Refusal("siret", _("Ce SIRET est faux : vérifiez ses 14 chiffres, ou laissez vide."))
    return number


def checked_rna(text: str) -> str:
    """An RNA number, or nothing; refuses ``rna``."""
    number = text.replace(" ", "").upper()
    if number and not _RNA.fullmatch(number):
        raise Refusal("rna", _("Ce numéro RNA est faux : un W et 9 chiffres, ou laissez vide."))
    return number


def checked_pin(pin: str) -> str:
    """A PIN of 4 to 6 digits; refuses ``pin``."""
    if not _PIN.fullmatch(pin):
        raise Refusal("pin", _("Le code compte de 4 à 6 chiffres."))
    return pin


def period_fr(start: datetime, end: datetime, tz: str) -> str:
    """« mardi 24 novembre de 14 h à 16 h », in a place's time zone."""
    zone = ZoneInfo(tz)
    first, last = start.astimezone(zone), end.astimezone(zone)
    midnight = last.time() == time.min
    last_day = last.date() - timedelta(days=1) if midnight else last.date()
    if first.date() == last_day:
        said = {"day": saying.day(last_day), "hours": saying.hours(first.time(), last.time())}
        return _("%(day)s %(hours)s") % said
    return _("du %(first)s à %(start)s au %(last)s à %(end)s") % {
        "first": saying.day(first.date()),
        "start": saying.hour(first.time()),
        "last": saying.day(last_day),
        "end": saying.closing_hour(last.time()),
    }


def percent(part: int, whole: int) -> int:
    """A share in whole percents, rounded half up; 0 of nothing."""
    return (200 * part + whole) // (2 * whole) if whole else 0


def shortened(text: str, most: int) -> str:
    """The text, cut with an ellipsis beyond ``most`` characters: a message is 300 at most."""
    return text if len(text) <= most else f"{text[: most - 1]}…"

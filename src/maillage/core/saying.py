"""Days, hours and lists as people say them, in the active language.

The catalogue holds the forms, so that one more language is one more catalogue. The browser's twin
is `desk/static/desk/when.js`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, time
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from maillage.core.folding import fold

WEEKDAYS = (
    gettext_lazy("lundi"), gettext_lazy("mardi"), gettext_lazy("mercredi"), gettext_lazy("jeudi"),
    gettext_lazy("vendredi"), gettext_lazy("samedi"), gettext_lazy("dimanche"),
)  # fmt: skip
MONTHS = (
    gettext_lazy("janvier"), gettext_lazy("février"), gettext_lazy("mars"), gettext_lazy("avril"),
    gettext_lazy("mai"), gettext_lazy("juin"), gettext_lazy("juillet"), gettext_lazy("août"),
    gettext_lazy("septembre"), gettext_lazy("octobre"), gettext_lazy("novembre"),
    gettext_lazy("décembre"),
)  # fmt: skip


def capital(text: str) -> str:
    """The text with a capital first letter, the rest as it was: “Tuesday 14 March”."""
    return text[:1].upper() + text[1:]


SOFT = re.compile("[aeiouh]|y[^aeiou]")


def of(sentence: str, name: object) -> str:
    """A sentence with a name put in for ``%s``; French says « la fiche d’Odette », not « de »."""
    elided = SOFT.match(fold(str(name)))
    return (sentence.replace(_(" de %s"), _(" d’%s")) if elided else sentence) % name


def day(one: date) -> str:
    """« mardi 14 mars »; the first of a month is « 1er »."""
    return _("%(weekday)s %(number)s %(month)s") % {
        "weekday": WEEKDAYS[one.weekday()],
        "number": number(one),
        "month": MONTHS[one.month - 1],
    }


def day_in_month(one: date) -> str:
    """« mardi 14 », where the month is said elsewhere."""
    return _("%(weekday)s %(number)s") % {
        "weekday": WEEKDAYS[one.weekday()],
        "number": number(one),
    }


def day_long(one: date) -> str:
    """« mardi 14 mars 2017 »."""
    return _("%(day)s %(year)s") % {"day": day(one), "year": one.year}


def date_long(one: date) -> str:
    """« 14 mars 2017 »."""
    return _("%(number)s %(month)s") % {"number": number(one), "month": month(one)}


def month(one: date) -> str:
    """« mars 2017 »."""
    return _("%(month)s %(year)s") % {"month": MONTHS[one.month - 1], "year": one.year}


def number(one: date) -> str:
    """The number of the day in its month: « 1er », « 2 »…"""
    return pgettext("day of the month", "1er") if one.day == 1 else str(one.day)


def hour(wall_time: time) -> str:
    """« 14 h » or « 14 h 30 », with no-break spaces."""
    if not wall_time.minute:
        return _("%(hour)s\u00a0h") % {"hour": wall_time.hour}
    minutes = f"{wall_time.minute:02}"
    return _("%(hour)s\u00a0h\u00a0%(minutes)s") % {"hour": wall_time.hour, "minutes": minutes}


def hour_in_words(wall_time: time) -> str:
    """« 14 heures » or « 14 heures 30 »: nothing shortened, for whoever reads with difficulty."""
    told = {"hour": wall_time.hour, "minutes": f"{wall_time.minute:02}"}
    if not wall_time.minute:
        return ngettext("%(hour)s heure", "%(hour)s heures", wall_time.hour) % told
    said = ngettext("%(hour)s heure %(minutes)s", "%(hour)s heures %(minutes)s", wall_time.hour)
    return said % told


def closing_hour(wall_time: time) -> str:
    """The hour at which something ends: « minuit » for 00:00."""
    return hour(wall_time) if wall_time != time.min else _("minuit")


def hours(start: time, end: time) -> str:
    """« de 14 h à 16 h »."""
    return _("de %(start)s à %(end)s") % {"start": hour(start), "end": closing_hour(end)}


def figure(value: Decimal) -> str:
    """« 1 234,50 », with a narrow no-break space between thousands."""
    thousands, decimals = pgettext("thousands", "\u202f"), pgettext("decimals", ",")
    return f"{value:,f}".translate({ord(","): thousands, ord("."): decimals})


def together(words: Sequence[object]) -> str:
    """« lundi », « lundi et mardi », « lundi, mardi et jeudi »; nothing of nothing."""
    *firsts, last = map(str, words or [""])
    if not firsts:
        return last
    return _("%(firsts)s et %(last)s") % {"firsts": ", ".join(firsts), "last": last}


def length(minutes: int) -> str:
    """« 45 min », « 2 h », « 1 h 30 », « 3 jours »: how long something lasts."""
    days, rest = divmod(minutes, 24 * 60)
    if days and not rest:
        return ngettext("%(days)s jour", "%(days)s jours", days) % {"days": days}
    return in_hours(minutes)


def in_hours(minutes: int) -> str:
    """« 45 min », « 2 h », « 168 h »: how long, never in days."""
    hours_, minutes_ = divmod(minutes, 60)
    if not hours_:
        return _("%(minutes)s\u00a0min") % {"minutes": minutes_}
    said = {"hour": hours_, "minutes": f"{minutes_:02}"}
    return (_("%(hour)s\u00a0h\u00a0%(minutes)s") if minutes_ else _("%(hour)s\u00a0h")) % said

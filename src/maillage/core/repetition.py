"""Repetition: a rule of RFC 5545 gives local days, each then has its hour in the place's zone.

Read and written: `FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH` and `FREQ=MONTHLY;BYDAY=2TU` (`-1TU`: the
last Tuesday); several may be given. Weeks begin on Monday. The end is a day kept beside the rule,
the days left out too.

An hour that the spring change skips is moved forward by the change, one that the autumn change
repeats is the first of the two, as RFC 5545 (3.3.5) has it: `core.periods.local_instant`.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import NamedTuple

from dateutil.rrule import MONTHLY, WEEKLY, rrule
from dateutil.rrule import weekday as nth_weekday
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from maillage.core import saying
from maillage.core.bank_holidays import bank_holidays
from maillage.core.periods import months_after
from maillage.core.school_holidays import school_holidays

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LAST = -1
MOST_WEEKS, MOST_MONTHS = 52, 12

_RULE = re.compile(
    "FREQ=(?P<frequency>WEEKLY|MONTHLY)(;INTERVAL=(?P<interval>[0-9]{1,2}))?;BYDAY=(?P<days>[-,A-Z0-9]+)"
)
_DAY = re.compile(r"(-1|[1-4])?(MO|TU|WE|TH|FR|SA|SU)")


class Slot(NamedTuple):
    """A weekday (Monday 0); of a month, which one: 1 to 4, or the last (-1). 0 in a week."""

    weekday: int
    nth: int = 0

    def written(self) -> str:
        """Return `TU` or `2TU`."""
        return f"{self.nth or ''}{CODES[self.weekday]}"


class Rule(NamedTuple):
    """What repeats: every `interval` weeks or months, on `slots`."""

    monthly: bool
    slots: tuple[Slot, ...]
    interval: int = 1

    def written(self) -> str:
        """Return the rule as RFC 5545 writes it."""
        parts = [f"FREQ={'MONTHLY' if self.monthly else 'WEEKLY'}"]
        if self.interval > 1:
            parts.append(f"INTERVAL={self.interval}")
        return ";".join([*parts, "BYDAY=" + ",".join(one.written() for one in self.slots)])

    def days(self, first: date, last: date) -> Iterator[date]:
        """Return its days from a day to another (both included), in order."""
        found = rrule(
            MONTHLY if self.monthly else WEEKLY,
            dtstart=datetime.combine(first, time.min),
            until=datetime.combine(last, time.min),
            interval=self.interval,
            byweekday=[nth_weekday(one.weekday, one.nth or None) for one in self.slots],
        )
        return (one.date() for one in found)


def read(text: str) -> Rule:
    """Return the rule that a text writes. Raises ValueError, in French, when it is not one."""
    found = _RULE.fullmatch(text)
    if found is None:
        raise ValueError(_wrong())
    monthly, interval = found["frequency"] == "MONTHLY", int(found["interval"] or 1)
    days = [_DAY.fullmatch(one) for one in found["days"].split(",")]
    slots = {Slot(CODES.index(one[2]), int(one[1] or 0)) for one in days if one}
    whole = len(slots) == len(days) and all((one.nth != 0) == monthly for one in slots)
    if not whole or not 1 <= interval <= (MOST_MONTHS if monthly else MOST_WEEKS):
        raise ValueError(_wrong())
    return Rule(monthly, tuple(sorted(slots)), interval)


def _wrong() -> str:
    return _("Cette répétition ne se lit pas. Écrivez par exemple FREQ=WEEKLY;BYDAY=TH.")


def nth_of(day: date) -> int:
    """Return which one of its weekday a day is in its month: 1 to 4; the fifth is the last."""
    nth = (day.day - 1) // 7 + 1
    return LAST if nth > 4 else nth


def moved(rule: Rule, days: Sequence[date], one: date, to: date) -> tuple[Rule, dict[date, date]]:
    """Move a repetition as a person moves one of its days: the rule after, and each day's new day.

    ``days`` are the rule's own, ``one`` among them. Of several weekdays only that of ``one`` moves,
    by as many days each week; of a month, it becomes the weekday that ``to`` is in its month.
    Raises ValueError, in French, when no rule says it (two weekdays would fall on one day).
    """
    wrong = _(
        "Cette répétition ne peut pas aller à ce jour. Choisissez un jour de la même semaine."
    )
    old = next((slot for slot in rule.slots if _is_on(slot, one)), None)
    if old is None or one not in days:
        raise ValueError(wrong)
    new = _slot_of(to, old)
    after = rule._replace(slots=tuple(sorted({new, *(x for x in rule.slots if x != old)})))
    months = (to.year - one.year) * 12 + to.month - one.month
    found = {
        day: (
            _in_month(months_after(day.replace(day=1), months), new)
            if new.nth
            else day + (to - one)
        )
        if _is_on(old, day)
        else day
        for day in days
    }
    landed = sorted(found.values())
    if list(after.days(landed[0], landed[-1])) != landed:
        raise ValueError(wrong)
    return after, found


def _is_on(slot: Slot, day: date) -> bool:
    if slot.weekday != day.weekday():
        return False
    return slot.nth == 0 or day == _in_month(day.replace(day=1), slot)


def _slot_of(day: date, former: Slot) -> Slot:
    """The slot that a day says; the last weekday of a month stays the last where it can."""
    if not former.nth:
        return Slot(day.weekday())
    last = Slot(day.weekday(), LAST)
    return last if former.nth == LAST and _is_on(last, day) else last._replace(nth=nth_of(day))


def _in_month(first: date, slot: Slot) -> date:
    """The day of a slot in the month that begins on ``first``."""
    (day,) = rrule(
        MONTHLY,
        dtstart=datetime.combine(first, time.min),
        count=1,
        byweekday=nth_weekday(slot.weekday, slot.nth),
    )
    return day.date()


def days_off(
    first: date, last: date, *, bank_zone: str = "", school_zone: str = ""
) -> dict[date, Promise | str]:
    """Return bank and school holidays between two days (included), with their names, in order.

    An empty zone leaves those out. A bank holiday within school holidays has its own name.
    """
    off: dict[date, Promise | str] = {
        day: name for day, name in school_holidays(school_zone).items() if first <= day <= last
    }
    if bank_zone:
        for year in range(first.year, last.year + 1):
            named = bank_holidays(year, bank_zone).items()
            off |= {day: name for day, name in named if first <= day <= last}
    return dict(sorted(off.items()))


# In words


ORDINALS = {
    1: gettext_lazy("1er"), 2: gettext_lazy("2e"), 3: gettext_lazy("3e"),
    4: gettext_lazy("4e"), LAST: gettext_lazy("dernier"),
}  # fmt: skip
"""« le 2e mardi » of a month."""


def rule_said(rule: Rule) -> str:
    """Say « Chaque jeudi », « Toutes les 2 semaines, le mardi », « Chaque mois, le 2e mardi »."""
    names = [str(saying.WEEKDAYS[one.weekday]) for one in rule.slots]
    if not rule.monthly and rule.interval == 1:
        return _("Chaque %(days)s") % {"days": saying.together(names)}
    named = zip(rule.slots, names, strict=True)
    days = saying.together(
        [
            _("le %(nth)s %(day)s") % {"nth": ORDINALS[one.nth], "day": name}
            if one.nth
            else _("le %(day)s") % {"day": name}
            for one, name in named
        ]
    )
    if not rule.monthly:
        said = _("Toutes les %(n)s semaines, %(days)s")
    elif rule.interval == 1:
        said = _("Chaque mois, %(days)s")
    else:
        said = _("Tous les %(n)s mois, %(days)s")
    return said % {"n": rule.interval, "days": days}


def series_said(
    rule: Rule,
    *,
    start: time,
    first: date,
    last: date,
    bank: bool,
    school: bool,
    excepted: int = 0,
) -> str:
    """Say « Chaque jeudi à 14 h, du 3 septembre 2026 au 24 juin 2027, sauf jours fériés »."""
    said = _("%(rule)s à %(hour)s, du %(first)s au %(last)s") % {
        "rule": rule_said(rule),
        "hour": saying.hour(start),
        "first": saying.date_long(first),
        "last": saying.date_long(last),
    }
    some = [_("jours fériés")] * bank + [_("vacances scolaires")] * school
    if excepted:
        days = ngettext("%(n)s jour retiré", "%(n)s jours retirés", excepted)
        some.append(days % {"n": excepted})
    if not some:
        return said
    return _("%(said)s, sauf %(some)s") % {"said": said, "some": saying.together(some)}

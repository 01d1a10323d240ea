"""Weekly opening hours with exceptions, in the part of OpenStreetMap's syntax that places use.

"Mo-Fr 09:00-12:00,14:00-17:30; Sa 10:00-12:00; PH off; 2026-12-24 off": rules separated by ";",
each with days (Mo Tu We Th Fr Sa Su, bank holidays PH, dates, ranges of either) and hours or
"off". A later rule replaces an earlier one on the days it names. A date is stronger than PH, PH
stronger than a weekday. Unlike OpenStreetMap, bank holidays are closed unless a rule names PH.
The same syntax is a field ("horaires") of the national schema of digital-inclusion places.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby, pairwise
from typing import NamedTuple, Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.core import saying
from maillage.core.bank_holidays import is_bank_holiday
from maillage.core.periods import local_date, local_instant
from maillage.core.saying import WEEKDAYS, together

Spans = tuple[tuple[int, int], ...]  # minutes since midnight, in order, apart

_DAY_CODES = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_MIDNIGHT = 24 * 60
_HORIZON_DAYS = 366
_CLOSED: Spans = ()
_ALWAYS: Spans = ((0, _MIDNIGHT),)

_DAY = "(?:Mo|Tu|We|Th|Fr|Sa|Su)"
_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_WEEKDAY_RANGE = re.compile(f"({_DAY})(?:-({_DAY}))?")
_DATE_RANGE = re.compile(f"({_DATE})(?:-({_DATE}))?")
_SPAN = re.compile(r"([0-9]{1,2}):([0-9]{2})-([0-9]{1,2}):([0-9]{2})")
_LOOSE_SEPARATOR = re.compile(r"\s*([,-])\s*")

_EXAMPLE = "Mo-Fr 09:00-12:00,14:00-17:30; Sa 10:00-12:00"
_NOT_UNDERSTOOD = gettext_lazy(
    "horaires non compris. Écrivez par exemple «\u00a0%(example)s\u00a0»."
)


def _refused(what: str, why: str = "") -> ValueError:
    why = why or _NOT_UNDERSTOOD % {"example": _EXAMPLE}
    return ValueError(_("«\u00a0%(what)s\u00a0»\u00a0: %(why)s") % {"what": what, "why": why})


class DatedHours(NamedTuple):
    """Hours that replace the usual ones from `first` to `last`, both included."""

    first: date
    last: date
    spans: Spans


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """When a place is open: a week (Monday first), bank holidays, dated exceptions."""

    week: tuple[Spans, ...]
    bank_holidays: Spans = _CLOSED
    exceptions: tuple[DatedHours, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the syntax above. Raises ValueError, in French, saying what to write."""
        rules = [rule for rule in map(str.strip, text.split(";")) if rule]
        if not rules:
            text = _("Ces horaires sont vides. Écrivez par exemple «\u00a0%(example)s\u00a0».")
            raise ValueError(text % {"example": _EXAMPLE})
        days = dict.fromkeys((*_DAY_CODES, "PH"), _CLOSED)
        exceptions: list[DatedHours] = []
        for rule in rules:
            selectors, spans = _parse_rule(rule)
            for selector in selectors:
                if dated := _parse_dates(selector):
                    exceptions.append(DatedHours(*dated, spans))
                else:
                    days |= dict.fromkeys(_parse_days(selector), spans)
        bank_holidays = days.pop("PH")
        return cls(tuple(days.values()), bank_holidays, tuple(exceptions))

    def __str__(self) -> str:
        """Return the hours in the syntax above, PH always said.

        Without dates it reads the same in OpenStreetMap, whose dates are "2026 Dec 24".
        """
        rules = [
            f"{_day_range(first, last)} {_span_text(self.week[first])}"
            for first, last in self._runs()
            if self.week[first]
        ]
        rules.append(f"PH {_span_text(self.bank_holidays)}")
        for first, last, spans in self.exceptions:
            dates = f"{first}" if first == last else f"{first}-{last}"
            rules.append(f"{dates} {_span_text(spans)}")
        return "; ".join(rules)

    def intervals(self, day: date, *, is_holiday: bool) -> list[tuple[time, time]]:
        """Return the opening hours of a day, in order; an end at midnight is `time(0)`."""
        return [
            (_clock(start), _clock(end)) for start, end in self._spans(day, is_holiday=is_holiday)
        ]

    def is_open(self, instant: datetime, tz: str, zone: str) -> bool:
        """Return whether the place is open at an aware `instant`.

        `tz` is the place's time zone (IANA name), `zone` its zone of bank holidays.
        """
        periods = self.periods(local_date(instant, tz), 1, tz, zone)
        return any(start <= instant < end for start, end in periods)

    def next_change(self, instant: datetime, tz: str, zone: str) -> datetime | None:
        """Return the UTC instant, after `instant`, when the place next opens or closes.

        Hours that touch at midnight are one opening. None when nothing changes within a year.
        """
        today = local_date(instant, tz)
        horizon = local_instant(today + timedelta(days=_HORIZON_DAYS), time.min, tz)
        return change_after(instant, self.periods(today, _HORIZON_DAYS, tz, zone), horizon)

    def text_fr(self, day: date, *, is_holiday: bool) -> str:
        """Return "de 9 h à 12 h et de 14 h à 17 h 30", "fermé" or "24 h sur 24" for a day."""
        return spans_fr(self._spans(day, is_holiday=is_holiday))

    def week_fr(self) -> list[tuple[str, str]]:
        """Return the usual week for a door or a page: ("du lundi au vendredi", "de 9 h à…")…

        Equal days that follow each other are grouped; bank holidays come last.
        """
        lines = [
            (_day_range_fr(first, last), spans_fr(self.week[first])) for first, last in self._runs()
        ]
        return [*lines, (_("jours fériés"), spans_fr(self.bank_holidays))]

    def _runs(self) -> Iterator[tuple[int, int]]:
        """Yield the first and last weekday of each run of equal days."""
        for _same, run in groupby(range(7), key=self.week.__getitem__):
            days = list(run)
            yield days[0], days[-1]

    def _spans(self, day: date, *, is_holiday: bool) -> Spans:
        for first, last, spans in reversed(self.exceptions):
            if first <= day <= last:
                return spans
        return self.bank_holidays if is_holiday else self.week[day.weekday()]

    def periods(
        self, first: date, days: int, tz: str, zone: str
    ) -> Iterator[tuple[datetime, datetime]]:
        """Yield the openings of `days` local days as UTC instants, in order."""
        for offset in range(days):
            day = first + timedelta(days=offset)
            for start, end in self._spans(day, is_holiday=is_bank_holiday(day, zone)):
                opening, closing = _instant(day, start, tz), _instant(day, end, tz)
                if opening < closing:  # not so for what the spring change skips whole
                    yield opening, closing


def change_after(
    instant: datetime, periods: Iterable[tuple[datetime, datetime]], horizon: datetime
) -> datetime | None:
    """Return when, after `instant`, periods in order next begin or end; None up to `horizon`.

    Periods that touch are one.
    """
    closing: datetime | None = None
    for start, end in periods:
        if end <= instant:
            continue
        if closing is None and start > instant:
            return start
        if closing is not None and start > closing:
            return closing
        closing = end
    return closing if closing is not None and closing < horizon else None


def _parse_rule(rule: str) -> tuple[list[str], Spans]:
    """Return the selectors of one rule and its hours."""
    if rule == "24/7":
        return ["Mo-Su", "PH"], _ALWAYS
    parts = _LOOSE_SEPARATOR.sub(r"\1", rule).split()
    if len(parts) > 2:
        raise _refused(rule)
    days = parts[0] if len(parts) == 2 else "Mo-Su"
    return days.split(","), _parse_spans(parts[-1])


def _parse_spans(text: str) -> Spans:
    """Read "09:00-12:00,14:00-17:30" or "off"."""
    if text in ("off", "closed"):
        return _CLOSED
    spans = sorted(map(_parse_span, text.split(",")))
    for (_start, end), (start, _end) in pairwise(spans):
        if start < end:
            raise _refused(text, _("deux plages se chevauchent, écrivez-les l’une après l’autre."))
    return tuple(spans)


def _parse_span(text: str) -> tuple[int, int]:
    found = _SPAN.fullmatch(text)
    if found is None:
        raise _refused(text)
    from_hour, from_minute, to_hour, to_minute = map(int, found.groups())
    start, end = from_hour * 60 + from_minute, to_hour * 60 + to_minute
    if from_minute > 59 or to_minute > 59 or end > _MIDNIGHT:
        raise _refused(text, _("écrivez des heures entre 00:00 et 24:00."))
    if end <= start:
        raise _refused(
            text, _("écrivez la fin après le début\u00a0; au-delà de minuit, écrivez deux jours.")
        )
    return start, end


def _parse_dates(text: str) -> tuple[date, date] | None:
    """Read "2026-12-24" or "2026-06-20-2026-06-22"; None for anything else."""
    found = _DATE_RANGE.fullmatch(text)
    if found is None:
        return None
    try:
        first = date.fromisoformat(found[1])
        last = date.fromisoformat(found[2] or found[1])
    except ValueError:
        raise _refused(text, _("ce jour n’existe pas, écrivez année-mois-jour.")) from None
    if last < first:
        raise _refused(text, _("écrivez le premier jour avant le dernier."))
    return first, last


def _parse_days(text: str) -> list[str]:
    """Read "Mo", "Mo-Fr", "Sa-Mo" or "PH" into day codes."""
    if text == "PH":
        return [text]
    found = _WEEKDAY_RANGE.fullmatch(text)
    if found is None:
        raise _refused(text)
    first, last = _DAY_CODES.index(found[1]), _DAY_CODES.index(found[2] or found[1])
    return [_DAY_CODES[(first + offset) % 7] for offset in range((last - first) % 7 + 1)]


def _instant(day: date, minutes: int, tz: str) -> datetime:
    """Return the UTC instant of a minute of a local day; the 1,440th is the next midnight."""
    days, rest = divmod(minutes, _MIDNIGHT)
    return local_instant(day + timedelta(days=days), _clock(rest), tz)


def _clock(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)


def _span_text(spans: Spans) -> str:
    return ",".join(f"{_osm_time(start)}-{_osm_time(end)}" for start, end in spans) or "off"


def _osm_time(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _day_range(first: int, last: int) -> str:
    return _DAY_CODES[first] if first == last else f"{_DAY_CODES[first]}-{_DAY_CODES[last]}"


def _day_range_fr(first: int, last: int) -> str:
    if last <= first + 1:
        return together(WEEKDAYS[first : last + 1])
    return _("du %(first)s au %(last)s") % {"first": WEEKDAYS[first], "last": WEEKDAYS[last]}


def spans_fr(spans: Spans) -> str:
    """Return "de 9 h à 12 h et de 14 h à 17 h 30", "fermé" or "24 h sur 24"."""
    if spans == _ALWAYS:
        return _("24\u00a0h sur 24")
    if spans == _CLOSED:
        return _("fermé")
    return together([saying.hours(_clock(start), _clock(end)) for start, end in spans])

"""The form of a place's opening hours: a week, bank holidays, dated exceptions; or OSM syntax."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from typing import Any, NamedTuple

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from maillage.booking.hours import follows_place
from maillage.booking.models import Family
from maillage.core.commands import Refusal
from maillage.core.forms import Day, Hour
from maillage.core.saying import WEEKDAYS, capital
from maillage.network.models import Place
from maillage.network.opening import DatedHours, OpeningHours, Spans
from maillage.network.rules import checked_opening
from maillage.office.forms.fields import OfficeForm

SPANS = 3
SPANS_APART = 2
BLANK_EXCEPTIONS = 2
MOST_EXCEPTIONS = 40
MOST_CHARACTERS = 500
MIDNIGHT = 24 * 60
NO_HOURS = OpeningHours(((),) * 7)
LINES = [*((f"d{number}", name) for number, name in enumerate(WEEKDAYS)), ("ph", _("jours fériés"))]
"""What has hours each week: the prefix of its fields, its name."""


class Line(NamedTuple):
    """A day of the form: its name, and the two ends of each of its spans."""

    name: Any
    spans: list[tuple[BoundField, BoundField]]


class DatedLine(NamedTuple):
    """An exception: its first and last days, its spans."""

    number: int
    first: BoundField
    last: BoundField
    spans: list[tuple[BoundField, BoundField]]


class HoursForm(OfficeForm):
    """When a place opens. ``raw``, when it was changed, stands for all the rest."""

    unsaid_first = False

    unsaid = forms.BooleanField(
        label=_("Ne pas dire d’horaires"),
        required=False,
        help_text=_("Rien n’est alors affiché : ni ouvert, ni fermé."),
    )
    opens_by_rota = forms.BooleanField(
        label=_("Ouvert seulement quand quelqu’un de l’équipe est là"),
        required=False,
        help_text=_("Les heures suivent la semaine de l’équipe : une absence ferme le lieu."),
    )
    raw = forms.CharField(
        label=_("Horaires en syntaxe OpenStreetMap"),
        required=False,
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=_(
            "Jours : Mo Tu We Th Fr Sa Su, fériés : PH. "
            "Par exemple « Mo-Fr 09:00-12:00,14:00-17:30; Sa 10:00-12:00 »."
        ),
    )

    def __init__(self, *args: Any, of: Place | Family, today: date, **options: Any) -> None:
        hours = OpeningHours.parse(of.opening) if of.opening else NO_HOURS
        exceptions = [one for one in hours.exceptions if one.last >= today]
        self.today, self.said = today, of.opening
        self.width = max(SPANS, *map(len, (*hours.week, hours.bank_holidays)))
        self.apart = max([SPANS_APART, *(len(one.spans) for one in exceptions)])
        self.rows = min(len(exceptions) + BLANK_EXCEPTIONS, MOST_EXCEPTIONS)
        options["initial"] = self.values(of, hours, exceptions)
        super().__init__(*args, **options)
        for prefix, name in LINES:
            self._add_spans(prefix, name, self.width)
        for number in range(self.rows):
            words = _now("Exception %s") % (number + 1)
            self.fields[f"x{number}_first"] = Day(label=f"{words}, {_now('du')}", required=False)
            self.fields[f"x{number}_last"] = Day(label=f"{words}, {_now('au')}", required=False)
            self._add_spans(f"x{number}", words, self.apart)

    def values(self, of: Any, hours: OpeningHours, exceptions: list[DatedHours]) -> dict[str, Any]:
        """What the form shows of a place."""
        return {"opens_by_rota": of.opens_by_rota, **_initial(of.opening, hours, exceptions)}

    def _add_spans(self, prefix: str, name: Any, count: int) -> None:
        for at in range(count):
            for end, word in (("from", _now("de")), ("to", _now("à"))):
                label = f"{capital(str(name))}, {_now('plage %s') % (at + 1)}, {word}"
                self.fields[f"{prefix}_{at}_{end}"] = Hour(label=label, required=False)

    # What the template goes through

    def lines(self) -> list[Line]:
        """The seven days and bank holidays."""
        return [Line(name, self._spans(prefix, self.width)) for prefix, name in LINES]

    def dated(self) -> list[DatedLine]:
        """The exceptions, then blank ones."""
        return [
            DatedLine(
                number + 1,
                self[f"x{number}_first"],
                self[f"x{number}_last"],
                self._spans(f"x{number}", self.apart),
            )
            for number in range(self.rows)
        ]

    def _spans(self, prefix: str, count: int) -> list[tuple[BoundField, BoundField]]:
        return [(self[f"{prefix}_{at}_from"], self[f"{prefix}_{at}_to"]) for at in range(count)]

    # What was typed

    def clean(self) -> dict[str, Any]:
        """The hours as OSM syntax, in ``opening``; what cannot be is said beside its field."""
        data = self.cleaned_data
        if self.errors:
            return data
        if data["unsaid"]:
            data["opening"] = self._unsaid()
        elif "raw" in self.changed_data and data["raw"]:
            data["opening"] = self._checked("raw", data["raw"])
        else:
            data["opening"] = self._typed()
        return data

    def _unsaid(self) -> str:
        return ""

    def _typed(self) -> str:
        week = [self._read(prefix, self.width) for prefix, _name in LINES]
        hours = OpeningHours(tuple(week[:7]), week[7], tuple(self._exceptions()))
        if not any(week) and not any(one.spans for one in hours.exceptions) and not self.errors:
            self.add_error(
                "d0_0_from",
                _now(
                    "Donnez au moins une heure d’ouverture, ou cochez « Ne pas dire d’horaires »."
                ),
            )
        return "" if self.errors else self._checked("raw", str(hours))

    def _read(self, prefix: str, count: int) -> Spans:
        """The spans of a day, in order; 00:00 as an end is midnight."""
        found: list[tuple[int, int]] = []
        for at in range(count):
            name = f"{prefix}_{at}_from"
            start, end = self.cleaned_data[name], self.cleaned_data[f"{prefix}_{at}_to"]
            if start is None and end is None:
                continue
            if start is None or end is None:
                self.add_error(name, _now("Donnez le début et la fin, ou ni l’un ni l’autre."))
                continue
            span = (_minute(start), _minute(end) or MIDNIGHT)
            if span[1] <= span[0]:
                self.add_error(name, _now("La fin vient après le début."))
            elif any(span[0] < last and first < span[1] for first, last in found):
                self.add_error(name, _now("Deux plages se chevauchent."))
            else:
                found.append(span)
        return tuple(sorted(found))

    def _exceptions(self) -> Iterator[DatedHours]:
        """Those that have a first day; those past are forgotten."""
        for number in range(self.rows):
            first = self.cleaned_data[f"x{number}_first"]
            last = self.cleaned_data[f"x{number}_last"] or first
            spans = self._read(f"x{number}", self.apart)
            if first is None:
                if last is not None or spans:
                    self.add_error(f"x{number}_first", _now("Donnez le premier jour."))
            elif last < first:
                self.add_error(f"x{number}_last", _now("La fin vient après le début."))
            elif last >= self.today:
                yield DatedHours(first, last, spans)

    def _checked(self, field: str, text: str) -> str:
        if len(text) > MOST_CHARACTERS:
            self.add_error(
                field, _now("Il y a trop d’exceptions à la fois : gardez les plus proches.")
            )
            return ""
        try:
            return checked_opening(text)
        except Refusal as refusal:
            self.add_error(field, refusal.message)
        return ""

    def payload(self) -> dict[str, Any]:
        """What ``network.edit_place`` takes."""
        data = self.cleaned_data
        return {"opening": data["opening"], "opens_by_rota": data["opens_by_rota"]}


class FamilyHoursForm(HoursForm):
    """When a kind of equipment is reserved: as its place but for some days, or its own hours."""

    unsaid = forms.BooleanField(
        label=_("Les heures du lieu"),
        required=False,
        help_text=_("Seules les exceptions comptent alors : un jour sans heure ne se réserve pas."),
    )
    opens_by_rota = None  # type: ignore[assignment]
    unsaid_first = True

    def values(self, of: Any, hours: OpeningHours, exceptions: list[DatedHours]) -> dict[str, Any]:
        """What the form shows of a family."""
        return {"unsaid": follows_place(hours), **_initial(of.opening, hours, exceptions)}

    def _unsaid(self) -> str:
        """The days apart alone; hours of a week typed meanwhile would be lost."""
        if "raw" in self.changed_data and self.cleaned_data["raw"]:
            return self._checked("raw", self.cleaned_data["raw"])
        if any(one.startswith(("d", "ph_")) for one in self.changed_data):
            said = _now("Décochez « Les heures du lieu » pour garder les heures que vous donnez.")
            self.add_error("unsaid", said)
        apart = tuple(self._exceptions())
        if not apart or self.errors:
            return ""
        return self._checked("raw", str(OpeningHours(NO_HOURS.week, exceptions=apart)))

    def payload(self) -> dict[str, Any]:
        """What ``booking.edit_family`` takes."""
        return {"opening": self.cleaned_data["opening"]}


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


def _time(minute: int) -> time:
    return time(minute // 60 % 24, minute % 60)


def _initial(opening: str, hours: OpeningHours, exceptions: list[DatedHours]) -> dict[str, Any]:
    """What the form shows of hours."""
    values: dict[str, Any] = {"raw": opening}
    for (prefix, _name), spans in zip(LINES, (*hours.week, hours.bank_holidays), strict=True):
        values |= _span_values(prefix, spans)
    for number, one in enumerate(exceptions):
        values |= {f"x{number}_first": one.first, f"x{number}_last": one.last}
        values |= _span_values(f"x{number}", one.spans)
    return values


def _span_values(prefix: str, spans: Spans) -> dict[str, time]:
    return {
        f"{prefix}_{at}_{end}": _time(minute)
        for at, span in enumerate(spans)
        for end, minute in zip(("from", "to"), span, strict=True)
    }

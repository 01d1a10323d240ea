"""Figures and dates that are not exact, and say so."""

import datetime as dt
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import total_ordering
from typing import Literal, Self, get_args

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.core import saying

Qualifier = Literal["exact", "about", "at_least", "at_most", "quoted"]
Precision = Literal["about", "year", "month", "day"]

_NO_BREAK = "\u00a0"
_SIGNIFICANT_DIGITS = 3
_AS_SAID: dict[Qualifier, str | Promise] = {
    "exact": "%(figure)s",
    "about": "≈\u00a0%(figure)s",
    "at_least": gettext_lazy("au moins\u00a0%(figure)s"),
    "at_most": gettext_lazy("au plus\u00a0%(figure)s"),
    "quoted": "%(figure)s",
}


def _rounded(value: Decimal, finest: int) -> Decimal:
    """Round half up to three significant digits, never finer than 10 to the power `finest`."""
    exponent = max(value.adjusted() - _SIGNIFICANT_DIGITS + 1, finest)
    return value.quantize(Decimal((0, (1,), exponent)), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Approximate:
    """A figure with how far it may be trusted, and where it comes from.

    `quoted` is a figure repeated from its source without being checked; it needs a source.
    Raises ValueError, in French, for a value that is no number or a quotation without source.
    """

    value: int | Decimal
    qualifier: Qualifier
    source: str = ""

    def __post_init__(self) -> None:
        if not Decimal(self.value).is_finite():
            raise ValueError(_("Écrivez un nombre, par exemple 14500."))
        if self.qualifier not in get_args(Qualifier):
            raise ValueError(_("Précision inconnue\u00a0: %s.") % self.qualifier)
        if self.qualifier == "quoted" and not self.source:
            raise ValueError(
                _("Indiquez d’où vient ce chiffre, par exemple «\u00a0étude 2015\u00a0».")
            )

    def text(self, unit: str = "", *, with_source: bool = False) -> str:
        """Return "≈ 14 500 personnes", with no-break spaces; `unit` is written as given.

        The source follows in brackets when asked for, and always after a quotation.
        """
        figure = str(_AS_SAID[self.qualifier]) % {"figure": saying.figure(Decimal(self.value))}
        named = f"{figure}{_NO_BREAK}{unit}" if unit else figure
        shown = self.source and (with_source or self.qualifier == "quoted")
        return f"{named} ({self.source})" if shown else named

    def scaled(self, share: Decimal) -> "Approximate":
        """Return `share` of the figure (0.5 is half): an estimate, rounded so that it looks it.

        Three significant digits, and no decimal that the figure had not: half of 29,057 is
        "≈ 14 500", never 14,528.5 (A05).
        """
        base = Decimal(self.value)
        exponent = base.as_tuple().exponent
        finest = min(exponent, 0) if isinstance(exponent, int) else 0
        estimate = _rounded(base * share, finest)
        return Approximate(int(estimate) if finest == 0 else estimate, "about", self.source)


_COMPACT = re.compile(
    r"(?P<about>~?)(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?"
)
_WRITE_A_DATE = gettext_lazy("Écrivez une date comme 2019-01-15, 2019-01, 2010 ou ~2010.")


@total_ordering
@dataclass(frozen=True, slots=True)
class FuzzyDate:
    """A date known to the day, the month, the year, or about the year.

    What is finer than the precision is set to 1, so that equal dates are equal. In order of date,
    the vaguest first. The compact form (`str`, `parse`): 2019-01-15, 2019-01, 2010, ~2010.
    """

    date: dt.date
    precision: Precision

    def __post_init__(self) -> None:
        if self.precision in ("year", "about"):
            object.__setattr__(self, "date", self.date.replace(month=1, day=1))
        elif self.precision == "month":
            object.__setattr__(self, "date", self.date.replace(day=1))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the compact form. Raises ValueError, in French, saying what to write."""
        found = _COMPACT.fullmatch(text.strip())
        if found is None or (found["about"] and found["month"]):
            raise ValueError(str(_WRITE_A_DATE))
        try:
            date = dt.date(int(found["year"]), int(found["month"] or 1), int(found["day"] or 1))
        except ValueError:
            raise ValueError(str(_WRITE_A_DATE)) from None
        if found["about"]:
            return cls(date, "about")
        return cls(date, "day" if found["day"] else "month" if found["month"] else "year")

    def __str__(self) -> str:
        compact = {"day": 10, "month": 7, "year": 4, "about": 4}[self.precision]
        return ("~" if self.precision == "about" else "") + self.date.isoformat()[:compact]

    def __lt__(self, other: "FuzzyDate") -> bool:
        return self._rank() < other._rank()

    def _rank(self) -> tuple[dt.date, int]:
        return self.date, get_args(Precision).index(self.precision)

    def text(self) -> str:
        """Return "15 janvier 2019", "janvier 2019", "2010" or "vers 2010"."""
        match self.precision:
            case "day":
                return saying.date_long(self.date)
            case "month":
                return saying.month(self.date)
            case "year":
                return str(self.date.year)
            case "about":
                return _("vers %s") % self.date.year

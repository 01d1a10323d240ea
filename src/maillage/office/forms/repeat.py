"""The small form that builds a repetition: chaque semaine, toutes les 2 semaines, chaque mois…"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from maillage.core import saying
from maillage.core.commands import Data
from maillage.core.forms import Day
from maillage.core.repetition import LAST, Rule, Slot, nth_of, read, series_said
from maillage.programme.models import Series

ONCE, MONTH, MONTH_END = "once", "month", "month_end"
CHOICES = (
    (ONCE, gettext_lazy("Une seule fois")),
    ("1", gettext_lazy("Chaque semaine")),
    ("2", gettext_lazy("Toutes les 2 semaines")),
    ("3", gettext_lazy("Toutes les 3 semaines")),
    ("4", gettext_lazy("Toutes les 4 semaines")),
    (MONTH, gettext_lazy("Chaque mois, la même semaine du mois : le 2e mardi, par exemple")),
    (MONTH_END, gettext_lazy("Chaque mois, la dernière semaine : le dernier mardi, par exemple")),
)
MOST_EXCEPTIONS = 60
_SEPARATORS = re.compile(r"[,;\s]+")


class Days(forms.CharField):
    """Days typed one after the other: 24/12/2026, 31/12/2026."""

    def clean(self, value: Any) -> list[date]:
        text = str(super().clean(value) or "")
        days = [self._day(one) for one in _SEPARATORS.split(text) if one]
        if len(days) > MOST_EXCEPTIONS:
            raise ValidationError(_("Trop de jours : écrivez-en %s au plus.") % MOST_EXCEPTIONS)
        return sorted(set(days))

    @staticmethod
    def _day(text: str) -> date:
        for form in ("%d/%m/%Y", "%Y-%m-%d"):
            try:
                return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day, not an instant
            except ValueError:
                continue
        said = _("« %s » n’est pas un jour. Écrivez par exemple 24/12/2026.")
        raise ValidationError(said % text[:20])


class RepeatFields(forms.Form):
    """What a form that plans sessions asks of their repetition."""

    repeats = forms.ChoiceField(
        label=gettext_lazy("Se répète"), choices=CHOICES, initial=ONCE, required=False
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Quels jours"),
        required=False,
        coerce=int,
        choices=list(enumerate(saying.WEEKDAYS)),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Ne cochez rien pour le jour de la première séance."),
    )
    until = Day(label=gettext_lazy("Jusqu’au"), required=False)
    count = forms.IntegerField(
        label=gettext_lazy("Ou bien : combien de séances"),
        required=False,
        min_value=1,
        max_value=200,
    )
    skip_bank_holidays = forms.BooleanField(
        label=gettext_lazy("Sauter les jours fériés"), required=False, initial=True
    )
    skip_school_holidays = forms.BooleanField(
        label=gettext_lazy("Sauter les vacances scolaires du lieu"), required=False
    )
    except_days = Days(
        label=gettext_lazy("Sauter aussi ces jours"),
        required=False,
        help_text=gettext_lazy("Par exemple : 24/12/2026, 31/12/2026."),
    )

    def repeat(self) -> Data | None:
        """The command's part; nothing for a session alone."""
        typed = self.cleaned_data
        if typed["repeats"] in {"", ONCE}:
            return None
        rule = rule_of(typed["repeats"], typed["weekdays"], typed["day"])
        names = ("until", "count", "skip_bank_holidays", "skip_school_holidays", "except_days")
        return {"rrule": rule.written(), **{one: typed[one] for one in names}}


REPEAT_NAMES = tuple(RepeatFields.base_fields)


def rule_of(repeats: str, weekdays: list[int], first: date) -> Rule:
    """The rule that the choices say, on the weekday of the first day unless others are ticked."""
    days = sorted(set(weekdays)) or [first.weekday()]
    if repeats in {MONTH, MONTH_END}:
        nth = LAST if repeats == MONTH_END else nth_of(first)
        return Rule(monthly=True, slots=tuple(Slot(one, nth) for one in days))
    return Rule(monthly=False, slots=tuple(map(Slot, days)), interval=int(repeats))


def said_of(series: Series) -> str:
    """« Chaque jeudi à 14 h, du 3 septembre 2026 au 24 juin 2027, sauf jours fériés »."""
    return series_said(
        read(series.rrule),
        start=series.start,
        first=series.first_day,
        last=series.until,
        bank=series.skips_bank_holidays,
        school=series.skips_school_holidays,
        excepted=len(series.except_days),
    )


def planned_said(made: Data) -> str:
    """What was planned, said back: the rule in words, how many sessions, the days left out."""
    if made["series"] is None:
        return _("C’est planifié.")
    series = Series.objects.get(pk=made["series"])
    count = len(made["sessions"])
    said = ngettext("%(rule)s : %(n)s séance.", "%(rule)s : %(n)s séances.", count)
    said %= {"rule": said_of(series), "n": count}
    skipped = [saying.day(date.fromisoformat(one)) for one in made["skipped"]]
    if not skipped:
        return said
    left = ngettext("%(n)s jour sauté", "%(n)s jours sautés", len(skipped))
    left %= {"n": len(skipped)}
    days = ", ".join(skipped[:6]) + ("…" if len(skipped) > 6 else "")
    return _("%(said)s %(left)s : %(days)s.") % {"said": said, "left": left, "days": days}

"""Forms of the pages for inhabitants."""

from __future__ import annotations

from collections.abc import Collection
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from maillage.booking.commands import A_WEEK
from maillage.booking.half_day_queries import asked_for, choices, length_chosen, may_be_empty
from maillage.booking.half_days import PARTS, no_such_part
from maillage.booking.models import Resource
from maillage.booking.rules import USUAL
from maillage.core import saying
from maillage.core.forms import Day, Hour

FIRST, SECOND = "first", "second"
MINUTES = (5, A_WEEK)


class OwnForm(forms.Form):
    """What somebody reserves for themselves, by their link.

    ``reservation`` is made with the page: sent twice, it is the same reservation. What the page
    does not offer is still read: the command says what is missing to use it.
    """

    more: tuple[str, ...] = ()

    reservation = forms.UUIDField(label=_("Réservation"), widget=forms.HiddenInput)
    what = forms.UUIDField(label=_("Quoi"), widget=forms.Select)
    day = Day(label=_("Quel jour"))
    start = Hour(label=_("À partir de quelle heure"))
    length = forms.CharField(label=_("Combien de temps"), max_length=12, widget=forms.Select)
    second = forms.ChoiceField(
        label=_("Cette heure vient deux fois"),
        required=False,
        choices=[
            ("", _("Choisissez…")),
            (FIRST, _("La première fois, à l’heure d’été")),
            (SECOND, _("La seconde fois, à l’heure d’hiver")),
        ],
        widget=forms.HiddenInput,
    )
    wait = forms.BooleanField(
        label=_("Si c’est déjà pris, me mettre sur la liste d’attente"), required=False
    )

    def __init__(self, data: Any = None, *, offered: Collection[Resource], **options: Any) -> None:
        super().__init__(data, **options)
        self._choose("what", what_may_be(offered))
        self.offered = offered
        kinds = [one.family for one in offered]
        self._choose("length", choices(kinds, lengths(offered)))
        may_be_empty(self, kinds)

    def _choose(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field: Any = self.fields[name]
        field.widget.choices = choices

    def clean_length(self) -> int | str:
        """A part of a day, or minutes."""
        try:
            length = length_chosen(self.cleaned_data["length"])
        except ValueError:
            length = 0
        if length not in PARTS and not MINUTES[0] <= int(length) <= MINUTES[1]:
            raise forms.ValidationError(_now("Choisissez une durée."))
        return length

    def clean(self) -> dict[str, Any]:
        """A part of a day becomes its hour and its minutes, as the place opens that day."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        part = data.get("length")
        if part in PARTS:
            self._clean_part(str(part))
        elif data.get("start") is None and "start" not in self.errors:
            self.add_error("start", _now("Dites à quelle heure."))
        return data

    def _clean_part(self, part: str) -> None:
        data = self.cleaned_data
        what = next((one for one in self.offered if one.pk == data.get("what")), None)
        found = None
        if what is not None and data.get("day"):
            found = asked_for(what.family, what.unit.place, data["day"], part)
        if what is None:
            self.add_error("what", _now("Choisissez…"))
        elif found is None:
            self.add_error("length", no_such_part(part))
        else:
            data["start"], data["length"] = found

    def ask_which(self) -> None:
        """Show the question that an hour which comes twice asks."""
        field: Any = self.fields["second"]
        field.widget = forms.Select(choices=field.choices)

    def payload(self) -> dict[str, Any]:
        """The part of the command that the person says."""
        data = self.cleaned_data
        told = {FIRST: False, SECOND: True}
        return {
            "reservation": data["reservation"],
            "resource": data["what"],
            "day": data["day"],
            "start": data["start"].isoformat(),
            "minutes": data["length"],
            "second": told.get(data["second"]),
            "wait": data["wait"],
        }


class FreeForm(forms.Form):
    """Something of a kind, for how long, from which day."""

    more: tuple[str, ...] = ()

    kind = forms.CharField(
        label=_("Quel matériel cherchez-vous ?"),
        max_length=60,
        help_text=_("Un ou deux mots : laser, imprimante 3D, salle."),
        widget=forms.TextInput(attrs={"list": "kinds", "autocomplete": "off"}),
    )
    length = forms.TypedChoiceField(label=_("Combien de temps"), coerce=int)
    day = Day(label=_("À partir de quel jour"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        length: Any = self.fields["length"]
        length.choices = [(one, saying.length(one)) for one in USUAL]


def what_may_be(offered: Collection[Resource]) -> list[tuple[Any, Any]]:
    """The resources under their place; « Choisissez… » first where there are several."""
    choices: list[tuple[Any, Any]] = [] if len(offered) == 1 else [("", _now("Choisissez…"))]
    for place, theirs in groupby(offered, key=lambda one: one.unit.place):
        choices.append((place.name, [(str(one.pk), one.unit.name) for one in theirs]))
    return choices


def lengths(offered: Collection[Resource]) -> list[int]:
    """The usual lengths that one of these at least may be reserved for."""
    families = {one.family_id: one.family for one in offered}.values()
    return [
        length
        for length in USUAL
        if not families
        or any(one.shortest <= length <= (one.longest or length) for one in families)
    ]

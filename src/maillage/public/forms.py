"""Forms of the pages for inhabitants."""

from __future__ import annotations

from collections.abc import Collection
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from maillage.booking.commands import A_WEEK
from maillage.booking.models import Resource
from maillage.booking.rules import USUAL
from maillage.core import saying
from maillage.core.forms import Day, Hour

FIRST, SECOND = "first", "second"


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
    length = forms.IntegerField(
        label=_("Combien de temps"), min_value=5, max_value=A_WEEK, widget=forms.Select
    )
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
        self._choose("length", [(one, saying.length(one)) for one in lengths(offered)])

    def _choose(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field: Any = self.fields[name]
        field.widget.choices = choices

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

"""Forms of reservations: what, for whom, when, and what the team sets aside."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from maillage.booking.commands import A_WEEK
from maillage.booking.half_day_queries import asked_for, choices, length_chosen, may_be_empty
from maillage.booking.half_days import PARTS, no_such_part, part_of, words
from maillage.booking.models import Reservation, Resource
from maillage.booking.rules import SET_ASIDE, USUAL
from maillage.core import saying
from maillage.core.envelope import Result
from maillage.core.forms import Day, Hour
from maillage.core.periods import Period, local_instant
from maillage.office.forms.fields import Lasting, OfficeForm, Pick

FIRST, SECOND = "first", "second"


class Answer(NamedTuple):
    """What a refusal lets one answer: a button of the form, by its value and its words.

    ``name`` is ``insist``, or ``at`` for another day and hour.
    """

    value: str
    label: str
    name: str = "insist"


class WhenForm(OfficeForm):
    """A day, an hour, a length; ``insist`` is what was answered to refusals, in words of one.

    ``answers`` are the buttons that the last refusal offers. One that was another hour, sent as
    ``at``, fills the day and the hour.
    """

    what = Pick(label=_("Quoi"))
    day = Day(label=_("Jour"))
    start = Hour(label=_("À partir de"))
    length = forms.TypedChoiceField(label=_("Durée"), coerce=length_chosen, initial=60)
    minutes = Lasting(
        label=_("Une autre durée"),
        required=False,
        most=A_WEEK,
        help_text=_("Elle remplace la durée choisie : 20 min, 19 h, 2 jours."),
    )

    more: tuple[str, ...] = ("minutes",)
    anyway = _("Réserver quand même")
    instead = _("Réserver plutôt à %s")
    rather = _("Réserver plutôt %s")

    def __init__(
        self,
        data: Any = None,
        *,
        resources: list[Resource],
        any_of: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(_at_another_hour(data), **options)
        self.resources = resources
        length: Any = self.fields["length"]
        kinds = [one.family for one in resources]
        length.choices = choices(kinds, USUAL)
        may_be_empty(self, kinds)
        what: Any = self.fields["what"]
        what.choices = offered(resources, any_of=any_of)
        self.families = {one.family_id for one in resources}
        words = str((data or {}).get("insist", "")).split()
        self.insist = [one for one in words if one in {FIRST, SECOND, *SET_ASIDE}]
        self.answers: list[Answer] = []

    def clean(self) -> dict[str, Any]:
        """A part of a day becomes its hour and its minutes, as the place opens that day."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        part = data.get("length")
        if part in PARTS and not data.get("minutes") and data.get("what") and data.get("day"):
            first = self.wanted()[0]
            found = asked_for(first.family, first.unit.place, data["day"], str(part))
            if found is None:
                self.add_error("length", no_such_part(str(part)))
            else:
                data["start"], data["minutes"] = found
        elif data.get("start") is None and "start" not in self.errors:
            self.add_error("start", _now("Dites à quelle heure."))
        return data

    def when(self) -> dict[str, Any]:
        """The part of the command that says when, and despite what."""
        data = self.cleaned_data
        told = {FIRST: False, SECOND: True}
        return {
            "day": data["day"],
            "start": data["start"].isoformat(),
            "minutes": data["minutes"] or data["length"],
            "second": next((told[one] for one in self.insist if one in told), None),
            "despite": [one for one in SET_ASIDE if one in self.insist],
        }

    def minutes_from(self, now: datetime) -> int:
        """How long what begins now lasts: to the end of the half-day, where one was chosen."""
        data = self.cleaned_data
        minutes: int = data["minutes"] or data["length"]
        if data["length"] not in PARTS:
            return minutes
        tz = self.wanted()[0].unit.place.time_zone
        end = local_instant(data["day"], data["start"], tz) + timedelta(minutes=minutes)
        left = int((end - now).total_seconds()) // 60
        return left if 0 < left < minutes else minutes

    def wanted(self) -> list[Resource]:
        """The resource chosen, or those of the family."""
        what = self.cleaned_data["what"]
        return [one for one in self.resources if what in {one.pk, one.family_id}]

    def offer_hours(self, starts: Iterable[datetime]) -> None:
        """Other hours, as buttons."""
        self.answers += [
            Answer(f"{one:%Y-%m-%dT%H:%M}", self.instead % saying.hour(one.time()), "at")
            for one in sorted(starts)
        ]

    def offer_parts(self, day: date, parts: Iterable[str]) -> None:
        """Other parts of a day, as buttons."""
        said = words()
        self.answers += [
            Answer(f"{day:%Y-%m-%d}T{one}", self.rather % said[one], "at") for one in parts
        ]

    def refused(self, result: Result) -> None:
        """Offer the answers that a refusal lets one give."""
        data = result.data or {}
        if result.code == "which_hour":
            said = (
                (FIRST, _now("La première fois, à l’heure d’été")),
                (SECOND, _now("La seconde fois, à l’heure d’hiver")),
            )
            self.answers = [Answer(self._and(word), label) for word, label in said]
        elif "may_set_aside" in data:
            self.answers = [Answer(self._and(data["may_set_aside"]), str(self.anyway))]

    def _and(self, word: str) -> str:
        return " ".join([*self.insist, word])


def _at_another_hour(data: Any) -> Any:
    """What was sent, its day and hour (or part of the day) replaced by those of the button."""
    at = str((data or {}).get("at", "")).partition("T")
    if not at[1]:
        return data
    filled = data.copy()
    filled["day"] = at[0]
    if at[2] in PARTS:
        filled["length"], filled["minutes"] = at[2], ""
    else:
        filled["start"] = at[2]
    return filled


def offered(resources: Iterable[Resource], *, any_of: bool) -> list[tuple[Any, Any]]:
    """The resources by family; ``any_of`` adds to each family of several « n’importe lequel »."""
    choices: list[tuple[Any, Any]] = [("", _now("Choisissez…"))]
    for family, theirs in groupby(resources, key=lambda one: one.family):
        named = [(str(one.pk), one.unit.name) for one in theirs]
        if any_of and len(named) > 1:
            said = _now("%s : n’importe lequel, le premier libre") % family
            named = [(str(family.pk), said), *named]
        choices.append((str(family), named))
    return choices


def offer_persons(form: OfficeForm, **found: list[tuple[str, str]]) -> None:
    """Who may be chosen in each of these fields: those found by a search, or nobody."""
    for name, persons in found.items():
        field: Any = form.fields[name]
        field.choices = persons or [("", "")]
        field.required = bool(persons)
        if not persons:
            field.widget = forms.HiddenInput()
        elif len(persons) == 1:
            form.initial[name] = persons[0][0]


class ReserveForm(WhenForm):
    """What is reserved, for whom, with whom; taken, they may wait.

    Persons are those found by a search; without one, it is for nobody in particular.
    """

    person = Pick(label=_("Pour qui"), required=False, widget=forms.RadioSelect)
    companion = Pick(label=_("Accompagnée par"), required=False, widget=forms.RadioSelect)
    wait = forms.BooleanField(
        label=_("Si c’est pris, mettre en attente"),
        required=False,
        help_text=_("La personne attend son tour : rien n’est promis."),
    )

    field_order = ("person", "companion", "what", "day", "start", "length", "wait")

    def __init__(
        self,
        *args: Any,
        persons: list[tuple[str, str]],
        companions: list[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        offer_persons(self, person=persons, companion=companions)

    def payload(self) -> dict[str, Any]:
        """A resource, or any of a family."""
        data = self.cleaned_data
        what = "family" if data["what"] in self.families else "resource"
        names = ("person", "companion", "wait")
        return {what: data["what"], **{name: data[name] for name in names}, **self.when()}


class FindForm(OfficeForm):
    """Something of a kind, for how long, from when; for somebody authorised or not."""

    kind = forms.CharField(
        label=_("Quel genre de matériel"),
        max_length=60,
        help_text=_("Un ou deux mots : laser, imprimante 3D, salle."),
        widget=forms.TextInput(attrs={"list": "kinds", "autocomplete": "off"}),
    )
    length = forms.TypedChoiceField(label=_("Durée"), coerce=int)
    day = Day(label=_("À partir du"))
    start = Hour(label=_("Heure"))
    person = Pick(label=_("Pour qui"), required=False, widget=forms.RadioSelect)
    badge = forms.BooleanField(
        label=_("La personne est habilitée et peut venir seule"), required=False
    )

    def __init__(self, *args: Any, persons: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        offer_persons(self, person=persons)
        self.fields["person"].required = False
        if len(persons) == 1:
            self.fields["person"].widget = forms.HiddenInput()
        if persons:
            self.fields["badge"].widget = forms.HiddenInput()
        length: Any = self.fields["length"]
        length.choices = [(one, saying.length(one)) for one in USUAL]


class MoveForm(WhenForm):
    """Another hour, another length, another resource."""

    anyway = _("Déplacer quand même")
    instead = _("Déplacer plutôt à %s")
    rather = _("Déplacer plutôt %s")

    def payload(self) -> dict[str, Any]:
        """The resource that it is moved to, the same or not."""
        return {"resource": self.cleaned_data["what"], **self.when()}


def move_values(row: Reservation) -> dict[str, Any]:
    """What the form shows of a reservation."""
    zone = ZoneInfo(row.resource.unit.place.time_zone)
    start: datetime = row.starts_at.astimezone(zone)
    length = int((row.ends_at - row.starts_at).total_seconds()) // 60
    values = {"what": str(row.resource_id), "day": start.date(), "start": start.time()}
    if row.resource.family.half_days:
        return values | {"length": part_of(Period(row.starts_at, row.ends_at), zone.key)}
    return values | ({"length": length} if length in USUAL else {"minutes": length})

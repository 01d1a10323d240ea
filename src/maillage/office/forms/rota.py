"""Forms of the team's week and of absences."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from maillage.core import saying
from maillage.core.forms import Day, Hour
from maillage.core.saying import WEEKDAYS
from maillage.network.models import Place, RotaSlot, Staff
from maillage.office.forms.fields import OfficeForm, Pick

DAYS = [(str(number), name) for number, name in enumerate(WEEKDAYS)]


class SlotForm(OfficeForm):
    """Somebody at a place, some hours each week."""

    staff = Pick(label=_("Qui"))
    place = Pick(label=_("Où"))
    weekday = forms.TypedChoiceField(label=_("Jour"), choices=DAYS, coerce=int)
    starts = Hour(label=_("De"))
    ends = Hour(label=_("À"))
    from_day = Day(label=_("À partir du"))
    to_day = Day(label=_("Jusqu’au"), required=False, help_text=_("Laissez vide si rien ne finit."))

    def __init__(self, *args: Any, team: list[Staff], places: list[Place], **options: Any) -> None:
        super().__init__(*args, **options)
        for name, rows in (("staff", team), ("place", places)):
            field: Any = self.fields[name]
            field.offer(rows)
        if len(places) == 1:
            self.fields["place"].widget = forms.HiddenInput()
            self.initial["place"] = str(places[0].pk)

    def clean(self) -> dict[str, Any]:
        """The end comes after the start."""
        data = self.cleaned_data
        if data.get("starts") and data.get("ends") and data["ends"] <= data["starts"]:
            self.add_error("ends", _now("La fin vient après le début."))
        return data

    def payload(self) -> dict[str, Any]:
        """Hours travel as local wall time."""
        values = super().payload()
        hours = {name: values[name].isoformat() for name in ("starts", "ends")}
        return values | hours


class SlotsForm(SlotForm):
    """The same hours on several days of the week."""

    weekday: Any = None
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Jours"), choices=DAYS, coerce=int, widget=forms.CheckboxSelectMultiple
    )

    field_order = ("staff", "place", "weekdays", "starts", "ends", "from_day", "to_day")

    def payloads(self) -> list[dict[str, Any]]:
        """One payload a day."""
        values = self.payload()
        days = values.pop("weekdays")
        return [{**values, "weekday": day} for day in days]


def slot_values(slot: RotaSlot) -> dict[str, Any]:
    """What the form shows of a slot."""
    names = ("weekday", "starts", "ends", "from_day", "to_day")
    values = {name: getattr(slot, name) for name in names}
    return values | {"staff": str(slot.staff_id), "place": str(slot.place_id)}


class HalfDayForm(OfficeForm):
    """One day of a slot, and who holds it."""

    day = forms.TypedChoiceField(label=_("Quel jour"), coerce=date.fromisoformat)
    staff = Pick(
        label=_("Qui, ce jour-là"), required=False, none=_("Personne ne tient cette demi-journée")
    )

    def __init__(self, *args: Any, days: list[date], team: list[Staff], **options: Any) -> None:
        super().__init__(*args, **options)
        day: Any = self.fields["day"]
        day.choices = [(one.isoformat(), saying.day_long(one)) for one in days]
        staff: Any = self.fields["staff"]
        staff.offer(team)


class AbsenceForm(OfficeForm):
    """Somebody of the team is away. Never why."""

    staff = Pick(label=_("Qui"))
    from_day = Day(label=_("Du"))
    to_day = Day(label=_("Au"), help_text=_("Le dernier jour d’absence."))

    def __init__(self, *args: Any, team: list[Staff], **options: Any) -> None:
        super().__init__(*args, **options)
        staff: Any = self.fields["staff"]
        staff.offer(team)


class ReplaceForm(OfficeForm):
    """Who animates instead."""

    by = Pick(label=_("Qui peut remplacer"))

    def __init__(self, *args: Any, free: list[Staff], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["by"]
        field.offer(free)

"""One renderer for every form, and the fields of days and hours that all of them share."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext as _

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)


class Renderer(TemplatesSetting):
    """Fields are drawn by ``core/field.html``, the whole form by ``core/form.html``."""

    form_template_name = "core/form.html"
    field_template_name = "core/field.html"


class Day(forms.DateField):
    """A day that the calendar can hold."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(widget=widget, **options)

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        if day is not None and not FIRST_DAY <= day <= LAST_DAY:
            raise ValidationError(_("Vérifiez l’année."))
        return day


class Hour(forms.TimeField):
    """An hour of the day."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
        super().__init__(widget=widget, **options)

"""Forms of a file handed over, and of one received."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from maillage.core.commands import Refusal
from maillage.office.forms.fields import OfficeForm
from maillage.people.handing import MOST_BYTES, read_sheet
from maillage.people.models import HandOver


class HandOverForm(OfficeForm):
    """To whom, and how the person agreed."""

    to_name = forms.CharField(
        label=_("À qui ?"),
        max_length=120,
        help_text=_("Le nom de la structure, ou de la personne si elle l’emporte elle-même."),
    )
    consent = forms.ChoiceField(
        label=_("La personne est d’accord"),
        choices=HandOver.Consent.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Demandez son accord, puis dites comment elle l’a donné.")},
    )


class ReceiveForm(OfficeForm):
    """The file that another structure sent."""

    sheet = forms.FileField(
        label=_("Le fichier"),
        help_text=_("Son nom finit par .json."),
        widget=forms.FileInput(attrs={"accept": "application/json,.json"}),
    )

    def clean_sheet(self) -> Any:
        """What it holds, understood."""
        try:
            return read_sheet(self.cleaned_data["sheet"].read(MOST_BYTES))
        except Refusal as refusal:
            raise ValidationError(refusal.message) from refusal

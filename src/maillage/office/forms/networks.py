"""Forms of networks."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.core.forms import Day
from maillage.office.forms.fields import OfficeForm


class FoundForm(OfficeForm):
    """A network of one's own."""

    name = forms.CharField(label=_("Nom du réseau"), max_length=120)
    from_day = Day(label=_("À partir du"))


class JoinForm(OfficeForm):
    """A partner's network."""

    code = forms.CharField(
        label=_("Code du réseau"),
        min_length=6,
        max_length=24,
        help_text=_("Demandez-le à un membre du réseau."),
    )
    from_day = Day(label=_("À partir du"))


class EndForm(OfficeForm):
    """A last day."""

    to_day = Day(label=_("Dernier jour"))

"""Forms of messages: one's own words, a text to send."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.core.commands import Refusal
from maillage.messages.operations import check_placeholders
from maillage.office.forms.fields import OfficeForm


class WordsForm(OfficeForm):
    """The words of a kind of message."""

    subject = forms.CharField(
        label=_("Objet"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"lang": "fr"}),
        help_text=_("Pour les e-mails et les lettres. Un SMS n’a pas d’objet."),
    )
    body = forms.CharField(
        label=_("Message"), max_length=4000, widget=forms.Textarea(attrs={"rows": 12, "lang": "fr"})
    )

    def __init__(self, *args: Any, code: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.code = code

    def clean(self) -> dict[str, Any]:
        """What nothing would fill is said beside the message."""
        values = self.cleaned_data
        try:
            check_placeholders(self.code, values.get("subject", ""), values.get("body", ""))
        except Refusal as refusal:
            if "body" in values:
                self.add_error("body", refusal.message)
        return values


class TextForm(OfficeForm):
    """A text to send: the greeting, the phone number and the place's name are added to it."""

    text = forms.CharField(
        label=_("Votre message"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6, "lang": "fr"}),
        help_text=_(
            "Des phrases courtes. « Bonjour », le téléphone et le nom du lieu sont ajoutés."
        ),
    )

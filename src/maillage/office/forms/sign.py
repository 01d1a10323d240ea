"""Forms of the sign-in and of passwords."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _

from maillage.office.forms.fields import NewPassword, OfficeForm


class PresentPassword(forms.CharField):
    """A password that one has."""

    def __init__(self, **options: Any) -> None:
        widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})
        super().__init__(max_length=200, strip=False, widget=widget, **options)


class SignInForm(OfficeForm):
    """A login and a password."""

    login = forms.CharField(
        label=_("Identifiant"),
        max_length=80,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = PresentPassword(label=_("Mot de passe"))


class PasswordForm(OfficeForm):
    """A new password."""

    password = NewPassword(label=_("Nouveau mot de passe"))

    def payload(self) -> dict[str, Any]:
        """The hash alone travels."""
        return {"password_hash": make_password(self.cleaned_data["password"])}


class OwnPasswordForm(PasswordForm):
    """One's own, for who knows the present one."""

    present = PresentPassword(label=_("Mot de passe actuel"))

    field_order = ("present", "password")

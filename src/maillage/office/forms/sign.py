"""Forms of the sign-in and of passwords."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from maillage.office.forms.fields import NewPassword, OfficeForm, code_of


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


class BeginForm(OfficeForm):
    """The first structure and its first manager, for who holds the code of the terminal."""

    code = forms.CharField(
        label=_("Code du terminal"),
        max_length=20,
        help_text=_("« maillage serve » l’a affiché en démarrant."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    structure_name = forms.CharField(
        label=_("Nom de votre structure"),
        max_length=80,
        help_text=_("L’association, la commune, l’équipe : par exemple « Numéripôle »."),
    )
    first_name = forms.CharField(
        label=_("Votre prénom"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    login = forms.CharField(
        label=_("Votre identifiant"),
        max_length=80,
        help_text=_("Pour vous connecter : votre prénom, ou votre adresse e-mail."),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = NewPassword(label=_("Votre mot de passe"))
    slug = forms.SlugField(
        label=_("Adresse courte"),
        max_length=40,
        required=False,
        help_text=_("Comme dans /s/bras/. Laissez vide : elle est faite avec le nom."),
    )
    more = ("slug",)

    def clean(self) -> dict[str, Any]:
        """An address made of the name, unless it is given."""
        data = self.cleaned_data
        if "structure_name" in data and not data.get("slug"):
            data["slug"] = code_of(data["structure_name"], most=40).lower()
            if not data["slug"]:
                self.add_error("slug", _now("Écrivez l’adresse : « bras », par exemple."))
        return data


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

"""Fields shared by the office's forms: days, hours, euros, choices by id, communes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.core import saying
from maillage.core.cents import format_euros
from maillage.core.commands import Refusal
from maillage.core.folding import fold
from maillage.network.models import Commune
from maillage.network.queries import search_communes

UNITS_PER_EURO = 10_000
MOST_COMMUNES = 6

_Sent = TypeVar("_Sent", str, bytes)

_CODE = re.compile(r"\((\w{5})\)\s*$")
_RATE = re.compile(r"(?P<euros>\d{1,6})(?:[.,](?P<parts>\d{1,4}))?")
_LASTING = re.compile(
    r"(?:(\d{1,4}) ?[jd][a-z]*|(\d{1,4}) ?h[a-z]* ?(\d{1,2})?[a-z ]*|(\d{1,5}) ?(?:m[a-z]*)?)",
    re.IGNORECASE,
)
_SPACES = re.compile(r"[ \u00a0\u202f€]|,(?=.*\.)")


class OfficeForm(forms.Form):
    """A form of the office; ``payload`` is what its command carries.

    The fields named in ``more`` are folded away, under one line.
    """

    more: tuple[str, ...] = ()

    @property
    def opens_more(self) -> bool:
        """Whether what is folded away must be seen: something there is wrong."""
        return any(name in self.errors for name in self.more)

    def payload(self) -> dict[str, Any]:
        """The fields, as they were understood."""
        return dict(self.cleaned_data)


class NewPassword(forms.CharField):
    """A password long enough, and not one that everybody takes; shown again if another is wrong."""

    def __init__(self, **options: Any) -> None:
        options.setdefault(
            "help_text",
            gettext_lazy("Au moins dix caractères. Quatre mots au hasard se retiennent bien."),
        )
        widget = forms.PasswordInput(render_value=True, attrs={"autocomplete": "new-password"})
        super().__init__(max_length=200, strip=False, widget=widget, **options)

    def validate(self, value: str) -> None:
        super().validate(value)
        if value:
            validate_password(value)


class Rate(forms.Field):
    """A price a unit, typed in euros; ten-thousandths of a euro inside."""

    def __init__(self, **options: Any) -> None:
        attributes = {"inputmode": "decimal", "autocomplete": "off", "maxlength": "20"}
        super().__init__(widget=forms.TextInput(attrs=attributes), **options)

    def to_python(self, value: Any) -> Any:
        text = _SPACES.sub("", str(value or ""))
        if not text:
            return None
        found = _RATE.fullmatch(text)
        if found is None:
            raise ValidationError(_("Écrivez des euros, par exemple 8 ou 8,50."))
        euros = Decimal(f"{found['euros']}.{found['parts'] or 0}")
        return int(euros * UNITS_PER_EURO)


class Lasting(forms.Field):
    """How long something lasts, typed « 45 min », « 1 h 30 », « 3 jours »; minutes inside."""

    def __init__(self, *, most: int, **options: Any) -> None:
        self.most = most
        options.setdefault("help_text", gettext_lazy("Par exemple 45 min, 1 h 30 ou 2 jours."))
        widget = forms.TextInput(attrs={"autocomplete": "off", "maxlength": "20"})
        super().__init__(widget=widget, **options)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, int):
            return value
        return saying.length(value) if value else ""

    def to_python(self, value: Any) -> int | None:
        text = " ".join(str(value or "").split())
        if not text:
            return None
        found = _LASTING.fullmatch(text)
        if found is None:
            raise ValidationError(_("Écrivez une durée, par exemple 45 min, 1 h 30 ou 2 jours."))
        days, hours, more, minutes = (int(one or 0) for one in found.groups())
        length = days * 1440 + hours * 60 + more + minutes
        if not 0 < length <= self.most:
            said = _("Écrivez une durée entre 1 min et %s.")
            raise ValidationError(said % saying.length(self.most))
        return length


class Pick(forms.TypedChoiceField):
    """One row among some, by its id. Another structure's is not among them."""

    def __init__(self, *, none: str | Promise = "", **options: Any) -> None:
        self.none = none
        super().__init__(coerce=UUID, empty_value=None, **options)

    def offer(self, rows: Iterable[Any]) -> None:
        """What may be chosen: rows by their own words."""
        offered: list[tuple[Any, Any]] = [(str(row.pk), str(row)) for row in rows]
        first = [("", self.none or _("Choisissez…"))]
        self.choices = [*(first if self.none or len(offered) != 1 else []), *offered]


class PickSeveral(forms.TypedMultipleChoiceField):
    """Several rows, by their ids."""

    def __init__(self, **options: Any) -> None:
        super().__init__(coerce=UUID, widget=forms.CheckboxSelectMultiple, **options)

    def offer(self, rows: Iterable[Any]) -> None:
        """What may be chosen: rows by their own words."""
        self.choices = [(str(row.pk), str(row)) for row in rows]


class CommuneField(forms.CharField):
    """A commune by its name, its postcode, or its name with the INSEE code; the code inside."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", gettext_lazy("Commune"))
        options.setdefault("help_text", gettext_lazy("Le nom ou le code postal."))
        super().__init__(max_length=80, required=False, **options)

    def clean(self, value: Any) -> str:
        text = str(super().clean(value))
        if not text:
            return ""
        code = _CODE.search(text)
        if code and Commune.objects.filter(pk=code[1]).exists():
            return code[1]
        named = Commune.objects.filter(folded=fold(text)).order_by("-population", "code")
        found = list(named[:MOST_COMMUNES]) or search_communes(text)
        if len(found) == 1:
            return str(found[0].code)
        if not found:
            raise ValidationError(_("Commune introuvable. Vérifiez le nom, ou laissez vide."))
        raise ValidationError(
            _("Plusieurs communes : recopiez l’une de celles-ci, avec son code : %s.")
            % ", ".join(map(commune_text, found[:MOST_COMMUNES]))
        )


def checked(check: Callable[[_Sent], object], value: _Sent) -> _Sent:
    """``value``, or nothing; what ``check`` refuses of it is said beside the field."""
    if value:
        try:
            check(value)
        except Refusal as refusal:
            raise ValidationError(refusal.message) from refusal
    return value


def commune_text(commune: Commune | None) -> str:
    """« Bras-sur-Meuse (55073) », as the field reads it back."""
    return f"{commune.name} ({commune.code})" if commune else ""


def rate_text(rate: int) -> str:
    """A rate as a person reads it: « 8,00 € », or « 0,015 € » when cents are not enough."""
    if rate % 100 == 0:
        return format_euros(rate // 100)
    euros = Decimal(rate) / UNITS_PER_EURO
    return _("%s\u00a0€") % saying.figure(euros.normalize())


def code_of(label: str, *, most: int = 24) -> str:
    """The code that a label gives: « Adhésion annuelle » is ADHESION-ANNUELLE."""
    folded = fold(label).upper()
    plain = "".join(one if one.isascii() and one.isalnum() else "-" for one in folded)
    return plain[:most].strip("-")

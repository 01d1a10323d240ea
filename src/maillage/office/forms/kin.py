"""Forms of who a person is with: other names, household, guardians, organisations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from maillage.core.forms import Day
from maillage.core.ids import new_id
from maillage.network.models import Organisation
from maillage.office.forms.fields import OfficeForm, Pick
from maillage.people.models import Guardianship, Person, PersonName


class NameForm(OfficeForm):
    """Another name a person is found by."""

    name_kind = forms.ChoiceField(label=_("C’est"), choices=PersonName.Kind.choices)
    last_name = forms.CharField(
        label=pgettext_lazy("of a person", "Nom"), max_length=60, required=False
    )
    first_name = forms.CharField(
        label=_("Prénom"),
        max_length=60,
        required=False,
        help_text=_("Laissez vide s’il ne change pas."),
    )

    def clean(self) -> dict[str, Any]:
        if not (self.cleaned_data.get("last_name") or self.cleaned_data.get("first_name")):
            self.add_error("last_name", _now("Écrivez le nom, ou le prénom."))
        return self.cleaned_data


class OtherPersonForm(OfficeForm):
    """Somebody among those found."""

    other = Pick(
        label=_("Qui ?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Cherchez la personne, puis choisissez-la.")},
    )

    def __init__(self, *args: Any, found: list[Person], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["other"]
        field.choices = [(str(one.pk), person_words(one)) for one in found]


def person_words(person: Person) -> str:
    """A person among others: their name and the end of their phone."""
    return f"{person} …{person.phone_last4}" if person.phone_last4 else str(person)


class GuardianForm(OtherPersonForm):
    """Who answers for a minor: somebody found, or somebody new."""

    first_name = forms.CharField(
        label=_("Ou quelqu’un de nouveau : son prénom"), max_length=60, required=False
    )
    last_name = forms.CharField(label=_("Son nom"), max_length=60, required=False)
    phone = forms.CharField(
        label=_("Son téléphone"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    relation = forms.ChoiceField(
        label=_("C’est"),
        choices=Guardianship.Relation.choices,
        initial=Guardianship.Relation.LEGAL_GUARDIAN,
    )
    may_collect = forms.BooleanField(label=_("Peut venir chercher"), required=False, initial=True)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        other: Any = self.fields["other"]
        other.required = False
        if not other.choices:
            del self.fields["other"]

    def clean(self) -> dict[str, Any]:
        known, new = self.cleaned_data.get("other"), self.cleaned_data.get("first_name")
        if bool(known) == bool(new):
            self.add_error(
                "first_name", _now("Choisissez une personne trouvée, ou écrivez un prénom.")
            )
        return self.cleaned_data

    def payload(self) -> dict[str, Any]:
        """Somebody known by their id, somebody new by their file."""
        data = self.cleaned_data
        new = {name: data[name] for name in ("first_name", "last_name", "phone")}
        who: dict[str, Any] = {"new_guardian": {"person": new_id(), **new}}
        if data.get("other"):
            who = {"guardian": data["other"]}
        return {**who, "relation": data["relation"], "may_collect": data["may_collect"]}


class ActsForForm(OfficeForm):
    """An organisation a person acts for: one already named, or a new one."""

    organisation = Pick(
        label=_("Organisation"), required=False, none=_("Une nouvelle organisation")
    )
    name = forms.CharField(
        label=_("Nom de la nouvelle organisation"), max_length=120, required=False
    )
    siret = forms.CharField(
        label=_("SIRET"),
        max_length=20,
        required=False,
        help_text=_("14 chiffres, s’ils sont connus."),
    )
    from_day = Day(label=_("À partir du"))

    def __init__(self, *args: Any, organisations: list[Organisation], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["organisation"]
        field.offer(organisations)

    def clean(self) -> dict[str, Any]:
        known, new = self.cleaned_data.get("organisation"), self.cleaned_data.get("name")
        if bool(known) == bool(new):
            self.add_error("name", _now("Choisissez une organisation, ou écrivez son nom."))
        return self.cleaned_data

    def payload(self) -> dict[str, Any]:
        """An organisation by its id, or a new one with its SIRET."""
        data = self.cleaned_data
        if data["organisation"]:
            return {"organisation": data["organisation"], "from_day": data["from_day"]}
        new = {"organisation": new_id(), "name": data["name"], "siret": data["siret"]}
        return {"new_organisation": new, "from_day": data["from_day"]}

"""Forms of a person's file and of documents."""

from __future__ import annotations

from typing import Annotated, Any

import pydantic
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from maillage.core.forms import Day
from maillage.core.ids import new_id
from maillage.money.models import PriceProfile
from maillage.office.forms.fields import CommuneField, OfficeForm, commune_text
from maillage.people.handing import Named, not_a_file
from maillage.people.models import AgeBand, ContactBy, Document, Person, Sex, Status, Told
from maillage.people.rules import age_band

NAMES = pydantic.TypeAdapter(Annotated[list[Named], pydantic.Field(max_length=10)])
NOT_KNOWN = [(f"told:{told.value}", told.label) for told in Told if told != Told.KNOWN]
PLAIN = (
    *("first_name", "last_name", "phone", "email", "address", "contact_by", "card"),
    "price_profile",
)
ASKED = (("sex", "sex_told"), ("age_band", "age_told"), ("status", "status_told"))
OUTSIDE = "outside"
"""Of the neighbourhood: known to be in none."""


def answers(choices: Any) -> list[tuple[str, Any]]:
    """The answers, then the three ways of not knowing."""
    return [*choices, *NOT_KNOWN]


class PersonForm(OfficeForm):
    """A person's file: a first name is enough."""

    first_name = forms.CharField(label=_("Prénom"), max_length=60)
    last_name = forms.CharField(
        label=pgettext_lazy("of a person", "Nom"), max_length=60, required=False
    )
    phone = forms.CharField(
        label=_("Téléphone"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    email = forms.EmailField(label=_("Adresse e-mail"), max_length=254, required=False)
    card = forms.CharField(label=_("Numéro de carte"), max_length=12, required=False)
    price_profile = forms.ChoiceField(label=_("Profil tarifaire"), required=False)
    address = forms.CharField(label=_("Adresse"), max_length=200, required=False)
    contact_by = forms.ChoiceField(
        label=_("Prévenir cette personne"),
        required=False,
        choices=[("", _("comme c’est possible")), *ContactBy.choices],
    )
    birth_year = forms.IntegerField(
        label=_("Année de naissance"), required=False, min_value=1900, max_value=2100
    )
    age_band = forms.ChoiceField(
        label=_("Âge"),
        choices=answers(AgeBand.choices),
        help_text=_("Pour nos financeurs, sans le nom. Ne pas savoir est une réponse."),
    )
    sex = forms.ChoiceField(label=_("Sexe"), choices=answers(Sex.choices))
    status = forms.ChoiceField(label=_("Situation"), choices=answers(Status.choices))
    commune = CommuneField()
    qpv = forms.ChoiceField(label=_("Quartier prioritaire"), required=False)

    def __init__(
        self, *args: Any, profiles: list[PriceProfile], quarters: list[str], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self._offer_quarters(quarters)
        field: Any = self.fields["price_profile"]
        field.choices = [("", _("Aucun")), *((one.code, one.label) for one in profiles)]

    def _offer_quarters(self, quarters: list[str]) -> None:
        """Those in use, the one on file, none of them, or one of the three ways of not knowing."""
        held = self.initial.get("qpv", "")
        plain = held and held != OUTSIDE and not held.startswith("told:")
        names = [*quarters, *([held] if plain and held not in quarters else [])]
        field: Any = self.fields["qpv"]
        outside = (OUTSIDE, _("hors quartier prioritaire"))
        field.choices = answers([*((name, name) for name in names), outside])
        self.initial.setdefault("qpv", f"told:{Told.UNKNOWN}")

    def payload(self) -> dict[str, Any]:
        """What changed: contact details, and the profile with the state of each answer.

        A birth year emptied leaves the age that the form shows.
        """
        data, changed = self.cleaned_data, set(self.changed_data)
        profile: dict[str, Any] = {}
        if "birth_year" in changed:
            profile["birth_year"] = data["birth_year"]
            changed |= set() if data["birth_year"] else {"age_band"}
        for name, told in ASKED:
            unknown = data[name].removeprefix("told:")
            if name in changed:
                profile |= {told: unknown} if data[name] != unknown else {name: data[name]}
        if "commune" in changed:
            code = data["commune"]
            profile |= {"commune": code} if code else {"commune_told": Told.UNKNOWN}
        if "qpv" in changed:
            profile |= _quarter(data["qpv"] or f"told:{Told.UNKNOWN}")
        return {**{name: data[name] for name in PLAIN if name in changed}, "profile": profile}


def _quarter(answer: str) -> dict[str, Any]:
    if answer.startswith("told:"):
        return {"qpv_told": answer.removeprefix("told:")}
    return {"qpv": "" if answer == OUTSIDE else answer}


def person_values(person: Person, year: int) -> dict[str, Any]:
    """What the form shows of a file during ``year``: a birth year says the age."""
    return {
        **{name: getattr(person, name) for name in (*PLAIN, "birth_year")},
        **{name: getattr(person, name) or f"told:{getattr(person, told)}" for name, told in ASKED},
        **({"age_band": age_band(person.birth_year, year)} if person.birth_year else {}),
        "commune": commune_text(person.commune),
        "qpv": _quarter_shown(person),
    }


def _quarter_shown(person: Person) -> str:
    if person.qpv_told != Told.KNOWN:
        return f"told:{person.qpv_told}"
    return person.qpv or OUTSIDE


class NewPersonForm(PersonForm):
    """A file to open; ``sure`` once the files that look like it were shown."""

    sure = forms.BooleanField(required=False, widget=forms.HiddenInput)
    names = forms.JSONField(required=False, widget=forms.HiddenInput)

    def clean_names(self) -> list[dict[str, Any]]:
        """The other names that a file received came with."""
        try:
            named = NAMES.validate_python(self.cleaned_data["names"] or [])
        except pydantic.ValidationError as wrong:
            raise ValidationError(not_a_file().message) from wrong
        return [one.model_dump(mode="json") for one in named]

    def payload(self) -> dict[str, Any]:
        names = [{"name": new_id(), **one} for one in self.cleaned_data["names"]]
        return {**super().payload(), "names": names}


class JudgeForm(OfficeForm):
    """Two files side by side: one person, and which file is kept; or two persons."""

    first = forms.UUIDField()
    second = forms.UUIDField()
    kept = forms.UUIDField()
    answer = forms.ChoiceField(choices=[("same", "same"), ("two", "two")])


class DocumentForm(OfficeForm):
    """A text to accept, or its next version."""

    document_kind = forms.ChoiceField(label=_("Document"), choices=Document.Kind.choices)
    title = forms.CharField(
        label=_("Titre"), max_length=120, help_text=_("Par exemple « Charte du lieu ».")
    )
    text = forms.CharField(
        label=_("Texte"),
        max_length=20_000,
        required=False,
        help_text=_("Laissez vide si le texte est sur la feuille que l’on signe."),
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    required_of = forms.ChoiceField(
        label=_("Demandé à"), choices=Document.RequiredOf.choices, initial="everyone"
    )
    from_day = Day(label=_("À partir du"))
    version = forms.IntegerField(label=_("Version"), min_value=1, max_value=999, initial=1)
    more: tuple[str, ...] = ("from_day", "version")


class NextDocumentForm(DocumentForm):
    """The next version of a text: whether it is asked of everybody again."""

    asks_again = forms.BooleanField(
        label=_("Demander de nouveau à tous"),
        required=False,
        initial=True,
        help_text=_("Décochez pour une faute corrigée : qui avait accepté n’a rien à refaire."),
    )
    field_order = ("title", "text", "asks_again", "required_of")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["document_kind"], self.fields["version"]
        self.more = ("required_of", "from_day")

"""Forms of themes and workshops."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.core.forms import Day
from maillage.network.models import Organisation
from maillage.office.forms.fields import OfficeForm, Pick
from maillage.programme.catalogue import Asked
from maillage.programme.models import Audience, Format, Level, Theme, Tool, Workshop

MINUTES: dict[str, Any] = {"min_value": 5, "max_value": 1440}
SEATS: dict[str, Any] = {"min_value": 1, "max_value": 1000}


class CodesField(forms.MultipleChoiceField):
    """Several codes, ticked."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, widget=forms.CheckboxSelectMultiple, **options)


class WorkshopForm(OfficeForm):
    """A kind of activity. A theme is enough: the workshop then has its title."""

    theme = Pick(
        label=_("Thème"),
        required=False,
        none=_("Sans thème"),
        help_text=_("Les thèmes se règlent dans « Thèmes »."),
    )
    title = forms.CharField(
        label=_("Titre"),
        max_length=80,
        required=False,
        help_text=_("Laissez vide : l’atelier porte le nom de son thème."),
    )
    format = forms.ChoiceField(label=_("Forme"), choices=Format.choices)
    level = forms.ChoiceField(label=_("Niveau"), choices=Level.choices, initial=Level.ALL)
    tools = CodesField(label=_("Sur quoi"), choices=Tool.choices)
    audiences = CodesField(
        label=_("Pour qui"),
        choices=Audience.choices,
        help_text=_("Rien de coché : pour tout le monde."),
    )
    description = forms.CharField(
        label=_("En quelques mots"),
        max_length=400,
        required=False,
        help_text=_("Ce que les gens y apprennent ou y font. Ces mots paraissent sur l’affiche."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    minutes = forms.IntegerField(label=_("Durée, en minutes"), initial=90, **MINUTES)
    capacity = forms.IntegerField(
        label=_("Nombre de places"),
        required=False,
        help_text=_("Laissez vide s’il n’y a pas de limite."),
        **SEATS,
    )
    price_code = forms.ChoiceField(
        label=_("Prix"),
        required=False,
        help_text=_("Le montant se règle dans « Prix et adhésions »."),
    )
    minimum_age = forms.IntegerField(
        label=_("Âge minimum"), required=False, min_value=0, max_value=99
    )
    organisation = Pick(
        label=_("Animé par un partenaire"), required=False, none=_("Non, par notre équipe")
    )

    def __init__(
        self,
        *args: Any,
        codes: dict[str, str],
        themes: list[Theme],
        organisations: list[Organisation],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        choices = [("", _("Sans prix")), *codes.items()]
        self.fields["price_code"].choices = choices  # type: ignore[attr-defined]
        self._offer("theme", themes)
        self._offer("organisation", organisations)

    def _offer(self, name: str, rows: list[Any]) -> None:
        field: Any = self.fields[name]
        field.offer(rows)
        if not rows:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """A title, or a theme that gives it."""
        data = self.cleaned_data
        if "title" in data and not data["title"] and not data.get("theme"):
            self.add_error("title", _("Donnez un titre, ou choisissez un thème."))
        return data


class WorkshopEditForm(WorkshopForm):
    """A kind of activity, and until when it is proposed."""

    retired_on = Day(
        label=_("N’est plus proposé depuis le"),
        required=False,
        help_text=_("Laissez vide tant que vous le proposez. Son histoire reste."),
    )

    def clean(self) -> dict[str, Any]:
        """An empty title becomes the theme's, as when the workshop was added."""
        data = super().clean()
        if not data.get("title") and data.get("theme"):
            theme: Any = self.fields["theme"]
            data["title"] = dict(theme.choices)[str(data["theme"])]
        return data


def workshop_values(workshop: Workshop) -> dict[str, Any]:
    """What the form shows of a workshop."""
    values = {name: getattr(workshop, name) for name in WorkshopEditForm.base_fields}
    return values | {
        "theme": str(workshop.theme_id or ""),
        "organisation": str(workshop.organisation_id or ""),
    }


class WorkshopFilter(forms.Form):
    """What is looked for among workshops; nothing typed here is ever refused."""

    q = forms.CharField(label=_("Mots"), max_length=60, required=False)
    tool = forms.ChoiceField(
        label=_("Sur quoi"), required=False, choices=[("", _("Tout")), *Tool.choices]
    )
    level = forms.ChoiceField(
        label=_("Niveau"), required=False, choices=[("", _("Tous")), *Level.choices[:-1]]
    )
    audience = forms.ChoiceField(
        label=_("Pour qui"), required=False, choices=[("", _("Tous")), *Audience.choices[1:]]
    )

    def asked(self) -> Asked:
        """What was asked; a value that is not offered asks nothing."""
        self.is_valid()
        data = self.cleaned_data
        return Asked(*(data.get(name, "") for name in ("q", "tool", "level", "audience")))


class ThemeForm(OfficeForm):
    """A subject, and the words people say for it."""

    title = forms.CharField(label=_("Titre"), max_length=60)
    synonyms = forms.CharField(
        label=_("Autres mots"),
        max_length=300,
        required=False,
        help_text=_(
            "Ce que les gens disent, séparé par des virgules : photos, images, appareil photo."
        ),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ThemeRetireForm(OfficeForm):
    """From when a theme is proposed no more, and for which other."""

    retired_on = Day(
        label=_("N’est plus proposé depuis le"),
        required=False,
        help_text=_("Laissez vide pour le reprendre."),
    )
    successor = Pick(
        label=_("Remplacé par"),
        required=False,
        none=_("Aucun autre thème"),
        help_text=_("Qui cherche l’ancien trouvera le nouveau."),
    )

    def __init__(self, *args: Any, themes: list[Theme], **options: Any) -> None:
        super().__init__(*args, **options)
        successor: Any = self.fields["successor"]
        successor.offer(themes)

"""Forms of the territory: communes, population, priority neighbourhoods."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from maillage.core.forms import Day
from maillage.network.communes import POPULATION_YEAR
from maillage.network.models import Commune, CommunePopulation, Territory
from maillage.network.territory_queries import communes_named, communes_of, groups_named
from maillage.office.forms.fields import CommuneField, OfficeForm, commune_text

_SEPARATOR = re.compile(r"[\n;]+")
MOST_COMMUNES = 2000
MOST_SAID = 6


class CommunesField(forms.CharField):
    """Communes, one a line: a name, an INSEE code, or a whole group of communes."""

    def __init__(self, **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 8, "spellcheck": "false"})
        super().__init__(widget=widget, max_length=100_000, **options)

    def clean(self, value: Any) -> list[str]:
        lines = [one.strip() for one in _SEPARATOR.split(str(super().clean(value))) if one.strip()]
        found = [code for line in lines for code in _codes(line)]
        if len(found) > MOST_COMMUNES:
            raise ValidationError(_now("Il y a trop de communes."))
        return list(dict.fromkeys(found))


def _codes(line: str) -> list[str]:
    """The INSEE codes that a line names; refuses what is unknown, or could be several."""
    found = communes_named(line)
    if len(found) == 1 or (found and len({one.epci for one in found}) == 1 and found[0].epci):
        return [one.pk for one in found]
    if found:
        raise ValidationError(
            _now("« %(line)s » : plusieurs communes. Écrivez l’une de celles-ci : %(communes)s.")
            % {"line": line, "communes": ", ".join(map(commune_text, found[:MOST_SAID]))}
        )
    groups = groups_named(line)
    if groups:
        raise ValidationError(
            _now("« %(line)s » : plusieurs intercommunalités. Écrivez l’une d’elles : %(groups)s.")
            % {"line": line, "groups": ", ".join(groups[:MOST_SAID])}
        )
    raise ValidationError(
        _now("« %s » est introuvable : vérifiez le nom, ou donnez le code INSEE.") % line
    )


class TerritoryForm(OfficeForm):
    """The communes the structure serves, and the population its own papers state."""

    name = forms.CharField(label=_("Nom du territoire"), max_length=120)
    communes = CommunesField(
        label=_("Communes"),
        help_text=_(
            "Une par ligne : un nom, un code INSEE, ou toute une intercommunalité "
            "(« CC du Val d’Amboise »)."
        ),
    )
    stated_population = forms.IntegerField(
        label=_("Population annoncée"),
        required=False,
        min_value=0,
        max_value=100_000_000,
        help_text=_("Celle de vos documents. La somme des communes est montrée à côté."),
    )
    stated_year = forms.IntegerField(
        label=_("Année de cette population"), required=False, min_value=1800, max_value=2199
    )


def territory_values(territory: Territory) -> dict[str, Any]:
    """What the form shows of a territory that ``territories`` gave."""
    names = ("name", "stated_population", "stated_year")
    lines = "\n".join(map(commune_text, communes_of(territory)))
    return {**{name: getattr(territory, name) for name in names}, "communes": lines}


class PopulationForm(OfficeForm):
    """The population of each commune another year; empty: not known."""

    source = forms.CharField(label=_("D’où viennent ces chiffres"), max_length=120, required=False)

    def __init__(
        self,
        *args: Any,
        communes: list[Commune],
        held: dict[str, CommunePopulation],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.communes = communes
        for one in communes:
            before = held.get(one.pk)
            self.fields[f"commune_{one.pk}"] = forms.IntegerField(
                label=one.name,
                required=False,
                min_value=0,
                max_value=10_000_000,
                initial=before.count if before else None,
            )
        self.order_fields([*(f"commune_{one.pk}" for one in communes), "source"])

    def payloads(self) -> list[dict[str, Any]]:
        """One payload for each commune that changed."""
        data = self.cleaned_data
        return [
            {"commune": one.pk, "count": data[f"commune_{one.pk}"], "source": data["source"]}
            for one in self.communes
            if f"commune_{one.pk}" in self.changed_data
        ]


class YearForm(OfficeForm):
    """Which year."""

    year = forms.IntegerField(label=_("Année"), min_value=1800, max_value=2199)

    def clean_year(self) -> int:
        """Another than that of the packaged list."""
        year: int = self.cleaned_data["year"]
        if year == POPULATION_YEAR:
            raise ValidationError(
                _now("La population de %s est déjà connue. Donnez une autre année.") % year
            )
        return year


class NeighbourhoodForm(OfficeForm):
    """A priority neighbourhood."""

    name = forms.CharField(label=_("Nom du quartier"), max_length=60)
    commune = CommuneField()
    code = forms.CharField(
        label=_("Code"),
        max_length=8,
        required=False,
        help_text=_("Celui de la liste nationale, par exemple QP037001."),
    )

    def clean_commune(self) -> str:
        """A commune is needed."""
        code: str = self.cleaned_data["commune"]
        if not code:
            raise ValidationError(_now("Dites dans quelle commune."))
        return code


class NeighbourhoodNameForm(OfficeForm):
    """Another name; a last day."""

    name = forms.CharField(label=_("Nom du quartier"), max_length=60)
    retired_on = Day(
        label=_("N’est plus proposé à partir du"),
        required=False,
        help_text=_("Ce qui est déjà compté ne change pas. Laissez vide s’il est proposé."),
    )

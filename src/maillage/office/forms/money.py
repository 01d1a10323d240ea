"""Forms of the grid: prices, profiles, membership plans; and of a reversal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from maillage.core.folding import fold
from maillage.money.models import MembershipPlan, PriceProfile, TaxMode
from maillage.money.models.sales import Means, ReversalReason
from maillage.network.models import Place
from maillage.office.forms.fields import Day, OfficeForm, Pick, Rate

MEMBER = (("", _("Peu importe")), ("yes", _("Adhérent·e")), ("no", _("Sans adhésion")))
LONGEST_JOURNAL_DAYS = 366
UNITS = (
    ("session", _("la séance")),
    ("year", _("l’adhésion")),
    ("hour", _("l’heure")),
    ("day", _("la journée")),
    ("copy", _("la copie")),
    ("gram", _("le gramme")),
)


def code_of(label: str, *, most: int = 24) -> str:
    """The code that a label gives: « Adhésion annuelle » is ADHESION-ANNUELLE."""
    folded = fold(label).upper()
    plain = "".join(one if one.isascii() and one.isalnum() else "-" for one in folded)
    return plain[:most].strip("-")


class Labelled(OfficeForm):
    """A form whose code comes from its label, unless it is given."""

    def code(self) -> str:
        """The code; raises ``ValidationError`` when the label has no letter."""
        given: str = self.cleaned_data.get("code") or code_of(self.cleaned_data["label"])
        if not given:
            raise ValidationError(_now("Donnez un nom qui a au moins une lettre."))
        return given

    def clean(self) -> dict[str, Any]:
        """Make the code now, so that a wrong one is said."""
        if "label" in self.cleaned_data:
            try:
                self.cleaned_data["code"] = self.code()
            except ValidationError as error:
                self.add_error("label", error)
        return self.cleaned_data


class PriceForm(Labelled):
    """A row of the grid: what it is for, who pays it, where, from when."""

    sold = forms.ChoiceField(
        label=_("Ce que l’on vend"),
        required=False,
        help_text=_("Le même peut avoir plusieurs prix : selon le profil, l’adhésion ou le lieu."),
    )
    label = forms.CharField(
        label=_("Nom du prix"),
        max_length=60,
        help_text=_("Comme il s’écrit sur le reçu : « Atelier », « Adhésion annuelle »."),
    )
    rate = Rate(label=_("Prix, en euros"), help_text=_("0 si c’est gratuit."))
    unit = forms.ChoiceField(label=_("Pour"), choices=UNITS)
    member = forms.ChoiceField(label=_("Adhésion"), choices=MEMBER, required=False)
    profile = forms.ChoiceField(label=_("Profil"), required=False)
    place = Pick(label=_("Lieu"), required=False, none=_("Tous les lieux"))
    from_day = Day(label=_("À partir du"))
    to_day = Day(label=_("Jusqu’au"), required=False, help_text=_("Laissez vide si rien ne finit."))
    tax_mode = forms.ChoiceField(label=_("TVA"), choices=TaxMode.choices)
    tax_rate = forms.DecimalField(
        label=_("Taux de TVA, en %"),
        required=False,
        min_value=0,
        max_value=100,
        decimal_places=2,
        localize=True,
        help_text=_("Seulement si vous êtes assujetti."),
    )

    def __init__(
        self,
        *args: Any,
        codes: dict[str, str],
        profiles: list[PriceProfile],
        places: list[Place],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = dict(self.fields)
        fields["sold"].choices = [("", _("Quelque chose de nouveau")), *codes.items()]
        everyone = ("", _("Tout le monde"))
        fields["profile"].choices = [everyone, *((one.code, one.label) for one in profiles)]
        fields["place"].offer(places)

    def code(self) -> str:
        """The code of what is sold already, else one made of the label."""
        return self.cleaned_data.get("sold") or code_of(self.cleaned_data["label"])

    def payload(self) -> dict[str, Any]:
        """``member`` is yes, no or whoever; the tax rate in basis points."""
        values = super().payload()
        del values["sold"]
        values["member"] = {"yes": True, "no": False}.get(values["member"])
        values["tax_rate"] = int((values["tax_rate"] or 0) * 100)
        return values


class EndPriceForm(OfficeForm):
    """The last day of a price."""

    to_day = Day(label=_("Dernier jour de ce prix"))


class ProfileForm(Labelled):
    """A price profile."""

    label = forms.CharField(
        label=_("Profil"), max_length=60, help_text=_("Par exemple « Demandeur d’emploi ».")
    )


class PlanForm(Labelled):
    """A membership plan."""

    label = forms.CharField(
        label=_("Nom de la formule"),
        max_length=60,
        help_text=_("Par exemple « Adhésion annuelle »."),
    )
    price_code = forms.ChoiceField(label=_("Prix"))
    length = forms.ChoiceField(label=_("Durée"), choices=MembershipPlan.Length.choices)
    months = forms.IntegerField(
        label=_("Nombre de mois"),
        initial=12,
        min_value=1,
        max_value=60,
        help_text=_("De date à date seulement."),
    )
    for_organisations = forms.BooleanField(label=_("Pour les organismes"), required=False)

    def __init__(self, *args: Any, codes: dict[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        price: Any = self.fields["price_code"]
        price.choices = list(codes.items())


class ReversalForm(OfficeForm):
    """Why a sale is reversed, and how its money is given back."""

    means = forms.ChoiceField(
        label=_("Comment la somme est rendue"),
        required=False,
        choices=[("", _("Comme elle a été payée")), *Means.choices],
    )
    reason = forms.ChoiceField(label=_("Pourquoi"), required=False, choices=ReversalReason.choices)

    def payload(self) -> dict[str, Any]:
        """``None``: as it was paid."""
        return {**self.cleaned_data, "means": self.cleaned_data["means"] or None}


class JournalForm(OfficeForm):
    """The days of the journal of the till: a year at most."""

    first = Day(label=_("Du"))
    last = Day(label=_("Au"))

    def clean(self) -> dict[str, Any]:
        """The first before the last, and a year at most."""
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first and last and not 0 <= (last - first).days <= LONGEST_JOURNAL_DAYS:
            self.add_error("last", _now("Choisissez un jour après le premier, un an au plus."))
        return self.cleaned_data

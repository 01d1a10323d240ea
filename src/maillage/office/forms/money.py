"""Forms of the grid: prices, profiles, membership plans; and of a reversal."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from maillage.core.forms import Day
from maillage.core.ids import new_id
from maillage.money.models import MembershipPlan, PriceProfile, TaxMode
from maillage.money.models.sales import Means, ReversalReason
from maillage.network.models import Place
from maillage.office.forms.fields import OfficeForm, Pick, Rate, code_of

MEMBER = (("", _("Peu importe")), ("yes", _("Adhérent·e")), ("no", _("Sans adhésion")))
MEMBERS = {"": None, "yes": True, "no": False}
LONGEST_JOURNAL_DAYS = 366
UNITS = (
    ("session", _("la séance")),
    ("year", _("l’adhésion")),
    ("month", _("le mois")),
    ("quarter", _("le trimestre")),
    ("pass", _("le carnet")),
    ("hour", _("l’heure")),
    ("minute", _("la minute")),
    ("day", _("la journée")),
    ("copy", _("la copie")),
    ("sheet", _("la feuille")),
    ("gram", _("le gramme")),
    ("cm", _("le centimètre")),
    ("piece", _("la pièce")),
)


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
    """A price from a day: what it is for, who pays it, where.

    ``code`` is what is already sold, with its cell of the grid in ``initial``; without it, the
    label names something new, which none of ``codes`` is.
    """

    label = forms.CharField(
        label=_("Nom du prix"),
        max_length=60,
        help_text=_("Comme il s’écrit sur le reçu : « Atelier », « Machine laser »."),
    )
    rate = Rate(label=_("Prix, en euros"), help_text=_("0 si c’est gratuit."))
    unit = forms.ChoiceField(label=_("Pour"), choices=UNITS)
    from_day = Day(label=_("À partir du"))
    profile = forms.ChoiceField(label=_("Profil"), required=False)
    member = forms.ChoiceField(label=_("Adhésion"), choices=MEMBER, required=False)
    place = Pick(label=_("Lieu"), required=False, none=_("Tous les lieux"))
    tax_mode = forms.ChoiceField(
        label=_("TVA"), choices=TaxMode.choices, required=False, initial=TaxMode.NOT_STATED
    )
    tax_rate = forms.DecimalField(
        label=_("Taux de TVA, en %"),
        required=False,
        min_value=0,
        max_value=100,
        decimal_places=2,
        localize=True,
        help_text=_("Seulement si vous êtes assujetti."),
    )
    more: tuple[str, ...] = ("profile", "member", "place", "tax_mode", "tax_rate")

    def __init__(
        self,
        *args: Any,
        code: str,
        codes: Collection[str],
        profiles: list[PriceProfile],
        places: list[Place],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.sold, self.codes = code, codes
        fields: dict[str, Any] = dict(self.fields)
        everyone = ("", _("Tout le monde"))
        fields["profile"].choices = [everyone, *((one.code, one.label) for one in profiles)]
        fields["place"].offer(places)
        if code:
            self.more = ("label", "unit", *self.more)
            self.order_fields(("rate", "from_day"))
            fields["rate"].widget.attrs["autofocus"] = True

    def code(self) -> str:
        """The code of what is sold already, else one made of the label, which is a new one."""
        code = self.sold or super().code()
        if not self.sold and code in self.codes:
            raise ValidationError(
                _now("Ce nom est déjà dans la grille : touchez son prix pour le changer.")
            )
        return code

    def payload(self) -> dict[str, Any]:
        """``member`` is yes, no or whoever; the tax rate in basis points."""
        values = super().payload()
        values["member"] = MEMBERS[values["member"]]
        values["tax_mode"] = values["tax_mode"] or TaxMode.NOT_STATED
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


class RenameForm(OfficeForm):
    """The words of a price profile."""

    label = ProfileForm.base_fields["label"]


class PlanForm(Labelled):
    """A membership plan: what it is called, what it costs, how long it lasts."""

    label = forms.CharField(
        label=_("Nom de la formule"),
        max_length=60,
        help_text=_("Par exemple « Adhésion annuelle »."),
    )
    rate = Rate(
        label=_("Prix, en euros"),
        required=False,
        help_text=_("Pour tout le monde. Les autres prix se fixent ensuite dans la grille."),
    )
    length = forms.ChoiceField(label=_("Durée"), choices=MembershipPlan.Length.choices)
    months = forms.IntegerField(
        label=_("Nombre de mois"),
        initial=12,
        min_value=1,
        max_value=60,
        help_text=_("De date à date seulement."),
    )
    from_day = Day(label=_("À partir du"))
    price_code = forms.ChoiceField(
        label=_("Un prix de la grille"),
        required=False,
        help_text=_("Si le prix de cette formule y est déjà."),
    )
    for_organisations = forms.BooleanField(label=_("Pour les organismes"), required=False)
    more = ("from_day", "price_code", "for_organisations")

    def __init__(self, *args: Any, codes: dict[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        price: Any = self.fields["price_code"]
        price.choices = [("", _("Celui que j’écris au-dessus")), *codes.items()]

    def clean(self) -> dict[str, Any]:
        """A price written, or one of the grid; never both."""
        data = super().clean()
        if "rate" in data and (data["rate"] is None) == (not data.get("price_code")):
            self.add_error("rate", _now("Écrivez un prix, ou choisissez-en un de la grille."))
        return data

    def payload(self) -> dict[str, Any]:
        """A price that is written is new, under the plan's own code."""
        values = super().payload()
        if values["rate"] is None:
            return {name: values[name] for name in values if name not in {"rate", "from_day"}}
        return {**values, "price": new_id(), "price_code": values["code"]}


class EditPlanForm(OfficeForm):
    """What may change of a membership plan, for those taken from now on."""

    label = forms.CharField(label=_("Nom de la formule"), max_length=60)
    price_code = forms.ChoiceField(label=_("Un prix de la grille"))
    length = PlanForm.base_fields["length"]
    months = PlanForm.base_fields["months"]
    for_organisations = PlanForm.base_fields["for_organisations"]
    sold_until = Day(
        label=_("Proposée jusqu’au"),
        required=False,
        help_text=_(
            "Laissez vide tant qu’elle l’est. Après ce jour, qui l’a prise reste adhérent·e."
        ),
    )

    def __init__(self, *args: Any, codes: dict[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        price: Any = self.fields["price_code"]
        price.choices = list(codes.items())


class QuoteForm(OfficeForm):
    """Who, what, where, when: a question, which changes nothing."""

    who = forms.CharField(
        label=_("Qui"),
        max_length=80,
        required=False,
        help_text=_("Un nom, une carte. Laissez vide pour quelqu’un que l’on ne connaît pas."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    code = forms.ChoiceField(label=_("Ce que l’on vend"))
    profile = forms.ChoiceField(label=_("Profil"), required=False)
    member = forms.ChoiceField(
        label=_("Adhésion"),
        choices=(("", _("Sans adhésion")), ("yes", _("Adhérent·e"))),
        required=False,
    )
    where = Pick(label=_("Lieu"), required=False)
    day = Day(label=_("Le jour"))

    def __init__(
        self,
        *args: Any,
        codes: dict[str, str],
        profiles: list[PriceProfile],
        places: list[Place],
        known: bool,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = dict(self.fields)
        fields["code"].choices = list(codes.items())
        everyone = ("", _("Tout le monde"))
        fields["profile"].choices = [everyone, *((one.code, one.label) for one in profiles)]
        fields["where"].offer(places)
        if known:
            del self.fields["who"], self.fields["profile"], self.fields["member"]


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


class SeriesForm(OfficeForm):
    """The last number that a lost device is known to have given."""

    last_number = forms.IntegerField(label=_("Dernier reçu connu"), min_value=0)

"""Forms of plans and passes: what is proposed, who takes one, pauses; raw material in stock."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from maillage.core.cents import format_euros, parse_euros
from maillage.core.forms import Day
from maillage.money.models import Allowance, StockMove, UsePlan
from maillage.money.models.sales import Means, Reason
from maillage.money.parts import MOST_CENTS
from maillage.office.forms.fields import OfficeForm, Pick
from maillage.office.forms.money import Labelled

ROWS = (1, 2, 3)
"""How many uses one form of a plan shows; the others are kept."""

PER = (
    ("term", _("par période payée")),
    ("carries", _("par période payée, ce qui reste se reporte")),
    ("week", _("par semaine, du lundi au dimanche")),
)
LENGTHS = (
    ("1", _("un mois, de date à date")),
    ("3", _("trois mois, de date à date")),
    ("6", _("six mois, de date à date")),
    ("12", _("un an, de date à date")),
    ("1c", _("le mois du calendrier")),
    ("3c", _("le trimestre du calendrier")),
    ("12c", _("l’année du calendrier")),
)
UNIT = Decimal(1000)


class Number(forms.DecimalField):
    """So many units, typed as people do; thousandths inside."""

    def __init__(self, **options: Any) -> None:
        limits = {"min_value": 0, "max_digits": 10, "decimal_places": 3} | options
        super().__init__(localize=True, **limits)

    def prepare_value(self, value: Any) -> Any:
        return (Decimal(value) / UNIT).normalize() if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        found = super().clean(value)
        return None if found is None else int(found * UNIT)


class Euros(forms.CharField):
    """A sum in euros; cents inside."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(max_length=20, widget=widget, **options)

    def prepare_value(self, value: Any) -> Any:
        return (format_euros(value) if value else "") if isinstance(value, int) else value

    def clean(self, value: Any) -> int:
        text = str(super().clean(value)).strip()
        if not text:
            return 0
        try:
            cents = parse_euros(text)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error
        if not 0 <= cents <= MOST_CENTS:
            raise forms.ValidationError(_now("Écrivez une somme en euros, par exemple 50."))
        return cents


class UsePlanForm(Labelled):
    """A plan: its name, its price, how long a term lasts, and what it pays for."""

    label = forms.CharField(
        label=_("Nom du forfait"),
        max_length=60,
        help_text=_("Par exemple « Carnet de 20 jours », « Bureau permanent »."),
    )
    price_code = forms.ChoiceField(
        label=_("Son prix, dans la grille"),
        help_text=_("Ajoutez-le d’abord dans « Prix et adhésions » s’il n’y est pas."),
    )
    length = forms.ChoiceField(label=_("Une période payée dure"), choices=LENGTHS)
    pro_rata = forms.BooleanField(
        label=_("La première période se paie au prorata des jours"),
        required=False,
        help_text=_("Pour les périodes du calendrier."),
    )
    trial_months = forms.IntegerField(
        label=_("Premiers mois offerts"), min_value=0, max_value=12, initial=0
    )
    deposit_cents = Euros(
        label=_("Caution, en euros"),
        required=False,
        help_text=_("Elle se rend : ce n’est pas une recette."),
    )
    at_any_hour = forms.BooleanField(
        label=_("À toute heure (H24)"), required=False,
    )  # fmt: skip
    more: tuple[str, ...] = ("trial_months", "deposit_cents", "pro_rata", "at_any_hour")

    def __init__(self, *args: Any, codes: dict[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        price: Any = self.fields["price_code"]
        price.choices = [("", _("Choisissez…")), *codes.items()]
        for row in ROWS:
            self._add_row(row, codes)

    def _add_row(self, row: int, codes: dict[str, str]) -> None:
        """What it pays for: a price of the grid, how many, and when they come anew."""
        needed = row == 1
        none = ("", _("Choisissez…") if needed else _("Rien d’autre"))
        self.fields[f"covers_{row}"] = forms.ChoiceField(
            label=_("Il permet d’utiliser") if needed else _("Il permet aussi d’utiliser"),
            choices=[none, *codes.items()],
            required=needed,
        )
        self.fields[f"units_{row}"] = Number(
            label=_("Combien"), required=False, help_text=_("Laissez vide : sans limite.")
        )
        self.fields[f"per_{row}"] = forms.ChoiceField(label=_("Compté"), choices=PER)
        if not needed:
            self.more = (*self.more, *(f"{name}_{row}" for name in ("covers", "units", "per")))

    def payload(self) -> dict[str, Any]:
        """The rows that say something, as allowances."""
        data = self.cleaned_data
        length = data["length"]
        names = ("code", "label", "price_code", "trial_months", "deposit_cents", "pro_rata")
        return {
            **{name: data[name] for name in names},
            "at_any_hour": data["at_any_hour"],
            "months": int(length.removesuffix("c")),
            "calendar": length.endswith("c"),
            "allowances": list(self._allowances()),
        }

    def _allowances(self) -> Iterable[dict[str, Any]]:
        data = self.cleaned_data
        for row in ROWS:
            per = data[f"per_{row}"]
            if data[f"covers_{row}"]:
                yield {
                    "code": data[f"covers_{row}"],
                    "units": data[f"units_{row}"] or None,
                    "per": "week" if per == "week" else "term",
                    "carries": per == "carries",
                }


class EditUsePlanForm(UsePlanForm):
    """The same, of a plan that people hold; its last day on sale."""

    sold_until = Day(
        label=_("Proposé jusqu’au"),
        required=False,
        help_text=_("Laissez vide tant qu’il l’est. Après ce jour, qui l’a pris le garde."),
    )
    more: tuple[str, ...] = (*UsePlanForm.more, "sold_until")

    def payload(self) -> dict[str, Any]:
        """Everything but its code, which stays."""
        values = super().payload() | {"sold_until": self.cleaned_data["sold_until"]}
        del values["code"]
        return values


def use_plan_values(plan: UsePlan) -> dict[str, Any]:
    """What the form shows of a plan."""
    names = ("label", "price_code", "pro_rata", "trial_months", "deposit_cents", "at_any_hour")
    values = {name: getattr(plan, name) for name in (*names, "sold_until")}
    values["length"] = f"{plan.months}{'c' if plan.calendar else ''}"
    for row, one in zip(ROWS, plan.allowances.all(), strict=False):
        values |= {f"covers_{row}": one.code, f"units_{row}": one.units, f"per_{row}": _per(one)}
    return values


def _per(one: Allowance) -> str:
    return "carries" if one.carries else one.per


class TakePlanForm(OfficeForm):
    """Somebody takes a plan, or takes it again: from which day, and how it is paid."""

    plan = Pick(label=_("Forfait"))
    starts_on = Day(
        label=_("À partir du"),
        required=False,
        help_text=_("Laissez vide : aujourd’hui, ou à la suite de celui qui court."),
    )
    means = forms.ChoiceField(
        label=_("Payé par"),
        required=False,
        choices=[
            ("", _("plus tard, à l’accueil")),
            *((one.value, one.label) for one in Means if one != Means.CASH),
        ],
        help_text=_(
            "Les espèces se prennent à l’accueil, dans la caisse : laissez « plus tard », "
            "la page suivante y mène."
        ),
    )

    def __init__(self, *args: Any, offers: dict[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        plan: Any = self.fields["plan"]
        plan.choices = [("", _("Choisissez…")), *offers.items()]


class TryPlanForm(OfficeForm):
    """The free months of a plan."""

    plan = Pick(label=_("Forfait"))
    starts_on = Day(label=_("À partir du"))

    def __init__(self, *args: Any, offers: dict[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        plan: Any = self.fields["plan"]
        none = [("", _("Choisissez…"))] if len(offers) > 1 else []
        plan.choices = [*none, *offers.items()]


class PausePlanForm(OfficeForm):
    """From when to when a plan sleeps."""

    from_day = Day(label=_("Du"))
    to_day = Day(label=_("Au"))


class CheckInForm(OfficeForm):
    """Somebody comes and uses what a plan pays for."""

    code = forms.ChoiceField(label=_("Ce que la personne utilise"))
    units = Number(label=_("Combien"), initial=1000)
    grant = forms.ChoiceField(
        label=_("S’il n’en reste pas"),
        required=False,
        choices=[
            ("", _("le prix reste à payer")),
            (Reason.GOODWILL.value, _("accordé : geste commercial")),
            (Reason.SCHEME.value, _("accordé : dispositif d’aide")),
            (Reason.OTHER.value, _("accordé : autre motif")),
        ],
    )

    def __init__(self, *args: Any, codes: dict[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        code: Any = self.fields["code"]
        code.choices = list(codes.items())


class MaterialForm(OfficeForm):
    """A material followed in stock: its price of the grid, its words, when to buy some."""

    code = forms.ChoiceField(label=_("Son prix, dans la grille"))
    label = forms.CharField(
        label=_("Matériau"), max_length=60, help_text=_("Par exemple « PLA blanc ».")
    )
    reorder_at = Number(
        label=_("À racheter quand il en reste"),
        required=False,
        help_text=_("Dans l’unité de son prix : grammes, feuilles, centimètres."),
    )

    def __init__(self, *args: Any, codes: dict[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        code: Any = self.fields["code"]
        code.choices = list(codes.items())


class EditMaterialForm(OfficeForm):
    """What may change of a material; from when it is followed no more."""

    label = MaterialForm.base_fields["label"]
    reorder_at = MaterialForm.base_fields["reorder_at"]
    retired_on = Day(
        label=_("N’est plus suivi depuis le"), required=False,
        help_text=_("Laissez vide tant que vous en avez."),
    )  # fmt: skip


class MoveStockForm(OfficeForm):
    """What came in, what was lost, what was counted."""

    why = forms.ChoiceField(
        label=_("Quoi"),
        choices=[
            (StockMove.Why.DELIVERED.value, _("une livraison : elle s’ajoute")),
            (StockMove.Why.LOST.value, _("une perte, un essai raté : il s’enlève")),
            (StockMove.Why.COUNTED.value, _("un comptage : voici tout ce qu’il y a")),
        ],
    )
    units = Number(label=_("Combien"))

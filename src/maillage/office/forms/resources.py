"""Forms of what may be reserved: kinds of equipment and their rules, cards, out of use."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from maillage.booking.commands import A_WEEK
from maillage.booking.models import Authorisation, Family, LockOut, Protection, Resource
from maillage.core.forms import Day, Hour
from maillage.core.periods import local_instant
from maillage.network.models import Unit
from maillage.office.forms.fields import Lasting, OfficeForm, Pick
from maillage.office.forms.workshops import CodesField
from maillage.people.models import Document
from maillage.programme.models import Workshop

MONTHS: dict[str, Any] = {"required": False, "min_value": 1, "max_value": 120}
HOURS: dict[str, Any] = {"required": False, "min_value": 1, "max_value": 10_000}
MOST_FORBIDDEN = 20
TO_THE_MINUTE, BY_HALF_DAYS = "minute", "half"


class FamilyForm(OfficeForm):
    """A kind of equipment: who may use it, how long, how far ahead."""

    name = forms.CharField(label=_("Nom du genre"), max_length=60)
    authorised = forms.BooleanField(
        label=_("Il faut être habilité·e"),
        required=False,
        help_text=_("Ou venir avec une personne habilitée."),
    )
    training = Pick(label=_("Formation qui habilite"), required=False, none=_("Aucune"))
    staffed = forms.BooleanField(
        label=_("Seulement quand quelqu’un de l’équipe est là"), required=False
    )
    alone = forms.BooleanField(
        label=_("Une personne habilitée peut venir hors des horaires"), required=False
    )
    unattended = forms.BooleanField(
        label=_("Elle peut tourner seule, même la nuit"),
        required=False,
        help_text=_("Une impression 3D par exemple : elle a sa file de travaux."),
    )
    tentative = forms.BooleanField(
        label=_("Chaque réservation attend le oui de l’équipe"), required=False
    )
    half_days = forms.ChoiceField(
        label=_("Se réserve"),
        required=False,
        choices=[
            (TO_THE_MINUTE, _("à la minute, de telle heure à telle heure")),
            (BY_HALF_DAYS, _("à la demi-journée : le matin, l’après-midi ou la journée")),
        ],
        initial=TO_THE_MINUTE,
        widget=forms.RadioSelect,
        help_text=_(
            "Les demi-journées suivent les horaires du lieu, jour par jour : les durées d’en "
            "dessous ne comptent alors pas."
        ),
    )
    shortest = Lasting(label=_("Au moins"), initial=15, most=A_WEEK)
    longest = Lasting(label=_("Au plus"), required=False, most=A_WEEK)
    price_code = forms.ChoiceField(label=_("Prix"), required=False)
    step = Lasting(label=_("Par pas de"), initial=15, most=1440)
    buffer = Lasting(label=_("Temps gardé libre après"), required=False, most=1440)
    notice = Lasting(label=_("À demander au moins avant"), required=False, most=A_WEEK)
    ahead = forms.IntegerField(
        label=_("Au plus tôt, en jours d’avance"), min_value=0, max_value=1000, initial=400
    )
    cancel_before = Lasting(label=_("S’annule sans retard jusqu’à"), required=False, most=A_WEEK)
    release_after = Lasting(
        label=_("Rendue si personne ne vient, après"), required=False, most=1440
    )
    most_open = forms.IntegerField(
        label=_("Réservations à venir par personne, au plus"),
        required=False,
        min_value=1,
        max_value=100,
    )
    expires_months = forms.IntegerField(label=_("L’habilitation dure, en mois"), **MONTHS)
    unused_months = forms.IntegerField(label=_("Elle cesse sans usage, en mois"), **MONTHS)
    minimum_age = forms.IntegerField(
        label=_("Âge minimum"), required=False, min_value=1, max_value=99
    )
    most_minutes_a_day = Lasting(
        label=_("Par personne et par jour, au plus"), required=False, most=1440
    )
    papers = CodesField(label=_("Papiers demandés"), choices=Document.Kind.choices)
    maintain_hours = forms.IntegerField(label=_("Entretien toutes les … heures d’usage"), **HOURS)
    maintain_months = forms.IntegerField(label=_("Entretien tous les … mois"), **MONTHS)

    more = (
        "step", "buffer", "notice", "ahead", "cancel_before", "release_after", "most_open",
        "expires_months", "unused_months", "minimum_age", "most_minutes_a_day", "papers",
        "maintain_hours", "maintain_months",
    )  # fmt: skip

    def __init__(
        self, *args: Any, workshops: list[Workshop], codes: dict[str, str], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        training: Any = self.fields["training"]
        training.offer(workshops)
        price: Any = self.fields["price_code"]
        price.choices = [("", _now("Sans prix")), *codes.items()]

    def payload(self) -> dict[str, Any]:
        """What is left empty is none at all."""
        data = dict(self.cleaned_data)
        for name in ("buffer", "notice", "cancel_before"):
            data[name] = data[name] or 0
        return {**data, "half_days": data["half_days"] == BY_HALF_DAYS}


def family_values(family: Family) -> dict[str, Any]:
    """What the form shows of a kind of equipment."""
    values = {name: getattr(family, name) for name in FamilyForm.base_fields}
    half_days = BY_HALF_DAYS if family.half_days else TO_THE_MINUTE
    return values | {"training": str(family.training_id or ""), "half_days": half_days}


class RetireFamilyForm(OfficeForm):
    """The last day of a kind; without a day, it is back."""

    retired_on = Day(
        label=_("Dernier jour"),
        required=False,
        help_text=_("Laissez vide si ce genre se réserve toujours."),
    )


class CardForm(OfficeForm):
    """The kind of a machine, and what its card says."""

    family = Pick(label=_("Genre"))
    protections = CodesField(label=_("À porter"), choices=Protection.choices)
    forbidden = forms.CharField(
        label=_("Interdit"),
        required=False,
        max_length=1200,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Un matériau par ligne : PVC, cuir chromé…"),
    )
    advice = forms.CharField(
        label=_("Conseils"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    maintain_hours = forms.IntegerField(
        label=_("Entretien toutes les … heures d’usage"),
        help_text=_("Laissez vide pour suivre la règle du genre."),
        **HOURS,
    )
    maintain_months = forms.IntegerField(label=_("Entretien tous les … mois"), **MONTHS)

    more = ("maintain_hours", "maintain_months")

    def __init__(self, *args: Any, families: list[Family], **options: Any) -> None:
        super().__init__(*args, **options)
        family: Any = self.fields["family"]
        family.offer(families)

    def clean_forbidden(self) -> list[str]:
        lines = [one.strip() for one in self.cleaned_data["forbidden"].splitlines()]
        return [one for one in lines if one][:MOST_FORBIDDEN]


class ResourceForm(CardForm):
    """A unit of the place that may be reserved from now on."""

    unit = Pick(label=_("Quoi"))

    field_order = ("unit", "family", "protections", "forbidden", "advice")

    def __init__(self, *args: Any, units: list[Unit], **options: Any) -> None:
        super().__init__(*args, **options)
        unit: Any = self.fields["unit"]
        unit.offer(units)


class EditResourceForm(CardForm):
    """Another kind, another card; no longer reserved from a day on."""

    withdrawn_on = Day(
        label=_("Ne se réserve plus à partir du"),
        required=False,
        help_text=_("Laissez vide si ce matériel se réserve."),
    )


def resource_values(resource: Resource) -> dict[str, Any]:
    """What the form shows of a resource."""
    return {
        "family": str(resource.family_id),
        "protections": resource.protections,
        "forbidden": "\n".join(resource.forbidden),
        "advice": resource.advice,
        "maintain_hours": resource.maintain_hours,
        "maintain_months": resource.maintain_months,
        "withdrawn_on": resource.withdrawn_on,
    }


class LockForm(OfficeForm):
    """Why a resource is out of use, and until when if that is known."""

    why = forms.ChoiceField(label=_("Pourquoi"), choices=LockOut.Why.choices)
    until = Day(
        label=_("Jusqu’au"),
        required=False,
        help_text=_("Laissez vide si personne ne sait : vous le remettrez en service."),
    )
    hour = Hour(label=_("À quelle heure"), required=False, initial=time(18))

    def payload_at(self, tz: str) -> dict[str, Any]:
        """The command's part: from now until an instant of the place's clocks, or without end."""
        day: date | None = self.cleaned_data["until"]
        ends: datetime | None = None
        if day is not None:
            ends = local_instant(day, self.cleaned_data["hour"] or time(18), tz)
        return {"why": self.cleaned_data["why"], "ends_at": ends}


class AuthoriseForm(OfficeForm):
    """What somebody may use, train others at, or mend."""

    family = Pick(label=_("Genre de matériel"))
    level = forms.ChoiceField(label=_("Cette personne"), choices=Authorisation.Level.choices)

    def __init__(self, *args: Any, families: list[Family], **options: Any) -> None:
        super().__init__(*args, **options)
        family: Any = self.fields["family"]
        family.offer(families)


class TrainedForm(OfficeForm):
    """The kind of machines that a training leads to."""

    family = forms.UUIDField()

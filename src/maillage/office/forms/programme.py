"""Forms of sessions."""

from __future__ import annotations

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.core.forms import Day, Hour
from maillage.network.models import Place, Staff, Unit
from maillage.office.forms.fields import OfficeForm, Pick, PickSeveral
from maillage.office.forms.repeat import ONCE, REPEAT_NAMES, RepeatFields
from maillage.office.forms.workshops import MINUTES, SEATS
from maillage.programme.models import Session, Workshop


def offer(form: OfficeForm, name: str, rows: list[Any]) -> None:
    """Let one choose among rows."""
    field: Any = form.fields[name]
    field.offer(rows)


def offer_where(form: OfficeForm, places: list[Place], rooms: list[Unit]) -> None:
    """The places, and their rooms: with several places, each room says its own."""
    offer(form, "place", places)
    offer(form, "room", rooms)
    if len(places) == 1:
        form.fields["place"].widget = forms.HiddenInput()
        return
    names = {place.pk: place.name for place in places}
    words = {str(one.pk): f"{one.name} – {names[one.place_id]}" for one in rooms}
    room: Any = form.fields["room"]
    room.choices = [(key, words.get(key, label)) for key, label in room.choices]


def offer_who(form: OfficeForm, team: list[Staff], organisations: list[Any]) -> None:
    """Who animates, with which partners; where there is nobody to choose, nothing is asked."""
    for name, rows in (("mediators", team), ("organisers", organisations)):
        if rows:
            offer(form, name, rows)
        else:
            del form.fields[name]


class SessionForm(RepeatFields, OfficeForm):
    """A session, or those of a repetition."""

    template_name = "office/_plan_fields.html"

    workshop = Pick(label=_("Atelier"))
    place = Pick(label=_("Lieu"))
    room = Pick(label=_("Salle"), required=False, none=_("Sans salle"))
    address = forms.CharField(
        label=_("Ailleurs, pour un jour"),
        max_length=200,
        required=False,
        help_text=_("L’adresse, si la séance n’a pas lieu dans une de vos salles."),
    )
    day = Day(label=_("Jour"))
    start = Hour(label=_("Heure de début"))
    minutes = forms.IntegerField(
        label=_("Durée, en minutes"),
        required=False,
        help_text=_("Laissez vide pour la durée de l’atelier."),
        **MINUTES,
    )
    capacity = forms.IntegerField(
        label=_("Nombre de places"),
        required=False,
        help_text=_("Laissez vide pour celui de l’atelier."),
        **SEATS,
    )
    mediators = PickSeveral(label=_("Qui anime"), required=False)
    organisers = PickSeveral(label=_("Organisé avec"), required=False)
    field_order = ("workshop", "place", "day", "start", "room", "mediators")

    def __init__(
        self,
        *args: Any,
        workshops: list[Workshop],
        places: list[Place],
        rooms: list[Unit],
        team: list[Staff],
        organisations: list[Any],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        offer(self, "workshop", workshops)
        offer_where(self, places, rooms)
        offer_who(self, team, organisations)

    def payload(self) -> dict[str, Any]:
        """``start`` travels as local wall time."""
        values = super().payload()
        own = {one: values[one] for one in values if one not in REPEAT_NAMES}
        return {**own, "start": values["start"].isoformat(), "repeat": self.repeat()}

    def of_session(self) -> list[forms.BoundField]:
        """The fields shown first; those of the repetition come after."""
        return [one for one in self.visible_fields() if one.name not in REPEAT_NAMES]

    def of_repeat(self) -> list[forms.BoundField]:
        """The fields of the repetition, after the choice that needs them."""
        return [self[one] for one in REPEAT_NAMES]

    def repeats_in_error(self) -> bool:
        """Whether the repetition must be shown open."""
        return self["repeats"].value() != ONCE or any(self[one].errors for one in REPEAT_NAMES)


SCOPES = (
    ("one", _("Celle-ci seulement")),
    ("following", _("Celle-ci et les suivantes")),
    ("all", _("Toutes celles à venir")),
)


class ScopeForm(OfficeForm):
    """How far a change of a session goes, when it is one of a series."""

    scope = forms.ChoiceField(
        label=_("Cela vaut pour"), choices=SCOPES, initial="one", widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, in_series: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not in_series:
            del self.fields["scope"]


class EditSessionForm(ScopeForm):
    """A session to come, as it stands."""

    day = Day(label=_("Jour"))
    start = Hour(label=_("Heure de début"))
    minutes = forms.IntegerField(label=_("Durée, en minutes"), **MINUTES)
    title = forms.CharField(label=_("Titre"), max_length=80)
    place = Pick(label=_("Lieu"))
    room = Pick(label=_("Salle"), required=False, none=_("Sans salle"))
    address = forms.CharField(label=_("Ailleurs, pour un jour"), max_length=200, required=False)
    capacity = forms.IntegerField(
        label=_("Nombre de places"),
        required=False,
        help_text=_("Personne ne perd sa place, même s’il y en a moins."),
        **SEATS,
    )
    mediators = PickSeveral(label=_("Qui anime"), required=False)
    organisers = PickSeveral(label=_("Organisé avec"), required=False)
    tell = forms.BooleanField(
        label=_("Prévenir les personnes inscrites"),
        required=False,
        initial=True,
        help_text=_("Quand le jour, l’heure ou le lieu change : chacune par son moyen."),
    )

    field_order = ("day", "start", "minutes", "scope")

    def __init__(
        self,
        *args: Any,
        places: list[Place],
        rooms: list[Unit],
        team: list[Staff],
        organisations: list[Any],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        offer_where(self, places, rooms)
        offer_who(self, team, organisations)

    def payload(self) -> dict[str, Any]:
        """``start`` travels as local wall time."""
        values = super().payload()
        return {**values, "start": values["start"].isoformat()}


def session_values(
    session: Session, mediators: list[UUID], organisers: list[UUID]
) -> dict[str, Any]:
    """What the form shows of a session."""
    zone = ZoneInfo(session.place.time_zone)
    length = session.ends_at - session.starts_at
    columns = ("title", "day", "address", "capacity")
    return {
        **{name: getattr(session, name) for name in columns},
        "start": session.starts_at.astimezone(zone).time(),
        "minutes": int(length.total_seconds()) // 60,
        "place": session.place_id,
        "room": session.room_id,
        "mediators": [str(one) for one in mediators],
        "organisers": [str(one) for one in organisers],
    }

"""Forms of places, rooms, carriers and the team."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from maillage.core.forms import Day
from maillage.core.ids import new_id
from maillage.core.school_holidays import school_zone_of
from maillage.network.devices import hash_pin
from maillage.network.logos import MOST_BYTES, checked_logo, keep_logo
from maillage.network.models import Carrier, Organisation, Place, Role, Unit
from maillage.network.rules import HOME_ZONE
from maillage.office.forms.fields import (
    CommuneField,
    NewPassword,
    OfficeForm,
    Pick,
    checked,
    commune_text,
)

SCHOOLS = (
    ("", _("celles de la commune")),
    ("A", _("zone A")),
    ("B", _("zone B")),
    ("C", _("zone C")),
)


class PlaceForm(OfficeForm):
    """A place: its identity, as screens and prints show it."""

    name = forms.CharField(label=_("Nom du lieu"), max_length=80)
    motto = forms.CharField(label=_("Devise"), max_length=120, required=False)
    kind = forms.ChoiceField(label=_("Sorte de lieu"), choices=Place.Kind.choices)
    colour = forms.CharField(
        label=_("Couleur"),
        max_length=7,
        required=False,
        widget=forms.TextInput(attrs={"type": "color"}),
        help_text=_("Une couleur foncée : un texte blanc doit s’y lire."),
    )
    address = forms.CharField(label=_("Adresse"), max_length=200, required=False)
    commune = CommuneField()
    phone = forms.CharField(label=_("Téléphone"), max_length=20, required=False)
    school_zone = forms.ChoiceField(
        label=_("Vacances scolaires"),
        choices=SCHOOLS,
        required=False,
        help_text=_("Le calendrier des séances les montre, une répétition peut les sauter."),
    )
    opened_on = Day(label=_("Ouvert depuis le"), required=False)
    closed_on = Day(label=_("Fermé après le"), required=False)
    time_zone = forms.CharField(label=_("Fuseau horaire"), max_length=40, initial=HOME_ZONE)
    more = ("school_zone", "opened_on", "closed_on", "time_zone")

    def payload(self) -> dict[str, Any]:
        """No colour said: the place keeps its own."""
        values = super().payload()
        return {name: values[name] for name in values if name != "colour" or values[name]}


def place_values(place: Place) -> dict[str, Any]:
    """What the form shows of a place."""
    values = {name: getattr(place, name) for name in PlaceForm.base_fields}
    own = place.school_zone != school_zone_of(place.commune_id or "")
    zone = place.school_zone if own else ""
    return {**values, "commune": commune_text(place.commune), "school_zone": zone}


class CloseForm(OfficeForm):
    """The last day of a place; without a day, it stays open, or opens again."""

    closed_on = Day(
        label=_("Dernier jour"),
        required=False,
        help_text=_("Laissez vide si le lieu reste ouvert, ou ouvre de nouveau."),
    )


class LogoForm(OfficeForm):
    """A logo, or none."""

    picture = forms.FileField(
        label=_("Image"),
        required=False,
        help_text=_("PNG, JPEG ou WebP, 300 ko au plus. Elle paraît sur les écrans et papiers."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    remove = forms.BooleanField(label=_("Retirer le logo"), required=False)

    def clean_picture(self) -> bytes:
        """What was sent, read whole."""
        sent = self.cleaned_data["picture"]
        content: bytes = sent.read(MOST_BYTES + 1) if sent else b""
        return checked(checked_logo, content)

    def clean(self) -> dict[str, Any]:
        """A picture, or its removal."""
        data = self.cleaned_data
        if "picture" in data and not data["picture"] and not data["remove"]:
            missing = _now("Choisissez une image de 300 ko au plus, ou cochez « Retirer le logo ».")
            self.add_error("picture", missing)
        return data

    def payload(self) -> dict[str, Any]:
        """The picture is stored first, the command names it."""
        content = self.cleaned_data["picture"]
        return {"logo": keep_logo(content) if content else ""}


class OrganisationForm(OfficeForm):
    """A partner: its name, what it is."""

    name = forms.CharField(label=_("Nom"), max_length=120)
    kind = forms.CharField(
        label=_("Sorte"),
        max_length=40,
        required=False,
        help_text=_("Association, commune, entreprise…"),
    )
    siret = forms.CharField(label=_("SIRET"), max_length=20, required=False)


class RoomForm(OfficeForm):
    """A room of a place, a machine or a desk, perhaps inside another."""

    name = forms.CharField(label=_("Nom"), max_length=60)
    kind = forms.ChoiceField(label=_("Sorte"), choices=Unit.Kind.choices, required=False)
    capacity = forms.IntegerField(
        label=_("Nombre de personnes"), required=False, min_value=1, max_value=32_767
    )
    parent = Pick(
        label=_("Fait partie de"),
        required=False,
        none=_("Aucune autre salle"),
        help_text=_("Quand la grande salle est prise, la petite l’est aussi."),
    )

    def __init__(self, *args: Any, rooms: list[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        parent: Any = self.fields["parent"]
        parent.offer(rooms)
        if not rooms:
            del self.fields["parent"]

    def payload(self) -> dict[str, Any]:
        """A room unless said otherwise."""
        values = super().payload()
        return values | {"kind": values["kind"] or Unit.Kind.ROOM.value}


class UnitForm(OfficeForm):
    """The name and the capacity of a unit; whether it is still used."""

    name = forms.CharField(label=_("Nom"), max_length=60)
    capacity = forms.IntegerField(
        label=_("Nombre de personnes"), required=False, min_value=1, max_value=32_767
    )
    retired_on = Day(
        label=_("Plus utilisée à partir du"),
        required=False,
        help_text=_("Ce qu’elle contient est retiré avec elle. Laissez vide si elle sert."),
    )


class CarrierForm(OfficeForm):
    """Who carries the structure from a day, as receipts say it."""

    name = forms.CharField(label=_("Nom légal"), max_length=120)
    kind = forms.ChoiceField(label=_("Sorte"), choices=Carrier.Kind.choices)
    from_day = Day(label=_("À partir du"))
    address = forms.CharField(label=_("Adresse"), max_length=200, required=False)
    siret = forms.CharField(label=_("SIRET"), max_length=20, required=False)
    rna = forms.CharField(
        label=_("Numéro RNA"), max_length=16, required=False, help_text=_("Pour une association.")
    )


class RoleForm(OfficeForm):
    """A role from a day, in one place or in all."""

    role = forms.ChoiceField(label=_("Rôle"), choices=Role.choices)
    place = Pick(label=_("Où"), required=False, none=_("Tous les lieux"))
    from_day = Day(label=_("À partir du"))
    to_day = Day(label=_("Jusqu’au"), required=False, help_text=_("Laissez vide si rien ne finit."))
    till_allowed = forms.BooleanField(label=_("Peut tenir la caisse"), required=False, initial=True)
    organisation = Pick(
        label=_("Pour quel partenaire"),
        required=False,
        none=_("Aucun : quelqu’un de l’équipe"),
        help_text=_(
            "Pour le rôle « co-organisateur·rice » : cette personne verra le programme, et ne "
            "s’occupera que des séances de son organisme."
        ),
    )

    def __init__(
        self,
        *args: Any,
        places: list[Place],
        organisations: list[Organisation],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        place: Any = self.fields["place"]
        place.offer(places)
        organisation: Any = self.fields["organisation"]
        organisation.offer(organisations)

    def clean(self) -> dict[str, Any]:
        """A co-organiser works for a partner."""
        data = self.cleaned_data
        if data.get("role") == Role.ORGANISER and not data.get("organisation"):
            self.add_error("organisation", _now("Choisissez le partenaire de cette personne."))
        return data


class StaffForm(RoleForm):
    """Somebody who joins the team: a name, a role, perhaps a sign-in and a PIN."""

    first_name = forms.CharField(label=_("Prénom"), max_length=60)
    last_name = forms.CharField(
        label=pgettext_lazy("of a person", "Nom"), max_length=60, required=False
    )
    login = forms.CharField(
        label=_("Identifiant"),
        max_length=80,
        required=False,
        help_text=_("Pour se connecter. Laissez vide : un code suffit à un bénévole à l’accueil."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    password = NewPassword(label=_("Mot de passe"), required=False)
    pin = forms.CharField(
        label=_("Code d’accès"),
        max_length=6,
        required=False,
        help_text=_("De 4 à 6 chiffres, pour prendre la main au poste d’accueil."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    field_order = ("first_name", "last_name", "role", "pin", "login", "password")
    more = ("place", "from_day", "to_day", "till_allowed")

    def clean_pin(self) -> str:
        return checked(hash_pin, self.cleaned_data["pin"])

    def clean(self) -> dict[str, Any]:
        """A login goes with a password."""
        data = super().clean()
        if data.get("login") and "password" in data and not data["password"]:
            self.add_error("password", _now("Donnez un mot de passe avec l’identifiant."))
        return data

    def member(self) -> dict[str, Any]:
        """The payload of ``network.add_staff``."""
        data = self.cleaned_data
        hashed = make_password(data["password"]) if data["login"] else None
        names = {name: data[name] for name in ("first_name", "last_name", "login")}
        return {"staff": new_id(), **names, "password_hash": hashed}

    def role_given(self) -> dict[str, Any]:
        """The payload of ``network.give_role``, but for who."""
        names = ("role", "place", "from_day", "to_day", "till_allowed", "organisation")
        return {"staff_role": new_id(), **{name: self.cleaned_data[name] for name in names}}


class PinForm(OfficeForm):
    """A new PIN."""

    pin = forms.CharField(
        label=_("Nouveau code"),
        max_length=6,
        help_text=_("De 4 à 6 chiffres."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_pin(self) -> str:
        return checked(hash_pin, self.cleaned_data["pin"])

    def payload(self) -> dict[str, Any]:
        """The hash alone travels."""
        return {"pin_hash": hash_pin(self.cleaned_data["pin"])}


class QualificationForm(OfficeForm):
    """What somebody is qualified for, and until when."""

    label = forms.CharField(
        label=_("Qualification"),
        max_length=80,
        help_text=_("Par exemple « Découpe laser », « Secourisme »."),
    )
    granted_on = Day(label=_("Depuis le"))
    valid_until = Day(
        label=_("Valable jusqu’au"),
        required=False,
        help_text=_("Laissez vide si elle ne finit pas."),
    )


class EndForm(OfficeForm):
    """The last day of something."""

    to_day = Day(label=_("Dernier jour"))


class LeaveForm(OfficeForm):
    """The last day of somebody in the team, once confirmed; without a day, they are back."""

    left_on = Day(
        label=_("Dernier jour"),
        required=False,
        help_text=_("Laissez vide si la personne reste, ou revient : redonnez-lui un rôle."),
    )
    sure = forms.BooleanField(label=_("Oui, je confirme"))

    def payload(self) -> dict[str, Any]:
        """The day alone."""
        return {"left_on": self.cleaned_data["left_on"]}

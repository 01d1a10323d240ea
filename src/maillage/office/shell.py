"""The staff's shell: where one may go, what was just done, and a form that sends a command."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from maillage.core.commands import Data
from maillage.core.envelope import Result
from maillage.network.doors import DeviceDoor, run_patiently
from maillage.network.middleware import StaffRequest
from maillage.network.rights import Right

SAID = "office_said"
IN_ERROR = 422


class Entry(NamedTuple):
    """A link of a menu: the address's name, its words, what it is for, the right it asks."""

    name: str
    label: str | Promise
    what: str | Promise
    right: str
    folders: tuple[str, ...] = ()
    """The first folders of the addresses it covers, after the structure's."""


MENU = (
    Entry("home", _("Aujourd’hui"), "", Right.COUNTS, ("", "to-settle")),
    Entry("desk", _("Accueil"), "", Right.DESK, ("desk",)),
    Entry("sessions", _("Séances"), "", Right.OWN_SESSIONS, ("sessions",)),
    Entry("bookings", _("Réservations"), "", Right.BOOK, ("bookings",)),
    Entry("people", _("Personnes"), "", Right.PEOPLE, ("people",)),
    Entry("messages", _("Messages"), "", Right.PEOPLE, ("messages",)),
    Entry("till", _("Caisse"), "", Right.ACCOUNTS, ("till", "receipts", "sales")),
    Entry("settings", _("Réglages"), "", Right.COUNTS, ("settings",)),
)

SETTINGS = (
    Entry(
        "workshops", _("Ateliers"),
        _("Ce que vous proposez : titre, durée, nombre de places."),
        Right.PROGRAMME, ("workshops",),
    ),
    Entry(
        "themes", _("Thèmes"),
        _("De quoi parlent vos ateliers, avec les mots que disent les gens."),
        Right.PROGRAMME, ("themes",),
    ),
    Entry(
        "prices", _("Prix et adhésions"),
        _("La grille, les profils, les formules d’adhésion."),
        Right.PRICES, ("prices",),
    ),
    Entry(
        "use-plans", _("Forfaits et carnets"),
        _("Bureau permanent, carnet de jours, heures de machine ; qui en a un, ce qu’il en reste."),
        Right.PEOPLE, ("plans",),
    ),
    Entry(
        "stock", _("Matière en stock"),
        _("Filament, contreplaqué, fil : ce qu’il y a, ce qu’il faut racheter."),
        Right.TILL, ("stock",),
    ),
    Entry(
        "places", _("Lieux, salles et identité"),
        _("Le nom, la devise, la couleur, les horaires, qui porte la structure."),
        Right.PLACES, ("places",),
    ),
    Entry(
        "families", _("Matériel à réserver"),
        _("Les genres de machines, de salles et de postes, leurs règles, leurs habilitations."),
        Right.RESOURCES,
    ),
    Entry(
        "territory", _("Territoire et quartiers"),
        _("Les communes que vous servez, leur population, les quartiers prioritaires."),
        Right.PLACES, ("territory",),
    ),
    Entry(
        "rota", _("Semaine de l’équipe"),
        _("Qui est où, demi-journée par demi-journée ; ce que personne ne tient ; les absences."),
        Right.PROGRAMME, ("rota", "absences"),
    ),
    Entry(
        "organisations", _("Partenaires"),
        _("Qui organise avec vous : leur nom et leur logo, sur les affiches."),
        Right.PROGRAMME, ("organisations",),
    ),
    Entry(
        "team", _("Équipe"),
        _("Qui fait quoi, les rôles, les codes d’accès."),
        Right.STAFF, ("team",),
    ),
    Entry(
        "devices", _("Postes d’accueil"),
        _("Les ordinateurs et téléphones qui servent à l’accueil."),
        Right.DEVICES, ("devices",),
    ),
    Entry(
        "documents", _("Documents à accepter"),
        _("La charte, l’autorisation parentale, le droit à l’image."),
        Right.PLACES, ("documents",),
    ),
    Entry(
        "networks", _("Réseau"),
        _("Les partenaires : leurs lieux, leur programme."),
        Right.COUNTS, ("networks",),
    ),
    Entry(
        "journal", _("Qui a fait quoi"),
        _("Les dernières actions de l’équipe, une par ligne."),
        Right.JOURNAL, ("journal",),
    ),
    Entry(
        "retention", _("Durées de conservation"),
        _("Ce qui est gardé, jusqu’à quand, et ce que la nuit a oublié."),
        Right.ERASE, ("retention",),
    ),
)  # fmt: skip


def page(
    request: StaffRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """A page of the office: the place's identity, the menu, what was just done."""
    identity = identity_of(request)
    return render(
        request,
        template,
        {
            **identity,
            "nav": menu(request, identity["home_url"]),
            "said": request.session.pop(SAID, ""),
            **(context or {}),
        },
        status=status,
    )


def identity_of(request: StaffRequest) -> dict[str, Any]:
    """The place's own name, motto, colour and logo, as ``core/base.html`` shows them."""
    place = request.place
    return {
        "place_name": place.name if place else request.structure.name,
        "motto": place.motto if place else "",
        "colour": place.colour if place else "",
        "logo": place.logo.url if place and place.logo else "",
        "home_url": reverse("home", args=[request.structure.slug]),
    }


def menu(request: StaffRequest, home: str) -> list[dict[str, Any]]:
    """The links the person may follow, the current one marked."""
    folder = request.path.removeprefix(home).split("/")[0]
    inside = {name for entry in SETTINGS for name in entry.folders}
    folder = "settings" if folder in inside else folder
    return [
        {
            "label": entry.label,
            "url": reverse(entry.name, args=[request.structure.slug]),
            "current": folder in entry.folders,
        }
        for entry in MENU
        if entry.right in request.rights
    ]


def settings_entries(request: StaffRequest) -> list[dict[str, Any]]:
    """What the person may set, with a line on what each is for."""
    return [
        {
            "label": entry.label,
            "what": entry.what,
            "url": reverse(entry.name, args=[request.structure.slug]),
        }
        for entry in SETTINGS
        if entry.right in request.rights
    ]


def say(request: StaffRequest, text: str | Promise) -> None:
    """What was done, for the next page."""
    request.session[SAID] = str(text)


def run(
    request: StaffRequest,
    form: Form,
    kind: str,
    payload: Mapping[str, Any],
    *,
    place: UUID | None = None,
    door: DeviceDoor | None = None,
    at: datetime | None = None,
    key: UUID | None = None,
) -> Data | None:
    """Send a command; its data, or ``None`` when refused: the form then says why.

    The place of the act is the page's unless said, the door the server's, the time now. A busy
    base is asked again.
    """
    result = send(request, kind, payload, place=place, door=door, at=at, key=key)
    if result.status == "done":
        return result.data or {}
    refuse(form, result)
    return None


def send(
    request: StaffRequest,
    kind: str,
    payload: Mapping[str, Any],
    *,
    place: UUID | None = None,
    door: DeviceDoor | None = None,
    at: datetime | None = None,
    key: UUID | None = None,
) -> Result:
    """Send a command as ``run`` does; its whole result, for who must read a refusal's data."""
    here = request.place.pk if request.place else None
    return run_patiently(
        request.structure.pk,
        kind,
        payload,
        actor=request.staff.pk,
        place=place or here,
        key=key,
        at=at,
        door=door,
    )


def refuse(form: Form, result: Result) -> None:
    """Say a refusal beside the field it speaks of, or above the form."""
    field = FIELDS.get(result.code)
    form.add_error(field if field in form.fields else None, result.message)


FIELDS = {
    "card_taken": "card",
    "carrier_later": "from_day",
    "code_taken": "label",
    "colour": "colour",
    "day_off": "day",
    "difference_unexplained": "counted",
    "earlier_batch": "earlier_unused",
    "elsewhere": "mediators",
    "email_unreadable": "email",
    "ends_before": "to_day",
    "login_taken": "login",
    "name_needed": "last_name",
    "network_joined": "code",
    "network_taken": "name",
    "network_unknown": "code",
    "no_day_left": "day",
    "not_its_day": "day",
    "past": "day",
    "opening": "opening",
    "organisation_needed": "organisation",
    "password_needed": "password",
    "price_past": "from_day",
    "price_sold": "from_day",
    "phone_unreadable": "phone",
    "profile_unknown": "price_profile",
    "place_taken": "name",
    "placeholder": "body",
    "rna": "rna",
    "room_elsewhere": "room",
    "room_taken": "room",
    "rrule": "repeats",
    "rule_moved": "day",
    "school_unknown": "skip_school_holidays",
    "series_end": "until",
    "series_too_long": "until",
    "school_zone": "school_zone",
    "siret": "siret",
    "neighbourhood_taken": "name",
    "territory_taken": "name",
    "theme_loop": "successor",
    "theme_taken": "title",
    "tie": "from_day",
    "title_needed": "title",
    "till_needed": "means",
    "unit_busy": "retired_on",
    "unit_retired": "room",
    "unit_taken": "name",
    "version_taken": "version",
}
"""The field that a refusal speaks of; the others are said above the form."""


def act(
    request: StaffRequest,
    form: Any,
    kind: str,
    *,
    ids: Mapping[str, Any],
    to: str,
    said: str | Promise,
    template: str = "office/form.html",
    place: UUID | None = None,
    door: DeviceDoor | None = None,
    ask: bool = False,
    payload: Mapping[str, Any] | None = None,
    **context: Any,
) -> HttpResponse:
    """A form and its command: shown, or sent and then ``to``. What was typed is never lost.

    ``ids`` complete the form's own payload, which ``payload`` replaces. ``ask``: it is shown once
    more before it is sent.
    """
    sent = request.method == "POST" and not ask and form.is_valid()
    if payload is None:
        payload = {**form.payload(), **ids} if sent else {}
    if sent and run(request, form, kind, payload, place=place, door=door) is not None:
        say(request, said)
        return redirect(onward(request, to))
    status = IN_ERROR if form.is_bound and not ask else 200
    return page(request, template, {"form": form, "back": to, **context}, status=status)


def onward(request: StaffRequest, to: str) -> str:
    """Where a form leads: ``to``, or back to the first steps when it was opened from them."""
    return address(request, "home") if request.GET.get("then") == "home" else to


def typed(request: HttpRequest) -> QueryDict | None:
    """What was typed, when the form was sent."""
    return request.POST if request.method == "POST" else None


def address(request: StaffRequest, name: str, *ids: UUID) -> str:
    """The address of a screen of this structure."""
    return reverse(name, args=[request.structure.slug, *ids])

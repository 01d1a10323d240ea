"""Places, rooms, who carries the structure, devices."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from maillage.core import saying
from maillage.core.ids import new_id
from maillage.network import queries
from maillage.network.access import needs
from maillage.network.middleware import StaffRequest
from maillage.network.models import Carrier, Place, Unit
from maillage.network.opening import OpeningHours
from maillage.network.rights import Right
from maillage.office.forms.network import (
    CarrierForm,
    CloseForm,
    LogoForm,
    PlaceForm,
    RoomForm,
    UnitForm,
    place_values,
)
from maillage.office.rota import gap_lines
from maillage.office.shell import act, address, page, typed

FORM = ["GET", "POST"]
MOST_GAPS = 3


@needs(Right.PLACES)
@require_GET
def places(request: StaffRequest, slug: str) -> HttpResponse:
    """The places with their rooms and hours, and who carries the structure."""
    rooms = queries.rooms_by_place()
    missing = gap_lines(request.places, timezone.now())
    gaps = {one.pk: [gap for gap in missing if gap.place == one] for one in request.places}
    context = {
        "rows": [
            {
                "place": one,
                "rooms": rooms.get(one.pk, []),
                "week": week(one),
                "gaps": gaps[one.pk][:MOST_GAPS],
                "more_gaps": len(gaps[one.pk][MOST_GAPS:]),
            }
            for one in request.places
        ],
        "carriers": queries.carriers(),
        "today": timezone.localdate(),
    }
    return page(request, "office/places.html", context)


def week(place: Place) -> list[tuple[str, str]]:
    """The usual week of a place, in words."""
    return OpeningHours.parse(place.opening).week_fr() if place.opening else []


def place_of(request: StaffRequest, place: UUID) -> Place:
    """A place of the structure; 404 for any other."""
    found = next((one for one in request.places if one.pk == place), None)
    if found is None:
        raise Http404
    return found


@needs(Right.PLACES)
@require_http_methods(FORM)
def place_add(request: StaffRequest, slug: str) -> HttpResponse:
    """A place of the structure."""
    place = new_id()
    initial = {"name": "" if request.places else request.structure.name, "colour": "#0a5a54"}
    return act(
        request,
        PlaceForm(typed(request), initial=initial),
        "network.add_place",
        ids={"place": place},
        to=address(request, "places"),
        said=_("Le lieu est ajouté. Donnez-lui ses horaires et ses salles."),
        template="office/place.html",
        title=_("Ajouter un lieu"),
        lead=_("Un nom suffit. Le reste se change quand on veut."),
    )


@needs(Right.PLACES)
@require_http_methods(FORM)
def place_edit(request: StaffRequest, slug: str, place: UUID) -> HttpResponse:
    """The identity of a place."""
    found = place_of(request, place)
    return act(
        request,
        PlaceForm(typed(request), initial=place_values(found)),
        "network.edit_place",
        ids={"place": place},
        to=address(request, "places"),
        said=_("Le lieu est modifié."),
        template="office/place.html",
        place=place,
        logo_url=found.logo.url if found.logo else "",
        title=found.name,
        lead=_("Le nom, la devise et la couleur paraissent sur les écrans et les papiers."),
    )


@needs(Right.PLACES)
@require_http_methods(FORM)
def place_close(request: StaffRequest, slug: str, place: UUID) -> HttpResponse:
    """The last day of a place, or none: it opens again."""
    found = place_of(request, place)
    form = CloseForm(typed(request), initial={"closed_on": found.closed_on or timezone.localdate()})
    return act(
        request,
        form,
        "network.edit_place",
        ids={"place": place},
        to=address(request, "places"),
        said=_("C’est noté."),
        place=place,
        title=_("Fermer %s") % found.name,
        lead=_("Après ce jour, le lieu n’est plus annoncé. Rien de son histoire ne se perd."),
    )


@needs(Right.PLACES)
@require_http_methods(FORM)
def logo_set(request: StaffRequest, slug: str, place: UUID) -> HttpResponse:
    """The logo of a place, or none."""
    found = place_of(request, place)
    return act(
        request,
        LogoForm(typed(request), request.FILES or None),
        "network.set_logo",
        ids={"place": place},
        to=address(request, "places"),
        said=_("Le logo est changé."),
        place=place,
        title=saying.of(_("Le logo de %s"), found.name),
        lead=_("Il paraît à l’écran, sur les reçus et sur les affiches."),
    )


@needs(Right.PLACES)
@require_http_methods(FORM)
def room_add(request: StaffRequest, slug: str, place: UUID) -> HttpResponse:
    """A room of a place."""
    found = place_of(request, place)
    rooms = queries.rooms_by_place().get(place, [])
    return act(
        request,
        RoomForm(typed(request), rooms=rooms),
        "network.add_unit",
        ids={"unit": new_id(), "place": place},
        to=address(request, "rooms", place),
        said=_("C’est ajouté."),
        place=place,
        title=_("Ajouter une salle, une machine ou un bureau à %s") % found.name,
        lead=_("Une séance y prend place ; deux séances n’y sont jamais à la fois."),
    )


@needs(Right.PLACES)
@require_GET
def rooms(request: StaffRequest, slug: str, place: UUID) -> HttpResponse:
    """The rooms of a place and what is in them, as a tree."""
    found = place_of(request, place)
    return page(request, "office/rooms.html", {"found": found, "units": queries.units_of(place)})


@needs(Right.PLACES)
@require_http_methods(FORM)
def unit_edit(request: StaffRequest, slug: str, unit: UUID) -> HttpResponse:
    """The name, the capacity, the last day of a unit."""
    found = Unit.objects.filter(pk=unit).first()
    if found is None:
        raise Http404
    names = ("name", "capacity", "retired_on")
    initial = {name: getattr(found, name) for name in names}
    return act(
        request,
        UnitForm(typed(request), initial=initial),
        "network.edit_unit",
        ids={"unit": unit},
        to=address(request, "rooms", found.place_id),
        said=_("C’est modifié."),
        place=found.place_id,
        title=found.name,
        lead=_("Le nom, le nombre de personnes, le dernier jour."),
    )


@needs(Right.PLACES)
@require_http_methods(FORM)
def carrier_add(request: StaffRequest, slug: str) -> HttpResponse:
    """Who carries the structure from a day: the former carrier ends the day before."""
    form = CarrierForm(typed(request), initial={"from_day": timezone.localdate()})
    return act(
        request,
        form,
        "network.set_carrier",
        ids={"carrier": new_id()},
        to=address(request, "places"),
        said=_("C’est noté. Les reçus le diront à partir de ce jour."),
        title=_("Dire qui porte la structure"),
        lead=_("Commune, association, intercommunalité… Le porteur précédent finit la veille."),
    )


@needs(Right.PLACES)
@require_http_methods(FORM)
def carrier_edit(request: StaffRequest, slug: str, carrier: UUID) -> HttpResponse:
    """Correct who carries, or carried, the structure; its day does not move."""
    found = Carrier.objects.filter(pk=carrier).first()
    if found is None:
        raise Http404
    names = ("name", "kind", "address", "siret", "rna", "from_day")
    initial = {name: getattr(found, name) for name in names}
    form = CarrierForm(typed(request), initial=initial)
    form.fields["from_day"].disabled = True
    return act(
        request,
        form,
        "network.set_carrier",
        ids={"carrier": carrier},
        to=address(request, "places"),
        said=_("C’est corrigé. Les reçus déjà imprimés ne changent pas."),
        title=found.name,
        lead=_("Corriger son nom, son adresse, ses numéros. Son premier jour ne bouge pas."),
    )


# Devices

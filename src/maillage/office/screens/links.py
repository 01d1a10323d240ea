"""Secret addresses: the calendars of a place and of its resources, somebody's own page."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from maillage.booking import queries
from maillage.booking.feed_queries import page_of
from maillage.booking.links import OF_PLACE, OF_RESOURCE, PUBLIC, TEAM
from maillage.booking.models import Resource
from maillage.core import secret_links
from maillage.core.commands import Data
from maillage.core.models import SecretLink
from maillage.network.access import needs
from maillage.network.middleware import StaffRequest
from maillage.network.models import Place
from maillage.network.rights import Right
from maillage.office.forms.links import FeedForm
from maillage.office.prints.own import own_data
from maillage.office.screens.kin import done
from maillage.office.screens.people import person_or_404
from maillage.office.screens.prints import answer, home_place
from maillage.office.screens.programme import place_asked
from maillage.office.shell import address, page
from maillage.people.queries import files_of


class Line(NamedTuple):
    """A calendar that may be given: what it is of, who reads it, its address if it is given."""

    of: str
    target: UUID
    audience: str
    link: SecretLink | None
    url: str


@needs(Right.AUTHORISE)
@require_GET
def feeds(request: StaffRequest, slug: str) -> HttpResponse:
    """The calendars of a place and of what is reserved there; ``?place=``."""
    place = place_asked(request) or request.place
    context = {
        "groups": _groups(request, place) if place else [],
        "chosen": place,
        "may_give": Right.RESOURCES in request.rights,
    }
    return page(request, "office/feeds.html", context)


def _groups(request: StaffRequest, place: Place) -> list[tuple[str, list[Line]]]:
    """The place, then each resource: the calendar of the team, that of everybody."""
    resources = queries.resources_at(place.pk)
    kinds = [*OF_PLACE.values(), *OF_RESOURCE.values()]
    held = secret_links.links_to([place.pk, *(one.pk for one in resources)], kinds)
    rows: list[tuple[str, str, UUID]] = [
        (place.name, "place", place.pk),
        *((one.unit.name, "resource", one.pk) for one in resources),
    ]
    return [
        (name, [_line(request, of, target, audience, held) for audience in (TEAM, PUBLIC)])
        for name, of, target in rows
    ]


def _line(
    request: StaffRequest,
    of: str,
    target: UUID,
    audience: str,
    held: dict[tuple[str, UUID], SecretLink],
) -> Line:
    kinds = OF_PLACE if of == "place" else OF_RESOURCE
    link = held.get((kinds[audience], target))
    return Line(of, target, audience, link, shown(request, "feed", link))


def shown(request: StaffRequest, name: str, link: SecretLink | None) -> str:
    """A secret address, to be copied; nothing where it cannot be shown again."""
    token = secret_links.token_of(link) if link else ""
    return request.build_absolute_uri(reverse(name, args=[token])) if token else ""


@needs(Right.RESOURCES)
@require_POST
def feed_give(request: StaffRequest, slug: str) -> HttpResponse:
    """Give the address of a calendar, or another one."""
    return _feed(request, "booking.give_feed", _("L’adresse est donnée : copiez-la ci-dessous."))


@needs(Right.RESOURCES)
@require_POST
def feed_withdraw(request: StaffRequest, slug: str) -> HttpResponse:
    """Kill the address of a calendar."""
    return _feed(
        request, "booking.withdraw_feed", _("L’adresse est retirée : elle ne marche plus.")
    )


def _feed(request: StaffRequest, kind: str, said: str) -> HttpResponse:
    form = FeedForm(request.POST)
    if not form.is_valid() or not _is_here(request, form.payload()):
        raise Http404
    place = place_asked(request) or request.place
    asked = f"?place={place.pk}" if place else ""
    to = address(request, "feeds") + asked
    return done(request, kind, form.payload(), said, to)


def _is_here(request: StaffRequest, asked: Data) -> bool:
    """Whether the place or the resource is the structure's."""
    if "resource" in asked:
        return Resource.objects.filter(pk=asked["resource"]).exists()
    return asked["place"] in {one.pk for one in request.places}


# Somebody's own page


@needs(Right.PEOPLE)
@require_POST
def page_give(request: StaffRequest, slug: str, person: UUID) -> HttpResponse:
    """Give somebody the address of their page, or another one."""
    said = _("Le lien est donné : imprimez-le, et remettez-le en main propre.")
    return _page(request, "booking.give_page", person, said)


@needs(Right.PEOPLE)
@require_POST
def page_withdraw(request: StaffRequest, slug: str, person: UUID) -> HttpResponse:
    """Kill the address of somebody's page."""
    said = _("Le lien est retiré : il ne marche plus.")
    return _page(request, "booking.withdraw_page", person, said)


def _page(request: StaffRequest, kind: str, person: UUID, said: str) -> HttpResponse:
    found = person_or_404(person)
    to = address(request, "person-machines", found.pk)
    return done(request, kind, {"person": found.pk}, said, to)


@needs(Right.PEOPLE)
@require_GET
def page_print(request: StaffRequest, slug: str, person: UUID) -> HttpResponse:
    """What the person takes away: the address of their page, to be scanned or typed."""
    found = person_or_404(person)
    url = shown(request, "own", page_of(files_of(found)))
    if not url:
        raise Http404
    data = own_data(found, place=home_place(request), url=url)
    return answer(request, "booking/prints/own.typ", data, "ma-page")

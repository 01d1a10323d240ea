"""Staff addresses, ``/s/<structure>/…``: who is there, in which place, on which device."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import cast
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core.ids import read_id
from maillage.core.periods import local_date
from maillage.core.scopes import structure_scope
from maillage.network import devices
from maillage.network.models import Device, Place, Staff, Structure
from maillage.network.queries import places_by_name, staff_at_work, structure_by_slug
from maillage.network.rules import HOME_ZONE, RoleHeld, rights_anywhere

Next = Callable[[HttpRequest], HttpResponse]

STAFF_ADDRESS = re.compile(r"/s/(?P<slug>[-\w]+)/", re.ASCII)
PIN_STAFF = "staff"
"""The session's key for who took over by a PIN: a staff id, worth nothing without a sign-in."""


class StaffRequest(HttpRequest):
    """What a view under ``/s/<structure>/`` receives.

    ``rights`` are those held in at least one place; a command asks again for its own place.
    ``revoked_device`` is this browser's desk when it was taken away less than 30 days ago: it may
    still hand in what it holds, and reads nothing.
    """

    structure: Structure
    staff: Staff
    rights: frozenset[str]
    device: Device | None
    revoked_device: Device | None
    place: Place | None
    places: list[Place]


class StructureMiddleware:
    """Open the structure's scope for its own staff; 404 for everybody else.

    Adds the structure, the team's member with their roles, the device (when there is a cookie)
    and the places: four statements, whatever their number.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        address = STAFF_ADDRESS.match(request.path_info)
        if address is None:
            return self.get_response(request)
        if not request.user.is_authenticated:
            return _sign_in_first(request)
        structure = structure_by_slug(address["slug"])
        if structure is None:
            raise Http404
        with structure_scope(structure.pk):
            theirs = _fill(request, structure, timezone.now())
            with timezone.override(theirs.place.time_zone if theirs.place else HOME_ZONE):
                return self.get_response(theirs)


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    """To the sign-in page; 401 for what a script asks."""
    kinds = (request.headers.get("Accept", ""), request.content_type or "", request.path)
    if any("json" in kind for kind in kinds):
        message = _("Votre session est finie : reconnectez-vous.")
        return JsonResponse({"code": "signed_out", "message": message}, status=401)
    return redirect_to_login(request.get_full_path())


def _fill(request: HttpRequest, structure: Structure, now: datetime) -> StaffRequest:
    theirs = cast("StaffRequest", request)
    theirs.structure = structure
    device = devices.device_of(request)
    theirs.device = device if device and device.revoked_at is None else None
    handing_in = device and device.revoked_at and devices.may_hand_in(device, now)
    theirs.revoked_device = device if handing_in else None
    theirs.places = places_by_name()
    theirs.place = _place_of(theirs)
    day = local_date(now, theirs.place.time_zone if theirs.place else HOME_ZONE)
    theirs.staff, roles = _staff_at_work(theirs, day)
    theirs.rights = rights_anywhere(roles, day=day)
    return theirs


def _staff_at_work(request: StaffRequest, day: date) -> tuple[Staff, tuple[RoleHeld, ...]]:
    """The account's member of the team, or who took their place by a PIN and is still there."""
    account = cast("UUID", request.user.pk)
    by_pin = read_id(request.session.get(PIN_STAFF)) if request.device else None
    device = request.device.pk if request.device else None
    found = [one for one in staff_at_work(account, by_pin, device) if not one.staff.has_left(day)]
    own = [one for one in found if one.staff.account_id == account]
    if not own:
        raise Http404
    chosen = next((one for one in found if one.staff.pk == by_pin), own[0])
    return chosen.staff, chosen.roles


def _place_of(request: StaffRequest) -> Place | None:
    """The device's place, else the one asked for, else the first."""
    by_id = {place.pk: place for place in request.places}
    of_device = request.device.place_id if request.device else None
    asked = of_device or read_id(request.GET.get("place"))
    first = request.places[0] if request.places else None
    return by_id.get(asked, first) if asked else first

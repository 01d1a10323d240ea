"""The door list of the day, on the screen and on paper."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from maillage.core import saying
from maillage.network.access import needs
from maillage.network.middleware import StaffRequest
from maillage.network.models import Place
from maillage.network.rights import Right
from maillage.office.days import day_of
from maillage.office.door import DoorList
from maillage.office.printable import Printable
from maillage.office.prints.door import door_data
from maillage.office.screens.prints import answer
from maillage.office.screens.programme import place_asked
from maillage.office.shell import address, page


@needs(Right.BOOK)
@require_GET
def door(request: StaffRequest, slug: str) -> HttpResponse:
    """Who holds what today; ``?day=``, ``?place=``."""
    place = place_asked(request) or request.place
    found = _list(request, place) if place else None
    context: dict[str, Any] = {"door": found, "chosen": place, "today": timezone.localdate()}
    if found is not None:
        printed = f"{address(request, 'door-pdf', found.place.pk)}?day={found.day:%Y-%m-%d}"
        context |= {
            "title": saying.capital(saying.day_long(found.day)),
            "before": found.day - timedelta(days=1),
            "after": found.day + timedelta(days=1),
            "prints": [Printable(_("La liste de la porte"), printed)],
        }
    return page(request, "office/door.html", context)


def _list(request: StaffRequest, place: Place) -> DoorList:
    """The list of a place, on the day that is asked for."""
    day = day_of(request.GET.get("day"), timezone.localdate())
    return DoorList(place, day, timezone.now())


@needs(Right.BOOK)
@require_GET
def door_pdf(request: StaffRequest, slug: str, place: UUID) -> HttpResponse:
    """The same, to hang behind the door; ``?day=``."""
    here = {one.pk: one for one in request.places}
    if place not in here:
        raise Http404
    found = _list(request, here[place])
    return answer(request, "booking/prints/door.typ", door_data(found), f"porte-{found.day}")

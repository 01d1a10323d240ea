"""Reservations by hours: the week of a resource, the day of a family; moved there by hand."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from maillage.booking import queries
from maillage.booking.commands import A_WEEK
from maillage.booking.half_day_queries import halves_on
from maillage.booking.half_days import DAY, nearest
from maillage.booking.models import Reservation, Resource
from maillage.core import saying
from maillage.core.commands import Data
from maillage.core.periods import Period, local_instant
from maillage.network.access import needs
from maillage.network.middleware import StaffRequest
from maillage.network.models import Place
from maillage.network.rights import Right
from maillage.office.booked import Booked
from maillage.office.booked_hours import day_columns, resource_columns
from maillage.office.days import day_asked
from maillage.office.forms.booking import MoveForm, move_values
from maillage.office.screens.asking import whole_names
from maillage.office.screens.booking import (
    place_of,
    reservation_or_404,
    sent_or_refused,
)
from maillage.office.shell import IN_ERROR, address, page, say
from maillage.office.week import grid, week_of

MOVED_BACK = "office_booking_back"
ASKED = ("what", "day", "start", "minutes")
A_QUARTER = timedelta(minutes=15)


class View(NamedTuple):
    """What is drawn: the week of ``what``, or else the day of a ``family``, at a place."""

    place: Place
    day: date
    resources: list[Resource]
    what: Resource | None
    family: UUID | None

    @property
    def shown(self) -> list[Resource]:
        """The resources drawn."""
        if self.what is not None:
            return [self.what]
        return [one for one in self.resources if one.family_id == self.family]

    @property
    def days(self) -> list[date]:
        """The days drawn."""
        return week_of(self.day) if self.what else [self.day]

    def query(self, **changes: Any) -> str:
        """The end of an address that draws the same, changed."""
        kept = {"place": self.place.pk, "day": self.day}
        kept |= {"what": self.what.pk} if self.what else {"family": self.family}
        return "?" + urlencode({**kept, **changes})


@needs(Right.BOOK)
@require_GET
def booking_hours(request: StaffRequest, slug: str) -> HttpResponse:
    """``?what=``: the week of a resource; ``?family=``: the day of all of a family."""
    place = place_of(request)
    if place is None:
        return redirect("bookings", slug=slug)
    return _draw(request, _view(place, request.GET))


def _view(place: Place, asked: Any) -> View:
    resources = queries.resources_at(place.pk)
    day = day_asked(asked.get("day")) or timezone.localdate()
    what = next((one for one in resources if str(one.pk) == asked.get("what")), None)
    families = list(dict.fromkeys(one.family_id for one in resources))
    family = next((one for one in families if str(one) == asked.get("family")), None)
    first = families[0] if families else None
    return View(place, day, resources, what, family or first)


def _draw(request: StaffRequest, view: View, refused: dict[str, Any] | None = None) -> HttpResponse:
    now, today = timezone.now(), timezone.localdate()
    rows = Booked(view.place, view.shown, view.days, whole=whole_names(request)).rows()
    columns = day_columns(rows[0], today, now) if view.what else resource_columns(rows, now)
    step = timedelta(days=7 if view.what else 1)
    title = _("Semaine du %s") % saying.date_long(view.days[0])
    context = {
        "grid": grid(columns),
        "view": view,
        "families": {one.family_id: one.family for one in view.resources},
        "title": title if view.what else saying.capital(saying.day_long(view.day)),
        "before": view.query(day=view.day - step),
        "after": view.query(day=view.day + step),
        "now": view.query(day=today),
        "moved": request.GET.get("moved", ""),
        "refused": refused,
        "moved_back": None if refused else request.session.pop(MOVED_BACK, None),
    }
    status = IN_ERROR if refused else 200
    return page(request, "office/booking_hours.html", context, status=status)


@needs(Right.BOOK)
@require_POST
def booking_shift(request: StaffRequest, slug: str, reservation: UUID) -> HttpResponse:
    """Move a reservation from the grid that the address says; refused, it says why there."""
    found = reservation_or_404(reservation)
    place, typed = found.resource.unit.place, request.POST
    view = _view(place, request.GET)
    form = MoveForm(_in_halves(view, typed.dict()), resources=view.resources)
    if form.is_valid():
        asked = {"reservation": reservation, **form.payload()}
        if sent_or_refused(request, form, "booking.move", asked, place) is not None:
            _keep_back(request, found)
            return redirect(_after(request, view, form.payload(), reservation))
    errors = [text for texts in form.errors.values() for text in texts]
    refused = {
        "reservation": reservation,
        "said": " ".join(map(str, errors)),
        "answers": form.answers,
        "asked": [(name, typed.get(name, "")) for name in ASKED],
    }
    return _draw(request, view, refused)


def _in_halves(view: View, typed: dict[str, str]) -> dict[str, str]:
    """Where something is dropped: on the nearest half-day, for what is reserved by them.

    What is put back goes where it was, whatever it was.
    """
    at = next((one for one in view.resources if str(one.pk) == typed.get("what")), None)
    if at is None or not at.family.half_days:
        return {"length": "60", **typed}
    day, hour = day_asked(typed.get("day")), hour_asked(typed.get("start"))
    if "back" in typed or day is None or hour is None:
        return {"length": DAY, **typed}
    found = halves_on(at.family, at.unit.place, day)
    start = local_instant(day, hour, at.unit.place.time_zone)
    lasts = timedelta(minutes=minutes_asked(typed.get("minutes", "")))
    part = nearest(found, Period(start, start + max(lasts, A_QUARTER)))
    return {**typed, "length": part, "minutes": ""}


def minutes_asked(text: str) -> int:
    """The minutes that were sent; an hour where they are no length of a reservation."""
    short = len(text) <= len(str(A_WEEK))
    return int(text) if short and text.isdecimal() else 60


def hour_asked(text: str | None) -> time | None:
    """An hour that was sent; nothing where it is none."""
    try:
        return time.fromisoformat(text or "")
    except ValueError:
        return None


def _keep_back(request: StaffRequest, found: Reservation) -> None:
    """Where it was, for the button that puts it back; not for that button itself."""
    if "back" in request.POST:
        say(request, _("La réservation est remise où elle était."))
        return
    values = move_values(found)
    minutes = int((found.ends_at - found.starts_at).total_seconds()) // 60
    request.session[MOVED_BACK] = {
        "reservation": str(found.pk),
        "asked": [
            ("what", values["what"]),
            ("day", values["day"].isoformat()),
            ("start", f"{values['start']:%H:%M}"),
            ("minutes", str(minutes)),
        ],
    }


def _after(request: StaffRequest, view: View, payload: Data, reservation: UUID) -> str:
    """The same view, where the reservation now is."""
    there = {"day": payload["day"], "moved": reservation}
    if view.what is not None:
        there["what"] = payload["resource"]
    return address(request, "booking-hours") + view.query(**there)

"""« Prochain créneau libre »: where something of a kind is free first, partners' places too."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from maillage.booking import finding, rules
from maillage.booking.finding import Free
from maillage.booking.for_person import for_person
from maillage.booking.half_days import part_of
from maillage.core.periods import local_instant
from maillage.network.access import needs
from maillage.network.middleware import StaffRequest
from maillage.network.models import Structure
from maillage.network.queries import partners_on
from maillage.network.rights import Right
from maillage.network.rules import HOME_ZONE
from maillage.office.booked import when_said
from maillage.office.forms.booking import FindForm
from maillage.office.screens.asking import whom_asked
from maillage.office.shell import IN_ERROR, address, page


@needs(Right.BOOK)
@require_GET
def booking_next(request: StaffRequest, slug: str) -> HttpResponse:
    """For each place of the networks, the first free slot: ``?kind=laser&length=60``.

    For somebody searched by ``?q=``, their authorisations and their plan count.
    """
    partners = partners_on(timezone.localdate()) | {request.structure.pk: request.structure}
    kinds = finding.kinds(partners)
    soon, asked = timezone.localtime(), whom_asked(request)
    persons = asked.persons()
    usual = {"length": 60, "day": soon.date().isoformat(), "start": f"{soon:%H:%M}"}
    sent = {**usual, **request.GET.dict()} if "kind" in request.GET else None
    if sent and len(persons) == 1:
        sent["person"] = persons[0][0]
    form = FindForm(sent, initial=usual, persons=persons)
    names = sorted({one.name for one in kinds})
    context: dict[str, Any] = {"form": form, "names": names, "asked": asked}
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        wanted = finding.of_kind(data["kind"], kinds, partners)
        look = _look(request, data)
        if data["person"] is not None:
            look = for_person(look, data["person"], wanted)
            context["person"] = dict(persons)[str(data["person"])].partition(" …")[0]
        found = finding.first_free_of(wanted, look, list(partners), own=request.structure.pk)
        lines = [_line(request, one, partners, data) for one in found]
        context |= {"lines": lines, "main": next((one for one in lines if one["reserve"]), None)}
    status = IN_ERROR if form.is_bound and form.errors else 200
    return page(request, "office/booking_next.html", context, status=status)


def _look(request: StaffRequest, data: dict[str, Any]) -> rules.Look:
    """From an hour of the place where one is, never before now."""
    tz, now = request.place.time_zone if request.place else HOME_ZONE, timezone.now()
    since = max(now, local_instant(data["day"], data["start"], tz))
    return rules.Look(data["length"], since, now, data["badge"])


def _line(
    request: StaffRequest, found: Free, partners: dict[UUID, Structure], data: dict[str, Any]
) -> dict[str, Any]:
    """A place: what is free when, and where that leads; a partner's is asked for by phone."""
    ours = found.place.structure_id == request.structure.pk
    tz, period = found.place.time_zone, found.period
    return {
        "free": found,
        "partner": "" if ours else partners[found.place.structure_id].name,
        "when": when_said(period.start, period.end, tz) if period else "",
        "why": "" if found.fits else rules.said("length", found.family),
        "reserve": _reserve(request, found, period.start, data) if ours and period else "",
    }


def _length(found: Free, data: dict[str, Any]) -> int | str:
    """The minutes that were asked for, or the part of the day that was found."""
    if found.family.half_days and found.period is not None:
        return part_of(found.period, found.place.time_zone)
    minutes: int = data["length"]
    return minutes


def _reserve(request: StaffRequest, found: Free, start: datetime, data: dict[str, Any]) -> str:
    """The form that reserves it, already filled."""
    local = start.astimezone(ZoneInfo(found.place.time_zone))
    filled = {
        "place": found.place.pk,
        "what": found.machine.pk,
        "day": local.date(),
        "start": f"{local:%H:%M}",
        "length": _length(found, data),
        **({"person": data["person"]} if data["person"] else {}),
    }
    return f"{address(request, 'booking-add')}?{urlencode(filled)}"

"""Pages for inhabitants: no account, large, short."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from maillage.core import saying
from maillage.core.bank_holidays import is_bank_holiday
from maillage.core.phones import phone_fr
from maillage.network.models import Place
from maillage.network.opening import OpeningHours
from maillage.network.queries import public_places


@require_GET
def welcome(request: HttpRequest) -> HttpResponse:
    """The places: open or not, the phone, the address, the week."""
    now = timezone.now()
    places = public_places(timezone.localdate(now))
    alone = places[0] if len(places) == 1 else None
    context = {
        "places": [card(place, now) for place in places],
        "alone": alone,
        "place_name": alone.name if alone else "",
        "motto": alone.motto if alone else "",
        "colour": alone.colour if alone else "",
        "logo": alone.logo.url if alone and alone.logo else "",
    }
    return render(request, "public/welcome.html", context)


def card(place: Place, now: datetime) -> dict[str, Any]:
    """A place as an inhabitant wants it."""
    if not place.opening:
        return {"place": place, "phone": phone_fr(place.phone), "open": None, "week": []}
    hours = OpeningHours.parse(place.opening)
    local = now.astimezone(ZoneInfo(place.time_zone))
    holiday = is_bank_holiday(local.date(), place.holiday_zone)
    return {
        "place": place,
        "phone": phone_fr(place.phone),
        "open": hours.is_open(now, place.time_zone, place.holiday_zone),
        "next": next_change(hours, place, now),
        "today": hours.text_fr(local.date(), is_holiday=holiday),
        "week": hours.week_fr(),
    }


def next_change(hours: OpeningHours, place: Place, now: datetime) -> str:
    """When it next opens or closes: « à 17 h 30 », « mardi 24 novembre à 9 h »."""
    change = hours.next_change(now, place.time_zone, place.holiday_zone)
    if change is None:
        return ""
    zone = ZoneInfo(place.time_zone)
    then = change.astimezone(zone)
    hour = saying.hour(then.time())
    if then.date() == now.astimezone(zone).date():
        return _("à %s") % hour
    return _("%(day)s à %(hour)s") % {"day": saying.day(then.date()), "hour": hour}

"""Pages for inhabitants: no account, large, short."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from maillage.core import saying, secret_links
from maillage.core.periods import local_date
from maillage.core.phones import phone_fr
from maillage.network.first_run import is_empty
from maillage.network.models import Place
from maillage.network.openings import Opening
from maillage.network.queries import public_places
from maillage.network.rota_queries import public_openings
from maillage.public.finding import EVERYBODYS


@require_GET
def welcome(request: HttpRequest) -> HttpResponse:
    """The places: open or not, the phone, the address, the week; the first run of an empty base."""
    now = timezone.now()
    places = public_places(timezone.localdate(now))
    if not places and is_empty():
        return redirect("begin")
    openings = public_openings(places, now)
    alone = places[0] if len(places) == 1 else None
    context = {
        "places": [card(place, openings.get(place.pk), now) for place in places],
        "alone": alone,
        "shows_free": bool(secret_links.given(EVERYBODYS).targets),
        "place_name": alone.name if alone else "",
        "motto": alone.motto if alone else "",
        "colour": alone.colour if alone else "",
        "logo": alone.logo.url if alone and alone.logo else "",
    }
    return render(request, "public/welcome.html", context)


def card(place: Place, opening: Opening | None, now: datetime) -> dict[str, Any]:
    """A place as an inhabitant wants it; one that opens by rota says its next seven days."""
    if opening is None:
        return {"place": place, "phone": phone_fr(place.phone), "open": None, "week": []}
    today = local_date(now, place.time_zone)
    return {
        "place": place,
        "phone": phone_fr(place.phone),
        "open": opening.is_open(now),
        "next": next_change(opening, place, now),
        "today": opening.text_fr(today),
        "week": week(opening, today),
    }


def week(opening: Opening, today: date) -> list[tuple[str, str]]:
    """The usual week; where it changes with who is there, the seven days to come."""
    if not opening.by_rota:
        return opening.hours.week_fr()
    days = (today + timedelta(days=ahead) for ahead in range(7))
    return [(saying.day(day), opening.text_fr(day)) for day in days]


def next_change(opening: Opening, place: Place, now: datetime) -> str:
    """When it next opens or closes: « à 17 h 30 », « mardi 24 novembre à 9 h »."""
    change = opening.next_change(now)
    if change is None:
        return ""
    zone = ZoneInfo(place.time_zone)
    then = change.astimezone(zone)
    hour = saying.hour(then.time())
    if then.date() == now.astimezone(zone).date():
        return _("à %s") % hour
    return _("%(day)s à %(hour)s") % {"day": saying.day(then.date()), "hour": hour}

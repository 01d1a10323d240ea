"""« Prochain créneau libre », for everybody: free or taken, nobody's name, no account.

Of the places and resources whose calendar was given to everybody. Nothing is reserved here: the
place is called, or one's own page opened.
"""

from __future__ import annotations

from datetime import time
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.booking import finding, rules
from maillage.booking.finding import Free
from maillage.booking.links import OF_PLACE, OF_RESOURCE, PUBLIC
from maillage.core import saying, secret_links
from maillage.core.periods import local_instant
from maillage.core.phones import phone_fr
from maillage.network.rules import HOME_ZONE, period_fr
from maillage.public.forms import FreeForm

IN_ERROR = 422
EVERYBODYS = (OF_PLACE[PUBLIC], OF_RESOURCE[PUBLIC])


@require_safe
def free(request: HttpRequest) -> HttpResponse:
    """For each place that publishes itself, the first free slot: ``?kind=laser&length=60``."""
    given = secret_links.given(EVERYBODYS)
    kinds = finding.kinds(given.structures, given.targets)
    today = timezone.localdate().isoformat()
    usual = {"length": "60", "day": today}
    asked = {**usual, **request.GET.dict()} if "kind" in request.GET else None
    form = FreeForm(asked, initial=usual)
    names = {one.name: one for one in kinds}
    context: dict[str, Any] = {"form": form, "names": list(names), "today": today}
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        wanted = finding.of_kind(data["kind"], kinds, given.structures, given.targets)
        found = finding.first_free_of(
            wanted, _look(data), given.structures, own=None, among=given.targets
        )
        context |= {"lines": [_line(one) for one in found], "kind": data["kind"]}
    status = IN_ERROR if form.is_bound and form.errors else 200
    return render(request, "public/free.html", context, status=status)


def _look(data: dict[str, Any]) -> rules.Look:
    """From the morning of a day, never before now."""
    now = timezone.now()
    since = max(now, local_instant(data["day"], time.min, HOME_ZONE))
    return rules.Look(data["length"], since, now)


def _line(found: Free) -> dict[str, Any]:
    """A place: what is free when, where it is and whom to call."""
    place, period = found.place, found.period
    when = period_fr(period.start, period.end, place.time_zone) if period else ""
    where = (place.address, str(place.commune) if place.commune else "")
    return {
        "free": found,
        "when": saying.capital(when),
        "why": "" if found.fits else rules.said("length", found.family),
        "where": ", ".join(filter(None, where)),
        "phone": phone_fr(place.phone),
    }

"""Calendars that an application asks for, by a secret address."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.booking.links import OF_PLACE, OF_RESOURCE, OWN_FEED
from maillage.core.models import SecretLink
from maillage.public.secret import by_secret


@require_safe
@by_secret({OWN_FEED, *OF_PLACE.values(), *OF_RESOURCE.values()})
def feed(request: HttpRequest, link: SecretLink) -> HttpResponse | None:
    """The calendar of a resource, of a place or of a person, as iCalendar."""
    # What writes calendars weighs ten megabytes: only a server that is asked for one loads it.
    from maillage.booking.feeds import feed_of  # noqa: PLC0415
    from maillage.booking.formats.calendar import written  # noqa: PLC0415

    now = timezone.now()
    found = feed_of(link, now)
    if found is None:
        return None
    made = written(found.name, found.events, now=now)
    headers = {"Content-Disposition": 'inline; filename="agenda.ics"'}
    return HttpResponse(made, content_type="text/calendar; charset=utf-8", headers=headers)

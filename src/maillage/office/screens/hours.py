"""The opening hours of a place: seven days, bank holidays, exceptions; read back in French."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from maillage.core import saying
from maillage.network.access import needs
from maillage.network.middleware import StaffRequest
from maillage.network.opening import OpeningHours, spans_fr
from maillage.network.rights import Right
from maillage.office.forms.hours import HoursForm
from maillage.office.screens.places import FORM, place_of
from maillage.office.shell import act, address, page, typed


@needs(Right.PLACES)
@require_http_methods(FORM)
def place_hours(request: StaffRequest, slug: str, place: UUID) -> HttpResponse:
    """The hours of a place; « Relire » says in French what was typed, and keeps nothing."""
    found, today = place_of(request, place), timezone.localdate()
    form = HoursForm(typed(request), place=found, today=today)
    title = saying.of(_("Les horaires de %s"), found.name)
    lead = _("Laissez vide un jour fermé. Minuit s’écrit 00:00.")
    if "preview" in request.POST and form.is_valid():
        context = {
            "form": form,
            "title": title,
            "lead": lead,
            "back": address(request, "places"),
            "preview": hours_fr(form.cleaned_data["opening"], today),
        }
        return page(request, "office/hours.html", context)
    return act(
        request,
        form,
        "network.edit_place",
        ids={"place": place},
        to=address(request, "places"),
        said=_("Les horaires sont changés, partout où ils s’affichent."),
        template="office/hours.html",
        place=place,
        title=title,
        lead=lead,
        preview=hours_fr(found.opening, today),
    )


def hours_fr(opening: str, today: date) -> list[tuple[str, str]]:
    """The usual week and the exceptions to come, in words."""
    if not opening:
        return []
    hours = OpeningHours.parse(opening)
    dated = [
        (_days(first, last), spans_fr(spans))
        for first, last, spans in sorted(hours.exceptions)
        if last >= today
    ]
    return [*hours.week_fr(), *dated]


def _days(first: date, last: date) -> str:
    if first == last:
        return saying.day_long(first)
    words = {"first": saying.day_long(first), "last": saying.day_long(last)}
    return _("du %(first)s au %(last)s") % words

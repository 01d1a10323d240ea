"""The hours of a place, of a kind of equipment: a week, exceptions; read back in French."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from maillage.booking.hours import follows_place
from maillage.core import saying
from maillage.network.access import needs
from maillage.network.middleware import StaffRequest
from maillage.network.opening import OpeningHours, spans_fr
from maillage.network.rights import Right
from maillage.office.forms.hours import NO_HOURS, FamilyHoursForm, HoursForm
from maillage.office.screens.places import FORM, place_of
from maillage.office.screens.resources import family_or_404
from maillage.office.shell import act, address, page, typed


@needs(Right.PLACES)
@require_http_methods(FORM)
def place_hours(request: StaffRequest, slug: str, place: UUID) -> HttpResponse:
    """The hours of a place; « Relire » says in French what was typed, and keeps nothing."""
    found, today = place_of(request, place), timezone.localdate()
    form = HoursForm(typed(request), of=found, today=today)
    title = saying.of(_("Les horaires de %s"), found.name)
    lead = _("Laissez vide un jour fermé. Minuit s’écrit 00:00.")
    return _act(
        request,
        form,
        "network.edit_place",
        {"place": place},
        to=address(request, "places"),
        said=_("Les horaires sont changés, partout où ils s’affichent."),
        place=place,
        title=title,
        lead=lead,
        preview=hours_fr(found.opening, today),
    )


@needs(Right.RESOURCES)
@require_http_methods(FORM)
def family_hours(request: StaffRequest, slug: str, family: UUID) -> HttpResponse:
    """When a kind of equipment is reserved: hours of its own, or days apart from the place's."""
    found, today = family_or_404(family), timezone.localdate()
    return _act(
        request,
        FamilyHoursForm(typed(request), of=found, today=today),
        "booking.edit_family",
        {"family": family},
        to=address(request, "families"),
        said=_("Les heures sont changées, dès la prochaine réservation."),
        title=saying.of(_("Les heures de %s"), found.name),
        lead=_("Quand ce matériel se réserve, si ce n’est pas comme le lieu."),
        preview=hours_fr(found.opening or str(NO_HOURS), today),
    )


def _act(
    request: StaffRequest, form: HoursForm, kind: str, ids: dict[str, UUID], **shown: Any
) -> HttpResponse:
    """The hours as typed, sent; or read back in French, and nothing kept."""
    if "preview" in request.POST and form.is_valid():
        read = hours_fr(form.cleaned_data["opening"], timezone.localdate())
        words = {name: shown[name] for name in ("title", "lead")}
        context = {**words, "form": form, "back": shown["to"], "preview": read}
        return page(request, "office/hours.html", context)
    return act(request, form, kind, ids=ids, template="office/hours.html", **shown)


def hours_fr(opening: str, today: date) -> list[tuple[str, str]]:
    """The usual week and the exceptions to come, in words."""
    if not opening:
        return []
    hours = OpeningHours.parse(opening)
    week = [(_("chaque semaine"), _("comme le lieu"))] if follows_place(hours) else hours.week_fr()
    dated = [
        (_days(first, last), spans_fr(spans))
        for first, last, spans in sorted(hours.exceptions)
        if last >= today
    ]
    return [*week, *dated]


def _days(first: date, last: date) -> str:
    if first == last:
        return saying.day_long(first)
    words = {"first": saying.day_long(first), "last": saying.day_long(last)}
    return _("du %(first)s au %(last)s") % words

"""« Semaine de l'équipe »: who is where, half-day by half-day; what nobody staffs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from maillage.core import saying
from maillage.core.ids import new_id
from maillage.network.access import needs
from maillage.network.half_days import coming_days
from maillage.network.middleware import StaffRequest
from maillage.network.models import RotaSlot
from maillage.network.queries import team_on
from maillage.network.rights import Right
from maillage.office.days import monday_of
from maillage.office.forms.network import EndForm
from maillage.office.forms.rota import HalfDayForm, SlotForm, SlotsForm, slot_values
from maillage.office.rota import Week, gap_lines
from maillage.office.shell import IN_ERROR, act, address, page, run, say, typed

FORM = ["GET", "POST"]
MOST_GAPS = 12


@needs(Right.PROGRAMME)
@require_GET
def rota(request: StaffRequest, slug: str) -> HttpResponse:
    """A week of the team; ``?week=2026-11-23``, ``?place=`` for one place."""
    today = timezone.localdate()
    monday = monday_of(request.GET.get("week"), today)
    chosen = next((one for one in request.places if str(one.pk) == request.GET.get("place")), None)
    shown = [chosen] if chosen else request.places
    week = Week(monday, shown, today)
    missing = gap_lines(shown, timezone.now())
    context = {
        "rows": week.rows(),
        "days": week.holidays(),
        "coverage": week.coverage(),
        "impossible": week.impossible(),
        "gaps": missing[:MOST_GAPS],
        "more_gaps": max(len(missing) - MOST_GAPS, 0),
        "title": _("Semaine du %s") % saying.date_long(monday),
        "this": monday,
        "before": monday - timedelta(days=7),
        "after": monday + timedelta(days=7),
        "today": today,
        "chosen": chosen,
        "may_set": Right.STAFF in request.rights,
        "many": len(request.places) > 1,
    }
    return page(request, "office/rota.html", context)


@needs(Right.STAFF)
@require_http_methods(FORM)
def slot_add(request: StaffRequest, slug: str) -> HttpResponse:
    """Somebody at a place, the same hours on one or several days; a command a day."""
    form = SlotsForm(typed(request), initial=_asked(request), **_offered(request))
    if form.is_bound and form.is_valid() and _add(request, form):
        return redirect("rota", slug=slug)
    context = {
        "form": form,
        "title": _("Ajouter à la semaine de l’équipe"),
        "lead": _("Chaque semaine aux mêmes heures, sauf les jours fériés du lieu."),
        "back": address(request, "rota"),
    }
    return page(request, "office/form.html", context, status=IN_ERROR if form.is_bound else 200)


def _offered(request: StaffRequest) -> dict[str, Any]:
    return {"team": team_on(timezone.localdate()), "places": request.places}


def _asked(request: StaffRequest) -> dict[str, Any]:
    """What the cell that was followed already says."""
    today = timezone.localdate()
    day = request.GET.get("day", "")
    starts = request.GET.get("starts", "")
    afternoon = starts >= "13:00"
    return {
        "staff": request.GET.get("staff", ""),
        "place": request.GET.get("place", ""),
        "weekdays": [day if day in {*"0123456"} else str(today.weekday())],
        "starts": "14:00" if afternoon else "09:00",
        "ends": "17:00" if afternoon else "12:00",
        "from_day": today,
    }


def _add(request: StaffRequest, form: SlotsForm) -> bool:
    """Whether some day was added; those refused are then said on the next page."""
    added = [
        payload["weekday"]
        for payload in form.payloads()
        if run(request, form, "network.set_rota_slot", {**payload, "slot": new_id()}) is not None
    ]
    if added:
        said = _("Ajouté : %s.") % saying.together([saying.WEEKDAYS[day] for day in added])
        say(request, " ".join([said, *map(str, form.non_field_errors())]))
    return bool(added)


def _slot(slot: UUID) -> RotaSlot:
    found: RotaSlot | None = (
        RotaSlot.objects.select_related("staff", "place").filter(pk=slot).first()
    )
    if found is None:
        raise Http404
    return found


@needs(Right.STAFF)
@require_http_methods(FORM)
def slot_edit(request: StaffRequest, slug: str, slot: UUID) -> HttpResponse:
    """Correct a half-day of the week, from today on; or take it away."""
    found = _slot(slot)
    return act(
        request,
        SlotForm(typed(request), initial=slot_values(found), **_offered(request)),
        "network.set_rota_slot",
        ids={"slot": slot},
        to=address(request, "rota"),
        said=_("La semaine est modifiée. Ce qui est passé ne change pas."),
        template="office/rota_slot.html",
        title=_("%(who)s, le %(day)s")
        % {"who": found.staff.first_name, "day": saying.WEEKDAYS[found.weekday]},
        lead=_("Sa demi-journée de chaque semaine : le jour, les heures, le lieu."),
        slot=found,
    )


@needs(Right.STAFF)
@require_http_methods(FORM)
def slot_day(request: StaffRequest, slug: str, slot: UUID) -> HttpResponse:
    """One day of a half-day: somebody else holds it, or nobody."""
    found, today = _slot(slot), timezone.localdate()
    words = {"who": found.staff.first_name, "day": saying.WEEKDAYS[found.weekday]}
    return act(
        request,
        HalfDayForm(
            typed(request),
            initial={"day": request.GET.get("day", "")},
            days=coming_days(found, today),
            team=[one for one in team_on(today) if one.pk != found.staff_id],
        ),
        "network.give_half_day",
        ids={"slot": slot, "given": new_id(), "rest": new_id()},
        to=address(request, "rota"),
        said=_("C’est changé pour ce jour-là. Les autres semaines restent les mêmes."),
        title=_("%(who)s, le %(day)s : une seule fois") % words,
        lead=_("Un échange, une absence d’une demi-journée : un seul jour change."),
    )


@needs(Right.STAFF)
@require_http_methods(FORM)
def slot_end(request: StaffRequest, slug: str, slot: UUID) -> HttpResponse:
    """The last day of a half-day of the week."""
    found = _slot(slot)
    words = {"who": found.staff.first_name, "day": saying.WEEKDAYS[found.weekday]}
    return act(
        request,
        EndForm(typed(request), initial={"to_day": timezone.localdate() - timedelta(days=1)}),
        "network.end_rota_slot",
        ids={"slot": slot},
        to=address(request, "rota"),
        said=_("C’est retiré de la semaine de l’équipe."),
        title=_("Retirer %(who)s du %(day)s") % words,
        lead=_("Hier comme dernier jour : dès aujourd’hui, ce n’est plus prévu."),
    )

"""What happens to machines: the register of incidents, maintenance that is due."""

from __future__ import annotations

import io
from typing import Any
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from defusedcsv import csv
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from maillage.booking import care_queries, queries
from maillage.booking.care_queries import Care
from maillage.booking.models import Incident
from maillage.core import saying
from maillage.core.commands import Data
from maillage.core.ids import new_id, read_id
from maillage.core.pictures import MEDIA_TYPES
from maillage.network.access import needs
from maillage.network.middleware import StaffRequest
from maillage.network.rights import Right
from maillage.office.booked import moment_said
from maillage.office.forms.care import EndIncidentForm, FilterForm, IncidentForm, MaintainedForm
from maillage.office.screens.booking import place_of
from maillage.office.screens.resources import job_said, resource_or_404, told_address
from maillage.office.shell import IN_ERROR, act, address, page, run, say, typed

FORM = ["GET", "POST"]
MOST_SHOWN = 200
COLUMNS = (
    gettext_lazy("Jour"),
    gettext_lazy("Heure"),
    gettext_lazy("Matériel"),
    gettext_lazy("Ce qui est arrivé"),
    gettext_lazy("En quelques mots"),
    gettext_lazy("Signalé par"),
    gettext_lazy("Clos le"),
    gettext_lazy("Suite"),
)


def _at(request: StaffRequest, name: str, place: UUID | None) -> str:
    """A page about a place."""
    to = address(request, name)
    return f"{to}?{urlencode({'place': place})}" if place else to


def _asked(request: StaffRequest) -> Data:
    """How the register is filtered: ``?state=open``, ``?what=``, ``?resource=``."""
    form = FilterForm(request.GET)
    data = form.cleaned_data if form.is_valid() else {}
    return {
        "open_only": data.get("state") == "open",
        "what": data.get("what", ""),
        "resource": read_id(request.GET.get("resource")),
    }


@needs(Right.AUTHORISE)
@require_GET
def incidents(request: StaffRequest, slug: str) -> HttpResponse:
    """The register of a place, the latest first, filtered."""
    place = place_of(request)
    asked = _asked(request)
    rows = care_queries.incidents_at(place.pk, most=MOST_SHOWN, **asked) if place else []
    query = {one: request.GET[one] for one in ("state", "what") if request.GET.get(one)}
    context = {
        "rows": rows,
        "form": FilterForm(request.GET),
        "chosen": place,
        "query": urlencode({**query, **({"place": place.pk} if place else {})}),
        "capped": MOST_SHOWN if len(rows) == MOST_SHOWN else 0,
    }
    return page(request, "office/incidents.html", context)


@needs(Right.AUTHORISE)
@require_GET
def incidents_csv(request: StaffRequest, slug: str) -> HttpResponse:
    """The register as it is filtered, for a spreadsheet: ``;`` and a byte-order mark."""
    place = place_of(request)
    if place is None:
        raise Http404
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    rows = care_queries.incidents_at(place.pk, most=10 * MOST_SHOWN, **_asked(request))
    writer.writerows(_line(one, place.time_zone) for one in rows)
    headers = {"Content-Disposition": 'attachment; filename="incidents.csv"'}
    body = "\ufeff" + text.getvalue()
    return HttpResponse(body, content_type="text/csv; charset=utf-8", headers=headers)


def _line(row: Incident, tz: str) -> list[str]:
    local = row.at.astimezone(ZoneInfo(tz))
    ended = row.ended_at.astimezone(ZoneInfo(tz)) if row.ended_at else None
    after = [str(row.get_outcome_display()) if row.outcome else "", row.outcome_words]
    return [
        f"{local:%d/%m/%Y}",
        f"{local:%H:%M}",
        row.resource.unit.name,
        str(row.get_what_display()),
        row.words,
        row.staff.first_name,
        f"{ended:%d/%m/%Y}" if ended else "",
        ", ".join(filter(None, after)),
    ]


@needs(Right.BOOK)
@require_http_methods(FORM)
def incident_add(request: StaffRequest, slug: str) -> HttpResponse:
    """Something happened to a machine: a tap, a photo, out of use by another button."""
    place = place_of(request)
    here = place.pk if place else None
    resources = queries.resources_at(here) if here else []
    initial = {"resource": request.GET.get("what", "")}
    form = IncidentForm(typed(request), request.FILES or None, initial=initial, resources=resources)
    if form.is_bound and form.is_valid():
        sent = {"incident": new_id(), **form.payload()}
        done = run(
            request, form, "booking.report_incident", sent, place=place.pk if place else None
        )
        if done is not None:
            say(request, _reported_said(done, stopped=form.stops))
            return redirect(_after(request, form.cleaned_data["resource"], done))
    context = {
        "form": form,
        "back": _at(request, "bookings", here),
        "title": _("Signaler"),
        "lead": _("Une panne, un danger, quelque chose qui manque : c’est écrit au registre."),
        "resources": resources,
    }
    status = IN_ERROR if form.is_bound else 200
    return page(request, "office/incident_add.html", context, status=status)


def _reported_said(done: Data, *, stopped: bool) -> str:
    said = _("C’est noté, et hors service.") if stopped else _("C’est noté au registre.")
    return f"{said} {job_said(done)}".strip()


def _after(request: StaffRequest, resource: UUID, done: Data) -> str:
    """Whom to call where something was moved, cancelled or stopped; else the reservations."""
    if done["moved"] or done["cancelled"] or done["stopped"]:
        return told_address(request, resource, done)
    return _at(request, "bookings", resource_or_404(resource).unit.place_id)


def _incident(incident: UUID) -> Incident:
    found = care_queries.incident_of(incident)
    if found is None:
        raise Http404
    return found


@needs(Right.AUTHORISE)
@require_http_methods(FORM)
def incident(request: StaffRequest, slug: str, incident: UUID) -> HttpResponse:
    """An incident with its photo; how it ends."""
    found = _incident(incident)
    place = found.resource.unit.place
    out = found.lock_out is not None and found.lock_out.ended_at is None
    return act(
        request,
        EndIncidentForm(typed(request), out=out),
        "booking.end_incident",
        ids={"incident": incident},
        to=_at(request, "incidents", place.pk),
        said=_("L’incident est clos."),
        place=place.pk,
        template="office/incident.html",
        row=found,
        when=moment_said(found.at, place.time_zone),
        ended=moment_said(found.ended_at, place.time_zone) if found.ended_at else "",
        title=found.resource.unit.name,
        lead=_("Ce qui a été signalé, et comment cela finit."),
        out=out,
    )


@needs(Right.AUTHORISE)
@require_GET
def incident_photo(request: StaffRequest, slug: str, incident: UUID) -> HttpResponse:
    """The photo of an incident, for the team only."""
    found = _incident(incident)
    try:
        with found.photo.open() as file:
            content = file.read()
    except (ValueError, FileNotFoundError):
        raise Http404 from None
    kind = MEDIA_TYPES[str(found.photo.name).rpartition(".")[2]]
    return HttpResponse(content, content_type=kind, headers={"Cache-Control": "private"})


# Maintenance


@needs(Right.AUTHORISE)
@require_GET
def care(request: StaffRequest, slug: str) -> HttpResponse:
    """What has a plan of maintenance: where it stands, what is due first."""
    place = place_of(request)
    rows = queries.resources_at(place.pk) if place else []
    found = care_queries.care_of(rows, timezone.now())
    lines = sorted(map(_care_said, found), key=lambda one: not one["care"].due)
    return page(request, "office/care.html", {"lines": lines, "chosen": place})


def _care_said(one: Care) -> dict[str, Any]:
    """« 112 h d’usage sur 100 h · avant le 3 mars 2027 »."""
    parts = []
    if one.plan.hours is not None:
        values = {
            "used": saying.in_hours(one.minutes),
            "hours": saying.in_hours(one.plan.hours * 60),
        }
        parts.append(_("%(used)s d’usage sur %(hours)s") % values)
    if one.on is not None:
        parts.append(_("avant le %s") % saying.date_long(one.on))
    return {"care": one, "said": " · ".join(parts)}


@needs(Right.AUTHORISE)
@require_http_methods(FORM)
def maintained(request: StaffRequest, slug: str, resource: UUID) -> HttpResponse:
    """A machine was maintained today."""
    found = resource_or_404(resource)
    place = found.unit.place_id
    return act(
        request,
        MaintainedForm(typed(request)),
        "booking.note_maintenance",
        ids={"maintenance": new_id(), "resource": resource},
        to=_at(request, "care", place),
        said=_("L’entretien est noté : le compte repart de zéro."),
        place=place,
        title=_("Entretien de « %s »") % found.unit.name,
        lead=_("Fait aujourd’hui. Les heures et les mois se comptent de nouveau."),
    )

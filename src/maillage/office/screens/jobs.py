"""What machines do by themselves: their queues, what runs, how the week of a place is used."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from maillage.booking import job_queries, queries
from maillage.booking.models import Job, Resource
from maillage.booking.use_queries import utilisation_of
from maillage.booking.words import whom
from maillage.core import saying
from maillage.core.commands import Data
from maillage.core.ids import new_id, read_id
from maillage.money.plan_queries import paid_for
from maillage.network.access import needs
from maillage.network.middleware import StaffRequest
from maillage.network.rights import Right
from maillage.office.booked import called, moment_said, week_period, when_said
from maillage.office.days import monday_of
from maillage.office.forms.fields import OfficeForm
from maillage.office.forms.jobs import EndForm, ExtendForm, JobForm, minutes_left
from maillage.office.screens.asking import whole_names, whom_asked
from maillage.office.screens.booking import place_of
from maillage.office.shell import IN_ERROR, address, page, run, say, typed

FORM = ["GET", "POST"]
MOST_ENDED = 8
MOST_TOLD = 100


def _jobs_address(request: StaffRequest, place: UUID | None) -> str:
    to = address(request, "jobs")
    return f"{to}?{urlencode({'place': place})}" if place else to


@needs(Right.BOOK)
@require_GET
def jobs(request: StaffRequest, slug: str) -> HttpResponse:
    """Each machine that works by itself: what runs, whose turn is next, what ended last."""
    place = place_of(request)
    rows = [one for one in queries.resources_at(place.pk) if _works(one)] if place else []
    ids = [one.pk for one in rows]
    found = job_queries.open_jobs(ids)
    ended = job_queries.ended_jobs(ids, MOST_ENDED)
    context = {
        "machines": [_machine(request, one, found) for one in rows],
        "ended": [_line(request, one) for one in ended],
        "counted": paid_for(one.pk for one in ended),
        "chosen": place,
    }
    return page(request, "office/jobs.html", context)


def _works(resource: Resource) -> bool:
    return resource.family.unattended


def _machine(request: StaffRequest, resource: Resource, found: Iterable[Job]) -> dict[str, Any]:
    """A machine, what runs on it and its queue."""
    theirs = [_line(request, one) for one in found if one.resource_id == resource.pk]
    return {
        "resource": resource,
        "runs": next((one for one in theirs if one["row"].started_at), None),
        "queue": [one for one in theirs if not one["row"].started_at],
    }


def _line(request: StaffRequest, row: Job) -> dict[str, Any]:
    """A job in words: whose, how long, until when; whether it should have ended."""
    now, whole, tz = timezone.now(), whole_names(request), row.resource.unit.place.time_zone
    end = row.ended_at or row.expected_end
    return {
        "row": row,
        "who": whom(row, whole=whole),
        "phone": row.person.kept.phone if whole and row.person else "",
        "length": saying.length(row.minutes),
        "since": moment_said(row.started_at, tz) if row.started_at else "",
        "until": moment_said(end, tz) if end else "",
        "overdue": end is not None and row.ended_at is None and end <= now,
    }


@needs(Right.BOOK)
@require_http_methods(FORM)
def job_add(request: StaffRequest, slug: str) -> HttpResponse:
    """A job for somebody who is searched first: in the queue, or now."""
    place = place_of(request)
    resources = [one for one in queries.resources_at(place.pk) if _works(one)] if place else []
    asked = whom_asked(request)
    form = JobForm(
        asked.sent,
        initial=_asked(request, resources) | asked.typed,
        resources=resources,
        persons=asked.persons(),
        companions=asked.companions(),
    )
    to = _jobs_address(request, place.pk if place else None)
    if form.is_bound and form.is_valid():
        sent = {"job": new_id(), **form.payload()}
        made = run(request, form, "booking.queue_job", sent, place=place.pk if place else None)
        if made is not None:
            say(request, _("C’est lancé.") if form.starts else _("C’est dans la file."))
            return redirect(to)
    context = {
        "form": form,
        "asked": asked,
        "back": to,
        "title": _("Un travail"),
        "lead": _("Ce que la machine fera seule : elle est prise jusqu’à la fin prévue."),
        "resources": resources,
    }
    status = IN_ERROR if form.is_bound else 200
    return page(request, "office/job_form.html", context, status=status)


def _asked(request: StaffRequest, resources: list[Resource]) -> Data:
    """The machine and the person that the address names."""
    only = {"what": str(resources[0].pk)} if len(resources) == 1 else {}
    return (
        {"minutes": 60}
        | only
        | {one: request.GET[one] for one in ("what", "person") if request.GET.get(one)}
    )


def _job(job: UUID) -> Job:
    found = job_queries.job_of(job)
    if found is None:
        raise Http404
    return found


def _said(request: StaffRequest, row: Job) -> str:
    """« « vase bleu », pour Marie Le Gall. »"""
    who = whom(row, whole=whole_names(request))
    if not row.what:
        return _("Pour %s.") % who
    return _("« %(what)s », pour %(who)s.") % {"what": row.what, "who": who}


def _tap(request: StaffRequest, found: Job, kind: str, said: str) -> HttpResponse:
    """A button of the page of queues."""
    form, place = OfficeForm({}), found.resource.unit.place_id
    form.is_valid()
    if run(request, form, kind, {"job": found.pk}, place=place) is None:
        said = " ".join(map(str, form.non_field_errors()))
    say(request, said)
    return redirect(_jobs_address(request, place))


@needs(Right.BOOK)
@require_POST
def job_start(request: StaffRequest, slug: str, job: UUID) -> HttpResponse:
    """The next of the queue, or another, runs now."""
    return _tap(request, _job(job), "booking.start_job", _("C’est lancé."))


@needs(Right.BOOK)
@require_POST
def job_drop(request: StaffRequest, slug: str, job: UUID) -> HttpResponse:
    """Out of the queue."""
    return _tap(request, _job(job), "booking.drop_job", _("C’est retiré de la file."))


@needs(Right.BOOK)
@require_http_methods(FORM)
def job_end(request: StaffRequest, slug: str, job: UUID) -> HttpResponse:
    """How it ended; the page that follows says whose turn it is."""
    found = _job(job)
    place = found.resource.unit.place
    form = EndForm(typed(request))
    if form.is_bound and form.is_valid():
        sent = {"job": job, **form.payload_at(place.time_zone)}
        done = run(request, form, "booking.end_job", sent, place=place.pk)
        if done is not None:
            say(request, _ended_said(request, found, read_id(done["next"])))
            return redirect(_jobs_address(request, place.pk))
    context = {
        "form": form,
        "back": _jobs_address(request, place.pk),
        "title": _("Fin du travail sur « %s »") % found.resource.unit.name,
        "lead": _said(request, found),
    }
    status = IN_ERROR if form.is_bound else 200
    return page(request, "office/form.html", context, status=status)


def _ended_said(request: StaffRequest, found: Job, following: UUID | None) -> str:
    said = _("« %s » est libre.") % found.resource.unit.name
    if following is None:
        return said
    return f"{said} {_('À suivre :')} {_said(request, _job(following))}"


@needs(Right.BOOK)
@require_http_methods(FORM)
def job_extend(request: StaffRequest, slug: str, job: UUID) -> HttpResponse:
    """It still runs for so long; what it runs over is shown, with phones."""
    found = _job(job)
    place = found.resource.unit.place
    form = ExtendForm(typed(request), initial={"minutes": minutes_left(found, timezone.now())})
    if form.is_bound and form.is_valid():
        sent = {"job": job, **form.payload()}
        done = run(request, form, "booking.extend_job", sent, place=place.pk)
        if done is not None:
            over = {one: done[one][:MOST_TOLD] for one in ("reservations", "sessions")}
            say(request, _("La fin prévue est changée."))
            return redirect(_after(request, job, place.pk, over))
    context = {
        "form": form,
        "back": _jobs_address(request, place.pk),
        "title": _("Fin prévue sur « %s »") % found.resource.unit.name,
        "lead": _said(request, found),
    }
    status = IN_ERROR if form.is_bound else 200
    return page(request, "office/form.html", context, status=status)


def _after(request: StaffRequest, job: UUID, place: UUID, over: dict[str, list[str]]) -> str:
    """The queues, or whom to call where it runs over something."""
    query = {name: ",".join(ids) for name, ids in over.items() if ids}
    if not query:
        return _jobs_address(request, place)
    return f"{address(request, 'job-told', job)}?{urlencode(query)}"


@needs(Right.BOOK)
@require_GET
def job_told(request: StaffRequest, slug: str, job: UUID) -> HttpResponse:
    """Whom to call: ``?reservations=`` and ``?sessions=``, ids of what a job runs over."""
    found = _job(job)
    place = found.resource.unit.place
    rows = called(request, request.GET.get("reservations", ""), place.time_zone)
    ids = filter(None, map(read_id, request.GET.get("sessions", "").split(",")))
    sessions = [
        (one, when_said(one.starts_at, one.ends_at, place.time_zone))
        for one in job_queries.sessions_by_id(ids)
    ]
    context = {
        "lead": _("« %s » ne peut pas s’arrêter : ce qui était prévu reste noté, à vous de voir.")
        % found.resource.unit.name,
        "groups": [(_("Réservées pendant ce temps"), rows)] if rows else [],
        "sessions": sessions,
        "back_label": _("Travaux des machines"),
        "back": _jobs_address(request, place.pk),
    }
    return page(request, "office/resource_told.html", context)


# How much machines are used


@needs(Right.BOOK)
@require_GET
def use(request: StaffRequest, slug: str) -> HttpResponse:
    """The week's use of each resource, by clock hours and by bookable hours, both named."""
    place, today = place_of(request), timezone.localdate()
    monday = monday_of(request.GET.get("week"), today)
    week = week_period(monday, place.time_zone) if place else None
    lines = utilisation_of(place, monday, week) if place and week else []
    context = {
        "lines": [
            {
                "resource": resource,
                "use": one,
                "used": saying.in_hours(one.used),
                "clock": saying.in_hours(one.clock),
                "bookable": saying.in_hours(one.bookable),
            }
            for resource, one in lines
        ],
        "chosen": place,
        "this": monday,
        "today": today,
        "before": monday - timedelta(days=7),
        "after": monday + timedelta(days=7),
        "title": _("Semaine du %s") % saying.date_long(monday),
    }
    return page(request, "office/use.html", context)

"""Somebody of the team is away: one tap, then the sessions to save and the people to tell."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from maillage.core import saying
from maillage.core.ids import new_id
from maillage.core.periods import Period
from maillage.network.access import needs
from maillage.network.middleware import StaffRequest
from maillage.network.models import Staff, StaffAbsence
from maillage.network.queries import team_on
from maillage.network.rights import Right
from maillage.network.rota_queries import absences_between, free_staff
from maillage.office.forms.fields import OfficeForm
from maillage.office.forms.rota import AbsenceForm, ReplaceForm
from maillage.office.sessions import cards
from maillage.office.shell import IN_ERROR, act, address, page, run, say, typed
from maillage.office.telling import channels_fr, counted, people_to_tell
from maillage.programme.models import Session
from maillage.programme.queries import sessions_animated

FORM = ["GET", "POST"]


@needs(Right.PROGRAMME)
@require_http_methods(FORM)
def absence_add(request: StaffRequest, slug: str) -> HttpResponse:
    """Somebody is away for some days."""
    today = timezone.localdate()
    initial = {"staff": request.GET.get("staff", ""), "from_day": today, "to_day": today}
    absence = new_id()
    return act(
        request,
        AbsenceForm(typed(request), initial=initial, team=team_on(today)),
        "network.declare_absence",
        ids={"absence": absence},
        to=address(request, "absence", absence),
        back=address(request, "rota"),
        said=_("C’est noté. Voici ce que cela change."),
        title=_("Noter une absence"),
        lead=_("Sans dire pourquoi. Les séances restent : la page suivante dit lesquelles."),
    )


@needs(Right.PROGRAMME)
@require_POST
def absent_today(request: StaffRequest, slug: str, staff: UUID) -> HttpResponse:
    """One tap: away today; then what it changes. A second tap shows the same page."""
    person = Staff.objects.filter(pk=staff, is_service=False).first()
    if person is None:
        raise Http404
    today = timezone.localdate()
    held = [one for one in absences_between(today, today) if one.staff_id == staff]
    absence = held[0].pk if held else new_id()
    form = OfficeForm({})
    form.is_valid()
    payload = {"absence": absence, "staff": staff}
    if not held and run(request, form, "network.declare_absence", payload) is None:
        say(request, " ".join(map(str, form.non_field_errors())))
        return redirect("rota", slug=slug)
    return redirect("absence", slug=slug, absence=absence)


def _absence(absence: UUID) -> StaffAbsence:
    found: StaffAbsence | None = (
        StaffAbsence.objects.select_related("staff").filter(pk=absence).first()
    )
    if found is None:
        raise Http404
    return found


@needs(Right.PROGRAMME)
@require_GET
def absence(request: StaffRequest, slug: str, absence: UUID) -> HttpResponse:
    """The sessions they animate, who could replace them, whom to tell and how."""
    return _show(request, _absence(absence))


def _show(request: StaffRequest, found: StaffAbsence, form: Any = None) -> HttpResponse:
    now = timezone.now()
    touched = cards(_touched(found, now))
    free = _free([card.session for card in touched], found)
    told = people_to_tell([card.session for card in touched], now)
    context = {
        "absence": found,
        "who": found.staff.first_name,
        "when": days_fr(found.from_day, found.to_day),
        "rows": [{"card": card, "free": free[card.session.pk]} for card in touched],
        "told": told,
        "channels": channels_fr(counted(told)),
        "form": form,
    }
    return page(request, "office/absence.html", context, status=IN_ERROR if form else 200)


def days_fr(first: date, last: date) -> str:
    """« lundi 23 novembre », or « du lundi 23 novembre au mardi 24 novembre »."""
    if first == last:
        return saying.day(first)
    return _("du %(first)s au %(last)s") % {"first": saying.day(first), "last": saying.day(last)}


def _touched(found: StaffAbsence, now: datetime) -> list[Session]:
    """The sessions they animate on those days, those already over left out."""
    if found.cancelled_at is not None:
        return []
    sessions = sessions_animated(found.staff_id, found.from_day, found.to_day)
    return [one for one in sessions if one.ends_at > now]


def _free(sessions: list[Session], found: StaffAbsence) -> dict[UUID, list[Staff]]:
    """Who could animate each session instead."""
    wanted = [(Period(one.starts_at, one.ends_at), one.place) for one in sessions]
    return {
        session.pk: [one for one in free if one.pk != found.staff_id]
        for session, free in zip(sessions, free_staff(wanted), strict=True)
    }


@needs(Right.PROGRAMME)
@require_POST
def absence_cancel(request: StaffRequest, slug: str, absence: UUID) -> HttpResponse:
    """They are there after all."""
    found = _absence(absence)
    form = OfficeForm({})
    form.is_valid()
    if run(request, form, "network.cancel_absence", {"absence": absence}) is None:
        return _show(request, found, form)
    say(request, _("%s est de nouveau dans la semaine de l’équipe.") % found.staff.first_name)
    return redirect("rota", slug=slug)


def _session(text: str) -> Session:
    """The session that a form of the page names."""
    try:
        found = Session.objects.select_related("place").filter(pk=UUID(text)).first()
    except ValueError:
        found = None
    if found is None:
        raise Http404
    return found


@needs(Right.PROGRAMME)
@require_POST
def absence_replace(request: StaffRequest, slug: str, absence: UUID) -> HttpResponse:
    """Somebody else animates a session."""
    found, one = _absence(absence), _session(request.POST.get("session", ""))
    form = ReplaceForm(request.POST, free=_free([one], found)[one.pk])
    if not form.is_valid():
        return _show(request, found, form)
    payload = {"session": one.pk, "staff": found.staff_id, "by": form.cleaned_data["by"]}
    if run(request, form, "programme.replace_mediator", payload, place=one.place_id) is None:
        return _show(request, found, form)
    say(request, _("C’est fait : « %s » aura lieu.") % one.title)
    return redirect("absence", slug=slug, absence=absence)


@needs(Right.PROGRAMME)
@require_POST
def absence_call_off(request: StaffRequest, slug: str, absence: UUID) -> HttpResponse:
    """A session that nobody can animate is cancelled, and those registered are told."""
    found, one = _absence(absence), _session(request.POST.get("session", ""))
    form = OfficeForm({})
    form.is_valid()
    payload = {"session": one.pk}
    done = run(request, form, "counter.call_off", payload, place=one.place_id)
    if done is None:
        return _show(request, found, form)
    told = channels_fr(done["told"]) or _("personne à prévenir")
    say(request, _("« %(title)s » est annulée : %(told)s.") % {"title": one.title, "told": told})
    return redirect("absence", slug=slug, absence=absence)

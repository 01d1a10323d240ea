"""Sessions: list, plan, cancel, who came."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from maillage.booking.models import Family
from maillage.booking.queries import families_trained
from maillage.core.ids import new_id
from maillage.messages.queries import said_about
from maillage.network.access import needs
from maillage.network.middleware import StaffRequest
from maillage.network.models import Place, Unit
from maillage.network.queries import organisations, team_on, units_in_use
from maillage.network.rights import Right
from maillage.office.announcing import standing, told_said
from maillage.office.forms.fields import OfficeForm
from maillage.office.forms.programme import ScopeForm, SessionForm
from maillage.office.forms.repeat import planned_said, said_of
from maillage.office.parts import event_part, together_part
from maillage.office.printable import Printable
from maillage.office.prints.parts import name_of
from maillage.office.sessions import cards
from maillage.office.shell import IN_ERROR, address, onward, page, run, say, typed
from maillage.office.telling import channels_fr, counted, rows_to_tell
from maillage.programme import catalogue, queries
from maillage.programme.models import Registration, Session
from maillage.programme.permissions import shares

FORM = ["GET", "POST"]


def own_sessions(request: StaffRequest, sessions: list[Session]) -> set[UUID]:
    """Those that somebody may open: all for the team, their organisation's for a co-organiser."""
    ids = [one.pk for one in sessions]
    if Right.PROGRAMME in request.rights:
        return set(ids)
    return shares(request.staff.organisation_id, ids)


def place_asked(request: StaffRequest) -> Place | None:
    """The place that the address names, when it is one of the structure's."""
    asked = request.GET.get("place")
    return next((one for one in request.places if str(one.pk) == asked), None)


@needs(Right.OWN_SESSIONS)
@require_http_methods(FORM)
def session_plan(request: StaffRequest, slug: str) -> HttpResponse:
    """One session, or those of a repetition."""
    form = SessionForm(
        typed(request),
        initial=_asked(request),
        workshops=catalogue.workshops(),
        places=request.places,
        rooms=list(units_in_use().filter(kind=Unit.Kind.ROOM)),
        team=team_on(timezone.localdate()) if Right.PROGRAMME in request.rights else [],
        organisations=organisations(),
    )
    if form.is_bound and form.is_valid():
        payload = {**form.payload(), "session": new_id()}
        place = form.cleaned_data["place"]
        made = run(request, form, "programme.plan_session", payload, place=place)
        if made is not None:
            say(request, planned_said(made))
            day = f"?day={form.cleaned_data['day']:%Y-%m-%d}"
            return redirect(onward(request, address(request, "sessions") + day))
    context = {"form": form, "back": address(request, "sessions")}
    context["title"] = _("Planifier une séance")
    context["lead"] = _("Un atelier, un lieu, un jour, une heure ; une fois ou chaque semaine.")
    status = IN_ERROR if form.is_bound else 200
    return page(request, "office/session_plan.html", context, status=status)


def _asked(request: StaffRequest) -> dict[str, Any]:
    """What a link to the form has already said: a workshop, a day."""
    place = str(request.place.pk) if request.place else None
    names = ("workshop", "day", "start")
    return {"place": place, **{one: request.GET[one] for one in names if one in request.GET}}


def found_session(session: UUID) -> Session:
    """A session of the structure, or 404."""
    rows = Session.objects.select_related("place", "room", "workshop", "series")
    found: Session | None = rows.filter(pk=session).first()
    if found is None:
        raise Http404
    return found


def own_session(request: StaffRequest, session: UUID) -> Session:
    """A session, or 404; 403 to a co-organiser for one that their organisation does not share."""
    found = found_session(session)
    if Right.DESK not in request.rights and not own_sessions(request, [found]):
        raise PermissionDenied
    return found


@needs(Right.OWN_SESSIONS)
@require_GET
def session(request: StaffRequest, slug: str, session: UUID) -> HttpResponse:
    """Who is registered, who waits, who came."""
    return _show(request, own_session(request, session))


def _show(request: StaffRequest, found: Session, form: OfficeForm | None = None) -> HttpResponse:
    rows = queries.registrations_of([found]).get(found.pk, [])
    ranks = queries.ranks_of(rows)
    (card,) = cards([found])
    unnamed = queries.unnamed_in([found]).get(found.pk, 0)
    came = sum(row.attendance == Registration.Attendance.PRESENT for row in rows) + unnamed
    context = {
        "card": card,
        "session": found,
        "rows": [
            {
                "registration": row,
                "rank": ranks[row.pk],
                "name": name_of(row.person, whole=Right.PEOPLE in request.rights),
            }
            for row in rows
        ],
        "summary": summary(rows, unnamed),
        "organisers": queries.organisers_of([found]).get(found.pk, []),
        "marks": Registration.Attendance.choices[1:],
        "begun": found.starts_at <= timezone.now(),
        "form": form,
        "scope": None if found.series is None else ScopeForm(in_series=True)["scope"],
        "rule": said_of(found.series) if found.series else "",
        "in_series": Session.objects.filter(series=found.series_id).count() if found.series else 0,
        "prints": printables(request, found),
        "standing": standing(said_about(found.pk)),
        "channels": _foreseen(rows, found),
    }
    if Right.PROGRAMME in request.rights:
        context["event"] = event_part(found, rows)
        context["trains"] = _trains(request, found, rows)
        context["together"] = together_part(request, found, came)
    status = 422 if form else 200
    return page(request, "office/session.html", context, status=status)


def _trains(request: StaffRequest, found: Session, rows: list[Registration]) -> list[Family]:
    """The kinds of machines that who came to this training may be authorised for."""
    came = any(row.attendance == Registration.Attendance.PRESENT and row.person for row in rows)
    may = Right.AUTHORISE in request.rights and found.state != Session.State.CANCELLED
    return families_trained(found.workshop_id) if came and may else []


def printables(request: StaffRequest, found: Session) -> list[Printable]:
    """What can be printed of a session."""
    poster, signs, phones = (
        address(request, name, found.pk)
        for name in ("session-poster", "session-signs", "session-phones")
    )
    called = [Printable(_("Liste d’appel"), phones)] if Right.PEOPLE in request.rights else []
    return [
        Printable(_("Feuille de présence"), address(request, "session-sheet", found.pk)),
        *called,
        Printable(_("Affiche A4"), poster),
        Printable(_("Tract A5"), f"{poster}?paper=a5"),
        Printable(_("Panneaux et flèches"), signs),
    ]


def _foreseen(rows: list[Registration], found: Session) -> str:
    """How those registered would be told that the session is called off; nothing once begun."""
    now = timezone.now()
    theirs = {row.person_id: [found] for row in rows if row.person_id is not None}
    if found.starts_at <= now or not theirs:
        return ""
    return channels_fr(counted(rows_to_tell(theirs, now, until=found.starts_at)))


def summary(rows: list[Registration], unnamed: int) -> list[tuple[str, int]]:
    """How many are still expected, were present, absent, excused; came unnamed; wait for a seat."""
    waiting = [row for row in rows if row.state == Registration.State.WAITING]
    counts = [
        (str(label), sum(row.attendance == value for row in rows if row not in waiting))
        for value, label in Registration.Attendance.choices
    ]
    queue = [(str(Registration.State.WAITING.label), len(waiting))] if waiting else []
    return [*counts, (_("sans nom"), unnamed), *queue]


@needs(Right.OWN_SESSIONS)
@require_POST
def session_cancel(request: StaffRequest, slug: str, session: UUID) -> HttpResponse:
    """Cancel a session, the following or all ahead: the page then says whom to tell."""
    found = own_session(request, session)
    form = ScopeForm(request.POST, in_series=found.series_id is not None)
    if not form.is_valid():
        return _show(request, found, form)
    payload = {**form.payload(), "session": session}
    data = run(request, form, "counter.call_off", payload, place=found.place_id)
    if data is None:
        return _show(request, found, form)
    say(request, _("La séance est annulée.") + " " + told_said(data["told"]))
    return redirect("session", slug=slug, session=session)


@needs(Right.PROGRAMME)
@require_POST
def session_offer(request: StaffRequest, slug: str, session: UUID) -> HttpResponse:
    """A freed seat goes to who waits, and they are told."""
    found = found_session(session)
    form = OfficeForm({})
    form.is_valid()
    payload = {"registration": request.POST.get("registration", "")}
    data = run(request, form, "counter.offer_seat", payload, place=found.place_id)
    if data is None:
        return _show(request, found, form)
    say(request, _("La place est donnée.") + " " + told_said(data["told"]))
    return redirect("session", slug=slug, session=session)


@needs(Right.OWN_SESSIONS)
@require_POST
def session_mark(request: StaffRequest, slug: str, session: UUID) -> HttpResponse:
    """Present, absent or excused: marked late, or corrected, without blame."""
    found = own_session(request, session)
    form = OfficeForm({})
    form.is_valid()
    payload = {
        "registration": request.POST.get("registration", ""),
        "attendance": request.POST.get("attendance", ""),
    }
    if run(request, form, "programme.mark_attendance", payload, place=found.place_id) is None:
        return _show(request, found, form)
    return redirect("session", slug=slug, session=session)

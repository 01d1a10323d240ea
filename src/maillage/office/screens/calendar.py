"""The calendar of sessions: week, month or list; a session moved, changed; its series."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby
from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from maillage.core import saying
from maillage.core.periods import months_after
from maillage.network.access import needs
from maillage.network.middleware import StaffRequest
from maillage.network.models import Place, Staff, Unit
from maillage.network.queries import organisations, rooms, team_on, units_in_use
from maillage.network.rights import Right
from maillage.office.announcing import told_said
from maillage.office.days import day_of, month_of
from maillage.office.forms.programme import EditSessionForm, session_values
from maillage.office.forms.repeat import said_of
from maillage.office.printable import Printable
from maillage.office.screens.programme import own_session, own_sessions
from maillage.office.sessions import Card, cards
from maillage.office.shell import IN_ERROR, address, page, run, say, typed
from maillage.office.week import (
    Column,
    Event,
    grid,
    notes_of,
    quarters,
    schools_unknown,
    week_of,
)
from maillage.programme import queries
from maillage.programme.models import Series, Session

WEEK, MONTH, LIST = "week", "month", "list"
TEMPLATES = {
    WEEK: "office/calendar_week.html",
    MONTH: "office/calendar_month.html",
    LIST: "office/sessions.html",
}
MOVED_BACK = "office_moved_back"


class Asked(NamedTuple):
    """What the address asks: a view, a day, and what to keep of the sessions."""

    view: str
    day: date
    place: Place | None
    room: Unit | None
    staff: Staff | None

    def query(self, **changes: Any) -> str:
        """The same, changed: the end of an address."""
        kept = {"view": self.view, "day": self.day.isoformat()}
        kept |= {
            name: str(row.pk)
            for name in ("place", "room", "staff")
            if (row := getattr(self, name)) is not None
        }
        return "?" + urlencode({**kept, **changes})


@needs(Right.OWN_SESSIONS)
@require_GET
def calendar(request: StaffRequest, slug: str) -> HttpResponse:
    """Sessions by week, by month, or as a list; by place, room and who animates."""
    every_room = rooms()
    team = team_on(timezone.localdate())
    asked = _asked(request, every_room, team)
    days = _days(asked)
    found = queries.sessions_of_all_places(
        days[0],
        days[-1],
        place=asked.place.pk if asked.place else None,
        room=asked.room.pk if asked.room else None,
        staff=asked.staff.pk if asked.staff else None,
    )
    places = [asked.place] if asked.place else request.places
    own = own_sessions(request, found)
    context = {
        **_navigation(asked),
        **_drawn(asked, days, cards(found), places, own),
        "own": own,
        "asked": asked,
        "rooms": [one for one in every_room if one.place_id in {place.pk for place in places}],
        "team": team,
        "today": timezone.localdate(),
        "more": len(found) == queries.MOST_SESSIONS,
        "unknown": schools_unknown([days[-1]], places),
        "moved_back": request.session.pop(MOVED_BACK, None),
        "prints": _prints(request, asked),
    }
    return page(request, TEMPLATES[asked.view], context)


def _prints(request: StaffRequest, asked: Asked) -> list[Printable]:
    """The programme of the month shown, whom to call on the day."""
    place = {"place": str(asked.place.pk)} if asked.place else {}
    month = urlencode({"month": f"{asked.day:%Y-%m}", **place})
    day = urlencode({"day": asked.day.isoformat(), **place})
    month_pdf = Printable(_("Programme du mois"), f"{address(request, 'month-pdf')}?{month}")
    if Right.PEOPLE not in request.rights:
        return [month_pdf]
    day_phones = f"{address(request, 'day-phones')}?{day}"
    return [month_pdf, Printable(_("Liste d’appel du jour"), day_phones)]


def _asked(request: StaffRequest, rooms: list[Unit], team: list[Staff]) -> Asked:
    given, today = request.GET, timezone.localdate()
    view = given.get("view", LIST if "month" in given else WEEK)
    month = month_of(given.get("month"), today)
    day = month if "month" in given else day_of(given.get("day"), today)

    def named(name: str, rows: list[Any]) -> Any:
        return next((one for one in rows if str(one.pk) == given.get(name)), None)

    return Asked(
        view if view in {WEEK, MONTH, LIST} else WEEK,
        day,
        named("place", request.places),
        named("room", rooms),
        named("staff", team),
    )


def _days(asked: Asked) -> list[date]:
    """The days shown: a week, a month, or the whole weeks of a month."""
    if asked.view == WEEK:
        return week_of(asked.day)
    first = asked.day.replace(day=1)
    last = months_after(first, 1) - timedelta(days=1)
    if asked.view == MONTH:
        first, last = week_of(first)[0], week_of(last)[-1]
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _navigation(asked: Asked) -> dict[str, Any]:
    """Before, after, today, the other views; and the title."""
    if asked.view == WEEK:
        monday = week_of(asked.day)[0]
        before, after = asked.day - timedelta(days=7), asked.day + timedelta(days=7)
        title = _("Semaine du %(day)s") % {"day": saying.date_long(monday)}
    else:
        before, after = months_after(asked.day, -1), months_after(asked.day, 1)
        title = _("Séances de %(month)s") % {"month": saying.month(asked.day)}
    views = ((WEEK, _("Semaine")), (MONTH, _("Mois")), (LIST, _("Liste")))
    return {
        "title": title,
        "before": asked.query(day=before.isoformat()),
        "after": asked.query(day=after.isoformat()),
        "now": asked.query(day=timezone.localdate().isoformat()),
        "views": [
            {"label": label, "query": asked.query(view=view), "current": view == asked.view}
            for view, label in views
        ],
    }


def _drawn(
    asked: Asked, days: list[date], found: list[Card], places: list[Place], own: set[UUID]
) -> dict[str, Any]:
    """What the view's template draws."""
    of_day = {day: list(some) for day, some in groupby(found, key=lambda card: card.session.day)}
    if asked.view == LIST:
        shown = [{"day": day, "cards": some} for day, some in of_day.items()]
        return {"days": [{**one, "notes": notes_of(one["day"], places)} for one in shown]}
    if asked.view == WEEK:
        return {"grid": grid([_column(day, of_day.get(day, []), places, own) for day in days])}
    shown = [
        {
            "day": day,
            "notes": notes_of(day, places),
            "cards": of_day.get(day, []),
            "outside": day.month != asked.day.month,
        }
        for day in days
    ]
    return {"weeks": [shown[first : first + 7] for first in range(0, len(shown), 7)]}


def _column(day: date, found: list[Card], places: list[Place], own: set[UUID]) -> Column:
    now = timezone.now()
    events = [
        Event(
            str(card.session.pk),
            *quarters(card.session.starts_at, card.session.ends_at, card.session.place.time_zone),
            shown=card,
            moves=card.session.pk in own and card.session.starts_at > now and not card.cancelled,
        )
        for card in found
    ]
    is_today = day == timezone.localdate()
    return Column(day.isoformat(), saying.day(day), notes_of(day, places), is_today, events)


# A session moved or changed


def _week_at(request: StaffRequest, day: date) -> str:
    return address(request, "sessions") + "?" + urlencode({"view": WEEK, "day": day.isoformat()})


@needs(Right.OWN_SESSIONS)
@require_http_methods(["GET", "POST"])
def session_edit(request: StaffRequest, slug: str, session: UUID) -> HttpResponse:
    """Change a session: this one, the following, or all those to come."""
    found = own_session(request, session)
    asked = {name: request.GET[name] for name in ("day", "start") if name in request.GET}
    form = _edit_form(request, found, typed(request), asked)
    if form.is_bound and form.is_valid():
        payload = {**form.payload(), "session": session}
        kind = "counter.move_session" if payload.pop("tell") else "programme.edit_session"
        made = run(request, form, kind, payload, place=found.place_id)
        if made is not None:
            say(request, changed_said(made))
            return redirect("session", slug=slug, session=session)
    return _editing(request, found, form)


def _edit_form(
    request: StaffRequest, found: Session, data: Any, asked: dict[str, str]
) -> EditSessionForm:
    """The form of a session; a co-organiser says neither who animates nor who shares it."""
    whole = Right.PROGRAMME in request.rights
    rooms = units_in_use().filter(kind=Unit.Kind.ROOM) | Unit.objects.filter(pk=found.room_id)
    return EditSessionForm(
        data,
        initial={**_values(found), **asked},
        places=request.places,
        rooms=list(rooms.order_by("name")),
        team=team_on(timezone.localdate()) if whole else [],
        organisations=organisations() if whole else [],
        in_series=found.series_id is not None,
    )


def _values(found: Session) -> dict[str, Any]:
    """What the form shows of a session."""
    shared = [one.pk for one in queries.organisers_of([found]).get(found.pk, [])]
    return session_values(found, queries.staff_of(found.pk), shared)


def _editing(request: StaffRequest, found: Session, form: EditSessionForm) -> HttpResponse:
    context = {
        "form": form,
        "session": found,
        "rule": said_of(found.series) if found.series else "",
        "standing": "" if form.is_bound else _standing(found),
        "back": address(request, "session", found.pk),
        "action": address(request, "session-edit", found.pk),
        "title": _("Modifier la séance « %(title)s »") % {"title": found.title},
        "lead": _("Le jour, l’heure, le lieu, qui anime ; qui est inscrit peut être prévenu."),
    }
    status = IN_ERROR if form.is_bound else 200
    return page(request, "office/session_edit.html", context, status=status)


def _standing(found: Session) -> str:
    """Why a session cannot change; nothing for one to come."""
    if found.state == Session.State.CANCELLED:
        return _("Cette séance est annulée. Planifiez-en une autre.")
    if found.starts_at <= timezone.now():
        return _("Cette séance a commencé : ce qui a eu lieu ne change plus.")
    return ""


def changed_said(made: dict[str, Any]) -> str:
    """What a change did, who was told, or is to be."""
    said = [_("C’est modifié.")]
    if len(made["changed"]) > 1:
        said = [_("%(n)s séances sont modifiées.") % {"n": len(made["changed"])}]
    for name, words in (
        ("planned", _("Séances ajoutées : %(n)s.")),
        ("cancelled", _("Séances annulées, leur jour est sauté : %(n)s.")),
        ("apart", _("Séances changées à part, restées comme elles étaient : %(n)s.")),
        ("tell", _("Personnes à prévenir : %(n)s.")),
    ):
        if made[name] and not (name == "tell" and "told" in made):
            said.append(words % {"n": len(made[name])})
    return " ".join([*said, *([told_said(made["told"])] if made.get("told") else [])])


@needs(Right.OWN_SESSIONS)
@require_POST
def session_move(request: StaffRequest, slug: str, session: UUID) -> HttpResponse:
    """Move a session alone to a day and hour, from the calendar; it can be moved back."""
    found = own_session(request, session)
    before = _values(found)
    there = {name: request.POST.get(name, "") for name in ("day", "start")}
    form = _edit_form(request, found, {**before, **there, "scope": "one"}, {})
    if form.is_valid():
        payload = {name: form.payload()[name] for name in there} | {"session": session}
        made = run(request, form, "programme.edit_session", payload, place=found.place_id)
        if made is not None:
            if "back" in request.POST:
                say(request, changed_said(made))
            else:
                request.session[MOVED_BACK] = {
                    "said": changed_said(made),
                    "session": str(session),
                    "tell": bool(made["tell"]),
                    "day": before["day"].isoformat(),
                    "start": before["start"].isoformat("minutes"),
                }
            return redirect(_week_at(request, form.cleaned_data["day"]))
    return _editing(request, found, form)


@needs(Right.PROGRAMME)
@require_GET
def series(request: StaffRequest, slug: str, series: UUID) -> HttpResponse:
    """The sessions of a series."""
    found = Series.objects.filter(pk=series).select_related("workshop", "place").first()
    if found is None:
        raise Http404
    rows = queries.sessions_of_series(found.pk)
    context = {"series": found, "rule": said_of(found), "cards": cards(rows)}
    return page(request, "office/series.html", context)

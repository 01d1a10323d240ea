"""Today in one look; the first steps of a structure; what can be set."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from maillage.core.queries import count_to_settle
from maillage.messages.queries import left_to_do
from maillage.money import queries as money
from maillage.money.paper_queries import kits_late
from maillage.network.access import needs
from maillage.network.middleware import StaffRequest
from maillage.network.models import Place
from maillage.network.rights import Right
from maillage.network.rota_queries import openings_of
from maillage.office.rota import expected_on, gap_lines
from maillage.office.sessions import cards
from maillage.office.shell import page, settings_entries
from maillage.office.steps import first_steps, skip
from maillage.people.queries import day_count
from maillage.people.ring_queries import count_open_rings
from maillage.programme.queries import sessions_between

MOST_GAPS = 3


@needs(Right.OWN_ACCOUNT)
@require_GET
def home(request: StaffRequest, slug: str) -> HttpResponse:
    """Sessions, counts, tills and what is left to settle, of one place."""
    if Right.COUNTS not in request.rights:
        return redirect("sessions", slug=slug)
    steps = first_steps(request) if Right.PLACES in request.rights else None
    context: dict[str, Any] = {"steps": steps}
    if request.place is not None and (steps is None or steps["begun"]):
        context |= _today(request, request.place)
    return page(request, "office/home.html", context)


def _today(request: StaffRequest, place: Place) -> dict[str, Any]:
    today = timezone.localdate()
    count = day_count(place.pk, today)
    sees_money = bool(request.rights & {Right.TILL, Right.ACCOUNTS})
    sees_sessions = Right.DESK in request.rights
    return {
        "today": today,
        "count": count,
        "open_now": _open_now(place),
        "sessions": cards(sessions_between(place.pk, today, today)) if sees_sessions else [],
        "sees_sessions": sees_sessions,
        "tills": money.open_tills() if sees_money else [],
        "sees_money": sees_money,
        "late_kits": kits_late(place.pk, today) if Right.TILL in request.rights else 0,
        **_team_today(request, place),
        "to_tell": left_to_do().all if Right.PEOPLE in request.rights else 0,
        "rings": count_open_rings() if Right.PEOPLE in request.rights else 0,
        "to_settle": count_to_settle() if Right.SETTLE in request.rights else 0,
    }


def _team_today(request: StaffRequest, place: Place) -> dict[str, Any]:
    """Who is expected here today, who is away, and the hours that nobody staffs."""
    if Right.PROGRAMME not in request.rights:
        return {}
    missing = gap_lines([place], timezone.now())
    return {
        "expected": expected_on(place, timezone.localdate()),
        "gaps": missing[:MOST_GAPS],
        "more_gaps": max(len(missing) - MOST_GAPS, 0),
        "sees_team": True,
    }


def _open_now(place: Place) -> bool | None:
    """Whether the place is open now; ``None`` when its hours are not said."""
    now = timezone.now()
    opening = openings_of([place], now).get(place.pk)
    return None if opening is None else opening.is_open(now)


@needs(Right.PLACES)
@require_POST
def step_skip(request: StaffRequest, slug: str) -> HttpResponse:
    """Leave a step for later, or take it up again."""
    skip(request, request.POST.get("step", ""))
    return redirect("home", slug=slug)


@needs(Right.COUNTS)
@require_GET
def settings(request: StaffRequest, slug: str) -> HttpResponse:
    """All that can be set, with a line on what each is for."""
    return page(request, "office/settings.html", {"entries": settings_entries(request)})

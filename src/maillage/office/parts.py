"""What the page of a session says beside who is registered: of an event, of a common workshop."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.utils import timezone

from maillage.network.middleware import StaffRequest
from maillage.office.shell import address
from maillage.programme import queries
from maillage.programme.fitness import age_notes, papers_of
from maillage.programme.models import Format, Registration, Session
from maillage.programme.rules import EVENTS


def event_part(session: Session, rows: list[Registration]) -> dict[str, Any]:
    """What the page of a session says when it is an event; nothing otherwise."""
    if session.format not in EVENTS:
        return {}
    sheet = queries.event_of(session)
    today = timezone.localdate()
    return {
        "sheet": sheet,
        "checklist": [
            {"item": one, "late": not one.done_at and one.due_on and one.due_on < today}
            for one in queries.checklist_of(session)
        ],
        "papers": papers_of(sheet, session, rows) if sheet else None,
        "ages": age_notes(sheet, session, rows) if sheet else [],
    }


def together_part(request: StaffRequest, session: Session, came: int) -> dict[str, Any]:
    """What the page of a collaborative workshop says: decisions, who came, the next date."""
    if session.format != Format.COLLABORATIVE:
        return {}
    begins = session.starts_at.astimezone(ZoneInfo(session.place.time_zone))
    day = session.day + timedelta(weeks=1)
    while day < timezone.localdate():
        day += timedelta(weeks=1)
    query = {"workshop": session.workshop_id, "day": day, "start": f"{begins:%H:%M}"}
    return {
        "decisions": queries.decisions_of(session),
        "came": came,
        "next_day": day,
        "next_url": f"{address(request, 'session-plan')}?{urlencode(query)}",
    }

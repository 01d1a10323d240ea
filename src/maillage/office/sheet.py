"""What the attendance sheet says."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from maillage.core import saying
from maillage.network.logos import read_logo
from maillage.people.models import Person
from maillage.programme import queries
from maillage.programme.models import Registration, Session

EMPTY_LINES = 6


def sheet_data(session: Session, *, whole_names: bool) -> dict[str, Any]:
    """The sheet of a session: seats in order, who waits, then empty lines."""
    rows = queries.registrations_of([session]).get(session.pk, [])
    ranks = queries.ranks_of(rows)
    mediators = queries.mediators_of([session]).get(session.pk, [])
    place = session.place
    lines = [
        {
            "seat": str(row.seat) if row.seat else f"({ranks[row.pk]})" if ranks[row.pk] else "",
            "name": name_of(row.person, whole=whole_names),
        }
        for row in sorted(rows, key=in_order)
    ]
    return {
        "title": _("Feuille de présence – %s") % session.title,
        "place": {"name": place.name, "motto": place.motto, "logo": list(read_logo(place))},
        "session": {
            "title": session.title,
            "when": when(session),
            "where": session.address or (session.room.name if session.room else place.address),
            "mediators": _("Animation : %s") % ", ".join(mediators) if mediators else "",
        },
        "rows": lines + [{"seat": "", "name": ""}] * EMPTY_LINES,
        "note": note(rows),
    }


def in_order(row: Registration) -> tuple[bool, int, int]:
    """By seat, then those without one in the order they asked."""
    return (row.seat is None, row.seat or 0, row.asked)


def note(rows: list[Registration]) -> str:
    """What the signs on the sheet mean, when there are some."""
    first = _("Les lignes vides sont pour les personnes venues sans inscription.")
    if any(row.seat is None for row in rows):
        return first + " " + _("Un numéro entre parenthèses : rang en liste d’attente.")
    return first


def name_of(person: Person | None, *, whole: bool) -> str:
    """A name; to whom sees no file, the first name and an initial."""
    if person is None:
        return ""
    if whole or not person.last_name:
        return str(person)
    return f"{person.first_name} {person.last_name[0]}."


def when(session: Session) -> str:
    """« Mardi 24 novembre 2026, de 14 h à 16 h », in the place's time zone."""
    zone = ZoneInfo(session.place.time_zone)
    start, end = (one.astimezone(zone).time() for one in (session.starts_at, session.ends_at))
    day, hours = saying.day_long(session.day), saying.hours(start, end)
    return f"{day[0].upper()}{day[1:]}, {hours}"

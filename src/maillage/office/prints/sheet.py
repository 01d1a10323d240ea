"""What the attendance sheet says."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from maillage.office.prints.parts import name_of, place_part, when, where
from maillage.programme import queries
from maillage.programme.models import Registration, Session

EMPTY_LINES = 6
FEWEST_EMPTY = 2
ON_A_PAGE = {False: 14, True: 13}
"""How many lines one page takes, in normal and in large print."""


def sheet_data(
    session: Session, *, whole_names: bool, code: str = "", large: bool = False
) -> dict[str, Any]:
    """The sheet of a session: seats in order, who waits, then empty lines that fill the page."""
    rows = queries.registrations_of([session]).get(session.pk, [])
    ranks = queries.ranks_of(rows)
    mediators = queries.mediators_of([session]).get(session.pk, [])
    lines = [
        {"seat": seat_sign(row, ranks[row.pk]), "name": name_of(row.person, whole=whole_names)}
        for row in sorted(rows, key=in_order)
    ]
    empty = max(FEWEST_EMPTY, min(EMPTY_LINES, ON_A_PAGE[large] - len(lines)))
    return {
        "title": _("Feuille de présence – %s") % session.title,
        "code": code,
        "place": place_part(session.place),
        "session": {
            "title": session.title,
            "when": when(session),
            "where": where(session),
            "mediators": _("Animation : %s") % ", ".join(mediators) if mediators else "",
        },
        "rows": lines + [{"seat": "", "name": ""}] * empty,
        "note": note(rows),
    }


def seat_sign(row: Registration, rank: int | None) -> str:
    """« 5 », or « (2) » for a rank in the waiting list."""
    return str(row.seat) if row.seat else f"({rank})" if rank else ""


def in_order(row: Registration) -> tuple[bool, int, int]:
    """By seat, then those without one in the order they asked."""
    return (row.seat is None, row.seat or 0, row.asked)


def note(rows: list[Registration]) -> str:
    """What the signs on the sheet mean, when there are some."""
    first = _("Les lignes vides sont pour les personnes venues sans inscription.")
    if any(row.seat is None for row in rows):
        return first + " " + _("Un numéro entre parenthèses : rang en liste d’attente.")
    return first

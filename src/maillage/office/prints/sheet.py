"""What the attendance sheet says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from maillage.core import saying
from maillage.office.prints.parts import name_of, place_part, when, where
from maillage.programme import queries
from maillage.programme.models import Registration, Session, Signature
from maillage.programme.signing import HIGH, WIDE

Half = Signature.Half
NOON, AFTER_NOON = time(12, 30), time(13, 30)
NOTHING = {"drawing": "", "said": ""}
EMPTY_LINES = 6
FEWEST_EMPTY = 2
ON_A_PAGE = {False: 14, True: 13}
"""How many lines one page takes, in normal and in large print."""


def sheet_data(
    session: Session, *, whole_names: bool, code: str = "", large: bool = False
) -> dict[str, Any]:
    """The sheet of a session: seats in order, who waits, then empty lines that fill the page."""
    codes = {session.pk: code}
    return sheets_data([session], whole_names=whole_names, codes=codes, large=large)[0]


def sheets_data(
    sessions: Sequence[Session], *, whole_names: bool, codes: Mapping[UUID, str], large: bool
) -> list[dict[str, Any]]:
    """The sheet of each session; three statements."""
    held, named = queries.registrations_of(sessions), queries.mediators_of(sessions)
    signatures = queries.signatures_of(sessions)
    return [
        _sheet(
            one,
            held.get(one.pk, []),
            named.get(one.pk, []),
            signatures,
            whole_names=whole_names,
            code=codes[one.pk],
            large=large,
        )
        for one in sessions
    ]


def _sheet(
    session: Session,
    rows: list[Registration],
    mediators: list[str],
    signatures: Mapping[UUID, list[Signature]],
    *,
    whole_names: bool,
    code: str,
    large: bool,
) -> dict[str, Any]:
    ranks = queries.ranks_of(rows)
    theirs = {row.pk: signatures[row.pk] for row in rows if row.pk in signatures}
    halves = halves_of(session, theirs)
    lines = [
        {
            "seat": seat_sign(row, ranks[row.pk]),
            "name": name_of(row.person, whole=whole_names),
            "signed": signed(theirs.get(row.pk, []), halves, session.place.time_zone),
        }
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
        "halves": [saying.capital(str(one.label)) for one in halves]
        if halves[1:]
        else [_("Signature")],
        "rows": lines + [{"seat": "", "name": "", "signed": [NOTHING] * len(halves)}] * empty,
        "note": note(rows),
    }


def halves_of(session: Session, signatures: Mapping[UUID, list[Signature]]) -> list[Half]:
    """The half-days to sign for: those the session lasts over, and those signed."""
    zone = ZoneInfo(session.place.time_zone)
    start, end = (one.astimezone(zone).time() for one in (session.starts_at, session.ends_at))
    asked = {Half.MORNING} if start < NOON else set()
    asked |= {Half.AFTERNOON} if end > AFTER_NOON or start >= NOON else set()
    asked |= {Half(one.half) for rows in signatures.values() for one in rows}
    return [one for one in Half if one in asked]


def signed(rows: list[Signature], halves: list[Half], time_zone: str) -> list[dict[str, str]]:
    """What stands in each column of a line: a drawing, the hour of a tap, nothing."""
    held = {one.half: one for one in rows}
    return [_signed(held[one], time_zone) if one in held else NOTHING for one in halves]


def _signed(row: Signature, time_zone: str) -> dict[str, str]:
    at = saying.hour(row.at.astimezone(ZoneInfo(time_zone)).time())
    return {"drawing": drawing(row.strokes), "said": _("a signé à %s") % at}


def drawing(strokes: list[list[int]]) -> str:
    """The lines drawn, as an SVG picture; "" when there are none."""
    lines = "".join(f'<polyline points="{" ".join(map(str, one))}"/>' for one in strokes)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}">'
    pen = '<g fill="none" stroke="#000" stroke-width="9" stroke-linecap="round">'
    return f"{head}{pen}{lines}</g></svg>" if lines else ""


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

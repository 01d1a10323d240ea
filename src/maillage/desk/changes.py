"""What changed since a revision that a desk holds: the rows to read again, and those now gone."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from maillage.core.models import JournalLine
from maillage.desk.lens import Lens
from maillage.desk.persons import persons_seen
from maillage.desk.snapshot import head, sessions_seen
from maillage.desk.standpoint import Data
from maillage.money.queries import owing_for
from maillage.people import desk_queries as desk
from maillage.programme import queries as programme

MOST_LINES = 2_000
MOST_PERSONS = 2_000
WIDE = frozenset({"tick.retention"})
"""What the server does to many rows without naming each."""


def changes_since(lens: Lens, *, rev: int, epoch: str, digest: str) -> Data | None:
    """The head, and the persons and sessions that changed after ``rev``.

    ``None`` when all of them may have: another epoch or lens, too many lines of the journal, or a
    line that does not name what it changed. Applied to what the desk held at ``rev``, it gives the
    whole snapshot.
    """
    if digest != lens.digest:
        return None
    now = head(lens)
    if epoch != now["epoch"] or rev > now["rev"]:
        return None
    touched = _touched_since(rev)
    if touched is None:
        return None
    ids = sorted(touched)
    sessions = programme.touched_sessions(ids, [], lens.first)
    persons = desk.touched_persons(ids) | programme.persons_in(sorted(sessions))
    persons |= owing_for(sorted(sessions))
    if len(persons) > MOST_PERSONS:
        return None
    sessions |= programme.touched_sessions([], sorted(persons), lens.first)
    return {**now, "since": rev, **_persons(lens, persons), **_sessions(lens, sessions)}


def _touched_since(rev: int) -> set[UUID] | None:
    """The ids that the journal names after a revision; ``None`` when it cannot say them all."""
    lines = JournalLine.objects.filter(rev__gt=rev).order_by("rev")
    found: list[tuple[str, Any]] = list(lines.values_list("kind", "touched")[: MOST_LINES + 1])
    if len(found) > MOST_LINES or any(kind in WIDE for kind, _touched in found):
        return None
    return {UUID(one) for _kind, touched in found for one in touched}


def _persons(lens: Lens, touched: set[UUID]) -> Data:
    rows = desk.persons_among(sorted(touched))
    gone = touched - {one.pk for one in rows}
    return {"persons": persons_seen(lens, rows), "gone": sorted(map(str, gone))}


def _sessions(lens: Lens, touched: set[UUID]) -> Data:
    rows = sessions_seen(lens, touched)
    gone = {str(one) for one in touched} - {one["id"] for one in rows}
    return {"sessions": rows, "gone_sessions": sorted(gone)}

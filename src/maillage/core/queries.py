"""Reads of the core: who did what, and what is left to settle."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from maillage.core.models import (
    Command,
    JournalLine,
    RetentionRun,
    StructureClock,
    ToSettle,
)
from maillage.core.scopes import structure_scope


def journal_page(*, before: int | None, limit: int) -> list[JournalLine]:
    """The last lines of the journal, the newest first; those under revision ``before`` if said."""
    rows = JournalLine.objects.order_by("-rev")
    if before is not None:
        rows = rows.filter(rev__lt=before)
    return list(rows[:limit])


def last_write() -> datetime | None:
    """When somebody last wrote anything, in whatever structure: the end of each journal."""
    ends = []
    for structure_id in StructureClock.objects.values_list("structure_id", flat=True):
        with structure_scope(structure_id):
            ends += [line.at for line in journal_page(before=None, limit=1)]
    return max(ends, default=None)


def open_to_settle(limit: int) -> list[ToSettle]:
    """What is left to settle, the oldest first."""
    return list(ToSettle.objects.filter(settled_at=None).order_by("at", "id")[:limit])


def count_to_settle() -> int:
    """How many rows are left to settle."""
    return int(ToSettle.objects.filter(settled_at=None).count())


def actors_of(rows: list[ToSettle]) -> dict[UUID, UUID]:
    """Who had typed the command of each row, by the command's key."""
    keys = [row.command_key for row in rows]
    return dict(Command.objects.filter(key__in=keys).values_list("key", "actor_id"))


def last_retention_runs(limit: int) -> list[RetentionRun]:
    """What the last nights forgot, the newest first."""
    return list(RetentionRun.objects.order_by("-at")[:limit])

"""What is kept for a time only: emptied or removed once that time has passed.

=====================  ==================================================================
payloads, undo values  30 days after the command was received; its answer stays
refusals' sentences    with them: they may name somebody of the team; their code stays
tasks                  14 days after they ended well, 30 days after they failed
sessions, tries        when they expire
=====================  ==================================================================
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q
from django_tasks_db.models import DBTaskResult

from maillage.core.journal import write_server_line
from maillage.core.models import Command, StructureClock, Tries
from maillage.core.scopes import structure_scope

KEPT = timedelta(days=30)
TASKS_DONE = timedelta(days=14)
TASKS_FAILED = timedelta(days=30)
AT_ONCE = 500


def structures() -> list[UUID]:
    """Every structure, by its clock."""
    return list(StructureClock.objects.values_list("structure_id", flat=True))


def forget_commands(structure_id: UUID, now: datetime) -> int:
    """Empty what commands older than 30 days carried; return how many.

    A few hundred at a time, each lot with its journal line, so that nobody waits behind it.
    """
    emptied = 0
    with structure_scope(structure_id):
        while lot := _forget_some(structure_id, now):
            emptied += lot
    return emptied


@transaction.atomic
def _forget_some(structure_id: UUID, now: datetime) -> int:
    held = Q(payload__isnull=False) | Q(undo__isnull=False) | ~Q(message="")
    old = Command.objects.filter(held, received_at__lt=now - KEPT).values_list("pk", flat=True)
    lot = list(old[:AT_ONCE])
    if lot:
        Command.objects.filter(pk__in=lot).update(payload=None, undo=None, message="")
        write_server_line(structure_id, kind="tick.retention", touched=[])
    return len(lot)


def remove_expired(now: datetime) -> dict[str, int]:
    """Remove sessions and tries that have expired, and tasks long ended; how many of each."""
    ended = Q(status="SUCCESSFUL", finished_at__lt=now - TASKS_DONE)
    ended |= Q(status="FAILED", finished_at__lt=now - TASKS_FAILED)
    return {
        "sessions": Session.objects.filter(expire_date__lt=now).delete()[0],
        "tries": Tries.objects.filter(ends_at__lt=now).delete()[0],
        "tasks": DBTaskResult.objects.filter(ended).delete()[0],
    }

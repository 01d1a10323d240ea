"""What is kept for a time only: emptied or removed once that time has passed.

Each package says in its ``retention.py`` what it forgets, and after how long, in the very words of
its ``Personal`` columns. The rules of a structure run once a night; what they did is a
``RetentionRun``: how many, never which. Here, what belongs to nobody else:

=====================  ==================================================================
payloads, undo values  30 days after the command was received; its answer stays
refusals' sentences    with them: they may name somebody of the team; their code stays
tasks                  14 days after they ended well, 30 days after they failed
sessions, tries        when they expire
=====================  ==================================================================
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django_tasks_db.models import DBTaskResult

from maillage.core.journal import write_server_line
from maillage.core.models import (
    WHILE_UNDOABLE,
    Command,
    RetentionRun,
    StructureClock,
    Tries,
)
from maillage.core.scopes import structure_scope

KEPT = timedelta(days=30)
TASKS_DONE = timedelta(days=14)
TASKS_FAILED = timedelta(days=30)
AT_ONCE = 500

Forget = Callable[[UUID, datetime], int]


class Rule(NamedTuple):
    """Something forgotten: its name, what it is and how long it is kept in plain words."""

    name: str
    what: str | Promise
    duration: str | Promise
    forget: Forget


_rules: dict[str, Rule] = {}


def rule(name: str, *, what: str | Promise, duration: str | Promise) -> Callable[[Forget], Forget]:
    """Register ``forget(structure_id, now)``, which runs in the structure's scope.

    It works in lots, each a transaction with its journal line, and returns how many it forgot.
    """

    def register(forget: Forget) -> Forget:
        _rules[name] = Rule(name, what, duration, forget)
        return forget

    return register


def rules() -> Mapping[str, Rule]:
    """Every rule, by name."""
    return dict(sorted(_rules.items()))


def structures() -> list[UUID]:
    """Every structure, by its clock."""
    return list(StructureClock.objects.values_list("structure_id", flat=True))


def run_tonight(now: datetime) -> list[RetentionRun]:
    """Run the rules of each structure where they have not run today; what each run did.

    A run cut short is done again by the next tick: its row is written last.
    """
    today = timezone.localdate(now)
    done = []
    for structure_id in structures():
        with structure_scope(structure_id):
            if not RetentionRun.objects.filter(day=today).exists():
                done.append(run(structure_id, now))
    return done


def run(structure_id: UUID, now: datetime) -> RetentionRun:
    """Run every rule of a structure, in its scope, and keep how many rows each forgot."""
    counts = {name: one.forget(structure_id, now) for name, one in rules().items()}
    done = RetentionRun(
        structure_id=structure_id, day=timezone.localdate(now), at=now, counts=counts
    )
    done.save(force_insert=True)
    return done


def in_lots(forget_some: Callable[..., int], *given: Any) -> int:
    """Forget lot after lot, a transaction each, until nothing is left; how many in all."""
    return sum(iter(partial(forget_some, *given), 0))


@rule("core.commands", what=WHILE_UNDOABLE.purpose, duration=WHILE_UNDOABLE.duration)
def forget_commands(structure_id: UUID, now: datetime) -> int:
    """Empty what commands older than 30 days carried; return how many."""
    return in_lots(_forget_some, structure_id, now)


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

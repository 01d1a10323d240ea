"""What booking keeps and for how long, and when it last heard of a person."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q, QuerySet

from maillage.booking.models import KEPT_WORDS, Incident, Job, Maintenance, Reservation
from maillage.core.journal import write_server_line
from maillage.core.periods import months_after
from maillage.core.retention import in_lots, rule
from maillage.people.contacts import contact

KEPT_MONTHS: Final = 36
AT_ONCE: Final = 500


@contact
def reserved(at: datetime, day: date) -> QuerySet[Any, Any]:
    """Who asked for a machine, or had one, since."""
    since = Q(asked_at__gte=at) | Q(day__gte=day)
    return Reservation.objects.filter(since, person__isnull=False).values("person")


@contact
def queued(at: datetime, day: date) -> QuerySet[Any, Any]:
    """Who asked for a machine to work for them, since."""
    return Job.objects.filter(asked_at__gte=at, person__isnull=False).values("person")


@rule("booking.words", what=KEPT_WORDS.purpose, duration=KEPT_WORDS.duration)
def forget_words(structure_id: UUID, now: datetime) -> int:
    """Empty what was typed and photographed about machines more than three years ago."""
    day = months_after(now.date(), -KEPT_MONTHS)
    since = now.replace(year=day.year, month=day.month, day=day.day)
    return in_lots(_forget_incidents, structure_id, since) + sum(
        in_lots(_forget_typed, structure_id, rows, column)
        for rows, column in (
            (Maintenance.objects.filter(at__lt=since), "words"),
            (Job.objects.filter(asked_at__lt=since), "what"),
        )
    )


@transaction.atomic
def _forget_incidents(structure_id: UUID, since: datetime) -> int:
    nothing = dict.fromkeys(Incident.personal, "")
    old = Incident.objects.filter(at__lt=since).exclude(**nothing)
    lot = dict(old.values_list("pk", "photo")[:AT_ONCE])
    if lot:
        Incident.objects.filter(pk__in=lot).update(**nothing)
        write_server_line(structure_id, kind="tick.retention", touched=[])
        transaction.on_commit(lambda: _remove(list(filter(None, lot.values()))))
    return len(lot)


def _remove(photos: list[str]) -> None:
    for name in photos:
        default_storage.delete(name)


@transaction.atomic
def _forget_typed(structure_id: UUID, rows: QuerySet[Any, Any], column: str) -> int:
    lot = list(rows.exclude(**{column: ""}).values_list("pk", flat=True)[:AT_ONCE])
    if lot:
        rows.filter(pk__in=lot).update(**{column: ""})
        write_server_line(structure_id, kind="tick.retention", touched=[])
    return len(lot)

"""What the files of people are kept for, and for how long."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from maillage.core import erased_ids
from maillage.core.journal import write_server_line
from maillage.core.periods import months_after
from maillage.core.retention import KEPT, in_lots, rule
from maillage.people.contacts import silent_since
from maillage.people.erasure import leave_tombstones
from maillage.people.models import ON_FILE, TYPED_AT_THE_DOOR, DoorRing, Person

FILE_MONTHS = 36
AT_ONCE = 100


@rule("people.files", what=ON_FILE.purpose, duration=ON_FILE.duration)
def forget_files(structure_id: UUID, now: datetime) -> int:
    """Erase who has not been heard of for three years: the file goes, the counts stay."""
    day = months_after(timezone.localdate(now), -FILE_MONTHS)
    since = now.replace(year=day.year, month=day.month, day=day.day)
    return in_lots(_forget_some, structure_id, now, since)


@transaction.atomic
def _forget_some(structure_id: UUID, now: datetime, since: datetime) -> int:
    silent = silent_since(since, timezone.localdate(since)).order_by("pk")
    lot = list(silent.values_list("pk", flat=True)[:AT_ONCE])
    if lot:
        theirs = Person.objects.filter(Q(pk__in=lot) | Q(same_as__in=lot), erased_at=None)
        files = list(theirs.values_list("pk", flat=True))
        leave_tombstones(files, now)
        write_server_line(structure_id, kind="tick.retention", touched=files)
        transaction.on_commit(lambda: _remember(structure_id, files, now))
    return len(lot)


@rule("people.rings", what=TYPED_AT_THE_DOOR.purpose, duration=TYPED_AT_THE_DOOR.duration)
def forget_rings(structure_id: UUID, now: datetime) -> int:
    """Leave without a name the arrivals of the kiosk that nobody has matched for 30 days."""
    return in_lots(_leave_some, structure_id, now)


@transaction.atomic
def _leave_some(structure_id: UUID, now: datetime) -> int:
    old = DoorRing.objects.filter(state=DoorRing.State.OPEN, at__lt=now - KEPT)
    lot = list(old.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    if lot:
        emptied = {"state": DoorRing.State.LEFT, "first_name": "", "card": ""}
        DoorRing.objects.filter(pk__in=lot).update(**emptied)
        write_server_line(structure_id, kind="tick.retention", touched=lot)
    return len(lot)


def _remember(structure_id: UUID, persons: list[UUID], at: datetime) -> None:
    for person in persons:
        erased_ids.remember(structure_id, person, at)

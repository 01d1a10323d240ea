"""What messages keep, and for how long: 90 days after they ended, that somebody was told, no more.

What was said, to which address and why it failed are emptied; who, what kind, when and how it ended
stay, without a word.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from maillage.core.journal import write_server_line
from maillage.core.retention import in_lots, rule
from maillage.messages.models import TOLD_TO, Message

KEPT: Final = timedelta(days=90)
AT_ONCE: Final = 500
FORGOTTEN: Final = {"address": "", "subject": "", "body": "", "fault": ""}


@rule("messages.told", what=TOLD_TO.purpose, duration=TOLD_TO.duration)
def forget_messages(structure_id: UUID, now: datetime) -> int:
    """Empty messages that ended, or were to be told, more than 90 days ago; return how many."""
    return in_lots(_forget_some, structure_id, now)


@transaction.atomic
def _forget_some(structure_id: UUID, now: datetime) -> int:
    old = Message.objects.filter(created_at__lt=now - KEPT).exclude(**FORGOTTEN)
    over = Q(ended_at__lt=now - KEPT) | Q(ended_at=None)
    lot = list(old.filter(over).values_list("pk", flat=True)[:AT_ONCE])
    if lot:
        never = Message.objects.filter(pk__in=lot, ended_at=None)
        never.update(state=Message.State.DROPPED, ended_at=now, next_try_at=None)
        Message.objects.filter(pk__in=lot).update(**FORGOTTEN)
        write_server_line(structure_id, kind="tick.retention", touched=[])
    return len(lot)

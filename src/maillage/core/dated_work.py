"""When work that time asks for was last done: ``tick``, ``backup``."""

from __future__ import annotations

from datetime import datetime

from maillage.core.models import DatedWork


def note_done(name: str, at: datetime) -> None:
    """Remember that it was done then."""
    DatedWork.objects.update_or_create(name=name, defaults={"done_at": at})


def last_done(name: str) -> datetime | None:
    """When it was last done; ``None`` where it never was."""
    return DatedWork.objects.filter(name=name).values_list("done_at", flat=True).first()

"""Reads of the paper kits."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from maillage.money.models import PaperBatch


def kits_waiting() -> QuerySet[PaperBatch]:
    """The kits not entered yet, the oldest first, each after those of its book before it."""
    return (
        PaperBatch.objects.filter(entered_at=None)
        .select_related("series", "place", "reserved_by")
        .order_by("at", "id")
    )


def kits_late(place: UUID, day: date) -> int:
    """How many kits of a place wait from a day before ``day``."""
    return PaperBatch.objects.filter(place=place, entered_at=None, day__lt=day).count()


def kits_entered(limit: int) -> list[PaperBatch]:
    """The kits entered, the latest first, with who entered them."""
    rows = PaperBatch.objects.exclude(entered_at=None)
    rows = rows.select_related("series", "place", "entered_by")
    return list(rows.order_by("-entered_at", "-first_number")[:limit])


def kits_before(batch: PaperBatch) -> QuerySet[PaperBatch]:
    """The kits of the same book that wait and come before, the first one first."""
    return PaperBatch.objects.filter(
        series=batch.series_id, entered_at=None, first_number__lt=batch.first_number
    ).order_by("first_number")

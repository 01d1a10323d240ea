"""What the money keeps of people, and what it knows of when they were last heard of."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from maillage.core.journal import write_server_line
from maillage.core.periods import months_after
from maillage.core.retention import AT_ONCE, in_lots, rule
from maillage.money.models import Membership, PlanTerm, ReceiptPrint, Sale
from maillage.money.models.sales import PAYER
from maillage.people.contacts import contact

PAYER_MONTHS = 120


@contact
def bought(at: datetime, day: date) -> QuerySet[Any, Any]:
    """To whom something was sold since."""
    return Sale.objects.filter(at__gte=at, person__isnull=False).values("person")


@contact
def member(at: datetime, day: date) -> QuerySet[Any, Any]:
    """Whose membership was still running."""
    return Membership.objects.filter(ends_on__gte=day, person__isnull=False).values("person")


@contact
def holds_plan(at: datetime, day: date) -> QuerySet[Any, Any]:
    """Whose plan was still running."""
    rows = PlanTerm.objects.filter(ends_on__gte=day, holder__person__isnull=False)
    return rows.values("holder__person")


@rule("money.payers", what=PAYER.purpose, duration=PAYER.duration)
def forget_payers(structure_id: UUID, now: datetime) -> int:
    """Empty the payer's name beside receipts of more than ten years; the receipts stay."""
    before = months_after(timezone.localdate(now), -PAYER_MONTHS)
    return in_lots(_forget_some, structure_id, before)


@transaction.atomic
def _forget_some(structure_id: UUID, before: date) -> int:
    old = ReceiptPrint.objects.filter(receipt__day__lt=before).exclude(payer_name="")
    lot = list(old.values_list("pk", flat=True)[:AT_ONCE])
    if lot:
        ReceiptPrint.objects.filter(pk__in=lot).update(payer_name="")
        write_server_line(structure_id, kind="tick.retention", touched=[])
    return len(lot)

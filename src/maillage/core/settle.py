"""*À régler*: what was left out of something that had happened, until somebody sees to it."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.core.acting import Acting
from maillage.core.commands import Missing, Payload, command
from maillage.core.models import ToSettle


def settle(acting: Acting, *, row: UUID) -> None:
    """Mark a row as seen to; doing it twice changes nothing."""
    if not ToSettle.objects.filter(pk=row).exists():
        raise Missing(_("Ligne à régler"), row)
    ToSettle.objects.filter(pk=row, settled_at=None).update(
        settled_at=acting.at, settled_by=acting.actor_id
    )
    acting.touch(row)


@command(
    "core.settle", right="settle", run=settle, label=gettext_lazy("a réglé une ligne en attente")
)
class Settle(Payload):
    """The row seen to."""

    row: UUID

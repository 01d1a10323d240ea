"""Writes of lock-outs: a machine out of use, what it held moved elsewhere or cancelled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from maillage.booking import queries
from maillage.booking.job_queries import running
from maillage.booking.jobs import stop_job
from maillage.booking.models import LockOut, Reservation, Resource
from maillage.booking.operations import locked_resource, take
from maillage.booking.resources import resource_or_missing
from maillage.booking.rules import HOLDING
from maillage.core.acting import Acting
from maillage.core.commands import Data, Refusal
from maillage.core.periods import Period
from maillage.network.rights import Right
from maillage.network.taking import occupy_around, vacate

SOURCE = "lock_out"
FOR_EVER = datetime(2199, 12, 31, tzinfo=UTC)
"""The end of what nobody knows the end of."""


def lock_out(
    acting: Acting,
    *,
    lock_out: UUID,
    resource: UUID,
    why: str,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
) -> Data:
    """Put a resource out of use from now or ``starts_at``, until ``ends_at`` or it is given back.

    What was reserved meanwhile moves to a free resource of the same family and place, at the same
    hour; what finds none is cancelled. Out of use from now, the machine works no more: its job is
    stopped, its queue waits. The answer names all three for the phone, and the job that is
    ``running`` until a lock-out to come. Refuses ``already_locked``, ``ends_before``.
    """
    row = resource_or_missing(acting, resource, Right.AUTHORISE)
    return put_out(acting, row, lock_out, why, starts_at=starts_at, ends_at=ends_at)


def put_out(
    acting: Acting,
    row: Resource,
    lock_out: UUID,
    why: str,
    *,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
) -> Data:
    """``lock_out`` of a resource that the actor may put out of use."""
    resource = row.pk
    if LockOut.objects.filter(resource=resource, ended_at=None).exists():
        raise Refusal("already_locked", _("« %s » est déjà hors service.") % row.unit.name)
    since, until = max(starts_at or acting.at, acting.at), ends_at or FOR_EVER
    if until <= since:
        raise Refusal("ends_before", _("La fin vient après le début : corrigez l’une des deux."))
    LockOut.objects.create(
        id=lock_out,
        structure_id=acting.structure_id,
        resource=row,
        why=why,
        starts_at=since,
        ended_at=ends_at,
    )
    acting.touch(lock_out, resource)
    locked_resource(resource)
    stopped = stop_job(acting, resource) if since == acting.at else None
    moved, cancelled = _clear(acting, row, since, until)
    occupy_around(
        acting.structure_id,
        units=[row.unit_id],
        period=Period(since, until),
        source_kind=SOURCE,
        source_id=lock_out,
        label=_("une consignation"),
    )
    runs = running(resource)
    return {
        "moved": moved,
        "cancelled": cancelled,
        "stopped": str(stopped) if stopped else None,
        "running": str(runs.pk) if runs else None,
    }


def _clear(
    acting: Acting, resource: Resource, since: datetime, until: datetime
) -> tuple[list[str], list[str]]:
    """Move or cancel what was reserved of a resource in a period."""
    standing = Reservation.objects.filter(
        resource=resource, state__in=HOLDING, ends_at__gt=since, starts_at__lt=until
    ).order_by("starts_at", "pk")
    others = [
        one
        for one in queries.resources_at(resource.unit.place_id, resource.family_id)
        if one.pk != resource.pk
    ]
    moved: list[str] = []
    cancelled: list[str] = []
    for row in standing:
        vacate(source_id=row.pk)
        (moved if _moves(acting, row, others) else cancelled).append(str(row.pk))
        acting.touch(row.pk, row.person_id)
    return moved, cancelled


def _moves(acting: Acting, row: Reservation, others: Sequence[Resource]) -> bool:
    """Whether a reservation found another resource of its family; else it is cancelled."""
    for one in others:
        row.resource = locked_resource(one.pk)
        try:
            take(acting, row)
        except Refusal:
            continue
        row.save(update_fields=["resource"])
        return True
    Reservation.objects.filter(pk=row.pk).update(
        state=Reservation.State.CANCELLED, cancelled_at=acting.at
    )
    return False


def give_back(acting: Acting, *, resource: UUID) -> Data:
    """Put a resource back in use. Refuses ``not_locked``."""
    row = resource_or_missing(acting, resource, Right.AUTHORISE)
    standing = Q(ended_at=None) | Q(ended_at__gt=acting.at)
    found = LockOut.objects.filter(standing, resource=resource).order_by("starts_at").first()
    if found is None:
        raise Refusal("not_locked", _("« %s » n’est pas hors service.") % row.unit.name)
    found.ended_at = acting.at
    found.save(update_fields=["ended_at"])
    vacate(source_id=found.pk)
    acting.touch(found.pk, resource)
    return {"resource": str(resource)}

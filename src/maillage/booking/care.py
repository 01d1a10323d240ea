"""Writes of what happens to machines: an incident reported and ended, maintenance done.

Anybody who may reserve a machine may report it, and stop it in the same tap: putting it back in use
is for who may authorise.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from maillage.booking.locking import give_back, put_out
from maillage.booking.models import Incident, LockOut, Maintenance, Resource
from maillage.booking.photos import is_kept
from maillage.booking.resources import resource_or_missing
from maillage.core.acting import Acting
from maillage.core.commands import Data, Missing, Refusal
from maillage.core.periods import local_date
from maillage.network.rights import Right

DANGERS = frozenset({Incident.What.DANGEROUS, Incident.What.HURT, Incident.What.CLOSE_CALL})


def report_incident(
    acting: Acting,
    *,
    incident: UUID,
    resource: UUID,
    what: str,
    words: str = "",
    photo: str = "",
    lock_out: UUID | None = None,
) -> Data:
    """Write in the register what happened to a resource; with ``lock_out``, it is out of use now.

    The answer is that of ``booking.lock_out``. One that is out of use already stays so, and the
    incident goes with that lock-out. Refuses ``Missing`` for a photo that was not kept.
    """
    row = resource_or_missing(acting, resource, Right.BOOK)
    if photo and not is_kept(photo):
        raise Missing(_("Photo"), photo)
    standing = LockOut.objects.filter(resource=resource, ended_at=None).first()
    told: Data = {"moved": [], "cancelled": [], "stopped": None, "running": None}
    held = standing.pk if standing else lock_out
    if lock_out is not None and standing is None:
        told = put_out(acting, row, lock_out, _why(what))
    Incident.objects.create(
        id=incident,
        structure_id=acting.structure_id,
        resource=row,
        staff_id=acting.actor_id,
        at=acting.at,
        day=_day(acting, row),
        what=what,
        words=words,
        photo=photo,
        lock_out_id=held,
    )
    acting.touch(incident, resource)
    return {"incident": str(incident), **told}


def _why(what: str) -> str:
    return LockOut.Why.DANGEROUS if what in DANGERS else LockOut.Why.BROKEN


def _day(acting: Acting, row: Resource) -> date:
    return local_date(acting.at, row.unit.place.time_zone)


def end_incident(
    acting: Acting, *, incident: UUID, outcome: str, words: str = "", back: bool = False
) -> Data:
    """Say how an incident ended; ``back``, the resource that it put out of use is in use again.

    Refuses ``already_ended``.
    """
    rows = Incident.objects.select_for_update().filter(pk=incident)
    row: Incident | None = rows.first()
    if row is None:
        raise Missing(_("Incident"), incident)
    resource_or_missing(acting, row.resource_id, Right.AUTHORISE)
    if row.ended_at is not None:
        raise Refusal("already_ended", _("Cet incident est déjà clos."))
    row.ended_at, row.outcome, row.outcome_words = acting.at, outcome, words
    row.save(update_fields=["ended_at", "outcome", "outcome_words"])
    acting.touch(incident, row.resource_id)
    if back and LockOut.objects.filter(pk=row.lock_out_id, ended_at=None).exists():
        give_back(acting, resource=row.resource_id)
    return {"incident": str(incident)}


def note_maintenance(acting: Acting, *, maintenance: UUID, resource: UUID, words: str = "") -> Data:
    """A resource was maintained: its hours and months are counted anew."""
    row = resource_or_missing(acting, resource, Right.AUTHORISE)
    Maintenance.objects.create(
        id=maintenance,
        structure_id=acting.structure_id,
        resource=row,
        staff_id=acting.actor_id,
        at=acting.at,
        day=_day(acting, row),
        words=words,
    )
    acting.touch(maintenance, resource)
    return {"maintenance": str(maintenance)}

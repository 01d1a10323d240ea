"""A resource used now: begun without a reservation, left before its end or after."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from maillage.booking import rules
from maillage.booking.models import Reservation
from maillage.booking.operations import (
    asked,
    check_anew,
    lay,
    locked_resource,
    resources,
    take,
    told,
)
from maillage.booking.safety import check_named
from maillage.core.acting import Acting
from maillage.core.commands import Data, Missing, Refusal
from maillage.core.periods import Period
from maillage.core.undo import Undone
from maillage.network.permissions import demand_at
from maillage.network.rights import Right
from maillage.network.taking import vacate, vacate_from

State = Reservation.State


def start(
    acting: Acting,
    *,
    reservation: UUID,
    minutes: int,
    resource: UUID | None = None,
    family: UUID | None = None,
    person: UUID | None = None,
    organisation: UUID | None = None,
    companion: UUID | None = None,
) -> Data:
    """Somebody begins to use a resource, or the first free one of a family, now; for ``minutes``.

    Nothing of the family's rules stands in the way but safety (``safety.check_safety``); refuses
    ``room_taken``, ``locked_out`` as ``reserve``. A passer-by gives no name where nothing personal
    is asked: ``person_needed``.
    """
    found = resources(acting, resource, family)
    if person is None:
        check_named(found[0].family)
    who = {"organisation": organisation, "companion": companion}
    row = Reservation(
        id=reservation, came_at=acting.at, **asked(acting, **who, despite=rules.SET_ASIDE)
    )
    period = Period(acting.at, acting.at + timedelta(minutes=minutes))
    lay(acting, row, found, period, person, any_of=family is not None)
    row.despite, row.state = [], State.CONFIRMED
    row.save(update_fields=["despite", "state"])
    acting.touch(row.pk, row.resource_id, row.person_id)
    acting.keep_for_undo(reservation=str(row.pk))
    return told(row)


def leave(acting: Acting, *, reservation: UUID) -> Data:
    """Somebody has done with what they used: it is free from now on. How long they had it.

    Refuses ``not_there`` for who was not seen, ``already_left``.
    """
    rows = Reservation.objects.select_for_update(of=("self",)).filter(pk=reservation)
    row: Reservation | None = rows.select_related("resource__unit__place").first()
    if row is None:
        raise Missing(_("Réservation"), reservation)
    demand_at(acting, Right.BOOK, [row.resource.unit.place_id])
    if row.came_at is None:
        raise Refusal("not_there", _("Notez d’abord que la personne est là."))
    if row.left_at is not None:
        raise Refusal("already_left", _("C’est déjà noté : la personne a terminé."))
    row.left_at = acting.at
    row.save(update_fields=["left_at"])
    vacate_from(acting.at, source_id=row.pk)
    acting.touch(row.pk, row.resource_id, row.person_id)
    acting.keep_for_undo(left=str(row.pk))
    return {"reservation": str(row.pk), "minutes": rules.minutes_used(row)}


def unleave(acting: Acting, undone: Undone) -> None:
    """They have not done with it: it is theirs again. Refuses as ``start``."""
    rows = Reservation.objects.select_for_update(of=("self",))
    row: Reservation = rows.get(pk=undone.values["left"])
    row.resource, row.left_at = locked_resource(row.resource_id), None
    if row.ends_at > acting.at:
        check_anew(acting, row)
        vacate(source_id=row.pk)
        take(acting, row)
    row.save(update_fields=["left_at"])
    acting.touch(row.pk, row.resource_id, row.person_id)

"""Who came to what they reserved, and what is given up when nobody did."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from maillage.booking.holding import KIND, hold_on
from maillage.booking.models import Reservation
from maillage.booking.queries import resource_to_hold
from maillage.booking.rules import HOLDING
from maillage.core.acting import Acting
from maillage.core.commands import Data, Missing, Refusal
from maillage.core.journal import write_server_line
from maillage.core.periods import Period, local_date
from maillage.core.scopes import structure_scope
from maillage.core.undo import Undone
from maillage.network.permissions import demand_at
from maillage.network.rights import Right
from maillage.network.rota_queries import staffed_openings
from maillage.network.taking import vacate
from maillage.people.models import ActsFor, Visit
from maillage.people.queries import root_of

EARLY: Final = timedelta(hours=2)
"""How long before their hour somebody may be greeted, and be there for it."""
A_DAY: Final = timedelta(days=1)
State = Reservation.State


def come(acting: Acting, *, reservation: UUID) -> Data:
    """Say that somebody is there for what they reserved: it is not given up.

    Refuses ``not_its_day`` before the day of the reservation, ``not_standing`` for one that does
    not hold its resource, ``already_there``.
    """
    rows = Reservation.objects.select_for_update(of=("self",)).filter(pk=reservation)
    row: Reservation | None = rows.select_related("resource__unit__place").first()
    if row is None:
        raise Missing(_("Réservation"), reservation)
    place = row.resource.unit.place
    demand_at(acting, Right.BOOK, [place.pk])
    if row.state not in HOLDING:
        raise Refusal("not_standing", _("Cette réservation est terminée, ou déjà annulée."))
    if local_date(acting.at, place.time_zone) < row.day:
        raise Refusal("not_its_day", _("Cette réservation est pour un autre jour."))
    if row.came_at is not None:
        raise Refusal("already_there", _("C’est déjà noté : la personne est là."))
    row.came_at = acting.at
    row.save(update_fields=["came_at"])
    acting.touch(row.pk, row.person_id)
    acting.keep_for_undo(came=str(row.pk))
    return {"reservation": str(row.pk)}


def uncome(acting: Acting, undone: Undone) -> None:
    """Undo it: nobody was there."""
    rows = Reservation.objects.filter(pk=undone.values["came"])
    rows.update(came_at=None)
    acting.touch(*rows.values_list("pk", flat=True), *rows.values_list("person", flat=True))


def release_missed(structure_id: UUID, now: datetime) -> int:
    """Give up what nobody came for, once the delay of its family has passed; how many.

    Done again, it does nothing more. Somebody came when the team said so, set a job going, or
    greeted them at the place that day, from two hours before or several times; for an
    organisation, any of those who act for it. What is used alone while the place is closed is left:
    nobody is there to see who comes. So is what an organisation reserved without saying who: its
    people are often heads without a name, whom nothing tells from others.
    """
    with structure_scope(structure_id):
        return sum(_release(structure_id, one, now) for one in _missed(now) if _is_seen(one))


def _missed(now: datetime) -> list[Reservation]:
    """Confirmed reservations of somebody who has not come, the delay having passed."""
    rows = Reservation.objects.filter(
        state=State.CONFIRMED,
        came_at=None,
        person__isnull=False,
        family__release_after__isnull=False,
        starts_at__gt=now - A_DAY,
        starts_at__lt=now,
    )
    named = rows.annotate(root=root_of("person")).filter(~Exists(_visits()))
    late = named.select_related("family", "resource__unit__place").order_by("starts_at", "pk")
    return [
        one
        for one in late
        if one.starts_at + timedelta(minutes=one.family.release_after or 0) <= now
    ]


def _visits() -> QuerySet[Visit]:
    """When the person of a reservation, or another of its organisation, was greeted for it.

    By any of their files.
    """
    theirs = Q(person=OuterRef("root")) | Q(person__same_as=OuterRef("root"))
    acting = ActsFor.objects.filter(
        Q(to_day=None) | Q(to_day__gte=OuterRef("day")),
        organisation=OuterRef(OuterRef("organisation")),
        from_day__lte=OuterRef("day"),
    )
    roots = acting.annotate(root=root_of("person")).values("root")
    theirs |= Q(person__in=roots) | Q(person__same_as__in=roots)
    near = Q(at__gte=OuterRef("starts_at") - EARLY) | Q(greetings__gt=1)
    here = {"place": OuterRef("resource__unit__place"), "day": OuterRef("day")}
    return Visit.objects.filter(theirs, near, greetings__gt=0, **here)


def _is_seen(row: Reservation) -> bool:
    """Whether the team may see who comes: not where one comes alone, the place being closed."""
    place = row.resource.unit.place
    if not row.family.alone or not place.opening:
        return True
    moment = Period(row.starts_at, row.ends_at)
    return staffed_openings([place], moment)[place.pk].is_open(row.starts_at)


@transaction.atomic
def _release(structure_id: UUID, found: Reservation, now: datetime) -> int:
    """Give one up, unless somebody came or changed it meanwhile."""
    rows = Reservation.objects.select_for_update().filter(
        pk=found.pk, state=State.CONFIRMED, came_at=None, starts_at=found.starts_at
    )
    row = rows.first()
    if row is None:
        return 0
    row.state, row.cancelled_at = State.RELEASED, now
    row.save(update_fields=["state", "cancelled_at"])
    vacate(source_id=row.pk)
    resource = resource_to_hold(row.resource_id)
    if resource is not None and resource.runs_until is not None:
        hold_on(structure_id, resource, now)
    touched = [row.pk, row.resource_id, *filter(None, [row.person_id])]
    write_server_line(structure_id, kind=KIND, touched=touched)
    return 1

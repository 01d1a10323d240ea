"""Reads of the programme."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import QuerySet, Sum

from maillage.people.models import AnonymousCount
from maillage.programme.models import Registration, Session, SessionMediator
from maillage.programme.rules import Seat, overbooked_rank, rank_of


def sessions_between(place: UUID, first: date, last: date) -> QuerySet[Session]:
    """Sessions of a place from a day to another (inclusive), with their room, in order."""
    return (
        Session.objects.filter(place=place, day__gte=first, day__lte=last)
        .select_related("room", "place")
        .order_by("starts_at", "id")
    )


def mediators_of(sessions: Iterable[Session]) -> dict[UUID, list[str]]:
    """First names of who animates each session; one statement."""
    rows = SessionMediator.objects.filter(session__in=list(sessions)).order_by("id")
    found: dict[UUID, list[str]] = defaultdict(list)
    for session, name in rows.values_list("session_id", "staff__first_name"):
        found[session].append(name)
    return found


def registrations_of(sessions: Iterable[Session]) -> dict[UUID, list[Registration]]:
    """Live registrations of each session, with persons, in the order asked; one statement."""
    rows = (
        Registration.objects.filter(session__in=list(sessions))
        .exclude(state=Registration.State.CANCELLED)
        .select_related("person")
        .order_by("asked")
    )
    found: dict[UUID, list[Registration]] = defaultdict(list)
    for row in rows:
        found[row.session_id].append(row)
    return found


def ranks_of(registrations: Iterable[Registration]) -> dict[UUID, int | None]:
    """The rank of each, where it waits or is beyond the number that stands."""
    rows = list(registrations)
    seats = [Seat(r.pk, r.person_id, r.party, r.state, r.seat, r.asked) for r in rows]
    return {
        row.pk: rank_of(row.party, seats) or overbooked_rank(row.pk, seats) for row in rows
    }


def unnamed_in(sessions: Iterable[Session]) -> dict[UUID, int]:
    """Heads counted without a name in each session; one statement."""
    rows = (
        AnonymousCount.objects.filter(session_id__in=[one.pk for one in sessions], undone=False)
        .values_list("session_id")
        .annotate(heads=Sum("count"))
        .order_by()
    )
    return dict(rows)

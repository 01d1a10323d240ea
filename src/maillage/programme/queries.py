"""Reads of the programme."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Sum

from maillage.core.compiled import Compiled
from maillage.network.models import Organisation
from maillage.people.models import AnonymousCount, Person
from maillage.people.queries import group_of, root_of
from maillage.programme.models import (
    ChecklistItem,
    EventSheet,
    Registration,
    Session,
    SessionDecision,
    SessionMediator,
    SessionOrganiser,
    Signature,
)
from maillage.programme.rules import Seat, ranks


def sessions_between(place: UUID, first: date, last: date) -> list[Session]:
    """Sessions of a place from a day to another (inclusive), with their room, in order."""
    return _SESSIONS.objects(place, first, last)


_SESSIONS = Compiled(
    lambda place, first, last: (
        Session.objects.filter(place=place, day__gte=first, day__lte=last)
        .select_related("room", "place")
        .order_by("starts_at", "id")
    ),
    UUID,
    date,
    date,
)


def sessions_animated(staff: UUID, first: date, last: date) -> list[Session]:
    """The sessions somebody animates from a day to another (inclusive), in order; 400 at most."""
    rows = Session.objects.filter(mediators__staff=staff, day__gte=first, day__lte=last)
    found = rows.select_related("room", "place").order_by("starts_at", "id")
    return list(found[:MOST_SESSIONS])


def highest_age(place: UUID, first: date, last: date) -> int:
    """The highest minimum age of the sessions of a place in these days; 0 when none asks."""
    rows = Session.objects.filter(place=place, day__gte=first, day__lte=last)
    return rows.aggregate(oldest=Max("minimum_age"))["oldest"] or 0


def seated_now(place: UUID, now: datetime) -> set[UUID]:
    """Who is present in a session that runs now, by the file that stands for them."""
    running = Session.objects.filter(place=place, starts_at__lte=now, ends_at__gt=now)
    rows = Registration.objects.filter(
        session__in=running, attendance=Registration.Attendance.PRESENT, person__isnull=False
    ).exclude(state=Registration.State.CANCELLED)
    return set(rows.values_list(root_of("person"), flat=True))


def touched_sessions(rows: list[UUID], persons: list[UUID], first: date) -> set[UUID]:
    """The sessions of which one of these rows speaks, or that hold one of these persons.

    A row may be a session; of those from ``first`` on, a seat, heads counted without a name, a
    room, somebody who animates. Five statements.
    """
    ahead = Session.objects.filter(day__gte=first)
    seats = Registration.objects.filter(session__day__gte=first)
    seats = seats.filter(Q(id__among=rows) | Q(person__id__among=persons))
    animated = SessionMediator.objects.filter(session__day__gte=first, staff__id__among=rows)
    heads = AnonymousCount.objects.filter(id__among=rows).exclude(session_id=None)
    found = set(Session.objects.filter(id__among=rows).values_list("pk", flat=True))
    found |= set(ahead.filter(room__id__among=rows).values_list("pk", flat=True))
    for named in (seats, animated, heads):
        found |= set(named.values_list("session_id", flat=True))
    return found


def persons_in(sessions: list[UUID]) -> set[UUID]:
    """Who is registered in these sessions, by the file that stands for them."""
    rows = Registration.objects.filter(session__id__among=sessions, person__isnull=False)
    return set(rows.values_list(root_of("person"), flat=True))


def mediators_of(sessions: Iterable[Session]) -> dict[UUID, list[str]]:
    """First names of who animates each session; one statement."""
    found: dict[UUID, list[str]] = defaultdict(list)
    for session, name in _MEDIATORS.rows([one.pk for one in sessions]):
        found[session].append(name)
    return found


_MEDIATORS = Compiled(
    lambda sessions: (
        SessionMediator.objects.filter(session__id__among=sessions)
        .order_by("id")
        .values_list("session_id", "staff__first_name")
    ),
    list,
)


def registrations_of(sessions: Iterable[Session]) -> dict[UUID, list[Registration]]:
    """Live registrations of each session, with persons, in the order asked; one statement.

    Each names the file that stands for the person, which may be another than the row's own.
    """
    found: dict[UUID, list[Registration]] = defaultdict(list)
    for row in _REGISTRATIONS.objects([one.pk for one in sessions]):
        row.person = row.person.kept if row.person else None
        found[row.session_id].append(row)
    return found


def signatures_of(sessions: Iterable[Session]) -> dict[UUID, list[Signature]]:
    """The signatures of these sessions, by registration; one statement."""
    found: dict[UUID, list[Signature]] = defaultdict(list)
    for row in _SIGNATURES.objects([one.pk for one in sessions]):
        found[row.registration_id].append(row)
    return found


_SIGNATURES = Compiled(
    lambda sessions: Signature.objects.filter(registration__session__id__among=sessions).order_by(
        "at", "id"
    ),
    list,
)

_REGISTRATIONS = Compiled(
    lambda sessions: (
        Registration.objects.filter(session__id__among=sessions)
        .exclude(state=Registration.State.CANCELLED)
        .select_related("person__same_as")
        .order_by("asked")
    ),
    list,
)


def ranks_of(registrations: Iterable[Registration]) -> dict[UUID, int | None]:
    """The rank of each, where it waits or is beyond the number that stands."""
    rows = registrations
    return ranks([Seat(r.pk, r.person_id, r.party, r.state, r.seat, r.asked) for r in rows])


def unnamed_in(sessions: Iterable[Session]) -> dict[UUID, int]:
    """Heads counted without a name in each session; one statement."""
    return dict(_UNNAMED.rows([one.pk for one in sessions]))


_UNNAMED = Compiled(
    lambda sessions: (
        AnonymousCount.objects.filter(session_id__among=sessions, undone=False)
        .values_list("session_id")
        .annotate(heads=Sum("count"))
        .order_by()
    ),
    list,
)


# What the office reads


class Taken(NamedTuple):
    """The seats of a session: confirmed, waiting, beyond the number that stands; and who came."""

    confirmed: int = 0
    waiting: int = 0
    overbooked: int = 0
    present: int = 0


MOST_SESSIONS = 400
MOST_SHARED = 40


def sessions_of_all_places(
    first: date,
    last: date,
    *,
    place: UUID | None,
    room: UUID | None = None,
    staff: UUID | None = None,
) -> list[Session]:
    """Sessions of every place, or one, from a day to another (inclusive), in order; 400 at most.

    In one room, animated by one of the team, when said.
    """
    if place is None and room is None and staff is None:
        return _EVERYWHERE.objects(first, last, limit=MOST_SESSIONS)
    rows = _everywhere(first, last)
    if place is not None:
        rows = rows.filter(place=place)
    if room is not None:
        rows = rows.filter(room=room)
    if staff is not None:
        animated = SessionMediator.objects.filter(staff=staff, session=OuterRef("pk"))
        rows = rows.filter(Exists(animated))
    return list(rows[:MOST_SESSIONS])


def shared_sessions(first: date, last: date) -> list[Session]:
    """Sessions of the structures in scope, from a day to another (inclusive); 40 at most."""
    return list(_everywhere(first, last)[:MOST_SHARED])


def _everywhere(first: date, last: date) -> QuerySet[Session]:
    rows = Session.objects.filter(day__gte=first, day__lte=last)
    return rows.select_related("room", "place", "workshop").order_by("day", "starts_at", "id")


_EVERYWHERE = Compiled(_everywhere, date, date)


def sessions_of_series(series: UUID) -> list[Session]:
    """The sessions of a series in order, cancelled ones too; 400 at most."""
    rows = Session.objects.filter(series=series).select_related("room", "place")
    return list(rows.order_by("starts_at", "id")[:MOST_SESSIONS])


def staff_of(session: UUID) -> list[UUID]:
    """Who animates a session, by id."""
    rows = SessionMediator.objects.filter(session=session).order_by("id")
    return list(rows.values_list("staff_id", flat=True))


MOST_OF_WORKSHOP = 20


def sessions_of_workshop(workshop: UUID, today: date) -> tuple[list[Session], list[Session]]:
    """The next sessions of a workshop and the past ones, the nearest first; 20 of each at most."""
    return _COMING.objects(workshop, today), _PAST.objects(workshop, today)


def _nearest(rows: QuerySet[Session], order: str) -> QuerySet[Session]:
    """Years of sessions are sorted bare; the place and the room are read for few."""
    few = rows.order_by(order, "id")[:MOST_OF_WORKSHOP]
    whole = Session.objects.filter(pk__in=few).select_related("room", "place")
    return whole.order_by(order, "id")


_COMING = Compiled(
    lambda workshop, today: _nearest(
        Session.objects.filter(workshop=workshop, day__gte=today), "starts_at"
    ),
    UUID,
    date,
)
_PAST = Compiled(
    lambda workshop, today: _nearest(
        Session.objects.filter(workshop=workshop, day__lt=today), "-starts_at"
    ),
    UUID,
    date,
)


def seats_taken(sessions: Iterable[Session]) -> dict[UUID, Taken]:
    """How many seats of each session are taken; one statement."""
    found = _TAKEN.rows([one.pk for one in sessions])
    return {session: Taken(*counts) for session, *counts in found}


def _seats_taken(sessions: list[UUID]) -> QuerySet[Any, Any]:
    state, attendance = Registration.State, Registration.Attendance
    return (
        Registration.objects.filter(session__id__among=sessions)
        .values_list("session_id")
        .annotate(
            confirmed=Count("id", filter=Q(state=state.CONFIRMED)),
            waiting=Count("id", filter=Q(state=state.WAITING)),
            overbooked=Count("id", filter=Q(state=state.OVERBOOKED)),
            present=Count("id", filter=Q(attendance=attendance.PRESENT)),
        )
        .order_by()
    )


_TAKEN = Compiled(_seats_taken, list)


def event_of(session: Session) -> EventSheet | None:
    """What an event needs to know."""
    found: EventSheet | None = EventSheet.objects.filter(session=session).first()
    return found


def checklist_of(session: Session) -> list[ChecklistItem]:
    """What is to do before a session, in order, with who did it."""
    rows = ChecklistItem.objects.filter(session=session).select_related("done_by")
    return list(rows.order_by("position", "id"))


def decisions_of(session: Session) -> list[str]:
    """What was decided together, in order."""
    rows = SessionDecision.objects.filter(session=session).order_by("position")
    return list(rows.values_list("text", flat=True))


def coming_registrations(person: UUID, day: date) -> list[Registration]:
    """The seats a person has or waits for from a day on, the next first; 50 at most."""
    group = group_of(person)
    rows = Registration.objects.filter(person__in=group, session__day__gte=day)
    return list(
        rows.exclude(state=Registration.State.CANCELLED)
        .select_related("session__place", "session__room")
        .order_by("session__starts_at", "asked")[:50]
    )


def registrations_of_person(person: Person, limit: int) -> list[Registration]:
    """The seats a person holds or held, the latest session first, and whether they ``signed``."""
    return _SEATS.objects(person.pk, limit=limit)


_SEATS = Compiled(
    lambda person: (
        Registration.objects.filter(person__in=group_of(person))
        .annotate(signed=Exists(Signature.objects.filter(registration=OuterRef("pk"))))
        .select_related("session__place")
        .order_by("-session__starts_at", "-asked")
    ),
    UUID,
)


def organisers_of(sessions: Iterable[Session]) -> dict[UUID, list[Organisation]]:
    """The organisations that share each session, by name; one statement."""
    rows = SessionOrganiser.objects.filter(session__in=list(sessions))
    found: dict[UUID, list[Organisation]] = defaultdict(list)
    for row in rows.select_related("organisation").order_by("organisation__name", "id"):
        found[row.session_id].append(row.organisation)
    return found

"""Reads of messages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from maillage.core.compiled import Compiled
from maillage.messages.models import Channel, Message
from maillage.people.models import Person
from maillage.people.queries import group_of

State = Message.State
TO_CHECK = (State.FAILED, State.UNSURE)
MOST = 200


def _with_people(rows: QuerySet[Message]) -> QuerySet[Message]:
    return rows.select_related("person", "told", "place")


def to_do(channel: str, limit: int = MOST) -> list[Message]:
    """Calls to make or letters to post, the soonest needed first; who and where; one statement."""
    rows = _with_people(Message.objects.filter(state=State.TO_DO, channel=channel))
    return list(rows.exclude(body="").order_by("created_at", "id")[:limit])


def to_check(limit: int = MOST) -> list[Message]:
    """What failed, or has perhaps left, the oldest first; what is forgotten is left out."""
    rows = _with_people(Message.objects.filter(state__in=TO_CHECK))
    return list(rows.exclude(body="").order_by("created_at", "id")[:limit])


class Left(NamedTuple):
    """What waits for somebody of the team."""

    calls: int
    letters: int
    to_check: int

    @property
    def all(self) -> int:
        """Everything together."""
        return sum(self)


def left_to_do() -> Left:
    """How much waits for somebody of the team; one statement."""
    waiting = Message.objects.filter(state__in=(State.TO_DO, *TO_CHECK)).exclude(body="")
    found = waiting.aggregate(
        calls=Count("id", filter=Q(state=State.TO_DO, channel=Channel.CALL)),
        letters=Count("id", filter=Q(state=State.TO_DO, channel=Channel.LETTER)),
        to_check=Count("id", filter=Q(state__in=TO_CHECK)),
    )
    return Left(**found)


def journal(*, states: Iterable[str], skip: int, limit: int) -> list[Message]:
    """Messages in some states, or all of them, the latest first, from the ``skip``-th on."""
    rows = Message.objects.all()
    wanted = list(states)
    if wanted:
        rows = rows.filter(state__in=wanted)
    return list(_with_people(rows).order_by("-created_at", "-id")[skip : skip + limit])


def message_of(message: UUID) -> Message | None:
    """A message with its people, its place and who did it."""
    rows = _with_people(Message.objects.filter(pk=message))
    found: Message | None = rows.select_related("person", "told", "place", "done_by").first()
    return found


def messages_of(person: Person, limit: int) -> list[Message]:
    """What somebody was told, or was said about them, the latest first; one statement."""
    return _TOLD.objects(person.pk, limit=limit)


def _told(person: UUID) -> QuerySet[Message]:
    files = group_of(person)
    rows = Message.objects.filter(Q(person__in=files) | Q(told__in=files))
    return rows.select_related("told").order_by("-created_at", "-id")


_TOLD = Compiled(_told, UUID)


def last_about(things: Iterable[UUID]) -> dict[UUID, Message]:
    """The last message about each of these, the dropped left out; one statement."""
    rows = Message.objects.filter(about__in=list(things)).exclude(state=State.DROPPED)
    return {one.about: one for one in rows.order_by("created_at", "id") if one.about is not None}


class Said(NamedTuple):
    """How many messages of a kind about something are in a state, by a channel."""

    code: str
    channel: str
    state: str
    n: int


def said_about(about: UUID) -> list[Said]:
    """Where what was told of something stands, the dropped left out; one statement."""
    rows = Message.objects.filter(about=about).exclude(state=State.DROPPED)
    counted = rows.values_list("code", "channel", "state").annotate(n=Count("id"))
    return [Said(*row) for row in counted.order_by("code", "channel", "state")]

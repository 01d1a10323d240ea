"""Sending: each message is claimed, committed, handed over, then ended. Never twice.

A process killed while it hands a message over leaves it ``sending``: after ten minutes it is
``unsure``, and somebody decides. Nothing is sent again by itself unless it surely has not left.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from maillage.core.journal import write_server_line
from maillage.core.scopes import structure_scope
from maillage.messages.connectors import connector_of
from maillage.messages.connectors.base import Connector, Outgoing, Permanent, Temporary, Unsure
from maillage.messages.models import Message
from maillage.messages.rules import SENDING_FOR, next_try
from maillage.network.rules import HOME_ZONE

AT_ONCE = 20
State = Message.State


def send_soon(structure_id: UUID, *, after: datetime | None = None) -> None:
    """Ask for the structure's messages to be sent, once this transaction is committed.

    The task is a row of the same transaction: neither is there without the other.
    """
    send_messages.using(run_after=after).enqueue(str(structure_id))


@task()
def send_messages(structure_id: str) -> int:
    """Send what is due, twenty at most, the rest by another task. How many were handed over."""
    structure = UUID(structure_id)
    with structure_scope(structure):
        touched = doubt(timezone.now())
        handed = 0
        while handed < AT_ONCE and (message := claim(timezone.now())) is not None:
            hand_over(message)
            touched.append(message.pk)
            handed += 1
        if handed == AT_ONCE:
            send_soon(structure)
        if touched:
            _write_line(structure, touched)
    return handed


def requeue(structure_id: UUID, now: datetime) -> int:
    """For ``tick``: doubt what has been « en cours d’envoi » for too long, ask for what is due."""
    with structure_scope(structure_id):
        unsure = doubt(now)
        if unsure:
            _write_line(structure_id, unsure)
        if Message.objects.filter(state=State.QUEUED, next_try_at__lte=now).exists():
            send_soon(structure_id)
    return len(unsure)


@transaction.atomic
def _write_line(structure_id: UUID, touched: list[UUID]) -> None:
    write_server_line(structure_id, kind="tick.messages", touched=touched)


def doubt(now: datetime) -> list[UUID]:
    """Messages whose process stopped while it handed them over: nobody knows. Their ids."""
    late = Message.objects.filter(state=State.SENDING, next_try_at__lte=now)
    found = list(late.values_list("pk", flat=True))
    late.filter(pk__in=found).update(
        state=State.UNSURE,
        next_try_at=None,
        ended_at=now,
        fault=_("Maillage s’est arrêté pendant l’envoi."),
    )
    return found


def claim(now: datetime) -> Message | None:
    """Take the next message that is due, and commit that it is being sent; ``None`` when none is.

    What it announced is past, or who it was for was erased meanwhile: it is dropped instead.
    """
    while True:
        with transaction.atomic():
            due = Message.objects.filter(state=State.QUEUED, next_try_at__lte=now)
            message: Message | None = (
                due.select_related("place").order_by("next_try_at", "id").first()
            )
            if message is None:
                return None
            mine = Message.objects.filter(pk=message.pk, state=State.QUEUED, tries=message.tries)
            if _is_useless(message, now):
                fault = _("Trop tard, ou la fiche est effacée.")
                mine.update(state=State.DROPPED, ended_at=now, next_try_at=None, fault=fault)
                continue
            taken = mine.update(
                state=State.SENDING, tries=F("tries") + 1, next_try_at=now + SENDING_FOR
            )
        if taken:
            message.tries += 1
            return message


def _is_useless(message: Message, now: datetime) -> bool:
    past = message.until is not None and message.until <= now
    return past or not (message.address and message.body)


def hand_over(message: Message) -> None:
    """Give a claimed message to its connector, and write how it ended."""
    sender = message.place.name if message.place else ""
    outgoing = Outgoing(message.pk, message.address, message.subject, message.body, sender)
    try:
        _connector(message.channel).send(outgoing)
    except Temporary as error:
        _try_again(message, str(error))
    except Permanent as error:
        _end(message, State.FAILED, str(error))
    except Unsure as error:
        _end(message, State.UNSURE, str(error))
    else:
        _end(message, State.SENT, "")


def _connector(channel: str) -> Connector:
    found = connector_of(channel)
    if found is None:
        raise Temporary(_("Rien n’est réglé pour cet envoi. Prévenez qui administre Maillage."))
    return found


@transaction.atomic
def _try_again(message: Message, fault: str) -> None:
    now = timezone.now()
    zone = message.place.time_zone if message.place else HOME_ZONE
    at = next_try(message.tries, now, zone)
    if at is None or (message.until is not None and message.until <= at):
        _end(message, State.FAILED, fault)
        return
    _being_sent(message).update(state=State.QUEUED, next_try_at=at, fault=fault[:200])
    send_soon(message.structure_id, after=at)


def _end(message: Message, state: State, fault: str) -> None:
    _being_sent(message).update(
        state=state, next_try_at=None, ended_at=timezone.now(), fault=fault[:200]
    )


def _being_sent(message: Message) -> QuerySet[Message]:
    """This very try of the message, even if somebody had begun to doubt it."""
    return Message.objects.filter(
        pk=message.pk, tries=message.tries, state__in=(State.SENDING, State.UNSURE)
    )

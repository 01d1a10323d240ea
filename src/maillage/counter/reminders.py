"""The day before a session, those registered are reminded, by SMS or e-mail, once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from maillage.core.acting import Acting
from maillage.core.ids import new_id
from maillage.core.journal import write_server_line
from maillage.core.scopes import structure_scope
from maillage.counter.announcing import about_session, registered, session_values
from maillage.messages.connectors import BY_MACHINE, working
from maillage.messages.telling import About, tell
from maillage.messages.wordings import REMINDER
from maillage.programme.models import Registration, Session

FROM, UNTIL = time(10), time(19)
"""The hours of the day, in the place's zone, at which people are reminded."""

KIND = "tick.reminders"
NOBODY = UUID(int=0)


def remind(structure_id: UUID, now: datetime) -> int:
    """Remind whoever has a seat tomorrow; how many messages. Done again, it says nothing more.

    Each session is a transaction of its own, with its journal line.
    """
    with structure_scope(structure_id):
        if not working() & BY_MACHINE:
            return 0
        return sum(_remind(structure_id, one, now) for one in _tomorrow(now))


def _tomorrow(now: datetime) -> list[Session]:
    """Sessions of tomorrow, where it is a decent hour now."""
    rows = Session.objects.filter(
        state=Session.State.PLANNED,
        starts_at__gt=now,
        starts_at__lt=now + timedelta(days=2),
    ).select_related("place", "room")
    return [one for one in rows.order_by("starts_at", "id") if _is_time(one, now)]


def _is_time(session: Session, now: datetime) -> bool:
    here = now.astimezone(ZoneInfo(session.place.time_zone))
    return session.day == here.date() + timedelta(days=1) and is_decent(here)


def is_decent(here: datetime) -> bool:
    """Whether people are reminded at that hour of a place's own clock."""
    return FROM <= here.time() < UNTIL


@transaction.atomic
def _remind(structure_id: UUID, session: Session, now: datetime) -> int:
    if not _still_stands(session):
        return 0
    persons = registered([session], Registration.State.CONFIRMED)
    revision = f"{session.starts_at:%Y%m%d%H%M}"
    about = about_session(session, session_values([session]), revision)
    return tell_by_itself(by_itself(structure_id, now, KIND), persons, REMINDER, about)


def _still_stands(session: Session) -> bool:
    """Whether it stands as it was read; its row locked, so that two who remind do it once."""
    row = Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
    return (row.state, row.starts_at) == (session.state, session.starts_at)


def tell_by_itself(acting: Acting, persons: Iterable[UUID], code: str, about: About) -> int:
    """Tell these persons by machine, with a line of the journal; how many messages."""
    told = tell(acting, persons=persons, code=code, about=about, only=BY_MACHINE)
    if acting.touched:
        write_server_line(acting.structure_id, kind=acting.kind, touched=acting.touched)
    return sum(told.values())


def by_itself(structure_id: UUID, now: datetime, kind: str) -> Acting:
    """The server, acting by itself."""
    return Acting(
        structure_id=structure_id,
        device_id=NOBODY,
        actor_id=NOBODY,
        place_id=None,
        key=new_id(),
        kind=kind,
        at=now,
        typed_at=now,
        received_at=now,
        counts=False,
    )

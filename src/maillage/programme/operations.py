"""Writes of the programme: chairs; the lock of a session, which writes of seats take."""

from __future__ import annotations

from uuid import UUID

from django.db import DEFAULT_DB_ALIAS
from django.utils.translation import gettext as _

from maillage.core.acting import Acting
from maillage.core.commands import Data, Missing, Refusal
from maillage.core.compiled import Compiled
from maillage.core.undo import Undone
from maillage.programme.models import (
    Registration,
    Session,
)

_COLUMNS = [field.attname for field in Session._meta.concrete_fields]
_LOCKED = Compiled(
    lambda session: Session.objects.select_for_update().filter(pk=session).values_list(*_COLUMNS),
    UUID,
)


def locked_session(session: UUID) -> Session:
    """The session, locked: seats are numbered one request at a time."""
    rows = _LOCKED.rows(session)
    if not rows:
        raise Missing(_("Séance"), session)
    found: Session = Session.from_db(DEFAULT_DB_ALIAS, _COLUMNS, rows[0])
    return found


def check_stands(session: Session) -> None:
    """Refuse ``cancelled_session``: nobody sits where nothing takes place."""
    if session.state == Session.State.CANCELLED:
        raise Refusal("cancelled_session", _("Cette séance est annulée. Choisissez-en une autre."))


def add_chair(acting: Acting, *, session: UUID) -> Data:
    """A ninth chair: the number that stands is raised by one.

    Refuses ``cancelled_session``, and ``no_limit`` where seats are not counted.
    """
    found = locked_session(session)
    check_stands(found)
    if found.capacity is None:
        raise Refusal("no_limit", _("Cette séance n’a pas de nombre de places."))
    found.capacity += 1
    found.save(update_fields=["capacity"])
    acting.touch(session)
    acting.keep_for_undo(session=str(session))
    return {"capacity": found.capacity}


def remove_chair(acting: Acting, undone: Undone) -> None:
    """Take the chair back, unless somebody sits on it."""
    found = locked_session(UUID(undone.values["session"]))
    capacity = (found.capacity or 0) - 1
    if Registration.objects.filter(session=found, seat__gt=capacity).exists():
        raise Refusal("stands", _("Quelqu’un est inscrit sur cette chaise."))
    found.capacity = capacity
    found.save(update_fields=["capacity"])

"""Whose sessions: a co-organiser looks after those of their own organisation, and no other."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from maillage.core.acting import Acting, forbidden
from maillage.network.models import Staff
from maillage.network.rights import Right
from maillage.programme.models import SessionOrganiser


def organisation_of(staff: UUID) -> UUID | None:
    """The partner that a member of the team works for."""
    found: UUID | None = (
        Staff.objects.filter(pk=staff).values_list("organisation_id", flat=True).first()
    )
    return found


def shares(organisation: UUID | None, sessions: Iterable[UUID]) -> set[UUID]:
    """Those of the sessions that an organisation shares; one statement at most."""
    if organisation is None:
        return set()
    rows = SessionOrganiser.objects.filter(session__in=list(sessions), organisation=organisation)
    return set(rows.values_list("session_id", flat=True))


def owns(acting: Acting, sessions: Iterable[UUID], *, otherwise: str = Right.PROGRAMME) -> bool:
    """Whether the actor has ``otherwise``, or shares each session through their organisation."""
    if acting.may(otherwise):
        return True
    wanted = set(sessions)
    return shares(organisation_of(acting.actor_id), wanted) == wanted


def demand_own(acting: Acting, sessions: Iterable[UUID]) -> None:
    """Refuse ``forbidden`` to a co-organiser for a session that is not their organisation's."""
    if not owns(acting, sessions):
        raise forbidden()

"""Reads of who may use what, many at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Max, OuterRef, Q, Subquery

from maillage.booking.models import Reservation
from maillage.booking.queries import standing
from maillage.people.queries import root_of
from maillage.programme.models import Session, Workshop

UNENDING = date.max


class Badge(NamedTuple):
    """An authorisation that stands, as ``rules.Badge`` asks; its last day, if it has one."""

    since: date
    last_used: date | None
    expires_on: date | None


def badges(
    persons: Collection[UUID], *, day: date, now: datetime
) -> dict[tuple[UUID, UUID], Badge]:
    """What persons may use on a day, non-use apart, by file kept and family; two statements."""
    theirs = Q(person__in=persons) | Q(person__same_as__in=persons)
    root = root_of("person")
    past = Reservation.objects.filter(theirs, state=Reservation.State.CONFIRMED, ends_at__lte=now)
    used = past.annotate(root=root).values_list("root", "family").order_by()
    last = {(who, family): used_on for who, family, used_on in used.annotate(Max("day"))}
    given = standing(day).filter(theirs).annotate(root=root)
    found: dict[tuple[UUID, UUID], Badge] = {}
    for who, family, since, ends in given.values_list("root", "family", "from_day", "expires_on"):
        before = found.get((who, family))
        badge = Badge(since, last.get((who, family)), ends)
        found[who, family] = _both(before, badge) if before else badge
    return found


def _both(one: Badge, other: Badge) -> Badge:
    """The latest given, and the last day of the one that lasts longest."""
    ends = max(one.expires_on or UNENDING, other.expires_on or UNENDING)
    return Badge(max(one.since, other.since), one.last_used, None if ends == UNENDING else ends)


def next_trainings(workshops: Iterable[UUID], now: datetime) -> dict[UUID, Session]:
    """The next session that takes place of each of these trainings; one statement."""
    coming = Session.objects.filter(workshop=OuterRef("pk"), starts_at__gt=now)
    first = coming.exclude(state=Session.State.CANCELLED).order_by("starts_at", "pk")
    chosen = Workshop.objects.filter(pk__in=list(workshops))
    ids = chosen.annotate(coming=Subquery(first.values("pk")[:1])).values("coming")
    rows = Session.objects.filter(pk__in=ids).select_related("place")
    return {one.workshop_id: one for one in rows}

"""Calendars that are read by a secret address: of a resource, of a place, of a person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from django.utils.translation import gettext as _

from maillage.booking import feed_queries, rules
from maillage.booking.formats.calendar import Event, uid_of
from maillage.booking.in_series import Told, in_series
from maillage.booking.links import OF_PLACE, OF_RESOURCE, OWN_FEED, PUBLIC, TEAM
from maillage.booking.locking import FOR_EVER
from maillage.booking.locking import SOURCE as LOCKED
from maillage.booking.models import Reservation, Resource
from maillage.booking.words import whom
from maillage.core import saying
from maillage.core.models import SecretLink
from maillage.core.periods import Period
from maillage.network.models import Occupancy
from maillage.network.queries import place_of
from maillage.people.operations import known_person

BEHIND, AHEAD = timedelta(days=14), timedelta(days=1100)
"""How far a calendar goes: a family is reserved 1000 days ahead at most."""
UNENDING = timedelta(days=180)
"""How long what nobody knows the end of is shown to last."""

State = Reservation.State
STATES = {
    State.TENTATIVE: "TENTATIVE",
    State.CONFIRMED: "CONFIRMED",
    State.WAITING: "TENTATIVE",
    State.CANCELLED: "CANCELLED",
    State.RELEASED: "CANCELLED",
}


class Feed(NamedTuple):
    """A calendar: its name, what it holds."""

    name: str
    events: list[Event]


def feed_of(link: SecretLink, now: datetime) -> Feed | None:
    """What the address of a calendar shows now, in the scope of its structure.

    ``None`` for a link that is no calendar's, or of somebody who is gone. Six statements at most,
    of so many rows at most (``feed_queries.MOST``).
    """
    period = Period(now - BEHIND, now + AHEAD)
    if link.kind == OWN_FEED:
        return _own(link, period)
    audiences = {of[one]: one for of in (OF_PLACE, OF_RESOURCE) for one in (TEAM, PUBLIC)}
    if link.kind not in audiences:
        return None
    resources = feed_queries.resources_of_feed(link.target)
    read = _team if audiences[link.kind] == TEAM else _public
    return Feed(_name(link, resources), in_series(read(resources, period)))


def _name(link: SecretLink, resources: list[Resource]) -> str:
    """« Trotec, Numéripôle »; the place's name alone."""
    if link.kind in OF_RESOURCE.values():
        return ", ".join(f"{one.unit.name}, {one.unit.place.name}" for one in resources)
    place = place_of(link.target)
    return place.name if place else ""


def _own(link: SecretLink, period: Period) -> Feed | None:
    person = known_person(link.target)
    if person is None:
        return None
    rows = feed_queries.reserved_by(person.pk, period)
    return Feed(_("Mes réservations"), in_series((_mine(row), row.recurrence) for row in rows))


def _mine(row: Reservation) -> Event:
    unit = row.resource.unit
    where = ", ".join(filter(None, (unit.place.name, unit.place.address)))
    return _event(row, unit.place.time_zone, unit.name, where=where)


def _event(row: Reservation, tz: str, what: str, *, where: str = "") -> Event:
    """A reservation; whatever is not simply confirmed is said before what it is."""
    plain = row.state == State.CONFIRMED
    said = _("%(what)s : %(value)s")
    summary = what if plain else said % {"what": row.get_state_display(), "value": what}
    return Event(
        uid=uid_of(row.pk),
        period=Period(row.starts_at, row.ends_at),
        tz=tz,
        summary=saying.capital(summary),
        state=STATES[State(row.state)],
        where=where,
        holds=row.state in rules.HOLDING,
    )


def _team(resources: list[Resource], period: Period) -> Iterator[Told]:
    """Who holds each resource, by first name and initial; sessions and lock-outs by their label."""
    by_pk = {one.pk: one for one in resources}
    rows = feed_queries.reserved_of(by_pk, period)
    said = _("%(what)s : %(value)s")
    for row in rows:
        unit = by_pk[row.resource_id].unit
        what = said % {"what": unit.name, "value": whom(row, whole=False)}
        yield _event(row, unit.place.time_zone, what), row.recurrence
    own = {(row.pk, by_pk[row.resource_id].unit_id) for row in rows}
    for uid, resource, held in _held(resources, period):
        if (held.source_id, held.unit_id) not in own:
            what = said % {"what": resource.unit.name, "value": held.label}
            yield _taken(uid, resource, held, period, what), None


def _public(resources: list[Resource], period: Period) -> Iterator[Told]:
    """That a resource is taken, and nothing else."""
    repeated = feed_queries.repetitions(period)
    for uid, resource, held in _held(resources, period):
        what = _("%(what)s : occupé") % {"what": resource.unit.name}
        yield _taken(uid, resource, held, period, what), repeated.get(held.source_id)


def _held(resources: list[Resource], period: Period) -> Iterator[tuple[str, Resource, Occupancy]]:
    """What holds the units of resources, each with a name of its own.

    What holds a unit around something else does so in pieces, told apart by their beginning.
    """
    of_unit, seen = {one.unit_id: one for one in resources}, set()
    for row in feed_queries.held_of(of_unit, period):
        source = (row.source_id, row.unit_id)
        piece = row.source_kind == LOCKED or source in seen
        seen.add(source)
        start = [row.starts_at.astimezone(UTC).isoformat()] if piece else []
        yield uid_of(*source, *start), of_unit[row.unit_id], row


def _taken(uid: str, resource: Resource, held: Occupancy, within: Period, what: str) -> Event:
    """What nobody knows the end of is out for half a year more, each time one looks."""
    end = min(held.ends_at, within.end)
    if held.ends_at >= FOR_EVER:
        end = max(held.starts_at, within.start + BEHIND) + UNENDING
    period = Period(held.starts_at, end)
    return Event(uid, period, resource.unit.place.time_zone, what)

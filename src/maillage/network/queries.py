"""Reads of the network floor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from maillage.core.commands import Missing
from maillage.core.compiled import Compiled
from maillage.core.folding import fold
from maillage.core.periods import local_date
from maillage.core.scopes import network_scope
from maillage.network.models import (
    Carrier,
    Commune,
    Device,
    NetworkMembership,
    Occupancy,
    Organisation,
    Place,
    SignIn,
    Staff,
    StaffQualification,
    StaffRole,
    Structure,
    Unit,
)
from maillage.network.rules import HOME_ZONE, RoleHeld, rights_held

MOST_PARTNERS = 40
"""How many members of a network a page reads."""

ROLE_COLUMNS = (
    "roles__role",
    "roles__place_id",
    "roles__till_allowed",
    "roles__from_day",
    "roles__to_day",
)
"""From a member of the team to their roles; all empty for somebody who has none."""


def roles_held(rows: Iterable[tuple[Any, ...]]) -> tuple[RoleHeld, ...]:
    """Roles out of rows of ``ROLE_COLUMNS``."""
    return tuple(RoleHeld(*row) for row in rows if row[0] is not None)


def _posts(staff: UUID, place: UUID, device: UUID) -> QuerySet[Any, Any]:
    """Somebody's roles, a row each; the place's zone; since when they are at work on the device."""
    still = SignIn.objects.filter(staff_id=staff, device_id=device, ended_at=None)
    return (
        Staff.objects.filter(pk=staff)
        .annotate(
            zone=Subquery(Place.objects.filter(pk=place).values("time_zone")),
            since=Subquery(still.order_by("started_at").values("started_at")[:1]),
        )
        .values_list("zone", "since", "left_on", *ROLE_COLUMNS)
    )


_POSTS = Compiled(_posts, UUID, UUID, UUID, kept=True)
_NONE = UUID(int=0)

_WORKED = Compiled(
    lambda staff, device, at: SignIn.objects.filter(
        staff=staff, device=device, started_at__lte=at, ended_at__gt=at
    ).values_list("pk"),
    UUID,
    UUID,
    datetime,
    scoped=False,
)


def rights_at(
    staff_id: UUID, *, at: datetime, place_id: UUID | None, signed_in_on: UUID | None = None
) -> frozenset[str] | None:
    """What somebody may do at ``at``, at a place or (``None``) in the whole structure.

    ``None`` when they are unknown here, or had not signed in on the device ``signed_in_on`` at
    that instant. Raises ``Missing`` for a place of another structure. One statement, none where a
    batch has read it; one more for who has left the device since.
    """
    rows = _POSTS.rows(staff_id, place_id or _NONE, signed_in_on or _NONE)
    if not rows:
        return None
    zone, since, left_on = rows[0][:3]
    if place_id is not None and zone is None:
        raise Missing(_("Lieu"), str(place_id))
    here = signed_in_on is None or (since is not None and since <= at)
    if not here and not _WORKED.rows(staff_id, signed_in_on, at, limit=1):
        return None
    day = local_date(at, zone or HOME_ZONE)
    if left_on is not None and day > left_on:
        return frozenset()
    return rights_held(roles_held(row[3:] for row in rows), day=day, place_id=place_id)


class AtWork(NamedTuple):
    """A member of the team, and the roles they hold or held."""

    staff: Staff
    roles: tuple[RoleHeld, ...]


def staff_at_work(account: UUID, by_pin: UUID | None, device: UUID | None) -> list[AtWork]:
    """An account's member of the team, and who took their place by a PIN and is still there.

    Those who left too. One statement.
    """
    return _with_roles(_AT_WORK.objects(account, by_pin or _NONE, device or _NONE))


def _with_roles(joined: Iterable[Staff]) -> list[AtWork]:
    """Each member of the team once, in their order, out of a row for each role."""
    found: dict[UUID, list[Staff]] = {}
    for row in joined:
        found.setdefault(row.pk, []).append(row)
    return [AtWork(rows[0], roles_held(map(_role, rows))) for rows in found.values()]


_HELD = {column.replace("roles__", "held_"): F(column) for column in ROLE_COLUMNS}


def _role(row: Staff) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in _HELD)


def _at_work(account: UUID, by_pin: UUID, device: UUID) -> QuerySet[Staff]:
    present = SignIn.objects.filter(device=device, staff_id=by_pin, ended_at=None)
    wanted = Q(account=account) | Q(Exists(present), pk=by_pin)
    return Staff.objects.filter(wanted, is_service=False).annotate(**_HELD)


_AT_WORK = Compiled(_at_work, UUID, UUID, UUID)


def carrier_on(day: date) -> Carrier | None:
    """The legal person that carries the structure on a day."""
    carrier: Carrier | None = (
        Carrier.objects.filter(Q(to_day=None) | Q(to_day__gte=day), from_day__lte=day)
        .order_by("-from_day")
        .first()
    )
    return carrier


def places_open_on(day: date) -> QuerySet[Place]:
    """The structure's places that stand on a day, by name: a three-day place, three days."""
    return Place.objects.filter(
        Q(opened_on=None) | Q(opened_on__lte=day), Q(closed_on=None) | Q(closed_on__gte=day)
    ).order_by("name")


def places_by_name() -> list[Place]:
    """The structure's places, by name; one statement."""
    return _PLACES.objects()


_PLACES = Compiled(lambda: Place.objects.order_by("name"))


def place_of(place: UUID) -> Place | None:
    """A place of the structure; one statement."""
    found: list[Place] = _PLACE.objects(place)
    return found[0] if found else None


_PLACE = Compiled(lambda place: Place.objects.filter(pk=place), UUID, kept=True)


def structure_by_slug(slug: str) -> Structure | None:
    """The structure of an address; no scope is needed."""
    found: list[Structure] = _BY_SLUG.objects(slug)
    return found[0] if found else None


_BY_SLUG = Compiled(lambda slug: Structure.objects.filter(slug=slug), str, scoped=False)


def team_on(day: date) -> list[Staff]:
    """The people of the team on a day, by first name; service accounts left out."""
    return _TEAM.objects(day)


def team_at_work(day: date) -> list[AtWork]:
    """The people of the team on a day, each with the roles they hold or held; one statement."""
    return _with_roles(_TEAM_AT_WORK.objects(day))


def _team(day: date) -> QuerySet[Staff]:
    return Staff.objects.filter(Q(left_on=None) | Q(left_on__gte=day), is_service=False).order_by(
        "first_name", "last_name"
    )


_TEAM = Compiled(_team, date)
_TEAM_AT_WORK = Compiled(lambda day: _team(day).annotate(**_HELD), date)


def roles_on(day: date) -> QuerySet[StaffRole]:
    """The roles held on a day, with their staff."""
    return StaffRole.objects.filter(
        Q(to_day=None) | Q(to_day__gte=day), from_day__lte=day
    ).select_related("staff", "place")


def parents_in_place_of(unit_id: UUID) -> Mapping[UUID, UUID | None]:
    """The parent of each unit of the place where ``unit_id`` is; empty if it is unknown here."""
    return dict(
        Unit.objects.filter(place__in=Unit.objects.filter(pk=unit_id).values("place")).values_list(
            "pk", "parent_id"
        )
    )


def taken(units: list[UUID], starts_at: datetime, ends_at: datetime) -> Occupancy | None:
    """The first occupancy that shares an instant with the period, with its unit and place."""
    return next(iter(_TAKEN.objects(units, ends_at, starts_at, limit=1)), None)


_TAKEN = Compiled(
    lambda units, before, after: (
        Occupancy.objects.filter(unit__id__among=units, starts_at__lt=before, ends_at__gt=after)
        .select_related("unit__place")
        .order_by("starts_at")
    ),
    list,
    datetime,
    datetime,
)


def search_communes(text: str, limit: int = 8) -> list[Commune]:
    """Communes whose folded name, or a postcode, begins with ``text``; the largest first."""
    wanted = fold(text)
    if not wanted:
        return []
    if wanted.isdigit():
        found = Q(postcodes__startswith=wanted) | Q(postcodes__contains=f" {wanted}")
    else:
        found = Q(folded__startswith=wanted)
    return list(Commune.objects.filter(found).order_by("-population", "name", "code")[:limit])


# What the office and the public pages read


def structures_of(account_id: UUID, day: date) -> list[Structure]:
    """The structures where an account is at work on a day, by name. No scope is needed."""
    posts = Staff._base_manager.filter(
        Q(left_on=None) | Q(left_on__gte=day), account=account_id, is_service=False
    )
    return list(Structure.objects.filter(pk__in=posts.values("structure_id")).order_by("name"))


def public_places(day: date, limit: int = 200) -> list[Place]:
    """The places of every structure that stand on a day, by name. Two statements, no scope."""
    with network_scope(Structure.objects.values_list("pk", flat=True)):
        return list(places_open_on(day).select_related("commune")[:limit])


def organisations() -> list[Organisation]:
    """Partners, organisers and members that are not persons, by name; 200 at most."""
    return list(Organisation.objects.order_by("name", "id")[:200])


def carriers() -> list[Carrier]:
    """Who carries the structure and has carried it, the latest first."""
    return list(Carrier.objects.order_by("-from_day", "id"))


def units_in_use() -> QuerySet[Unit]:
    """The rooms, machines and desks that are not retired, by name."""
    return Unit.objects.filter(retired_on=None).order_by("name")


def units_of(place: UUID) -> list[tuple[int, Unit]]:
    """The units of a place as a tree, retired ones last: how deep each is, and it."""
    parts: dict[UUID | None, list[Unit]] = {}
    rows = Unit.objects.filter(place=place)
    for unit in rows.order_by(F("retired_on").asc(nulls_first=True), "kind", "name"):
        parts.setdefault(unit.parent_id, []).append(unit)

    def below(parent: UUID | None, depth: int) -> list[tuple[int, Unit]]:
        return [
            line
            for unit in parts.get(parent, [])
            for line in ((depth, unit), *below(unit.pk, depth + 1))
        ]

    return below(None, 0)


def rooms_by_place() -> dict[UUID, list[Unit]]:
    """The rooms in use of each place, by name; one statement."""
    found: dict[UUID, list[Unit]] = {}
    for unit in units_in_use().filter(kind=Unit.Kind.ROOM):
        found.setdefault(unit.place_id, []).append(unit)
    return found


def rooms() -> list[Unit]:
    """Every room, retired ones too, by name."""
    return _ROOMS.objects()


_ROOMS = Compiled(lambda: Unit.objects.filter(kind=Unit.Kind.ROOM).order_by("name"))


def team_with_roles() -> list[Staff]:
    """Everybody of the team, past members last, each with their roles; two statements."""
    roles = StaffRole.objects.select_related("place").order_by("from_day", "id")
    return list(
        Staff.objects.filter(is_service=False)
        .select_related("account")
        .prefetch_related(Prefetch("roles", roles))
        .order_by(F("left_on").asc(nulls_first=True), "first_name", "last_name")
    )


def qualifications_of(staff: UUID) -> list[StaffQualification]:
    """What a member of the team is qualified for, the latest first."""
    rows = StaffQualification.objects.filter(staff=staff)
    return list(rows.order_by("-granted_on", "id")[:50])


def first_names(staff: Iterable[UUID]) -> dict[UUID, str]:
    """The first name of each member of the team, for a journal or a list."""
    return dict(Staff.objects.filter(pk__in=set(staff)).values_list("pk", "first_name"))


def devices_held() -> list[Device]:
    """Desks, kiosks and tokens, those in use first, with their place and who is at work there."""
    at_work = SignIn.objects.filter(device=OuterRef("pk"), ended_at=None)
    return list(
        Device.objects.exclude(kind=Device.Kind.SERVER)
        .select_related("place")
        .annotate(at_work=Subquery(at_work.values("staff__first_name")[:1]))
        .order_by(F("revoked_at").asc(nulls_first=True), "name", "id")
    )


# Networks


def networks_on(day: date) -> list[NetworkMembership]:
    """The structure's memberships that run that day, with their network, by its name."""
    rows = NetworkMembership.objects.filter(_runs(day)).select_related("network")
    return list(rows.order_by("network__name", "id"))


def members_of(networks: Iterable[UUID], day: date) -> dict[UUID, list[Structure]]:
    """The structures of each network that day, by name; two statements."""
    rows = NetworkMembership._base_manager.filter(_runs(day), network__in=list(networks))
    pairs = list(rows.values_list("network_id", "structure_id"))
    found = Structure.objects.filter(pk__in={one for _, one in pairs}).order_by("name", "id")
    held = {one.pk: one for one in found}
    members: dict[UUID, list[Structure]] = {}
    for network, structure in sorted(pairs, key=lambda pair: held[pair[1]].name):
        members.setdefault(network, []).append(held[structure])
    return members


def partners_on(day: date) -> dict[UUID, Structure]:
    """The members of the networks that the structure is in that day; three statements."""
    members = members_of([one.network_id for one in networks_on(day)], day)
    return {one.pk: one for found in members.values() for one in found[:MOST_PARTNERS]}


def _runs(day: date) -> Q:
    return Q(from_day__lte=day) & (Q(to_day=None) | Q(to_day__gte=day))

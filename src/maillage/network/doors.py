"""Doors: the devices commands come in by, and what somebody may do there at an instant."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core.commands import Data, Missing
from maillage.core.compiled import Compiled
from maillage.core.envelope import Result, Sent, run_one
from maillage.core.ids import hash_secret, new_id
from maillage.core.periods import local_date
from maillage.core.scopes import structure_scope
from maillage.network.models import Device, Place
from maillage.network.queries import ROLE_COLUMNS, rights_at, roles_held
from maillage.network.rights import KIOSK_RIGHTS, LINK_RIGHTS
from maillage.network.rules import HOME_ZONE, RoleHeld, rights_held

BUSY_TRIES = 5


@dataclass(frozen=True, slots=True)
class Service:
    """What a token's one statement brought: its service account's roles, the places' zones."""

    staff_id: UUID
    left_on: date | None
    roles: tuple[RoleHeld, ...]
    zones: Mapping[UUID, str] = field(default_factory=dict)

    def rights(self, actor_id: UUID, at: datetime, place_id: UUID | None) -> frozenset[str] | None:
        if actor_id != self.staff_id:
            return None
        zone = HOME_ZONE if place_id is None else self.zones.get(place_id)
        if zone is None:
            raise Missing(_("Lieu"), str(place_id))
        day = local_date(at, zone)
        if self.left_on is not None and day > self.left_on:
            return frozenset()
        return rights_held(self.roles, day=day, place_id=place_id)


@dataclass(frozen=True, slots=True)
class AtTheDoor:
    """A kiosk acts for its own service account, in its own place, and rings only."""

    staff_id: UUID | None
    place_id: UUID | None

    def rights(self, actor_id: UUID, at: datetime, place_id: UUID | None) -> frozenset[str] | None:
        if place_id != self.place_id:
            raise Missing(_("Lieu"), str(place_id))
        return KIOSK_RIGHTS if actor_id == self.staff_id else None


@dataclass(frozen=True, slots=True)
class ByLink:
    """A personal link acts for its own person alone, whose id is plain here."""

    person_id: UUID

    def rights(self, actor_id: UUID) -> frozenset[str] | None:
        return LINK_RIGHTS if actor_id == self.person_id else None


@dataclass(slots=True)
class DeviceDoor:
    """A desk, a kiosk, the structure's server, an API token or a personal link.

    As ``core.acting.Door`` asks.
    """

    structure_id: UUID
    device_id: UUID
    kind: str
    counts: bool
    revoked: bool = False
    service: Service | None = None
    kiosk: AtTheDoor | None = None
    link: ByLink | None = None

    @property
    def in_the_open(self) -> bool:
        return self.kiosk is not None

    def rights(
        self, actor_id: UUID, at: datetime, place_id: UUID | None, *, proved: bool = False
    ) -> frozenset[str] | None:
        """The actor's rights at ``at``, in one statement (none for a token).

        Roles are those of the place's local day. On a desk, the actor was signed in there at
        ``at``, else ``None``, unless the command is ``proved`` by itself; a token or a kiosk acts
        for its own service account only, a personal link for its person. Raises ``Missing`` when
        the place is not one of the structure's, or not the kiosk's own.
        """
        if self.kiosk is not None:
            return self.kiosk.rights(actor_id, at, place_id)
        if self.link is not None:
            return self.link.rights(actor_id)
        if self.kind == Device.Kind.TOKEN:
            return self.service.rights(actor_id, at, place_id) if self.service else None
        signed_in = self.kind == Device.Kind.DESK and not proved
        desk = self.device_id if signed_in else None
        return rights_at(actor_id, at=at, place_id=place_id, signed_in_on=desk)


def door_of_device(device: Device) -> DeviceDoor:
    """The door of a desk, of a kiosk or of the server. A token's is ``token_door``."""
    kiosk = device.kind == Device.Kind.KIOSK
    return DeviceDoor(
        structure_id=device.structure_id,
        device_id=device.pk,
        kind=device.kind,
        counts=device.counts,
        revoked=device.revoked_at is not None,
        kiosk=AtTheDoor(device.staff_id, device.place_id) if kiosk else None,
    )


def door_of_server(structure_id: UUID) -> DeviceDoor:
    """The door of office screens, imports and the command line."""
    with structure_scope(structure_id):
        return door_of_device(Device.objects.get(kind=Device.Kind.SERVER))


def door_of_link(structure_id: UUID, person_id: UUID) -> DeviceDoor:
    """The server's own door for whoever came by their personal link: they act themselves.

    The journal names the person. Only pages that compose what is sent, for that person, open it:
    no payload of a browser's comes in here.
    """
    door = door_of_server(structure_id)
    door.link = ByLink(person_id)
    return door


def door_of_till(device: Device) -> DeviceDoor:
    """The server's own door onto a desk's till, for an office screen open on that desk.

    The server numbers; the office's session says who acts, signed in on the desk or not.
    """
    return DeviceDoor(
        structure_id=device.structure_id,
        device_id=device.pk,
        kind=Device.Kind.SERVER,
        counts=False,
    )


class _JSONObject(models.Aggregate):
    """Two columns as one JSON object, on both engines."""

    function = "JSONB_OBJECT_AGG"
    output_field = models.JSONField()
    arity = 2

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSON_GROUP_OBJECT", **context)


def _tokens(secret_hash: str) -> models.QuerySet[Any, Any]:
    """The token, its member of the team, a row for each of their roles, and the places' zones."""
    zones = (
        Place._base_manager.filter(structure_id=OuterRef("structure_id"))
        .order_by()
        .values("structure_id")
        .annotate(zones=_JSONObject("id", "time_zone"))
        .values("zones")
    )
    tokens = Device._base_manager.filter(
        kind=Device.Kind.TOKEN, secret_hash=secret_hash, revoked_at=None
    )
    return tokens.annotate(zones=Subquery(zones)).values_list(
        "pk",
        "structure_id",
        "staff_id",
        "zones",
        "staff__left_on",
        *(f"staff__{column}" for column in ROLE_COLUMNS),
    )


_TOKENS = Compiled(_tokens, str, scoped=False)


def token_door(secret: str) -> DeviceDoor | None:
    """The door of the token that holds ``secret``; ``None`` if there is none, or it is revoked.

    One statement, which also brings what ``rights`` needs. No scope is open yet.
    """
    rows = _TOKENS.rows(hash_secret(secret))
    if not rows:
        return None
    device_id, structure_id, staff_id, place_zones, left_on = rows[0][:5]
    return DeviceDoor(
        structure_id=structure_id,
        device_id=device_id,
        kind=Device.Kind.TOKEN,
        counts=False,
        service=Service(
            staff_id,
            left_on,
            roles_held(row[5:] for row in rows),
            {UUID(place): zone for place, zone in (place_zones or {}).items()},
        ),
    )


def run_as_server(
    structure_id: UUID,
    kind: str,
    payload: Mapping[str, Any],
    *,
    actor: UUID,
    place: UUID | None = None,
    at: datetime | None = None,
    key: UUID | None = None,
    door: DeviceDoor | None = None,
) -> Result:
    """Apply one command on the server's door: an office screen's, the command line's, the demo's.

    ``payload`` may hold ids, days and instants as Python has them. ``at`` is now unless said;
    ``door`` may be a desk's till instead (``door_of_till``).
    """
    now = timezone.now()
    sent = Sent(
        key=key or new_id(),
        kind=kind,
        place=place,
        actor=actor,
        at=at or now,
        payload=json.loads(json.dumps(payload, cls=DjangoJSONEncoder)),
    )
    return run_one(door or door_of_server(structure_id), sent, now)


def run_patiently(
    structure_id: UUID,
    kind: str,
    payload: Mapping[str, Any],
    *,
    actor: UUID,
    place: UUID | None = None,
    at: datetime | None = None,
    key: UUID | None = None,
    door: DeviceDoor | None = None,
) -> Result:
    """``run_as_server``, asked again while the base is busy: five times at most."""
    key, at = key or new_id(), at or timezone.now()
    for _try in range(BUSY_TRIES):
        result = run_as_server(
            structure_id, kind, payload, actor=actor, place=place, at=at, key=key, door=door
        )
        if result.status != "retry":
            break
    return result


class Refused(Exception):
    """A script's command was not done; ``result`` says why."""

    def __init__(self, kind: str, result: Result) -> None:
        super().__init__(f"{kind}: {result.code}: {result.message}")
        self.result = result


def do_as_server(
    structure_id: UUID,
    kind: str,
    payload: Mapping[str, Any],
    *,
    actor: UUID,
    place: UUID | None = None,
    at: datetime | None = None,
) -> Data:
    """``run_patiently`` for scripts: the answer's data, or ``Refused``."""
    result = run_patiently(structure_id, kind, payload, actor=actor, place=place, at=at)
    if result.status != "done":
        raise Refused(kind, result)
    return result.data or {}

"""How lists are read: in the structure's scope, with a right, in bounded pages."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from maillage.core.periods import local_date
from maillage.network.doors import DeviceDoor
from maillage.network.rules import HOME_ZONE, rights_anywhere

MOST_ROWS = 200


class Forbidden(Exception):
    """The token's role has not the right."""


def door_of(request: HttpRequest) -> DeviceDoor:
    """The token's door, put there by the authentication."""
    door: DeviceDoor = request.auth  # type: ignore[attr-defined]
    return door


def rights_now(door: DeviceDoor) -> frozenset[str]:
    """The rights of the token's service account today, in at least one place."""
    if door.service is None:
        return frozenset()
    return rights_anywhere(door.service.roles, day=local_date(timezone.now(), HOME_ZONE))


def demand(door: DeviceDoor, right: str) -> None:
    """Raise ``Forbidden`` without the right; an empty right is everybody's."""
    if right and right not in rights_now(door):
        raise Forbidden


def read_page(rows: QuerySet[Any], *, key: str, after: Any, limit: int) -> dict[str, Any]:
    """At most ``limit`` rows in the order of ``key``, those after ``after``.

    ``next`` is the ``after`` of the following page, null on the last one. One statement.
    """
    found = rows.order_by(key)
    if after is not None:
        found = found.filter(**{f"{key}__gt": after})
    read = list(found[: limit + 1])
    more = len(read) > limit
    return {"rows": read[:limit], "next": getattr(read[limit - 1], key) if more else None}

"""Writes of secret links: the calendars of a place or of a resource, the page of a person."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from maillage.booking.resources import resource_or_missing
from maillage.core import secret_links
from maillage.core.acting import Acting
from maillage.core.commands import Data, Refusal
from maillage.network.permissions import demand_at
from maillage.network.rights import Right
from maillage.people.operations import live_person
from maillage.people.queries import group_of

OWN_PAGE: Final = "booking.own_page"
OWN_FEED: Final = "booking.own_feed"
OWN: Final = (OWN_PAGE, OWN_FEED)
"""Of a person: the page where they reserve, and their calendar, which only reads."""

TEAM, PUBLIC = "team", "public"
OF_PLACE: Final = {TEAM: "booking.place_team", PUBLIC: "booking.place_public"}
OF_RESOURCE: Final = {TEAM: "booking.resource_team", PUBLIC: "booking.resource_public"}
"""Calendars by who reads them: the team with first names, the public « Occupé » only."""


def give_feed(
    acting: Acting, *, audience: str, place: UUID | None = None, resource: UUID | None = None
) -> Data:
    """Give the address of a calendar, or another one: the address before is dead."""
    kind, target = _feed(acting, audience, place, resource)
    secret_links.give(acting.structure_id, kind, target, at=acting.at)
    acting.touch(target)
    return {"target": str(target)}


def withdraw_feed(
    acting: Acting, *, audience: str, place: UUID | None = None, resource: UUID | None = None
) -> Data:
    """Kill the address of a calendar. Refuses ``not_given``."""
    kind, target = _feed(acting, audience, place, resource)
    _withdraw([target], [kind])
    acting.touch(target)
    return {"target": str(target)}


def _feed(
    acting: Acting, audience: str, place: UUID | None, resource: UUID | None
) -> tuple[str, UUID]:
    """Which link it is, of a place or a resource where the actor may give one."""
    if resource is not None:
        found = resource_or_missing(acting, resource, Right.RESOURCES)
        return OF_RESOURCE[audience], found.pk
    demand_at(acting, Right.RESOURCES, [place])
    return OF_PLACE[audience], acting.place() if place is None else place


def give_page(acting: Acting, *, person: UUID) -> Data:
    """Give somebody the address of their page and of their calendar, or others.

    The addresses before, of all their files, are dead.
    """
    kept = live_person(person).pk
    secret_links.withdraw(list(group_of(kept).values_list("pk", flat=True)), OWN)
    for kind in OWN:
        secret_links.give(acting.structure_id, kind, kept, at=acting.at)
    acting.touch(kept)
    return {"person": str(kept)}


def withdraw_page(acting: Acting, *, person: UUID) -> Data:
    """Kill somebody's addresses. Refuses ``not_given``."""
    kept = live_person(person).pk
    _withdraw(list(group_of(kept).values_list("pk", flat=True)), OWN)
    acting.touch(kept)
    return {"person": str(kept)}


def _withdraw(targets: list[UUID], kinds: tuple[str, ...] | list[str]) -> None:
    if not secret_links.withdraw(targets, kinds):
        raise Refusal("not_given", _("Aucun lien n’est donné : il n’y a rien à retirer."))

"""Kinds of commands about secret links."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from pydantic import model_validator

from maillage.booking import links
from maillage.core.commands import Payload, command
from maillage.network.rights import Right


class Feed(Payload):
    """The calendar of a place or of a resource, for the team or for everybody."""

    audience: Literal["team", "public"]
    place: UUID | None = None
    resource: UUID | None = None

    @model_validator(mode="after")
    def _one_of_two(self) -> Feed:
        if (self.place is None) == (self.resource is None):
            raise ValueError("place or resource, one of the two")
        return self


@command(
    "booking.give_feed",
    right=Right.RESOURCES,
    run=links.give_feed,
    label=_("a donné l’adresse d’un agenda"),
)
class GiveFeed(Feed):
    """A new address; the one before is dead."""


@command(
    "booking.withdraw_feed",
    right=Right.RESOURCES,
    run=links.withdraw_feed,
    label=_("a retiré l’adresse d’un agenda"),
)
class WithdrawFeed(Feed):
    """Its address is dead."""


class Page(Payload):
    """Somebody's own page."""

    person: UUID


@command(
    "booking.give_page",
    right=Right.PEOPLE,
    run=links.give_page,
    label=_("a donné un lien personnel"),
)
class GivePage(Page):
    """New addresses of their page and of their calendar; those before are dead."""


@command(
    "booking.withdraw_page",
    right=Right.PEOPLE,
    run=links.withdraw_page,
    label=_("a retiré un lien personnel"),
)
class WithdrawPage(Page):
    """Their addresses are dead."""

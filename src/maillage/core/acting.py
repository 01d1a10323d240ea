"""Who acts, where and when: what every operation receives, and what it leaves behind it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.utils.translation import gettext as _

from maillage.core.commands import Data, Refusal


class Door(Protocol):
    """Where a command comes in: a desk's device, an API token, the server itself.

    ``counts``: the device numbers its commands and its receipts (a desk); otherwise the server
    does. ``revoked``: it may only hand in what has already happened. ``in_the_open``: anybody may
    touch it (a kiosk), so that what its rights do not cover is refused, even once it has happened.
    """

    structure_id: UUID
    device_id: UUID
    counts: bool
    revoked: bool

    @property
    def in_the_open(self) -> bool: ...

    def rights(
        self, actor_id: UUID, at: datetime, place_id: UUID | None, *, proved: bool = False
    ) -> frozenset[str] | None:
        """The actor's rights at ``at``; ``None`` if they had not signed in there, or are unknown.

        ``proved``: the command itself shows who acts, no earlier sign-in is asked for.
        Raises ``Missing`` when the place is not one of the structure's.
        """


@dataclass(slots=True)
class Acting:
    """One command being applied.

    ``at`` is the corrected instant of the act, ``typed_at`` what the device's clock said,
    ``received_at`` when the server got it; all UTC.
    """

    structure_id: UUID
    device_id: UUID
    actor_id: UUID
    place_id: UUID | None
    key: UUID
    kind: str
    at: datetime
    typed_at: datetime
    received_at: datetime
    counts: bool
    revoked: bool = False
    rights: frozenset[str] = frozenset()
    touched: list[UUID] = field(default_factory=list)
    left_out: list[tuple[str, list[str]]] = field(default_factory=list)
    undo: Data | None = None
    mark: str = ""

    def may(self, right: str) -> bool:
        return right in self.rights

    def demand(self, right: str) -> None:
        """Raise ``forbidden`` unless the actor has the right."""
        if not self.may(right):
            raise forbidden()

    def place(self) -> UUID:
        """The place of the act; refuses ``place_needed`` without one."""
        if self.place_id is None:
            raise Refusal("place_needed", _("Dites dans quel lieu : rien n’a été enregistré."))
        return self.place_id

    def touch(self, *ids: UUID | None) -> None:
        """Name the rows this command wrote, for the journal and the sync."""
        self.touched += [one for one in ids if one is not None and one not in self.touched]

    def keep_for_undo(self, **values: Any) -> None:
        """Keep what the inverse needs; ids, numbers and codes as JSON."""
        self.undo = {**(self.undo or {}), **values}

    def leave_out(self, code: str, *ids: UUID | str | None) -> None:
        """Record a part refused of something that has already happened: a row of *À régler*."""
        self.left_out.append((code, [str(one) for one in ids if one is not None]))


def forbidden() -> Refusal:
    return Refusal(
        "forbidden",
        _("Votre rôle ne permet pas cette action. Demandez à un responsable de la faire."),
    )

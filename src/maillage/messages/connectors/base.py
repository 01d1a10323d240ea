"""What a connector is: configured or not, healthy or not, and how it sends.

A connector that speaks to a machine has three methods: ``configured``, ``fault``, ``send``. What it
raises says what is known of the message, so that nothing is ever sent twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from maillage.messages.models import Channel


class NotSent(Exception):
    """The message has not left; the text says why, without anybody's name."""


class Temporary(NotSent):
    """Not now: it will be tried again."""


class Permanent(NotSent):
    """Never: the address is wrong, or it was refused."""


class Unsure(Exception):
    """The other side fell silent while it was being handed over: nobody knows."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message to hand over. ``id`` is the same each time the same message is handed over."""

    id: UUID
    address: str
    subject: str
    text: str
    sender: str
    """The place's name, as people know it."""


class Connector(Protocol):
    """One way out, for one channel."""

    name: str
    channel: Channel

    def configured(self) -> bool:
        """Whether the operator has set it up. Asks nobody."""

    def fault(self) -> str:
        """What is wrong with it now, in French; empty when it answers. Sends nothing."""

    def send(self, outgoing: Outgoing) -> None:
        """Hand a message over. Raises ``Temporary``, ``Permanent``, ``Unsure``."""

"""The ways out: a folder each. Machines send; letters and calls are done by somebody of the team.

``smtp``, ``sms`` and ``file`` speak to a machine; ``letter`` and ``calls`` make a paper.
"""

from __future__ import annotations

from maillage.messages.connectors.base import Connector
from maillage.messages.connectors.file.transport import MailFolder, SmsFolder
from maillage.messages.connectors.sms.transport import Gateway
from maillage.messages.connectors.smtp.transport import Smtp
from maillage.messages.models import Channel

CONNECTORS: tuple[Connector, ...] = (Smtp(), MailFolder(), Gateway(), SmsFolder())

BY_MACHINE = frozenset({Channel.EMAIL, Channel.SMS})
BY_HAND = frozenset({Channel.LETTER, Channel.CALL})


def connector_of(channel: str) -> Connector | None:
    """The connector that is set up for a channel, if there is one."""
    return next(
        (one for one in CONNECTORS if one.channel == channel and one.configured()),
        None,
    )


def working() -> frozenset[str]:
    """The channels that have a way out: letters and calls always do."""
    return BY_HAND | {one.channel for one in CONNECTORS if one.configured()}

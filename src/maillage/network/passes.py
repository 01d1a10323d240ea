"""Passes: what a desk keeps behind a PIN, so that somebody takes it over without a line.

A pass says that a member of the team gave their PIN on that desk at an instant. It is made from
the installation's key, so that no table holds it; the desk wraps it by the PIN (``passes.js``).
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from maillage.core.acting import Acting
from maillage.core.commands import Data, Refusal
from maillage.core.models import Command, JournalLine
from maillage.network import devices
from maillage.network.models import Staff

SALT = "maillage.network.pass"
MARK = "maillage.network.pin"
MARK_LENGTH = 12

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)

LASTS = timedelta(days=31)
"""How long a pass is worth something; a desk renews it at each unlock that has a line."""


def make_pass(device: UUID, staff: UUID, issued_at: datetime) -> str:
    """The pass of a member of the team on a desk, 256 bits in hexadecimal; the same each time."""
    words = f"{device}|{staff}|{issued_at.astimezone(UTC).isoformat()}"
    return salted_hmac(SALT, words, algorithm="sha256").hexdigest()


def proof_of(pass_: str, key: UUID, at: datetime) -> str:
    """What shows that one holds a pass, for one command alone: HMAC-SHA256, in hexadecimal.

    ``key`` is the command's, ``at`` when the device says it was typed (to the millisecond).
    """
    words = f"{key}|{(at - EPOCH) // MILLISECOND}"
    return hmac.new(bytes.fromhex(pass_), words.encode(), hashlib.sha256).hexdigest()


def pin_mark(staff: Staff) -> str:
    """Another for each PIN that is set, "" without one: a desk drops the pass of a former PIN."""
    if not staff.pin:
        return ""
    return salted_hmac(MARK, staff.pin, algorithm="sha256").hexdigest()[:MARK_LENGTH]


def take_over(acting: Acting, *, issued_at: datetime, proof: str) -> Data:
    """The actor is at work on this desk from the act on, until who came next.

    The proof stands for an earlier sign-in, for this command alone. Refuses ``not_proved``:
    another desk's pass, somebody else's, another command's, or one of more than 31 days;
    ``pin_changed`` when the PIN was another at the act. What changes later does not matter.
    """
    pass_ = make_pass(acting.device_id, acting.actor_id, issued_at)
    mine = proof_of(pass_, acting.key, acting.typed_at)
    if not hmac.compare_digest(mine, proof) or acting.at > issued_at + LASTS:
        raise Refusal(
            "not_proved",
            _("Ce code n’a pas pu être vérifié : tapez-le de nouveau sur ce poste, avec la ligne."),
        )
    if _pin_changed(acting, issued_at):
        raise Refusal(
            "pin_changed",
            _("Ce code avait changé : tapez le nouveau sur ce poste, avec la ligne."),
        )
    devices.take_over(acting.device_id, acting.actor_id, acting.at)
    acting.touch(acting.actor_id)
    return {"actor": str(acting.actor_id)}


def _pin_changed(acting: Acting, issued_at: datetime) -> bool:
    """Whether the actor's PIN was set between the pass and the act, as the journal says.

    Read from the revision of the last command that this desk had sent by then, so that a long
    history costs nothing.
    """
    sent = Command.objects.filter(device_id=acting.device_id, received_at__lte=issued_at)
    before = sent.exclude(rev=None).order_by("-n").values_list("rev", flat=True).first()
    lines = JournalLine.objects.filter(
        rev__gt=before or 0, kind="network.set_pin", at__gt=issued_at, at__lte=acting.at
    )
    return any(str(acting.actor_id) in one for one in lines.values_list("touched", flat=True))

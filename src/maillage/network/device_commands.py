"""Kinds about what people work on: desks, kiosks, tokens, and taking a desk over by a PIN.

Secrets come hashed: a command's payload is kept.
"""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from pydantic import StringConstraints

from maillage.core.commands import Instant, Payload, command
from maillage.network import passes, team
from maillage.network.models import Role
from maillage.network.rights import Right

Short = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Hexadecimal = Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]


@command(
    "network.enrol_device",
    right=Right.DEVICES,
    run=team.enrol_device,
    label=_("a ajouté un poste d’accueil"),
)
class EnrolDevice(Payload):
    """A desk; ``secret_hash`` is the SHA-256 of the secret its cookie holds."""

    device: UUID
    name: Short
    secret_hash: Hexadecimal
    place: UUID | None = None

    made = ("device",)


@command(
    "network.enrol_kiosk",
    right=Right.DEVICES,
    run=team.enrol_kiosk,
    label=_("a installé une borne à l’entrée d’un lieu"),
)
class EnrolKiosk(Payload):
    """A kiosk (a device) and the service account it acts for; secrets as for a desk."""

    device: UUID
    staff: UUID
    name: Short
    secret_hash: Hexadecimal
    place: UUID

    made = ("device", "staff")


@command(
    "network.revoke_device",
    right=Right.DEVICES,
    run=team.revoke_device,
    label=_("a retiré un appareil"),
)
class RevokeDevice(Payload):
    """A desk, a kiosk or a token taken away."""

    device: UUID


@command(
    "network.wipe_device",
    right=Right.DEVICES,
    run=team.wipe_device,
    label=_("a fait vider un poste d’accueil"),
)
class WipeDevice(Payload):
    """A desk empties what it shows of people; what it has to send stays."""

    device: UUID


@command(
    "network.add_token",
    right=Right.STAFF,
    run=team.add_token,
    label=_("a donné accès à un programme"),
)
class AddToken(Payload):
    """An API token (a device) and the service account it acts for."""

    token: UUID
    staff: UUID
    name: Short
    role: Role
    secret_hash: Hexadecimal
    place: UUID | None = None

    made = ("token", "staff")


@command(
    "network.take_over",
    right=Right.DESK,
    run=passes.take_over,
    label=_("a pris l’accueil par son code"),
    proved=True,
)
class TakeOver(Payload):
    """Somebody takes a desk over by their PIN, without a line; see ``network.passes``."""

    issued_at: Instant
    proof: Hexadecimal

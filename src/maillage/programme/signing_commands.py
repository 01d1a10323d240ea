"""Kinds of commands of who signs for a session."""

from __future__ import annotations

from datetime import datetime
from itertools import chain
from typing import Annotated
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from pydantic import AfterValidator, Field

from maillage.core.commands import Payload, command
from maillage.network.rights import Right
from maillage.programme import signing
from maillage.programme.models import Signature

MOST_NUMBERS = 4000


def _bounded(strokes: list[list[int]]) -> list[list[int]]:
    if any(len(one) % 2 for one in strokes) or sum(map(len, strokes)) > MOST_NUMBERS:
        raise ValueError("pairs of numbers, 4000 numbers at most")
    if not all(0 <= one <= signing.WIDE for one in chain(*strokes)):
        raise ValueError("within the box")
    return strokes


@command(
    "programme.sign",
    right=Right.ATTENDANCE,
    run=signing.sign,
    undo=signing.unsign,
    label=_("a fait signer une présence"),
)
class Sign(Payload):
    """A person signs for a half-day of a session; without strokes, by a tap."""

    made = ("signature",)
    signature: UUID
    registration: UUID
    half: Signature.Half
    strokes: Annotated[list[list[int]], AfterValidator(_bounded)] = Field(default_factory=list)

    def has_happened(self, at: datetime) -> bool:
        return True

"""Short codes of prints that come back: typed, they open the right screen.

Six letters and figures that are not taken for one another by hand, the last one a check: twenty-
three signs, a prime number, so that one sign wrong or two swapped never give another code.
A code is made when the document is first printed, and is the same ever after: this is no business
of the structure's, so no command writes it.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from maillage.core.models import ShortCode
from maillage.core.scopes import current_structure

SIGNS = "ACDEFHJKMNPQRTVWXY34679"
LENGTH = 6
_LOOKALIKES = str.maketrans({"G": "6", "U": "V"})
_TRIES = 20


class Misread(ValueError):
    """What was typed cannot be a code: a sign is missing, wrong, or two are swapped."""


def check_sign(body: str) -> str:
    """The last sign of a code: a weighted sum of the others, modulo the number of signs."""
    return SIGNS[sum(rank * SIGNS.index(sign) for rank, sign in enumerate(body, 2)) % len(SIGNS)]


def new_code() -> str:
    """A code at random, with its check."""
    body = "".join(secrets.choice(SIGNS) for _ in range(LENGTH - 1))
    return body + check_sign(body)


def written(code: str) -> str:
    """As it is printed: « ACD-EFH »."""
    return f"{code[:3]}-{code[3:]}"


def read(text: str) -> str:
    """The code that somebody typed, whatever the case, spaces and hyphens; raises ``Misread``."""
    code = "".join(sign for sign in text.upper() if sign.isalnum()).translate(_LOOKALIKES)
    right = len(code) == LENGTH and set(code) <= set(SIGNS)
    if not right or check_sign(code[:-1]) != code[-1]:
        raise Misread(text)
    return code


def code_of(kind: str, target: UUID, *, now: datetime, day: date | None = None) -> str:
    """The code of a document, made the first time; two at most statements."""
    return codes_of(kind, [target], now=now, day=day)[target]


def codes_of(
    kind: str, targets: Collection[UUID], *, now: datetime, day: date | None = None
) -> dict[UUID, str]:
    """The codes of documents of a kind, those that have none made now; as many statements."""
    rows = ShortCode.objects.filter(kind=kind, target__in=targets, day=day)
    for _try in range(_TRIES):
        held: dict[UUID, str] = dict(rows.values_list("target", "code"))
        new = [
            ShortCode(
                structure_id=current_structure(),
                code=new_code(),
                made_at=now,
                kind=kind,
                target=target,
                day=day,
            )
            for target in targets
            if target not in held
        ]
        if not new:
            return held
        ShortCode.objects.bulk_create(new, ignore_conflicts=True)
    raise RuntimeError("no free code was found")


def find(code: str) -> ShortCode | None:
    """What a code was printed for; nothing when this structure printed it not."""
    found: ShortCode | None = ShortCode.objects.filter(code=code).first()
    return found

"""Secret links: who holds the address opens what it is about, without a sign-in.

An address ends with a token of 256 bits, made from a random seed by the installation's key. The
base keeps the seed and the token's SHA-256: a copy of the base alone opens nothing, and the team
can show an address again. Commands of the packages give and withdraw them.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.utils.crypto import salted_hmac

from maillage.core.ids import hash_secret, secret_token
from maillage.core.models import SecretLink

SALT = "maillage.secret-link"
LONGEST = 64
"""No token is longer: what is longer is not looked for."""


def give(structure_id: UUID, kind: str, target: UUID, *, at: datetime) -> SecretLink:
    """Make the link of a kind to a target; the one before, if any, is dead."""
    withdraw([target], [kind])
    seed = secret_token()
    row = SecretLink(
        structure_id=structure_id,
        kind=kind,
        target=target,
        seed=seed,
        secret_hash=hash_secret(_token(seed)),
        given_at=at,
    )
    row.save(force_insert=True)
    return row


def withdraw(targets: Collection[UUID], kinds: Collection[str] | None = None) -> int:
    """Kill the links of these kinds, or of all, to the targets; how many there were."""
    rows = SecretLink.objects.filter(target__in=targets)
    if kinds is not None:
        rows = rows.filter(kind__in=kinds)
    killed: int = rows.delete()[0]
    return killed


def find(token: str) -> SecretLink | None:
    """The link of a token that somebody holds; no scope is needed. One statement."""
    if len(token) > LONGEST:
        return None
    held = SecretLink._base_manager.filter(secret_hash=hash_secret(token))
    found: SecretLink | None = held.first()
    return found


def token_of(link: SecretLink) -> str:
    """The token of a link, to show it; nothing where the installation's key has changed since."""
    token = _token(link.seed)
    return token if hash_secret(token) == link.secret_hash else ""


def links_to(
    targets: Collection[UUID], kinds: Collection[str]
) -> dict[tuple[str, UUID], SecretLink]:
    """The links of these kinds to the targets; one statement."""
    rows = SecretLink.objects.filter(target__in=targets, kind__in=kinds)
    return {(one.kind, one.target): one for one in rows}


class Given(NamedTuple):
    """What links lead to, and the structures that gave them."""

    structures: frozenset[UUID]
    targets: frozenset[UUID]


def given(kinds: Collection[str]) -> Given:
    """All that links of these kinds lead to, whoever gave them; no scope is needed. One statement.

    Nothing of the addresses themselves.
    """
    rows = SecretLink._base_manager.filter(kind__in=kinds).values_list("structure_id", "target")
    pairs = list(rows)
    return Given(*(frozenset(pair[rank] for pair in pairs) for rank in (0, 1)))


def _token(seed: str) -> str:
    made = salted_hmac(SALT, seed, algorithm="sha256").digest()
    return urlsafe_b64encode(made).rstrip(b"=").decode()

"""Names for rows and links: UUIDv7 primary keys, random tokens for public links."""

import hashlib
import os
import secrets
import time
import uuid

_NANOSECONDS_PER_MILLISECOND = 1_000_000


def new_id() -> uuid.UUID:
    """Return a new UUIDv7 (RFC 9562 §5.7): 48 bits of Unix milliseconds, then randomness.

    The 12 bits after the version hold the fraction of the millisecond (§6.2, method 3), so that
    keys made one after the other by one process land side by side in an index. They are never a
    sort order for people, and never stand in a public link.
    """
    milliseconds, rest = divmod(time.time_ns(), _NANOSECONDS_PER_MILLISECOND)
    fraction = rest * 4096 // _NANOSECONDS_PER_MILLISECOND
    noise = int.from_bytes(os.urandom(8)) >> 2
    return uuid.UUID(int=milliseconds << 80 | 0x7 << 76 | fraction << 64 | 0b10 << 62 | noise)


def read_id(text: str | None) -> uuid.UUID | None:
    """The id that an address or a form says; nothing when it is none."""
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None


def secret_token(nbytes: int = 32) -> str:
    """Return `nbytes` random bytes in URL-safe base64: an unguessable name for a public link."""
    return secrets.token_urlsafe(nbytes)


def hash_secret(secret: str) -> str:
    """What the base keeps of a secret: SHA-256, in hexadecimal (the secret has 256 random bits)."""
    return hashlib.sha256(secret.encode()).hexdigest()

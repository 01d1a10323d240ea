"""How passwords and PINs are hashed."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """Argon2id with 19 MiB and two passes (OWASP's advice): Django's 100 MiB is a small server."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1

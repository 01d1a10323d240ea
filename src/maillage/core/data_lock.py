"""Who uses the data folder: many at once to work in it, one alone to change its tables.

A lock of the kernel (``flock``) on ``maillage.lock``: it ends with its process, even killed, and
with the processes that were forked from it.
"""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.utils.translation import gettext as _

NAME = "maillage.lock"
LOOK_EVERY = 0.1


class InUse(Exception):
    """Somebody else holds the folder; the French message says what to do."""


@contextmanager
def share(folder: Path) -> Iterator[None]:
    """Work in the folder beside others. Raises ``InUse`` while somebody has it alone."""
    with _held(folder, fcntl.LOCK_SH, seconds=0) as held:
        if not held:
            raise InUse(
                _(
                    "Une mise à jour est en cours sur « {folder} » : "
                    "attendez qu’elle finisse, puis recommencez."
                ).format(folder=folder)
            )
        yield


@contextmanager
def alone(folder: Path, seconds: float = 5) -> Iterator[None]:
    """Have the folder alone. Raises ``InUse`` when others have not gone after so many seconds."""
    with _held(folder, fcntl.LOCK_EX, seconds) as held:
        if not held:
            raise InUse(
                _(
                    "Maillage tourne sur « {folder} » : arrêtez-le (serve, worker), "
                    "puis recommencez."
                ).format(folder=folder)
            )
        yield


@contextmanager
def _held(folder: Path, kind: int, seconds: float) -> Iterator[bool]:
    """Whether the lock could be taken; it is held meanwhile."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    deadline = time.monotonic() + seconds
    with (folder / NAME).open("ab") as file:
        while not (held := _take(file.fileno(), kind)) and time.monotonic() < deadline:
            time.sleep(LOOK_EVERY)
        yield held


def _take(descriptor: int, kind: int) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True

"""Ids of persons erased, kept in ``erased.log`` outside what a backup restores.

One line per erasure: structure, person, instant. After a restore they are erased again.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings


def _path() -> Path:
    return Path(settings.DATA_DIR) / "erased.log"


def remember(structure_id: UUID, person_id: UUID, at: datetime) -> None:
    """Append the erasure and bring it to the disk."""
    append_line(_path(), f"{structure_id} {person_id} {at.isoformat()}")


def remembered() -> Iterator[tuple[UUID, UUID]]:
    """Every ``(structure, person)`` erased on this installation."""
    if not _path().exists():
        return
    for line in _path().read_text(encoding="ascii").splitlines():
        structure_id, person_id, _ = line.split(" ", 2)
        yield UUID(structure_id), UUID(person_id)


def append_line(path: Path, line: str) -> None:
    """Append one line to a file, durably; one write, so that processes never mix lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab", buffering=0) as file:
        file.write(f"{line}\n".encode())
        os.fsync(file.fileno())

"""``anchors.log``: the head of each series at each closing, one line each, beside the database.

``<closing|restore> <structure> <epoch> <series code> <number> <total cents> <hash> <instant>``
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from maillage.core.erased_ids import append_line
from maillage.money.models import Anchor


class AnchorLine(NamedTuple):
    """A line of the log, as text read back."""

    event: str
    structure: str
    epoch: str
    code: str
    number: int
    total_cents: int
    head_hash: str
    at: str


def path() -> Path:
    return Path(settings.DATA_DIR) / "anchors.log"


def line_of(anchor: Anchor, code: str, event: str = "closing") -> str:
    """The line an anchor leaves in the log."""
    at = anchor.at.astimezone(UTC).isoformat(timespec="seconds")
    return (
        f"{event} {anchor.structure_id} {anchor.epoch} {code} {anchor.number} "
        f"{anchor.total_cents} {anchor.head_hash or '-'} {at}"
    )


def append(line: str) -> None:
    """Bring one line to the disk."""
    append_line(path(), line)


def read() -> Iterator[AnchorLine]:
    """Every line of the log, oldest first; nothing when there is none yet."""
    if not path().exists():
        return
    for line in path().read_text(encoding="ascii").splitlines():
        event, structure, epoch, code, number, total, head, at = line.split(" ")
        head = "" if head == "-" else head
        yield AnchorLine(event, structure, epoch, code, int(number), int(total), head, at)

"""What is known about a person, column by column: why, how long, and what erasing does to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise

Action = Literal["empty", "keep", "drop_row"]


@dataclass(frozen=True, slots=True)
class Personal:
    """One personal column.

    ``purpose`` and ``duration`` are read by the register of processing; ``duration`` is in plain
    words. ``action`` is what erasing the person does: ``empty`` the column, ``drop_row`` the whole
    row, or ``keep`` it (an id that points at a tombstone, an amount the law keeps). ``subject`` is
    the path, from this row, to the person it speaks of; ``"self"`` when the row is the person.
    """

    purpose: str | Promise
    duration: str | Promise
    action: Action = "empty"
    subject: str = "person"

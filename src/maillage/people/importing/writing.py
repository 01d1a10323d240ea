"""The write behind an import: everybody, or nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maillage.core.acting import Acting
from maillage.core.commands import Data
from maillage.people import names

if TYPE_CHECKING:
    from maillage.people.commands import Create


def import_persons(acting: Acting, *, persons: list[Create]) -> Data:
    """Open a file for each. Same refusals as ``people.create``: one refuses the whole."""
    for one in persons:
        names.create(acting, **one.values())
    return {"added": len(persons)}

"""What an import would do: the columns recognised, who is new, who is known, what is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from maillage.core.ids import new_id
from maillage.people.importing.columns import Holds, Table, recognise
from maillage.people.importing.communes import Communes
from maillage.people.importing.faults import Fault
from maillage.people.importing.known import sort_out
from maillage.people.importing.rows import Reader, Row
from maillage.people.importing.sheets import read_lines
from maillage.people.models import PersonName


@dataclass(frozen=True, slots=True)
class Plan:
    """A file read and checked; nothing is written yet."""

    table: Table
    new: list[Row]
    known: list[Row]
    faults: list[Fault]

    def payload(self) -> dict[str, Any]:
        """What ``people.import_persons`` takes."""
        return {"persons": [_person(row) for row in self.new]}

    def faults_by_code(self) -> Counter[str]:
        return Counter(one.code for one in self.faults)


def plan(
    path: Path,
    *,
    profiles: Mapping[str, str],
    near: Iterable[str],
    today: date,
    said: Mapping[str, Holds] | None = None,
    sheet: str = "",
) -> Plan:
    """Read a list of people, in the structure's scope.

    ``profiles`` gives the code of each price profile by its folded word, ``near`` the departments
    of the structure's places, ``said`` what a column holds. Raises ``Unreadable``.
    """
    table = recognise(read_lines(path, sheet), said or {})
    reader = Reader(table, Communes(near), profiles, today)
    rows = reader.rows()
    card = table.column(Holds.CARD)
    found = sort_out(rows, card.heading if card else "")
    faults = sorted([*reader.faults, *found.faults])
    return Plan(table, found.new, found.known, faults)


def _person(row: Row) -> dict[str, Any]:
    values: dict[str, Any] = {
        "first_name": row.first_name,
        "last_name": row.last_name,
        "phone": row.phone,
        "email": row.email,
        "card": row.card,
        **row.columns,
    }
    profile = dict(row.profile)
    if row.birth_year is not None:
        profile["birth_year"] = row.birth_year
    birth = {"name": new_id(), "name_kind": PersonName.Kind.BIRTH, "last_name": row.birth_name}
    parts = {"profile": profile, "names": [birth] if row.birth_name else []}
    return {"person": new_id(), **{key: one for key, one in (values | parts).items() if one}}

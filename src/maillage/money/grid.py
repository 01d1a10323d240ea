"""The grid of prices as one page shows it: a line per code and place, a cell per who pays.

Pure: rows in, lines out. What a cell without a price costs is what the desk would charge
(``rules.resolve``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from maillage.money.models import Price
from maillage.money.rules import resolve

FAMILIES = {
    "year": "membership",
    "month": "plan",
    "quarter": "plan",
    "pass": "plan",
    "session": "session",
    "minute": "time",
    "hour": "time",
    "day": "time",
    "copy": "material",
    "sheet": "material",
    "gram": "material",
    "cm": "material",
    "piece": "material",
}
"""Which part of the grid a unit belongs to; the others are ``other``."""

ORDER = ("membership", "plan", "session", "time", "material", "other")


class Key(NamedTuple):
    """What names a cell: the code, who pays (``member``: ``None`` for both), where (or all)."""

    code: str
    profile: str
    member: bool | None
    place: UUID | None


class Cell(NamedTuple):
    """One cell on a day: its own price, else the one that applies instead; the next to come.

    ``span`` is 2 where members and others pay alike.
    """

    key: Key
    price: Price | None
    instead: Price | None
    ahead: Price | None
    span: int


class Line(NamedTuple):
    """A code at a place (or everywhere), a cell or two for each profile."""

    code: str
    label: str
    place: UUID | None
    unit: str
    cells: list[Cell]


class Family(NamedTuple):
    """A part of the grid: sessions, memberships, time, material, other."""

    name: str
    lines: list[Line]


def key_of(price: Price) -> Key:
    """The cell that a row stands in."""
    return Key(price.code, price.profile, price.member, price.place_id)


def in_force(rows: Iterable[Price], day: date) -> Price | None:
    """Of the rows of one cell, the one that stands that day."""
    standing = (
        one for one in rows if one.from_day <= day and (one.to_day is None or one.to_day >= day)
    )
    return next(standing, None)


def grid_of(
    rows: Sequence[Price], profiles: Iterable[str], plan_codes: Collection[str], day: date
) -> list[Family]:
    """The whole grid on a day, out of the rows that stand then or later."""
    columns = ["", *profiles]
    found: dict[str, list[Line]] = {name: [] for name in ORDER}
    for code in sorted({one.code for one in rows}):
        of_code = [one for one in rows if one.code == code]
        family = family_of(of_code, plan_codes)
        found[family] += [_line(of_code, place, columns, day) for place in _places(of_code)]
    return [Family(name, lines) for name, lines in found.items() if lines]


def family_of(rows: Sequence[Price], plan_codes: Collection[str]) -> str:
    """Where a code stands: a membership when a plan says so, else by its unit."""
    if rows[0].code in plan_codes:
        return "membership"
    return FAMILIES.get(rows[0].unit, "other")


def _places(rows: Sequence[Price]) -> list[UUID | None]:
    """Everywhere first, when a row says so; then each place that has its own."""
    own = {one.place_id for one in rows}
    return [*([None] if None in own else []), *sorted(one for one in own if one is not None)]


def shortest_label(rows: Iterable[Price]) -> str:
    """What a code is called: its shortest label."""
    return min((one.label for one in rows), key=len)


def _line(rows: Sequence[Price], place: UUID | None, columns: list[str], day: date) -> Line:
    here = [one for one in rows if one.place_id == place]
    cells = [cell for profile in columns for cell in _pair(rows, place, profile, day)]
    return Line(rows[0].code, shortest_label(here), place, here[0].unit, cells)


def _pair(rows: Sequence[Price], place: UUID | None, profile: str, day: date) -> list[Cell]:
    """One cell for whoever, or one for non-members and one for members where they differ."""
    key = Key(rows[0].code, profile, None, place)
    split = any(key_of(one)._replace(member=None) == key and one.member is not None for one in rows)
    apart = [_cell(rows, key._replace(member=member), day, span=1) for member in (False, True)]
    if split or apart[0].instead != apart[1].instead:
        return apart
    return [_cell(rows, key, day, span=2)]


def _cell(rows: Sequence[Price], key: Key, day: date, *, span: int) -> Cell:
    own = [one for one in rows if key_of(one) == key]
    price = in_force(own, day)
    ahead = min((one for one in own if one.from_day > day), key=_first_day, default=None)
    instead = price or resolve(
        rows,
        code=key.code,
        profile=key.profile,
        member=bool(key.member),
        place=key.place,
        day=day,
    )
    return Cell(key, price, None if price else instead, ahead, span)


def _first_day(price: Price) -> date:
    return price.from_day

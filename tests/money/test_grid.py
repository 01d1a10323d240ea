"""The grid as one page shows it: each cell costs what the desk would charge, whatever the rows."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.money.grid import grid_of, key_of
from maillage.money.models import Price
from maillage.money.rules import resolve

pytestmark = pytest.mark.once

DAY = date(2026, 9, 1)
PLACE = UUID(int=1)
KEYS = st.tuples(
    st.sampled_from(["ATELIER", "LASER"]),
    st.sampled_from(["", "seeker", "student"]),
    st.sampled_from([None, True, False]),
    st.sampled_from([None, PLACE]),
)


def row(key: tuple, rate: int, *, from_day: date = DAY, to_day: date | None = None) -> Price:
    code, profile, member, place = key
    return Price(
        code=code, label=code.title(), profile=profile, member=member, place_id=place,
        rate=rate, unit="session" if code == "ATELIER" else "hour", from_day=from_day,
        to_day=to_day,
    )  # fmt: skip


@given(st.dictionaries(KEYS, st.integers(0, 9_999_999), min_size=1))
def test_every_cell_is_what_the_desk_would_charge(rates: dict) -> None:
    rows = [row(key, rate) for key, rate in rates.items()]
    seen = []
    for family in grid_of(rows, ["seeker", "student"], set(), DAY):
        for line in family.lines:
            assert sum(cell.span for cell in line.cells) == 6
            for cell in line.cells:
                members = [cell.key.member] if cell.span == 1 else [False, True]
                for member in members:
                    asked = {"code": line.code, "profile": cell.key.profile, "member": member}
                    due = resolve(rows, **asked, place=line.place, day=DAY)
                    assert (cell.price or cell.instead) == due
                if cell.price:
                    seen.append(key_of(cell.price))
    shown = {key for key in rates if not hidden(key, rates)}
    assert sorted(map(str, seen)) == sorted(str(key) for key in map(key_like, shown))


def hidden(key: tuple, rates: dict) -> bool:
    """A price for whoever shows as what applies instead, once members or others have their own."""
    code, profile, member, place = key
    return member is None and any((code, profile, one, place) in rates for one in (True, False))


def key_like(key: tuple) -> tuple:
    return key_of(row(key, 0))


def test_a_price_to_come_is_told_with_the_one_in_force() -> None:
    key = ("ATELIER", "", None, None)
    now = row(key, 80_000, from_day=date(2020, 1, 1), to_day=DAY)
    later = row(key, 90_000, from_day=DAY + timedelta(days=1))
    ((line,),) = [family.lines for family in grid_of([now, later], [], set(), DAY)]
    (cell,) = line.cells
    assert (cell.price, cell.ahead, cell.span) == (now, later, 2)


def test_families_follow_the_unit_and_the_plans() -> None:
    rows = [row(("ATELIER", "", None, None), 1), row(("LASER", "", None, None), 1)]
    assert [one.name for one in grid_of(rows, [], set(), DAY)] == ["session", "time"]
    assert [one.name for one in grid_of(rows, [], {"LASER"}, DAY)] == ["membership", "session"]

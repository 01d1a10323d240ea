"""How visits are told apart by priority neighbourhood (golden number 17)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.network.rules import percent
from maillage.people.neighbourhoods import breakdown

pytestmark = pytest.mark.once

RATHER = [("La Verrerie", "known", 61), ("Autre", "known", 12), ("", "known", 20)]


def test_seventy_three_of_a_hundred() -> None:
    found = breakdown([*RATHER, (None, "unknown", 7)])
    assert (found.inside, found.outside, found.total) == ({"La Verrerie": 61, "Autre": 12}, 20, 100)
    assert found.text_fr() == "73\u00a0% QPV (73/100), 7\u00a0% non renseigné"


def test_three_ways_of_not_knowing_are_three() -> None:
    rows = [("La Verrerie", "known", 4), (None, "unknown", 1), (None, "declined", 2)]
    said = breakdown([*rows, (None, "dont_know", 1)]).text_fr()
    assert said == (
        "50\u00a0% QPV (4/8), 13\u00a0% non renseigné, 25\u00a0% ne veut pas dire, "
        "13\u00a0% ne sait pas"
    )
    assert breakdown([]).text_fr() == ""


states = st.sampled_from(
    [("A", "known"), ("B", "known"), ("", "known"), (None, "unknown"), (None, "declined"),
     (None, "dont_know")]
)  # fmt: skip


@given(st.lists(st.tuples(states, st.integers(0, 50))))
def test_every_visit_is_counted_once(rows) -> None:
    found = breakdown([(name, told, n) for (name, told), n in rows])
    assert found.total == sum(n for _state, n in rows)
    assert found.outside == sum(n for (name, told), n in rows if (name, told) == ("", "known"))


@given(st.integers(0, 1000), st.integers(1, 1000))
def test_a_percent_is_rounded_half_up(part, whole) -> None:
    assert abs(percent(part, whole) * whole - 100 * part) * 2 <= whole


def test_the_share_of_communes() -> None:
    assert [percent(12, 14), percent(1, 8), percent(0, 0)] == [86, 13, 0]

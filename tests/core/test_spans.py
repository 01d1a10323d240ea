from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.core.spans import common, united, without

pytestmark = pytest.mark.once

spans = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=6)


def moments(some):
    return {moment for start, end in some for moment in range(start, end)}


@given(spans, spans)
def test_spans_are_sets_of_moments(some, others):
    for found, wanted in (
        (united(some + others), moments(some) | moments(others)),
        (common(some, others), moments(some) & moments(others)),
        (without(some, others), moments(some) - moments(others)),
    ):
        assert moments(found) == wanted
        assert found == united(found)
        assert all(end < start for (_, end), (start, _) in pairwise(found))

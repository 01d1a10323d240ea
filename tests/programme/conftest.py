"""The Monday on which sessions are changed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine

from tests.houses import House

NOW = datetime(2027, 1, 4, 9, tzinfo=UTC)


@pytest.fixture
def monday(house: House):
    """Monday 4 January 2027; the house stands."""
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock

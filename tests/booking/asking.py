"""Asking for a reservation, and being refused."""

from __future__ import annotations

from typing import Any

import pytest

from maillage.core.envelope import Result
from maillage.core.ids import new_id
from maillage.network.doors import Refused
from tests.houses import House
from tests.making_booking import slot


def asked(house: House, **changes: Any) -> dict[str, Any]:
    """A reservation somebody asks for, in a week."""
    return {"reservation": new_id(), "person": house.person(), **slot(), **changes}


def refused(house: House, kind: str = "booking.reserve", **wanted: Any) -> Result:
    """The refusal of a command."""
    with pytest.raises(Refused) as found:
        house.do(kind, **wanted)
    return found.value.result

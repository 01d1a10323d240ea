"""Who looks at a desk, and how what they see is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from maillage.core.periods import local_date
from maillage.network.models import Device, Place, Staff, Structure

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Standpoint:
    """Who looks, from which device and place, when."""

    structure: Structure
    place: Place
    device: Device
    staff: Staff
    rights: frozenset[str]
    now: datetime

    @property
    def day(self) -> date:
        return local_date(self.now, self.place.time_zone)


def instant(at: datetime) -> str:
    """An instant as JSON: RFC 3339, UTC."""
    return at.isoformat().replace("+00:00", "Z")

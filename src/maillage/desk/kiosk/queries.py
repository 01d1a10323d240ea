"""What the kiosk is told of itself: how many taps it made, and no name."""

from __future__ import annotations

from datetime import datetime

from maillage.core.models import Command, DeviceSequence
from maillage.core.periods import local_date, local_day_bounds
from maillage.network.models import Device


def last_n(device: Device) -> int:
    """The number of its last command."""
    return int(DeviceSequence.objects.get(device_id=device.pk).last_n)


def rung_today(device: Device, now: datetime, time_zone: str) -> int:
    """How many arrivals it counted since the place's midnight, those taken back left out."""
    midnight = local_day_bounds(local_date(now, time_zone), time_zone).start
    taps = Command.objects.filter(
        device_id=device.pk, kind="people.ring", status=Command.Status.DONE, at__gte=midnight
    )
    return taps.filter(undone_by=None).count()

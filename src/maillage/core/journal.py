"""The clock of a structure and its journal: what "since rev" reads, so that nothing is skipped.

The clock is raised after the business rows, just before the line that carries it. Its row stays
locked until the commit, so revisions become visible in their order.
"""

from __future__ import annotations

from uuid import UUID

from django.db import connection
from django.utils import timezone

from maillage.core.acting import Acting
from maillage.core.compiled import Compiled, as_parameter
from maillage.core.ids import new_id
from maillage.core.models import DeviceSequence, JournalLine, StructureClock

SERVER_KINDS = {
    *("tick.retention", "tick.rota", "tick.tasks", "tick.messages", "tick.reminders"),
    *("tick.bookings", "tick.endings"),
}


def start_clock(structure_id: UUID) -> None:
    """Give a new structure its clock, at zero, in an epoch of its own."""
    StructureClock.objects.create(structure_id=structure_id, epoch=new_id())


def raise_clock(structure_id: UUID) -> int:
    """Add one to the structure's revision and return it; one statement, on both engines."""
    return _count_up(StructureClock._meta.db_table, "rev", "structure_id", structure_id)


def next_n(device_id: UUID) -> int:
    """Add one to the device's last ``n`` and return it."""
    return _count_up("core_devicesequence", "last_n", "device_id", device_id)


def follow_n(device_id: UUID, n: int) -> bool:
    """Take ``n`` as a device's last, if it follows the one held; the row stays locked."""
    held = DeviceSequence._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{held}" SET "last_n" = %s WHERE "device_id" = %s AND "last_n" = %s',
            [n, as_parameter(device_id), n - 1],
        )
        return int(cursor.rowcount) == 1


def _count_up(table: str, column: str, key: str, value: UUID) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{table}" SET "{column}" = "{column}" + 1 WHERE "{key}" = %s '
            f'RETURNING "{column}"',
            [as_parameter(value)],
        )
        row = cursor.fetchone()
    if row is None:
        raise LookupError(f"{table} has no row for {value}")
    return int(row[0])


def current_rev(structure_id: UUID) -> tuple[int, UUID]:
    """The structure's revision and epoch now."""
    ((rev, epoch),) = _CLOCK.rows(structure_id)
    return rev, epoch


_CLOCK = Compiled(
    lambda structure: StructureClock.objects.filter(structure_id=structure).values_list(
        "rev", "epoch"
    ),
    UUID,
    scoped=False,
)


def write_line(acting: Acting, *, rev: int, n: int) -> None:
    """Append the journal line of a command just applied."""
    JournalLine.objects.create(
        structure_id=acting.structure_id,
        rev=rev,
        device_id=acting.device_id,
        n=n,
        kind=acting.kind,
        place_id=acting.place_id,
        actor_id=acting.actor_id,
        at=acting.at,
        touched=[str(one) for one in acting.touched],
        mark=acting.mark,
    )


def write_server_line(structure_id: UUID, *, kind: str, touched: list[UUID]) -> int:
    """Raise the clock and append a line for what the server does by itself (retention, tasks)."""
    rev = raise_clock(structure_id)
    nobody = UUID(int=0)
    JournalLine.objects.create(
        structure_id=structure_id,
        rev=rev,
        device_id=nobody,
        n=0,
        kind=kind,
        actor_id=nobody,
        at=timezone.now(),
        touched=[str(one) for one in touched],
    )
    return rev

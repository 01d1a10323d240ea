"""What a job that runs holds of its machine: nobody else gets an hour at which it still works."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from maillage.booking import job_queries, queries
from maillage.booking.models import Resource
from maillage.core.journal import write_server_line
from maillage.core.periods import Period
from maillage.core.scopes import structure_scope
from maillage.network.taking import occupy_around, with_parts

KIND: Final = "tick.bookings"
SOURCE: Final = "job"
LATE: Final = timedelta(hours=1)
"""How far ahead a job that should have ended holds its machine, until somebody says its end."""


def hold_on(structure_id: UUID, resource: Resource, now: datetime) -> None:
    """Give a running job what nobody takes any more of its hours; the machine's unit is locked.

    One that should have ended holds the coming hour: the machine still works, as far as is known.
    """
    row = job_queries.running(resource.pk)
    if row is None or row.expected_end is None:
        return
    until = row.expected_end if row.expected_end > now else now + LATE
    occupy_around(
        structure_id,
        units=with_parts(resource.unit_id),
        period=Period(max(now, row.started_at or now), until),
        source_kind=SOURCE,
        source_id=row.pk,
        label=job_queries.held_label(),
    )


def hold_late(structure_id: UUID, now: datetime) -> int:
    """Let the jobs that should have ended hold their machines a while more; how many did.

    Done again before that while is over, it does nothing more.
    """
    with structure_scope(structure_id):
        return sum(_hold(structure_id, one, now) for one in job_queries.letting_go(now))


@transaction.atomic
def _hold(structure_id: UUID, resource: UUID, now: datetime) -> int:
    """Hold one on, unless its end was said meanwhile or somebody else has the machine."""
    found = queries.resource_to_hold(resource)
    if found is None or resource not in job_queries.letting_go(now):
        return 0
    hold_on(structure_id, found, now)
    if resource in job_queries.letting_go(now):
        return 0
    write_server_line(structure_id, kind=KIND, touched=[resource])
    return 1

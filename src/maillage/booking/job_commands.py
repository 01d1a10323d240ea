"""Kinds of commands of what machines do by themselves."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from maillage.booking import jobs
from maillage.core.commands import Instant, Payload, command
from maillage.network.rights import Right

Minutes = Field(ge=1, le=14 * 24 * 60)


@command(
    "booking.queue_job",
    right=Right.BOOK,
    run=jobs.queue_job,
    label=_("a mis un travail dans la file d’une machine"),
)
class QueueJob(Payload):
    """A job of so many minutes waits its turn on a machine, or starts now."""

    made = ("job",)
    job: UUID
    resource: UUID
    minutes: int = Minutes
    person: UUID | None = None
    organisation: UUID | None = None
    companion: UUID | None = None
    what: str = Field(default="", max_length=60)
    start: bool = False


@command(
    "booking.start_job",
    right=Right.BOOK,
    run=jobs.start_job,
    label=_("a lancé un travail"),
)
class StartJob(Payload):
    """A queued job runs from now, as long as it was said to last or ``minutes``."""

    job: UUID
    minutes: int | None = Field(default=None, ge=1, le=14 * 24 * 60)


@command(
    "booking.end_job",
    right=Right.BOOK,
    run=jobs.end_job,
    label=_("a dit la fin d’un travail"),
)
class EndJob(Payload):
    """How a job ended, and when it really did."""

    job: UUID
    outcome: Literal["done", "failed", "stopped"] = "done"
    ended_at: Instant | None = None


@command(
    "booking.extend_job",
    right=Right.BOOK,
    run=jobs.extend_job,
    label=_("a changé la fin prévue d’un travail"),
)
class ExtendJob(Payload):
    """A job still runs for so many minutes from now; the answer says what it runs over."""

    job: UUID
    minutes: int = Minutes


@command(
    "booking.drop_job",
    right=Right.BOOK,
    run=jobs.drop_job,
    label=_("a retiré un travail de la file"),
)
class DropJob(Payload):
    """A queued job waits no more."""

    job: UUID

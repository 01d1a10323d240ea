"""Reads of what machines do by themselves: what runs, what waits its turn, what has ended."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from maillage.booking.models import Job, Reservation
from maillage.booking.rules import HOLDING
from maillage.core.periods import Period
from maillage.network.models import Occupancy
from maillage.programme.models import Session


def _named() -> QuerySet[Job]:
    return Job.objects.select_related(
        "resource__unit__place", "resource__family", "person__same_as", "organisation"
    )


def job_of(job: UUID) -> Job | None:
    """A job with its machine and whom it is for; one statement."""
    return _named().filter(pk=job).first()


def open_jobs(resources: Iterable[UUID]) -> list[Job]:
    """What runs on these machines, then what waits its turn, first asked first; one statement."""
    rows = _named().filter(resource__in=list(resources), ended_at=None)
    return list(rows.order_by(F("started_at").asc(nulls_last=True), "asked_at", "pk"))


def ended_jobs(resources: Iterable[UUID], most: int) -> list[Job]:
    """What ended last on these machines, dropped ones apart; one statement."""
    rows = _named().filter(resource__in=list(resources), ended_at__isnull=False)
    return list(rows.exclude(started_at=None).order_by("-ended_at", "pk")[:most])


def running(resource: UUID) -> Job | None:
    """What runs on a machine, with whom it is for."""
    return _named().filter(resource=resource, started_at__isnull=False, ended_at=None).first()


def held_label() -> str:
    """How what a running job holds is named to others."""
    return _("un travail en cours")


def letting_go(now: datetime) -> list[UUID]:
    """The machines whose job should have ended and holds nothing any more; one statement."""
    ahead = Occupancy.objects.filter(source_id=OuterRef("pk"), ends_at__gt=now)
    late = Job.objects.filter(~Exists(ahead), ended_at=None, expected_end__lte=now)
    return list(late.order_by("expected_end", "pk").values_list("resource", flat=True))


def first_waiting(resource: UUID) -> Job | None:
    """Whose turn is next on a machine."""
    rows = Job.objects.filter(resource=resource, started_at=None, ended_at=None)
    return rows.order_by("asked_at", "pk").first()


def jobs_between(resources: Iterable[UUID], period: Period) -> list[Job]:
    """What ran, or should run, on these machines in a period, in order; one statement."""
    lasting = Q(ended_at__gt=period.start) | Q(ended_at=None, expected_end__gt=period.start)
    rows = _named().filter(lasting, resource__in=list(resources), started_at__lt=period.end)
    return list(rows.order_by("started_at", "pk"))


def own_reservation(resource: UUID, person: UUID, at: datetime, until: datetime) -> UUID | None:
    """What somebody, by the file kept, has reserved of a machine that begins before ``until``."""
    rows = Reservation.objects.filter(
        Q(person=person) | Q(person__same_as=person),
        resource=resource,
        state__in=HOLDING,
        starts_at__lt=until,
        ends_at__gt=at,
    )
    return rows.order_by("starts_at").values_list("pk", flat=True).first()


def spans_of_jobs(reservation: UUID, but: UUID) -> list[tuple[datetime, datetime]]:
    """When the other jobs started within a reservation ran, or should run."""
    rows = Job.objects.filter(reservation=reservation, started_at__isnull=False).exclude(pk=but)
    return [
        (one.started_at, one.ended_at or one.expected_end)
        for one in rows
        if one.started_at and one.expected_end
    ]


def sessions_by_id(ids: Iterable[UUID]) -> list[Session]:
    """Sessions that a job runs over, in order; one statement."""
    return list(Session.objects.filter(pk__in=list(ids)).order_by("starts_at", "pk"))

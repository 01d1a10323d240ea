"""Writes of jobs: what a machine does by itself, through the night and on closed days.

A queued job holds nothing. A running one holds its machine to its expected end, whatever the hours
of the place: nobody needs to be there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from maillage.booking import job_queries, queries, rules
from maillage.booking.holding import SOURCE
from maillage.booking.models import Job, Reservation, Resource
from maillage.booking.operations import SOURCE as RESERVED
from maillage.booking.operations import locked_resource
from maillage.booking.safety import check_in_use, check_safety
from maillage.core.acting import Acting
from maillage.core.commands import Data, Missing, Refusal
from maillage.core.periods import Period, local_date
from maillage.core.spans import without
from maillage.network.models import Occupancy
from maillage.network.permissions import demand_at
from maillage.network.rights import Right
from maillage.network.rules import period_fr
from maillage.network.taking import occupy, occupy_around, vacate, vacate_from, with_parts
from maillage.people.operations import live_person
from maillage.programme.workshops import known_organisation

SESSION: Final = "session"
Outcome = Job.Outcome
A_MINUTE: Final = timedelta(minutes=1)
EARLY: Final = timedelta(minutes=30)
"""How long before their reservation somebody may start a job within it."""


@dataclass(frozen=True, slots=True)
class Setting:
    """The moment when somebody is at the machine, to set it going."""

    pk: None
    resource: Resource
    day: date
    starts_at: datetime
    ends_at: datetime
    companion_id: UUID | None


def queue_job(
    acting: Acting,
    *,
    job: UUID,
    resource: UUID,
    minutes: int,
    person: UUID | None = None,
    organisation: UUID | None = None,
    companion: UUID | None = None,
    what: str = "",
    start: bool = False,
) -> Data:
    """Put a job of ``minutes`` in the queue of a machine, or ``start`` it at once.

    Refuses ``not_unattended`` for a machine that does not work by itself, what safety forbids, and
    what ``start_job`` refuses.
    """
    found = _machine(acting, resource)
    if not found.family.unattended:
        said = _("« %s » ne tourne pas seul : réservez-le.") % found.unit.name
        raise Refusal("not_unattended", said)
    row = Job(
        id=job,
        structure_id=acting.structure_id,
        resource=found,
        person_id=live_person(person).pk if person else None,
        organisation=known_organisation(organisation) if organisation else None,
        companion_id=live_person(companion).pk if companion else None,
        what=what,
        minutes=minutes,
        asked_at=acting.at,
    )
    _check(acting, row)
    if start:
        _start(acting, row)
    row.save(force_insert=True)
    acting.touch(row.pk, resource, row.person_id)
    return _told(row)


def _machine(acting: Acting, resource: UUID) -> Resource:
    """The machine, locked, for who may reserve at its place."""
    found = locked_resource(resource)
    demand_at(acting, Right.BOOK, [found.unit.place_id])
    return found


def _told(row: Job) -> Data:
    return {
        "job": str(row.pk),
        "resource": str(row.resource_id),
        "started_at": row.started_at.isoformat() if row.started_at else None,
        "expected_end": row.expected_end.isoformat() if row.expected_end else None,
    }


def _check(acting: Acting, row: Job) -> None:
    """Who sets a machine going is checked as who reserves it; nobody stays beside it then."""
    found = row.resource
    day = local_date(acting.at, found.unit.place.time_zone)
    if rules.is_withdrawn(found, day):
        raise Refusal("not_offered", _("« %s » ne se réserve plus.") % found.unit.name)
    who = None
    if row.person_id is not None:
        who = queries.known(row.person_id, found.family_id, day=day, now=acting.at)
        if who is None:
            raise Missing(_("Personne"), row.person_id)
    at = acting.at
    check_safety(acting, Setting(None, found, day, at, at + A_MINUTE, row.companion_id), who)


def start_job(acting: Acting, *, job: UUID, minutes: int | None = None) -> Data:
    """Set a queued job going, from now for as long as it was said to last, or ``minutes``.

    Started within their own reservation, it takes its place. Refuses ``not_queued``, what safety
    forbids, ``locked_out``, ``job_running``, ``room_taken`` naming what holds the machine.
    """
    row = _queued(acting, job)
    row.minutes = minutes or row.minutes
    _check(acting, row)
    _start(acting, row)
    row.save()
    acting.touch(row.pk, row.resource_id, row.person_id)
    return _told(row)


def _locked(acting: Acting, job: UUID) -> Job:
    """A job, locked after its machine."""
    resource = Job.objects.filter(pk=job).values_list("resource", flat=True).first()
    if resource is None:
        raise Missing(_("Travail"), job)
    found = _machine(acting, resource)
    row = Job.objects.select_for_update(of=("self",)).get(pk=job)
    row.resource = found
    return row


def _start(acting: Acting, row: Job) -> None:
    found, at = row.resource, acting.at
    check_in_use(found)
    other = job_queries.running(found.pk)
    if other is not None:
        raise Refusal("job_running", _running_said(other), job=str(other.pk))
    row.started_at, row.expected_end = at, at + timedelta(minutes=row.minutes)
    if row.person_id is not None:
        row.reservation_id = job_queries.own_reservation(found.pk, row.person_id, at, at + EARLY)
    if row.reservation_id is not None:
        _give_way(acting, row)
    occupy(
        acting,
        unit=found.unit_id,
        starts_at=row.started_at,
        ends_at=row.expected_end,
        source_kind=SOURCE,
        source_id=row.pk,
        label=job_queries.held_label(),
        locked=found.unit,
    )


def _running_said(other: Job) -> str:
    unit, (start, end) = other.resource.unit, span_of(other)
    values = {"unit": unit.name, "when": period_fr(start, end, unit.place.time_zone)}
    return _("« %(unit)s » tourne déjà, %(when)s : terminez d’abord ce travail.") % values


def _give_way(acting: Acting, row: Job) -> None:
    """Their own reservation keeps the machine around the job; they came, since they start it."""
    came = Reservation.objects.filter(pk=row.reservation_id, came_at=None).update(came_at=acting.at)
    if came:
        acting.touch(row.reservation_id)
    _hold_around(acting, row)


def _hold_around(acting: Acting, row: Job) -> None:
    """What the reservation of a job holds: its own hours, without those of its jobs."""
    rows = Reservation.objects.filter(pk=row.reservation_id, state__in=rules.HOLDING)
    reservation = rows.first()
    if reservation is None:
        return
    vacate(source_id=reservation.pk)
    kept = reservation.ends_at + timedelta(minutes=row.resource.family.buffer)
    jobs = [*job_queries.spans_of_jobs(reservation.pk, but=row.pk), span_of(row)]
    for start, end in without([(reservation.starts_at, kept)], jobs):
        occupy_around(
            row.structure_id,
            units=with_parts(row.resource.unit_id),
            period=Period(start, end),
            source_kind=RESERVED,
            source_id=reservation.pk,
            label=_("une réservation"),
        )


def span_of(row: Job) -> tuple[datetime, datetime]:
    """When a job that was started ran, or should run."""
    started, end = row.started_at, row.ended_at or row.expected_end
    if started is None or end is None:
        raise ValueError(row.pk)
    return started, end


def end_job(
    acting: Acting, *, job: UUID, outcome: str = Outcome.DONE, ended_at: datetime | None = None
) -> Data:
    """Say how a job ended, now or at ``ended_at``: the machine is free from then on.

    Answers ``next``, the job whose turn it is. Refuses ``not_running``, ``ends_before`` for an end
    before the beginning or ahead.
    """
    row = _running(acting, job)
    end = ended_at or acting.at
    if not span_of(row)[0] <= end <= acting.at:
        said = _("La fin vient après le début, et pas plus tard que maintenant : corrigez-la.")
        raise Refusal("ends_before", said)
    _end(acting, row, end, outcome)
    _hold_around(acting, row)
    following = job_queries.first_waiting(row.resource_id)
    return {**_told(row), "next": str(following.pk) if following else None}


def _end(acting: Acting, row: Job, end: datetime, outcome: str) -> None:
    row.ended_at, row.outcome = end, outcome
    row.save(update_fields=["ended_at", "outcome"])
    vacate_from(end, source_id=row.pk)
    acting.touch(row.pk, row.resource_id, row.person_id)


def stop_job(acting: Acting, resource: UUID) -> UUID | None:
    """End the job that runs on a machine, its unit locked, as stopped now; which one it was.

    One that was set going after the act goes on: whoever did so knew better.
    """
    rows = Job.objects.select_for_update(of=("self",)).filter(resource=resource, ended_at=None)
    row: Job | None = rows.filter(started_at__lt=acting.at).first()
    if row is None:
        return None
    _end(acting, row, acting.at, Outcome.STOPPED)
    return row.pk


def _running(acting: Acting, job: UUID) -> Job:
    row = _locked(acting, job)
    if row.started_at is None or row.ended_at is not None:
        raise Refusal("not_running", _("Ce travail ne tourne pas, ou il est déjà terminé."))
    return row


def extend_job(acting: Acting, *, job: UUID, minutes: int) -> Data:
    """Say that a job still runs for ``minutes`` from now, longer or shorter than it was said.

    A machine that works cannot give way: what was reserved meanwhile stays as it is, and the answer
    names it (``reservations``, ``sessions``) so that somebody calls. Refuses ``not_running``.
    """
    row = _running(acting, job)
    row.expected_end = acting.at + timedelta(minutes=minutes)
    row.save(update_fields=["expected_end"])
    vacate_from(acting.at, source_id=row.pk)
    if row.reservation_id is not None:
        vacate_from(acting.at, source_id=row.reservation_id)
    clashes = occupy_around(
        acting.structure_id,
        units=with_parts(row.resource.unit_id),
        period=Period(acting.at, row.expected_end),
        source_kind=SOURCE,
        source_id=row.pk,
        label=job_queries.held_label(),
    )
    _hold_around(acting, row)
    acting.touch(row.pk, row.resource_id, row.person_id)
    return {**_told(row), **_run_over(clashes)}


def _run_over(clashes: Sequence[Occupancy]) -> Data:
    """What a job runs over, by kind, each once and in order."""
    found: dict[str, dict[str, None]] = {RESERVED: {}, SESSION: {}}
    for one in clashes:
        found.setdefault(one.source_kind, {})[str(one.source_id)] = None
    return {"reservations": list(found[RESERVED]), "sessions": list(found[SESSION])}


def drop_job(acting: Acting, *, job: UUID) -> Data:
    """Take a job out of the queue. Refuses ``not_queued``."""
    row = _queued(acting, job)
    row.ended_at, row.outcome = acting.at, Outcome.DROPPED
    row.save(update_fields=["ended_at", "outcome"])
    acting.touch(row.pk, row.resource_id, row.person_id)
    return {"job": str(row.pk)}


def _queued(acting: Acting, job: UUID) -> Job:
    row = _locked(acting, job)
    if row.started_at is not None or row.ended_at is not None:
        raise Refusal("not_queued", _("Ce travail n’est plus dans la file."))
    return row

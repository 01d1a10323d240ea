"""Reads of booking."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from maillage.booking.models import Authorisation, Family, Job, LockOut, Reservation, Resource
from maillage.booking.rules import HOLDING, STANDING
from maillage.core.compiled import Compiled
from maillage.core.periods import Period
from maillage.network.models import Occupancy
from maillage.people.models import Person
from maillage.people.queries import root_of
from maillage.programme.models import Session, Workshop

State = Reservation.State


def resource_of(resource: UUID) -> Resource | None:
    """A resource with its family and place; whether it is ``locked`` out."""
    return _resources().filter(pk=resource).first()


def resource_to_hold(resource: UUID) -> Resource | None:
    """As ``resource_of``, its unit locked until the end of the transaction."""
    found: Resource | None = next(iter(_TO_HOLD.objects(resource)), None)
    return found


def _resources() -> QuerySet[Resource]:
    locked = LockOut.objects.filter(resource=OuterRef("pk"), ended_at=None)
    jobs = Job.objects.filter(resource=OuterRef("pk"), started_at__isnull=False, ended_at=None)
    return Resource.objects.select_related("family", "unit__place").annotate(
        locked=Exists(locked), runs_until=Subquery(jobs.values("expected_end")[:1])
    )


_TO_HOLD = Compiled(
    lambda resource: _resources().select_for_update(of=("unit",)).filter(pk=resource), UUID
)


def resources_at(
    place: UUID, family: UUID | None = None, *, withdrawn: bool = False
) -> list[Resource]:
    """The resources of a place that may be reserved, by family and name; one statement.

    ``withdrawn``: those that are no longer reserved too.
    """
    rows = _resources().filter(unit__place=place, unit__retired_on=None)
    if not withdrawn:
        rows = rows.filter(withdrawn_on=None, family__retired_on=None)
    if family is not None:
        rows = rows.filter(family=family)
    return list(rows.order_by("family__name", "unit__name", "pk"))


def families(but: UUID | None = None) -> list[Family]:
    """The families that are not retired, and the one asked for ``but`` retired, by name."""
    return list(Family.objects.filter(Q(retired_on=None) | Q(pk=but)).order_by("name"))


def every_family() -> list[Family]:
    """All families, retired ones last, with the ``count`` of their resources; one statement."""
    counted = Family.objects.annotate(
        count=Count("resources", filter=Q(resources__withdrawn_on=None))
    ).select_related("training")
    return list(counted.order_by(F("retired_on").asc(nulls_first=True), "name"))


class Known(NamedTuple):
    """Of somebody who reserves: their file, their age, what they may use, what they have ahead.

    ``since`` is when the authorisation that stands on the day was given, ``last_used`` when they
    last used the family.
    """

    pk: UUID
    birth_year: int | None
    age_band: str | None
    since: date | None
    last_used: date | None
    already: int


def known(person: UUID, family: UUID, *, day: date, now: datetime) -> Known | None:
    """What a reservation asks of a person, of all their files; one statement.

    ``None`` for somebody unknown or erased.
    """
    for row in _KNOWN.rows(person, family, day, now):
        return Known(*row)
    return None


def _known(person: UUID, family: UUID, day: date, now: datetime) -> QuerySet[Any, Any]:
    root = OuterRef(OuterRef("root"))
    files = Person.objects.filter(Q(pk=root) | Q(same_as=root)).values("pk")
    given = standing(day).filter(person__in=files, family=family).order_by("-from_day")
    theirs = Reservation.objects.filter(person__in=files, family=family)
    past = theirs.filter(state=State.CONFIRMED, ends_at__lte=now).order_by("-ends_at")
    ahead = theirs.filter(state__in=HOLDING, ends_at__gt=now)
    counted = ahead.order_by().values("family").annotate(count=Count("pk"))
    return (
        Person.objects.filter(pk=person, erased_at=None)
        .annotate(root=root_of())
        .values_list(
            "root",
            Coalesce(F("same_as__birth_year"), F("birth_year")),
            Coalesce(F("same_as__age_band"), F("age_band")),
            Subquery(given.values("from_day")[:1]),
            Subquery(past.values("day")[:1]),
            Coalesce(Subquery(counted.values("count")[:1]), 0),
        )
    )


_KNOWN = Compiled(_known, UUID, UUID, date, datetime)


def standing(day: date) -> QuerySet[Authorisation]:
    """The authorisations worth something on a day, non-use apart."""
    rows: QuerySet[Authorisation] = Authorisation.objects.filter(
        Q(expires_on=None) | Q(expires_on__gte=day),
        Q(withdrawn_on=None) | Q(withdrawn_on__gt=day),
        from_day__lte=day,
    )
    return rows


def authorisations_of(person: UUID) -> list[Authorisation]:
    """Every authorisation a person was given, the latest first; one statement."""
    rows = Authorisation.objects.filter(Q(person=person) | Q(person__same_as=person))
    return list(rows.select_related("family", "given_by").order_by("-from_day", "-pk"))


def reservations_of(person: UUID, most: int) -> list[Reservation]:
    """What a person reserved, cancelled ones too, the latest first; one statement."""
    rows = Reservation.objects.filter(Q(person=person) | Q(person__same_as=person))
    named = rows.select_related("resource__unit__place")
    return list(named.order_by("-starts_at", "pk")[:most])


def spans_of_person(
    person: UUID, family: UUID, within: Period, *, but: UUID | None
) -> list[tuple[datetime, datetime]]:
    """When a person (by the file kept, which is locked) holds a family in a period."""
    files = Person.objects.select_for_update().filter(Q(pk=person) | Q(same_as=person))
    rows = Reservation.objects.filter(
        person__in=[one.pk for one in files.order_by("pk")],
        family=family,
        state__in=HOLDING,
        starts_at__lt=within.end,
        ends_at__gt=within.start,
    ).exclude(pk=but)
    return list(rows.values_list("starts_at", "ends_at"))


def families_trained(workshop: UUID) -> list[Family]:
    """The families that a workshop is the training of; one statement."""
    return list(Family.objects.filter(training=workshop, retired_on=None).order_by("name"))


def next_training(workshop: Workshop, now: datetime) -> Session | None:
    """The next session of a training that takes place."""
    coming = Session.objects.filter(workshop=workshop, starts_at__gt=now)
    found: Session | None = (
        coming.exclude(state=Session.State.CANCELLED)
        .select_related("place")
        .order_by("starts_at")
        .first()
    )
    return found


def reservations_between(
    resources: Iterable[UUID], start: datetime, end: datetime
) -> list[Reservation]:
    """What is reserved or waited for in a period, with persons, in order; one statement."""
    rows = Reservation.objects.filter(
        resource__in=list(resources), starts_at__lt=end, ends_at__gt=start
    ).exclude(state__in=(State.CANCELLED, State.RELEASED))
    named = rows.select_related(
        "person__same_as", "companion__same_as", "organisation", "resource__unit"
    )
    return list(named.order_by("starts_at", "asked_at", "pk"))


def reservation_of(reservation: UUID) -> Reservation | None:
    """A reservation with its resource and place, and whom it is for; one statement."""
    rows = Reservation.objects.select_related(
        "person__same_as", "companion__same_as", "organisation", "resource__unit__place",
        "resource__family",
    )  # fmt: skip
    found: Reservation | None = rows.filter(pk=reservation).first()
    return found


def reservations_by_id(ids: Iterable[UUID]) -> list[Reservation]:
    """Reservations with their resource, and whom they are for, in order; one statement."""
    rows = Reservation.objects.filter(pk__in=list(ids)).select_related(
        "person__same_as", "organisation", "resource__unit"
    )
    return list(rows.order_by("starts_at", "pk"))


def lock_outs_between(resources: Iterable[UUID], start: datetime, end: datetime) -> list[LockOut]:
    """When these resources are out of use in a period, in order; one statement."""
    lasting = Q(ended_at=None) | Q(ended_at__gt=start)
    rows = LockOut.objects.filter(lasting, resource__in=list(resources), starts_at__lt=end)
    return list(rows.order_by("starts_at", "pk"))


def held_between(units: Iterable[UUID], start: datetime, end: datetime) -> list[Occupancy]:
    """What holds these units in a period, in order: reservations, sessions, lock-outs."""
    rows = Occupancy.objects.filter(unit__in=list(units), starts_at__lt=end, ends_at__gt=start)
    return list(rows.order_by("starts_at", "unit"))


def following(row: Reservation) -> list[UUID]:
    """Those that repeat after a reservation and still hold or wait, in order."""
    rows = Reservation.objects.filter(
        recurrence=row.recurrence_id,
        starts_at__gt=row.starts_at,
        state__in=STANDING,
    )
    return list(rows.order_by("starts_at").values_list("pk", flat=True))


def waiting_beside(row: Reservation, after: datetime) -> list[Reservation]:
    """Who else waits for the resource at the hour of a reservation, with phones; one statement.

    First asked first.
    """
    rows = Reservation.objects.filter(
        resource=row.resource_id,
        state=State.WAITING,
        ends_at__gt=max(after, row.starts_at),
        starts_at__lt=row.ends_at,
    ).exclude(pk=row.pk)
    return list(rows.select_related("person__same_as").order_by("asked_at", "pk"))


def waiting_for_released(place: UUID, now: datetime) -> list[Reservation]:
    """Who waits, at a place, for an hour that nobody came for, with phones; one statement."""
    freed = Reservation.objects.filter(
        resource=OuterRef("resource"),
        state=State.RELEASED,
        starts_at__lt=OuterRef("ends_at"),
        ends_at__gt=OuterRef("starts_at"),
    )
    rows = Reservation.objects.filter(
        Exists(freed), resource__unit__place=place, state=State.WAITING, ends_at__gt=now
    )
    named = rows.select_related("person__same_as", "organisation", "resource__unit__place")
    return list(named.order_by("asked_at", "pk"))

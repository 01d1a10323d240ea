"""Writes of the programme: workshops, sessions, chairs."""

from __future__ import annotations

from datetime import date, time
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS
from django.utils.translation import gettext as _

from maillage.core.acting import Acting
from maillage.core.bank_holidays import bank_holidays
from maillage.core.commands import Data, Missing, Refusal
from maillage.core.compiled import Compiled
from maillage.core.ids import new_id
from maillage.core.periods import Period, local_date, weekly
from maillage.core.undo import Undone
from maillage.network.models import Organisation, Place, Staff, Unit
from maillage.network.operations import occupy, recall_staff, send_staff, vacate
from maillage.programme.models import (
    Registration,
    Session,
    SessionMediator,
    SessionOrganiser,
    Workshop,
)
from maillage.programme.rules import shares_room

LONGEST_SERIES_DAYS = 400


def create_workshop(acting: Acting, *, workshop: UUID, **columns: Any) -> None:
    """Add a kind of activity."""
    Workshop.objects.create(id=workshop, structure_id=acting.structure_id, **columns)
    acting.touch(workshop)


def edit_workshop(acting: Acting, *, workshop: UUID, **changes: Any) -> None:
    """Change what is given. Sessions already planned keep what was announced."""
    found = _workshop(workshop)
    for name, value in changes.items():
        setattr(found, name, value)
    found.save()
    acting.touch(workshop)


def _workshop(workshop: UUID) -> Workshop:
    found: Workshop | None = Workshop.objects.filter(pk=workshop).first()
    if found is None:
        raise Missing(_("Atelier"), workshop)
    return found


_COLUMNS = [field.attname for field in Session._meta.concrete_fields]
_LOCKED = Compiled(
    lambda session: Session.objects.select_for_update().filter(pk=session).values_list(*_COLUMNS),
    UUID,
)


def locked_session(session: UUID) -> Session:
    """The session, locked: seats are numbered one request at a time."""
    rows = _LOCKED.rows(session)
    if not rows:
        raise Missing(_("Séance"), session)
    found: Session = Session.from_db(DEFAULT_DB_ALIAS, _COLUMNS, rows[0])
    return found


def plan_session(
    acting: Acting,
    *,
    session: UUID,
    workshop: UUID,
    place: UUID,
    day: date,
    start: time,
    room: UUID | None = None,
    address: str = "",
    minutes: int | None = None,
    capacity: int | None = None,
    mediators: list[UUID] = [],  # noqa: B006 - never written to
    organisers: list[UUID] = [],  # noqa: B006
    weekly_until: date | None = None,
) -> Data:
    """Plan one session, or one a week up to a day, without bank holidays. All or nothing.

    Local wall time is kept across daylight saving. Refuses ``room_taken`` and ``elsewhere``,
    naming what holds the room or where the mediator is; ``series_too_long`` past 400 days.
    """
    model = _workshop(workshop)
    where = _place(place)
    _check_room(room, where)
    periods, skipped = _periods(where, day, start, minutes or model.minutes, weekly_until)
    series = new_id() if weekly_until is not None else None
    made = []
    for number, period in enumerate(periods):
        one = _session(acting, model, where, period, session=session if number == 0 else new_id())
        one.room_id, one.address, one.series = room, address, series
        one.capacity = capacity if capacity is not None else model.capacity
        one.save(force_insert=True)
        _hold(acting, one, model, mediators)
        _organise(acting, one, organisers)
        made.append(one.pk)
    acting.touch(*made)
    return {
        "sessions": [str(one) for one in made],
        "skipped": [one.isoformat() for one in skipped],
    }


def _place(place: UUID) -> Place:
    found: Place | None = Place.objects.filter(pk=place).first()
    if found is None:
        raise Missing(_("Lieu"), place)
    return found


def _check_room(room: UUID | None, place: Place) -> None:
    if room is not None and not Unit.objects.filter(pk=room, place=place).exists():
        raise Missing(_("Salle"), room)


def _periods(
    place: Place, day: date, start: time, minutes: int, weekly_until: date | None
) -> tuple[list[Period], list[date]]:
    until = weekly_until or day
    if until < day or (until - day).days > LONGEST_SERIES_DAYS:
        raise Refusal(
            "series_too_long", _("Choisissez une date de fin dans les treize mois qui suivent.")
        )
    years = range(day.year, until.year + 1)
    closed = {one for year in years for one in bank_holidays(year, place.holiday_zone)}
    skip = closed if weekly_until is not None else set()
    periods = weekly(day, start, minutes, place.time_zone, until=until, skip=skip)
    if not periods:
        raise Refusal("no_day_left", _("Tous ces jours sont fériés. Choisissez une autre date."))
    weekdays = {one for one in skip if day <= one <= until and one.weekday() == day.weekday()}
    return periods, sorted(weekdays)


def _session(
    acting: Acting, model: Workshop, place: Place, period: Period, *, session: UUID
) -> Session:
    return Session(
        id=session,
        structure_id=acting.structure_id,
        workshop=model,
        place=place,
        title=model.title,
        format=model.format,
        price_code=model.price_code,
        minimum_age=model.minimum_age,
        starts_at=period.start,
        ends_at=period.end,
        day=local_date(period.start, place.time_zone),
    )


def _hold(acting: Acting, session: Session, model: Workshop, mediators: list[UUID]) -> None:
    """Take the room and send the team."""
    held: dict[str, Any] = {
        "starts_at": session.starts_at,
        "ends_at": session.ends_at,
        "source_kind": "session",
        "source_id": session.pk,
        "label": session.title,
    }
    if session.room_id is not None and not shares_room(
        shares=model.shares_room, session_format=session.format
    ):
        occupy(acting, unit=session.room_id, **held)
    for staff in mediators:
        if not Staff.objects.filter(pk=staff).exists():
            raise Missing(_("Animateur"), staff)
        SessionMediator.objects.create(
            structure_id=acting.structure_id, session=session, staff_id=staff
        )
        send_staff(acting, staff=staff, place=session.place_id, **held)


def _organise(acting: Acting, session: Session, organisers: list[UUID]) -> None:
    for organisation in organisers:
        if not Organisation.objects.filter(pk=organisation).exists():
            raise Missing(_("Organisme"), organisation)
        SessionOrganiser.objects.create(
            structure_id=acting.structure_id, session=session, organisation_id=organisation
        )


def cancel_session(acting: Acting, *, session: UUID) -> Data:
    """Cancel a session: its room and team are free again. Answers whom to tell."""
    found = locked_session(session)
    found.state = Session.State.CANCELLED
    found.save(update_fields=["state"])
    vacate(source_id=session)
    recall_staff(source_id=session)
    told = Registration.objects.filter(session=found, person__isnull=False).exclude(
        state=Registration.State.CANCELLED
    )
    acting.touch(session)
    return {"tell": [str(one) for one in told.values_list("person_id", flat=True)]}


def add_chair(acting: Acting, *, session: UUID) -> Data:
    """A ninth chair: the number that stands is raised by one."""
    found = locked_session(session)
    if found.capacity is None:
        raise Refusal("no_limit", _("Cette séance n’a pas de nombre de places."))
    found.capacity += 1
    found.save(update_fields=["capacity"])
    acting.touch(session)
    acting.keep_for_undo(session=str(session))
    return {"capacity": found.capacity}


def remove_chair(acting: Acting, undone: Undone) -> None:
    """Take the chair back, unless somebody sits on it."""
    found = locked_session(UUID(undone.values["session"]))
    capacity = (found.capacity or 0) - 1
    if Registration.objects.filter(session=found, seat__gt=capacity).exists():
        raise Refusal("stands", _("Quelqu’un est inscrit sur cette chaise."))
    found.capacity = capacity
    found.save(update_fields=["capacity"])

"""Planning: sessions laid down one by one or by a rule, each with its room and its team."""

from __future__ import annotations

from copy import copy
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _

from maillage.core import saying
from maillage.core.acting import Acting, forbidden
from maillage.core.commands import Data, Missing, Refusal
from maillage.core.ids import new_id
from maillage.core.periods import Period, local_date, local_instant
from maillage.core.repetition import Rule, days_off, read
from maillage.core.school_holidays import KNOWN_UNTIL, is_known
from maillage.network.models import Place, Staff, Unit
from maillage.network.rights import Right
from maillage.network.taking import occupy, send_staff
from maillage.programme.events import begin_event, follow_day
from maillage.programme.models import (
    Series,
    Session,
    SessionMediator,
    SessionOrganiser,
    Workshop,
)
from maillage.programme.permissions import organisation_of
from maillage.programme.rules import shares_room
from maillage.programme.workshops import known_organisation, known_workshop

if TYPE_CHECKING:
    from maillage.programme.commands import Repeat

LONGEST_SERIES_DAYS = 400


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
    repeat: Repeat | None = None,
) -> Data:
    """Plan one session, or those of a repetition from its first day on. All or nothing.

    Local wall time is kept across daylight saving; ``session`` names the first. Refuses
    ``room_taken`` and ``elsewhere``, naming what holds the room or where the mediator is, and
    what ``_laid_out`` refuses of a repetition. A co-organiser's own organisation shares what they
    plan; refuses ``forbidden`` when they send the team.
    """
    organisers = _with_own(acting, organisers, mediators)
    model, where = known_workshop(workshop), place_or_missing(place)
    check_room(room, where)
    model_session = _first(acting, model, where)
    model_session.room_id, model_session.address = room, address
    model_session.capacity = capacity if capacity is not None else model.capacity
    hours, laid = Hours(start, minutes or model.minutes), None
    if repeat is not None:
        laid = _laid_out(where, day, repeat)
        model_session.series = _series(model_session, laid, hours, repeat)
    people = People(mediators, organisers)
    made = [
        lay(acting, model_session, one, hours, people, ident=session if number == 0 else None)
        for number, one in enumerate(laid.days if laid else [day])
    ]
    acting.touch(*(one.pk for one in made))
    return {
        "series": str(model_session.series_id) if model_session.series_id else None,
        "sessions": [str(one.pk) for one in made],
        "skipped": [one.isoformat() for one in laid.skipped] if laid else [],
    }


def _with_own(acting: Acting, organisers: list[UUID], mediators: list[UUID]) -> list[UUID]:
    if acting.may(Right.PROGRAMME):
        return organisers
    own = organisation_of(acting.actor_id)
    if own is None or mediators:
        raise forbidden()
    return organisers if own in organisers else [*organisers, own]


def place_or_missing(place: UUID) -> Place:
    """The place; raises ``Missing`` for one that is not the structure's."""
    found: Place | None = Place.objects.filter(pk=place).first()
    if found is None:
        raise Missing(_("Lieu"), place)
    return found


def check_room(room: UUID | None, place: Place) -> None:
    """Raise ``Missing`` for a room unknown here, refuse ``room_elsewhere`` for another place's.

    A machine or a desk is no room.
    """
    if room is None:
        return
    rooms = Unit.objects.filter(pk=room, kind=Unit.Kind.ROOM)
    where = rooms.values_list("place", flat=True).first()
    if where is None:
        raise Missing(_("Salle"), room)
    if where != place.pk:
        said = _("Cette salle est dans un autre lieu : choisissez-en une de %s, ou « Sans salle ».")
        raise Refusal("room_elsewhere", said % place.name)


class Hours(NamedTuple):
    """When a session begins, by the clock of its place, and how many minutes it lasts."""

    start: time
    minutes: int


class People(NamedTuple):
    """Who animates a session, and the organisations that share it."""

    mediators: list[UUID]
    organisers: list[UUID]


# Repetition


class LaidOut(NamedTuple):
    """The days of a repetition: those kept, those left out; and the last day it may reach."""

    rule: Rule
    days: list[date]
    skipped: list[date]
    until: date


def _laid_out(place: Place, first: date, repeat: Repeat) -> LaidOut:
    """The days of a repetition from ``first`` on, bank and school holidays left out as asked.

    ``count`` sessions take place: the days left out do not count. Refuses ``rrule``,
    ``series_end`` without one end, ``series_too_long`` past 400 days, ``no_day_left``,
    ``school_unknown`` where the calendar of the place's schools is not known.
    """
    rule, longest = read_rule(repeat.rrule), first + timedelta(days=LONGEST_SERIES_DAYS)
    if (repeat.until is None) == (repeat.count is None):
        raise Refusal(
            "series_end", _("Dites jusqu’à quand : un jour, ou bien un nombre de séances.")
        )
    last = repeat.until or longest
    if not first <= last <= longest:
        raise _too_long()
    off = left_out(
        place, first, last, bank=repeat.skip_bank_holidays, school=repeat.skip_school_holidays
    )
    off |= set(repeat.except_days)
    raw = list(rule.days(first, last))
    kept = [day for day in raw if day not in off][: repeat.count]
    if not kept:
        raise Refusal("no_day_left", _("Il ne reste aucun jour. Choisissez d’autres dates."))
    if repeat.count is not None and len(kept) < repeat.count:
        raise _too_long()
    until = repeat.until or kept[-1]
    if repeat.skip_school_holidays:
        _check_schools(place, first, until)
    return LaidOut(rule, kept, [day for day in raw if day in off and day <= until], until)


def read_rule(text: str) -> Rule:
    """A rule of repetition as typed; refuses ``rrule``."""
    try:
        return read(text)
    except ValueError as error:
        raise Refusal("rrule", str(error)) from error


def _too_long() -> Refusal:
    return Refusal(
        "series_too_long", _("Choisissez une date de fin dans les treize mois qui suivent.")
    )


def _check_schools(place: Place, first: date, last: date) -> None:
    if place.school_zone == "":
        said = _("Les vacances scolaires de ce lieu ne sont pas connues : ne les sautez pas.")
        raise Refusal("school_unknown", said)
    if not is_known(place.school_zone, first, last):
        said = _("Les vacances scolaires sont connues jusqu’au %s : finissez avant.")
        raise Refusal("school_unknown", said % saying.date_long(KNOWN_UNTIL))


def left_out(place: Place, first: date, last: date, *, bank: bool, school: bool) -> set[date]:
    """The days between two (included) that a repetition of the place leaves out."""
    bank_zone = place.holiday_zone if bank else ""
    school_zone = place.school_zone if school else ""
    return set(days_off(first, last, bank_zone=bank_zone, school_zone=school_zone))


def _series(model: Session, laid: LaidOut, hours: Hours, repeat: Repeat) -> Series:
    made: Series = Series.objects.create(
        structure_id=model.structure_id,
        workshop=model.workshop,
        place=model.place,
        first_day=laid.days[0],
        start=hours.start,
        minutes=hours.minutes,
        rrule=laid.rule.written(),
        until=laid.until,
        skips_bank_holidays=repeat.skip_bank_holidays,
        skips_school_holidays=repeat.skip_school_holidays,
        except_days=sorted(one.isoformat() for one in repeat.except_days),
    )
    return made


# One session


def _first(acting: Acting, model: Workshop, place: Place) -> Session:
    """A session as the workshop announces it, without a date yet."""
    return Session(
        structure_id=acting.structure_id,
        workshop=model,
        place=place,
        title=model.title,
        format=model.format,
        price_code=model.price_code,
        minimum_age=model.minimum_age,
    )


def lay(
    acting: Acting,
    model: Session,
    day: date,
    hours: Hours,
    people: People,
    *,
    ident: UUID | None = None,
) -> Session:
    """A new session like ``model`` on a day, with its room, its team and its organisers."""
    one = copy(model)
    one.pk, one.state, one.apart = ident or new_id(), Session.State.PLANNED, False
    one.occurs_on = day if one.series_id else None
    date_it(one, day, hours)
    one.save(force_insert=True)
    begin_event(one)
    team_up(acting, one, people.mediators)
    hold(acting, one, people.mediators)
    organise(acting, one, people.organisers)
    return one


def date_it(session: Session, day: date, hours: Hours) -> None:
    """Give the session its period on a local day of its place."""
    begins, former = local_instant(day, hours.start, session.place.time_zone), session.day
    period = Period(begins, begins + timedelta(minutes=hours.minutes))
    session.starts_at, session.ends_at = period.start, period.end
    session.day = local_date(period.start, session.place.time_zone)
    if not session._state.adding:
        follow_day(session, former)


def team_up(acting: Acting, session: Session, mediators: list[UUID]) -> None:
    """Say who animates a session; raises ``Missing`` for somebody unknown here."""
    for staff in mediators:
        if not Staff.objects.filter(pk=staff).exists():
            raise Missing(_("Animateur"), staff)
        SessionMediator.objects.create(
            structure_id=acting.structure_id, session=session, staff_id=staff
        )


def hold(acting: Acting, session: Session, mediators: list[UUID]) -> None:
    """Take the room and send the team, for the session's period."""
    held: dict[str, Any] = {
        "starts_at": session.starts_at,
        "ends_at": session.ends_at,
        "source_kind": "session",
        "source_id": session.pk,
        "label": session.title,
    }
    shares = shares_room(shares=session.workshop.shares_room, session_format=session.format)
    if session.room_id is not None and not shares:
        occupy(acting, unit=session.room_id, **held)
    for staff in mediators:
        send_staff(acting, staff=staff, place=session.place_id, **held)


def organise(acting: Acting, session: Session, organisers: list[UUID]) -> None:
    """Say which organisations share a session; raises ``Missing`` for one unknown here."""
    for organisation in organisers:
        SessionOrganiser.objects.create(
            structure_id=acting.structure_id,
            session=session,
            organisation=known_organisation(organisation),
        )

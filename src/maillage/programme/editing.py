"""A session moved, changed or cancelled: this one, the following, or all those to come.

What has taken place never moves. Seats follow their session; its room and its team are freed and
taken again in the same transaction, so that one clash refuses the whole and names its day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from maillage.core.acting import Acting
from maillage.core.commands import Data, Refusal
from maillage.core.periods import local_instant
from maillage.network.models import Place
from maillage.network.rights import Right
from maillage.network.taking import recall_staff, vacate
from maillage.programme.course import Course, course_of, off_days, set_times, split, turn, usual
from maillage.programme.models import (
    Registration,
    Series,
    Session,
    SessionMediator,
    SessionOrganiser,
)
from maillage.programme.operations import locked_session
from maillage.programme.permissions import demand_own
from maillage.programme.planning import (
    Hours,
    People,
    check_room,
    date_it,
    hold,
    lay,
    organise,
    place_or_missing,
    team_up,
)

ONE, FOLLOWING, ALL = "one", "following", "all"
CANCELLED = Session.State.CANCELLED


@dataclass(slots=True)
class Effects:
    """What a change did, by session; ``tell`` names the sessions whose people must know."""

    changed: list[UUID] = field(default_factory=list)
    planned: list[UUID] = field(default_factory=list)
    cancelled: list[UUID] = field(default_factory=list)
    apart: list[UUID] = field(default_factory=list)
    tell: list[UUID] = field(default_factory=list)

    def answer(self, acting: Acting) -> Data:
        """The command's answer: ids, and the persons with a seat to tell."""
        acting.touch(*self.changed, *self.planned, *self.cancelled)
        return {
            **{name: [str(one) for one in getattr(self, name)] for name in self.__slots__},
            "tell": [str(one) for one in _persons(self.tell)],
        }


def _persons(sessions: Iterable[UUID]) -> list[UUID]:
    """The persons who hold or wait for a seat in these sessions, each once."""
    rows = (
        Registration.objects.filter(session__in=list(sessions), person__isnull=False)
        .exclude(state=Registration.State.CANCELLED)
        .order_by("person_id")
    )
    return list(dict.fromkeys(rows.values_list("person_id", flat=True)))


# Edit


class Asked(NamedTuple):
    """What an edit changes of the session it starts from; ``None``: as it is."""

    day: date | None
    start: time | None
    minutes: int | None
    columns: Data
    place: Place | None
    mediators: list[UUID] | None
    organisers: list[UUID] | None

    @property
    def dates(self) -> bool:
        """Whether the day, the hour or the length changes."""
        return (self.day, self.start, self.minutes) != (None, None, None)

    @property
    def moves(self) -> bool:
        """Whether it is elsewhere, so that who comes must know."""
        return self.place is not None or bool({"room_id", "address"} & {*self.columns})

    def hours(self, former: Hours) -> Hours:
        """The hours asked for, or the former ones."""
        return Hours(self.start or former.start, self.minutes or former.minutes)


def edit_session(acting: Acting, *, session: UUID, scope: str = ONE, **changes: Any) -> Data:
    """Change what is given of a session to come, and of its series as far as ``scope`` says.

    « Celle-ci » (``one``) is then apart: the series moves without it. « Les suivantes » ends the
    series the day before and opens another. « Toutes » is all those to come. A session apart keeps
    all that is its own and is named in the answer; so is who to tell. A capacity below the seats
    taken takes none back. In another place, the wall time and the days stay, the room is left
    unless one of that place is given. Refuses ``begun``, ``past``, ``cancelled_session``,
    ``rule_moved``, ``room_taken``, ``room_elsewhere``, ``elsewhere``; ``not_found``; ``forbidden``
    to a co-organiser for a session that is not theirs, or who changes the team or the organisers.
    """
    found, series = _locked_with_series(session)
    demand_own(acting, _reached(acting, found, series, scope))
    if {"mediators", "organisers"} & {*changes}:
        acting.demand(Right.PROGRAMME)
    if found.state == CANCELLED:
        raise Refusal("cancelled_session", _("Cette séance est annulée. Planifiez-en une autre."))
    if found.starts_at <= acting.at:
        raise Refusal("begun", _("Cette séance a commencé : ce qui a eu lieu ne change plus."))
    asked = _asked(found, changes)
    if series is None or scope == ONE:
        effects = _edit_one(acting, found, asked)
    else:
        effects = _edit_series(acting, found, series, scope, asked)
    return effects.answer(acting)


def _reached(acting: Acting, found: Session, series: Series | None, scope: str) -> set[UUID]:
    """The sessions that a change may reach: this one, and the rest of its series to come."""
    if series is None or scope == ONE:
        return {found.pk}
    ahead = Session.objects.filter(series=series, starts_at__gt=acting.at)
    return {found.pk, *ahead.values_list("pk", flat=True)}


def _locked_with_series(session: UUID) -> tuple[Session, Series | None]:
    """The series first, then the session: again if it went to another series meanwhile."""
    while True:
        wanted = Session.objects.filter(pk=session).values_list("series", flat=True).first()
        series = Series.objects.select_for_update(of=("self",)).filter(pk=wanted).first()
        found = locked_session(session)
        if found.series_id == wanted:
            return found, series


def _asked(found: Session, changes: Mapping[str, Any]) -> Asked:
    """What truly changes: what is given again as it is does not."""
    stands: Data = {"day": found.day, **_hours(found)._asdict()}
    stands |= {"room": found.room_id, "place": found.place_id}
    stands |= {"mediators": _mediators(found), "organisers": _organisers(found)}
    names = ("title", "address", "capacity")
    stands |= {one: getattr(found, one) for one in names}
    given = {one: value for one, value in changes.items() if value != stands[one]}
    for one in ("mediators", "organisers"):
        if set(given.get(one, ())) == set(stands[one]):
            given.pop(one, None)
    place = place_or_missing(given["place"]) if "place" in given else None
    if place is not None:
        given.setdefault("room", changes.get("room"))
    check_room(given.get("room"), place or found.place)
    columns = {one: given[one] for one in names if one in given}
    if "room" in given:
        columns["room_id"] = given["room"]
    times = {one: given.get(one) for one in ("day", "start", "minutes")}
    people = {one: given.get(one) for one in ("mediators", "organisers")}
    return Asked(**times, columns=columns, place=place, **people)


def _hours(session: Session) -> Hours:
    begins = session.starts_at.astimezone(ZoneInfo(session.place.time_zone))
    length = session.ends_at - session.starts_at
    return Hours(begins.time(), int(length.total_seconds()) // 60)


def _mediators(session: Session) -> list[UUID]:
    rows = SessionMediator.objects.filter(session=session).order_by("id")
    return list(rows.values_list("staff_id", flat=True))


def _organisers(session: Session) -> list[UUID]:
    rows = SessionOrganiser.objects.filter(session=session).order_by("id")
    return list(rows.values_list("organisation_id", flat=True))


def _edit_one(acting: Acting, found: Session, asked: Asked) -> Effects:
    if asked.dates:
        date_it(found, asked.day or found.day, asked.hours(_hours(found)))
        _check_ahead(found, acting.at)
    found.apart = found.series_id is not None
    effects = Effects()
    _rewrite(acting, [found], asked, effects)
    return effects


def _check_ahead(session: Session, now: datetime) -> None:
    if session.starts_at <= now:
        raise Refusal("past", _("Ce jour et cette heure sont passés. Choisissez-en d’autres."))


def _rewrite(acting: Acting, sessions: list[Session], asked: Asked, effects: Effects) -> None:
    """Write sessions already dated; free their rooms and teams, then take them, in order."""
    again = asked.dates or asked.moves or asked.mediators is not None or "title" in asked.columns
    for one in sessions:
        if asked.place is not None:
            _bring(one, asked.place)
        for name, value in asked.columns.items():
            setattr(one, name, value)
        one.save()
        if again:
            vacate(source_id=one.pk)
            recall_staff(source_id=one.pk)
        if asked.mediators is not None:
            SessionMediator.objects.filter(session=one).delete()
            team_up(acting, one, asked.mediators)
        if asked.organisers is not None:
            SessionOrganiser.objects.filter(session=one).delete()
            organise(acting, one, asked.organisers)
    if again:
        for one in sorted(sessions, key=lambda one: (one.starts_at, one.pk)):
            hold(acting, one, _mediators(one))
    ids = [one.pk for one in sessions]
    effects.changed += ids
    if asked.dates or asked.moves:
        effects.tell += ids


def _bring(session: Session, place: Place) -> None:
    """To another place, at the same wall time."""
    hours, day = _hours(session), session.day
    session.place = place
    date_it(session, day, hours)


# Edit, in a series


def _edit_series(
    acting: Acting, found: Session, series: Series, scope: str, asked: Asked
) -> Effects:
    if found.apart and asked.dates:
        asked = _as_typed(found, asked)
    following = scope == FOLLOWING
    course = course_of(found, series, following=following, to=asked.day, now=acting.at)
    if course.earlier and (following or asked.dates or asked.place):
        course.series = split(series, course.cut)
    if asked.place is not None:
        course.series.place = asked.place
    if asked.dates:
        set_times(course, asked.hours(usual(series)), day_too=asked.day is not None)
    if asked.day is not None and asked.day in off_days(course):
        said = _(
            "Cette répétition saute les jours fériés et les vacances : choisissez un autre jour."
        )
        raise Refusal("day_off", said)
    effects = Effects()
    staying = _sort_out(acting, course, found, asked, effects)
    _rewrite(acting, staying, asked, effects)
    if asked.day is not None:
        _plan_freed(acting, course, found, effects)
    course.series.save()
    acting.touch(series.pk, course.series.pk)
    return effects


def _as_typed(found: Session, asked: Asked) -> Asked:
    """Of a session apart whose times change: its whole day, hour and length go to the series."""
    day = asked.day or found.day
    whole = asked.hours(_hours(found))._asdict()
    return asked._replace(day=None if day == turn(found) else day, **whole)


def _sort_out(
    acting: Acting, course: Course, found: Session, asked: Asked, effects: Effects
) -> list[Session]:
    """Give each session its new day; those that the change is written to, in order.

    Left as they are: those cancelled, those apart, and those that would fall in the past, which
    are then apart. One that would fall on a day left out is cancelled.
    """
    off = off_days(course) if asked.day is not None else set()
    staying = []
    for one in course.ahead:
        day = course.days.get(turn(one), turn(one))
        one.series, one.occurs_on = course.series, day
        if one.state == CANCELLED or (one.apart and one.pk != found.pk):
            effects.apart += [one.pk] if one.state != CANCELLED else []
            one.save(update_fields=["series", "occurs_on"])
        elif day in off:
            _calloff_days(one, effects)
        elif not asked.dates or _redated(one, course.series, day, acting.at):
            staying.append(one)
        else:
            _keep_apart(one, found, effects)
    return staying


def _redated(session: Session, series: Series, day: date, now: datetime) -> bool:
    """Date a session as its series says, unless that hour has passed."""
    if local_instant(day, series.start, session.place.time_zone) <= now:
        return False
    date_it(session, day, usual(series))
    session.apart = False
    return True


def _keep_apart(session: Session, found: Session, effects: Effects) -> None:
    if session.pk == found.pk:
        raise Refusal("past", _("Ce jour et cette heure sont passés. Choisissez-en d’autres."))
    session.apart = True
    session.save(update_fields=["series", "occurs_on", "apart"])
    effects.apart.append(session.pk)


def _plan_freed(acting: Acting, course: Course, found: Session, effects: Effects) -> None:
    """Plan the days that the former rule left out and the new one does not."""
    series = course.series
    taken = {turn(one) for one in course.ahead if one.state != CANCELLED} | off_days(course)
    taken |= {date.fromisoformat(one) for one in series.except_days}
    model = next(one for one in course.ahead if one.pk == found.pk)
    people = People(_mediators(found), _organisers(found))
    for day in sorted(set(course.days.values()) - taken):
        if local_instant(day, series.start, series.place.time_zone) > acting.at:
            made = lay(acting, model, day, usual(series), people)
            effects.planned.append(made.pk)


# Cancel


def cancel_session(acting: Acting, *, session: UUID, scope: str = ONE) -> Data:
    """Cancel a session, the following or all those to come: room and team are free again.

    The days cancelled leave the series: one day as an exception, the others by its end. Answers
    whom to tell.
    """
    found, series = _locked_with_series(session)
    demand_own(acting, _reached(acting, found, series, scope))
    chosen = [found]
    if series is not None and scope != ONE:
        rows = Session.objects.filter(
            series=series, starts_at__gt=acting.at, state=Session.State.PLANNED
        )
        if scope == FOLLOWING:
            rows = rows.filter(occurs_on__gte=turn(found))
        chosen = list(rows.select_for_update(of=("self",)).order_by("pk"))
    effects = Effects()
    for one in chosen:
        _calloff_days(one, effects)
    if series is not None and chosen:
        _shorten(series, chosen, scope)
        acting.touch(series.pk)
    return effects.answer(acting)


def _calloff_days(session: Session, effects: Effects) -> None:
    session.state = CANCELLED
    session.save(update_fields=["state", "series", "occurs_on"])
    vacate(source_id=session.pk)
    recall_staff(source_id=session.pk)
    effects.cancelled.append(session.pk)
    effects.tell.append(session.pk)


def _shorten(series: Series, cancelled: list[Session], scope: str) -> None:
    cut = min(turn(one) for one in cancelled)
    if scope == ONE:
        series.except_days = sorted({*series.except_days, cut.isoformat()})
    else:
        series.until = cut - timedelta(days=1)
    series.save()

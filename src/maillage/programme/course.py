"""A series from a day on: which of its sessions are ahead, and where each day of its rule goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from maillage.core.commands import Refusal
from maillage.core.ids import new_id
from maillage.core.repetition import Rule, moved, read
from maillage.programme.models import Series, Session
from maillage.programme.planning import Hours, left_out


@dataclass(slots=True)
class Course:
    """A series from a day on: its sessions, and where each day of its rule goes."""

    series: Series
    rule: Rule
    cut: date
    days: dict[date, date]
    """Each day of the rule from ``cut`` on, and what it becomes."""
    ahead: list[Session]
    """Those to come, locked, cancelled ones too."""
    held: set[date]
    """Days of what has begun."""
    earlier: bool
    """Whether the series has sessions before ``cut``, or has begun."""


def course_of(
    found: Session, series: Series, *, following: bool, to: date | None, now: datetime
) -> Course:
    """The series from the session on, or from the first to come; refuses ``rule_moved``."""
    rows = Session.objects.filter(series=series)
    locked = rows.filter(starts_at__gt=now).select_for_update(of=("self",)).order_by("pk")
    to_come = list(locked.select_related("place", "workshop"))
    if following:
        to_come = [one for one in to_come if turn(one) >= turn(found)]
    cut = min(turn(one) for one in to_come)
    begun = set(
        rows.filter(starts_at__lte=now, occurs_on__gte=cut).values_list("occurs_on", flat=True)
    )
    rule = read(series.rrule)
    days = list(rule.days(cut, series.until))
    course = Course(series, rule, cut, {one: one for one in days}, to_come, begun, earlier=False)
    course.earlier = bool(begun) or rows.filter(occurs_on__lt=cut).exists()
    if to is not None:
        try:
            course.rule, course.days = moved(rule, days, turn(found), to)
        except ValueError as error:
            raise Refusal("rule_moved", str(error)) from error
    return course


def turn(session: Session) -> date:
    """The day that the rule gave the session."""
    return session.occurs_on or session.day


def split(series: Series, cut: date) -> Series:
    """End a series the day before ``cut`` and open another, the same from then on."""
    days = [date.fromisoformat(one) for one in series.except_days]
    rest = Series.objects.get(pk=series.pk)
    rest.pk, rest._state.adding, rest.split_from = new_id(), True, series
    rest.first_day = cut
    rest.except_days = [one.isoformat() for one in days if one >= cut]
    rest.save(force_insert=True)
    series.until = cut - timedelta(days=1)
    series.except_days = [one.isoformat() for one in days if one < cut]
    series.save()
    return rest


def set_times(course: Course, hours: Hours, *, day_too: bool) -> None:
    """Write the new rule, hour and length; days left out by hand and days begun stay out."""
    series = course.series
    series.start, series.minutes = hours
    out = {date.fromisoformat(one) for one in series.except_days} | course.held
    series.except_days = sorted(course.days[one].isoformat() for one in out if one in course.days)
    if day_too:
        series.rrule = course.rule.written()
        series.first_day, series.until = min(course.days.values()), max(course.days.values())


def usual(series: Series) -> Hours:
    """The hours that the series says."""
    return Hours(series.start, series.minutes)


def off_days(course: Course) -> set[date]:
    """The days that the series leaves out, bank and school holidays as it says."""
    series = course.series
    return left_out(
        series.place,
        series.first_day,
        series.until,
        bank=series.skips_bank_holidays,
        school=series.skips_school_holidays,
    )

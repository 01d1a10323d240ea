"""The week of the team as the office shows it: half-days × people, hours covered, gaps."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.core import saying
from maillage.core.bank_holidays import bank_holidays
from maillage.core.periods import Period, local_date, local_day_bounds
from maillage.core.spans import common, united
from maillage.network import rota_queries as queries
from maillage.network.models import Place, RotaSlot, Staff, StaffPresence
from maillage.network.opening import OpeningHours
from maillage.network.queries import team_on
from maillage.network.rota import weekly_slot
from maillage.network.rules import HOME_ZONE
from maillage.network.staffing import Gap, impossible, in_half, minutes_of

WEEK = 7
FRIDAY = 4
FULL_TIME_MINUTES = 35 * 60


class Entry(NamedTuple):
    """Somebody at a place for some hours of a day; ``why`` they are not, when they are not."""

    place: Place
    starts: time
    ends: time
    slot: UUID | None
    why: str = ""

    @property
    def hours(self) -> str:
        """« 9 h – 12 h »."""
        return f"{saying.hour(self.starts)} – {saying.hour(self.ends)}"


class Cell(NamedTuple):
    """A half-day of somebody."""

    day: date
    half: str
    starts_at: str
    entries: list[Entry]


class Row(NamedTuple):
    """Somebody's week: fourteen half-days, minutes in all, whether they are away today."""

    staff: Staff
    halves: list[tuple[str, list[Cell]]]
    minutes: int

    @property
    def total(self) -> str:
        return duration(self.minutes)

    @property
    def is_long(self) -> bool:
        """More than a full-time week."""
        return self.minutes > FULL_TIME_MINUTES


def duration(minutes: int) -> str:
    """« 17 h » or « 17 h 30 »."""
    hours, rest = divmod(minutes, 60)
    if rest:
        return _("%(hours)s\u00a0h\u00a0%(minutes)s") % {"hours": hours, "minutes": f"{rest:02}"}
    return _("%(hours)s\u00a0h") % {"hours": hours}


def bounds(first: date, days: int) -> Period:
    """Some local days as a period, wide enough for every time zone of France."""
    start = local_day_bounds(first, HOME_ZONE).start - timedelta(days=1)
    return Period(start, local_day_bounds(first + timedelta(days=days), HOME_ZONE).end)


class Week:
    """A week of the team, at one place or at all; a fixed number of statements."""

    def __init__(self, monday: date, places: list[Place], today: date) -> None:
        self.monday, self.places, self.today = monday, places, today
        sunday = monday + timedelta(days=WEEK - 1)
        self.slots = queries.slots_between(monday, sunday)
        self.presences = queries.laid_between(bounds(monday, WEEK))
        self.days = [monday + timedelta(days=ahead) for ahead in range(self._days_shown())]
        self.away = {
            (row.staff_id, day)
            for row in queries.absences_between(monday, sunday)
            for day in self.days
            if row.from_day <= day <= row.to_day
        }
        self.able = queries.places_of_team(max(today, monday))
        self.team = team_on(max(today, monday))

    def _days_shown(self) -> int:
        """To Friday; further when somebody is there or a place opens."""
        used = {FRIDAY, *(slot.weekday for slot in self.slots)}
        for place in self.places:
            week = OpeningHours.parse(place.opening).week if place.opening else ()
            used |= {number for number, spans in enumerate(week) if spans}
        return max(used) + 1

    def rows(self) -> list[Row]:
        """Whoever may hold a desk, or is somewhere that week."""
        entries = self._entries()
        shown = {place.pk for place in self.places}
        rows = []
        for person in self.team:
            theirs = {key[1]: found for key, found in entries.items() if key[0] == person.pk}
            where = self.able.get(person.pk, set())
            if theirs or None in where or where & shown:
                rows.append(self._row(person, theirs))
        return rows

    def _row(self, person: Staff, theirs: dict[date, list[Entry]]) -> Row:
        halves = []
        for name, words, start in (
            ("morning", _("Matin"), "09:00"),
            ("afternoon", _("Après-midi"), "14:00"),
        ):
            cells = [
                Cell(
                    day,
                    name,
                    start,
                    [
                        one
                        for one in theirs.get(day, [])
                        if in_half(one.starts, one.ends, afternoon=name == "afternoon")
                    ],
                )
                for day in self.days
            ]
            halves.append((words, cells))
        return Row(person, halves, self._minutes(person))

    def _minutes(self, person: Staff) -> int:
        week = [
            (
                local_day_bounds(self.monday, HOME_ZONE).start,
                local_day_bounds(self.days[-1], HOME_ZONE).end,
            )
        ]
        spans = [
            (one.starts_at, one.ends_at) for one in self.presences if one.staff_id == person.pk
        ]
        return minutes_of(common(united(spans), week))

    def _entries(self) -> dict[tuple[UUID, date], list[Entry]]:
        """What is laid, then what a slot says and is not laid, with why."""
        shown = {place.pk for place in self.places}
        standing = {slot.pk for slot in self.slots}
        found: dict[tuple[UUID, date], list[Entry]] = {}
        laid = set()
        for one in self.presences:
            day = local_date(one.starts_at, one.place.time_zone)
            laid.add((one.source_id, day))
            if one.place_id in shown and day in self.days:
                known = one.source_id if one.source_id in standing else None
                found.setdefault((one.staff_id, day), []).append(_there(one, known))
        for slot in self.slots:
            for day in self.days:
                expected = weekly_slot(slot).stands_on(day) and slot.place_id in shown
                if expected and day >= self.today and (slot.pk, day) not in laid:
                    entry = Entry(slot.place, slot.starts, slot.ends, slot.pk, self._why(slot, day))
                    found.setdefault((slot.staff_id, day), []).append(entry)
        for entries in found.values():
            entries.sort(key=lambda one: one.starts)
        return found

    def _why(self, slot: RotaSlot, day: date) -> str:
        if (slot.staff_id, day) in self.away:
            return _("absent·e")
        if day in bank_holidays(day.year, slot.place.holiday_zone):
            return _("férié")
        return _("pas là")

    def holidays(self) -> list[tuple[date, str]]:
        """Each day of the week, and the bank holiday that it is at the first place."""
        zone = self.places[0].holiday_zone if self.places else "metropole"
        return [(day, str(bank_holidays(day.year, zone).get(day, ""))) for day in self.days]

    def coverage(self) -> list[dict[str, Any]]:
        """For each place that says its hours: how long it opens this week, and with nobody."""
        openings = queries.staffed_openings(self.places, bounds(self.monday, WEEK))
        lines = []
        for place in self.places:
            if place.pk in openings:
                opening = openings[place.pk]
                empty = sum(
                    end - start
                    for _day, spans in opening.unstaffed(self.monday, WEEK)
                    for start, end in spans
                )
                declared = minutes_of(opening.declared(self.monday, WEEK))
                lines.append(
                    {
                        "place": place,
                        "opened": duration(declared),
                        "covered": duration(declared - empty),
                        "empty": duration(empty) if empty else "",
                    }
                )
        return lines

    def impossible(self) -> list[str]:
        """Hours that the team, however it is sent, cannot staff."""
        running = [
            one for one in self.places if one.opening and queries.is_running(one, self.monday)
        ]
        names = {place.pk: place.name for place in running}
        weeks = {one.pk: OpeningHours.parse(one.opening).week for one in running}
        able = {
            person: {place for place in weeks if None in where or place in where}
            for person, where in self.able.items()
        }
        return [
            _impossible_fr(
                one.weekday, one.start, one.end, [names[key] for key in one.places], one.people
            )
            for one in impossible(weeks, able)
        ]


def _there(one: StaffPresence, slot: UUID | None) -> Entry:
    zone = ZoneInfo(one.place.time_zone)
    start, end = (at.astimezone(zone).time() for at in (one.starts_at, one.ends_at))
    return Entry(one.place, start, end, slot)


def _impossible_fr(weekday: int, start: int, end: int, places: list[str], people: int) -> str:
    when = saying.capital(f"{saying.WEEKDAYS[weekday]} {hours_fr(start, end)}")
    if not people:
        nobody = _("%(when)s : %(places)s, et personne de l’équipe n’y travaille.")
        return nobody % {"when": when, "places": saying.together(places)}
    sentence = ngettext(
        "%(when)s : %(places)s ouvrent en même temps, une seule personne peut y être.",
        "%(when)s : %(places)s ouvrent en même temps, %(n)s personnes seulement peuvent y être.",
        people,
    )
    return sentence % {"when": when, "places": saying.together(places), "n": people}


def hours_fr(start: int, end: int) -> str:
    """« de 14 h à 17 h », from minutes since midnight."""
    return saying.hours(*(time(minute // 60 % 24, minute % 60) for minute in (start, end)))


class Expected(NamedTuple):
    """Somebody of today: their hours here; ``absence`` when they are away."""

    staff: Staff
    hours: str
    absence: UUID | None


def expected_on(place: Place, day: date) -> list[Expected]:
    """Who is at a place on a day, by first hour, and who of the team is away. Two statements."""
    away = {row.staff_id: row for row in queries.absences_between(day, day)}
    spans: dict[Staff, list[tuple[datetime, datetime]]] = {}
    for one in queries.presences_between(local_day_bounds(day, place.time_zone)):
        if one.place_id == place.pk and one.staff_id not in away:
            spans.setdefault(one.staff, []).append((one.starts_at, one.ends_at))
    zone = ZoneInfo(place.time_zone)
    there = [
        Expected(
            staff,
            saying.together(
                [
                    saying.hours(*(at.astimezone(zone).time() for at in span))
                    for span in united(theirs)
                ]
            ),
            None,
        )
        for staff, theirs in spans.items()
    ]
    return [*there, *(Expected(row.staff, "", row.pk) for row in away.values())]


class GapLine(NamedTuple):
    """« Jeudi de 14 h à 17 h : personne n’est prévu », and on which days."""

    place: Place
    words: str
    days: str


def gap_lines(places: Iterable[Place], now: datetime) -> list[GapLine]:
    """The declared hours of the coming four weeks when nobody is there, in words.

    Weekdays that lack the same hours for the same weeks are said together.
    """
    shown = list(places)
    found = queries.unstaffed(shown, local_date(now, HOME_ZONE))
    lines: dict[tuple[Place, str, str], list[int]] = {}
    for place in shown:
        for gap in found.get(place.pk, []):
            key = (place, hours_fr(gap.start, gap.end), gap_days_fr(gap))
            lines.setdefault(key, []).append(gap.weekday)
    return [
        GapLine(place, saying.capital(f"{_weekdays_fr(days)} {hours}"), weeks)
        for (place, hours, weeks), days in lines.items()
    ]


def _weekdays_fr(weekdays: list[int]) -> str:
    return saying.together([saying.WEEKDAYS[one] for one in weekdays])


def gap_days_fr(gap: Gap) -> str:
    """« les quatre semaines qui viennent », or the days."""
    if len(gap.days) >= queries.WARNED_DAYS // WEEK:
        return _("les quatre semaines qui viennent")
    return saying.together(
        [f"{saying.number(day)} {saying.MONTHS[day.month - 1]}" for day in gap.days]
    )

"""Must show 2: a year of repetition, edited « les suivantes » in the middle, day by day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from maillage.core.ids import new_id
from maillage.network.doors import Refused
from maillage.programme.models import Series, Session
from tests.figures import PROVING
from tests.houses import House
from tests.programme import oracle

pytestmark = pytest.mark.prove("2. un an de répétition, modifiée « les suivantes »")

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
YEAR = 364


@dataclass(frozen=True)
class Asked:
    """A repetition of a year, and the move of one of its days."""

    first: date
    hour: int
    minute: int
    interval: int
    nth: int
    """Of a month: which weekday, -1 the last; 0 each week."""
    zone: str
    bank: bool
    school: bool
    out: frozenset[int]
    """Which of its days are left out by hand."""
    middle: int
    by_days: int
    to_hour: int

    @property
    def until(self) -> date:
        return self.first + timedelta(days=YEAR)

    def rrule(self) -> str:
        of_month = f"{self.nth or ''}{CODES[self.first.weekday()]}"
        frequency = "MONTHLY" if self.nth else "WEEKLY"
        step = f";INTERVAL={self.interval}" if self.interval > 1 else ""
        return f"FREQ={frequency}{step};BYDAY={of_month}"

    def raw(self) -> list[date]:
        """Every day of the rule, counted one by one."""
        found = []
        for day in oracle.all_days(self.first, self.until):
            if day.weekday() != self.first.weekday():
                continue
            months = (day.year - self.first.year) * 12 + day.month - self.first.month
            weeks = oracle.weeks_between(self.first, day)
            turn = months if self.nth else weeks
            if turn % self.interval == 0 and (not self.nth or oracle.of_month(day, self.nth)):
                found.append(day)
        return found

    def by_hand(self) -> list[date]:
        raw = self.raw()
        return sorted({raw[one % len(raw)] for one in self.out})

    def off(self, day: date) -> bool:
        return oracle.is_off(day, self.zone, bank=self.bank, school=self.school)

    def moved(self, raw: list[date], one: date, to: date) -> list[date]:
        """The days after a move: as many days later each week, or the same weekday of the month."""
        if not self.nth:
            return [day + (to - one) for day in raw]
        nth = oracle.which_of_month(to)
        nth = -1 if nth == 5 or (self.nth == -1 and oracle.is_last_of_month(to)) else nth
        later = (to.year - one.year) * 12 + to.month - one.month
        return [
            next(
                day
                for day in oracle.all_days(_month(raw_day, later), _month(raw_day, later + 1))
                if day.weekday() == to.weekday() and oracle.of_month(day, nth)
            )
            for raw_day in raw
        ]


def _month(day: date, later: int) -> date:
    years, month = divmod(day.month - 1 + later, 12)
    return date(day.year + years, month + 1, 1)


FIRST_DAYS = st.dates(date(2026, 12, 1), date(2027, 8, 1))


@st.composite
def asked(draw: st.DrawFn) -> Asked:
    first = draw(FIRST_DAYS)
    nths = [0, 0, oracle.which_of_month(first)]
    nths += [-1] if oracle.is_last_of_month(first) else []
    nth = draw(st.sampled_from([one for one in nths if one != 5]))
    return Asked(
        first,
        hour=draw(st.integers(6, 20)),
        minute=draw(st.sampled_from([0, 15, 30])),
        interval=draw(st.integers(1, 2)),
        nth=nth,
        zone=draw(st.sampled_from("ABC")),
        bank=draw(st.booleans()),
        school=draw(st.booleans()),
        out=draw(st.frozensets(st.integers(0, 60), max_size=3)),
        middle=draw(st.integers(0, 60)),
        by_days=draw(st.integers(-6, 6)),
        to_hour=draw(st.integers(6, 20)),
    )


def plan(house: House, wanted: Asked) -> dict[str, Any]:
    house.do("network.edit_place", place=house.place, school_zone=wanted.zone)
    room = new_id()
    house.do("network.add_unit", unit=room, place=house.place, name=f"Salle {room}")
    return house.do(
        "programme.plan_session",
        session=new_id(),
        workshop=house.workshop,
        place=house.place,
        room=room,
        mediators=[house.manager],
        day=wanted.first,
        start=f"{wanted.hour:02}:{wanted.minute:02}",
        repeat={
            "rrule": wanted.rrule(),
            "until": wanted.until,
            "skip_bank_holidays": wanted.bank,
            "skip_school_holidays": wanted.school,
            "except_days": wanted.by_hand(),
        },
    )


def standing(house: House, series: str) -> list[datetime]:
    """The instants planned in a series and in what was split from it."""
    with house.scope():
        both = Series.objects.filter(pk=series) | Series.objects.filter(split_from=series)
        rows = Session.objects.filter(series__in=both, state="planned").order_by("starts_at")
        return list(rows.values_list("starts_at", flat=True))


@settings(
    max_examples=100 if PROVING else 8, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(wanted=asked())
def test_a_year_then_the_following_moved(house: House, wanted: Asked) -> None:
    """Days and hours equal those counted day by day, and those of an ICS reader."""
    raw, out = wanted.raw(), wanted.by_hand()
    left = [day for day in raw if day in out or wanted.off(day)]
    kept = [day for day in raw if day not in left]
    assume(kept)
    made = plan(house, wanted)
    hours = (wanted.hour, wanted.minute)
    expected = [oracle.instant(day, *hours) for day in kept]
    assert standing(house, made["series"]) == expected
    read = oracle.by_ics(wanted.rrule(), raw[0], time(*hours), wanted.until, left)
    assert read == expected
    assert made["skipped"] == [day.isoformat() for day in left]

    cut = kept[wanted.middle % len(kept)]
    to = cut + timedelta(days=wanted.by_days)
    later = [day for day in raw if day >= cut]
    moved = dict(zip(later, wanted.moved(later, cut, to), strict=True))
    session = made["sessions"][kept.index(cut)]
    change = {"day": to, "start": f"{wanted.to_hour:02}:30", "scope": "following"}
    if wanted.by_days and wanted.off(to):
        with pytest.raises(Refused, match="day_off"):
            house.do("programme.edit_session", session=session, **change)
        assert standing(house, made["series"]) == expected
        return
    house.do("programme.edit_session", session=session, **change)
    days = sorted(new for old, new in moved.items() if old not in out and not wanted.off(new))
    after = [oracle.instant(day, wanted.to_hour, 30) for day in days]
    before = [one for one, day in zip(expected, kept, strict=True) if day < cut]
    assert standing(house, made["series"]) == sorted(before + after)


@pytest.mark.parametrize(
    ("day", "start", "utc"),
    [
        ("2027-03-14", "02:30", ["14 01:30", "21 01:30", "28 01:30", "04 00:30"]),
        ("2027-10-17", "02:30", ["17 00:30", "24 00:30", "31 00:30", "07 01:30"]),
    ],
)
def test_an_hour_that_is_skipped_or_comes_twice(
    house: House, day: str, start: str, utc: list[str]
) -> None:
    """02:30 does not exist on 28 March 2027 (03:30 instead) and comes twice on 31 October."""
    repeat = {"rrule": "FREQ=WEEKLY;BYDAY=SU", "count": 4, "skip_bank_holidays": False}
    wanted = {"session": new_id(), "workshop": house.workshop, "place": house.place}
    made = house.do("programme.plan_session", **wanted, day=day, start=start, repeat=repeat)
    assert [f"{one:%d %H:%M}" for one in standing(house, made["series"])] == utc

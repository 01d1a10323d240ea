"""Calendars read back by other programs than the one that writes them."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import recurring_ical_events
from dateutil.tz import tzical
from icalendar import Calendar

from maillage.booking.formats.calendar import Event, uid_of, written
from maillage.core.ids import new_id
from maillage.core.periods import Period, local_instant, wall_instants

PARIS, REUNION = "Europe/Paris", "Indian/Reunion"
NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)

pytestmark = pytest.mark.once


def event(start: datetime, minutes: int = 60, **more: Any) -> Event:
    values = {"uid": uid_of(new_id()), "tz": PARIS, "summary": "Trotec : Marie L.", **more}
    return Event(period=Period(start, start + timedelta(minutes=minutes)), **values)


def made(*events: Event) -> bytes:
    return written("Numéripôle", events, now=NOW)


def read(content: bytes) -> list[Any]:
    """The events of a year and a half, with what repeats written out."""
    found = recurring_ical_events.of(Calendar.from_ical(content))
    return found.between(NOW - timedelta(days=200), NOW + timedelta(days=400))


def instants(content: bytes) -> list[datetime]:
    return sorted(one["DTSTART"].dt.astimezone(UTC) for one in read(content))


def clocks(content: bytes, tz: str = PARIS) -> Any:
    """The zone as another library reads it out of the file alone."""
    return tzical(io.StringIO(content.decode())).get(tz)


def test_every_week_at_one_hour_across_both_changes() -> None:
    days = [date(2027, 3, 15) + timedelta(weeks=rank) for rank in range(36)]
    wanted = [local_instant(day, time(10), PARIS) for day in days]
    content = made(*(event(one) for one in wanted))
    assert instants(content) == wanted
    assert {one["DTSTART"].dt.hour for one in read(content)} == {10}


@pytest.mark.parametrize("day", [SPRING, AUTUMN, date(2026, 11, 24), date(2028, 7, 14)])
def test_the_changes_of_the_clocks_are_in_the_file(day: date) -> None:
    """Each quarter of an hour that a day's clocks show once has the offset of the real clocks."""
    zone, seen = clocks(made(event(NOW))), 0
    for quarter in range(96):
        shown = time(quarter // 4, quarter % 4 * 15)
        real = wall_instants(day, shown, PARIS)
        if len(real) == 1:
            local = datetime.combine(day, shown)
            assert zone.utcoffset(local) == local.replace(tzinfo=UTC) - real[0], local
            seen += 1
    assert seen == (92 if day in {SPRING, AUTUMN} else 96)


def test_the_hour_that_comes_twice_is_told_apart() -> None:
    first = datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    second = first + timedelta(hours=1)
    content = made(event(first, 15), event(second, 15), event(first, 60))
    assert instants(content) == [first, first, second]
    assert content.count(b"DTSTART:20271031T013000Z") == 1
    assert content.count(b"DTSTART;TZID=Europe/Paris:20271031T023000") == 1
    assert content.count(b"DTSTART:20271031T003000Z") == 1  # it ends at the second half past two


def test_zones_without_a_change_stand_beside_others() -> None:
    content = made(event(NOW), event(NOW, tz=REUNION))
    assert instants(content) == [NOW, NOW]
    assert clocks(content, REUNION).utcoffset(datetime.combine(SPRING, time(10))) == timedelta(
        hours=4
    )
    assert content.count(b"BEGIN:VTIMEZONE") == 2


def test_states_places_and_words_come_back_as_they_were() -> None:
    said = "Atelier ; « bois, métal »\\ à deux\nsuite " + "très " * 40
    told = [
        event(NOW, state=one, summary=said, where="Bras, Meuse")
        for one in ("CONFIRMED", "TENTATIVE", "CANCELLED")
    ]
    rows = read(made(*told))
    assert {(str(one["STATUS"]), str(one["SUMMARY"]), str(one["LOCATION"])) for one in rows} == {
        (one.state, said, "Bras, Meuse") for one in told
    }
    assert {str(one["UID"]) for one in rows} == {one.uid for one in told}


def test_what_takes_nobodys_time_says_so() -> None:
    free, taken = read(made(event(NOW, holds=False), event(NOW + timedelta(days=1))))
    assert (free["TRANSP"], taken.get("TRANSP")) == ("TRANSPARENT", None)


def test_an_empty_calendar_is_one() -> None:
    content = made()
    assert read(content) == []
    assert Calendar.from_ical(content)["X-WR-CALNAME"] == "Numéripôle"


def test_a_name_says_nothing_of_the_row_and_is_the_same_ever_after() -> None:
    row = new_id()
    assert uid_of(row) == uid_of(row) != uid_of(new_id())
    assert str(row) not in uid_of(row)


def test_lines_are_folded_and_end_as_the_standard_says() -> None:
    lines = made(event(NOW, summary="é" * 100)).split(b"\r\n")
    assert max(map(len, lines)) <= 75

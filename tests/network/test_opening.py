from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.network.opening import DatedHours, OpeningHours

pytestmark = pytest.mark.once

PARIS = "Europe/Paris"
USUAL = OpeningHours.parse(
    "Mo-Fr 09:00-12:00,14:00-17:30; Sa 10:00-12:00; PH off; 2026-12-24 off; "
    "2026-06-20-2026-06-22 09:00-18:00"
)
WEEKDAY = [(time(9), time(12)), (time(14), time(17, 30))]


def paris(*parts):
    return datetime(*parts, tzinfo=ZoneInfo(PARIS))


def intervals(text, day, *, is_holiday=False):
    return OpeningHours.parse(text).intervals(day, is_holiday=is_holiday)


@pytest.mark.parametrize(
    ("day", "is_holiday", "hours"),
    [
        (date(2026, 3, 10), False, WEEKDAY),
        (date(2026, 3, 14), False, [(time(10), time(12))]),
        (date(2026, 3, 15), False, []),
        (date(2026, 5, 8), True, []),
        (date(2026, 12, 24), False, []),
        (date(2026, 6, 19), False, WEEKDAY),
        (date(2026, 6, 20), False, [(time(9), time(18))]),
        (date(2026, 6, 22), False, [(time(9), time(18))]),
        (date(2026, 6, 23), False, WEEKDAY),
    ],
)
def test_the_hours_of_a_day(day, is_holiday, hours):
    assert USUAL.intervals(day, is_holiday=is_holiday) == hours


MONDAY, SUNDAY = date(2026, 3, 9), date(2026, 3, 15)


@pytest.mark.parametrize(
    ("text", "day", "hours"),
    [
        ("09:00-12:00", SUNDAY, [(time(9), time(12))]),
        ("Mo,We 9:00-12:00", MONDAY, [(time(9), time(12))]),
        ("Sa-Mo 09:00-12:00", MONDAY, [(time(9), time(12))]),
        ("Mo-We,Fr 09:00-12:00", MONDAY, [(time(9), time(12))]),
        ("Mo-Fr 09:00-12:00; Mo off", MONDAY, []),
        ("Mo-Fr 09:00-12:00; Mo closed", MONDAY, []),
        ("Mo-Fr 09:00-12:00; Mo 14:00-15:00", MONDAY, [(time(14), time(15))]),
        ("Mo 14:00-17:00, 09:00 - 12:00 ;", MONDAY, [(time(9), time(12)), (time(14), time(17))]),
        ("Mo 20:00-24:00", MONDAY, [(time(20), time(0))]),
        ("24/7", SUNDAY, [(time(0), time(0))]),
        ("2026-03-09 08:00-09:00; 2026-03-09 off", MONDAY, []),
        ("off", MONDAY, []),
    ],
)
def test_the_syntax(text, day, hours):
    assert intervals(text, day) == hours


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("Mo-Su 09:00-12:00", []),
        ("Mo-Su,PH 09:00-12:00", [(time(9), time(12))]),
        ("Mo-Su 09:00-12:00; PH 14:00-15:00", [(time(14), time(15))]),
        ("PH 14:00-15:00; Mo-Su 09:00-12:00", [(time(14), time(15))]),
        ("PH off; 2026-03-09 14:00-15:00", [(time(14), time(15))]),
        ("24/7", [(time(0), time(0))]),
    ],
)
def test_a_bank_holiday_is_closed_unless_it_is_said(text, hours):
    assert intervals(text, MONDAY, is_holiday=True) == hours


@pytest.mark.parametrize(
    ("instant", "is_open"),
    [
        (paris(2026, 3, 10, 8, 59), False),
        (paris(2026, 3, 10, 9, 0), True),
        (paris(2026, 3, 10, 12, 0), False),
        (paris(2026, 3, 10, 17, 29), True),
        (datetime(2026, 3, 10, 8, 0, tzinfo=UTC), True),
        (datetime(2026, 7, 10, 7, 0, tzinfo=UTC), True),
        (paris(2026, 5, 8, 10, 0), False),  # Victory Day
        (paris(2026, 6, 21, 10, 0), True),  # a Sunday, by exception
    ],
)
def test_open_now(instant, is_open):
    assert USUAL.is_open(instant, PARIS, "metropole") is is_open


def test_open_now_follows_the_bank_holidays_of_the_zone():
    good_friday = paris(2026, 4, 3, 10)
    assert USUAL.is_open(good_friday, PARIS, "metropole")
    assert not USUAL.is_open(good_friday, PARIS, "alsace_moselle")


@pytest.mark.parametrize(
    ("instant", "change"),
    [
        (paris(2026, 3, 10, 8), paris(2026, 3, 10, 9)),
        (paris(2026, 3, 10, 9), paris(2026, 3, 10, 12)),
        (paris(2026, 3, 10, 12), paris(2026, 3, 10, 14)),
        (paris(2026, 3, 14, 12), paris(2026, 3, 16, 9)),
        (paris(2026, 3, 28, 13), paris(2026, 3, 30, 9)),  # over the spring change
        (paris(2026, 5, 7, 18), paris(2026, 5, 9, 10)),  # Friday 8 May is a bank holiday
        (paris(2026, 12, 23, 18), paris(2026, 12, 26, 10)),
    ],
)
def test_the_next_change(instant, change):
    assert USUAL.next_change(instant, PARIS, "metropole") == change


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("off", None),
        ("24/7", None),
        ("Mo 20:00-24:00; Tu 00:00-02:00", paris(2026, 3, 10, 2)),
        ("2026-03-09 20:00-22:00", paris(2026, 3, 9, 22)),
        ("2026-03-01 20:00-22:00", None),
        ("2029-03-01 20:00-22:00", None),
    ],
)
def test_the_next_change_of_rare_hours(text, change):
    hours = OpeningHours.parse(text)
    assert hours.next_change(paris(2026, 3, 9, 21), PARIS, "metropole") == change


def test_hours_swallowed_by_the_spring_change_never_open():
    hours = OpeningHours.parse("2026-03-29 02:00-03:00")
    instants = [datetime(2026, 3, 29, hour, tzinfo=UTC) for hour in range(24)]
    assert not any(hours.is_open(instant, PARIS, "metropole") for instant in instants)
    assert hours.next_change(instants[0], PARIS, "metropole") is None


def plain(text):
    return text.replace("\u00a0", " ")


def test_the_hours_in_french():
    assert plain(USUAL.text_fr(MONDAY, is_holiday=False)) == ("de 9 h à 12 h et de 14 h à 17 h 30")
    assert USUAL.text_fr(MONDAY, is_holiday=True) == "fermé"
    assert plain(OpeningHours.parse("24/7").text_fr(MONDAY, is_holiday=False)) == "24 h sur 24"
    three = OpeningHours.parse("08:00-09:00,10:00-11:00,20:00-24:00")
    assert plain(three.text_fr(MONDAY, is_holiday=False)) == (
        "de 8 h à 9 h, de 10 h à 11 h et de 20 h à minuit"
    )


def test_the_week_in_french():
    hours = OpeningHours.parse("Mo-Fr 09:00-12:00; Sa,Su 10:00-12:00")
    assert [(days, plain(text)) for days, text in hours.week_fr()] == [
        ("du lundi au vendredi", "de 9 h à 12 h"),
        ("samedi et dimanche", "de 10 h à 12 h"),
        ("jours fériés", "fermé"),
    ]
    assert [days for days, _ in OpeningHours.parse("We 09:00-12:00").week_fr()] == [
        "lundi et mardi",
        "mercredi",
        "du jeudi au dimanche",
        "jours fériés",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Ces horaires sont vides. Écrivez par exemple"),
        (" ; ", "Ces horaires sont vides. Écrivez par exemple"),
        ("Lu-Ve 09:00-12:00", "« Lu-Ve » : horaires non compris. Écrivez par exemple"),
        ("Mo 9h-12h", "« 9h-12h » : horaires non compris. Écrivez par exemple"),
        ("Mo", "« Mo » : horaires non compris. Écrivez par exemple"),
        ("Mo 09:00-12:00 Tu", "« Mo 09:00-12:00 Tu » : horaires non compris."),
        ("Mo 09:00-25:00", "« 09:00-25:00 » : écrivez des heures entre 00:00 et 24:00."),
        ("Mo 09:60-12:00", "« 09:60-12:00 » : écrivez des heures entre 00:00 et 24:00."),
        ("Mo 19:00-11:00", "« 19:00-11:00 » : écrivez la fin après le début"),
        ("Mo 09:00-15:00,14:00-19:00", "« 09:00-15:00,14:00-19:00 » : deux plages"),
        ("2026-02-30 off", "« 2026-02-30 » : ce jour n’existe pas"),
        ("2026-06-22-2026-06-20 off", "« 2026-06-22-2026-06-20 » : écrivez le premier jour"),
    ],
)
def test_hours_that_are_not_understood_say_what_to_write(text, message):
    with pytest.raises(ValueError, match=r".") as error:
        OpeningHours.parse(text)
    assert plain(str(error.value)).startswith(message)


@st.composite
def spans(draw):
    edges = sorted(draw(st.sets(st.integers(0, 1440), max_size=6)))
    return tuple(zip(edges[::2], edges[1::2], strict=False))


@st.composite
def dated_hours(draw):
    first, last = sorted(draw(st.tuples(st.dates(date(1000, 1, 1)), st.dates(date(1000, 1, 1)))))
    return DatedHours(first, last, draw(spans()))


@given(st.tuples(*[spans()] * 7), spans(), st.lists(dated_hours(), max_size=3).map(tuple))
def test_what_is_written_reads_back(week, bank_holidays, exceptions):
    hours = OpeningHours(week, bank_holidays, exceptions)
    assert OpeningHours.parse(str(hours)) == hours

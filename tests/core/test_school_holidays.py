from datetime import date, timedelta

import pytest
from vacances_scolaires_france import SchoolHolidayDates

from maillage.core.school_holidays import (
    KNOWN_FROM,
    KNOWN_UNTIL,
    ZONES,
    is_known,
    school_holiday,
    school_holidays,
    school_zone_of,
)

pytestmark = pytest.mark.once


@pytest.mark.parametrize("zone", ZONES)
def test_every_day_known_is_that_of_the_package(zone):
    theirs, day, expected = SchoolHolidayDates(), KNOWN_FROM, {}
    while day <= KNOWN_UNTIL:
        found = theirs.holidays_for_year(day.year).get(day)
        if found and found[f"vacances_zone_{zone.lower()}"]:
            expected[day] = found["nom_vacances"].replace("'", "’")
        day += timedelta(days=1)
    assert school_holidays(zone) == expected


def test_what_is_not_known_is_said() -> None:
    """Where the package answers "no holiday" at Christmas 2028."""
    assert SchoolHolidayDates().is_holiday_for_zone(date(2028, 12, 25), "A") is False
    assert school_holiday(date(2028, 12, 25), "A") is None
    assert school_holiday(date(2023, 12, 31), "A") is None
    assert school_holiday(date(2026, 12, 25), "") is None
    assert school_holiday(date(2026, 12, 25), "A") == "Vacances de Noël"
    assert school_holiday(date(2026, 12, 1), "A") == ""
    assert is_known("B", date(2026, 9, 1), KNOWN_UNTIL)
    assert not is_known("B", date(2026, 9, 1), KNOWN_UNTIL + timedelta(days=1))
    assert not is_known("", date(2026, 9, 1), date(2026, 9, 2))


@pytest.mark.parametrize(
    ("insee_code", "zone"),
    [
        ("37003", "B"),  # Amboise
        ("55073", "B"),  # Bras-sur-Meuse
        ("35219", "B"),  # Pipriac
        ("12202", "C"),  # Rodez
        ("73065", "A"),  # Chambéry
        ("75056", "C"),
        ("2A004", ""),
        ("97411", ""),
        ("", ""),
    ],
)
def test_a_commune_has_the_zone_of_its_academy(insee_code, zone):
    assert school_zone_of(insee_code) == zone


def test_every_department_of_the_mainland_has_one_zone() -> None:
    numbers = {f"{n:02}" for n in range(1, 96)} - {"20"}
    assert {one for one in numbers if school_zone_of(f"{one}001") not in ZONES} == set()

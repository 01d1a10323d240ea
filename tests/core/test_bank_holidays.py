import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from maillage.core.bank_holidays import (
    ZONES,
    bank_holidays,
    is_bank_holiday,
    last_working_day,
    zone_of,
)

pytestmark = pytest.mark.once

SOURCE = Path(__file__).parents[2] / "src"

# Our zones, as the `holidays` package names them; the others have the same name there.
SUBDIVISIONS = {
    "metropole": None,
    "alsace_moselle": "57",
    "975": "PM",
    "977": "BL",
    "978": "MF",
    "984": "TF",
    "986": "WF",
    "987": "PF",
    "988": "NC",
}


@pytest.mark.parametrize("zone", ZONES)
def test_the_days_and_names_are_those_of_the_holidays_package(zone):
    from holidays import country_holidays

    years = range(2008, 2101)
    theirs = country_holidays("FR", subdiv=SUBDIVISIONS.get(zone, zone), years=years, language="fr")
    ours = {day: name for year in years for day, name in bank_holidays(year, zone).items()}
    assert ours == {day: name.replace("; ", " et ") for day, name in theirs.items()}


def test_alsace_has_the_days_of_moselle():
    from holidays import country_holidays

    alsace = country_holidays("FR", subdiv="6AE", years=2026, language="fr")
    assert bank_holidays(2026, "alsace_moselle") == dict(alsace)


def test_the_holidays_package_is_not_loaded():
    seen = "import sys, maillage.core.bank_holidays as b; b.bank_holidays(2026, 'metropole'); "
    subprocess.run(
        [sys.executable, "-c", seen + "sys.exit('holidays' in sys.modules)"],
        check=True,
        env={"PYTHONPATH": str(SOURCE)},
    )


def test_a_year_is_in_order():
    assert list(bank_holidays(2026, "alsace_moselle").items()) == [
        (date(2026, 1, 1), "Jour de l'an"),
        (date(2026, 4, 3), "Vendredi saint"),
        (date(2026, 4, 6), "Lundi de Pâques"),
        (date(2026, 5, 1), "Fête du Travail"),
        (date(2026, 5, 8), "Fête de la Victoire"),
        (date(2026, 5, 14), "Ascension"),
        (date(2026, 5, 25), "Lundi de Pentecôte"),
        (date(2026, 7, 14), "Fête nationale"),
        (date(2026, 8, 15), "Assomption"),
        (date(2026, 11, 1), "Toussaint"),
        (date(2026, 11, 11), "Armistice"),
        (date(2026, 12, 25), "Noël"),
        (date(2026, 12, 26), "Saint-Étienne"),
    ]


@pytest.mark.parametrize(
    ("insee_code", "zone"),
    [
        ("55073", "metropole"),
        ("2A004", "metropole"),
        ("75056", "metropole"),
        ("57463", "alsace_moselle"),
        ("67482", "alsace_moselle"),
        ("68066", "alsace_moselle"),
        ("97105", "971"),
        ("97411", "974"),
        ("97502", "975"),
        ("97608", "976"),
        ("97701", "977"),
        ("97123", "977"),
        ("97801", "978"),
        ("97127", "978"),
        ("98735", "987"),
        ("98818", "988"),
        ("98901", "metropole"),
        ("", "metropole"),
    ],
)
def test_a_commune_has_a_zone(insee_code, zone):
    assert zone_of(insee_code) == zone


def test_a_holiday_of_one_zone_is_a_working_day_of_another():
    good_friday, abolition = date(2026, 4, 3), date(2026, 12, 20)
    assert is_bank_holiday(good_friday, "alsace_moselle")
    assert not is_bank_holiday(good_friday, "metropole")
    assert is_bank_holiday(abolition, "974")
    assert not is_bank_holiday(abolition, "972")


@pytest.mark.parametrize(
    ("deadline", "zone", "day"),
    [
        (date(2017, 7, 15), "metropole", date(2017, 7, 13)),  # golden 13: the 14th is a Friday
        (date(2017, 7, 13), "metropole", date(2017, 7, 13)),
        (date(2017, 7, 16), "metropole", date(2017, 7, 13)),
        (date(2017, 7, 17), "metropole", date(2017, 7, 17)),
        (date(2026, 4, 6), "metropole", date(2026, 4, 3)),
        (date(2026, 4, 6), "alsace_moselle", date(2026, 4, 2)),
        (date(2023, 1, 1), "metropole", date(2022, 12, 30)),
    ],
)
def test_the_last_working_day_before_a_deadline(deadline, zone, day):
    assert last_working_day(deadline, zone) == day


def test_an_unknown_zone_is_an_error_that_lists_the_zones():
    with pytest.raises(ValueError, match=r"^Zone de jours fériés inconnue.*metropole, alsace"):
        bank_holidays(2026, "bretagne")


def test_the_answer_cannot_be_spoilt():
    with pytest.raises(TypeError):
        bank_holidays(2026, "metropole")[date(2026, 3, 1)] = "Carnaval"

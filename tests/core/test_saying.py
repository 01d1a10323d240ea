"""Days, hours and figures, in both languages."""

from datetime import date, time
from decimal import Decimal

import pytest
from django.utils import translation

from maillage.core import saying
from maillage.core.cents import format_euros

pytestmark = pytest.mark.once

TUESDAY, FIRST = date(2026, 11, 24), date(2026, 12, 1)


def test_in_french():
    assert saying.day(TUESDAY) == "mardi 24 novembre"
    assert saying.day(FIRST) == "mardi 1er décembre"
    assert saying.day_long(TUESDAY) == "mardi 24 novembre 2026"
    assert saying.date_long(FIRST) == "1er décembre 2026"
    assert saying.month(FIRST) == "décembre 2026"
    assert saying.hour(time(14)) == "14\u00a0h"
    assert saying.hour(time(9, 5)) == "9\u00a0h\u00a005"
    assert saying.hour(time(0)) == "0\u00a0h"
    assert saying.hours(time(14), time(16, 30)) == "de 14\u00a0h à 16\u00a0h\u00a030"
    assert saying.hours(time(22), time(0)) == "de 22\u00a0h à minuit"
    assert saying.figure(Decimal("1234.5")) == "1\u202f234,5"
    assert format_euros(-123_450) == "-1\u202f234,50\u00a0€"


def test_in_english():
    with translation.override("en"):
        assert saying.day(TUESDAY) == "Tuesday 24 November"
        assert saying.day(FIRST) == "Tuesday 1 December"
        assert saying.day_long(TUESDAY) == "Tuesday 24 November 2026"
        assert saying.date_long(FIRST) == "1 December 2026"
        assert saying.month(FIRST) == "December 2026"
        assert saying.hour(time(14)) == "14:00"
        assert saying.hour(time(9, 5)) == "9:05"
        assert saying.hours(time(14), time(16, 30)) == "14:00 to 16:30"
        assert saying.hours(time(22), time(0)) == "22:00 to midnight"
        assert saying.figure(Decimal("1234.5")) == "1,234.5"
        assert format_euros(-123_450) == "-€1,234.50"


@pytest.mark.parametrize(
    ("words", "said"),
    [([], ""), (["a"], "a"), (["a", "b"], "a et b"), (["a", "b", "c"], "a, b et c")],
)
def test_together(words, said):
    assert saying.together(words) == said


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Marie", "La fiche de Marie"),
        ("Odette", "La fiche d’Odette"),
        ("Élise", "La fiche d’Élise"),
        ("Hélène", "La fiche d’Hélène"),
        ("Yves", "La fiche d’Yves"),
        ("Yasmine", "La fiche de Yasmine"),
        ("", "La fiche de "),
    ],
)
def test_a_name_after_de(name: str, said: str) -> None:
    assert saying.of("La fiche de %s", name) == said
    assert saying.of("The file of %s", name) == f"The file of {name}"

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.core.approximate import Approximate, FuzzyDate

pytestmark = pytest.mark.once

precisions = st.sampled_from(["day", "month", "year", "about"])
fuzzy_dates = st.builds(FuzzyDate, st.dates(date(1000, 1, 1)), precisions)


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("value", "qualifier", "unit", "text"),
    [
        (29057, "exact", "habitants", "29 057 habitants"),
        (70, "about", "personnes", "≈ 70 personnes"),
        (1000, "at_least", "usagers", "au moins 1 000 usagers"),
        (20, "at_most", "places", "au plus 20 places"),
        (100_000, "about", "€", "≈ 100 000 €"),
        (Decimal("92.2"), "exact", "%", "92,2 %"),
        (Decimal("1E+3"), "about", "", "≈ 1 000"),
        (-5, "exact", "", "-5"),
        (0, "about", "", "≈ 0"),
    ],
)
def test_a_figure_says_how_far_it_may_be_trusted(value, qualifier, unit, text):
    assert plain(Approximate(value, qualifier, "recensement").text(unit)) == text


def test_a_figure_never_breaks_at_the_end_of_a_line():
    text = Approximate(14500, "about", "").text("personnes")
    assert text == "≈\u00a014\u202f500\u00a0personnes"


def test_a_source_is_shown_on_demand_and_always_after_a_quotation():
    study = "étude préalable"
    assert plain(Approximate(50, "about", study).text("%", with_source=True)) == (
        "≈ 50 % (étude préalable)"
    )
    assert plain(Approximate(50, "quoted", study).text("%")) == "50 % (étude préalable)"
    assert plain(Approximate(50, "about", "").text("%", with_source=True)) == "≈ 50 %"


def test_a05_half_of_a_population_is_an_estimate_that_looks_it():
    half = Approximate(29057, "exact", "INSEE").scaled(Decimal("0.5"))
    assert half == Approximate(14500, "about", "INSEE")
    assert plain(half.text("personnes")) == "≈ 14 500 personnes"


@pytest.mark.parametrize(
    ("value", "share", "scaled"),
    [
        (100_000, "0.3", 30_000),
        (25, "0.5", 13),
        (999_600, "1", 1_000_000),
        (1, "0.4", 0),
        (759, "1", 759),
        (-29057, "0.5", -14500),
        (Decimal("12.4"), "0.5", Decimal("6.2")),
        (Decimal("17.25"), "0.5", Decimal("8.63")),
        (Decimal("1E+3"), "0.5", 500),
    ],
)
def test_a_share_has_three_digits_and_no_new_decimal(value, share, scaled):
    assert Approximate(value, "about", "").scaled(Decimal(share)).value == scaled


@given(st.integers(0, 10**12), st.decimals(0, 1, places=4))
def test_a_share_of_people_is_within_half_a_percent_or_half_a_person(value, share):
    estimate = Approximate(value, "exact", "").scaled(share)
    assert estimate.qualifier == "about"
    assert abs(estimate.value - value * share) <= max(value * share / 200, Decimal("0.5"))


@pytest.mark.parametrize(
    ("value", "qualifier", "message"),
    [
        (Decimal("NaN"), "exact", "Écrivez un nombre, par exemple 14500."),
        (50, "quoted", "Indiquez d’où vient ce chiffre, par exemple «\u00a0étude 2015\u00a0»."),
        (50, "roughly", "Précision inconnue\u00a0: roughly."),
    ],
)
def test_a_figure_that_says_nothing_is_refused(value, qualifier, message):
    with pytest.raises(ValueError, match=r".") as error:
        Approximate(value, qualifier, "")
    assert str(error.value) == message


@pytest.mark.parametrize(
    ("compact", "text"),
    [
        ("2019-01-15", "15 janvier 2019"),
        ("2019-08-01", "1er août 2019"),
        ("2019-01", "janvier 2019"),
        ("2010", "2010"),
        ("~2010", "vers 2010"),
    ],
)
def test_a_date_says_what_is_known(compact, text):
    known = FuzzyDate.parse(compact)
    assert known.text() == text
    assert str(known) == compact


def test_what_is_not_known_of_a_date_does_not_count():
    assert FuzzyDate(date(2019, 1, 17), "month") == FuzzyDate(date(2019, 1, 1), "month")
    assert FuzzyDate(date(2010, 6, 2), "about") == FuzzyDate.parse("~2010")
    assert FuzzyDate(date(2010, 6, 2), "year") != FuzzyDate.parse("~2010")


def test_dates_are_in_order_the_vaguest_first():
    written = ["~2010", "2010", "2010-01", "2010-01-01", "2010-01-02", "2010-02", "~2011"]
    assert [str(known) for known in sorted(map(FuzzyDate.parse, reversed(written)))] == written


@given(fuzzy_dates)
def test_the_compact_form_reads_back(known):
    assert FuzzyDate.parse(str(known)) == known


@given(fuzzy_dates, fuzzy_dates)
def test_two_dates_are_equal_or_in_order(one, other):
    assert [one < other, one == other, one > other].count(True) == 1


@pytest.mark.parametrize(
    "text", ["", "2019-13", "2019-02-30", "~2010-05", "vers 2010", "19", "0000", "01/02/2019"]
)
def test_a_date_that_is_not_understood_says_what_to_write(text):
    with pytest.raises(ValueError, match=r"^Écrivez une date comme 2019-01-15, 2019-01, 2010 ou"):
        FuzzyDate.parse(text)

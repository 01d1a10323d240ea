"""What the shared vectors do not say: see test_vectors.py for the rest."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.core.cents import (
    format_euros,
    line_cents,
    parse_euros,
    percent_of,
    split,
    vat_parts,
)

pytestmark = pytest.mark.once

amounts = st.integers(min_value=-99_999_999_999, max_value=99_999_999_999)
quantities = st.decimals(-10_000, 10_000, places=4)


def test_golden_1_a_membership_and_a_session_then_twelve_sessions():
    membership, session = line_cents(300_000, Decimal(1)), line_cents(80_000, Decimal(1))
    assert format_euros(membership + session) == "38,00\u00a0€"
    assert format_euros(membership + line_cents(80_000, Decimal(12))) == "126,00\u00a0€"


def test_golden_3_a_grant_over_three_years():
    assert split(5_528_500, 3) == [1_842_833, 1_842_833, 1_842_834]


def test_golden_9_vat_inside_a_price():
    assert vat_parts(25_000, 2_000) == (20_833, 4_167)


@pytest.mark.parametrize(
    ("cents", "parts", "shares"),
    [
        (5, 3, [1, 2, 2]),
        (2, 3, [0, 1, 1]),
        (0, 2, [0, 0]),
        (700, 1, [700]),
        (-100, 3, [-33, -33, -34]),
    ],
)
def test_shares_differ_by_one_cent_the_largest_last(cents, parts, shares):
    assert split(cents, parts) == shares


@pytest.mark.parametrize("parts", [0, -1])
def test_a_sum_is_never_split_in_no_part(parts):
    with pytest.raises(ValueError, match=r"^Indiquez au moins une part\.$"):
        split(100, parts)


@given(amounts, st.integers(1, 60))
def test_shares_add_up_to_the_sum(cents, parts):
    shares = split(cents, parts)
    assert sum(shares) == cents
    assert len(shares) == parts
    assert abs(shares[-1]) - abs(shares[0]) in (0, 1)


@given(amounts, st.integers(0, 10_000))
def test_net_and_vat_add_up_to_the_price(gross, rate):
    net, vat = vat_parts(gross, rate)
    assert net + vat == gross
    assert vat_parts(-gross, rate) == (-net, -vat)


@given(st.integers(-10_000_000, 10_000_000), quantities)
def test_a_line_is_rounded_once_half_away_from_zero(rate, quantity):
    exact = rate * quantity / 100
    assert line_cents(rate, quantity) == int(exact.quantize(Decimal(1), ROUND_HALF_UP))


@given(st.integers(-10_000_000, 10_000_000), quantities)
def test_a_reversed_line_is_the_exact_opposite(rate, quantity):
    assert line_cents(rate, -quantity) == -line_cents(rate, quantity)


@given(amounts)
def test_the_whole_of_a_sum_is_the_sum(cents):
    assert percent_of(cents, 10_000) == cents


@given(amounts)
def test_what_is_written_reads_back(cents):
    assert parse_euros(format_euros(cents)) == cents

"""What the shared vectors do not say: see test_vectors.py for the rest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.core.folding import fold, last_four, phone_digits, starts_any_word, words

pytestmark = pytest.mark.once


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_words_are_the_folded_text_cut_at_its_spaces(text):
    assert " ".join(words(text)) == fold(text)


@given(st.text(), st.integers(1, 4))
def test_a_text_is_found_by_the_beginning_of_each_of_its_words(text, length):
    assert starts_any_word(" ".join(word[:length] for word in words(text)), fold(text))


@pytest.mark.parametrize(
    "written",
    [
        "06 12 34 56 78",
        "0612345678",
        "06.12.34.56.78",
        "06-12-34-56-78",
        "06\u00a012\u202f34 56 78",
        "+33 6 12 34 56 78",
        "+33612345678",
        "+33 (0)6 12 34 56 78",
        "(+33) 6 12 34 56 78",
        "0033 6 12 34 56 78",
        "0033 (0) 612345678",
        " 06 12 34 56 78 ",
    ],
)
def test_a_french_number_has_one_form(written):
    assert phone_digits(written) == "+33612345678"


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("0692 12 34 56", "+262692123456"),
        ("+33 692 12 34 56", "+262692123456"),
        ("+262 692 12 34 56", "+262692123456"),
        ("0639 12 34 56", "+262639123456"),
        ("0690 12 34 56", "+590690123456"),
        ("0694 12 34 56", "+594694123456"),
        ("0696 12 34 56", "+596696123456"),
        ("+32 470 12 34 56", "+32470123456"),
        ("0032 470 12 34 56", "+32470123456"),
        ("+352 621 123 456", "+352621123456"),
        ("39 49", "3949"),
        ("12 34 56", "123456"),
        ("poste", ""),
        ("", ""),
        ("+", ""),
    ],
)
def test_other_numbers_keep_their_digits(written, digits):
    assert phone_digits(written) == digits


@given(st.from_regex(r"\A0[1-9]( ?[0-9]{2}){4}\Z"))
def test_a_normal_form_is_its_own_and_keeps_its_end(written):
    normal = phone_digits(written)
    assert phone_digits(normal) == normal
    assert last_four(normal) == last_four(written)

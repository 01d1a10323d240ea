"""Short codes: read as typed, made once, another structure's as if never printed."""

from __future__ import annotations

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from maillage.core import shortcodes
from maillage.core.ids import new_id
from maillage.core.shortcodes import LENGTH, SIGNS, Misread, check_sign, code_of, find, read
from tests.houses import House, ailleurs

bodies = st.text(SIGNS, min_size=LENGTH - 1, max_size=LENGTH - 1)


@pytest.mark.once
@given(bodies, st.integers(0, LENGTH - 1), st.sampled_from(SIGNS))
def test_one_sign_wrong_is_never_another_code(body: str, at: int, wrong: str) -> None:
    code = body + check_sign(body)
    typed = code[:at] + wrong + code[at + 1 :]
    if wrong == code[at]:
        assert read(typed) == code
    else:
        with pytest.raises(Misread):
            read(typed)


@pytest.mark.once
@given(bodies, st.integers(0, LENGTH - 2))
def test_two_signs_swapped_are_never_another_code(body: str, at: int) -> None:
    code = body + check_sign(body)
    typed = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
    if typed == code:
        assert read(typed) == code
    else:
        with pytest.raises(Misread):
            read(typed)


@pytest.mark.once
@pytest.mark.parametrize("typed", ["", "ACD", "ACD-EFHJ", "%%%", "ÀÉÈÙÔÎ", "0O1IL5"])
def test_what_is_no_code_is_said_so(typed: str) -> None:
    with pytest.raises(Misread):
        read(typed)


@pytest.mark.once
def test_case_spaces_and_hyphens_do_not_matter() -> None:
    code = "ACD36" + check_sign("ACD36")
    assert read(f" {code[:3].lower()} - {code[3:]}") == code
    assert read(shortcodes.written(code).replace("6", "g")) == code


def test_a_paper_keeps_its_code_and_each_day_has_its_own(house: House) -> None:
    target, now = new_id(), timezone.now()
    with house.scope():
        first = code_of("attendance", target, now=now)
        assert code_of("attendance", target, now=now) == first
        others = {
            code_of("phones", target, now=now),
            code_of("phones_day", target, now=now, day=now.date()),
        }
        assert len(others | {first}) == 3
        assert find(first).target == target


def test_a_sign_taken_is_drawn_again(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter(["ACDEFH", "ACDEFH", "AAAAAA"])
    monkeypatch.setattr(shortcodes, "new_code", lambda: next(drawn))
    with house.scope():
        assert code_of("slip", new_id(), now=timezone.now()) == "ACDEFH"
        assert code_of("slip", new_id(), now=timezone.now()) == "AAAAAA"


def test_another_structures_code_is_unknown_here(house: House) -> None:
    other = ailleurs()
    with other.scope():
        theirs = code_of("attendance", new_id(), now=timezone.now())
    with house.scope():
        assert find(theirs) is None

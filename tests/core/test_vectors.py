"""Python's side of the shared vectors."""

from decimal import Decimal

import pytest

from maillage.core import cents, folding, phonetics
from tests.vectors import answer, load

pytestmark = pytest.mark.once


def outcome(call, *args):
    try:
        value = call(*args)
    except ValueError as error:
        return {"error": str(error)}
    return {"expect": list(value) if isinstance(value, tuple) else value}


def line_cents(rate, quantity):
    return cents.line_cents(rate, Decimal(quantity))


CENTS = {
    "line_cents": line_cents,
    "percent_of": cents.percent_of,
    "vat_parts": cents.vat_parts,
    "format_euros": cents.format_euros,
    "parse_euros": cents.parse_euros,
}
FOLDING = {name: getattr(folding, name) for name in folding.__all__}


PHONETICS = {name: getattr(phonetics, name) for name in ("sound", "sound_of_name")}


@pytest.mark.parametrize(
    ("name", "calls"), [("cents", CENTS), ("folding", FOLDING), ("phonetics", PHONETICS)]
)
def test_python_gives_the_answers_of_the_vectors(name, calls):
    cases = load(name)
    assert [outcome(calls[case["call"]], *case["args"]) for case in cases] == [
        answer(case) for case in cases
    ]


@pytest.mark.parametrize("name", ["cents", "folding", "phonetics"])
def test_no_vector_is_written_twice(name):
    asked = [(case["call"], repr(case["args"])) for case in load(name)]
    assert len(asked) == len(set(asked))
    assert len(asked) >= 60

"""The browser's side of the shared vectors, in Chromium."""

import random
from pathlib import Path
from unicodedata import category

import pytest

from maillage.core.folding import fold
from maillage.core.phonetics import sound
from tests.browser import chromium, served
from tests.vectors import answer, load

pytestmark = [pytest.mark.browser, pytest.mark.once]

RULES = Path(__file__).parents[2] / "src/maillage/desk/static/desk"

RUN = """async ({ module, cases }) => {
  const calls = await import(module);
  const camel = (name) => name.replace(/_(.)/g, (_, letter) => letter.toUpperCase());
  return cases.map(({ call, args }) => {
    try {
      return { expect: calls[camel(call)](...args) };
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return { error: error.message };
    }
  });
}"""


def asked(call, *args):
    return {"call": call, "args": args}


@pytest.fixture(scope="module")
def run():
    """Run cases against one of the desk's modules, in a page."""
    with served(RULES) as address, chromium() as browser:
        page = browser.new_page()
        page.goto(f"{address}/")
        yield lambda module, cases: page.evaluate(
            RUN, {"module": f"{address}/rules/{module}", "cases": cases}
        )


@pytest.mark.parametrize(
    ("module", "name"),
    [("cents.js", "cents"), ("fold.js", "folding"), ("phonetics.js", "phonetics")],
)
def test_the_browser_gives_the_answers_of_the_vectors(run, module, name):
    cases = load(name)
    assert run(module, cases) == [answer(case) for case in cases]


def test_change_is_what_was_given_less_what_was_due(run):
    cases = [
        asked("changeDue", 800, 1000),
        asked("changeDue", 800, 800),
        asked("changeDue", 800, 500),
    ]
    assert run("cents.js", cases) == [{"expect": 200}, {"expect": 0}, {"expect": -300}]


@pytest.mark.parametrize(
    ("due", "suggested"),
    [
        (800, [1000, 2000, 5000]),
        (3800, [4000, 5000, 10000]),
        (250, [300, 500, 1000]),
        (1200, [1500, 2000, 5000]),
        (1000, [2000, 5000, 10000]),
        (1, [100, 500, 1000]),
        (12600, [13000, 14000, 15000]),
        (12000, [15000, 20000]),
        (10000, []),
        (0, []),
        (-800, []),
    ],
)
def test_cash_suggested_is_what_people_hold_out(run, due, suggested):
    assert run("cents.js", [asked("suggestedCash", due)]) == [{"expect": suggested}]


@pytest.mark.parametrize(
    ("call", "args"),
    [
        ("lineCents", [9007199254740991, "1000"]),
        ("percentOf", [9007199254740991, 20000]),
        ("formatEuros", [8.5]),
        ("formatEuros", [9007199254740992]),
        ("changeDue", [0.1, 0.2]),
        ("suggestedCash", [7.5]),
    ],
)
def test_a_sum_that_is_not_exact_is_an_error(run, call, args):
    (answered,) = run("cents.js", [{"call": call, "args": args}])
    assert answered["error"].startswith("Not an exact number of cents: ")


def test_every_letter_and_mark_of_europe_folds_alike_in_python_and_in_the_browser(run):
    known = [chr(code) for code in range(0x2200) if category(chr(code)) not in ("Cn", "Cs")]
    folded = run("fold.js", [asked("fold", f"a{character}b") for character in known])
    assert [case["expect"] for case in folded] == [fold(f"a{c}b") for c in known]


def test_any_letters_sound_alike_in_python_and_in_the_browser(run):
    draw = random.Random(3)
    letters = "aaeeiouyntsxzdbvlrcghpqwkfm "
    texts = ["".join(draw.choices(letters, k=draw.randrange(1, 14))) for _ in range(4000)]
    heard = run("phonetics.js", [asked("sound", text) for text in texts])
    assert [case["expect"] for case in heard] == [sound(text) for text in texts]

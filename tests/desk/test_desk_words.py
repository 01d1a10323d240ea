"""The desk in English: every word it shows is one of its catalogue, or was typed by somebody."""

from __future__ import annotations

import calendar
import json
import re

import pytest
from playwright.sync_api import Page, Route, expect

import words
from tests.desk.gestures import Keyboard

pytestmark = [pytest.mark.browser, pytest.mark.once]

WORD = re.compile(r"[^\W\d_]{3,}")
TEXTS = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode.data);
  const said = ["aria-label", "placeholder", "title", "alt"].flatMap((name) =>
    [...document.querySelectorAll(`[${name}]`)].map((one) => one.getAttribute(name)));
  return [...texts, ...said].join(" ");
}"""
KEYS = "Ctrl"

STATES: dict[str, tuple[str, tuple[str, ...]]] = {
    "home": ("", ()),
    "results": ("", ("m", "a", "r")),
    "nobody": ("", ("x", "y", "z")),
    "minor": ("", ("l", "e", "a")),
    "payment": ("", ("m", "a", "r", "Enter", "2")),
    "several means": ("", ("m", "a", "r", "Enter", "m")),
    "offered": ("", ("m", "a", "r", "Enter", "o")),
    "done": ("", ("m", "a", "r", "Enter", "r", "Enter")),
    "newcomer": ("#nouvelle", ("Enter",)),
    "sale": ("", ("=",)),
    "help": ("", ("?",)),
    "till": ("#caisse", ("1", "Enter")),
}  # fmt: skip


@pytest.fixture(scope="module")
def english() -> dict[str, str | list[str]]:
    """The words as the desk's page brings them."""
    held = words.held("en", "djangojs")
    return {one.text: [*said] if one.plural else said[0] for one, said in held.items() if said}


@pytest.fixture
def tab(served_desk, desk_browser, english):
    """The desk's page, in English."""
    address, _ = served_desk
    context = desk_browser.new_context(viewport={"width": 1366, "height": 768})
    brought = f'<script type="application/json" id="words">{json.dumps(english)}</script>'

    def answer(route: Route) -> None:
        page = route.fetch()
        body = page.text().replace('<html lang="fr">', '<html lang="en">')
        route.fulfill(response=page, body=body.replace("<title>", f"{brought}<title>"))

    context.route("**/desk/", answer)
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto(f"{address}/s/bras/desk/")
    page.wait_for_selector("body[data-ready]")
    yield page
    context.close()


def known(tab: Page, english: dict[str, str | list[str]]) -> set[str]:
    """The catalogue's words, those of the page itself, of what was typed, and of the calendar."""
    data = tab.evaluate("async () => (await fetch('snapshot.json')).text()")
    page = tab.evaluate("async () => (await fetch('')).text()")
    days = [*calendar.day_name, *calendar.month_name]
    said = [
        *map(str, english.values()),
        json.dumps(json.loads(data), ensure_ascii=False),
        page,
        KEYS,
    ]
    return {word.lower() for text in [*said, *days] for word in WORD.findall(text)}


@pytest.mark.parametrize("state", STATES)
def test_every_word_is_english_or_was_typed(tab: Page, english, state: str) -> None:
    page, keys = STATES[state]
    allowed = known(tab, english)
    if page:
        tab.evaluate(f"location.hash = '{page}'")
        tab.wait_for_timeout(100)
    Keyboard(tab)(*keys)
    tab.wait_for_timeout(100)
    shown = {word.lower() for word in WORD.findall(tab.evaluate(TEXTS))}
    assert shown - allowed - {"".join(keys)} == set()


def test_a_person_is_greeted_and_charged_in_english(tab: Page) -> None:
    keys = Keyboard(tab)
    keys.type("mar")
    expect(tab.locator(".do")).to_contain_text("Present at “Boîte mail”, 14:00")
    expect(tab.locator(".do-price")).to_contain_text("€8.00")
    keys("Enter", "2")
    expect(tab.locator(".change")).to_have_text("Received €10.00Change due €2.00")
    keys("Enter")
    expect(tab.locator(".toast p")).to_have_text("Marie: present, €8.00 in cash")

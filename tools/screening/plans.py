"""Plans as they are seen: the office of Rodez, its desk when one is used up, a personal page."""

from __future__ import annotations

from playwright.sync_api import Page

from screening.desk import enrol
from screening.families import FAMILIES, Shot
from screening.looking import SIZES, Looker, blank
from screening.sheets import Seen

HOST = "bastien@rodez"


def find(page: Page) -> None:
    """Somebody whose days are used."""
    page.wait_for_timeout(600)
    page.locator("#search").focus()
    page.keyboard.type("sola")


def choose(page: Page) -> None:
    """What is left of their plan, and what may be done."""
    page.keyboard.press("Enter")


MOMENTS = (
    ("plans-enrol", "The desk of Rodez", None),
    ("plans-desk", "Who is there, who reserved", enrol),
    ("plans-found", "Her two days are used", find),
    ("plans-asked", "A day more: said, never a wall", choose),
)


def plans(looker: Looker) -> list[Seen]:
    """The office's pages, the moments of the desk, the page of a coworker."""
    shots = looker.pages(FAMILIES["plans"])
    shots += looker.moments(HOST, Shot("desk", slug="rodez"), MOMENTS)
    return [*shots, own_page(looker)]


def own_page(looker: Looker) -> Seen:
    """What somebody sees of theirs, without a password."""
    pages = {size: blank(looker.browser, size) for size in SIZES}
    for page in pages.values():
        page.goto(f"{looker.demo.site}/moi/{looker.demo.ids['own']}/")
    seen = looker.both("plans-own", "A coworker’s own page", pages)
    for page in pages.values():
        page.close()
    return seen

"""The demo's desk as somebody uses it: each moment, wide and on a phone."""

from __future__ import annotations

from playwright.sync_api import Page

from screening.families import Shot
from screening.looking import MEDIATOR, PIN, Looker
from screening.sheets import Seen


def enrol(page: Page) -> None:
    """Make the browser a desk."""
    page.get_by_role("button", name="Faire de ce navigateur un poste").click()
    page.wait_for_load_state("networkidle")


def open_till(page: Page) -> None:
    """With a float of 50 €."""
    page.get_by_role("button", name="Ouvrir la caisse").click()
    page.wait_for_timeout(200)
    page.keyboard.type("50")
    page.keyboard.press("Enter")


def find(page: Page) -> None:
    """By the first letters."""
    page.locator("[data-key=toast-close]").click()
    page.locator("#search").focus()
    page.keyboard.type("mar")


def go_on(page: Page) -> None:
    """The suggested gesture."""
    page.keyboard.press("Enter")


def welcome(page: Page) -> None:
    """Somebody whom nobody knows."""
    page.locator("#search").focus()
    page.keyboard.type("Zoélie")
    page.wait_for_timeout(300)
    page.keyboard.press("Enter")


def leave(page: Page) -> None:
    """Back to the search."""
    for _ in range(3):
        page.keyboard.press("Escape")


def session(page: Page) -> None:
    """The first session of the day."""
    leave(page)
    page.locator("#today a").first.click()


def machine(page: Page) -> None:
    """A machine for somebody: what is free, and why the rest is not."""
    leave(page)
    page.locator("#search").focus()
    page.keyboard.type("lucie")
    page.get_by_role("button", name="Une machine, un poste").click()


def done_with(page: Page) -> None:
    """They begin, and have done with it."""
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Terminer").first.click()
    page.evaluate("window.scrollTo(0, 0)")


def close_till(page: Page) -> None:
    """In the evening."""
    leave(page)
    page.get_by_role("button", name="Fermer la caisse").click()
    page.evaluate("window.scrollTo(0, 0)")


def queue(page: Page) -> None:
    """What was sent, what waits."""
    leave(page)
    page.locator("[data-key=queue]").click()


def lock(page: Page) -> None:
    """A PIN asked once, then to come back."""
    leave(page)
    page.keyboard.press("!")
    page.get_by_role("dialog").locator("input[type=password]").fill(PIN)
    page.keyboard.press("Enter")
    page.wait_for_selector("#lock-pin")


MOMENTS = (
    ("desk-enrol", "To be made a desk", None),
    ("desk", "Nobody yet", enrol),
    ("desk-till", "The till is open", open_till),
    ("desk-found", "Somebody is found", find),
    ("desk-pay", "What they pay", go_on),
    ("desk-paid", "Paid", go_on),
    ("desk-newcomer", "Somebody new", welcome),
    ("desk-newcomer-pay", "What somebody new pays", go_on),
    ("desk-session", "A session", session),
    ("desk-machine", "A machine for somebody", machine),
    ("desk-machine-end", "What they used of it", done_with),
    ("desk-close", "The till is closed", close_till),
    ("desk-queue", "What was sent", queue),
    ("desk-locked", "Locked", lock),
)


def desk(looker: Looker) -> list[Seen]:
    """Each moment of the desk."""
    return looker.moments(MEDIATOR, Shot("desk"), MOMENTS)

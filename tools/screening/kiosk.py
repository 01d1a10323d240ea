"""The demo's tablet at the door as somebody touches it, and the page that counts."""

from __future__ import annotations

from playwright.sync_api import Page

from screening.families import Shot
from screening.looking import MANAGER, Looker
from screening.sheets import Seen


def enrol(page: Page) -> None:
    """Make the browser a kiosk."""
    page.locator("#kiosk-name").fill("Tablette de l’entrée")
    page.keyboard.press("Enter")
    page.wait_for_selector(".ways")


def type_a_name(page: Page) -> None:
    """On the screen's own keys."""
    page.locator(".way-button").nth(1).click()
    for letter in "LÉA":
        page.get_by_role("button", name=letter, exact=True).click()


def arrive(page: Page) -> None:
    """Without saying who."""
    page.reload()
    page.locator(".way-button").nth(2).click()


def count(page: Page) -> None:
    """The page of open places."""
    page.reload()
    page.get_by_role("link", name="Compter").click()
    page.wait_for_load_state("networkidle")


MOMENTS = (
    ("kiosk", "At the door", enrol),
    ("kiosk-name", "A first name", type_a_name),
    ("kiosk-arrived", "Somebody has come", arrive),
    ("kiosk-tally", "Counting", count),
)


def kiosk(looker: Looker) -> list[Seen]:
    """Each moment of the kiosk."""
    return looker.moments(MANAGER, Shot("devices"), MOMENTS)

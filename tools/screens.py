"""Screenshots of each main screen of the demo, at 1366×768 and on a phone, into docs/screens/.

Starts the demo in a temporary folder, signs in as its mediator, makes the browser a desk, and
looks. Needs Debian's Chromium.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
SCREENS = ROOT / "docs" / "screens"
PORT = 8765
SITE = f"http://127.0.0.1:{PORT}"
PASSWORD = "bonjour-maillage"
SIZES = {"": (1366, 768), "-phone": (412, 915)}
OFFICE = {
    "office-home": "",
    "office-sessions": "sessions/",
    "office-prices": "prices/",
    "office-people": "people/",
    "office-team": "team/",
    "office-till": "till/",
    "office-settle": "to-settle/",
    "office-journal": "journal/",
}
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


@contextmanager
def demo() -> Iterator[None]:
    """The demo, serving from a temporary folder."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "maillage", "demo", "--port", str(PORT)]
        environment = {**os.environ, "MAILLAGE_DATA": folder}
        with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as server:
            try:
                _wait()
                yield
            finally:
                server.terminate()


def _wait() -> None:
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"{SITE}/healthz"):
                return
        except urllib.error.URLError:
            time.sleep(0.5)
    raise TimeoutError("the demo did not answer")


def sign_in(browser: Browser, login: str, size: tuple[int, int]) -> Page:
    """A browser of that size where somebody is signed in."""
    width, height = size
    page = browser.new_page(viewport={"width": width, "height": height}, locale="fr-FR")
    page.goto(f"{SITE}/connexion")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_load_state("networkidle")
    return page


def take(page: Page, name: str, suffix: str) -> None:
    """One picture, of the whole page."""
    page.wait_for_timeout(300)
    page.screenshot(path=SCREENS / f"{name}{suffix}.png", full_page=suffix != "")
    print(f"{name}{suffix}", flush=True)


def desk(page: Page, suffix: str) -> None:
    """The desk: empty, with somebody found, being paid, a session, the till."""
    page.goto(f"{SITE}/s/bras/desk/")
    if page.locator("form[action*=enrol] button").count():
        page.locator("form[action*=enrol] button").first.click()
        page.wait_for_load_state("networkidle")
    take(page, "desk", suffix)
    page.keyboard.type("mar")
    take(page, "desk-found", suffix)
    page.keyboard.press("Enter")
    take(page, "desk-pay", suffix)
    page.keyboard.press("Escape")


def main() -> int:
    """Take every picture."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    with demo(), sync_playwright() as playwright:
        chromium = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        for suffix, size in SIZES.items():
            desk(sign_in(browser, "sandrine@bras", size), suffix)
            office = sign_in(browser, "elise@bras", size)
            for name, path in OFFICE.items():
                office.goto(f"{SITE}/s/bras/{path}")
                take(office, name, suffix)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())

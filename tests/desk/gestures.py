"""What a person does at a true desk, by keyboard."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.houses import PASSWORD
from tests.servers import Server


class Keyboard:
    """Types as a person does, and counts."""

    def __init__(self, page: Page) -> None:
        self.page, self.strokes = page, 0

    def __call__(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.strokes += 1

    def type(self, text: str) -> None:
        for letter in text:
            self.page.keyboard.type(letter)
            self.strokes += 1


def sign_in(page: Page) -> None:
    """The mediator's login and password, on the page that asks for them."""
    page.locator("[name=login]").focus()
    page.keyboard.type("mediator@bras")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")


def sit_down(page: Page, server: Server) -> None:
    """Sign in, make the browser a desk, open the till with 50 €; by keyboard."""
    page.goto(f"{server.address}/connexion?next=/s/bras/desk/")
    sign_in(page)
    page.locator("#device-name").focus()
    page.keyboard.type("Entrée")
    page.keyboard.press("Enter")
    expect(page.locator("#search")).to_be_focused()
    page.get_by_role("button", name="Ouvrir la caisse").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("50")
    page.keyboard.press("Enter")
    expect(page.locator("#till")).to_contain_text("50,00")


def arrived(page: Page, who: str) -> None:
    expect(page.locator(".toast p")).to_contain_text(who)
    expect(page.locator("#search")).to_be_focused()


def told(tab: Page, text: str) -> None:
    """What the toast says, once the server has answered."""
    expect(tab.locator(".toast p")).to_have_text(text)
    expect(tab.locator(".line-state")).to_have_text("Tout est envoyé")


def greet(page: Page, name: str, *then: str) -> int:
    """Type a name, do what is suggested, take the payment; the keystrokes."""
    keys = Keyboard(page)
    keys.type(name[:4].lower())
    expect(page.locator(".do")).to_be_visible()
    keys("Enter", *then, "Enter")
    arrived(page, name)
    return keys.strokes


def welcome(page: Page, name: str) -> None:
    """A newcomer: a first name is enough, a last name may follow."""
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    expect(page.locator("[name=first]")).to_have_value(name.split(maxsplit=1)[0])
    page.locator("[name=first]").press("Enter")
    confirm = page.locator("[data-key=confirm]")
    if confirm.count():
        confirm.press("Enter")
    arrived(page, name.split(maxsplit=1)[0])


def toast(tab: Page) -> Locator:
    """What the desk says it has just done."""
    return tab.locator(".toast p")


def type_in(tab: Page, text: str, *keys: str) -> None:
    """A text, then keys."""
    tab.keyboard.type(text)
    for key in keys:
        tab.keyboard.press(key)


def open_payment(tab: Page, person: str, *keys: str) -> None:
    """Somebody found, and what they pay; then keys."""
    type_in(tab, person, "Enter", *keys)

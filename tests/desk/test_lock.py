"""The lock of the desk: a neutral page, a PIN to come back. Invented server: 1234 opens."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests import axe
from tests.desk.test_desk_for_all import SMALL

pytestmark = [pytest.mark.browser, pytest.mark.once]

IDLE_MS = 10 * 60_000


def lock_first(tab: Page) -> None:
    """The PIN asked once, for a desk that will open by it."""
    tab.keyboard.press("!")
    tab.get_by_role("dialog").get_by_label("Code (4 à 6 chiffres)").fill("1234")
    tab.keyboard.press("Enter")
    expect(tab.locator("#lock-pin")).to_be_focused()


def said(tab: Page) -> str:
    expect(tab.locator("#lock-said")).not_to_contain_text("On ouvre")
    return tab.locator("#lock-said").inner_text()


def test_nobody_of_the_place_is_in_the_page_and_the_payment_is_as_it_was(open_desk):
    tab = open_desk()
    tab.keyboard.type("odet")
    tab.keyboard.press("Enter")
    expect(tab.locator("[data-key=confirm]")).to_be_visible()
    tab.get_by_role("button", name="Verrouiller").click()
    tab.get_by_role("dialog").get_by_label("Code (4 à 6 chiffres)").fill("1234")
    tab.keyboard.press("Enter")
    expect(tab.locator("h1")).to_have_text("Numéripôle")
    page = tab.content()
    assert [one for one in ("Odette", "Martin", "Marcel", "Tout est envoyé") if one in page] == []
    tab.keyboard.press("Control+z")
    tab.keyboard.type("1235")
    expect(tab.locator("#lock-pin")).to_have_value("")
    assert said(tab).startswith("Ce code n’est pas le bon.")
    tab.keyboard.type("1234")
    expect(tab.locator("[data-key=confirm]")).to_be_visible()
    assert tab.locator(".lock").count() == 0


def test_a_reload_does_not_ask_again_a_new_tab_does(open_desk):
    tab = open_desk()
    lock_first(tab)
    tab.reload()
    expect(tab.locator("#lock-pin")).to_be_focused()
    tab.keyboard.type("1234")
    expect(tab.locator("#search")).to_be_focused()
    tab.reload()
    tab.wait_for_selector("body[data-ready]")
    expect(tab.locator("#search")).to_be_focused()
    second = tab.context.new_page()
    second.goto(tab.url)
    expect(second.locator("#lock-pin")).to_be_focused()
    tab.close()
    second.keyboard.type("1234")
    expect(second.locator("#search")).to_be_focused()


def test_ten_minutes_without_a_gesture(open_desk):
    tab = open_desk()
    lock_first(tab)
    tab.keyboard.type("1234")
    expect(tab.locator("#search")).to_be_focused()
    tab.clock.install()
    tab.reload()
    tab.wait_for_selector("body[data-ready]")
    tab.clock.fast_forward(IDLE_MS - 60_000)
    expect(tab.locator("#search")).to_be_focused()
    tab.clock.fast_forward(IDLE_MS)
    expect(tab.locator("#lock-said")).to_contain_text("Dix minutes sans un geste")


def test_who_never_typed_a_pin_here_is_never_locked_out(open_desk):
    tab = open_desk()
    tab.clock.install()
    tab.reload()
    tab.wait_for_selector("body[data-ready]")
    tab.clock.fast_forward(3 * IDLE_MS)
    expect(tab.locator("#search")).to_be_focused()
    tab.reload()
    tab.wait_for_selector("body[data-ready]")
    expect(tab.locator("#search")).to_be_focused()


def test_the_team_takes_the_signing_screen_back_by_its_pin(open_desk):
    tab = open_desk()
    lock_first(tab)
    tab.keyboard.type("1234")
    tab.locator("a.session", has_text="Boîte").click()
    tab.get_by_role("button", name="Faire signer").click()
    tab.get_by_role("button", name="Quitter").click()
    pin = tab.locator(".signing-leave input")
    pin.fill("9999")
    tab.keyboard.press("Enter")
    expect(tab.locator("dialog.signing .errors")).to_contain_text("Ce code n’est pas le bon")
    pin.fill("1234")
    tab.keyboard.press("Enter")
    expect(tab.locator("dialog.signing")).to_have_count(0)


def test_axe_finds_nothing_on_the_lock(open_desk):
    tab = open_desk(bypass_csp=True)
    lock_first(tab)
    axe.load(tab)
    for width in (1366, 1024, 412, 320):
        tab.set_viewport_size({"width": width, "height": 768})
        assert tab.evaluate(SMALL) == []
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        assert axe.faults(tab) == []

"""People sign for a session on the desk's screen, by hand or by keyboard. Invented server."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.once]


def signing(tab: Page) -> Page:
    tab.locator("a.session", has_text="Boîte").click()
    tab.get_by_role("button", name="Faire signer").click()
    return tab


def test_a_hand_draws_and_the_name_is_signed(open_desk, sent):
    tab = signing(open_desk())
    tab.get_by_role("radio", name="Matin").check(force=True)
    name = tab.locator(".signing-name:enabled").first
    who = name.inner_text()
    name.click()
    box = tab.locator(".signing-pad").bounding_box()
    assert box is not None
    tab.mouse.move(box["x"] + box["width"] / 10, box["y"] + box["height"] / 2)
    tab.mouse.down()
    for step in range(1, 9):
        tab.mouse.move(box["x"] + box["width"] * (1 + step) / 10, box["y"] + box["height"] / 3)
    tab.mouse.up()
    tab.get_by_role("button", name="Je signe").click()
    expect(tab.locator(".signing-thanks")).to_have_text("C’est signé")
    expect(tab.locator(".signing-name", has_text=who)).to_contain_text("✓ signé")
    (kind, payload) = sent(tab)[-1]
    (line,) = payload["strokes"]
    assert (kind, payload["half"], len(line) >= 16) == ("programme.sign", "morning", True)
    assert (line[:2], max(line) <= 1000) == ([100, 150], True)


def test_by_keyboard_alone_then_the_team_takes_the_screen_back(open_desk, sent):
    tab = signing(open_desk())
    tab.locator(".signing-name:enabled").first.focus()
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    expect(tab.locator(".signing-thanks")).to_be_focused()
    tab.keyboard.press("Escape")
    expect(tab.locator("dialog.signing")).to_be_visible()
    tab.get_by_role("button", name="Quitter").click()
    tab.get_by_role("textbox", name="Prénom").fill("Zoé")
    tab.keyboard.press("Enter")
    expect(tab.locator("dialog.signing .errors")).to_contain_text("Ce n’est pas son prénom")
    tab.get_by_role("textbox", name="Prénom").fill("sandrine")
    tab.keyboard.press("Enter")
    expect(tab.locator("dialog.signing")).to_have_count(0)
    (kind, payload) = sent(tab)[-1]
    assert (kind, payload["strokes"]) == ("programme.sign", [])

"""Sessions and reservations moved on the week by hours: by the keyboard alone, and dragged."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.office.seeing import Seen, calendar_of, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.prove("3. écrans, axe et clavier")]


def test_a_session_is_moved_by_the_keyboard_alone(seen: Seen) -> None:
    """Taken, carried half an hour, laid; given up; one of a series goes on to its form."""
    page = calendar_of(seen)
    live, session = page.locator("[data-live]"), page.get_by_role("link", name="15 h Boîte mail")
    session.focus()
    page.keyboard.press("Space")
    expect(live).to_contain_text("Boîte mail : prise.")
    page.keyboard.press("ArrowDown")
    expect(live).to_contain_text("15 h 30")
    seen.check("sessions, one carried")
    page.keyboard.press("Escape")
    expect(live).to_contain_text("laissée où elle était")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("C’est modifié")
    expect(page.get_by_role("link", name="15 h 30 Boîte mail")).to_be_visible()
    seen.check("sessions, one moved")
    page.get_by_role("button", name="Annuler ce déplacement").click()
    expect(page.get_by_role("link", name="15 h Boîte mail")).to_be_visible()
    page.locator("[data-asks]").first.focus()
    for key in ("Space", "ArrowUp", "Enter"):
        page.keyboard.press(key)
    page.wait_for_url("**/edit?day=*&start=*")
    expect(page.get_by_role("radio", name="Celle-ci et les suivantes")).to_be_visible()
    seen.check("session of a series, about to be changed")
    page.get_by_label("Titre").fill("")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("alert")).to_be_visible()
    seen.check("session of a series, in error")


def top_of(page: Page, name: str) -> tuple[float, float]:
    """A point near the top of a session of the calendar, in view."""
    session = page.get_by_role("link", name=name)
    session.scroll_into_view_if_needed()
    box = session.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + 10


def by_hours(seen: Seen) -> tuple[Page, Locator]:
    """The week of a printer by hours, and the reservation of tomorrow at 10 there."""
    sign_in(seen, "manager@bras")
    page = seen.page
    page.goto(seen.url("booking"))
    what = page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("link", name="← Réservations").click()
    page.get_by_role("link", name=what, exact=True).click()
    return page, page.locator(f"[data-event='{seen.ids['reservation']}'] a")


def test_a_reservation_is_moved_by_the_keyboard_alone(seen: Seen) -> None:
    """Taken, carried, lengthened, turned to another machine; given up; laid; refused in place."""
    page, reserved = by_hours(seen)
    live, hours = page.locator("[data-live]"), reserved.locator(".event-hour")
    expect(hours).to_have_text("de 10 h à 11 h")
    seen.check("reservations by hours")
    reserved.focus()
    for key, said in (
        ("Space", "prise"), ("ArrowDown", "de 10 h 30 à 11 h 30"),
        ("Shift+ArrowDown", "de 10 h 30 à 11 h 45"), ("PageDown", "à 11 h 45 →"),
    ):  # fmt: skip
        page.keyboard.press(key)
        expect(live).to_contain_text(said)
    expect(hours).to_have_text("de 10 h 30 à 11 h 45")
    seen.check("reservations by hours, one carried")
    page.keyboard.press("Escape")
    expect(live).to_contain_text("laissée où elle était")
    expect(hours).to_have_text("de 10 h à 11 h")
    for key in ("Space", "ArrowDown", "Shift+ArrowDown", "Enter"):
        page.keyboard.press(key)
    expect(page.get_by_role("status")).to_contain_text("La réservation est déplacée")
    expect(hours).to_have_text("de 10 h 30 à 11 h 45")
    expect(reserved).to_be_focused()
    seen.check("reservations by hours, one moved")
    out_of_use = page.locator("[data-drop]").last.inner_text()
    page.keyboard.press("Space")
    while f"→ {out_of_use}" not in live.inner_text():
        page.keyboard.press("PageDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(hours).to_have_text("de 10 h 30 à 11 h 45")
    seen.check("reservations by hours, one refused")


def test_a_reservation_is_dragged_stretched_and_given_to_another_machine(seen: Seen) -> None:
    page, reserved = by_hours(seen)
    hours, status = reserved.locator(".event-hour"), page.get_by_role("status")
    before = hours.inner_text()
    reserved.scroll_into_view_if_needed()
    event = page.locator(f"[data-event='{seen.ids['reservation']}']")
    handle = event.locator("[data-stretch]").bounding_box()
    assert handle is not None
    x, y = handle["x"] + 20, handle["y"] + 4
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + 44, steps=5)
    page.mouse.up()
    expect(status).to_contain_text("La réservation est déplacée")
    expect(hours).not_to_have_text(before)
    page.get_by_role("button", name="Annuler ce déplacement").click()
    expect(status).to_contain_text("remise où elle était")
    expect(hours).to_have_text(before)
    box = reserved.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 40, box["y"] + 12)
    page.mouse.down()
    page.mouse.move(box["x"] + 40, box["y"] + 40, steps=3)
    other = page.locator("[data-drop]:not([aria-current])").first
    name, tab = other.inner_text(), other.bounding_box()
    assert tab is not None
    page.mouse.move(tab["x"] + 20, tab["y"] + 20, steps=5)
    page.mouse.up()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(hours).to_have_text(before)


def test_a_reservation_on_a_phone_leads_to_its_page(seen: Seen) -> None:
    page, reserved = by_hours(seen)
    page.set_viewport_size({"width": 390, "height": 844})
    reserved.click()
    page.get_by_role("link", name="Déplacer…").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Déplacer une réservation")
    page.set_viewport_size({"width": 1366, "height": 768})


def test_a_session_is_dragged_and_an_empty_hour_plans_one(seen: Seen) -> None:
    page = calendar_of(seen)
    x, y = top_of(page, "15 h Boîte mail")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y - 88, steps=5)
    page.mouse.up()
    expect(page.get_by_role("link", name="14 h Boîte mail")).to_be_visible()
    page.get_by_role("button", name="Annuler ce déplacement").click()
    x, y = top_of(page, "15 h Boîte mail")
    page.mouse.click(x, y - 88)
    page.wait_for_url("**/plan?day=*&start=14%3A00")
    expect(page.get_by_label("Heure de début")).to_have_value("14:00")

"""Must show 8: axe on every page of the office and of the public, filled, empty and in error.

No rule disabled; nothing wider than its screen, down to 320 pixels
(400 % of zoom at 1280); no script or style refused by the policy; under 200 kB over the wire.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from maillage.office.urls import urlpatterns
from tests.figures import PROVING
from tests.office.seeing import Seen, calendar_of, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.prove("3. écrans, axe et clavier")]

MOST_BYTES = 200_000

NO_PAGE = {
    "session-cancel", "session-mark", "session-move", "session-offer", "session-tell-waiting",
    "session-ask-documents", "message-calls", "message-letters", "letters-posted", "message-done",
    "message-again", "message-drop", "session-sheet", "absent-today", "absence-cancel",
    "absence-replace", "absence-call-off", "device-revoke", "device-wipe", "series-close", "settle",
    "step-skip", "themes-start",
    "item-tick", "item-drop", "staff-return", "name-remove", "household-leave", "guardian-end",
    "judge", "ring-match", "ring-leave", "person-file", "person-json", "handed-json", "separate",
    "paper-prepare", "paper-lost", "booking-confirm", "booking-cancel", "resource-back",
    "plan-resume", "use-cancel", "booking-leave",
    "job-start", "job-drop", "booking-shift", "booking-come", "incident-photo",
    "authorisation-withdraw", "session-authorise",
    "feed-give", "feed-withdraw", "own-give", "own-withdraw",
}  # fmt: skip
"""Sent, printed or downloaded."""

PAGES = [
    one
    for one in urlpatterns
    if one.name not in NO_PAGE and not str(one.pattern).endswith((".pdf", ".csv"))
]


def some(turn: int, apart: int) -> list[Any]:
    """All the pages when proving; in a short round one in a few, others for each test."""
    return PAGES if PROVING else PAGES[turn::apart]


QUERIES = {
    "people": "?q=mar",
    "household-join": "?q=ode",
    "guardian-add": "?q=ode",
    "compare": "?q=ode",
    "booking-add": "?q=ode&w=mar",
    "booking-next": "?kind=imprimante",
    "job-add": "?q=ode&w=mar",
    "sessions": "",
    "home": "",
}


def test_pages_without_a_sign_in(seen: Seen) -> None:
    seen.page.context.clear_cookies()
    for path in ("/", "/connexion"):
        seen.page.goto(seen.address + path)
        seen.check(path)
    seen.page.get_by_role("button", name="Se connecter").click()
    assert seen.page.get_by_role("alert").is_visible()
    seen.check("/connexion in error")
    for path in ("/nowhere", "/s/bras/"):
        seen.page.goto(seen.address + path)
        seen.said.clear()
        seen.check(path)


def test_somebodys_own_page(seen: Seen) -> None:
    seen.page.context.clear_cookies()
    seen.page.goto(f"{seen.address}/moi/{seen.ids['page']}/")
    expect(seen.page.get_by_role("heading", name="Vos réservations")).to_be_visible()
    seen.check("own")
    seen.page.get_by_label("Quel jour").fill("2020-01-01")
    seen.page.get_by_role("button", name="Réserver", exact=True).click()
    seen.page.get_by_role("alert").get_by_role("link").first.click()
    seen.check("own, in error")
    seen.page.goto(f"{seen.address}/moi/dead/")
    seen.said.clear()
    seen.check("own, dead")


def test_a_browser_that_is_no_desk_yet(seen: Seen) -> None:
    sign_in(seen, "manager@bras")
    seen.page.goto(f"{seen.address}/s/bras/desk/")
    expect(seen.page.get_by_label("Nom de ce poste")).to_be_visible()
    seen.check("desk, to be enrolled")


def test_every_page_filled(seen: Seen) -> None:
    sign_in(seen, "manager@bras")
    for one in some(0, 6):
        answer = seen.page.goto(seen.url(one.name) + QUERIES.get(one.name, ""))
        assert answer is not None
        assert answer.status == 200, one.name
        seen.check(one.name)


def test_every_page_empty(seen: Seen) -> None:
    sign_in(seen, "anne")
    for one in some(1, 8):
        if "<uuid:" in str(one.pattern):
            continue
        answer = seen.page.goto(seen.url(one.name, "neuve"))
        assert answer is not None
        assert answer.status == 200, one.name
        seen.check(f"{one.name}, empty")


EMPTIED = """() => document.querySelectorAll("main form[method=post] :is(input, textarea)")
  .forEach((one) => { if (!["hidden", "checkbox", "color"].includes(one.type)) one.value = ""; })"""


ALWAYS_RIGHT = {"sale-reverse", "slot-day"}
"""Forms of choices alone: sent, they are done, and what other pages show is gone."""


def test_every_form_in_error(seen: Seen) -> None:
    sign_in(seen, "manager@bras")
    forms = 0
    for one in some(2, 8):
        seen.page.goto(seen.url(one.name))
        send = seen.page.locator("main form[method=post][novalidate] button[type=submit]")
        if send.count() == 0 or one.name in ALWAYS_RIGHT:
            continue
        seen.page.evaluate(EMPTIED)
        shown = seen.page.url
        send.click()
        seen.page.wait_for_load_state()
        alert = seen.page.get_by_role("alert")
        if seen.page.url != shown:
            continue  # All of it was optional.
        assert alert.is_visible(), one.name
        alert.get_by_role("link").first.click()
        seen.check(f"{one.name}, in error")
        forms += 1
    assert forms >= 5


NUMBERED = """() => {
  const asked = "a[href], button, input, select, textarea, summary, [tabindex='0']";
  const shown = (one) => one.type !== "hidden" && !one.disabled && one.checkVisibility();
  const stop = (one, rank, all) => {  // of the choices of a question, the chosen or the first
    if (one.type !== "radio" || one.checked) return true;
    const others = all.filter((other) => other.type === "radio" && other.name === one.name);
    return others[0] === one && !others.some((other) => other.checked);
  };
  const all = [...document.querySelectorAll(asked)].filter(shown).filter(stop);
  all.forEach((one, rank) => { one.dataset.rank = rank; });
  return all.length;
}"""
AT_THE_TOP = """() => {
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute("tabindex");
}"""
FOCUSED = """() => {
  const one = document.activeElement;
  if (one === document.body) return null;
  const ringed = (part) => {
    const style = part && getComputedStyle(part);
    return style && (style.outlineStyle !== "none" || style.boxShadow !== "none");
  };
  const box = one.getBoundingClientRect();
  const inside = box.bottom > 0 && box.top < innerHeight;
  const clear = inside && [one, one.closest("label"), one.nextElementSibling].some(ringed);
  return [Number(one.dataset.rank ?? -1), clear, one.outerHTML.slice(0, 120)];
}"""
"""What has the focus: its rank, whether one sees that it has it, how it is written."""


def test_every_page_by_the_keyboard_alone(seen: Seen) -> None:
    """Tab leads to all that one can do, in the order of the page, and shows where one is."""
    sign_in(seen, "manager@bras")
    for one in some(3, 12):
        seen.page.goto(seen.url(one.name) + QUERIES.get(one.name, ""))
        wanted = seen.page.evaluate(NUMBERED)
        assert list(tabbed(seen.page)) == list(range(wanted)), one.name


def tabbed(page: Page) -> Iterator[int]:
    """The ranks of what Tab leads to, from the top of the page until it comes round again."""
    page.evaluate(AT_THE_TOP)
    before = None
    while True:
        page.keyboard.press("Tab")
        found = page.evaluate(FOCUSED)
        if found is None or (before is not None and found[0] == 0):
            return
        rank, clear, html = found
        if rank != before:  # a date is several stops
            assert clear, (page.url, html)
            yield rank
        before = rank


def test_a_cancelled_session_and_a_mark(seen: Seen) -> None:
    sign_in(seen, "manager@bras")
    seen.page.goto(seen.url("session"))
    seen.page.get_by_role("button", name="absent·e : Odette Petit").click()
    seen.page.wait_for_load_state()
    pressed = seen.page.get_by_role("button", name="absent·e : Odette Petit", pressed=True)
    assert pressed.is_visible()
    seen.page.get_by_text("Annuler cette séance…").click()
    seen.check("session, about to be cancelled")


def test_a_month_and_a_list(seen: Seen) -> None:
    for view in ("month", "list"):
        calendar_of(seen, view)
        seen.check(f"sessions, {view}")


def test_those_registered_are_told(seen: Seen) -> None:
    sign_in(seen, "manager@bras")
    later = seen.url("session-tell").replace(seen.ids["session"], seen.ids["later"])
    seen.page.goto(later)
    seen.check("session-tell, to come")
    seen.page.get_by_role("button", name="Prévenir : ").click()
    alert = seen.page.get_by_role("alert")
    alert.get_by_role("link").first.click()
    seen.check("session-tell, in error")
    seen.page.get_by_label("Votre message").fill("Venez avec votre téléphone.")
    seen.page.get_by_role("button", name="Prévenir : ").click()
    expect(seen.page.get_by_role("heading", name="Ce qui a été dit")).to_be_visible()
    seen.check("session, told")


def test_an_identity_is_shown_as_it_is_typed(seen: Seen) -> None:
    sign_in(seen, "manager@bras")
    seen.page.goto(seen.url("place"))
    preview = seen.page.get_by_role("region", name="Aperçu")
    seen.page.get_by_label("Devise").fill("Ici, on apprend")
    expect(preview).to_contain_text("Ici, on apprend")
    for colour, said in (
        ("#0a5a54", "très bien : contraste de 8"),
        ("#3d6fb6", "contraste de 5"),
        ("#f4b63f", "Trop claire : contraste de 1"),
    ):
        seen.page.get_by_label("Couleur").fill(colour)
        expect(preview.get_by_role("status")).to_contain_text(said)


def test_pages_are_light(seen: Seen) -> None:
    sign_in(seen, "manager@bras")
    for name in ("home", "sessions", "session", "journal", "till-day", "session-plan"):
        context = seen.browser.new_context(
            locale="fr-FR", storage_state=seen.page.context.storage_state()
        )
        page = context.new_page()
        sizes: list[int] = []
        page.on("requestfinished", lambda one: sizes.append(weight(one.sizes())))  # noqa: B023
        page.goto(seen.url(name), wait_until="networkidle")
        print(name, sum(sizes))
        assert sum(sizes) < MOST_BYTES, name
        context.close()


def weight(sizes: Any) -> int:
    return int(sizes["responseBodySize"] + sizes["responseHeadersSize"])

"""The desk on a screen, on a phone, at 400 %, read aloud: every state of it. Invented server."""

import pytest
from playwright.sync_api import Page

from tests import axe
from tests.desk.fixture_server import KINDS
from tests.desk.gestures import open_payment, type_in

pytestmark = [pytest.mark.browser, pytest.mark.once]


SMALL = """() => [...document.querySelectorAll("button, a, select, summary, input")]
  .filter((one) => !one.matches(".visually-hidden, .skip"))
  .filter((one) => {
    const box = (one.closest("label") ?? one).getBoundingClientRect();
    return box.width && (box.height < 44 || box.width < 44);
  }).map((one) => one.outerHTML.slice(0, 120))"""


def _click(tab: Page, name: str) -> None:
    tab.get_by_role("button", name=name).first.click()


def _waiting(tab: Page) -> None:
    tab.locator("summary").click()
    tab.locator("a.session", has_text="Réalité").click()
    _click(tab, "Annuler l’inscription de Marcel Petit")
    tab.locator(".phone").wait_for()


def _machines(tab: Page) -> None:
    tab.keyboard.type("mar")
    _click(tab, "Une machine, un poste")


def _used(tab: Page) -> None:
    _click(tab, "Terminer : Couture")
    type_in(tab, "", "Tab")
    type_in(tab, "42", "Enter")


def _signing(tab: Page) -> None:
    tab.locator("a.session", has_text="Boîte").click()
    _click(tab, "Faire signer")


def _frame(tab: Page) -> None:
    _signing(tab)
    tab.locator(".signing-name").first.click()


STATES = {
    "home": ("bras", "", lambda tab: None),
    "results": ("bras", "", lambda tab: tab.keyboard.type("mar")),
    "another": ("bras", "", lambda tab: type_in(tab, "mar", "ArrowDown")),
    "nobody": ("bras", "", lambda tab: tab.keyboard.type("xyz")),
    "expired": ("bras", "", lambda tab: tab.keyboard.type("marian")),
    "minor": ("bras", "", lambda tab: tab.keyboard.type("lea")),
    "payment": ("bras", "", lambda tab: open_payment(tab, "marian", "2")),
    "several": ("bras", "", lambda tab: open_payment(tab, "mar", "m")),
    "offered": ("bras", "", lambda tab: open_payment(tab, "mar", "o")),
    "done": ("bras", "", lambda tab: open_payment(tab, "mar", "Enter")),
    "newcomer": ("bras", "", lambda tab: open_payment(tab, "zoé")),
    "newcomer error": ("bras", "#nouvelle", lambda tab: tab.keyboard.press("Enter")),
    "session": ("bras", "", lambda tab: tab.locator("a.session", has_text="Boîte").click()),
    "signing": ("bras", "", _signing),
    "signing frame": ("bras", "", _frame),
    "signing leave": ("bras", "", lambda tab: (_signing(tab), _click(tab, "Quitter"))),
    "waiting": ("bras", "", _waiting),
    "here": ("bras", "", lambda tab: _click(tab, "Qui est ici")),
    "unnamed": ("bras", "", lambda tab: _click(tab, "Plusieurs")),
    "consent": ("bras", "", lambda tab: open_payment(tab, "lea")),
    "register": ("bras", "", lambda tab: (tab.keyboard.type("ger"), _click(tab, "Inscrire à"))),
    "sale": ("bras", "", lambda tab: tab.keyboard.press("=")),
    "sale error": ("bras", "#vente", lambda tab: type_in(tab, "", "Tab", "x", "Enter")),
    "sale paid": ("bras", "", lambda tab: type_in(tab, "=", "Enter")),
    "help": ("bras", "", lambda tab: tab.keyboard.press("?")),
    "team": ("bras", "", lambda tab: _click(tab, "Sandrine est")),
    "debt": ("bras", "", lambda tab: (tab.keyboard.type("meh"), _click(tab, "Régler ce"))),
    "masked": ("bras", "", lambda tab: (_click(tab, "Mode accueil"), tab.keyboard.type("mar"))),
    "till open": ("closed", "#caisse", lambda tab: tab.keyboard.press("Enter")),
    "till close": ("bras", "#caisse", lambda tab: type_in(tab, "1", "Enter")),
    "refused": ("refused", "", lambda tab: (open_payment(tab, "cla"), _click(tab, "refus"))),
    "away": ("away", "", lambda tab: (tab.keyboard.press("+"), _click(tab, "en attente"))),
    "read only": ("readonly", "", lambda tab: None),
    "machines": ("lab", "", lambda tab: None),
    "which machine": ("lab", "", _machines),
    "how long": ("lab", "", lambda tab: (_machines(tab), tab.keyboard.press("Enter"))),
    "machine ended": ("lab", "", lambda tab: _click(tab, "Terminer : Couture")),
    "use paid": ("lab", "", _used),
}  # fmt: skip


PHONE = (
    "machines",
    "which machine",
    "machine ended",
    "signing frame",
    "home",
    "results",
    "payment",
    "newcomer",
    "session",
    "team",
)
"""Laid out otherwise on a phone: axe reads them there too."""


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_and_everything_can_be_touched(open_desk, state):
    """On a screen, on a phone, and at 400 % zoom (320 px); every rule of axe is on."""
    slug, page, reach = STATES[state]
    assert slug in KINDS
    tab = open_desk(slug, page, bypass_csp=True)
    reach(tab)
    axe.load(tab)
    for width in (1366, 412, 320):
        tab.set_viewport_size({"width": width, "height": 768})
        assert tab.evaluate(SMALL) == []
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        if width == 1366 or (width == 412 and state in PHONE):
            assert axe.faults(tab) == []


@pytest.mark.parametrize("code", [400, 403, 404, 419, 500, 503])
def test_error_pages_are_clean(served_desk, open_desk, code):
    address, _ = served_desk
    tab = open_desk(bypass_csp=True)
    tab.goto(f"{address}/error/{code}")
    axe.load(tab)
    assert axe.faults(tab) == []


def test_the_desk_weighs_less_than_200_kb_and_asks_nobody_else(served_desk, desk_browser):
    address, _ = served_desk
    context = desk_browser.new_context()
    tab = context.new_page()
    answers = []

    def answered(response):
        answers.append(response)

    tab.on("response", answered)
    tab.goto(f"{address}/s/bras/desk/")
    tab.wait_for_selector("body[data-ready]")
    sizes = {one.url: one.request.sizes()["responseBodySize"] for one in answers}
    context.close()
    snapshot = sum(size for url, size in sizes.items() if url.endswith("snapshot.json"))
    total = sum(sizes.values())
    print(f"desk: {total} bytes over the wire in {len(sizes)} answers, snapshot {snapshot} of them")
    assert total < 200_000
    assert {url for url in sizes if not url.startswith(address)} == set()

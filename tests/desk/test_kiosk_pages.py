"""The kiosk and the tally in Chromium: by touch, by keyboard, read by axe, on three screens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import axe
from tests.browser import chromium
from tests.desk.test_desk_for_all import SMALL
from tests.servers import Base, fresh_base, serving

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.prove("6. borne et compteur")]

BUILD = """
import json
from maillage.core.ids import new_id
from maillage.network.devices import hash_secret
from tests.houses import build_house
house = build_house()
house.person("Marie", card="0247")
house.do("network.enrol_kiosk", device=new_id(), staff=new_id(), name="Entrée",
         place=house.place, secret_hash=hash_secret("secret"))
"""
COUNTS = """
import json
from datetime import date
from django.utils import timezone
from maillage.core.scopes import structure_scope
from maillage.network.models import Structure
from maillage.people.models import DoorRing
from maillage.people.queries import day_count
from maillage.network.models import Place
with structure_scope(Structure.objects.get().pk):
    count = day_count(Place.objects.get().pk, timezone.localdate())
    typed = sorted(DoorRing.objects.values_list("card", "first_name"))
    print(json.dumps([count.persons, count.anonymous, typed]))
"""
SCREENS = {"tablet": (1024, 768), "upright": (768, 1024), "phone": (390, 844), "zoomed": (320, 700)}
WIDER = "() => document.documentElement.scrollWidth > window.innerWidth"


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Base, str, Browser]]:
    with fresh_base(tmp_path_factory.mktemp("kiosk"), "kiosk") as base:
        base.run(BUILD)
        with serving(base, workers=1) as server, chromium() as browser:
            yield base, f"http://127.0.0.1:{server.port}/kiosk/bras/", browser


@pytest.fixture
def tablet(there: tuple[Base, str, Browser]) -> Iterator[Callable[..., Page]]:
    """Open a page of the kiosk; an error in it fails the test."""
    _base, address, browser = there
    context = browser.new_context(
        locale="fr-FR", viewport={"width": 1024, "height": 768}, bypass_csp=True
    )
    context.add_cookies([{"name": "maillage_kiosk", "value": "secret", "url": address}])
    said: list[str] = []

    def opened(page: str = "") -> Page:
        tab = context.new_page()
        tab.on("pageerror", lambda error: said.append(str(error)))
        tab.goto(f"{address}{page}")
        tab.wait_for_selector("body[data-ready]")
        return tab

    yield opened
    context.close()
    assert said == []


STATES: dict[str, tuple[str, Callable[[Page], Any]]] = {
    "start": ("", lambda tab: None),
    "card": ("", lambda tab: tab.get_by_role("button", name="J’ai une carte").click()),
    "name": ("", lambda tab: tab.get_by_role("button", name="Mon prénom").click()),
    "done": ("", lambda tab: tab.get_by_role("button", name="J’arrive").click()),
    "tally": ("compter", lambda tab: tab.get_by_role("button", name="Compter une").click()),
}


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_and_everything_can_be_touched(
    tablet: Callable[..., Page], state: str
) -> None:
    page, reach = STATES[state]
    tab = tablet(page)
    reach(tab)
    axe.load(tab)
    for name, (width, height) in SCREENS.items():
        tab.set_viewport_size({"width": width, "height": height})
        assert (name, axe.faults(tab), tab.evaluate(SMALL)) == (name, [], [])
        assert not tab.evaluate(WIDER), name


def test_touch_alone_counts_and_takes_back(
    there: tuple[Base, str, Browser], tablet: Callable[..., Page]
) -> None:
    tab = tablet()
    before = there[0].run(COUNTS)
    tab.get_by_role("button", name="J’ai une carte").click()
    for digit in "0247":
        tab.get_by_role("button", name=digit, exact=True).click()
    tab.get_by_role("button", name="C’est bon").click()
    expect(tab.get_by_role("heading", name="Bonjour !")).to_be_visible()
    assert "Marie" not in tab.content()
    tab.clock.install()
    tab.reload()
    tab.get_by_role("button", name="J’arrive").click()
    with tab.expect_response("**/commands"):
        tab.get_by_role("button", name="Annuler").click()
    expect(tab.get_by_role("heading", name="C’est annulé.")).to_be_visible()
    tab.clock.run_for(9000)
    expect(tab.get_by_role("button", name="J’arrive")).to_be_visible()
    after = there[0].run(COUNTS)
    assert (after[0] - before[0], after[1] - before[1]) == (1, 0)


def test_by_keyboard_alone_a_first_name_waits_for_the_team(
    there: tuple[Base, str, Browser], tablet: Callable[..., Page]
) -> None:
    tab = tablet()
    before = there[0].run(COUNTS)
    for key in ("Tab", "Tab", "Enter"):
        tab.keyboard.press(key)
    tab.keyboard.type("Zoé")
    with tab.expect_response("**/commands"):
        tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", name="Bonjour !")).to_be_focused()
    after = there[0].run(COUNTS)
    assert after[1] - before[1] == 1
    assert after[2] == sorted([*before[2], ["", "Zoé"]])


def heads(tab: Page) -> int:
    """How many taps of today the server knew when it gave the page."""
    return int(tab.locator("body").get_attribute("data-heads") or 0)


def test_without_a_line_taps_wait_and_leave_from_the_next_page(
    there: tuple[Base, str, Browser], tablet: Callable[..., Page]
) -> None:
    tab = tablet("compter")
    before = there[0].run(COUNTS)
    tab.context.set_offline(True)
    plus = tab.get_by_role("button", name="Compter une personne")
    for _ in range(3):
        plus.click()
    tab.get_by_role("button", name="Annuler la dernière").click()
    expect(tab.locator("#line")).to_have_text("3 venues en attente d’envoi")
    tab.goto("about:blank")
    tab.context.set_offline(False)
    again = tablet("compter")
    expect(again.locator(".tally-today")).to_contain_text(f"{heads(again) + 2}")
    expect(again.locator("body")).to_have_attribute("data-sent", "")
    assert there[0].run(COUNTS)[1] - before[1] == 2

"""The kiosk and the tally start and count without a line."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.desk.test_kiosk_pages import BUILD, COUNTS
from tests.servers import Base, Server

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.prove("6. borne et compteur")]

__all__ = ["BUILD"]


@pytest.mark.parametrize("page", ["", "compter"])
def test_it_starts_without_a_line(place: tuple[Base, Server], tab: Page, page: str) -> None:
    base, server = place
    address = f"{server.address}/kiosk/bras/"
    tab.context.add_cookies([{"name": "maillage_kiosk", "value": "secret", "url": address}])
    tab.goto(address)
    tab.evaluate("() => navigator.serviceWorker.ready.then(() => null)")
    server.kill()
    tab.goto(f"{address}{page}")
    tab.wait_for_selector("body[data-ready]")
    tab.get_by_role("button", name="Compter une" if page else "J’arrive").click()
    expect(tab.locator("#line")).to_have_text("1 venue en attente d’envoi")
    server.start()
    tab.evaluate("() => dispatchEvent(new Event('online'))")
    expect(tab.locator("body")).to_have_attribute("data-sent", "")
    assert base.run(COUNTS)[1] == 1

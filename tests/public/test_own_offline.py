"""Somebody's own page without a line: read again, typed without loss, sent once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Error, Page, expect

from tests.browser import chromium
from tests.servers import Base, Server, fresh_base, serving

pytestmark = [pytest.mark.browser, pytest.mark.once]

BUILD = """
import json
from tests.houses import build_house
from tests.making_booking import family, given_page, resource, token
house = build_house()
resource(house, family(house))
marie = given_page(house)["person"]
print(json.dumps(token(house, "own_page", marie)))
"""
COUNTS = """
import json
from maillage.booking.models import Reservation
from maillage.core.scopes import every_structure
with every_structure():
    print(json.dumps(Reservation.objects.filter(state="confirmed").count()))
"""
IN_A_WEEK = """() => new Date(Date.now() + 7 * 86400000).toISOString().slice(0, 10)"""


@pytest.fixture
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Base, Server, Page, str]]:
    with fresh_base(tmp_path_factory.mktemp("own"), "own") as base:
        token = base.run(BUILD)
        with serving(base, workers=1) as server, chromium() as browser:
            tab = browser.new_page(locale="fr-FR", viewport={"width": 390, "height": 844})
            yield base, server, tab, f"http://127.0.0.1:{server.port}/moi/{token}/"


def typed(tab: Page) -> None:
    tab.get_by_label("Quel jour").fill(tab.evaluate(IN_A_WEEK))
    tab.get_by_label("À partir de quelle heure").fill("10:30")


def test_read_again_and_sent_once(own: tuple[Base, Server, Page, str]) -> None:
    base, server, tab, address = own
    kept = tab.get_by_text("Pas de réseau")
    tab.goto(address)
    expect(kept).to_be_hidden()
    tab.evaluate("() => navigator.serviceWorker.ready.then(() => null)")
    tab.reload()
    server.kill()
    tab.reload()
    expect(kept).to_be_visible()
    expect(tab.get_by_role("heading", name="Vos réservations")).to_be_visible()
    typed(tab)
    tab.get_by_role("button", name="Réserver", exact=True).click()
    expect(kept).to_be_visible()
    expect(tab.get_by_text("n’est peut-être pas parti")).to_be_visible()
    server.start()
    tab.goto(address)
    expect(kept).to_be_hidden()
    expect(tab.get_by_text("n’est peut-être pas parti")).to_be_visible()
    expect(tab.get_by_label("À partir de quelle heure")).to_have_value("10:30")
    tab.get_by_role("button", name="Réserver", exact=True).click()
    expect(tab.get_by_text("C’est réservé.")).to_be_visible()
    expect(tab.get_by_text("n’est peut-être pas parti")).to_be_hidden()
    tab.goto(address)
    expect(tab.get_by_text("n’est peut-être pas parti")).to_be_hidden()
    assert base.run(COUNTS) == 1


def test_a_dead_link_is_forgotten(own: tuple[Base, Server, Page, str]) -> None:
    base, server, tab, address = own
    tab.goto(address)
    tab.evaluate("() => navigator.serviceWorker.ready.then(() => null)")
    tab.reload()
    base.run(
        """
from maillage.core.models import SecretLink
from maillage.core.scopes import every_structure
with every_structure():
    SecretLink.objects.all().delete()
print(1)
"""
    )
    tab.goto(address)
    expect(tab.get_by_role("heading", name="Ce lien ne marche plus.")).to_be_visible()
    server.kill()
    with pytest.raises(Error, match="ERR_"):
        tab.goto(address)

"""A machine reserved for today, at a true desk: somebody comes for it, then has done with it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.desk.gestures import sit_down
from tests.servers import Base, Server

pytestmark = pytest.mark.browser

BUILD = """
from tests.houses import build_house
from tests.making_booking import reservation, resource, slot
house = build_house()
house.add_staff("mediator", "Sandrine")
laser = resource(house)
noe = house.person("Noé", "Brun")
reservation(house, resource=laser, person=noe, **slot(days=0, start="23:00", minutes=45))
"""

READ = """
import json
from maillage.booking.models import Reservation
from maillage.core.models import Command, ToSettle
from maillage.core.scopes import every_structure
from maillage.people.models import Visit
with every_structure():
    row = Reservation.objects.get()
    print(json.dumps({
        "came": row.came_at is not None, "left": row.left_at is not None,
        "visits": Visit.objects.filter(greetings__gt=0).count(),
        "refused": Command.objects.filter(status="refused").count()}))
"""


def test_somebody_comes_for_a_machine_and_has_done(place: tuple[Base, Server], tab: Page) -> None:
    base, server = place
    sit_down(tab, server)
    tab.keyboard.type("noé")
    expect(tab.locator(".do")).to_contain_text("réservé à 23 h")
    expect(tab.get_by_role("link", name="Réserver…")).to_be_visible()
    tab.keyboard.press("Enter")
    expect(tab.locator(".toast p")).to_contain_text("Noé : là pour ")
    expect(tab.locator(".line-state")).to_have_text("Tout est envoyé")
    assert base.run(READ) == {"came": True, "left": False, "visits": 1, "refused": 0}
    tab.keyboard.type("noé")
    expect(tab.locator(".do")).to_contain_text("Noé a terminé avec")
    tab.keyboard.press("Enter")
    expect(tab.locator(".toast p")).to_contain_text("Noé : a terminé avec ")
    expect(tab.locator(".line-state")).to_have_text("Tout est envoyé")
    assert base.run(READ) == {"came": True, "left": True, "visits": 1, "refused": 0}
    tab.keyboard.type("noé")
    expect(tab.locator(".do")).not_to_contain_text("terminé")

"""Hours of a machine at a true desk: a plan pays what it has, the rest is left due; a passer-by."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.desk.gestures import sit_down, told, type_in
from tests.servers import Base, Server

pytestmark = [pytest.mark.browser, pytest.mark.prove("1. forfaits à l’accueil")]

BUILD = """
from datetime import timedelta
from django.utils import timezone
from tests.houses import build_house
from tests.making_booking import began, family, resource
from tests.making_plans import set_price, take, use_plan
house = build_house()
house.add_staff("mediator", "Sandrine")
set_price(house, "LASER", 6, "hour", label="Laser, l’heure")
laser = family(house, name="Laser", price_code="LASER")
hours = use_plan(house, "HEURES", 50, label="Heures de laser",
                 allowances=[{"code": "LASER", "units": 1_000}])
noe = house.person("Noé", "Brun")
take(house, hours, timezone.localdate(), person=noe)
then = timezone.now() - timedelta(minutes=89)
began(house, resource=resource(house, laser), person=noe, minutes=120, at=then)
resource(house, laser)
"""

READ = """
import json
from maillage.booking.models import Reservation
from maillage.core.models import Command, ToSettle
from maillage.core.scopes import every_structure
from maillage.money.models import EntitlementLine, Sale
with every_structure():
    moves = EntitlementLine.objects.filter(source_id__isnull=False).order_by("at", "id")
    sold = Sale.objects.filter(lines__code="LASER").order_by("at", "id")
    print(json.dumps({
        "moves": [[one.move, one.units, one.balance] for one in moves],
        "sold": [[one.person and one.person.first_name, one.amount_cents, one.receipts.count()]
                 for one in sold],
        "left": Reservation.objects.exclude(left_at=None).count(),
        "refused": Command.objects.filter(status="refused").count(),
        "left_out": ToSettle.objects.count()}))
"""


def test_a_plan_pays_what_it_has_and_the_rest_is_due_then_undone(
    place: tuple[Base, Server], tab: Page
) -> None:
    base, server = place
    sit_down(tab, server)
    tab.keyboard.type("noé")
    expect(tab.locator(".do")).to_contain_text("Noé a terminé avec")
    expect(tab.get_by_role("group", name="Autres possibilités")).not_to_contain_text("utilisés")
    tab.keyboard.press("Enter")
    tab.locator(".stop input").first.fill("1 h 30")
    tab.keyboard.press("Enter")
    expect(tab.locator(".lines")).to_contain_text("compris dans le forfait : 1/1 utilisés")
    type_in(tab, "", "p", "Enter")
    what = "Laser, l’heure × 0,5 + Heures de laser : 1/1 utilisés"
    told(tab, f"Noé : {what}, 3,00 € à régler plus tard")
    done = {"moves": [["spent", -1000, 0]], "sold": [["Noé", 300, 0]], "left": 1}
    assert base.run(READ) == {**done, "refused": 0, "left_out": 0}
    tab.keyboard.type("noé")
    expect(tab.locator(".chips")).to_contain_text("Heures de laser : 1/1 utilisés")
    expect(tab.locator(".chips")).to_contain_text("! 3,00 € à régler")
    tab.get_by_role("button", name="Annuler la dernière saisie").press("Enter")
    expect(tab.locator(".line-state")).to_have_text("Tout est envoyé")
    found = base.run(READ)
    assert found["moves"] == [["spent", -1000, 0], ["returned", 1000, 1000]]
    assert (found["sold"][1:], found["left"]) == ([["Noé", -300, 0]], 0)
    assert (found["refused"], found["left_out"]) == (0, 0)


def test_a_passer_by_begins_ends_and_pays(place: tuple[Base, Server], tab: Page) -> None:
    base, server = place
    sit_down(tab, server)
    tab.get_by_role("button", name="Commencer, sans nom…").press("Enter")
    type_in(tab, "", "Enter", "Enter")
    expect(tab.locator(".toast p")).to_contain_text("Sans nom : Machine ")
    expect(tab.locator(".line-state")).to_have_text("Tout est envoyé")
    tab.locator(".seat-row", has_text="Sans nom").get_by_role("button").press("Enter")
    tab.locator(".stop input").first.fill("20")
    tab.keyboard.press("Enter")
    type_in(tab, "", "e", "Enter")
    told(tab, "Laser, l’heure × 0,334, 2,00 € en espèces")
    found = base.run(READ)
    assert (found["sold"], found["moves"], found["left"]) == ([[None, 200, 1]], [], 1)
    assert (found["refused"], found["left_out"]) == (0, 0)

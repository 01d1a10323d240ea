"""Golden number 2 at a true desk: a one-off visitor of the fab lab pays time and grams, no more."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.desk.gestures import sit_down, told
from tests.servers import Base, Server

pytestmark = [pytest.mark.browser, pytest.mark.prove("1. nombres dorés")]

BUILD = """
from maillage.core.ids import new_id
from tests.houses import LONG_AGO, build_house
from tests.making_plans import material, set_price
house = build_house()
house.add_staff("mediator", "Sandrine")
set_price(house, "LASER", 6, "hour", label="Laser, l’heure")
set_price(house, "PLA", 0.05, "gram", label="PLA, le gramme")
stock = material(house, code="PLA", label="PLA blanc")
house.do("money.move_stock", move=new_id(), material=stock, why="delivered", units=1_000_000)
house.do("people.add_document", document=new_id(), document_kind="charter",
         title="Charte du fab lab", from_day=LONG_AGO, required_of="everyone")
house.person("Noé", "Brun")
"""

READ = """
import json
from django.db.models import Sum
from maillage.core.models import ToSettle
from maillage.core.scopes import every_structure
from maillage.money.models import Membership, Receipt, SaleLine, StockMove
from maillage.people.models import Acceptance
with every_structure():
    lines = SaleLine.objects.order_by("sale__at", "position")
    print(json.dumps({
        "lines": [[one.kind, one.code, one.quantity, one.amount_cents] for one in lines],
        "receipts": list(Receipt.objects.values_list("total_cents", flat=True)),
        "stock": StockMove.objects.aggregate(units=Sum("units"))["units"],
        "charters": Acceptance.objects.filter(document__kind="charter").count(),
        "memberships": Membership.objects.count(),
        "left_out": ToSettle.objects.count()}))
"""


def test_golden_2_time_and_grams_the_charter_signed_no_membership(
    place: tuple[Base, Server], tab: Page
) -> None:
    """Golden number 2: 1.5 h at 6 € and 42 g at 0.05 €: 9.00 + 2.10 = 11.10 €."""
    base, server = place
    sit_down(tab, server)
    signs_the_charter(tab)
    tab.keyboard.type("noé")
    tab.get_by_role("button", name="Vendre…").press("Enter")
    choose(tab, "Laser, l’heure", "1,5")
    tab.get_by_role("button", name="Ajouter autre chose").press("Enter")
    choose(tab, "PLA, le gramme", "42")
    tab.keyboard.press("Enter")
    expect(tab.locator(".pay")).to_contain_text("11,10 €")
    expect(tab.locator(".pay")).not_to_contain_text("Adhésion")
    tab.keyboard.press("e")
    tab.keyboard.press("Enter")
    told(tab, "Noé : Laser, l’heure × 1,5 + PLA, le gramme × 42, 11,10 € en espèces")
    assert base.run(READ) == {
        "lines": [["use", "LASER", 1500, 900], ["material", "PLA", 42000, 210]],
        "receipts": [1110],
        "stock": 958_000,
        "charters": 1,
        "memberships": 0,
        "left_out": 0,
    }
    tab.get_by_role("button", name="Annuler la dernière saisie").press("Enter")
    expect(tab.locator(".line-state")).to_have_text("Tout est envoyé")
    assert base.run(READ)["stock"] == 1_000_000


def signs_the_charter(tab: Page) -> None:
    """On paper, before the machine: it is never the sale that asks for it."""
    tab.keyboard.type("noé")
    tab.get_by_role("button", name="! Charte à signer").press("Enter")
    tab.locator("dialog[open] button[type=submit]").press("Enter")
    told(tab, "Noé : la charte, c’est noté")
    tab.keyboard.press("Escape")


def choose(tab: Page, label: str, how_many: str) -> None:
    tab.locator(".picks").get_by_text(label).click()
    tab.get_by_label("Combien ?").fill(how_many)


def test_a_passer_by_takes_one_thing_back_out(place: tuple[Base, Server], tab: Page) -> None:
    base, server = place
    sit_down(tab, server)
    tab.keyboard.press("=")
    choose(tab, "Laser, l’heure", "2")
    tab.get_by_role("button", name="Ajouter autre chose").press("Enter")
    choose(tab, "PLA, le gramme", "10")
    tab.get_by_role("button", name="Ajouter autre chose").press("Enter")
    tab.get_by_role("button", name="Enlever : Laser, l’heure × 2").press("Enter")
    choose(tab, "PLA, le gramme", "5")
    tab.keyboard.press("Enter")
    expect(tab.locator(".pay")).to_contain_text("0,75 €")
    tab.keyboard.press("Enter")
    told(tab, "PLA, le gramme × 10 + PLA, le gramme × 5, 0,75 € en espèces")
    assert base.run(READ)["stock"] == 985_000

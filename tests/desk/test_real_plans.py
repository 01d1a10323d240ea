"""Plans at a true desk, in a real browser: counted, used up, paid or left due; two at once."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.desk.gestures import sit_down, told
from tests.servers import Base, Server

pytestmark = [pytest.mark.browser, pytest.mark.prove("1. forfaits à l’accueil")]

BUILD = """
from datetime import timedelta
from django.utils import timezone
from tests.houses import build_house
from tests.making_plans import check_in, set_price, take, use_plan
house = build_house()
house.add_staff("mediator", "Sandrine")
set_price(house, "COWORKING", 12, label="Journée")
given = {"code": "COWORKING", "units": 1_000}
once = use_plan(house, "UNJOUR", 50, label="Un jour", allowances=[given])
whole = use_plan(house, "PERMANENT", 250, label="Permanent")
before = timezone.now() - timedelta(days=1)
for name, plan in (("Inès", once), ("Karim", once), ("Wendy", whole)):
    person = house.person(name, "Faure")
    take(house, plan, timezone.localdate(before), person=person)
    if name == "Karim":
        check_in(house, person, at=before)
"""

READ = """
import json
from maillage.core.models import Command, ToSettle
from maillage.core.scopes import every_structure
from maillage.money.models import EntitlementLine, SaleLine
with every_structure():
    lines = EntitlementLine.objects.filter(move__in=["spent", "returned"]).order_by("at", "id")
    uses = SaleLine.objects.filter(kind="use").order_by("sale__at", "id")
    print(json.dumps({
        "moves": [[one.holder.person.first_name, one.move] for one in lines],
        "sold": [[one.sale.person.first_name, one.amount_cents, one.sale.receipts.count()]
                 for one in uses],
        "refused": Command.objects.filter(status="refused").count(),
        "left_out": ToSettle.objects.count()}))
"""


def test_a_plan_is_counted_then_the_day_is_paid_or_due(
    place: tuple[Base, Server], tab: Page
) -> None:
    base, server = place
    sit_down(tab, server)
    tab.keyboard.type("wend")
    expect(tab.locator(".do")).to_contain_text("compris")
    tab.keyboard.press("Enter")
    told(tab, "Wendy : Permanent, 1 utilisés, sans limite")
    tab.keyboard.type("inès")
    expect(tab.locator(".do")).to_contain_text("0/1 utilisés")
    tab.keyboard.press("Enter")
    told(tab, "Inès : Un jour, 1/1 utilisés")
    tab.keyboard.type("inès")
    expect(tab.locator(".chips")).to_contain_text("Un jour : 1/1 utilisés")
    expect(tab.locator(".do")).not_to_contain_text("utilisés")
    assert base.run(READ)["moves"] == [["Karim", "spent"], ["Wendy", "spent"], ["Inès", "spent"]]


def test_what_is_used_up_is_said_and_paid(place: tuple[Base, Server], tab: Page) -> None:
    base, server = place
    sit_down(tab, server)
    tab.keyboard.type("kari")
    expect(tab.locator(".do")).to_contain_text("1/1 utilisés : à payer, ou à offrir avec un motif")
    tab.keyboard.press("Enter")
    tab.keyboard.press("c")
    tab.keyboard.press("Enter")
    told(tab, "Karim : accueilli·e, 12,00 € par carte")
    found = base.run(READ)
    assert (found["sold"], found["refused"], found["left_out"]) == ([["Karim", 1200, 1]], 0, 0)
    tab.get_by_role("button", name="Annuler la dernière saisie").press("Enter")
    told(tab, "Annulé : Karim : accueilli·e, 12,00 € par carte")
    assert base.run(READ)["sold"] == [["Karim", 1200, 1], ["Karim", -1200, 1]]

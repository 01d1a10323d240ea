"""A plan sold at the office, paid at the desk: the link leads to what is due; its receipts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.desk.gestures import sit_down, told
from tests.desk.secure import all_sent
from tests.servers import Base, Server

pytestmark = [pytest.mark.browser, pytest.mark.prove("1. forfaits à l’accueil")]

BUILD = """
from tests.houses import build_house
from tests.making_plans import set_price, use_plan
house = build_house()
house.add_staff("mediator", "Sandrine")
set_price(house, "COPIE", 0.15, "piece", label="Copie")
taxed = {"label": "Bureau permanent", "tax_mode": "liable", "tax_rate": 2000}
set_price(house, "PERMANENT", 250, "month", **taxed)
use_plan(house, "PERMANENT", label="Bureau permanent", deposit_cents=5_000)
house.person("Inès", "Faure")
"""

READ = """
import json
from maillage.core.models import Command, ToSettle
from maillage.core.scopes import every_structure
from maillage.money.models import PlanTerm, Receipt
with every_structure():
    receipts = Receipt.objects.order_by("number")
    print(json.dumps({
        "receipts": [[one.number, one.total_cents, one.sale.person.first_name] for one in receipts],
        "terms": PlanTerm.objects.count(),
        "refused": Command.objects.filter(status="refused").count(),
        "left_out": ToSettle.objects.count()}))
"""
PAID = {
    "receipts": [[1, 25_000, "Inès"], [2, 5_000, "Inès"]],
    "terms": 1, "refused": 0, "left_out": 0,
}  # fmt: skip


def sold_at_the_office(tab: Page) -> None:
    """From the card of the desk, left due; the office's link leads back to what is due."""
    tab.keyboard.type("inès")
    tab.get_by_role("link", name="Prendre un forfait…").press("Enter")
    tab.get_by_role("combobox", name="Forfait").select_option(index=1)
    tab.locator("main form [type=submit]").press("Enter")
    tab.get_by_role("link", name="Encaisser à l’accueil").press("Enter")
    expect(tab.locator("#stage h2")).to_have_text("Régler : Inès Faure")
    rows = tab.locator(".totals dt")
    expect(rows.nth(0)).to_contain_text("Bureau permanent, ")
    expect(rows.nth(1)).to_contain_text("Caution, ")
    expect(tab.locator(".totals dd").last).to_have_text("300,00 €")


def papers(tab: Page) -> list[str]:
    """What the printer would have, a receipt a page."""
    tab.emulate_media(media="print")
    texts = [" ".join(one.split()) for one in tab.locator("#print .paper").all_inner_texts()]
    tab.emulate_media(media="screen")
    return texts


def both_are_whole(texts: list[str]) -> None:
    plan, deposit = texts
    taxed = "250,00 € TTC = 208,33 € HT + 41,67 € de TVA (20 %)"
    for part in ("Reçu n° A-1", "Inès Faure", "Bureau permanent 250,00 €", taxed):
        assert part in plan
    for part in ("Reçu n° A-2", "Inès Faure", "Caution 50,00 €", "Total payé 50,00 €"):
        assert part in deposit
    assert "TVA" not in deposit


def test_what_the_office_sold_is_paid_at_the_desk_without_a_reload(
    place: tuple[Base, Server], tab: Page
) -> None:
    base, server = place
    sit_down(tab, server)
    sold_at_the_office(tab)
    tab.keyboard.press("Enter")
    told(tab, "Inès : réglé, 300,00 € en espèces")
    tab.get_by_role("button", name="Reçus A-1, A-2").press("Enter")
    both_are_whole(papers(tab))
    assert base.run(READ) == PAID


def test_without_a_line_the_receipts_are_printed_at_once(
    place: tuple[Base, Server], tab: Page
) -> None:
    base, server = place
    sit_down(tab, server)
    sold_at_the_office(tab)
    tab.context.set_offline(True)
    tab.keyboard.press("r")
    tab.get_by_role("button", name="Encaisser 300,00 €").press("Enter")
    expect(tab.locator(".toast p")).to_have_text("Inès : réglé, 300,00 € en espèces")
    both_are_whole(papers(tab))
    tab.context.set_offline(False)
    all_sent(tab)
    assert base.run(READ) == PAID


def test_the_price_of_a_plan_is_not_sold_alone(place: tuple[Base, Server], tab: Page) -> None:
    _base, server = place
    sit_down(tab, server)
    tab.get_by_role("button", name="Encaisser sans nom").press("Enter")
    expect(tab.get_by_role("radio", name="Copie")).to_be_visible()
    expect(tab.locator(".sale")).not_to_contain_text("Bureau permanent")

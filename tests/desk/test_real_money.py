"""Money at a true desk, in a real browser against a real server, read back from the base."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.desk.gestures import sit_down, told
from tests.desk.secure import all_sent
from tests.servers import Base, Server

pytestmark = pytest.mark.browser

BUILD = """
from maillage.core.ids import new_id
from tests.houses import LONG_AGO, build_house
house = build_house()
house.add_staff("mediator", "Sandrine")
house.session(capacity=8, room=None)
house.person("Denise", "Roux", profile={"sex": "female"})
house.person("Basile", "Petit")
house.do("money.set_price", price=new_id(), code="COPIE", label="Copie, la page", rate=1_500,
         from_day=LONG_AGO)
house.do("people.add_document", document=new_id(), document_kind="parental_consent",
         title="Autorisation parentale", from_day=LONG_AGO, required_of="minors")
"""

READ = """
import json
from maillage.core.models import Command, ToSettle
from maillage.core.scopes import every_structure
from maillage.money.models import Membership, Receipt, SaleLine
from maillage.people.models import Person
with every_structure():
    print(json.dumps({
        "receipts": list(Receipt.objects.order_by("number").values_list("total_cents", flat=True)),
        "payers": list(Receipt.objects.order_by("number")
                       .values_list("sale__person__first_name", flat=True)),
        "quantities": list(SaleLine.objects.filter(code="COPIE")
                           .values_list("quantity", flat=True)),
        "members": list(Membership.objects.values_list("person__first_name", flat=True)),
        "names": sorted(Person.objects.exclude(first_name="")
                        .values_list("first_name", flat=True)),
        "refused": Command.objects.filter(status="refused").count(),
        "left_out": ToSettle.objects.count()}))
"""


def press(tab: Page, *keys: str) -> None:
    for key in keys:
        tab.keyboard.press(key)


def test_a_debt_a_passer_by_a_membership_and_an_undone_minor(
    place: tuple[Base, Server], tab: Page
) -> None:
    base, server = place
    sit_down(tab, server)
    comes_and_pays_later(tab)
    pays_what_is_due(tab)
    a_passer_by_prints_three_pages(tab)
    a_membership_alone(tab)
    a_minor_comes_and_is_undone(tab)
    assert base.run(READ) == {
        "receipts": [1200, 45, 3000, 1200, -1200],
        "payers": ["Denise", None, "Basile", "", ""],
        "quantities": [3000],
        "members": ["Basile"],
        "names": ["Basile", "Denise"],
        "refused": 0,
        "left_out": 0,
    }


def comes_and_pays_later(tab: Page) -> None:
    tab.keyboard.type("deni")
    tab.get_by_role("button", name="Présente à « Boîte mail »").press("Enter")
    press(tab, "p", "Enter")
    told(tab, "Denise : présente, 12,00 € à régler plus tard")


def pays_what_is_due(tab: Page) -> None:
    """The page is loaded anew: what is due comes from the server."""
    all_sent(tab)
    with tab.expect_response(lambda answer: "snapshot.json" in answer.url):
        tab.reload()
    tab.wait_for_selector("body[data-ready]")
    tab.keyboard.type("deni")
    expect(tab.locator(".chips")).to_contain_text("! 12,00 € à régler")
    tab.get_by_role("button", name="Régler ce qui reste dû").press("Enter")
    expect(tab.locator(".totals dt").first).to_contain_text("Boîte mail, ")
    press(tab, "Enter")
    told(tab, "Denise : réglé, 12,00 € en espèces")


def a_passer_by_prints_three_pages(tab: Page) -> None:
    press(tab, "=", "ArrowRight", "Tab", "3", "Enter", "c", "Enter")
    told(tab, "Copie, la page × 3, 0,45 € par carte")


def a_membership_alone(tab: Page) -> None:
    tab.keyboard.type("basi")
    tab.get_by_role("button", name="Adhésion seule").press("Enter")
    press(tab, "h", "Enter")
    told(tab, "Basile : adhésion enregistrée, 30,00 € par chèque")


def a_minor_comes_and_is_undone(tab: Page) -> None:
    tab.keyboard.type("ana")
    press(tab, "Enter")
    tab.get_by_label("moins de 12 ans").press(" ")
    tab.get_by_label("Autorisation parentale signée").press(" ")
    tab.locator("[name=first]").press("Enter")
    tab.locator("[data-key=confirm]").press("Enter")
    told(tab, "Ana : présent·e, 12,00 € en espèces")
    tab.get_by_role("button", name="Annuler la dernière saisie").press("Enter")
    told(tab, "Annulé : Ana : présent·e, 12,00 € en espèces")


def test_a_till_closed_without_a_receipt_says_so(place: tuple[Base, Server], tab: Page) -> None:
    sit_down(tab, place[1])
    tab.get_by_role("button", name="Fermer la caisse").focus()
    press(tab, "Enter", "5", "0", "Enter")
    expect(tab.locator("dialog[open]")).to_contain_text("pour de bon")
    press(tab, "Enter")
    expect(tab.locator("dialog[open]")).to_contain_text("Clôture de caisse, aucun reçu")
    expect(tab.locator("dialog[open]")).not_to_contain_text("Empreinte")

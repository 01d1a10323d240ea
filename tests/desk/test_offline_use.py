"""A machine begun, ended and paid with the network unplugged: the second grid of Bras, whole."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from tests.desk.gestures import toast, type_in
from tests.desk.secure import Territory, all_sent, opened
from tests.desk.test_offline import LONG_AGO, cold
from tests.figures import figure

pytestmark = [pytest.mark.browser, pytest.mark.prove("1. nombres dorés"), pytest.mark.once]

BUILD = """
from maillage.core.ids import new_id
from tests.houses import build_house
from tests.making_booking import authorisation, family, resource
from tests.making_plans import material, set_price
house = build_house()
house.add_staff("mediator", "Sandrine")
set_price(house, "LASER", 6, "hour", label="Laser, l’heure")
set_price(house, "PLA", 0.05, "gram", label="PLA, le gramme")
stock = material(house, code="PLA", label="PLA blanc")
house.do("money.move_stock", move=new_id(), material=stock, why="delivered", units=1_000_000)
laser = family(house, name="Découpe laser", price_code="LASER", authorised=True,
               training=house.workshop)
resource(house, laser)
authorisation(house, laser, house.person("Noé", "Brun"))
house.person("Zoé", "Faure")
"""

READ = """
import json
from django.db.models import Sum
from maillage.booking.models import Reservation
from maillage.booking.rules import minutes_used
from maillage.core.models import Command, ToSettle
from maillage.core.scopes import every_structure
from maillage.money.models import Membership, Receipt, Sale, SaleLine, StockMove
from maillage.people.models import Visit
with every_structure():
    lines = SaleLine.objects.order_by("sale__at", "position")
    used = {one.pk: minutes_used(one) for one in Reservation.objects.all()}
    print(json.dumps({
        "uses": [*used.values()],
        "lines": [[one.kind, one.code, one.quantity, one.amount_cents, one.target_id in used]
                  for one in lines],
        "payers": list(Sale.objects.values_list("person__first_name", flat=True)),
        "receipts": list(Receipt.objects.values_list("total_cents", flat=True)),
        "stock": StockMove.objects.aggregate(units=Sum("units"))["units"],
        "visits": Visit.objects.filter(greetings__gt=0).count(),
        "memberships": Membership.objects.count(),
        "refused": Command.objects.filter(status="refused").count(),
        "left_out": ToSettle.objects.count()}))
"""
FAR = "01:29:10"
"""Begun minutes count: an hour and a half, whatever the seconds of the test."""


def machines(tab: Page, name: str) -> None:
    """Which machine for somebody, by keyboard."""
    tab.keyboard.type(name)
    tab.get_by_role("button", name="Une machine, un poste").press("Enter")
    expect(tab.locator("dialog[open]")).to_be_visible()


def test_golden_2_begun_ended_and_paid_without_a_line(territory: Territory) -> None:
    base, server = territory.base, territory.server
    opened(territory.browser("A"), server)
    base.run(LONG_AGO)
    server.kill()
    territory.browser("A").clock.install(time=datetime.now(UTC))
    tab = cold(territory.browser("A"), server)
    somebody_untrained_is_refused_here(tab)
    machines(tab, "noé")
    type_in(tab, "", "Enter", "Enter")
    expect(toast(tab)).to_contain_text("Noé : Machine ")
    tab.clock.fast_forward(FAR)
    tab = cold(territory.browser("A"), server)
    tab.keyboard.type("noé")
    expect(tab.locator(".do")).to_contain_text("1 h 30 d’usage")
    tab.keyboard.press("Enter")
    expect(tab.locator(".stop input").first).to_have_value("1\u00a0h\u00a030")
    tab.keyboard.press("Tab")
    type_in(tab, "42", "Enter")
    expect(tab.locator(".pay")).to_contain_text("11,10 €")
    expect(tab.locator(".pay")).not_to_contain_text("Adhésion")
    type_in(tab, "", "e", "Enter")
    paid = "Noé : Laser, l’heure × 1,5 + PLA, le gramme × 42, 11,10 € en espèces"
    expect(toast(tab)).to_have_text(paid)
    expect(tab.locator(".line-state")).to_contain_text("hors ligne")
    server.start()
    all_sent(tab)
    assert base.run(READ) == {
        "uses": [90],
        "lines": [["use", "LASER", 1500, 900, True], ["material", "PLA", 42_000, 210, True]],
        "payers": ["Noé"],
        "receipts": [1110],
        "stock": 958_000,
        "visits": 1,
        "memberships": 0,
        "refused": 0,
        "left_out": 0,
    }
    figure("1. nombres dorés", "1 h 30 et 42 g, sans ligne : 11,10 €", "11,10 €")


def somebody_untrained_is_refused_here(tab: Page) -> None:
    """Nothing is queued for who may not: the desk says which training."""
    machines(tab, "zoé")
    expect(tab.locator("dialog[open]")).to_contain_text("Rien n’est libre maintenant")
    expect(tab.locator(".machine-list")).to_contain_text("demande la formation « Boîte mail »")
    tab.keyboard.press("Escape")
    expect(tab.locator("dialog[open]")).to_have_count(0)
    tab.keyboard.press("Escape")

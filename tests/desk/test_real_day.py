"""Must show 8: a real day in a real browser against a real server: twenty arrivals, no mouse."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.desk.gestures import arrived, greet, sit_down, welcome
from tests.figures import figure
from tests.servers import Base, Server

pytestmark = [pytest.mark.browser, pytest.mark.prove]

KNOWN = ("Anne", "Basile", "Chloé", "Denis", "Elsa", "Farid", "Gaëlle", "Hugo", "Inès", "Jean")
NEW = ("Karine", "Lucien", "Mounia")
ANONYMOUS = 4
FLOAT_CENTS = 5000
MOST_STROKES = 12

BUILD = f"""
import json
from datetime import timedelta
from django.utils import timezone
from maillage.core.ids import new_id
from maillage.money.models import Membership
from tests.houses import LONG_AGO, build_house
house = build_house()
house.add_staff("mediator", "Sandrine")
today = timezone.localdate()
session = house.session(capacity=40, room=None)
def member(person, ends_on):
    house.do("programme.register", session=session,
             seats=[{{"registration": new_id(), "person": person}}])
    with house.scope():
        Membership.objects.create(structure_id=house.structure, plan_id=house.plan,
            person_id=person, starts_on=LONG_AGO, ends_on=ends_on)
for name in {KNOWN!r}:
    member(house.person(name, "Martin"), today + timedelta(days=90))
member(house.person("Odette", "Roux"), today - timedelta(days=30))
member(house.person("Violette", "Petit"), today - timedelta(days=3))
lea = house.person("Léa", "Marchal", profile={{"birth_year": today.year - 15}})
member(lea, today + timedelta(days=90))
house.do("people.add_document", document=new_id(), document_kind="parental_consent",
         title="Autorisation parentale", from_day=LONG_AGO, required_of="minors")
"""

COUNTED = """
import json
from maillage.core.scopes import every_structure
from maillage.money.models import Payment, TillClosing
from maillage.people.models import AnonymousCount, Visit
with every_structure():
    cash = sum(Payment.objects.filter(means="cash").values_list("amount_cents", flat=True))
    closing = TillClosing.objects.get()
    print(json.dumps({"visits": Visit.objects.filter(greetings__gt=0).count(),
                      "unnamed": AnonymousCount.objects.filter(undone=False).count(),
                      "cash": cash, "expected": closing.expected_cents,
                      "counted": closing.counted_cents}))
"""


def test_twenty_arrivals_without_a_mouse(place: tuple[Base, Server], tab: Page) -> None:
    base, server = place
    sit_down(tab, server)
    strokes = [greet(tab, name) for name in KNOWN]
    strokes += [greet(tab, name) for name in ("Odette", "Violette")]
    for name in NEW:
        welcome(tab, name)
    for _ in range(ANONYMOUS):
        tab.keyboard.press("+")
    expect(tab.locator(".line-state")).to_have_text("Tout est envoyé")
    tab.keyboard.type("léa")
    tab.keyboard.press("Enter")
    tab.keyboard.type("42")
    tab.keyboard.press("Enter")
    expect(tab.locator(".do")).to_contain_text("Boîte mail")
    tab.keyboard.press("Enter")
    tab.keyboard.press("Enter")
    arrived(tab, "Léa")
    expect(tab.locator(".line-state")).to_have_text("Tout est envoyé")
    counted = close(tab, base)
    assert (counted["visits"], counted["unnamed"]) == (16, ANONYMOUS)
    assert counted["expected"] == FLOAT_CENTS + counted["cash"] == counted["counted"]
    assert max(strokes) <= MOST_STROKES
    figure(
        "8. vingt arrivées au clavier",
        f"20 arrivées, {max(strokes)} touches au plus pour une personne connue, "
        f"{counted['expected'] / 100:.2f} € = fond + espèces",
        "12 touches au plus",
    )


def close(page: Page, base: Base) -> dict[str, Any]:
    """Close the till with what the desk expects; then count in the base, from elsewhere."""
    shown = page.locator(".till b").inner_text()
    page.get_by_role("button", name="Fermer la caisse").focus()
    page.keyboard.press("Enter")
    page.keyboard.type(shown.split(" ")[0].replace("\u202f", "").split("\xa0")[0])
    page.keyboard.press("Enter")
    expect(page.locator("dialog[open]")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("dialog[open]")).to_contain_text("Empreinte de la chaîne")
    return base.run(COUNTED)

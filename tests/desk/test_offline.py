"""Golden number 26: a day without a line on two devices of one place, then the line comes back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.desk.gestures import arrived, greet, sign_in, toast, welcome
from tests.desk.secure import SecureServer, Territory, all_sent, opened
from tests.figures import figure

pytestmark = [pytest.mark.browser, pytest.mark.prove, pytest.mark.slow]

PAYING = {
    "A": ("Anne", "Basile", "Chloé", "Denis", "Elsa", "Farid", "Gaëlle"),
    "B": ("Inès", "Jean", "Karim", "Lucien", "Mounia", "Nadia"),
}
PASSING = {"A": ("Paul", "Quentin", "Rose", "Hugo"), "B": ("Sofia", "Thomas", "Ursule", "Omar")}
REGISTERING = {
    "A": ("Victor", "Wendy", "Xavier", "Yanis"),
    "B": ("Zélie", "Brice", "Coline", "Dora"),
}
NEWCOMER = "Fantine Lambert"
SEATS = 6
FLOAT_CENTS = 5000
PRICE_CENTS, FIRST_VISIT_CENTS = 800, 1200

BUILD = f"""
from datetime import timedelta
from django.utils import timezone
from maillage.core.ids import new_id
from maillage.money.models import Membership
from tests.houses import LONG_AGO, build_house
house = build_house()
house.add_staff("mediator", "Sandrine")
today = timezone.localdate()
now = house.session(capacity=40, room=None)
house.session(capacity={SEATS}, room=None, day=today + timedelta(days=2))
for name in {(*PAYING["A"], *PAYING["B"])!r}:
    person = house.person(name, "Martin")
    house.do("programme.register", session=now,
             seats=[{{"registration": new_id(), "person": person}}])
    with house.scope():
        Membership.objects.create(structure_id=house.structure, plan_id=house.plan,
            person_id=person, starts_on=LONG_AGO, ends_on=today + timedelta(days=90))
for name in {(*PASSING["A"], *PASSING["B"], *REGISTERING["A"], *REGISTERING["B"])!r}:
    house.person(name, "Petit")
"""

COUNTED = "from tests.desk.counting import tell_day; tell_day()"


def register(tab: Page, name: str) -> None:
    """Registered by phone to the session of the day after tomorrow."""
    tab.keyboard.type(name[:4].lower())
    tab.get_by_role("button", name="Inscrire à une séance…").click()
    tab.locator(".session-choice").last.click()
    expect(toast(tab)).to_contain_text(name)
    tab.keyboard.press("Escape")


def a_day(tab: Page, device: str) -> None:
    """What a device lives without a line: arrivals, payments, registrations, somebody new."""
    for name in PAYING[device]:
        greet(tab, name)
    for name in PASSING[device]:
        tab.keyboard.type(name[:4].lower())
        expect(tab.locator(".do")).to_contain_text(f"Accueillir {name}")
        tab.keyboard.press("Enter")
        arrived(tab, name)
    for name in REGISTERING[device]:
        register(tab, name)
    welcome(tab, NEWCOMER)


def cold(context: BrowserContext, server: SecureServer) -> Page:
    """Every tab closed, then the desk opened by its address."""
    tab = context.new_page()
    for other in context.pages[:-1]:
        other.close()
    tab.goto(f"{server.address}/s/bras/desk/")
    tab.wait_for_selector("body[data-ready]")
    expect(tab.locator("#search")).to_be_focused()
    return tab


def till_of(tab: Page) -> str:
    return tab.locator("#till").inner_text()


def test_a_day_without_a_line_on_two_devices(territory: Territory) -> None:
    base, server = territory.base, territory.server
    contexts = {name: territory.browser(name) for name in "AB"}
    tabs = {name: opened(context, server) for name, context in contexts.items()}
    server.kill()
    tabs = {name: cold(context, server) for name, context in contexts.items()}
    for name, tab in tabs.items():
        a_day(tab, name)
        expect(tab.locator(".line-state")).to_contain_text("hors ligne")
    tabs = {name: cold(context, server) for name, context in contexts.items()}
    contexts["B"].set_offline(True)
    server.start()
    all_sent(tabs["A"])
    contexts["B"].set_offline(False)
    all_sent(tabs["B"])
    found: dict[str, Any] = base.run(COUNTED)
    confirmed = (*REGISTERING["A"], *REGISTERING["B"][:2])
    assert found["seats"] == [
        *([name, "confirmed", None] for name in confirmed),
        *([name, "overbooked", rank] for rank, name in enumerate(REGISTERING["B"][2:], 1)),
    ]
    assert found["series"] == {"A": [*range(1, 9)], "B": [*range(1, 8)]}
    cash = {name: len(who) * PRICE_CENTS + FIRST_VISIT_CENTS for name, who in PAYING.items()}
    assert found["cash"] == cash
    assert (found["visits"], found["visitors"]) == (23, 23)
    assert found["refused"] == 0
    assert found["twins"] == [["Fantine", "Fantine"]]
    for name, cents in cash.items():
        expected = (FLOAT_CENTS + cents) // 100
        expect(tabs[name].locator("#till")).to_contain_text(f"{expected},00")
    figure(
        "1. un jour hors ligne sur deux postes",
        f"{found['visits']} venues, 8 inscriptions pour {SEATS} places, 15 encaissements",
        "rien perdu, rien en double",
    )


LONG_AGO = """
from datetime import timedelta
from django.utils import timezone
from maillage.network.models import SignIn
SignIn.objects.update(started_at=timezone.now() - timedelta(days=20))
"""
ARRIVED = """
import json
from maillage.core.models import ToSettle
from maillage.core.scopes import every_structure
from maillage.people.models import AnonymousCount
with every_structure():
    days = sorted({str(one.day) for one in AnonymousCount.objects.all()})
    print(json.dumps([AnonymousCount.objects.count(), ToSettle.objects.count(), days]))
"""
KEPT = """async () => {
  const { openKept } = await import("/static/desk/kept.js");
  const kept = await openKept("bras");
  const facts = (await kept.base.table("facts").toArray()).map((one) => one.name).sort();
  const rows = (name) => kept.base.table(name).count();
  return [facts, ...(await Promise.all(["outbox", "pages", "persons", "sessions"].map(rows)))];
}"""
UNSENT = 40
PARIS = ZoneInfo("Europe/Paris")


def test_signed_out_at_noon_then_fifteen_days_without_a_line(territory: Territory) -> None:
    base, server = territory.base, territory.server
    opened(territory.browser("A"), server)
    base.run(LONG_AGO)
    server.kill()
    then = datetime.now(UTC) - timedelta(days=15)
    territory.browser("A").clock.install(time=then)
    tab = cold(territory.browser("A"), server)
    for number in range(1, UNSENT + 1):
        tab.keyboard.press("+")
        expect(tab.locator(".line-state")).to_contain_text(f"{number} en attente")
    tab.locator(".who").click()
    tab.get_by_role("button", name="Se déconnecter").click()
    expect(tab.locator("#notice")).to_contain_text("Déconnecté : ce poste ne montre plus personne")
    opening = 1
    assert tab.evaluate(KEPT) == [["clock", "epoch", "left"], opening + UNSENT, 0, 0, 0]
    territory.close("A")
    server.start()
    tab = territory.browser("A").new_page()
    tab.goto(f"{server.address}/s/bras/desk/")
    expect(tab.locator("[name=login]")).to_be_visible()
    sign_in(tab)
    expect(tab.locator(".line-state")).to_have_text("Tout est envoyé", timeout=60_000)
    assert base.run(ARRIVED) == [UNSENT, 0, [then.astimezone(PARIS).date().isoformat()]]
    figure("3. 40 saisies, déconnexion, 15 jours", f"{UNSENT} arrivées", "toutes")


WIPED = """async () => {
  const { openKept } = await import("/static/desk/kept.js");
  await (await openKept("bras")).wipe();
}"""
NO_SESSION = """
from django.contrib.sessions.models import Session
Session.objects.all().delete()
"""


def test_a_desk_that_kept_nothing_and_is_signed_out_asks_to_sign_in(territory: Territory) -> None:
    tab = opened(territory.browser("A"), territory.server)
    tab.evaluate(WIPED)
    territory.base.run(NO_SESSION)
    tab.goto(f"{territory.server.address}/s/bras/desk/")
    expect(tab.locator("[name=login]")).to_be_visible()
    sign_in(tab)
    expect(tab.locator(".line-state")).to_have_text("Tout est envoyé")

"""Must show 4: the desk opened by a PIN without a line, and taken over by somebody else."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.desk.gestures import greet
from tests.desk.secure import SecureServer, Territory, all_sent, opened
from tests.desk.test_offline import KEPT
from tests.figures import figure

pytestmark = [pytest.mark.browser, pytest.mark.prove, pytest.mark.slow]

PIN, WRONG = "2468", "1111"
KNOWN = ("Anne", "Basile", "Denis")
MOST_MS = 2000
MOST_TRIES = 10

BUILD = f"""
from datetime import timedelta
from django.utils import timezone
from maillage.core.ids import new_id
from maillage.money.models import Membership
from tests.houses import LONG_AGO, build_house
house = build_house()
house.add_staff("mediator", "Sandrine")
house.add_staff("volunteer", "Ali")
today = timezone.localdate()
now = house.session(capacity=40, room=None)
for name in {KNOWN!r}:
    person = house.person(name, "Martin")
    house.do("programme.register", session=now,
             seats=[{{"registration": new_id(), "person": person}}])
    with house.scope():
        Membership.objects.create(structure_id=house.structure, plan_id=house.plan,
            person_id=person, starts_on=LONG_AGO, ends_on=today + timedelta(days=90))
house.person("Chloé", "Martin")
"""

WATCHED = """
addEventListener("keydown", () => { window.typedAt = performance.now(); }, true);
addEventListener("focusin", ({ target }) => {
  if (target.id === "search") { window.readyAt = performance.now(); }
}, true);
window.print = () => { window.printed = document.getElementById("print").innerText; };
"""
"""Each page says when a key was last pressed, when the search took the focus, what is printed."""

CROWD = 50_000
FILL = """async (crowd) => {
  const { openKept } = await import("/static/desk/kept.js");
  const kept = await openKept("bras");
  const { rev } = await kept.fact("head");
  const [like] = (await kept.snapshot()).persons;
  for (let at = 0; at < crowd; at += 2000) {
    const rows = Array.from({ length: 2000 }, (_, i) => ({
      ...like, id: crypto.randomUUID(), first: "Zoé", last: `Petit ${at + i}`,
      folded: `zoe petit ${at + i}`, card: "", last4: "",
    }));
    await kept.base.table("pages").put({ key: `${rev}-${1 + at}`, at: rev, number: 1 + at, rows });
  }
}"""
"""A copy of a large town's people on the device."""

DONE = """
import json
from maillage.core.models import Command
from maillage.core.scopes import every_structure
from maillage.network.models import Staff
with every_structure():
    names = dict(Staff.objects.values_list("pk", "first_name"))
    told = Command.objects.exclude(kind="money.open_till").filter(n__gt=0, device_id__in=[
        one for one, in Command.objects.filter(kind="money.open_till").values_list("device_id")])
    print(json.dumps([[one.kind, names[one.actor_id], one.status] for one in told.order_by("n")]))
"""


def take(tab: Page, name: str, pin: str = PIN) -> None:
    """Somebody of the team takes the desk by its dialog, with a line or without."""
    tab.locator(".who").click()
    tab.get_by_role("dialog").get_by_role("radio", name=name).check(force=True)
    tab.get_by_role("dialog").locator("input[type=password]").fill(pin)
    tab.keyboard.press("Enter")


def took(tab: Page, name: str) -> None:
    """The same, done: the desk is theirs, and waits for a name."""
    take(tab, name)
    expect(tab.locator("dialog")).to_have_count(0)
    expect(tab.locator(".who-name")).to_have_text(name)
    expect(tab.locator("#search")).to_be_focused()


def cold(context: BrowserContext, server: SecureServer) -> Page:
    """Every tab closed, then the desk opened by its address: it is locked."""
    tab = context.new_page()
    for other in context.pages[:-1]:
        other.close()
    tab.goto(f"{server.address}/s/bras/desk/")
    expect(tab.locator("#lock-pin")).to_be_focused()
    return tab


def unlock(tab: Page) -> float:
    """The PIN; milliseconds from its last digit to a search box that can be typed in."""
    tab.keyboard.type(PIN)
    expect(tab.locator("#search")).to_be_focused()
    return tab.evaluate("window.readyAt - window.typedAt")


def paid(tab: Page, name: str) -> tuple[int, str]:
    """Known, registered, greeted, charged, the receipt printed: keystrokes, and the paper."""
    strokes = greet(tab, name)
    tab.wait_for_function("(who) => window.printed?.includes(who)", arg=name)
    return strokes, tab.evaluate("window.printed")


def in_line(tab: Page) -> int:
    """Both give their PIN once, two people pay: the keystrokes of the second."""
    for name in ("Ali", "Sandrine"):
        took(tab, name)
    greet(tab, "Anne", "r")
    strokes, receipt = paid(tab, "Basile")
    assert ("Basile Martin" in receipt, "A-2" in receipt) == (True, True)
    expect(tab.locator(".line-state")).to_have_text("Tout est envoyé")
    return strokes


def handed_over(tab: Page) -> None:
    """Ali takes the desk: he sees initials where Sandrine saw names, and greets somebody."""
    tab.keyboard.type(f"petit {CROWD - 1}")
    expect(tab.locator(".person")).to_contain_text(f"Zoé Petit {CROWD - 1}")
    took(tab, "Ali")
    tab.keyboard.type("chlo")
    expect(tab.locator(".person")).to_contain_text("Chloé M.")
    tab.keyboard.press("Enter")
    expect(tab.locator(".toast p")).to_contain_text("Chloé")


def test_opened_by_a_pin_without_a_line_in_the_same_keystrokes(territory: Territory) -> None:
    base, server, context = territory.base, territory.server, territory.browser("A")
    faults: list[str] = []
    context.on("weberror", lambda found: faults.append(str(found.error)))
    context.add_init_script(WATCHED)
    tab = opened(context, server)
    with_line = in_line(tab)
    tab.evaluate(FILL, CROWD)
    server.kill()

    tab = cold(context, server)
    elapsed = unlock(tab)
    without, receipt = paid(tab, "Denis")
    assert ("Denis Martin" in receipt, "A-3" in receipt) == (True, True)
    assert without == with_line
    handed_over(tab)
    tab = cold(context, server)
    unlock(tab)
    expect(tab.locator(".who-name")).to_have_text("Ali")

    server.start()
    all_sent(tab)
    assert base.run(DONE) == [
        *[["counter.arrive", "Sandrine", "done"]] * len(KNOWN),
        ["network.take_over", "Ali", "done"],
        ["people.greet", "Ali", "done"],
    ]
    expect(tab.locator(".who-name")).to_have_text("Ali")
    tab.reload()
    tab.wait_for_selector("body[data-ready]")
    expect(tab.locator(".who-name")).to_have_text("Ali")
    assert faults == []
    print(f"last digit to search, offline, {CROWD} persons: {elapsed:.0f} ms")
    figure(
        "4. du dernier chiffre du code à la recherche, hors ligne",
        f"{elapsed:.0f} ms parmi {CROWD} personnes ; {without} touches, {with_line} avec la ligne",
        f"{MOST_MS} ms, autant de touches",
        held=elapsed < MOST_MS,
    )


def test_who_never_came_to_this_desk_needs_a_line(territory: Territory) -> None:
    tab = opened(territory.browser("A"), territory.server)
    territory.server.kill()
    take(tab, "Ali")
    expect(tab.locator("dialog .errors")).to_contain_text("il faut la ligne la première fois")


def test_ten_wrong_pins_sign_out_and_what_was_typed_stays(territory: Territory) -> None:
    server, context = territory.server, territory.browser("A")
    tab = opened(context, server)
    took(tab, "Sandrine")
    server.kill()
    tab.keyboard.press("+")
    expect(tab.locator(".line-state")).to_contain_text("1 en attente")
    tab = cold(context, server)
    for number in range(MOST_TRIES - 1):
        if number == MOST_TRIES // 2:
            tab = cold(context, server)
        tab.keyboard.type(WRONG)
        expect(tab.locator("#lock-said")).to_contain_text("n’est pas le bon")
        expect(tab.locator("#lock-pin")).to_have_value("")
    expect(tab.locator("#lock-said")).to_contain_text("Encore 1 essai")
    tab.keyboard.type(WRONG)
    expect(tab.locator("#notice")).to_contain_text("Déconnecté : ce poste ne montre plus personne")
    opening = 1
    assert tab.evaluate(KEPT) == [["clock", "epoch", "left"], opening + 1, 0, 0, 0]


def test_a_pin_changed_meanwhile_opens_no_more(territory: Territory) -> None:
    base, server, context = territory.base, territory.server, territory.browser("A")
    tab = opened(context, server)
    took(tab, "Ali")
    took(tab, "Sandrine")
    server.kill()
    changed: Any = base.run(CHANGED)
    assert changed == "done"
    took(tab, "Ali")
    server.start()
    tab.evaluate("() => dispatchEvent(new Event('online'))")
    expect(tab.locator("#lock-said")).to_contain_text("tapez le nouveau", timeout=60_000)


CHANGED = """
import json
from maillage.core.scopes import every_structure
from maillage.network.devices import hash_pin
from maillage.network.doors import run_as_server
from maillage.network.models import Staff
with every_structure():
    ali, boss = Staff.objects.get(first_name="Ali"), Staff.objects.get(first_name="Loïc")
given = {"staff": ali.pk, "pin_hash": hash_pin("9753")}
print(json.dumps(run_as_server(ali.structure_id, "network.set_pin", given, actor=boss.pk).status))
"""

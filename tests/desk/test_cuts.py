"""Line, tab, server, clock, disk: whatever stops, nothing is lost and nothing comes twice."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import BrowserContext, Error, Page, expect, sync_playwright

from maillage.network.devices import COOKIE
from tests.browser import MOVING_CLOCK
from tests.cli.installation import DATABASE, Installation
from tests.desk.gestures import arrived, open_payment, sign_in
from tests.desk.line import Line
from tests.desk.secure import SecureServer, Territory, all_sent, opened
from tests.figures import PROVING, figure
from tests.servers import fresh_base, migrated

pytestmark = [pytest.mark.browser, pytest.mark.prove, pytest.mark.slow, pytest.mark.once]

CUTS = 50 if PROVING else 10
SEED = int(os.environ.get("MAILLAGE_SEED", "26"))
PRICE_CENTS = 800
SIX_HOURS = 6 * 3_600_000
NEAR = 300
SIGNED_OUT = "Votre session est finie"
NAMES = [
    "".join(one).capitalize() for one in product(("ba", "do", "ku", "mi"), ("lo", "na", "ri", "su"))
]
"""Sixteen a day's worth of names, no two of which begin alike."""

BUILD = f"""
from datetime import timedelta
from django.utils import timezone
from maillage.core.ids import new_id
from maillage.money.models import Membership
from tests.houses import LONG_AGO, build_house
house = build_house()
house.add_staff("mediator", "Sandrine")
today = timezone.localdate()
session = house.session(capacity=400, room=None)
for last in {["Ader", "Bruno", "Colin", "Duval"][: 1 + CUTS // 16]!r}:
    for first in {NAMES!r}:
        person = house.person(last[:2] + first.lower(), last)
        house.do("programme.register", session=session,
                 seats=[{{"registration": new_id(), "person": person}}])
        with house.scope():
            Membership.objects.create(structure_id=house.structure, plan_id=house.plan,
                person_id=person, starts_on=LONG_AGO, ends_on=today + timedelta(days=90))
"""

TOLD = """
import json
from maillage.core.models import Command
from maillage.core.scopes import every_structure
from maillage.money.models import Payment, Receipt, Series
from maillage.people.models import AnonymousCount, Visit
with every_structure():
    sold = Series.objects.filter(last_number__gt=0)
    mine = Command.objects.filter(device_id__in=sold.values("device_id"))
    numbers = sorted(Receipt.objects.values_list("number", flat=True))
    n = sorted(mine.values_list("n", flat=True))
    print(json.dumps({
        "unnamed": AnonymousCount.objects.filter(undone=False).count(),
        "visitors": sorted(Visit.objects.values_list("person__first_name", flat=True)),
        "cents": sum(Payment.objects.values_list("amount_cents", flat=True)),
        "receipts": numbers == list(range(1, len(numbers) + 1)) and len(numbers),
        "series": [[one.code, one.last_number] for one in sold],
        "gapless": n == list(range(1, len(n) + 1)),
        "refused": mine.exclude(status="done").count(),
        "hours": [min(mine.values_list("at", flat=True)).timestamp(),
                  max(mine.values_list("at", flat=True)).timestamp()],
    }))
"""

WAITING = """async () => {
  const { openKept } = await import("/static/desk/kept.js");
  const kept = await openKept("bras");
  return (await kept.outbox.all()).filter((one) => one.state === "waiting").length;
}"""

NO_STORE = """
Object.defineProperty(globalThis, "indexedDB", { get() {
  return { open() { throw new DOMException("refused", "SecurityError"); } };
} });
"""


class FarServer(SecureServer):
    """The desk reaches it by a line."""

    line: Line

    @property
    def address(self) -> str:
        return super().address.replace(f":{self.port}", f":{self.line.port}")


def until_it_keeps_the_device(profile: Path) -> None:
    """A browser writes its cookies within half a minute: a desk made just before is none yet."""
    kept = f"file:{profile}/Default/Cookies?immutable=1"
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with closing(sqlite3.connect(kept, uri=True)) as it:
            if it.execute("SELECT 1 FROM cookies WHERE name = ?", [COOKIE]).fetchone():
                return
        time.sleep(0.5)
    raise AssertionError("no cookie of the device")


@dataclass
class Day:
    """One desk of a territory, what was typed at it, and what goes wrong."""

    territory: Territory
    line: Line
    random: Random
    tab: Page
    unnamed: int = 0
    paid: list[str] = field(default_factory=list)

    @property
    def server(self) -> SecureServer:
        return self.territory.server

    def context(self) -> BrowserContext:
        return self.territory.browser("A")

    def open(self, tab: Page | None = None) -> None:
        """The desk, in a tab."""
        self.tab = tab or self.context().new_page()
        self.tab.goto(f"{self.server.address}/s/bras/desk/")
        self.tab.wait_for_selector("body[data-ready]")
        expect(self.tab.locator("#search")).to_be_focused()

    def other_tab(self) -> Page:
        """The desk's is closed at once; what it waited for never comes."""
        tab = self.context().new_page()
        self.tab.close()
        return tab

    def count(self, times: int) -> None:
        """Arrivals without a name."""
        for _ in range(times):
            self.tab.keyboard.press("+")
        self.unnamed += times

    def next_person(self) -> str:
        last, first = divmod(len(self.paid), len(NAMES))
        return ["Ad", "Br", "Co", "Du"][last] + NAMES[first].lower()

    def pay(self) -> None:
        """Somebody comes and pays."""
        name = self.next_person()
        open_payment(self.tab, name, "Enter")
        arrived(self.tab, name)
        self.paid.append(name)

    def typed_without_a_line(self) -> None:
        self.line.cut()
        self.count(self.random.randint(1, 4))
        self.pay()

    def again(self) -> None:
        """The line is back, and all of it leaves, from somebody signed in."""
        self.line.mend()
        self.tab.evaluate("() => dispatchEvent(new Event('online'))")
        state = self.tab.locator(".line-state")
        expect(state).to_have_text(re.compile(f"Tout est envoyé|{SIGNED_OUT}"), timeout=60_000)
        if state.inner_text() == SIGNED_OUT:
            # Killed, a browser forgets the cookies of its last half minute.
            self.sign_in_again()
        all_sent(self.tab)

    def sign_in_again(self) -> None:
        self.tab.goto(f"{self.server.address}/connexion?next=/s/bras/desk/")
        # Opened without its storage before it has sent again, the desk would give a number twice.
        with self.tab.expect_response(lambda answer: answer.url.endswith("/commands")):
            sign_in(self.tab)
        self.tab.wait_for_selector("body[data-ready]")

    # What goes wrong

    def cut_while_asking(self) -> None:
        self.typed_without_a_line()
        self.line.mend(sent=self.random.randint(0, 6000))
        self.tab.evaluate("() => dispatchEvent(new Event('online'))")
        time.sleep(self.random.random())

    def cut_while_answered(self) -> None:
        self.typed_without_a_line()
        self.line.mend(received=self.random.randint(0, 6000))
        self.tab.evaluate("() => dispatchEvent(new Event('online'))")
        time.sleep(self.random.random())

    def tab_killed_inside_a_payment(self) -> None:
        if self.random.random() < 0.5:
            self.line.cut()
        name = self.next_person()
        open_payment(self.tab, name)
        expect(self.tab.locator(".pay")).to_be_visible()
        if self.random.random() < 0.7:
            self.tab.keyboard.press("Enter")
        time.sleep(self.random.random() / 20)
        self.tab = self.other_tab()
        self.tab.goto(f"{self.server.address}/s/bras/desk/")
        self.tab.wait_for_selector("body[data-ready]")
        if self.tab.locator(".pay").is_visible():
            self.tab.keyboard.press("Enter")
            arrived(self.tab, name)
        self.paid.append(name)

    def browser_killed(self) -> None:
        """Its processes end at once; another process reads what the device kept."""
        self.typed_without_a_line()
        expected = self.tab.locator(".line-state")
        expect(expected).to_contain_text("en attente")
        waiting = int(expected.inner_text().split()[0])
        folder = self.territory.base.data / "profile-A"
        until_it_keeps_the_device(folder)
        subprocess.run(["pkill", "-KILL", "-f", str(folder)], check=False)
        with suppress(Error):
            self.territory.close("A")
        self.open()
        assert self.tab.evaluate(WAITING) == waiting

    def server_killed(self) -> None:
        self.typed_without_a_line()
        self.line.mend()
        self.tab.evaluate("() => dispatchEvent(new Event('online'))")
        time.sleep(self.random.random() / 2)
        self.server.kill()
        self.count(2)
        self.server.start()

    def two_tabs(self) -> None:
        first = self.tab
        self.line.cut()
        second = self.context().new_page()
        second.goto(first.url)
        expect(second.locator("#notice")).to_contain_text("Un autre onglet")
        first.bring_to_front()
        self.count(2)
        first.wait_for_function(f"async () => (await ({WAITING})()) === 2")
        first.close()
        self.tab = second
        second.bring_to_front()
        expect(second.locator("#notice")).to_be_empty()
        second.wait_for_selector("body[data-ready]")
        second.locator("#search").focus()
        self.pay()

    def clock_set_back(self) -> None:
        self.typed_without_a_line()
        self.tab.evaluate(f"() => {{ globalThis.moved -= {SIX_HOURS}; }}")
        self.count(2)
        self.pay()
        self.again()
        self.tab.evaluate(f"() => {{ globalThis.moved += {SIX_HOURS}; }}")
        self.count(1)

    def storage_refused(self) -> None:
        tab = self.other_tab()
        tab.add_init_script(NO_STORE)
        self.open(tab)
        self.count(1)
        expect(self.tab.locator("#notice")).to_contain_text("ne peut plus rien garder")
        self.typed_without_a_line()
        self.print_the_unsent_receipt()
        self.again()
        tab = self.other_tab()
        # What the device kept before knows nothing of this page's receipts: the server tells it.
        with tab.expect_response(lambda answer: "snapshot.json" in answer.url):
            self.open(tab)

    def print_the_unsent_receipt(self) -> None:
        self.tab.locator("[data-key=queue]").click()
        self.tab.get_by_role("button", name="Imprimer le reçu").click()
        expect(self.tab.locator("#print")).to_contain_text(f"Reçu n° A-{len(self.paid)}")
        self.tab.keyboard.press("Escape")
        self.tab.locator("#search").focus()

    def restored_from_a_backup(self) -> None:
        self.again()
        folder = self.territory.base.data
        backup = folder / f"before-{len(self.paid)}.zip"
        Installation(folder).done("backup", backup)
        self.count(2)
        self.pay()
        self.again()
        self.server.kill()
        for one in folder.glob(f"{DATABASE}*"):
            one.unlink()
        shutil.copyfile(migrated().file, folder / DATABASE)
        Installation(folder).done("restore", backup)
        self.server.start()
        self.tab.evaluate("() => dispatchEvent(new Event('online'))")
        expect(self.tab.locator(".line-state")).to_have_text(SIGNED_OUT, timeout=30_000)
        self.sign_in_again()


WRONGS = (
    Day.cut_while_asking,
    Day.cut_while_answered,
    Day.tab_killed_inside_a_payment,
    Day.browser_killed,
    Day.server_killed,
    Day.two_tabs,
    Day.clock_set_back,
    Day.storage_refused,
    Day.restored_from_a_backup,
)


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    with ExitStack() as stack:
        base = stack.enter_context(fresh_base(tmp_path, "cuts"))
        base.run(BUILD)
        server = FarServer(base)
        server.line = Line(server.port)
        stack.callback(server.line.close)
        server.start()
        stack.callback(server.kill)
        territory = Territory(base, server, stack.enter_context(sync_playwright()), stack)
        territory.browser("A").add_init_script(MOVING_CLOCK)
        tab = opened(territory.browser("A"), server)
        yield Day(territory, server.line, Random(SEED), tab)


def test_whatever_stops_nothing_is_lost_and_nothing_comes_twice(day: Day) -> None:
    began = time.time()
    wrongs = [*WRONGS, *day.random.choices(WRONGS, k=CUTS)][:CUTS]
    day.random.shuffle(wrongs)
    for wrong in wrongs:
        print(wrong.__name__, flush=True)
        wrong(day)
        day.again()
    told = day.territory.base.run(TOLD)
    first, last = told.pop("hours")
    assert told == {
        "unnamed": day.unnamed,
        "visitors": sorted(day.paid),
        "cents": len(day.paid) * PRICE_CENTS,
        "receipts": len(day.paid),
        "series": [["A", len(day.paid)]],
        "gapless": True,
        "refused": 0,
    }
    assert began - NEAR < first <= last < time.time() + NEAR
    figure("2. coupures au hasard", json.dumps({"coupures": CUTS, "graine": SEED}), "rien perdu")

"""Must show 4: all processes of ``serve --workers 1`` stay under 150 MB together (PSS)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from maillage.bench.postgres import children_of
from maillage.core.ids import new_id
from tests.figures import PROVING, figure
from tests.servers import Base, Server, fresh_base

pytestmark = [
    pytest.mark.race,
    pytest.mark.prove,
    pytest.mark.slow,
    *([] if PROVING else [pytest.mark.once]),
]

REQUESTS = 1000 if PROVING else 120
SHEETS = 20 if PROVING else 3
ROWS = 60
MOST_MB = 150
EVERY_SECONDS = 1.0 if PROVING else 0.3

BUILD = f"""
import json
from maillage.core.ids import new_id
from tests.houses import build_house, open_desk
house = build_house()
desk = open_desk(house)
session = house.session(capacity={ROWS}, room=None)
persons = [house.person(f"Personne {{n}}", "Martin") for n in range({ROWS})]
for person in persons:
    house.do("programme.register", session=session,
             seats=[{{"registration": new_id(), "person": person}}])
cookies = {{name: one.value for name, one in desk.client.cookies.items()}}
print(json.dumps({{"cookies": cookies, "device": str(desk.device), "actor": str(desk.actor),
    "place": str(house.place), "session": str(session),
    "persons": [str(one) for one in persons]}}))
"""


def tree(pid: int) -> list[int]:
    """The process and all its descendants."""
    found = [pid]
    for one in found:
        found += children_of(one)
    return found


def pss_mb(pid: int) -> float:
    """Proportional memory of a process and its descendants, in MB."""
    kilobytes = 0
    for one in tree(pid):
        try:
            text = Path(f"/proc/{one}/smaps_rollup").read_text(encoding="ascii")
        except OSError:
            continue
        kilobytes += next(int(line.split()[1]) for line in text.splitlines() if "Pss:" in line)
    return kilobytes / 1024


class Served(Server):
    """``maillage serve --workers 1``, jobs on."""

    def start(self) -> None:
        command = [sys.executable, "-m", "maillage", "serve", "--workers", "1"]
        with (self.base.data / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "--port", str(self.port)],
                env=self.base.environment(),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._wait()


@contextmanager
def served(base: Base) -> Iterator[Served]:
    server = Served(base, 1)
    server.start()
    try:
        yield server
    finally:
        assert server.process is not None
        os.killpg(server.process.pid, signal.SIGTERM)
        server.process.wait(30)


@contextmanager
def sampled(pid: int) -> Iterator[list[float]]:
    """Memory of the tree, read again and again while the block runs."""
    samples, over = [pss_mb(pid)], threading.Event()

    def sample() -> None:
        while not over.wait(EVERY_SECONDS):
            samples.append(pss_mb(pid))

    thread = threading.Thread(target=sample)
    thread.start()
    try:
        yield samples
    finally:
        over.set()
        thread.join()


class Browser:
    """The desk's requests, one after the other: snapshot, poll, arrivals, pages, sheets."""

    def __init__(self, server: Server, told: dict[str, Any]) -> None:
        self.server, self.told, self.n = server, told, 0

    def get(self, path: str) -> None:
        cookies = "; ".join(f"{name}={value}" for name, value in self.told["cookies"].items())
        status, _ = self.server.ask("GET", path, None, {"Cookie": cookies})
        assert status == 200, path

    def arrive(self) -> None:
        self.n += 1
        cookies = "; ".join(f"{name}={value}" for name, value in self.told["cookies"].items())
        now = datetime.now(UTC).isoformat()
        command = {
            "key": str(new_id()),
            "n": self.n,
            "kind": "counter.arrive",
            "place": self.told["place"],
            "actor": self.told["actor"],
            "at": now,
            "payload": {
                "visit": str(new_id()),
                "person": self.told["persons"][self.n % ROWS],
                "seat": {"registration": str(new_id()), "session": self.told["session"]},
            },
        }
        status, answer = self.server.ask(
            "POST",
            "/s/bras/desk/commands",
            {"device": self.told["device"], "now": now, "commands": [command]},
            {
                "Cookie": cookies,
                "Content-Type": "application/json",
                "X-CSRFToken": self.told["cookies"]["maillage_csrf"],
            },
        )
        assert (status, answer["results"][0]["status"]) == (200, "done")


def test_all_processes_together_stay_small(tmp_path: Path) -> None:
    with fresh_base(tmp_path, "memory") as base:
        told = base.run(BUILD)
        with served(base) as server:
            assert server.process is not None
            with sampled(server.process.pid) as samples:
                browse(Browser(server, told))
                time.sleep(EVERY_SECONDS)
    assert max(samples) < MOST_MB
    figure(
        "4. mémoire",
        f"{max(samples):.0f} Mo (PSS) au plus sur {REQUESTS} requêtes et {SHEETS} PDF",
        f"{MOST_MB} Mo",
    )


def browse(browser: Browser) -> None:
    """The script of the desk; a sheet of 60 rows every so often."""
    pages = ("snapshot.json", "rev.json", "rev.json", "", "snapshot.json")
    for number in range(REQUESTS):
        if number % 3 == 0:
            browser.arrive()
        else:
            browser.get(f"/s/bras/desk/{pages[number % len(pages)]}")
        if number % (REQUESTS // SHEETS) == 0:
            browser.get(f"/s/bras/sessions/{browser.told['session']}/sheet.pdf")

"""Must show 5: SIGKILL at random moments under load; every acknowledged command is there, once."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path
from typing import Any, Self

import pytest

from maillage.bench.postgres import Cluster, throwaway
from tests.figures import PROVING, figure
from tests.races.callers import BUILD, Caller
from tests.servers import Base, Server, fresh_base, server_url

pytestmark = [pytest.mark.race, pytest.mark.prove, pytest.mark.slow]

KILLS = 50 if PROVING else 1
CLIENTS = 8


@contextmanager
def a_base(folder: Path) -> Iterator[tuple[Base, Cluster | None]]:
    """A base to crash: a file, or a PostgreSQL of its own, durable as in real life."""
    if not server_url():
        with fresh_base(folder, "kills") as base:
            yield base, None
        return
    with throwaway(durable=True) as cluster:
        data = folder / "kills"
        data.mkdir()
        base = Base(data, cluster.url)
        base.run(
            "from django.core.management import call_command; call_command('migrate', verbosity=0)"
        )
        yield base, cluster


class Load:
    """Clients that never stop; what was sent, what was acknowledged, what is in flight."""

    def __init__(self, caller: Caller) -> None:
        self.caller, self.stopped = caller, threading.Event()
        self.acknowledged: dict[str, str] = {}
        self.in_flight: set[str] = set()
        self.threads = [threading.Thread(target=self._run) for _ in range(CLIENTS)]

    def __enter__(self) -> Self:
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopped.set()
        for thread in self.threads:
            thread.join()

    def _run(self) -> None:
        while not self.stopped.is_set():
            self._until_acknowledged(self.caller.command("money.sell", sale=self.caller.sale()))

    def _until_acknowledged(self, command: dict[str, Any]) -> None:
        """The same key again after each cut, as a device does."""
        while not self.stopped.is_set():
            self.in_flight.add(command["key"])
            try:
                status, answer = self.caller.post(command)
            except (OSError, HTTPException, ValueError):
                time.sleep(0.05)
                continue
            finally:
                self.in_flight.discard(command["key"])
            if status == 200 and answer["results"][0]["status"] == "done":
                self.acknowledged[command["key"]] = command["payload"]["sale"]["sale"]
                return
            time.sleep(0.02)


def crash(server: Server, cluster: Cluster | None, *, base_too: bool) -> None:
    """SIGKILL the server, its workers and, every other time, the postmaster; start again."""
    if cluster is not None and base_too:
        cluster.kill()
    server.kill()
    if cluster is not None and base_too:
        cluster.start()
    server.start()


def test_every_acknowledged_command_survives(tmp_path: Path) -> None:
    chance, flying = random.Random(5), 0
    with a_base(tmp_path) as (base, cluster):
        told = base.run(BUILD)
        server = Server(base, workers=2)
        server.start()
        try:
            with Load(Caller(server, told)) as load:
                for number in range(KILLS):
                    time.sleep(chance.uniform(0.05, 0.6))
                    flying += bool(load.in_flight)
                    crash(server, cluster, base_too=number % 2 == 0)
                time.sleep(0.5)
        finally:
            server.kill()
        stored = base.run(STORED)
        verified = verify(base)
    assert len(load.acknowledged) > KILLS
    assert {key: stored.get(key) for key in load.acknowledged} == {
        key: [sale, 1] for key, sale in load.acknowledged.items()
    }
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert flying >= KILLS * 3 // 5
    figure(
        "5. SIGKILL sous charge",
        f"{KILLS} arrêts dont {flying} avec des commandes en vol, "
        f"{len(load.acknowledged)} acquittées, aucune perdue ni en double",
        "50, dont 30 en vol",
        held=KILLS >= 50 and flying >= 30,
    )


STORED = """
import json
from collections import Counter
from maillage.core.models import Command
from maillage.core.scopes import every_structure
from maillage.money.models import Receipt
with every_structure():
    receipts = Counter(str(one) for one in Receipt.objects.values_list("sale_id", flat=True))
    rows = Command.objects.filter(kind="money.sell", status="done").values_list("key", "answer")
    print(json.dumps({str(key): [answer["sale"], receipts[answer["sale"]]]
                      for key, answer in rows}))
"""


def verify(base: Base) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "maillage", "till", "verify"],
        env=base.environment(),
        capture_output=True,
        text=True,
        check=False,
    )

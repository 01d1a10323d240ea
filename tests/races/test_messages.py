"""SIGKILL around the hand-over of a message, at each of its steps: none is sent twice, none lost.

A real process sends to a real mail server, which kills it when it connects, when the words are
handed over, or once they are taken and not yet acknowledged; and two processes at once.
"""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.figures import PROVING, figure
from tests.messages.machines import Machine, mail_server
from tests.servers import Base, fresh_base

pytestmark = [pytest.mark.race, pytest.mark.prove]

KILLS = 48 if PROVING else 6
STEPS = ("connected", "handed over", "taken")

BUILD = """
import json
from tests.houses import build_house
from maillage.messages.models import Message
house = build_house()
persons = [house.person(f"P{{n}}", email=f"p{{n}}@example.fr") for n in range({many})]
house.do("messages.write", persons=persons, text="Bonjour")
print(json.dumps(str(house.structure)))
"""

SEND = """
import sys
import django; django.setup()
from maillage.messages.sending import send_messages
while send_messages.call(sys.argv[1]):
    pass
"""

DOUBT = """
import json
from datetime import timedelta
from django.utils import timezone
from maillage.core.scopes import every_structure
from maillage.core.retention import structures
from maillage.messages.models import Message
from maillage.messages.sending import requeue
for one in structures():
    requeue(one, timezone.now() + timedelta(minutes=11))
with every_structure():
    rows = Message.objects.values_list("id", "state", "tries")
    print(json.dumps([[str(one), state, tries] for one, state, tries in rows]))
"""


class Post:
    """The processes that send: started, killed by the mail server at a step, waited for."""

    def __init__(self, base: Base, structure: str, machine: Machine) -> None:
        self.base, self.structure = base, structure
        self.environment = base.environment() | {
            "MAILLAGE_MAIL_URL": f"smtp://127.0.0.1:{machine.port}",
            "MAILLAGE_MAIL_FROM": "bonjour@bras.example",
        }

    def start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-c", SEND, self.structure], env=self.environment)


@contextmanager
def posting(folder: Path, many: int) -> Iterator[tuple[Base, Post, Machine]]:
    with fresh_base(folder, "messages") as base, mail_server() as machine:
        told = base.run(
            "from django.conf import settings; settings.MAIL = {'folder': True}\n"
            + BUILD.format(many=many)
        )
        yield base, Post(base, told, machine), machine


def ids(machine: Machine) -> Counter[str]:
    return Counter(one["Message-ID"][1:].split("@")[0] for one in machine.received)


def test_killed_at_each_step_nothing_is_sent_twice(tmp_path: Path) -> None:
    many = KILLS * 2 + 2
    with posting(tmp_path, many) as (base, post, machine):
        for number, step in zip(range(KILLS), itertools.cycle(STEPS), strict=False):
            kill_at(post, machine, step, after=number % 2)
        machine.on = lambda step: None
        assert post.start().wait(60) == 0
        rows = base.run(DOUBT)
        assert post.start().wait(60) == 0
        got = ids(machine)
    states = Counter(state for _one, state, _tries in rows)
    assert max(got.values()) == 1
    assert (set(states), sum(states.values())) == ({"sent", "unsure"}, many)
    assert states["unsure"] == KILLS
    assert {one for one, state, _tries in rows if state == "sent"} <= set(got)
    figure(
        "A13. SIGKILL autour de l’envoi",
        f"{KILLS} arrêts : {states['sent']} messages partis, {states['unsure']} à vérifier, "
        f"{sum(one > 1 for one in got.values())} en double",
        "0 en double",
    )


def kill_at(post: Post, machine: Machine, step: str, *, after: int) -> None:
    """Let so many messages through, then kill the process as the next one reaches a step."""
    passed = 0
    process: list[subprocess.Popen[bytes]] = []

    def on(reached: str) -> None:
        nonlocal passed
        if reached != step:
            return
        if passed == after:
            while not process:
                time.sleep(0.01)
            os.kill(process[0].pid, signal.SIGKILL)
            process[0].wait()
        passed += 1

    machine.on = on
    process.append(post.start())
    assert process[0].wait(60) == -signal.SIGKILL


def test_several_processes_send_each_message_once(tmp_path: Path) -> None:
    with posting(tmp_path, 30) as (base, post, machine):
        processes = [post.start() for _ in range(3)]
        assert [one.wait(120) for one in processes] == [0, 0, 0]
        got, rows = ids(machine), base.run(DOUBT)
    assert (len(got), set(got.values())) == (30, {1})
    assert {(state, tries) for _one, state, tries in rows} == {("sent", 1)}

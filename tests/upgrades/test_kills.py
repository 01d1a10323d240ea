"""Must show 8: ``upgrade`` killed at any instant leaves the old base or the new one, and goes on.

A whole run says which steps there are and how long each takes; then as many runs, each on a clone
of the kept database, are killed inside a step: the backup, each migration, the guards, the check,
the commit, and the server that was started after it.
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest

from maillage.core.ids import new_id
from tests.cli.installation import SERVER, Installation
from tests.figures import PROVING, figure
from tests.races.callers import Caller
from tests.servers import Base, Server
from tests.upgrades.kept import KEPT, counts, migrations, rows, schema, unpack

pytestmark = [
    pytest.mark.race,
    pytest.mark.prove,
    pytest.mark.slow,
    *([] if PROVING else [pytest.mark.once]),
]

RESTART = "Relancez-le"
KILLS = 20 if PROVING else 3


class Maillage(Server):
    """``maillage serve``."""

    @property
    def command(self) -> list[str]:
        return [sys.executable, "-m", "maillage", "serve", "--port", str(self.port)]


@dataclass
class Step:
    """What ``upgrade`` says as a step begins, and the seconds it takes."""

    text: str
    seconds: float


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    made = unpack(KEPT[0], tmp_path_factory.mktemp("old"))
    yield made
    made.drop()


@pytest.fixture(scope="module")
def whole(
    old: Installation, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Installation, list[Step]]]:
    """An upgrade that nobody kills: what it leaves, and its steps."""
    made = old.clone(tmp_path_factory.mktemp("whole") / "data")
    said = Said(made)
    steps, began = [], 0.0
    while text := said.next_step():
        now = time.monotonic()
        if steps:
            steps[-1].seconds = now - began
        steps.append(Step(text, 0.0))
        began = now
    said.process.communicate()
    steps[-1].seconds = time.monotonic() - began
    assert said.process.returncode == 0
    yield made, steps
    made.drop()


class Found:
    """What stands in a base, past Django."""

    def __init__(self, made: Installation) -> None:
        self.migrations, self.schema = migrations(made), schema(made)
        self.rows, self.counts = rows(made), counts(made)


class Said:
    """``maillage upgrade`` as a process, heard step by step."""

    def __init__(self, made: Installation) -> None:
        self.process = made.start("-m", "maillage", "upgrade")
        assert self.process.stdout is not None
        self.out, self.text, self.heard = self.process.stdout.fileno(), "", 0

    def next_step(self) -> str:
        """What the next step says, as it begins; empty when there is none."""
        while self.text.find("…", self.heard) < 0:
            more = os.read(self.out, 4096).decode()
            if not more:
                return ""
            self.text += more
        end = self.text.find("…", self.heard)
        begin = self.text.rfind("\n", 0, end) + 1
        self.heard = end + 1
        return self.text[begin:end].split(" dans ")[0]

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()


def moments(steps: list[Step]) -> list[tuple[Step, float]]:
    """Steps to be killed in, spread over the whole run, and after how many seconds of each."""
    every = [*steps, Step(RESTART, 2.0)]
    apart = (len(every) - 0.5) / (KILLS - 1)
    places = [0.25 + number * apart for number in range(KILLS)]
    return [(every[int(place)], place % 1 * every[int(place)].seconds) for place in places]


def kill_in(made: Installation, step: Step, seconds: float) -> None:
    """Run ``upgrade`` and kill it so long after that step began; or the server started after it."""
    if step.text == RESTART:
        made.done("upgrade")
        server = Maillage(Base(made.data, made.url), workers=1)
        server.launch()
        time.sleep(seconds)
        server.kill()
        return
    said = Said(made)
    while (text := said.next_step()) != step.text:
        assert text, said.text
    time.sleep(seconds)
    said.kill()


def wait_for_the_server_of_the_base(made: Installation) -> None:
    """PostgreSQL takes a moment to see that a client was killed."""
    others = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state <> ''"
    )
    while SERVER and made.sql(others) != [(1,)]:
        time.sleep(0.05)


def test_a_killed_upgrade_leaves_the_old_or_the_new(
    old: Installation, whole: tuple[Installation, list[Step]], tmp_path: Path
) -> None:
    new, steps = whole
    assert len(steps) >= len(migrations(new) - migrations(old)) + 3
    before, after = Found(old), Found(new)
    left_old = 0
    for number, (step, seconds) in enumerate(moments(steps)):
        made = old.clone(tmp_path / str(number))
        kill_in(made, step, seconds)
        wait_for_the_server_of_the_base(made)
        is_old = migrations(made) == before.migrations
        left_old += is_old
        if is_old:
            assert (schema(made), rows(made)) == (before.schema, before.rows), step
        if is_old and (PROVING or number == 1):
            made.done("upgrade")
            is_old = False
        if not is_old:
            assert (migrations(made), schema(made)) == (after.migrations, after.schema), step
            assert counts(made) == after.counts, step
        if PROVING or step.text == RESTART:
            assert "Caisse vérifiée" in made.done("till", "verify")
            work_with(made)
        made.drop()
    figure(
        "8. upgrade tué",
        f"{KILLS} arrêts dans {len(steps) + 1} étapes : {left_old} fois l’ancienne base, "
        f"{KILLS - left_old} fois la nouvelle, toutes marchent",
        "20",
        held=KILLS >= 20,
    )


def work_with(made: Installation) -> None:
    """The real server shows a page and does a command; killed, it starts again and still has it."""
    told = token(made)
    server = Maillage(Base(made.data, made.url), workers=1)
    person = str(new_id())
    server.start()
    try:
        caller = Caller(server, told)
        assert caller.done("people.create", person=person, first_name="Zoé")["person"] == person
        server.kill()
        server.start()
        assert server.get("/")[0] == 200
        bearer = f"Bearer {told['secret']}"
        status, people = server.get("/api/v1/persons?limit=200", Authorization=bearer)
        assert status == 200
        assert [one["first_name"] for one in people["rows"] if one["id"] == person] == ["Zoé"]
    finally:
        server.kill()


def token(made: Installation) -> dict[str, str]:
    """What a program needs to send commands."""
    ran = made.maillage("token", "--structure", "bras", "--role", "manager")
    device, actor = re.findall(r"[0-9a-f-]{36}", ran.stderr)
    ((place,), *_others) = made.sql(
        "SELECT p.id FROM network_place p JOIN network_structure s ON s.id = p.structure_id "
        "WHERE s.slug = 'bras' ORDER BY p.name"
    )
    return {
        "secret": ran.stdout.strip(),
        "device": device,
        "actor": actor,
        "place": str(UUID(str(place))),
    }

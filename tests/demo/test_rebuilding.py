"""Where the demo may be written, and when it is built again: in a folder of its own."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.apps import apps

from maillage.core.scopes import every_structure
from maillage.demo import NotHere, prepare
from tests.demo.conftest import NOW

SCRIPT = """
import sys
import django
django.setup()
from datetime import datetime
from unittest import mock
from maillage.demo import NotHere, prepare, world
from maillage.money.verify import verify
preparing = sys.modules["maillage.demo.prepare"]
bras = preparing.SCENES[:1]
with mock.patch.object(world, "PAST_DAYS", 2), mock.patch.object(preparing, "SCENES", bras):
    try:
        prepare(datetime.fromisoformat({now!r}), print)
    except NotHere as refusal:
        print("REFUSED", refusal)
print("FINDINGS", len(verify().findings))
"""


def prepared(folder: Path, now: str, database: str = "") -> str:
    """Prepare in a process of its own; what it printed."""
    environment = {"MAILLAGE_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "maillage.settings"}
    environment |= {"PYTHONPATH": "src", "DATABASE_URL": database}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(now=now)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def last_day(folder: Path) -> str:
    with closing(sqlite3.connect(folder / "maillage.sqlite3")) as base:
        return base.execute("SELECT max(day) FROM people_visit").fetchone()[0]


@pytest.mark.once
@pytest.mark.slow
def test_a_demo_older_than_a_fortnight_is_built_again(tmp_path) -> None:
    """A fresh base file; while somebody still has the old one open, it says to stop first."""
    assert "REFUSED" not in prepared(tmp_path, "2026-11-25T13:30:00+00:00")
    assert last_day(tmp_path) == "2026-11-25"

    open_elsewhere = sqlite3.connect(tmp_path / "maillage.sqlite3")
    open_elsewhere.execute("SELECT count(*) FROM people_visit").fetchone()
    said = prepared(tmp_path, "2026-12-24T13:30:00+00:00")
    assert "REFUSED La démonstration est encore ouverte ailleurs" in said
    open_elsewhere.close()

    said = prepared(tmp_path, "2026-12-24T13:30:00+00:00")
    assert "La démonstration a plus de 14 jours" in said
    assert "REFUSED" not in said
    assert "FINDINGS 0" in said
    assert last_day(tmp_path) == "2026-12-24"


def test_real_data_is_not_touched(house) -> None:
    """A structure that is no demo, even under a demo's address, is refused before anything."""
    with every_structure():
        before = {one: one._base_manager.count() for one in apps.get_models()}
    with pytest.raises(NotHere, match="vraies données"):
        prepare(NOW, lambda _: None)
    with every_structure():
        assert {one: one._base_manager.count() for one in apps.get_models()} == before

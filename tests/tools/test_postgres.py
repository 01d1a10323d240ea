"""The throw-away PostgreSQL: it answers, survives a crash, and leaves nothing behind."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from maillage.bench.postgres import Cluster, throwaway

TOOL = Path(__file__).resolve().parent.parent.parent / "tools/postgres.py"

pytestmark = pytest.mark.postgres


def ask(url: str, sql: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(sql).fetchone()
    return row and row[0]


def execute(url: str, sql: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute(sql)


def test_what_was_committed_outlives_a_crash():
    with throwaway(durable=True) as cluster:
        execute(cluster.url, "CREATE TABLE seat AS SELECT 7 AS number")
        cluster.kill()
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(cluster.url)
        cluster.start()
        assert ask(cluster.url, "SELECT number FROM seat") == 7
        assert ask(cluster.url, "SHOW fsync") == "on"
    assert not cluster.folder.exists()


def test_nothing_is_left_after_a_failure():
    started: list[Cluster] = []

    def fail() -> None:
        with throwaway(settings={"work_mem": "5MB"}) as cluster:
            started.append(cluster)
            assert ask(cluster.url, "SHOW work_mem") == "5MB"
            assert ask(cluster.url, "SHOW fsync") == "off"
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    (cluster,) = started
    assert not cluster.folder.exists()
    assert cluster.server
    assert cluster.server.poll() == 0


def test_the_server_never_runs_as_root():
    with throwaway() as cluster:
        assert cluster.data.stat().st_uid != 0
        assert cluster.data.stat().st_mode & 0o077 == 0


def test_a_command_gets_the_address_and_gives_its_exit_code():
    program = "import os, psycopg; psycopg.connect(os.environ['DATABASE_URL']); raise SystemExit(3)"
    command = [sys.executable, str(TOOL), "--", sys.executable, "-c", program]
    assert subprocess.run(command, env=os.environ, check=False).returncode == 3

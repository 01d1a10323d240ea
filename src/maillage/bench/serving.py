"""What benches share: a PostgreSQL server, a database of their own, servers, and CPU spent."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from maillage.bench.postgres import children_of, throwaway
from maillage.core.ids import new_id

TICK = os.sysconf("SC_CLK_TCK")
START_SECONDS = 60


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


@contextlib.contextmanager
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server: that of ``DATABASE_URL``, else a durable one of ours."""
    named = os.environ.get("DATABASE_URL_FILE")
    given = Path(named).read_text().strip() if named else os.environ.get("DATABASE_URL", "")
    if given:
        yield given
        return
    with throwaway(durable=True) as cluster:
        yield cluster.url


@contextlib.contextmanager
def database(server: str) -> Iterator[dict[str, str]]:
    """A migrated database of our own; the environment that names it. Dropped whatever happens."""
    name = f"maillage_bench_{new_id().hex}"
    _execute(server, f'CREATE DATABASE "{name}"')
    try:
        with tempfile.TemporaryDirectory(prefix="maillage-bench-") as data:
            url = urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
            environment = {**os.environ, "DATABASE_URL": url, "MAILLAGE_DATA": data}
            environment["DJANGO_SETTINGS_MODULE"] = "maillage.settings"
            environment.pop("DATABASE_URL_FILE", None)
            run_module(environment, "maillage", "migrate")
            yield environment
    finally:
        _execute(server, f'DROP DATABASE "{name}" WITH (FORCE)')


def _execute(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)


def run_module(environment: dict[str, str], module: str, *arguments: str) -> str:
    command = [sys.executable, "-m", module, *arguments]
    ran = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return ran.stdout


@contextlib.contextmanager
def started(
    environment: dict[str, str], port: int, module: str, *arguments: str
) -> Iterator[subprocess.Popen[bytes]]:
    """A server that answers; stopped at the end."""
    command = [sys.executable, "-m", module, *arguments]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + START_SECONDS
        while not _listens(port):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{module} did not start")
            time.sleep(0.1)
        yield process
    finally:
        process.terminate()
        process.wait()


def _listens(port: int) -> bool:
    with contextlib.suppress(OSError):
        socket.create_connection(("127.0.0.1", port), 1).close()
        return True
    return False


def cpu_spent(server: subprocess.Popen[bytes], url: str) -> float:
    """Seconds spent so far by a server's processes and by the database's."""
    return sum(map(_cpu_of, [*_tree(server.pid), *_backends(url)]))


def stolen() -> float:
    """Seconds of processor so far that this machine was ready to use and its host gave to others.

    A virtual machine with busy neighbours: what a figure of that time says is partly theirs.
    """
    return int(Path("/proc/stat").read_text().split(maxsplit=9)[8]) / TICK


def _tree(pid: int) -> list[int]:
    return [pid, *(one for child in children_of(pid) for one in _tree(child))]


def _backends(url: str) -> list[int]:
    """Processes of the database: ours, and those that write for all where the server is ours."""
    with psycopg.connect(url) as connection:
        rows = connection.execute(
            "SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND "
            "(datname = current_database() OR backend_type IN ('walwriter', 'checkpointer', "
            "'background writer'))"
        ).fetchall()
    return [pid for (pid,) in rows]


def _cpu_of(pid: int) -> float:
    try:
        values = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:
        return 0.0
    return (int(values[11]) + int(values[12])) / TICK

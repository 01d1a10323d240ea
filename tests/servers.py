"""Real servers on real databases: processes to race against, to kill, to measure.

A database is made once per run of the tests and cloned for each server: by ``CREATE DATABASE …
TEMPLATE`` on PostgreSQL, a file copied on SQLite. Nothing runs in the test's own process.
"""

from __future__ import annotations

import fcntl
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

SRC = Path(__file__).resolve().parents[1] / "src"


@dataclass
class Base:
    """A database of its own, and its data folder."""

    data: Path
    url: str = ""

    @property
    def file(self) -> Path:
        """Where SQLite keeps it."""
        return self.data / "maillage.sqlite3"

    @property
    def database(self) -> str:
        """Its name on the PostgreSQL server."""
        return urlsplit(self.url).path[1:]

    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        kept |= {"MAILLAGE_DATA": str(self.data), "PYTHONPATH": f"{SRC}:{SRC.parent}"}
        kept["DJANGO_SETTINGS_MODULE"] = "maillage.settings"
        return kept | ({"DATABASE_URL": self.url} if self.url else {})

    def run(self, code: str) -> Any:
        """Run Python in another process, with Django ready; the JSON it prints."""
        program = f"import django; django.setup()\n{code}"
        done = subprocess.run(
            [sys.executable, "-c", program],
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1]) if done.stdout.strip() else None


def server_url() -> str:
    """The PostgreSQL server the tests were given; empty on SQLite."""
    return os.environ.get("DATABASE_URL", "")


def named(url: str, database: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


@contextmanager
def fresh_base(folder: Path, name: str) -> Iterator[Base]:
    """A migrated, empty database, removed at the end."""
    template = migrated()
    data = folder / name
    data.mkdir(parents=True)
    if not server_url():
        shutil.copyfile(template.file, Base(data).file)
        yield Base(data)
        return
    database = f"maillage_{os.getpid()}_{name}"
    _admin(f'CREATE DATABASE "{database}" TEMPLATE "{template.database}"')
    try:
        yield Base(data, named(server_url(), database))
    finally:
        _admin(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')


RUN = "MAILLAGE_TESTS"
"""Names the folder that the processes of a run of the tests share."""


def begin_run() -> None:
    """The first process of the run makes what they share."""
    os.environ[RUN] = tempfile.mkdtemp(prefix="maillage-tests-")


def end_run() -> None:
    """The first process removes it."""
    folder = Path(os.environ.pop(RUN))
    if server_url():
        _admin(f'DROP DATABASE IF EXISTS "{_template_of(folder)}"')
    shutil.rmtree(folder)


def _template_of(folder: Path) -> str:
    return folder.name.replace("-", "_")


@cache
def migrated() -> Base:
    """The migrated database that others are cloned from; one for all the processes of the run."""
    folder = Path(os.environ[RUN])
    base = Base(folder, named(server_url(), _template_of(folder)) if server_url() else "")
    ready = folder / "ready"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not ready.exists():
            _migrate(base)
            ready.touch()
    return base


def _migrate(base: Base) -> None:
    if base.url:
        _admin(f'CREATE DATABASE "{base.database}"')
    base.run(
        "from django.core.management import call_command; call_command('migrate', verbosity=0)"
    )
    if not base.url:
        _checkpoint(base.file)


def _checkpoint(path: Path) -> None:
    import sqlite3

    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _admin(statement: str) -> None:
    import psycopg

    with psycopg.connect(named(server_url(), "postgres"), autocommit=True) as connection:
        connection.execute(statement)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """``granian`` with so many worker processes, as ``maillage serve`` starts it."""

    def __init__(self, base: Base, workers: int) -> None:
        self.base, self.workers, self.port = base, workers, free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def command(self) -> list[str]:
        return [
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"),
            *("--port", str(self.port), "--workers", str(self.workers)),
            *("--blocking-threads", "4", "--no-ws", "--log-level", "error"),
            "maillage.wsgi:application",
        ]

    def environment(self) -> dict[str, str]:
        return self.base.environment()

    def launch(self) -> None:
        """Start it, and wait for nothing."""
        with (self.base.data / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                env=self.environment(),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def start(self) -> None:
        self.launch()
        self._wait()

    def _wait(self) -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                if self.get("/healthz")[0] == 200:
                    return
            except OSError:
                time.sleep(0.1)
        raise TimeoutError((self.base.data / "server.log").read_text())

    def kill(self) -> None:
        """SIGKILL to the server and all its workers."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def get(self, path: str, **headers: str) -> tuple[int, Any]:
        return self.ask("GET", path, None, headers)

    def connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def ask(self, method: str, path: str, body: Any, headers: dict[str, str]) -> tuple[int, Any]:
        connection = self.connection()
        try:
            sent = None if body is None else json.dumps(body, default=str)
            connection.request(method, path, sent, {"Accept": "application/json", **headers})
            answer = connection.getresponse()
            text = answer.read()
            return answer.status, json.loads(text) if text[:1] in {b"{", b"["} else text
        finally:
            connection.close()


@contextmanager
def serving(base: Base, workers: int = 2) -> Iterator[Server]:
    server = Server(base, workers)
    server.start()
    try:
        yield server
    finally:
        server.kill()

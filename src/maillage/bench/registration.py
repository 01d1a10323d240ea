"""``maillage bench registration``: what one registration costs, few or a million behind it.

Its own PostgreSQL (or its own databases on the server of ``DATABASE_URL``), one database for each
number of past registrations, dropped at the end. Real ``maillage serve`` processes, real HTTP.
Rounds alternate between the databases, so that a noisy machine is noisy for both.

``cpu_ms`` is user and system time of the server's processes and of the database's, per request.
``sql_statements`` is the mean of a short pass apart, on a server that counts. ``limit.tx_per_s``
is what the database alone gives: transactions that raise one structure's clock and nothing else,
from 16 connections, which no registration can exceed.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

from maillage.bench.clients import Seats, send
from maillage.bench.postgres import children_of, free_port, throwaway
from maillage.core.ids import new_id

TICK = os.sysconf("SC_CLK_TCK")
START_SECONDS = 60
WARM_UP = 40
COUNTED = 24
LIMIT_CONNECTIONS = 16
LIMIT_SECONDS = 3.0


@dataclass
class Row:
    """The requests of one number of clients over one past, all rounds together."""

    clients: int
    past: int
    wall: float = 0.0
    cpu: float = 0.0
    seconds: list[float] = field(default_factory=list)
    statements: list[int] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Its line of the report."""
        percentiles = statistics.quantiles(self.seconds, n=100, method="inclusive")
        count = len(self.seconds)
        return {
            "clients": self.clients,
            "past": self.past,
            "requests_per_s": round(count / self.wall, 1),
            "p50_ms": round(percentiles[49] * 1000, 1),
            "p95_ms": round(percentiles[94] * 1000, 1),
            "cpu_ms": round(self.cpu * 1000 / count, 2),
            "sql_statements": round(statistics.mean(self.statements), 2),
        }


@dataclass
class Base:
    """A laid database with its servers: one as people run it, one that counts."""

    past: int
    url: str
    seats: Seats
    server: subprocess.Popen[bytes]
    port: int
    counter: subprocess.Popen[bytes]
    counting_port: int

    def cpu(self) -> float:
        """Seconds spent so far by the server's processes and by the database's."""
        return sum(map(_cpu_of, [*_tree(self.server.pid), *_backends(self.url)]))


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Measure; the report. Progress goes to the standard error."""
    seats = options.rounds * options.requests * len(options.clients)
    seats += (WARM_UP + COUNTED) * len(options.clients) + 200
    with contextlib.ExitStack() as stack:
        url = stack.enter_context(_server())
        bases = [stack.enter_context(_base(url, past, seats)) for past in options.past]
        rows = {
            (base.past, clients): Row(clients, base.past)
            for base in bases
            for clients in options.clients
        }
        for base in bases:
            for clients in options.clients:
                _count(base, rows[base.past, clients])
        for number in range(options.rounds):
            _say(f"tour {number + 1} sur {options.rounds}")
            for clients in options.clients:
                for base in bases[:: 1 if number % 2 else -1]:
                    _round(base, rows[base.past, clients], options.requests)
        limit = _limit(bases[0].url)
    return {
        "engine": "postgresql",
        "rows": [row.as_json() for row in rows.values()],
        "limit": {"tx_per_s": round(limit, 1)},
    }


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


@contextlib.contextmanager
def _server() -> Iterator[str]:
    """The address of a PostgreSQL server: that of ``DATABASE_URL``, else a durable one of ours."""
    named = os.environ.get("DATABASE_URL_FILE")
    given = Path(named).read_text().strip() if named else os.environ.get("DATABASE_URL", "")
    if given:
        yield given
        return
    with throwaway(durable=True) as cluster:
        yield cluster.url


@contextlib.contextmanager
def _base(server: str, past: int, seats: int) -> Iterator[Base]:
    """A database of our own, laid and served; dropped at the end whatever happens."""
    name = f"maillage_bench_{new_id().hex}"
    url = urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    _execute(server, f'CREATE DATABASE "{name}"')
    try:
        with tempfile.TemporaryDirectory(prefix="maillage-bench-") as data:
            environment = {**os.environ, "DATABASE_URL": url, "MAILLAGE_DATA": data}
            environment["DJANGO_SETTINGS_MODULE"] = "maillage.settings"
            environment.pop("DATABASE_URL_FILE", None)
            _say(f"base de {past} inscriptions passées")
            _run(environment, "maillage", "migrate")
            told = json.loads(_run(environment, "maillage.bench.laying", str(past), str(seats)))
            port, counting_port = free_port(), free_port()
            serve = ("maillage", "serve", "--port", str(port), "--no-jobs")
            count = ("maillage.bench.counted", str(counting_port))
            with (
                _started(environment, port, *serve) as server_process,
                _started(environment, counting_port, *count) as counter,
            ):
                yield Base(past, url, Seats(told), server_process, port, counter, counting_port)
    finally:
        _execute(server, f'DROP DATABASE "{name}" WITH (FORCE)')


def _execute(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)


def _run(environment: dict[str, str], module: str, *arguments: str) -> str:
    command = [sys.executable, "-m", module, *arguments]
    ran = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return ran.stdout


@contextlib.contextmanager
def _started(
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


def _count(base: Base, row: Row) -> None:
    """Warm both servers up, and count statements."""
    send(base.seats, base.port, clients=row.clients, requests=WARM_UP)
    sent = send(base.seats, base.counting_port, clients=row.clients, requests=COUNTED)
    row.statements += sent.statements


def _round(base: Base, row: Row, requests: int) -> None:
    before = base.cpu()
    sent = send(base.seats, base.port, clients=row.clients, requests=requests)
    row.cpu += base.cpu() - before
    row.wall += sent.wall
    row.seconds += sent.seconds


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


def _limit(url: str) -> float:
    """Transactions a second that raise one clock and commit, from several connections."""
    done = [0] * LIMIT_CONNECTIONS
    deadline = time.monotonic() + LIMIT_SECONDS

    def work(index: int) -> None:
        with psycopg.connect(url, autocommit=True) as connection:
            while time.monotonic() < deadline:
                connection.execute("UPDATE core_structureclock SET rev = rev + 1")
                done[index] += 1

    threads = [threading.Thread(target=work, args=(index,)) for index in range(len(done))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / LIMIT_SECONDS

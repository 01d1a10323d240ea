"""What one command costs, with few or a million of them behind it.

Its own PostgreSQL (or its own databases on the server of ``DATABASE_URL``), one database for each
number of past rows, dropped at the end. Real ``maillage serve`` processes, real HTTP. Rounds
alternate between the databases, so that a noisy machine is noisy for both.

``cpu_ms`` is user and system time of the server's processes and of the database's, per request.
``sql_statements`` is the mean of a short pass apart, on a server that counts. ``limit.tx_per_s``
is what the database alone gives: transactions that raise one structure's clock and nothing else,
from 16 connections, which no command can exceed. ``stolen_cores``: how many cores on average the
machine's host kept for others meanwhile.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import statistics
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import psycopg

from maillage.bench.clients import Asking, send
from maillage.bench.postgres import free_port
from maillage.bench.serving import (
    cpu_spent,
    database,
    postgres_server,
    run_module,
    say,
    started,
    stolen,
)

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
    environment: dict[str, str]
    asking: Asking
    server: subprocess.Popen[bytes]
    port: int
    counter: subprocess.Popen[bytes]
    counting_port: int

    @property
    def url(self) -> str:
        """Where its database answers."""
        return self.environment["DATABASE_URL"]

    def cpu(self) -> float:
        """Seconds spent so far by the server's processes and by the database's."""
        return cpu_spent(self.server, self.url)


def measured(
    options: argparse.Namespace,
    laying: str,
    asking: type[Asking],
    *,
    besides: Callable[[Sequence[Base], int], dict[str, Any]] | None = None,
) -> dict[str, Any]:
    """Measure; the report. Progress goes to the standard error.

    ``laying`` is the module that lays a base: run with the number of past rows, and of those to be
    asked for, it prints what ``asking`` is told. ``besides`` measures something else on the same
    bases, in so many rounds: what it adds to the report.
    """
    wanted = options.rounds * options.requests * len(options.clients)
    wanted += (WARM_UP + COUNTED) * len(options.clients) + 200
    with contextlib.ExitStack() as stack:
        url = stack.enter_context(postgres_server())
        bases = [
            stack.enter_context(_base(url, past, (laying, wanted), asking)) for past in options.past
        ]
        began, taken = time.monotonic(), stolen()
        rows = {
            (base.past, clients): Row(clients, base.past)
            for base in bases
            for clients in options.clients
        }
        for base in bases:
            for clients in options.clients:
                _count(base, rows[base.past, clients])
        for number in range(options.rounds):
            say(f"tour {number + 1} sur {options.rounds}")
            for clients in options.clients:
                for base in bases[:: 1 if number % 2 else -1]:
                    _round(base, rows[base.past, clients], options.requests)
        limit = _limit(bases[0].url)
        more = besides(bases, options.rounds) if besides else {}
        kept = (stolen() - taken) / (time.monotonic() - began)
    return {
        "engine": "postgresql",
        "rows": [row.as_json() for row in rows.values()],
        "limit": {"tx_per_s": round(limit, 1)},
        "stolen_cores": round(kept, 2),
        **more,
    }


@contextlib.contextmanager
def _base(server: str, past: int, laying: tuple[str, int], asking: type[Asking]) -> Iterator[Base]:
    """A database of our own, laid and served."""
    say(f"base de {past} lignes passées")
    module, wanted = laying
    with database(server) as environment:
        told = json.loads(run_module(environment, module, str(past), str(wanted)))
        port, counting_port = free_port(), free_port()
        serve = ("maillage", "serve", "--port", str(port), "--no-jobs")
        count = ("maillage.bench.counted", str(counting_port))
        with (
            started(environment, port, *serve) as process,
            started(environment, counting_port, *count) as counter,
        ):
            yield Base(past, environment, asking(told), process, port, counter, counting_port)


def _count(base: Base, row: Row) -> None:
    """Warm both servers up, and count statements."""
    send(base.asking, base.port, clients=row.clients, requests=WARM_UP)
    sent = send(base.asking, base.counting_port, clients=row.clients, requests=COUNTED)
    row.statements += sent.statements


def _round(base: Base, row: Row, requests: int) -> None:
    before = base.cpu()
    sent = send(base.asking, base.port, clients=row.clients, requests=requests)
    row.cpu += base.cpu() - before
    row.wall += sent.wall
    row.seconds += sent.seconds


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

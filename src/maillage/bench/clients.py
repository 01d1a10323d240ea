"""Clients over HTTP, each on its own connection, one registration a request."""

from __future__ import annotations

import http.client
import itertools
import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from maillage.bench.counted import HEADER
from maillage.core.ids import new_id

SECONDS = 60


@dataclass
class Seats:
    """Who is to be registered where, one after the other, whoever asks."""

    told: dict[str, Any]
    _numbers: Iterator[int] = field(default_factory=itertools.count)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def next(self) -> tuple[str, str]:
        """The next session and person."""
        with self._lock:
            number = next(self._numbers)
        sessions, persons = self.told["sessions"], self.told["persons"]
        return sessions[number // self.told["capacity"]], persons[number % len(persons)]

    def body(self) -> bytes:
        """An envelope with one registration, as a program sends it."""
        session, person = self.next()
        now = datetime.now(UTC).isoformat()
        command = {
            "key": str(new_id()),
            "kind": "programme.register",
            "v": 1,
            "place": self.told["place"],
            "actor": self.told["actor"],
            "at": now,
            "payload": {
                "session": session,
                "seats": [{"registration": str(new_id()), "person": person}],
            },
        }
        envelope = {"device": self.told["device"], "now": now, "commands": [command]}
        return json.dumps(envelope).encode()


@dataclass
class Sent:
    """What came of some requests: seconds each took, statements where the server says them."""

    wall: float = 0.0
    seconds: list[float] = field(default_factory=list)
    statements: list[int] = field(default_factory=list)


def send(seats: Seats, port: int, *, clients: int, requests: int) -> Sent:
    """Send ``requests`` in all, by so many clients at once; every one must be done, with a seat."""
    sent = Sent()
    left = itertools.repeat(None, requests)
    start = threading.Barrier(clients + 1)

    def work() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
        connection.connect()
        start.wait()
        for _ in left:
            _register(connection, seats, sent)
        connection.close()

    with ThreadPoolExecutor(clients) as pool:
        workers = [pool.submit(work) for _ in range(clients)]
        start.wait()
        started = time.perf_counter()
        for one in workers:
            one.result()
        sent.wall = time.perf_counter() - started
    return sent


def _register(connection: http.client.HTTPConnection, seats: Seats, sent: Sent) -> None:
    body = seats.body()
    headers = {
        "Authorization": f"Bearer {seats.told['secret']}",
        "Content-Type": "application/json",
    }
    started = time.perf_counter()
    connection.request("POST", "/api/v1/commands", body, headers)
    answer = connection.getresponse()
    content = answer.read()
    sent.seconds.append(time.perf_counter() - started)
    if answer.status != http.client.OK:
        raise RuntimeError(f"{answer.status}: {content[:300]!r}")
    (result,) = json.loads(content)["results"]
    if result["status"] != "done" or result["data"]["state"] != "confirmed":
        raise RuntimeError(f"not registered: {result}")
    if answer.headers[HEADER]:
        sent.statements.append(int(answer.headers[HEADER]))

"""Clients over HTTP, each on its own connection, one command a request."""

from __future__ import annotations

import http.client
import itertools
import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar

from maillage.bench.counted import HEADER
from maillage.core.ids import new_id

SECONDS = 60
FIRST_HOUR, HOURS_A_DAY = 8, 12


@dataclass
class Asking:
    """What is to be asked for, one after the other, whoever asks; ``told`` is what was laid."""

    told: dict[str, Any]
    kind: ClassVar[str]
    _numbers: Iterator[int] = field(default_factory=itertools.count)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def payload(self, number: int) -> dict[str, Any]:
        """What the command of this rank asks for."""
        raise NotImplementedError

    def body(self) -> bytes:
        """An envelope with the next command, as a program sends it."""
        with self._lock:
            number = next(self._numbers)
        now = datetime.now(UTC).isoformat()
        command = {
            "key": str(new_id()),
            "kind": self.kind,
            "v": 1,
            "place": self.told["place"],
            "actor": self.told["actor"],
            "at": now,
            "payload": self.payload(number),
        }
        envelope = {"device": self.told["device"], "now": now, "commands": [command]}
        return json.dumps(envelope).encode()

    def person(self, number: int) -> str:
        """Whose turn it is."""
        persons: list[str] = self.told["persons"]
        return persons[number % len(persons)]


class Seats(Asking):
    """Registrations: each session is filled before the next."""

    kind = "programme.register"

    def payload(self, number: int) -> dict[str, Any]:
        """One seat for one person."""
        seat = {"registration": str(new_id()), "person": self.person(number)}
        return {"session": self.told["sessions"][number // self.told["capacity"]], "seats": [seat]}


class Slots(Asking):
    """Reservations: an hour of each machine in its turn, then the next hour."""

    kind = "booking.reserve"

    def payload(self, number: int) -> dict[str, Any]:
        """One hour of a machine, for somebody authorised."""
        resources = self.told["resources"]
        hour = number // len(resources)
        day = date.fromisoformat(self.told["day"]) + timedelta(days=hour // HOURS_A_DAY)
        return {
            "reservation": str(new_id()),
            "resource": resources[number % len(resources)],
            "person": self.person(number),
            "day": day.isoformat(),
            "start": f"{FIRST_HOUR + hour % HOURS_A_DAY:02}:00",
            "minutes": 60,
        }


@dataclass
class Sent:
    """What came of some requests: seconds each took, statements where the server says them."""

    wall: float = 0.0
    seconds: list[float] = field(default_factory=list)
    statements: list[int] = field(default_factory=list)


def send(asking: Asking, port: int, *, clients: int, requests: int) -> Sent:
    """Send ``requests`` in all, by so many clients at once; every one must be confirmed."""
    sent = Sent()
    left = itertools.repeat(None, requests)
    start = threading.Barrier(clients + 1)

    def work() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
        connection.connect()
        start.wait()
        for _ in left:
            _ask(connection, asking, sent)
        connection.close()

    with ThreadPoolExecutor(clients) as pool:
        workers = [pool.submit(work) for _ in range(clients)]
        start.wait()
        started = time.perf_counter()
        for one in workers:
            one.result()
        sent.wall = time.perf_counter() - started
    return sent


def _ask(connection: http.client.HTTPConnection, asking: Asking, sent: Sent) -> None:
    body = asking.body()
    headers = {
        "Authorization": f"Bearer {asking.told['secret']}",
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
        raise RuntimeError(f"not confirmed: {result}")
    if answer.headers[HEADER]:
        sent.statements.append(int(answer.headers[HEADER]))

"""What each page of the office costs with years behind it. Run: make bench-pages

A PostgreSQL of its own: a house with something on every page, then PERSONS persons, VISITS visits,
sessions with their seats, receipts and journal lines, copied from real ones by SQL. A real server,
signed in as the manager; each GET page asked RUNS times. Prints JSON, a line a page: CPU of the
server and of the database (ms), SQL statements, bytes. Exit code 1 when a page is over a goal;
the files (a print, a CSV), as long as what is asked of them, are measured beside.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import re
import subprocess
import sys
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from maillage.bench.postgres import free_port
from maillage.bench.serving import (
    cpu_spent,
    database,
    postgres_server,
    run_module,
    say,
    started,
)

HERE = Path(__file__).resolve().parent
SOURCES = os.pathsep.join([str(HERE), str(HERE.parent)])
"""Where the laying of the years is found, and the house of the tests that it begins with."""

GOAL_MS, GOAL_STATEMENTS = 50, 20
WARM_UP = 5
QUERIES = {"people": "?q=mar", "till-journal": "?first={first}&last={last}"}


@dataclass
class Site:
    """A laid base behind two servers: one as people run it, one that counts."""

    told: dict[str, Any]
    url: str
    server: subprocess.Popen[bytes]
    port: int
    counting_port: int

    def pages(self) -> Iterator[tuple[str, str]]:
        """Each page of the office that a GET answers: its name and its address."""
        for name, pattern in self.told["patterns"]:
            path = pattern
            for kind, one in self.told["ids"].items():
                path = path.replace(f"<uuid:{kind}>", one)
            if "<" not in path:
                query = QUERIES.get(name, "").format(**self.told["days"])
                yield name, f"/s/bras/{path}{query}"


def measure(site: Site, runs: int) -> Iterator[dict[str, Any]]:
    """The cost of each page."""
    asks, counts = Asking(site.port, site.told), Asking(site.counting_port, site.told)
    for name, address in site.pages():
        answer = asks.get(address)
        if answer.status != http.HTTPStatus.OK:
            continue
        for _ in range(WARM_UP):
            asks.get(address)
        before = cpu_spent(site.server, site.url)
        for _ in range(runs):
            asks.get(address)
        cpu = cpu_spent(site.server, site.url) - before
        yield {
            "page" if answer.is_page else "file": name,
            "cpu_ms": round(cpu * 1000 / runs, 1),
            "sql_statements": counts.get(address).statements,
            "bytes": answer.size,
        }


class Answer(NamedTuple):
    """What is known of an answer; ``statements`` is 0 where nobody counts."""

    status: int
    size: int
    statements: int
    is_page: bool


class Asking:
    """A signed-in browser, as far as reading goes."""

    def __init__(self, port: int, told: dict[str, Any]) -> None:
        self.port, self.cookies = port, {"maillage_session": told["session"]}

    def get(self, address: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection.request(
            "GET", urllib.parse.quote(address, safe="/?=&"), headers={"Cookie": cookie}
        )
        answer = connection.getresponse()
        size = len(answer.read())
        connection.close()
        is_page = answer.headers.get_content_type() == "text/html"
        return Answer(answer.status, size, int(answer.headers.get("x-statements", 0)), is_page)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--persons", type=int, default=100_000)
    parser.add_argument("--visits", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--only", default="", help="pages whose name matches")
    options = parser.parse_args()
    with postgres_server() as server, database(server) as environment:
        say(f"{options.persons} personnes, {options.visits} venues")
        sizes = (str(options.persons), str(options.visits))
        laying = environment | {"PYTHONPATH": SOURCES}
        told = json.loads(run_module(laying, "bench_years", *sizes))
        told["patterns"] = [one for one in told["patterns"] if re.search(options.only, one[0])]
        port, counting = free_port(), free_port()
        serve = ("maillage", "serve", "--port", str(port), "--no-jobs")
        with (
            started(environment, port, *serve) as process,
            started(environment, counting, "maillage.bench.counted", str(counting)),
        ):
            site = Site(told, environment["DATABASE_URL"], process, port, counting)
            rows = sorted(measure(site, options.runs), key=lambda one: -one["cpu_ms"])
    over = [
        one["page"]
        for one in rows
        if "page" in one and (one["cpu_ms"] > GOAL_MS or one["sql_statements"] > GOAL_STATEMENTS)
    ]
    print(json.dumps({"engine": "postgresql", "rows": rows, "over": over}, indent=1))
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())

"""What the desk costs with a large file behind it. Run: make bench-desk

A PostgreSQL of its own, durable; PERSONS persons and 31 days of sessions; a real server; a desk in
headless Chromium. Prints JSON: the snapshot (bytes over the wire, time to apply), a search at each
key, COMMANDS commands sent once the line is back, the CPU of an idle poll, each beside its goal;
and how many bare transactions a second the same database commits, one after the other. Beside each
measure, how many cores on average the machine's host kept for others meanwhile (Linux counts them):
a machine that lends its processor by bursts gets its breath back with ``--rest``.
Exit code 1 when a figure is over twice its goal.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from playwright.sync_api import BrowserContext, Page, sync_playwright

from machine import find_chromium
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

HERE = Path(__file__).resolve().parent
SOURCES = os.pathsep.join([str(HERE), str(HERE.parent), os.environ.get("PYTHONPATH", "")])
"""Where the laying of the file is found, and the house of the tests that it begins with."""
PAGE = (HERE / "bench_desk_page.js").read_text(encoding="utf-8")
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")

SLUG = "bras"
GOALS = {
    "outbox_s": 3.0,
    "snapshot_wire_mb": 10.0,
    "snapshot_applied_s": 5.0,
    "search_p95_ms": 100.0,
    "idle_poll_cpu_ms": 3.0,
}
WARM_UP, POLLS = 30, 600
LIMIT_SECONDS = 2.0
SENTENCES = 60
"""Persons looked for, each typed letter by letter."""


@dataclass
class Site:
    """A laid base behind a real server, and the desk that sits at it."""

    told: dict[str, Any]
    url: str
    server: Any
    port: int

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def cookies(self) -> dict[str, str]:
        cookies: dict[str, str] = self.told["cookies"]
        return cookies

    def cpu(self) -> float:
        return cpu_spent(self.server, self.url)


@contextlib.contextmanager
def desk(site: Site) -> Iterator[tuple[BrowserContext, Page]]:
    """A new browser, signed in on the device; nothing is kept in it yet."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), headless=True, args=[*ARGUMENTS]
        )
        context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="fr-FR")
        context.add_cookies(
            [
                {"name": name, "value": value, "url": site.origin}
                for name, value in site.cookies.items()
            ]
        )
        page = context.new_page()
        page.set_default_timeout(120_000)
        page.goto(f"{site.origin}/healthz")
        yield context, page
        browser.close()


def ask(page: Page, function: str, given: Any = None) -> Any:
    """Run one of the functions of ``bench_desk_page.js`` in the page."""
    return page.evaluate(f"(given) => {PAGE.strip()}.{function}(given)", given)


def snapshot(site: Site, page: Page) -> dict[str, Any]:
    """The first opening: from the first request to the desk drawn, everything kept."""
    before = site.cpu()
    page.goto(f"{site.origin}/s/{SLUG}/desk/")
    page.wait_for_selector("body[data-ready]")
    ready = page.evaluate("() => performance.now()")
    cpu = site.cpu() - before
    kept = ask(page, "kept", SLUG)
    pages = ask(page, "fetched")
    page.evaluate("() => navigator.serviceWorker.ready.then(() => null)")
    return {
        "persons": kept,
        "requests": len(pages),
        "snapshot_wire_mb": round(sum(one["bytes"] for one in pages) / 1e6, 2),
        "uncompressed_mb": round(sum(one["raw"] for one in pages) / 1e6, 1),
        "snapshot_applied_s": round((ready - min(one["start"] for one in pages)) / 1000, 2),
        "waiting_for_server_s": round(sum(one["server"] for one in pages) / 1000, 2),
        "transfer_s": round(sum(one["transfer"] for one in pages) / 1000, 2),
        "server_cpu_s": round(cpu, 2),
    }


def searches(people: list[dict[str, str]]) -> list[str]:
    """Every state of the box while names, misspelt names, digits and nobody are typed."""
    draw = random.Random(6)
    wanted = []
    for number, one in enumerate(people):
        first, last = one["first"], one["last"]
        slip = misspelt(last, draw)
        ways = (f"{first[:4]} {last[:4]}", last, slip, f"{first} {slip}")
        wanted += [ways[number % 4], one["last4"] or one["card"]]
    wanted += ["xqzt", "wolfgangk", "zzz zzz", "0000"]
    return [text[:end] for text in wanted for end in range(1, len(text) + 1)]


def misspelt(name: str, draw: random.Random) -> str:
    """A name with one slip: two letters swapped, one lost, doubled or replaced."""
    at = draw.randrange(1, max(2, len(name) - 1))
    here, after = name[at : at + 1], name[at + 1 : at + 2]
    slips = (after + here, "", here + here, draw.choice("aeiorst"))
    slip = draw.randrange(len(slips))
    return name[:at] + slips[slip] + name[at + (2 if slip == 0 else 1) :]


def search(page: Page) -> dict[str, Any]:
    """How long the desk takes to show what each key typed finds."""
    texts = searches(ask(page, "some", {"slug": SLUG, "count": SENTENCES}))
    took = ask(page, "search", texts)
    page.locator("#search").fill("")
    percentiles = statistics.quantiles(took, n=100, method="inclusive")
    slowest = max(range(len(took)), key=took.__getitem__)
    return {
        "keys": len(took),
        "search_p50_ms": round(percentiles[49], 1),
        "search_p95_ms": round(percentiles[94], 1),
        "search_max_ms": round(max(took), 1),
        "slowest": texts[slowest],
    }


def outbox(site: Site, context: BrowserContext, page: Page, count: int) -> dict[str, Any]:
    """Commands typed without a line; then from the line back to nothing waiting."""
    context.set_offline(True)
    kinds = ask(page, "type", {"slug": SLUG, "count": count})
    page.reload()
    page.wait_for_selector("body[data-ready]")
    page.wait_for_selector(".line-state[data-state=mind]")
    ask(page, "watch")
    before = site.cpu()
    context.set_offline(False)
    page.wait_for_function("() => window.noted.empty")
    cpu = site.cpu() - before
    noted, ended = ask(page, "noted"), ask(page, "ended", SLUG)
    if ended != {"done": count, "waiting": 0, "refused": []}:
        raise RuntimeError(f"not all done: {ended}")
    return {
        "commands": kinds,
        "outbox_s": round((noted["empty"] - noted["back"]) / 1000, 2),
        "batches_s": [round(one / 1000, 2) for one in noted["batches"]],
        "cpu_ms_a_command": round(cpu * 1000 / count, 2),
    }


def poll(site: Site, runs: int = POLLS) -> dict[str, Any]:
    """The CPU of ``rev.json`` with nothing new, server and database together."""
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
    cookie = "; ".join(f"{name}={value}" for name, value in site.cookies.items())

    def once() -> None:
        connection.request("GET", f"/s/{SLUG}/desk/rev.json", headers={"Cookie": cookie})
        answer = connection.getresponse()
        answer.read()
        if answer.status != http.HTTPStatus.OK:
            raise RuntimeError(f"rev.json: {answer.status}")

    for _ in range(WARM_UP):
        once()
    before = site.cpu()
    for _ in range(runs):
        once()
    return {"polls": runs, "idle_poll_cpu_ms": round((site.cpu() - before) * 1000 / runs, 2)}


def bare_transactions(url: str) -> float:
    """How many a second one connection commits that only raise the clock."""
    done, deadline = 0, time.monotonic() + LIMIT_SECONDS
    with psycopg.connect(url, autocommit=True) as connection:
        while time.monotonic() < deadline:
            connection.execute("UPDATE core_structureclock SET rev = rev")
            done += 1
    return done / LIMIT_SECONDS


def measure(site: Site, commands: int, rest: float) -> dict[str, Any]:
    """Each measure in its turn, on one desk, after a rest."""
    found: dict[str, Any] = {}

    def take(name: str, one: Callable[[], dict[str, Any]]) -> None:
        time.sleep(rest)
        say(name)
        began, taken = time.monotonic(), stolen()
        found[name] = one()
        share = (stolen() - taken) / (time.monotonic() - began)
        found[name]["stolen_cores"] = round(share, 2)

    with desk(site) as (context, page):
        take("snapshot", lambda: snapshot(site, page))
        take("search", lambda: search(page))
        take("outbox", lambda: outbox(site, context, page, commands))
    take("poll", lambda: poll(site))
    take("bare", lambda: {"transactions_per_s": round(bare_transactions(site.url))})
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--persons", type=int, default=50_000)
    parser.add_argument("--commands", type=int, default=500)
    parser.add_argument("--rest", type=float, default=0, help="seconds idle before each measure")
    options = parser.parse_args()
    with postgres_server() as server, database(server) as environment:
        say(f"{options.persons} personnes")
        laying = environment | {"PYTHONPATH": SOURCES}
        told = json.loads(run_module(laying, "bench_desk_years", str(options.persons)))
        port = free_port()
        serve = ("maillage", "serve", "--port", str(port), "--no-jobs")
        with started(environment, port, *serve) as process:
            site = Site(told, environment["DATABASE_URL"], process, port)
            found = measure(site, options.commands, options.rest)
    figures = {name: figure for part in found.values() for name, figure in part.items()}
    goals = {name: {"figure": figures[name], "goal": goal} for name, goal in GOALS.items()}
    over = [name for name, one in goals.items() if one["figure"] > one["goal"]]
    print(json.dumps({"engine": "postgresql", "goals": goals, "over": over, **found}, indent=1))
    return int(any(figures[name] > 2 * GOALS[name] for name in over))


if __name__ == "__main__":
    sys.exit(main())

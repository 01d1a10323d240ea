"""The desk in Chromium: against the fixture server (no Django view, no database), or a true one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.browser import MOVING_CLOCK, chromium
from tests.desk.fixture_server import desk_server
from tests.desk.fixture_snapshot import NOW
from tests.desk.secure import SecureServer, Territory
from tests.servers import Base, Server, fresh_base, serving

PRELUDE = """
const { Outbox, memoryStorage, backoff } = await import("/static/desk/outbox.js");
const { Away, SignedOut, Rejected } = await import("/static/desk/api.js");
const done = (key, data = {}) => ({ key, status: "done", code: "", message: "", data });
const said = (key, status, code, data = {}) => ({ key, status, code, message: code, data });

/* An outbox whose server is a list of answers: each gives results for an envelope, or throws. */
const outboxWith = (answers, lastN = 0) => {
  const sent = [];
  const waits = [];
  const send = async (envelope) => {
    sent.push(envelope.commands.map((one) => [one.kind, one.n]));
    const next = answers.shift() ?? (({ commands }) => commands.map((one) => done(one.key)));
    return { results: next(envelope) };
  };
  const wait = async (ms) => void waits.push(ms);
  const who = () => ({ device: "d", place: "p", actor: "a" });
  const outbox = new Outbox({ send, storage: memoryStorage(), who, wait });
  outbox.lastN = lastN;
  const type = (...kinds) => outbox.add(kinds.map((kind) => ({ kind, payload: {}, about: kind })));
  return { outbox, sent, waits, type };
};
const settled = async (outbox) => {
  while (outbox.waiting().length) await new Promise((resolve) => setTimeout(resolve, 1));
  await outbox.flush();
};
"""


@pytest.fixture(scope="module")
def served_desk():
    """The address of the fixture server, and the commands it received."""
    with desk_server() as (address, received):
        yield address, received


@pytest.fixture(scope="module")
def desk_browser():
    with chromium() as browser:
        yield browser


AT_NOW = f"""{MOVING_CLOCK} globalThis.moved = Date.parse("{NOW}") - Date.now();"""


@pytest.fixture
def open_desk(served_desk, desk_browser):
    """Open the desk in a new profile; an error in the page fails the test."""
    address, _ = served_desk
    contexts, errors = [], []

    def opened(slug="bras", page="", *, width=1366, height=768, bypass_csp=False):
        contexts.append(
            desk_browser.new_context(
                viewport={"width": width, "height": height}, bypass_csp=bypass_csp
            )
        )
        contexts[-1].add_init_script(AT_NOW)
        tab = contexts[-1].new_page()
        tab.on("pageerror", lambda error: errors.append(str(error)))
        tab.goto(f"{address}/s/{slug}/desk/{page}")
        tab.wait_for_selector("body[data-ready]")
        return tab

    yield opened
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture(scope="module")
def page(served_desk, desk_browser):
    """A bare page of the fixture server, to import modules from."""
    address, _ = served_desk
    context = desk_browser.new_context()
    tab = context.new_page()
    tab.goto(f"{address}/error/404")
    yield tab
    context.close()


@pytest.fixture(scope="module")
def run(page):
    """Run statements that return something; `given` is their argument."""
    return lambda body, given=None: page.evaluate(f"async (given) => {{ {PRELUDE} {body} }}", given)


@pytest.fixture
def place(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[tuple[Base, Server]]:
    """A true server, on a base that the module's ``BUILD`` fills."""
    with fresh_base(tmp_path, request.path.stem) as base:
        base.run(request.module.BUILD)
        with serving(base, workers=1) as server:
            yield base, server


@pytest.fixture
def territory(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Territory]:
    """A house that the module's ``BUILD`` fills, its server over https, its browsers."""
    with ExitStack() as stack:
        base = stack.enter_context(fresh_base(tmp_path, request.path.stem))
        base.run(request.module.BUILD)
        server = SecureServer(base)
        server.start()
        stack.callback(server.kill)
        yield Territory(base, server, stack.enter_context(sync_playwright()), stack)


@pytest.fixture
def tab() -> Iterator[Page]:
    """A browser that was never opened there."""
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1366, "height": 768}, locale="fr-FR")
        page.set_default_timeout(15_000)
        yield page


@pytest.fixture
def sent(served_desk):
    """The commands received during this test, once the desk says that all is sent."""
    _, received = served_desk
    start = len(received)

    def all_sent(tab: Page):
        expect(tab.locator(".line-state")).to_have_text("Tout est envoyé")
        return [(one["kind"], one["payload"]) for one in received[start:]]

    return all_sent

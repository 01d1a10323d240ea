"""The desk in Chromium, against the fixture server: no Django view, no database."""

import pytest

from tests.browser import chromium
from tests.desk.fixture_server import desk_server


@pytest.fixture(scope="module")
def served_desk():
    """The address of the fixture server, and the commands it received."""
    with desk_server() as (address, received):
        yield address, received


@pytest.fixture(scope="module")
def desk_browser():
    with chromium() as browser:
        yield browser


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
        tab = contexts[-1].new_page()
        tab.on("pageerror", lambda error: errors.append(str(error)))
        tab.goto(f"{address}/s/{slug}/desk/{page}")
        tab.wait_for_selector("body[data-ready]")
        return tab

    yield opened
    for context in contexts:
        context.close()
    assert errors == []

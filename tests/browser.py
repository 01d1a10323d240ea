"""Chromium for the tests: one way to start it, one way to give it files."""

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

# A machine that does many things at once is waited for.
expect.set_options(timeout=20_000)


def chromium_path() -> str:
    """Return Debian's Chromium; without it the test is skipped, or fails under CI."""
    path = shutil.which("chromium")
    if path is None:
        leave_out = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        leave_out("Chromium is missing: apt install chromium")
    return path


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start a headless Chromium, closed on the way out."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=[*ARGUMENTS])
        try:
            yield browser
        finally:
            browser.close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve the files of `folder` on the loopback; gives the address, without a final slash."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


MOVING_CLOCK = """
globalThis.moved = 0;
const Real = Date;
globalThis.Date = class extends Real {
  constructor(...given) { given.length ? super(...given) : super(Real.now() + globalThis.moved); }
  static now() { return Real.now() + globalThis.moved; }
};
"""
"""Said before a page: its clock is ahead of the machine's by ``moved`` milliseconds."""

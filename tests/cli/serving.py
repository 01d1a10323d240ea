"""``maillage serve`` beside a test, on a port of its own."""

from __future__ import annotations

import http.client
import time
from contextlib import contextmanager

from maillage.bench.postgres import free_port
from tests.cli.installation import Installation


@contextmanager
def serving(installation: Installation, *options: str):
    """``serve`` on a free port; the port, the process."""
    port = free_port()
    process = installation.start("-m", "maillage", "serve", "--port", str(port), *options)
    try:
        first = process.stdout.readline()
        assert first.startswith("Maillage"), first + process.stderr.read()
        yield port, process
    finally:
        process.kill()
        process.communicate(timeout=30)


def get(port: int, path: str, seconds: float = 20) -> tuple[int, bytes]:
    """Ask until somebody answers."""
    deadline = time.monotonic() + seconds
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=seconds)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        finally:
            connection.close()

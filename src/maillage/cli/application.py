"""The application as ``serve`` runs it: loaded once, its connections looked at before each use."""

from __future__ import annotations

import multiprocessing
import os
import select
import signal
import time
from collections.abc import Callable, Iterable
from threading import Thread
from typing import Any

from django.db import connections
from django.urls import get_resolver

from maillage.wsgi import application as maillage

LOOK_SECONDS = 0.5
STOP_SECONDS = 10
Respond = Callable[..., Any]


def application(environ: dict[str, Any], respond: Respond) -> Iterable[bytes]:
    """Answer a request, on a connection to the database that is still there."""
    drop_dead_connections()
    return maillage(environ, respond)


def drop_dead_connections() -> None:
    """Close what the server of the database has closed, so that it is opened anew.

    A PostgreSQL that stopped or restarted has said so on the socket: reading it costs no statement.
    """
    for held in connections.all(initialized_only=True):
        if held.connection is None or held.vendor != "postgresql":
            continue
        if held.connection.closed or (_has_news(held.connection) and not held.is_usable()):
            held.close()


def _has_news(connection: Any) -> bool:
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    return bool(poll.poll(0))


def preload() -> None:
    """Load what every request needs, before processes part and share it."""
    _ = get_resolver().url_patterns


def load() -> Callable[..., Iterable[bytes]]:
    """What a server process runs; it ends when its parent does, even killed."""
    parent = multiprocessing.parent_process()
    if parent is not None and parent.pid is not None:
        Thread(target=_end_with, args=(parent.pid,), daemon=True).start()
    return application


def _end_with(parent: int) -> None:
    """Stop once the parent is gone: asked again while it is too early for this process to hear."""
    while os.getppid() == parent:
        time.sleep(LOOK_SECONDS)
    for _ in range(STOP_SECONDS):
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(1)
    os._exit(1)

"""The application as ``serve`` runs it: loaded once, its connections looked at before each use."""

from __future__ import annotations

import ctypes
import select
import signal
from collections.abc import Callable, Iterable
from typing import Any

from django.db import connections
from django.urls import get_resolver

from maillage.wsgi import application as maillage

PR_SET_PDEATHSIG = 1
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
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    return application

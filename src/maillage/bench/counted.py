"""The same application, saying how many SQL statements each answer took.

``python -m maillage.bench.counted PORT``. Every statement the database is sent is counted,
savepoints included; BEGIN and COMMIT are not (the driver sends them).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import Any

from django.db import connection
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import MPServer

from maillage.wsgi import application as maillage

HEADER = "x-statements"


def application(environ: dict[str, Any], respond: Callable[..., Any]) -> Iterable[bytes]:
    """Answer, with the count in a header."""
    count = 0

    def counting(execute: Callable[..., Any], *arguments: Any) -> Any:
        nonlocal count
        count += 1
        return execute(*arguments)

    def respond_with_count(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
        return respond(status, [*headers, (HEADER, str(count))], *rest)

    with connection.execute_wrapper(counting):
        return maillage(environ, respond_with_count)


if __name__ == "__main__":
    MPServer(
        "maillage.bench.counted:application",
        port=int(sys.argv[1]),
        interface=Interfaces.WSGI,
        blocking_threads=4,
        websockets=False,
        log_level=LogLevels.error,
    ).serve()

"""Floor 8: the demo, five real places and a partner, invented people, laid around today.

``run`` is what ``maillage demo`` calls once Django is set up; ``prepare`` writes, ``page`` tells.
"""

from __future__ import annotations

from collections.abc import Callable

from django.utils import timezone

from maillage.demo.page import page
from maillage.demo.prepare import NotHere, prepare

__all__ = ["NotHere", "page", "prepare", "run"]


def _print(line: str) -> None:
    print(line, flush=True)


def run(*, prepare: bool = False, port: int = 8000, say: Callable[[str], None] = _print) -> None:
    """Write the demo up to now, saying how far it is; then say how to use it.

    With ``prepare``, only the first. The caller serves. Raises ``NotHere``, whose message says
    what to do.
    """
    now = timezone.now()
    _prepare(now, say)
    if not prepare:
        say(page(now, port))


_prepare = prepare

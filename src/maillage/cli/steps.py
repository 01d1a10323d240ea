"""What a long verb does, said as it goes: a line a step, with its duration."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

Step = Callable[[str], AbstractContextManager[None]]
"""Called with what begins; ends when it does."""


@contextmanager
def said(text: str) -> Iterator[None]:
    """Say what begins, then how long it took. A step that fails ends its line."""
    print(f"{text}… ", end="", flush=True)
    began = time.monotonic()
    took = ""
    try:
        yield
        took = seconds_since(began)
    finally:
        print(took, flush=True)


def unsaid(text: str) -> AbstractContextManager[None]:
    """Say nothing."""
    return nullcontext()


def seconds_since(began: float) -> str:
    """« 3,2 s » since an instant of the monotonic clock."""
    return f"{time.monotonic() - began:.1f} s".replace(".", ",")


def count(number: int, noun: str) -> str:
    """« 1 étape », « 3 étapes »."""
    return f"{number} {noun}{'s' if number > 1 else ''}"

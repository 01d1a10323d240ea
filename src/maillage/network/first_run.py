"""The first run: an empty base is founded from a browser, by who reads the code in the terminal.

The code is made by ``maillage serve`` in the data folder, mode 0600, and goes with the founding:
it opens once. Once a structure stands there is nothing to open.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from django.conf import settings

from maillage.network.models import Structure

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
LENGTH = 8


def is_empty() -> bool:
    """Whether no structure stands yet; one statement."""
    return not Structure.objects.exists()


def code() -> str:
    """The code, « K7QM-3XPD », made if there is none: forty bits, no letter like a figure."""
    made = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    put_back(made)
    return _written(_path().read_text(encoding="ascii"))


def put_back(made: str) -> None:
    """Keep a code, unless there is one: the founding it opened was refused."""
    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(_plain(made))


def take(typed: str) -> bool:
    """Whether it is the code, which is then used up: of two who type it, one goes on."""
    path = _path()
    try:
        held = path.read_text(encoding="ascii")
    except FileNotFoundError:
        return False
    if not secrets.compare_digest(_plain(typed).encode(), _plain(held).encode()):
        return False
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    return True


def _written(plain: str) -> str:
    return f"{plain[:4]}-{plain[4:]}"


def _plain(text: str) -> str:
    return "".join(one for one in text.upper() if one.isalnum())


def _path() -> Path:
    return Path(settings.DATA_DIR) / "keys" / "first_run"

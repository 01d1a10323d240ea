"""The desk, and the kiosk, as installable applications: their files, and their service worker.

The worker keeps these files and the pages they start from, so that they start without a line; it
never keeps an answer that speaks of people (``kept.js`` does, and wipes it).
"""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from django.templatetags.static import static

from maillage.desk.standpoint import Data

HERE = Path(__file__).parent / "static"
CORE = Path(__file__).parent.parent / "core" / "static"
WORKER = "desk/sw.js"
IN_CORE = (
    *("core/tokens.css", "core/base.css", "core/parts.css", "core/identity.js", "core/mark.svg"),
    "vendor/dexie/dexie.min.mjs",
    "vendor/atkinson/atkinson-hyperlegible-next-latin-wght-normal.woff2",
)
VERSION = 12
MARK = "Maillage-Shell"
"""The header of a page that starts: the worker keeps no other under its address."""


class Shell(NamedTuple):
    """The addresses of the files a desk starts from, and what changes when one of them does."""

    version: str
    files: list[str]


@lru_cache
def shell() -> Shell:
    """Every module and style of the desk, and what it takes from the core."""
    own = sorted(path for path in HERE.rglob("*") if path.suffix in {".js", ".css"})
    names = [path.relative_to(HERE).as_posix() for path in own]
    digest = hashlib.sha256()
    for path in [*own, *(CORE / name for name in IN_CORE)]:
        digest.update(path.read_bytes())
    files = [static(name) for name in (*names, *IN_CORE) if name != WORKER]
    return Shell(digest.hexdigest()[:VERSION], files)


def worker(*pages: str, fresh: bool = False) -> str:
    """The source of the service worker: with the files it keeps, and the pages, below its scope.

    ``fresh``: a page comes from the server where there is a line.
    """
    told = json.dumps({**shell()._asdict(), "mark": MARK, "pages": ["", *pages], "fresh": fresh})
    return f"const SHELL = {told};\n{(HERE / WORKER).read_text(encoding='utf-8')}"


def manifest(name: str, colour: str, start: str) -> Data:
    """What a browser needs to install what starts there; it bears the place's name and colour."""
    return {
        "name": name,
        "short_name": name[:12],
        "start_url": start,
        "scope": start,
        "display": "standalone",
        "background_color": "#fbf8f3",
        "theme_color": colour or "#0a5a54",
        "icons": [{"src": static("core/mark.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }

"""The desk as an installable application: the files it starts from, and its service worker.

The worker keeps these files and the desk's page, so that the desk starts without a line; it never
keeps an answer that speaks of people (``kept.js`` does, and wipes it).
"""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from django.templatetags.static import static

from maillage.desk.standpoint import Data
from maillage.network.middleware import StaffRequest

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
"""The header of the desk's own page: the worker keeps no other under its address."""


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


def worker() -> str:
    """The source of the service worker, with the files it keeps."""
    told = json.dumps({**shell()._asdict(), "mark": MARK})
    return f"const SHELL = {told};\n{(HERE / WORKER).read_text(encoding='utf-8')}"


def manifest(request: StaffRequest, start: str) -> Data:
    """What a browser needs to install the desk: its name is the place's."""
    name = request.place.name if request.place else request.structure.name
    return {
        "name": name,
        "short_name": name[:12],
        "start_url": start,
        "scope": start,
        "display": "standalone",
        "background_color": "#fbf8f3",
        "theme_color": (request.place.colour if request.place else "") or "#0a5a54",
        "icons": [{"src": static("core/mark.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }

"""Prints: typst documents as tagged PDF (PDF/UA-1), black on white, 14 pt or more.

A template is a ``prints/*.typ`` of a package; its own words are in ``gettext("…")``. What people
typed goes in by ``sys_inputs`` as JSON and is only ever shown as text. Fonts are ours alone.

Each document is compiled by a short-lived process, one at a time in each server process: typst
keeps what it has laid out (2 MB more with each sheet of 60 rows, 50 MB after twenty), and a
process that ends gives it all back. It imports neither Django nor Maillage.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FONTS = ROOT / "core" / "prints" / "fonts"
SECONDS = 30
SAID = re.compile(r'\bgettext\("([^"]*)"\)')
IMPORTS = re.compile(r'^#import "/([^"]+)"', re.MULTILINE)
NO_FONT = "could not be displayed with font"

_one_at_a_time = threading.Lock()


class PrintFailed(RuntimeError):
    """The document could not be made; the text says what typst answered."""


def pdf(template: str, data: Mapping[str, Any]) -> bytes:
    """Compile ``<package>/prints/<name>.typ`` with ``data`` and return the PDF.

    Raises ``PrintFailed`` when typst refuses the document or does not end within 30 seconds.
    """
    from django.utils.translation import get_language  # noqa: PLC0415 - not for the other process

    command = [sys.executable, "-I", str(Path(__file__).resolve()), str(ROOT / template)]
    told = {**data, "language": get_language() or "fr", "words": words_of(template)}
    try:
        with _one_at_a_time:
            made = subprocess.run(
                command,
                input=json.dumps(told, ensure_ascii=False).encode(),
                capture_output=True,
                check=False,
                timeout=SECONDS,
            )
    except subprocess.TimeoutExpired as error:
        raise PrintFailed(f"{template}: more than {SECONDS} s") from error
    if made.returncode:
        raise PrintFailed(f"{template}: {made.stderr.decode(errors='replace')[-2000:]}")
    return made.stdout


def words_of(template: str) -> dict[str, str]:
    """What the template and those it imports say by ``gettext``, in the active language."""
    from django.utils.translation import gettext  # noqa: PLC0415 - not for the other process

    return {text: gettext(text) for text in _texts(template)}


@lru_cache
def _texts(template: str) -> tuple[str, ...]:
    path = ROOT / template
    # That there is none is for typst to say.
    source = path.read_text(encoding="utf-8") if path.is_file() else ""
    imported = (text for name in IMPORTS.findall(source) for text in _texts(name))
    return (*SAID.findall(source), *imported)


def _compile() -> None:
    """In the short-lived process: data from the standard input, the PDF on the standard output.

    A name in letters that no font has is no reason to print nothing: the document then only says
    less of itself (tagged still, but no longer PDF/UA).
    """
    import typst  # noqa: PLC0415 - never in the server's own process

    asked: dict[str, Any] = {
        "root": str(ROOT),
        "font_paths": [str(FONTS)],
        "ignore_system_fonts": True,
        "sys_inputs": {"data": sys.stdin.buffer.read().decode()},
        "format": "pdf",
    }
    try:
        made = typst.compile(sys.argv[1], pdf_standards=["ua-1"], **asked)
    except typst.TypstError as error:
        if NO_FONT not in str(error):
            raise
        made = typst.compile(sys.argv[1], **asked)
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    _compile()

"""Pictures people send: what they are and how large, read from their first bytes.

PNG, JPEG and WebP only, by what they hold and never by their name: a drawing that may carry a
script (SVG) is none of them. Each must end where its format says, with nothing after it.
"""

from __future__ import annotations

from typing import NamedTuple

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_END = b"\x00\x00\x00\x00IEND\xaeB`\x82"
_JPEG, _JPEG_END = b"\xff\xd8\xff", b"\xff\xd9"
_NO_FRAME = {0xC4, 0xC8, 0xCC}
"""Markers from C0 to CF that hold tables, not the size of the picture."""


class Picture(NamedTuple):
    """A format, as the end of a file's name, and a size in pixels."""

    kind: str
    width: int
    height: int


def read_picture(content: bytes) -> Picture | None:
    """What ``content`` is; ``None`` when it is no picture, or has something before or after it."""
    if content.startswith(_PNG) and content.endswith(_PNG_END) and content[12:16] == b"IHDR":
        return Picture("png", _big(content[16:20]), _big(content[20:24]))
    if content.startswith(_JPEG) and content.endswith(_JPEG_END):
        return _jpeg(content)
    whole = content[:4] == b"RIFF" and _little(content[4:8]) + 8 == len(content)
    if whole and content[8:12] == b"WEBP":
        return _webp(content)
    return None


def _jpeg(content: bytes) -> Picture | None:
    """Walk the segments to the one that begins the frame."""
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], _big(content[at + 2 : at + 4])
        if 0xC0 <= marker <= 0xCF and marker not in _NO_FRAME:
            height, width = _big(content[at + 5 : at + 7]), _big(content[at + 7 : at + 9])
            return Picture("jpg", width, height)
        at += 2 + length
    return None


def _webp(content: bytes) -> Picture | None:
    """Lossy, lossless, or extended: the size stands in another place for each."""
    kind = content[12:16]
    if kind == b"VP8 ":
        width, height = _little(content[26:28]), _little(content[28:30])
        return Picture("webp", width & 0x3FFF, height & 0x3FFF)
    if kind == b"VP8L":
        bits = _little(content[21:25])
        return Picture("webp", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    if kind == b"VP8X":
        return Picture("webp", _little(content[24:27]) + 1, _little(content[27:30]) + 1)
    return None


def _big(some: bytes) -> int:
    return int.from_bytes(some, "big")


def _little(some: bytes) -> int:
    return int.from_bytes(some, "little")

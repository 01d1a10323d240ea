"""Pictures people send: what they are and how large, read from their first bytes.

PNG, JPEG and WebP only, by what they hold and never by their name: a drawing that may carry a
script (SVG) is none of them. Each must end where its format says, with nothing after it.

``bare`` takes out of a photo what a telephone writes in it: where, when, by whom.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from typing import NamedTuple

MEDIA_TYPES = {"png": "image/png", "jpg": "image/jpeg", "webp": "image/webp"}
"""What a browser is told, by the end of a file's name."""

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_END = b"\x00\x00\x00\x00IEND\xaeB`\x82"
_JPEG, _JPEG_END = b"\xff\xd8\xff", b"\xff\xd9"
_NO_FRAME = {0xC4, 0xC8, 0xCC}
"""Markers from C0 to CF that hold tables, not the size of the picture."""
_START_OF_SCAN, _END, _COMMENT, _ADOBE = 0xDA, 0xD9, 0xFE, 0xEE
_DRAWN = {b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"IDAT", b"IEND"}
_TOLD = {b"EXIF", b"XMP ", b"ICCP"}
_FLAGS_OF_TOLD = 0x20 | 0x08 | 0x04
_ORIENTATION = 0x0112


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


def bare(content: bytes) -> bytes:
    """The picture alone: no place, no date, no device, no thumbnail, nothing after its end.

    How a JPEG is turned stays, alone. What is no picture comes back as it was.
    """
    if content.startswith(_PNG):
        return _PNG + b"".join(whole for kind, whole in _png_chunks(content) if kind in _DRAWN)
    if content.startswith(_JPEG):
        return _bare_jpeg(content)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return _bare_webp(content)
    return content


def _png_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The chunks of a PNG with their kind, to its end."""
    at, kind = len(_PNG), b""
    while kind != b"IEND" and at + 12 <= len(content):
        length, kind = _big(content[at : at + 4]), content[at + 4 : at + 8]
        yield kind, content[at : at + 12 + length]
        at += 12 + length


def _bare_jpeg(content: bytes) -> bytes:
    kept, turned, at = [b"\xff\xd8"], 1, 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == _END:
            break
        end = at + 2 + _big(content[at + 2 : at + 4])
        if marker == 0xE1:
            turned = max(turned, _orientation(content[at + 4 : end]))
        if marker == _START_OF_SCAN:
            end = _end_of_scan(content, end)
        if marker == _ADOBE or not (0xE1 <= marker <= 0xEF or marker == _COMMENT):
            kept.append(content[at:end])
        at = end
    return b"".join([kept[0], _said_turned(turned), *kept[1:], _JPEG_END])


def _end_of_scan(content: bytes, at: int) -> int:
    """Where the next marker stands after coded data, in which FF is followed by 00 or D0 to D7."""
    while (at := content.find(b"\xff", at)) >= 0 and at + 1 < len(content):
        if content[at + 1] and not 0xD0 <= content[at + 1] <= 0xD7:
            return at
        at += 2
    return len(content)


def _orientation(told: bytes) -> int:
    """How an Exif segment says the picture is turned, 1 to 8; 1 where it does not."""
    read: dict[bytes, Callable[[bytes], int]] = {b"II": _little, b"MM": _big}
    number = read.get(told[6:8])
    if told[:6] != b"Exif\0\0" or number is None:
        return 1
    first = 6 + number(told[10:14])
    for rank in range(number(told[first : first + 2])):
        at = first + 2 + 12 * rank
        if number(told[at : at + 2]) == _ORIENTATION:
            return min(number(told[at + 8 : at + 10]), 8) or 1
    return 1


def _said_turned(turned: int) -> bytes:
    """An Exif segment that says how the picture is turned, alone; none where it is not."""
    if turned == 1:
        return b""
    entry = struct.pack(">HHHIHHI", 1, _ORIENTATION, 3, 1, turned, 0, 0)
    body = b"Exif\0\0MM\0*" + struct.pack(">I", 8) + entry
    return b"\xff\xe1" + struct.pack(">H", 2 + len(body)) + body


def _bare_webp(content: bytes) -> bytes:
    """Without the chunks that tell, nor the flags that say they are there."""
    kept, at = [], 12
    while at + 8 <= min(len(content), _little(content[4:8]) + 8):
        kind, length = content[at : at + 4], _little(content[at + 4 : at + 8])
        whole = content[at : at + 8 + length + length % 2]
        if kind == b"VP8X":
            whole = whole[:8] + bytes([whole[8] & ~_FLAGS_OF_TOLD]) + whole[9:]
        if kind not in _TOLD:
            kept.append(whole)
        at += 8 + length + length % 2
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _big(some: bytes) -> int:
    return int.from_bytes(some, "big")


def _little(some: bytes) -> int:
    return int.from_bytes(some, "little")

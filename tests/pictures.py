"""Small pictures of 48 × 32 points, one of each kind that a place may have as its logo."""

from __future__ import annotations

import struct
import zlib
from base64 import b64decode

WIDTH, HEIGHT = 48, 32


def png(width: int = WIDTH, height: int = HEIGHT) -> bytes:
    """A plain picture of any size."""
    rows = (b"\0" + b"\x0a\x5a\x54" * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*one) for one in parts)


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)


def webp(*chunks: bytes) -> bytes:
    """A file of these chunks."""
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


PNG = png()
JPEG = b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQ"
    "c1tdhbWGkJ6jq62rZ4C8ybqmx5moq6T/2wBDARweHigjKE4rK06kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSk"
    "pKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKT/wAARCAAgADADASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAA"
    "AAX/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFgEBAQEAAAAAAAAAAAAAAAAAAAIE/8QAFBEBAAAAAAAAAAAAAAAA"
    "AAAAAP/aAAwDAQACEQMRAD8AmALZAAAAAAAAAAH/2Q=="
)
LOSSY = b64decode(
    "VlA4IDQAAAAwAwCdASowACAAPxGGu1csKSYjpWgBgCIJZwDMHA8KmggAAP7p6tc/9eqWuUXOTNGoGAAA"
)
WEBP = webp(LOSSY)
EXTENDED = webp(
    b"VP8X" + struct.pack("<I", 10) + bytes(4) + bytes([WIDTH - 1, 0, 0, HEIGHT - 1, 0, 0]), LOSSY
)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="48" height="32"/>'

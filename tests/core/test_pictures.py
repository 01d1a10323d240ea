"""What a picture is, by what it holds."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.core.pictures import Picture, read_picture
from tests.pictures import EXTENDED, HEIGHT, JPEG, PNG, SVG, WEBP, WIDTH, png, webp

KINDS = [(PNG, "png"), (JPEG, "jpg"), (WEBP, "webp"), (EXTENDED, "webp")]

pytestmark = pytest.mark.once


@pytest.mark.parametrize(("content", "kind"), KINDS)
def test_a_kind_and_a_size(content: bytes, kind: str) -> None:
    assert read_picture(content) == Picture(kind, WIDTH, HEIGHT)


def test_sizes_are_those_of_the_file() -> None:
    assert read_picture(png(7, 1200)) == Picture("png", 7, 1200)
    bits = struct.pack("<I", (300 - 1) | (200 - 1) << 14)
    lossless = webp(b"VP8L" + struct.pack("<I", 6) + b"\x2f" + bits + b"\0")
    assert read_picture(lossless) == Picture("webp", 300, 200)


@pytest.mark.parametrize("content", [content for content, _kind in KINDS])
def test_nothing_stands_before_or_after_and_nothing_is_cut(content: bytes) -> None:
    for wrong in (b" " + content, content + b"<script>", content[:-1], content[:20]):
        assert read_picture(wrong) is None


@pytest.mark.parametrize("content", [b"", SVG, b"GIF89a", b"%PDF-1.7", webp(b"XXXX"), JPEG[:4]])
def test_anything_else_is_none(content: bytes) -> None:
    assert read_picture(content) is None


@given(st.sampled_from(KINDS), st.data())
def test_no_file_is_too_odd_to_be_read(known: tuple[bytes, str], data: st.DataObject) -> None:
    content = bytearray(known[0])
    for _ in range(data.draw(st.integers(1, 9))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    found = read_picture(bytes(content))
    assert found is None or found.kind == known[1]

"""What a picture is, by what it holds."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.core.pictures import Picture, bare, read_picture
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


# What a telephone writes in a photo


def segment(marker: int, content: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", 2 + len(content)) + content


def exif(turned: int, order: str) -> bytes:
    """A segment that says where a photo was taken, and how it is turned."""
    entries = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, turned, 0)
    entries += struct.pack(f"{order}HHII", 0x8825, 4, 1, 26)
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(f"{order}I", 8)
    body = struct.pack(f"{order}H", 2) + entries + b"48.8566 N"
    return segment(0xE1, b"Exif\0\0" + head + body)


def told(content: bytes) -> bytes:
    """A JPEG as a telephone sends it: Exif, XMP, a comment, and another picture after its end."""
    more = segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x/>") + segment(0xFE, b"Marie")
    return content[:2] + exif(1, "<") + more + content[2:] + JPEG + b"SEFT"


def test_a_photo_is_kept_without_what_it_tells() -> None:
    chunk = struct.pack(">I", 5) + b"tEXtMarie" + b"\0\0\0\0"
    exif_chunk = b"EXIF" + struct.pack("<I", 6) + b"Marie!"
    flagged = EXTENDED[12:20] + bytes([0x0C]) + EXTENDED[21:]
    for wanted, sent in (
        (JPEG, told(JPEG)),
        (PNG, PNG[:33] + chunk + PNG[33:] + b"more"),
        (EXTENDED, webp(flagged, exif_chunk)),
    ):
        assert read_picture(sent) is None or bare(sent) != sent
        assert bare(sent) == bare(wanted)
        assert read_picture(bare(sent)) == read_picture(wanted)
        assert b"Marie" not in bare(sent)


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("turned", range(1, 9))
def test_how_it_is_turned_stays(turned: int, order: str) -> None:
    sent = JPEG[:2] + exif(turned, order) + JPEG[2:]
    once = bare(sent)
    assert b"48.8566" not in once
    assert bare(once) == once
    assert (once == bare(JPEG)) is (turned == 1)


@given(st.sampled_from([told(JPEG), PNG, EXTENDED]), st.data())
def test_no_photo_is_too_odd(sent: bytes, data: st.DataObject) -> None:
    content = bytearray(sent)
    for _ in range(data.draw(st.integers(1, 9))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(content[: data.draw(st.integers(0, len(content)))])
    assert len(bare(cut)) <= len(cut) + len(exif(6, ">"))


@pytest.mark.parametrize("content", [b"", SVG, b"GIF89a"])
def test_what_is_no_picture_stays_as_it_was(content: bytes) -> None:
    assert bare(content) == content

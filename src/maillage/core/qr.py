"""QR codes, drawn."""

from __future__ import annotations

import segno


def qr_code(text: str) -> str:
    """A QR code as an SVG drawing, black on white, error level M."""
    drawn: str = segno.make(text, error="m", micro=False).svg_inline(border=2, light="white")
    return drawn

"""Prints read back: their text, their pages, the sizes of their letters."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from functools import cached_property

import pytest
from pypdf import PdfReader

from tests.office.conftest import Office


@dataclass
class Print:
    """A PDF that came out."""

    content: bytes

    @cached_property
    def reader(self) -> PdfReader:
        return PdfReader(io.BytesIO(self.content))

    @property
    def pages(self) -> int:
        return len(self.reader.pages)

    @property
    def text(self) -> str:
        words = " ".join(page.extract_text() or "" for page in self.reader.pages)
        return " ".join(re.sub("[\u00a0\u202f]", " ", words).split())

    @property
    def sizes(self) -> list[float]:
        """The size of each piece of text, in points."""
        found: list[float] = []

        def see(text: str, _cm: object, matrix: list[float], _font: object, size: float) -> None:
            if text.strip():
                found.append(round(abs(matrix[3]) * (size or 1), 1))

        for page in self.reader.pages:
            page.extract_text(visitor_text=see)
        return found

    @property
    def is_accessible(self) -> bool:
        """Tagged, titled, PDF/UA-1."""
        marked = self.reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
        universal = any(
            mark in self.content
            for mark in (b'pdfuaid:part="1"', b"<pdfuaid:part>1</pdfuaid:part>")
        )
        return bool(marked) and universal


@pytest.fixture
def printed(office: Office):
    """Print an address of the manager's office."""

    def get(name: str, *ids: object, **query: str) -> Print:
        answer = office.client.get(office.url(name, *ids), query)
        assert answer.status_code == 200, answer.status_code
        assert answer["Content-Type"] == "application/pdf"
        return Print(answer.content)

    return get

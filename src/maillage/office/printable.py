"""What a page can print: the lines of its « Imprimer » menu."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.functional import Promise


class Printable(NamedTuple):
    """A print: its words, its address; the same in large print."""

    label: str | Promise
    url: str

    @property
    def large(self) -> str:
        """Its address in large print."""
        return f"{self.url}{'&' if '?' in self.url else '?'}size=large"

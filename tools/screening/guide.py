"""The pictures of the user guide."""

from __future__ import annotations

from screening.looking import Looker


def take_guide(looker: Looker) -> None:
    """Take them."""

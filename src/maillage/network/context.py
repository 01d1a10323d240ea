"""What every page may show: the place's own name, motto, colour and logo."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def place_identity(request: HttpRequest) -> dict[str, Any]:
    """``structure``, ``place``, ``places``, ``staff``, ``device``, ``rights`` and ``identity``.

    ``identity`` holds ``slug``, ``name``, ``motto``, ``colour`` and ``logo`` (an address or ""):
    the place's, or the structure's name where there is no place; empty on other pages. No query.
    """
    structure = getattr(request, "structure", None)
    place = getattr(request, "place", None)
    return {
        "structure": structure,
        "place": place,
        "places": getattr(request, "places", []),
        "staff": getattr(request, "staff", None),
        "device": getattr(request, "device", None),
        "rights": getattr(request, "rights", frozenset()),
        "identity": {
            "slug": structure.slug if structure else "",
            "name": place.name if place else structure.name if structure else "",
            "motto": place.motto if place else "",
            "colour": place.colour if place else "",
            "logo": place.logo.url if place and place.logo else "",
        },
    }

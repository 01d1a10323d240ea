"""How values are written in the office."""

from __future__ import annotations

from django import template

from maillage.core.phones import phone_fr as in_pairs

register = template.Library()


@register.filter
def phone_fr(phone: str) -> str:
    """« 03 29 12 34 56 »."""
    return in_pairs(phone or "")

"""How values are written in the office."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django import template

from maillage.core import saying

register = template.Library()


@register.simple_tag
def querystring_of(asked: Mapping[str, str], **more: Any) -> str:
    """What was asked, and what is asked now, as a query."""
    return urlencode({**asked, **more})


@register.filter
def thousands(number: int) -> str:
    """« 28 357 »."""
    return saying.figure(Decimal(number))

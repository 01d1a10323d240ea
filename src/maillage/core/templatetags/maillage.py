"""How values are written on screens: euros, French days and hours."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.utils import timezone

from maillage.core import saying
from maillage.core.cents import format_euros
from maillage.core.phones import phone_fr as in_pairs

register = template.Library()


@register.filter
def euros(cents: int) -> str:
    """1234 → « 12,34 € »."""
    return format_euros(cents)


@register.filter
def phone_fr(phone: str) -> str:
    """« 03 29 12 34 56 »."""
    return in_pairs(phone or "")


@register.filter
def day_fr(day: date | datetime) -> str:
    """« mardi 24 novembre », in the active time zone for an instant."""
    return saying.day(timezone.localdate(day) if isinstance(day, datetime) else day)


@register.filter
def date_fr(day: date) -> str:
    """« 1er septembre 2026 »."""
    return saying.date_long(day)


@register.filter
def hour_fr(instant: datetime) -> str:
    """« 14 h » or « 14 h 30 », in the active time zone."""
    return saying.hour(timezone.localtime(instant).time())

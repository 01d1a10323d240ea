"""Half-days as forms and screens ask for them: those of a family at a place on a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.forms import Form
from django.utils.translation import gettext as _

from maillage.booking import hours
from maillage.booking.half_days import PARTS, halves, words
from maillage.booking.models import Family
from maillage.core import saying
from maillage.core.periods import Period, local_day_bounds
from maillage.network.models import Place
from maillage.network.rota_queries import staffed_openings


def halves_on(family: Family, place: Place, day: date) -> dict[str, Period]:
    """The half-days of a family at a place on a local day; two statements, none without hours."""
    opened = None
    if place.opening and not hours.own_week(family):
        bounds = local_day_bounds(day, place.time_zone)
        opened = staffed_openings([place], bounds)[place.pk].opened(day, 1)
    found = hours.bookable(family, place, day, 1, opened)
    return halves(found, day, place.time_zone)


def asked_for(family: Family, place: Place, day: date, part: str) -> tuple[time, int] | None:
    """The hour of the place's clocks and the minutes of a part of a day; nothing where it has none.

    Two statements.
    """
    period = halves_on(family, place, day).get(part)
    return hour_and_minutes(period, place.time_zone) if period else None


def choices(families: Iterable[Family], lengths: Sequence[int]) -> list[tuple[Any, Any]]:
    """How long forms offer to reserve these: the parts of a day, lengths in minutes, or both.

    Each where one of the families at least is reserved so.
    """
    known = list(families)
    parts = [*words().items()] if any(one.half_days for one in known) else []
    minutes = [(one, saying.length(one)) for one in lengths]
    if not parts:
        return minutes
    if all(one.half_days for one in known):
        return parts
    return [(_("À la demi-journée"), parts), (_("À la minute"), minutes)]


def may_be_empty(form: Form, families: Iterable[Family]) -> None:
    """Let the hour be left out, where some of these are reserved by half-days."""
    if any(one.half_days for one in families):
        start = form.fields["start"]
        start.required, start.help_text = False, _("Laissez vide pour une demi-journée.")


def length_chosen(value: str) -> int | str:
    """What was chosen: a part of a day, or minutes. Raises ``ValueError`` for anything else."""
    return value if value in PARTS else int(value)


def hour_and_minutes(period: Period, tz: str) -> tuple[time, int]:
    """A period as a command asks for it."""
    start: datetime = period.start.astimezone(ZoneInfo(tz))
    return start.time(), int((period.end - period.start).total_seconds()) // 60

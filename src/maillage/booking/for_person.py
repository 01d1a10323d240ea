"""Somebody for whom something free is looked for: what they may use, when they may come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from maillage.booking import rules
from maillage.booking.badge_queries import badges
from maillage.booking.models import Family
from maillage.booking.rules import Look
from maillage.core.periods import local_date
from maillage.core.spans import Span, united, without
from maillage.money.plan_queries import Standing, plans_of
from maillage.network.rules import HOME_ZONE

A_DAY = timedelta(days=1)


def for_person(look: Look, person: UUID, families: Iterable[Family]) -> Look:
    """The same look, for somebody of the structure; seven statements.

    They may use alone what they are authorised for on the day it begins; on the days of a plan for
    any hour the hours of the structure's places do not bind them.
    """
    day = local_date(look.since, HOME_ZONE)
    found = badges([person], day=day, now=look.now)
    held = {family: badge for (_who, family), badge in found.items()}
    known = {
        one.pk for one in families if one.pk in held and rules.is_authorised(held[one.pk], one, day)
    }
    spans = (span for one in plans_of(person, day) for span in _days_of(one))
    days = tuple((first, after - A_DAY) for first, after in united(spans))
    return replace(look, badges=frozenset(known), days=days)


def _days_of(standing: Standing) -> Iterator[Span[date]]:
    """The days of a plan for any hour, half-open, without those of its pauses."""
    holder = standing.holder
    if holder.plan.at_any_hour:
        terms = [(one.starts_on, one.ends_on + A_DAY) for one in holder.terms.all()]
        pauses = [(one.from_day, one.to_day + A_DAY) for one in holder.pauses.all()]
        yield from without(terms, pauses)

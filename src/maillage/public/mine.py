"""What somebody's own page shows: what they reserved, what they may use, how to use the rest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from maillage.booking import feed_queries, rules
from maillage.booking.badge_queries import Badge, badges, next_trainings
from maillage.booking.models import Family, Reservation, Resource
from maillage.core import saying
from maillage.core.periods import Period, local_date
from maillage.money import plan_queries
from maillage.money import queries as prices
from maillage.money.plan_queries import Standing
from maillage.money.words import used_said
from maillage.network.models import Place
from maillage.network.queries import places_by_name
from maillage.network.rules import HOME_ZONE, period_fr
from maillage.people.models import Person

FAR = timedelta(days=1100)
"""Nothing is reserved further ahead: a family's ``ahead`` is 1000 days at most."""


@dataclass(frozen=True, slots=True)
class Mine:
    """Somebody who came by their link, and what the structure offers them now."""

    person: Person
    now: datetime
    places: list[Place]
    resources: list[Resource]
    badges: dict[UUID, Badge]

    @property
    def zone(self) -> str:
        """The zone of the page: that of the first place."""
        return self.places[0].time_zone if self.places else HOME_ZONE

    @property
    def today(self) -> date:
        return local_date(self.now, self.zone)

    def may_use(self, family: Family) -> bool:
        """Whether no training is asked, or theirs is still worth something today."""
        badge = self.badges.get(family.pk)
        known = badge is not None and rules.is_authorised(badge, family, self.today)
        return known or not family.authorised

    def offered(self) -> list[Resource]:
        """The resources that they may reserve."""
        return [one for one in self.resources if self.may_use(one.family)]

    def others(self) -> list[Resource]:
        """Those that they may not."""
        return [one for one in self.resources if not self.may_use(one.family)]


def mine(person: Person, now: datetime) -> Mine:
    """What a page needs of somebody; four statements."""
    places = places_by_name()
    day = local_date(now, places[0].time_zone if places else HOME_ZONE)
    found = badges([person.pk], day=day, now=now)
    theirs = {family: badge for (_who, family), badge in found.items()}
    return Mine(person, now, places, feed_queries.resources_offered(), theirs)


def coming(own: Mine) -> list[dict[str, Any]]:
    """Their reservations that are not over, in order; one statement."""
    rows = feed_queries.reserved_by(own.person.pk, Period(own.now, own.now + FAR))
    return [_line(row, own) for row in rows if rules.stands(row, own.now)]


def _line(row: Reservation, own: Mine) -> dict[str, Any]:
    place, family = row.resource.unit.place, row.resource.family
    until = row.starts_at - timedelta(minutes=family.cancel_before)
    return {
        "row": row,
        "when": saying.capital(period_fr(row.starts_at, row.ends_at, place.time_zone)),
        "place": place,
        "late": own.now > until,
    }


def usable(own: Mine) -> list[tuple[Family, str]]:
    """The kinds of equipment they may use, and until when."""
    return [(one, _until(own.badges.get(one.pk), one)) for one in _families(own.offered())]


def _families(resources: list[Resource]) -> list[Family]:
    by_pk = {one.family_id: one.family for one in resources}
    return sorted(by_pk.values(), key=lambda one: one.name)


def _until(badge: Badge | None, family: Family) -> str:
    """« jusqu’au 12 mars 2027 », « sans formation »."""
    if not family.authorised or badge is None:
        return _("sans formation")
    unused = rules.unused_end(badge.since, badge.last_used, family)
    last = min((one for one in (badge.expires_on, unused) if one), default=None)
    if last is None:
        return _("sans limite de date")
    said = _("jusqu’au %s") % saying.date_long(last)
    if last == unused and last != badge.expires_on:
        return _("%s si vous ne l’utilisez pas d’ici là") % said
    return said


def plans(own: Mine) -> list[dict[str, Any]]:
    """The plans they hold, what is used of each, until when; seven statements."""
    labels = prices.price_labels(own.today)
    return [
        {
            "label": one.holder.plan.label,
            "used": [used_said(each, labels) for each in one.used],
            "runs": one.runs,
            "until": _term_said(one, own.today),
        }
        for one in plan_queries.plans_of(own.person.pk, own.today)
    ]


def _term_said(one: Standing, today: date) -> str:
    """« jusqu’au 31 décembre 2026 », « en pause jusqu’au 30 août 2026 »."""
    if one.pause is not None:
        return _("en pause jusqu’au %s") % saying.date_long(one.pause.to_day)
    if today < one.term.starts_on:
        return _("à partir du %s") % saying.date_long(one.term.starts_on)
    if one.term.ends_on < today:
        return _("fini le %s") % saying.date_long(one.term.ends_on)
    said = _("essai jusqu’au %s") if one.term.trial else _("jusqu’au %s")
    return said % saying.date_long(one.term.ends_on)


def to_learn(own: Mine) -> Iterator[dict[str, Any]]:
    """The kinds they may not use yet, the training that leads to each, its next date."""
    families = _families(own.others())
    coming = next_trainings({one.training_id for one in families if one.training_id}, own.now)
    for family in families:
        session = coming.get(family.training_id) if family.training_id else None
        yield {
            "family": family,
            "when": _when(session) if session else "",
            "place": session.place if session else None,
        }


def _when(session: Any) -> str:
    hour = session.starts_at.astimezone(ZoneInfo(session.place.time_zone)).time()
    return _("%(day)s à %(hour)s") % {"day": saying.day(session.day), "hour": saying.hour(hour)}


def identity(own: Mine) -> dict[str, Any]:
    """The name, colour and logo of the only place; of several, nobody's."""
    if len(own.places) != 1:
        return {}
    (place,) = own.places
    return {
        "place_name": place.name,
        "motto": place.motto,
        "colour": place.colour,
        "logo": place.logo.url if place.logo else "",
    }

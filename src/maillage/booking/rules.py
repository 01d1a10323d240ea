"""Pure rules of booking: hours, lengths, who may use what. No database, no clock of their own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from math import gcd
from typing import Final, Protocol
from uuid import UUID

from django.utils.translation import gettext as _

from maillage.booking.models import Family, Reservation, Resource
from maillage.core import saying
from maillage.core.commands import Refusal
from maillage.core.folding import fold, starts_any_word, words
from maillage.core.periods import Period, inclusive_end, local_date, local_day_bounds, wall_instants
from maillage.core.spans import Span, common, united, without
from maillage.network.models import Place
from maillage.network.staffing import minutes_of

SET_ASIDE: Final = ("hours", "notice", "ahead", "length", "quota")
"""Rules that the team may set aside; safety (training, age, presence, lock-out) never is."""

USUAL: Final = (15, 30, 45, 60, 90, 120, 180, 240, 300, 360, 480, 720, 1440)
"""Lengths that forms offer, in minutes."""

HOLDING: Final = (Reservation.State.TENTATIVE, Reservation.State.CONFIRMED)
"""The states in which a reservation holds its resource."""

STANDING: Final = (*HOLDING, Reservation.State.WAITING)
"""The states in which a reservation may still be moved, confirmed, given up."""


def minutes_used(row: Reservation) -> int:
    """How long somebody had what they reserved, begun minutes included; what they reserved, else.

    From when they came, or from the hour reserved.
    """
    start, end = row.came_at or row.starts_at, row.left_at or row.ends_at
    return max(0, -(-int((end - start).total_seconds()) // 60))


def stands(row: Reservation, now: datetime) -> bool:
    """Whether a reservation may still be moved, confirmed, given up."""
    return row.state in STANDING and row.ends_at > now


def period_at(day: date, start: time, minutes: int, tz: str, *, second: bool | None) -> Period:
    """The period that begins when the clocks of a place show ``start``, ``minutes`` long.

    ``second``: which of the two, for an hour that the autumn change repeats. Refuses
    ``no_such_hour`` for one that the spring change skips, ``which_hour`` for one shown twice.
    """
    shown = wall_instants(day, start, tz)
    if not shown:
        raise Refusal("no_such_hour", _skipped(day, start))
    if len(shown) > 1 and second is None:
        raise Refusal("which_hour", _twice(day, start), hours=[one.isoformat() for one in shown])
    begins = shown[-1] if second else shown[0]
    return Period(begins, begins + timedelta(minutes=minutes))


def _skipped(day: date, start: time) -> str:
    said = _(
        "%(hour)s n’existe pas le %(day)s : on passe à l’heure d’été. Choisissez une autre heure."
    )
    return said % {"hour": saying.hour(start), "day": saying.day(day)}


def _twice(day: date, start: time) -> str:
    said = _(
        "%(hour)s vient deux fois le %(day)s : on passe à l’heure d’hiver. "
        "Dites si c’est la première ou la seconde fois."
    )
    return said % {"hour": saying.hour(start), "day": saying.day(day)}


class Badge(Protocol):
    """Of somebody, what says whether they may use the machines of a family."""

    @property
    def since(self) -> date | None:
        """When the authorisation that stands was given."""

    @property
    def last_used(self) -> date | None:
        """The day they last used the family."""


def is_authorised(badge: Badge, family: Family, day: date) -> bool:
    """Whether somebody may use the machines of the family on a day.

    After ``family.unused_months`` without use (since the last one, or since it was given), an
    authorisation is worth nothing until it is given again.
    """
    if badge.since is None:
        return False
    last = unused_end(badge.since, badge.last_used, family)
    return last is None or day <= last


def unused_end(since: date, last_used: date | None, family: Family) -> date | None:
    """The last day of an authorisation that is used no more, where its family has that rule."""
    if family.unused_months is None:
        return None
    return inclusive_end(max(since, last_used or since), family.unused_months)


def expiry(from_day: date, months: int | None) -> date | None:
    """The last day of an authorisation given on a day."""
    return None if months is None else inclusive_end(from_day, months)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reservation asks for, beside the rules of its family.

    ``already``: how many reservations of the family its person has ahead of them. ``halves``: the
    half-days that day, for a family that is reserved by them.
    """

    period: Period
    now: datetime
    tz: str
    already: int
    halves: Collection[Period] = ()


def broken(family: Family, wanted: Wanted) -> list[str]:
    """The rules, of those that may be set aside, that a reservation does not follow."""
    length = int((wanted.period.end - wanted.period.start).total_seconds()) // 60
    day, today = local_date(wanted.period.start, wanted.tz), local_date(wanted.now, wanted.tz)
    notice = timedelta(minutes=family.notice)
    faults = {
        "length": not (wanted.period in wanted.halves or lasts_to_the_minute(family, length)),
        "notice": family.notice > 0 and wanted.period.start < wanted.now + notice,
        "ahead": day > today + timedelta(days=family.ahead),
        "quota": family.most_open is not None and wanted.already >= family.most_open,
    }
    return [rule for rule, fault in faults.items() if fault]


def lasts_well(family: Family, minutes: int) -> bool:
    """Whether a length, in minutes, is one that the family may be reserved for."""
    return family.half_days or lasts_to_the_minute(family, minutes)


def lasts_to_the_minute(family: Family, minutes: int) -> bool:
    """Whether a family that is not reserved by half-days may be reserved for so many minutes."""
    if family.half_days:
        return False
    longest = family.longest if family.longest is not None else minutes
    return family.shortest <= minutes <= longest and minutes % family.step == 0


def said(rule: str, family: Family) -> str:
    """What to do about a rule that is not followed; hours are said by ``hours``."""
    sentences = {
        "length": _length(family),
        "notice": _("« %(family)s » se réserve au moins %(notice)s à l’avance.")
        % {"family": family.name, "notice": saying.length(family.notice)},
        "ahead": _("« %(family)s » se réserve au plus %(ahead)s à l’avance.")
        % {"family": family.name, "ahead": saying.length(family.ahead * 24 * 60)},
        "quota": _(
            "Cette personne a déjà le plus de réservations permis pour « %(family)s » : %(most)s."
        )
        % {"family": family.name, "most": family.most_open},
    }
    return sentences[rule]


def _length(family: Family) -> str:
    if family.half_days:
        said = _("« %s » se réserve à la demi-journée : le matin, l’après-midi ou la journée.")
        return said % family.name
    values = {
        "family": family.name,
        "step": saying.length(family.step),
        "shortest": saying.length(family.shortest),
    }
    if family.longest is None:
        return _("« %(family)s » se réserve par %(step)s, au moins %(shortest)s.") % values
    return _("« %(family)s » se réserve par %(step)s, de %(shortest)s à %(longest)s.") % {
        **values,
        "longest": saying.length(family.longest),
    }


def most_in_a_day(wanted: Span[datetime], others: Iterable[Span[datetime]], tz: str) -> int:
    """Minutes that somebody would use on the fullest local day of what is wanted.

    Two at the same hour are two: somebody else comes with the second.
    """
    first, last = (local_date(one, tz) for one in wanted)
    days = (first + timedelta(days=rank) for rank in range((last - first).days + 1))
    bounds = [local_day_bounds(day, tz) for day in days]
    spans = [wanted, *others]
    return max(
        sum(minutes_of(common([span], [(one.start, one.end)])) for span in spans) for one in bounds
    )


def is_withdrawn(resource: Resource, day: date) -> bool:
    """Whether a resource, or its family, is no longer offered on a day."""
    last_days = (resource.withdrawn_on, resource.family.retired_on)
    return any(one is not None and one <= day for one in last_days)


def may_come(row: Reservation, today: date) -> bool:
    """Whether it may be said that somebody is there for a reservation, on a local day."""
    return row.state in HOLDING and row.came_at is None and today >= row.day


def covers(spans: Iterable[Span[datetime]], period: Period) -> bool:
    """Whether one stretch of these spans holds the whole period."""
    return any(start <= period.start and period.end <= end for start, end in united(spans))


def nearest(held: Iterable[Span[datetime]], wanted: Period, *, within: Period) -> list[datetime]:
    """The free starts nearest to a period wanted, for as long, within another; the nearest first.

    They touch what is held, or the ends of ``within``.
    """
    length, taken = wanted.end - wanted.start, united(held)
    free = without([(within.start, within.end)], taken)
    starts = {
        one
        for start, end in free
        if end - start >= length
        for one in (start, end - length)
        if one != wanted.start
    }
    return nearest_of(starts, wanted)


def nearest_of(starts: Iterable[datetime], wanted: Period) -> list[datetime]:
    """The three starts nearest to that of a period, the nearest first, the earlier of two."""
    return sorted(starts, key=lambda one: (abs(one - wanted.start), one))[:3]


# The first that is free


def is_of_kind(kind: str, name: str) -> bool:
    """Whether a family's name is of a kind, in the words of whoever looks for it.

    Structures name their families freely: each word asked begins one of the name, whatever the
    accents and the plural. « lasers » finds « Découpe laser »; nothing asked finds nothing.
    """
    asked = [one[:-1] if len(one) > 3 and one[-1] in "sx" else one for one in words(kind)]
    return bool(asked) and starts_any_word(" ".join(asked), fold(name))


@dataclass(frozen=True, slots=True)
class Look:
    """What is looked for: minutes, from ``since`` on; ``now`` is when it is asked.

    ``badge``: for somebody authorised, who may come outside the hours where a family says so;
    ``badges``: the families they are known to be authorised for. ``days``, inclusive ends: when
    the hours of the structure that asks do not bind them.
    """

    minutes: int
    since: datetime
    now: datetime
    badge: bool = False
    badges: frozenset[UUID] = frozenset()
    days: tuple[Span[date], ...] = ()


def may_come_alone(family: Family, look: Look) -> bool:
    """Whether hours and team do not bind: who may use the family at all is authorised."""
    known = look.badge or family.pk in look.badges
    return family.alone and (known or family.authorised)


def starts_within(family: Family, look: Look, place: Place, until: datetime) -> Period | None:
    """When a reservation may begin, before ``until``: notice, how far ahead, the place's days.

    ``None`` where there is no such moment.
    """
    tz = place.time_zone
    start = max(look.since, look.now + timedelta(minutes=family.notice))
    if place.opened_on:
        start = max(start, local_day_bounds(place.opened_on, tz).start)
    last = local_date(look.now, tz) + timedelta(days=family.ahead)
    if place.closed_on:
        last = min(last, place.closed_on)
    end = min(until, local_day_bounds(last, tz).end)
    return Period(start, end) if start < end else None


def first_free(
    held: Sequence[Span[datetime]],
    hours: Sequence[Span[datetime]] | None,
    family: Family,
    minutes: int,
    within: Period,
) -> datetime | None:
    """The first start of ``within`` at which so many minutes, and the family's buffer, are free.

    Within one stretch of ``hours``, any hour when ``None``; both they and ``held`` are in order.
    Starts are whole quarters of an hour, or finer where the family's step is.
    """
    lasts = timedelta(minutes=minutes)
    needs, grain = lasts + timedelta(minutes=family.buffer), gcd(family.step, 15)
    rank = 0
    for opens, closes in hours if hours is not None else [(within.start, within.end + lasts)]:
        if opens >= within.end:
            break
        start = _rounded_up(max(opens, within.start), grain)
        while start < within.end and start + lasts <= closes:
            while rank < len(held) and held[rank][1] <= start:
                rank += 1
            if rank == len(held) or start + needs <= held[rank][0]:
                return start
            start = _rounded_up(held[rank][1], grain)
    return None


_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


def _rounded_up(instant: datetime, grain: int) -> datetime:
    past = (instant - _EPOCH) % timedelta(minutes=grain)
    return instant + (timedelta(minutes=grain) - past) if past else instant

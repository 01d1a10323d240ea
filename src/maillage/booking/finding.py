"""Where something of a kind is free first: in the places of a structure and of its networks.

Only shared rows are read of other structures: places, families, resources, what is held and when
the team is there. Nobody's name is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from maillage.booking import half_days, hours, rules
from maillage.booking.for_person import for_person
from maillage.booking.models import Family, LockOut, Resource
from maillage.booking.rules import Look
from maillage.core.periods import Period, local_date, local_day_bounds
from maillage.core.scopes import network_scope, structure_scope
from maillage.core.spans import Span, common, united, without
from maillage.network.models import Occupancy, Place, Unit
from maillage.network.rota_queries import opening_of, shared_spans, staffed_spans

Spans = list[Span[datetime]]

LOOKED_DAYS = (1, 8, 60)
"""How far one looks after the first hours that suit: farther only for what is not free before."""


NEAR = timedelta(hours=6)


class Machine(NamedTuple):
    """A resource, its unit and the unit's name."""

    pk: UUID
    unit: UUID
    name: str


class Group(NamedTuple):
    """What a place has of a family."""

    place: Place
    family: Family
    machines: list[Machine]


class Free(NamedTuple):
    """What a place has of a kind, and when it is first free.

    ``period`` is ``None`` when nothing is in the days looked at; ``fits`` tells whether the family
    is reserved for so long at all.
    """

    place: Place
    family: Family
    machine: Machine
    period: Period | None
    fits: bool


def kinds(structures: Iterable[UUID], among: Collection[UUID] | None = None) -> list[Family]:
    """The families of several structures of which something may be reserved, by name.

    ``among``: of these places and resources only.
    """
    with network_scope(structures):
        offered = _offered(among).values("family")
        return list(Family.objects.filter(pk__in=offered).order_by("name", "pk"))


def of_kind(
    kind: str,
    families: Sequence[Family],
    structures: Iterable[UUID],
    among: Collection[UUID] | None = None,
) -> list[Family]:
    """Those of these families that are of a kind, by their name, else by that of a machine.

    « imprimante » finds « Impression 3D », whose machine is « Imprimante 3D ». One statement more
    where no family has that name.
    """
    found = [one for one in families if rules.is_of_kind(kind, one.name)]
    if found:
        return found
    with network_scope(structures):
        names = list(_offered(among).values_list("family", "unit__name"))
    named = {family for family, name in names if rules.is_of_kind(kind, name)}
    return [one for one in families if one.pk in named]


def first_free_of(
    families: Sequence[Family],
    look: Look,
    structures: Collection[UUID],
    *,
    own: UUID | None,
    among: Collection[UUID] | None = None,
) -> list[Free]:
    """For each place that has something of these families, the first free slot, soonest first.

    ``own`` is the structure that asks, whose absences are known; ``None``: anybody asks. ``among``:
    of these places and resources only. Nine statements at most, and one
    for each level of units, whatever the number of places, of resources, and of what is held.
    """
    with network_scope(structures):
        left = [one for one in _groups(families, among) if _is_open(one.place, look)]
        search = _Search(look, left, own)
        found: dict[UUID, Free] = {}
        for until in search.horizons(left):
            search.look_ahead(left, until)
            for group in left:
                one, place = search.first(group), group.place.pk
                found[place] = min(found.get(place, one), one, key=_soonest)
            left = [
                one
                for one in left
                if found[one.place.pk].period is None and rules.lasts_well(one.family, look.minutes)
            ]
            if not left:
                break
    return sorted(found.values(), key=lambda one: (_soonest(one), one.place.name))


def nearest_free(
    resources: Sequence[Resource],
    wanted: Period,
    now: datetime,
    *,
    person: UUID | None = None,
    but: UUID | None = None,
) -> list[datetime]:
    """The starts nearest to a period wanted, that day, at which one of these is free for as long.

    Those six hours away or more are another time of the day. ``resources`` are of one family and
    place. The hours bind, unless what is wanted was outside them already, or ``person`` may come
    then. What the reservation ``but`` holds, which moves, is free. Five statements, and one for
    each level of units; seven more for a person.
    """
    first = resources[0]
    place, family = first.unit.place, first.family
    minutes = int((wanted.end - wanted.start).total_seconds()) // 60
    day = local_day_bounds(local_date(wanted.start, place.time_zone), place.time_zone)
    if day.end <= now:
        return []
    machines = [Machine(one.pk, one.unit_id, one.unit.name) for one in resources]
    group = Group(place, family, machines)
    look = Look(minutes, max(day.start, now), now)
    if person is not None:
        look = for_person(look, person, [family])
    search = _Search(look, [group], place.structure_id)
    search.look_ahead([group], day.end, but=but)
    found = {start for one in machines for start in search.nearest(group, one, wanted, day.end)}
    return rules.nearest_of([one for one in found if abs(one - wanted.start) < NEAR], wanted)


def free_halves(
    resources: Sequence[Resource], day: date, now: datetime, *, but: UUID | None = None
) -> list[str]:
    """The parts of a day that one of these has free whole; what ``but`` holds is free.

    ``resources`` are of one family, reserved by half-days, and of one place. Statements as
    ``nearest_free``.
    """
    first = resources[0]
    place, tz = first.unit.place, first.unit.place.time_zone
    bounds = local_day_bounds(day, tz)
    machines = [Machine(one.pk, one.unit_id, one.unit.name) for one in resources]
    group = Group(place, first.family, machines)
    search = _Search(Look(0, bounds.start, now), [group], place.structure_id)
    search.look_ahead([group], bounds.end, but=but)
    return search.free_halves(group, day)


def _soonest(one: Free) -> tuple[bool, bool, datetime | None]:
    return (one.period is None, not one.fits, one.period.start if one.period else None)


def _offered(among: Collection[UUID] | None) -> QuerySet[Resource]:
    """Resources that may be reserved: neither withdrawn, nor out of use until nobody knows when."""
    rows: QuerySet[Resource] = Resource.objects.filter(
        withdrawn_on=None, family__retired_on=None, unit__retired_on=None
    )
    if among is not None:
        rows = rows.filter(Q(pk__in=among) | Q(unit__place__in=among))
    return rows.exclude(pk__in=LockOut.objects.filter(ended_at=None).values("resource"))


def _groups(families: Iterable[Family], among: Collection[UUID] | None) -> list[Group]:
    """The machines of families, by place and family, by name; two statements."""
    kept = {one.pk: one for one in families}
    columns = ("unit__place_id", "family_id", "pk", "unit_id", "unit__name")
    rows = _offered(among).filter(family__in=list(kept)).order_by("unit__name", "pk")
    found: dict[tuple[UUID, UUID], list[Machine]] = {}
    for place, family, *machine in rows.values_list(*columns):
        found.setdefault((place, family), []).append(Machine(*machine))
    named = Place.objects.filter(pk__in={place for place, _family in found})
    places = {one.pk: one for one in named.select_related("commune")}
    return [Group(places[place], kept[family], some) for (place, family), some in found.items()]


def _is_open(place: Place, look: Look) -> bool:
    """Whether a place has not closed for good before the day one looks from."""
    return place.closed_on is None or local_date(look.since, place.time_zone) <= place.closed_on


class _Search:
    """When the team is there, and what is held as far as one looks."""

    def __init__(self, look: Look, groups: Sequence[Group], own: UUID | None) -> None:
        self.look, self.begin, self.until, self.own = look, look.since, look.since, own
        self.held: dict[UUID, Spans] = {}
        self.hours: dict[tuple[UUID, UUID], Spans | None] = {}
        self.halves: dict[tuple[UUID, UUID], list[dict[str, Period]]] = {}
        longest = max((group.family.buffer for group in groups), default=0)
        self.beyond = timedelta(minutes=look.minutes + longest)
        self.parts = _parts(one.unit for group in groups for one in group.machines)
        places = {group.place.pk: group.place for group in groups}.values()
        period = Period(look.since, look.since + timedelta(days=LOOKED_DAYS[-1]) + self.beyond)
        self.staffed = shared_spans([one for one in places if one.structure_id != own], period)
        if own is not None:
            with structure_scope(own):
                here = [one for one in places if one.structure_id == own]
                self.staffed |= staffed_spans(here, period)

    def horizons(self, groups: Iterable[Group]) -> Iterator[datetime]:
        """How far to look: the first hours that suit, a day more, a week more, two months in all.

        Where none suits, nothing is to be looked for.
        """
        self.until = end = self.look.since + timedelta(days=LOOKED_DAYS[-1])
        starts = [one.start for group in groups if (one := self.within(group))]
        self.begin = min(starts, default=self.look.since)
        yield self.begin + timedelta(minutes=1)
        if starts:
            yield from (min(end, self.begin + timedelta(days=one)) for one in LOOKED_DAYS)

    def look_ahead(
        self, groups: Iterable[Group], until: datetime, *, but: UUID | None = None
    ) -> None:
        """Read what is held of the machines of these groups, so far ahead; one statement."""
        units = {one.unit for group in groups for one in group.machines}
        units |= {part for unit in units for part in self.parts.get(unit, ())}
        self.until = until
        self.held = _held(units, Period(self.begin, until + self.beyond), but)

    def within(self, group: Group) -> Period | None:
        """From the first start that would suit if nothing were held, as far as one looks."""
        within = rules.starts_within(group.family, self.look, group.place, self.until)
        if within is None or not rules.lasts_well(group.family, self.look.minutes):
            return None
        first = self._first((), group, within)
        return Period(first.start, within.end) if first else None

    def first(self, group: Group) -> Free:
        """The machine of a group that is free first, as far as was read."""
        minutes = self.look.minutes
        fits = rules.lasts_well(group.family, minutes)
        found = Free(group.place, group.family, group.machines[0], None, fits)
        within = self.within(group)
        for one in group.machines:
            if within is None:
                break
            period = self._first(self._held_of(one.unit), group, within)
            if period is not None:
                found = found._replace(machine=one, period=period)
                sooner = period.start > within.start
                within = Period(within.start, period.start) if sooner else None
        return found

    def nearest(
        self, group: Group, machine: Machine, wanted: Period, until: datetime
    ) -> list[datetime]:
        """The starts nearest to a period wanted, at which a machine is free for as long."""
        within = Period(self.look.since, until)
        buffer = timedelta(minutes=group.family.buffer)
        held = [(start - buffer, end) for start, end in self._held_of(machine.unit)]
        kept = self._hours(group.place, group.family)
        if kept is not None and rules.covers(kept, wanted):
            held += without([(within.start - buffer, within.end)], kept)
        return rules.nearest(held, wanted, within=within)

    def _first(self, held: Sequence[Span[datetime]], group: Group, within: Period) -> Period | None:
        """The first period that is free: so many minutes, or a half-day that is as long."""
        family, minutes = group.family, self.look.minutes
        if family.half_days:
            days = self._halves(group)
            return half_days.first_free(held, days, minutes, family.buffer, within)
        kept = self._hours(group.place, family)
        start = rules.first_free(held, kept, family, minutes, within)
        return Period(start, start + timedelta(minutes=minutes)) if start else None

    def _halves(self, group: Group) -> list[dict[str, Period]]:
        """The half-days of a group, from the day on which one looks, kept."""
        asked, tz = (group.place.pk, group.family.pk), group.place.time_zone
        if asked not in self.halves:
            kept, first = self._hours(group.place, group.family), local_date(self.look.since, tz)
            days = (first + timedelta(days=ahead) for ahead in range(LOOKED_DAYS[-1] + 1))
            self.halves[asked] = [
                half_days.halves(kept, day, tz)
                for day in days
                if kept is None or _opens(kept, day, tz)
            ]
        return self.halves[asked]

    def free_halves(self, group: Group, day: date) -> list[str]:
        """The parts of a day that a machine of the group has free whole."""
        kept, tz = self._hours(group.place, group.family), group.place.time_zone
        buffer = timedelta(minutes=group.family.buffer)
        found = half_days.halves(kept, day, tz)
        held = [self._held_of(one.unit) for one in group.machines]
        return [
            part
            for part, one in found.items()
            if one.end > self.look.now
            and any(not common(spans, [(one.start, one.end + buffer)]) for spans in held)
        ]

    def _held_of(self, unit: UUID) -> Spans:
        if unit not in self.parts:
            return self.held.get(unit, [])
        return united(span for one in (unit, *self.parts[unit]) for span in self.held.get(one, []))

    def _hours(self, place: Place, family: Family) -> Spans | None:
        """When reservations of a family stand at a place, kept."""
        asked = (place.pk, family.pk)
        if asked not in self.hours:
            self.hours[asked] = self._read_hours(place, family)
        return self.hours[asked]

    def _read_hours(self, place: Place, family: Family) -> Spans | None:
        """``None``: at any hour."""
        alone = rules.may_come_alone(family, self.look) and not family.half_days
        staffed = united(self.staffed.get(place.pk, []))
        first = local_date(self.look.since, place.time_zone) - timedelta(days=1)
        days = LOOKED_DAYS[-1] + self.beyond.days + 3
        opened = None
        if place.opening and not alone and not hours.own_week(family):
            opened = opening_of(place, staffed).opened(first, days)
            if place.structure_id == self.own and not family.half_days:
                opened = united([*opened, *self._at_any_hour(place)])
        found = hours.bookable(family, place, first, days, opened)
        if family.staffed and not alone:
            return staffed if found is None else common(found, staffed)
        return found

    def _at_any_hour(self, place: Place) -> Iterator[Span[datetime]]:
        """The days on which whoever is looked for may come at any hour."""
        for first, last in self.look.days:
            begins, ends = (local_day_bounds(one, place.time_zone) for one in (first, last))
            yield begins.start, ends.end


def _opens(spans: Spans, day: date, tz: str) -> bool:
    bounds = local_day_bounds(day, tz)
    return bool(common(spans, [(bounds.start, bounds.end)]))


def _parts(units: Iterable[UUID]) -> dict[UUID, list[UUID]]:
    """All that is in each of these units, where something is; a statement for each level."""
    found: dict[UUID, list[UUID]] = {}
    level = {unit: {unit} for unit in units}
    while level:
        rows = Unit.objects.filter(parent__id__among=list(level)).values_list("parent_id", "pk")
        below: dict[UUID, set[UUID]] = {}
        for parent, unit in rows:
            below.setdefault(unit, set()).update(level[parent])
            for top in level[parent]:
                found.setdefault(top, []).append(unit)
        level = below
    return found


def _held(units: Iterable[UUID], period: Period, but: UUID | None) -> dict[UUID, Spans]:
    """When each unit is taken in a period, in order, but by one reservation; one statement."""
    rows = Occupancy.objects.filter(
        unit__id__among=list(units), starts_at__lt=period.end, ends_at__gt=period.start
    ).order_by("unit_id", "ends_at")
    if but is not None:
        rows = rows.exclude(source_id=but)
    found: dict[UUID, Spans] = {}
    for unit, start, end in rows.values_list("unit_id", "starts_at", "ends_at"):
        found.setdefault(unit, []).append((start, end))
    return found

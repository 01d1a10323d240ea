"""Reads of plans: what is proposed, who holds one, what is left of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from maillage.money.entitlements import Cover
from maillage.money.models import (
    Allowance,
    EntitlementLine,
    PlanHolder,
    PlanPause,
    PlanTerm,
    SaleLine,
    UsePlan,
)
from maillage.money.rules import week_window, window_of
from maillage.network.rules import percent
from maillage.people.models import ActsFor
from maillage.people.queries import group_of, root_of

Move = EntitlementLine.Move
SPENDING = (Move.SPENT, Move.RETURNED)
Moves = dict[tuple[UUID, str, str], tuple[int, int | None]]
"""By holder, code, window: units spent, and the sum of all the lines (``None``: no limit)."""


def use_plans(day: date | None = None) -> list[UsePlan]:
    """The plans, by label, those proposed on a day when one is said; with ``allowances``."""
    rows = UsePlan.objects.prefetch_related(
        Prefetch("allowances", Allowance.objects.order_by("code"))
    )
    if day is not None:
        rows = rows.filter(Q(sold_until=None) | Q(sold_until__gte=day))
    return list(rows.order_by("label", "id"))


def use_plan_codes() -> list[str]:
    """The price codes that plans cost, those no longer proposed included; one statement."""
    codes = UsePlan.objects.order_by("price_code").values_list("price_code", flat=True)
    return list(codes.distinct())


def _held(person: UUID, day: date) -> Q:
    """Holders that are the person, or an organisation that they act for on a day."""
    group = group_of(person).values("pk")
    still = Q(to_day=None) | Q(to_day__gte=day)
    theirs = ActsFor.objects.filter(still, person__in=group, from_day__lte=day)
    return Q(person__in=group) | Q(organisation__in=theirs.values("organisation"))


def running_terms(day: date) -> QuerySet[PlanTerm]:
    """The terms that run on a day and are not asleep, with their plan."""
    asleep = PlanPause.objects.filter(holder=OuterRef("holder"), from_day__lte=day, to_day__gte=day)
    rows: QuerySet[PlanTerm] = PlanTerm.objects.filter(
        ~Exists(asleep), cancelled_at=None, starts_on__lte=day, ends_on__gte=day
    ).select_related("holder__plan")
    return rows


def ending(first: date, last: date) -> list[PlanTerm]:
    """The terms of persons that end from a day to another (inclusive), and nothing follows.

    The soonest first, with their plan, person and place; one statement.
    """
    standing = PlanTerm.objects.filter(cancelled_at=None, holder__person__isnull=False)
    known = standing.annotate(who=root_of("holder__person"))
    after = known.filter(
        who=OuterRef("who"), holder__plan=OuterRef("holder__plan"), ends_on__gt=OuterRef("ends_on")
    )
    rows = known.filter(~Exists(after), ends_on__gte=first, ends_on__lte=last)
    related = rows.select_related("holder__plan", "holder__person__same_as", "holder__place")
    return list(related.order_by("ends_on", "id"))


def comes_at_any_hour(person: UUID, day: date) -> bool:
    """Whether a plan that runs on a day lets somebody come when the place is closed."""
    held = PlanHolder.objects.filter(_held(person, day), plan__at_any_hour=True)
    return bool(running_terms(day).filter(holder__in=held).exists())


def covers(person: UUID, code: str, day: date) -> list[Cover]:
    """The plans that pay for a code on a day, in the order they are spent; three statements.

    First those without limit, then those by the week, then those whose term ends soonest. A plan
    that is paused pays for nothing.
    """
    held = PlanHolder.objects.filter(_held(person, day))
    terms = list(running_terms(day).filter(holder__in=held))
    plans = {one.holder.plan_id for one in terms}
    allowances = list(Allowance.objects.filter(plan__in=plans, code=code))
    pairs = [
        (term, one) for term in terms for one in allowances if one.plan_id == term.holder.plan_id
    ]
    before = _before([term for term, one in pairs if one.carries])
    found = [Cover(term.holder, one, term, before.get(term.pk, ())) for term, one in pairs]
    return sorted(found, key=spending_order)


def spending_order(cover: Cover) -> tuple[bool, bool, date, str]:
    allowance = cover.allowance
    by_week = allowance.per == Allowance.Per.WEEK
    return allowance.units is not None, not by_week, cover.term.ends_on, str(cover.holder.pk)


def _before(terms: list[PlanTerm]) -> dict[UUID, list[UUID]]:
    """For each term, those of its holder that were paid before it."""
    if not terms:
        return {}
    rows = PlanTerm.objects.filter(
        holder__in=[one.holder_id for one in terms], trial=False, cancelled_at=None
    ).order_by("starts_on")
    paid = list(rows)
    return {
        term.pk: [
            one.pk
            for one in paid
            if one.holder_id == term.holder_id and one.ends_on < term.starts_on
        ]
        for term in terms
    }


def is_paid_for(source: UUID, code: str | None = None) -> bool:
    """Whether units of a code were spent for something and not returned, or a sale made for it.

    Of any code, unless one is said.
    """
    return bool(paid_for([source], code))


def paid_for(sources: Iterable[UUID], code: str | None = None) -> set[UUID]:
    """Those of these things for which units were spent or a sale made; two statements."""
    ids, said = list(sources), {} if code is None else {"code": code}
    spent = EntitlementLine.objects.filter(source_id__in=ids, move__in=SPENDING, **said)
    sold = SaleLine.objects.filter(target_id__in=ids, **said)
    units = spent.values_list("source_id").annotate(sum=Sum("units")).order_by()
    quantities = sold.values_list("target_id").annotate(sum=Sum("quantity")).order_by()
    return {one for one, total in units if total < 0} | {
        one for one, total in quantities if total > 0
    }


def who_spent(source: UUID) -> PlanHolder | None:
    """Whose plan was ever spent for something, the first of them; one statement."""
    lines = EntitlementLine.objects.filter(source_id=source).order_by("at", "id")
    found = lines.select_related("holder__plan", "holder__person__same_as").first()
    return found.holder if found else None


class Standing(NamedTuple):
    """A plan as its holder has it: the term of the day, or the last one, and what is used of it."""

    holder: PlanHolder
    term: PlanTerm
    runs: bool
    pause: PlanPause | None
    used: list[Used]


class Used(NamedTuple):
    """Of a code: units used, and how many there are (``None``: no limit), on a day."""

    allowance: Allowance
    used: int
    given: int | None


def plans_of(person: UUID, day: date) -> list[Standing]:
    """The plans somebody holds, or an organisation they act for, as they stand on a day.

    Five statements.
    """
    return standings(PlanHolder.objects.filter(_held(person, day)), day)


def every_standing(day: date) -> list[Standing]:
    """Every plan held, those that end soonest first."""
    return standings(PlanHolder.objects.all(), day)


def standings(holders: QuerySet[PlanHolder], day: date) -> list[Standing]:
    """How plans stand on a day, by the end of their term; five statements."""
    rows = list(
        holders.select_related("plan", "person__same_as", "organisation", "place")
        .prefetch_related(
            Prefetch("terms", PlanTerm.objects.filter(cancelled_at=None).order_by("starts_on")),
            Prefetch("pauses", PlanPause.objects.order_by("from_day")),
            Prefetch("plan__allowances", Allowance.objects.order_by("code")),
        )
    )  # fmt: skip
    now = {one.pk: _term_on(one.terms.all(), day) for one in rows}
    moves = moves_in([week_window(day), *(str(one.pk) for one in now.values() if one)])
    found = [_standing(one, term, day, moves) for one in rows if (term := now[one.pk]) is not None]
    return sorted(found, key=lambda one: (one.term.ends_on, str(one.holder.pk)))


def _term_on(terms: Iterable[PlanTerm], day: date) -> PlanTerm | None:
    """The term that runs on a day, else the last one begun, else the first to come."""
    known = list(terms)
    begun = [one for one in known if one.starts_on <= day]
    return begun[-1] if begun else next(iter(known), None)


def _standing(holder: PlanHolder, term: PlanTerm, day: date, moves: Moves) -> Standing:
    used = []
    for one in holder.plan.allowances.all():
        found = moves.get((holder.pk, one.code, window_of(one, term, day)))
        used.append(Used(one, *used_of(one, found)))
    pause = next((one for one in holder.pauses.all() if one.from_day <= day <= one.to_day), None)
    return Standing(holder, term, term.starts_on <= day <= term.ends_on, pause, used)


def used_of(allowance: Allowance, moves: tuple[int, int | None] | None) -> tuple[int, int | None]:
    """Units used in a window and how many there are; ``moves`` are its own, if it was opened."""
    spent, left = moves or (0, allowance.units)
    if allowance.units is None or left is None:
        return spent, None
    return spent, spent + left


def moves_in(windows: Iterable[str]) -> Moves:
    """What was spent in these windows, and the sum of their lines; one statement."""
    spent = Sum("units", filter=Q(move__in=SPENDING), default=0)
    rows = (
        EntitlementLine.objects.filter(window__in=list(windows))
        .values_list("holder", "code", "window")
        .annotate(spent=spent, sum=Sum("units"), free=Count("pk", filter=Q(balance=None)))
        .order_by()
    )
    return {
        (one, code, window): (-out, None if free else total)
        for one, code, window, out, total, free in rows
    }


class Conversion(NamedTuple):
    """At a place: the trials that are still undecided, those decided, and those who stayed.

    A trial is decided once a plan is paid after it began, or when it is over.
    """

    place: str
    running: int
    decided: int
    stayed: int

    @property
    def share(self) -> int:
        """Those who stayed, in whole percents of those decided."""
        return percent(self.stayed, self.decided)


def conversions(day: date) -> list[Conversion]:
    """Trials that became paid plans, whichever the plan, by place, as known on a day.

    One statement.
    """
    whose = Q(holder__person=OuterRef("holder__person"))
    whose |= Q(holder__organisation=OuterRef("holder__organisation"))
    paid = PlanTerm.objects.filter(
        whose, trial=False, cancelled_at=None, starts_on__gte=OuterRef("starts_on")
    )
    rows = PlanTerm.objects.filter(trial=True, cancelled_at=None).annotate(stayed=Exists(paid))
    counted: dict[str, list[tuple[bool, bool]]] = {}
    told = rows.order_by("holder__place__name", "id")
    for place, stayed, ends_on in told.values_list("holder__place__name", "stayed", "ends_on"):
        counted.setdefault(place, []).append((stayed or ends_on < day, stayed))
    return [
        Conversion(place, sum(not over for over, _ in all_), sum(over for over, _ in all_),
                   sum(stayed for _, stayed in all_))
        for place, all_ in counted.items()
    ]  # fmt: skip


def terms_of(person: UUID, plan: UsePlan) -> list[PlanTerm]:
    """The terms of a plan that somebody took or tried, in order."""
    rows = PlanTerm.objects.filter(
        holder__plan=plan, holder__person__in=group_of(person), cancelled_at=None
    )
    return list(rows.order_by("starts_on"))


def moves_of(person: UUID, most: int) -> list[EntitlementLine]:
    """The last moves of the plans of somebody, the latest first; one statement.

    ``net``: the units of that code spent for the same thing and not returned, below zero.
    """
    same = EntitlementLine.objects.filter(
        source_id=OuterRef("source_id"), code=OuterRef("code"), move__in=SPENDING
    )
    net = same.order_by().values("code").annotate(sum=Sum("units")).values("sum")
    rows = EntitlementLine.objects.filter(holder__person__in=group_of(person))
    named = rows.select_related("holder__plan").annotate(net=Coalesce(Subquery(net), 0))
    return list(named.order_by("-at", "-number", "-id")[:most])

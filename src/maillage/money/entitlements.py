"""The ledger of what plans give: units given, spent, returned, granted, carried. Only added to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from maillage.core.acting import Acting
from maillage.core.inserts import insert_all
from maillage.money.models import Allowance, EntitlementLine, PlanHolder, PlanTerm
from maillage.money.rules import window_of
from maillage.people.models import ActsFor

Move = EntitlementLine.Move
ONE = 1000
"""A unit, in the thousandths of the ledger."""


class Cover(NamedTuple):
    """A plan that may pay for a code on a day: who holds it, what it allows, the term of the day.

    ``carried_from`` are the terms of the holder before this one.
    """

    holder: PlanHolder
    allowance: Allowance
    term: PlanTerm
    carried_from: Sequence[UUID] = ()


class Spent(NamedTuple):
    """Units taken of a plan; ``used`` of ``given`` in the window (``None``: no limit)."""

    holder: UUID
    label: str
    units: int
    used: int
    given: int | None


class Window:
    """The lines of a code in a window of a holder, whose row is locked; writes more of them."""

    def __init__(self, acting: Acting, holder: PlanHolder, code: str, window: str) -> None:
        self.acting, self.holder, self.code, self.window = acting, holder, code, window
        self.lines = list(
            EntitlementLine.objects.filter(holder=holder, code=code, window=window)
            .order_by("number")
        )  # fmt: skip

    @property
    def balance(self) -> int | None:
        """The sum of its lines; ``None`` without a limit."""
        return self.lines[-1].balance if self.lines else 0

    @property
    def unlimited(self) -> bool:
        """Whether it was once used without limit: it stays so, whatever the plan becomes."""
        return bool(self.lines) and self.lines[-1].balance is None

    @property
    def used(self) -> int:
        """Units spent and not returned."""
        return -sum(one.units for one in self.lines if one.move in {Move.SPENT, Move.RETURNED})

    @property
    def given(self) -> int | None:
        """Units that there were to spend."""
        if self.unlimited:
            return None
        return self.used + (self.balance or 0)

    def add(
        self,
        move: Move,
        units: int,
        *,
        day: date,
        source: UUID | None = None,
        reason: str = "",
        unlimited: bool = False,
    ) -> None:
        """Write one more line."""
        row = EntitlementLine(
            structure_id=self.acting.structure_id,
            holder=self.holder,
            code=self.code,
            window=self.window,
            number=len(self.lines) + 1,
            move=move,
            units=units,
            balance=None if unlimited else (self.balance or 0) + units,
            day=day,
            at=self.acting.at,
            actor_id=self.acting.actor_id,
            source_id=source,
            reason=reason,
        )
        insert_all([row])
        self.lines.append(row)


def spend(
    acting: Acting, covers: Iterable[Cover], *, units: int, day: date, source: UUID
) -> list[Spent]:
    """Take units of the plans that pay for them, in their order, as far as they go.

    Whatever is missing is for the caller to grant or to charge: it is never a debt of the ledger.
    """
    taken: list[Spent] = []
    for cover in covers:
        left = units - sum(one.units for one in taken)
        if left <= 0:
            break
        opened = _opened(acting, cover, day)
        unlimited = cover.allowance.units is None or opened.unlimited
        part = left if unlimited else min(left, opened.balance or 0)
        if part > 0:
            opened.add(Move.SPENT, -part, day=day, source=source, unlimited=unlimited)
            touch_users(acting, cover.holder)
            label = cover.holder.plan.label
            taken.append(Spent(cover.holder.pk, label, part, opened.used, opened.given))
    return taken


def _opened(acting: Acting, cover: Cover, day: date) -> Window:
    """The window of the day, its holder locked, with what the plan gives and what is carried."""
    holder, allowance = _locked(cover.holder), cover.allowance
    window = Window(acting, holder, allowance.code, window_of(allowance, cover.term, day))
    if allowance.units is None or window.unlimited:
        return window
    if any(one.move == Move.CARRIED and one.units < 0 for one in window.lines):
        return _where_carried(window)
    if not any(one.move == Move.GIVEN for one in window.lines):
        window.add(Move.GIVEN, allowance.units, day=day)
    if allowance.carries:
        _carry(acting, cover, window, day)
    return window


def _where_carried(window: Window) -> Window:
    """A day of a term whose rest went to a later one, known late: the units are there."""
    carried = EntitlementLine.objects.filter(
        holder=window.holder, code=window.code, move=Move.CARRIED, units__gt=0
    )
    last = carried.order_by("-at", "-id").values_list("window", flat=True)[0]
    return Window(window.acting, window.holder, window.code, last)


def touch_users(acting: Acting, holder: PlanHolder) -> None:
    """Name a plan, and everybody who may use it: what a desk knows of them changes."""
    acting.touch(holder.pk, holder.person_id)
    if holder.organisation_id is not None:
        theirs = ActsFor.objects.filter(organisation=holder.organisation_id)
        acting.touch(*theirs.values_list("person", flat=True))


def _locked(holder: PlanHolder) -> PlanHolder:
    found: PlanHolder = (
        PlanHolder.objects.select_for_update(of=("self",))
        .select_related("plan")
        .get(pk=holder.pk)
    )  # fmt: skip
    return found


def _carry(acting: Acting, cover: Cover, into: Window, day: date) -> None:
    """Bring into a window what is left of the terms before it."""
    for term in cover.carried_from:
        before = Window(acting, into.holder, into.code, str(term))
        left = before.balance or 0
        if not before.lines:
            left = cover.allowance.units or 0
            before.add(Move.GIVEN, left, day=day)
        if left > 0:
            before.add(Move.CARRIED, -left, day=day)
            into.add(Move.CARRIED, left, day=day)


def carry_back(acting: Acting, holder: PlanHolder, term: UUID, day: date) -> None:
    """What was carried into a term that is cancelled, and is left, goes back where it came from."""
    locked = _locked(holder)
    carried = EntitlementLine.objects.filter(holder=locked, move=Move.CARRIED)
    into = carried.filter(window=str(term), units__gt=0)
    for code in into.values_list("code", flat=True).distinct().order_by("code"):
        window = Window(acting, locked, code, str(term))
        units = sum(one.units for one in window.lines if one.move == Move.CARRIED)
        left = min(units, window.balance or 0)
        came = (
            carried.filter(code=code, units__lt=0).exclude(window=str(term)).order_by("-at", "-id")
        )
        if left > 0:
            window.add(Move.CARRIED, -left, day=day)
            before = Window(acting, locked, code, came.values_list("window", flat=True)[0])
            before.add(Move.CARRIED, left, day=day)


def grant(
    acting: Acting, cover: Cover, *, units: int, day: date, source: UUID, reason: str
) -> Spent:
    """Give and spend units that the plan does not: somebody of the team says why."""
    opened = _opened(acting, cover, day)
    opened.add(Move.GRANTED, units, day=day, source=source, reason=reason)
    opened.add(Move.SPENT, -units, day=day, source=source)
    touch_users(acting, cover.holder)
    return Spent(cover.holder.pk, cover.holder.plan.label, units, opened.used, opened.given)


def give_back(acting: Acting, *, source: UUID, day: date, code: str | None = None) -> int:
    """Return what was spent for something that did not take place; how many units.

    Of every code, unless one is said. Units granted for it are not kept: they are taken back as
    they were given.
    """
    lines = EntitlementLine.objects.filter(source_id=source)
    if code is not None:
        lines = lines.filter(code=code)
    returned = 0
    for holder in PlanHolder.objects.filter(pk__in=lines.values("holder")).order_by("pk"):
        locked = _locked(holder)
        keys = lines.filter(holder=locked).values_list("code", "window")
        for each, window in keys.distinct().order_by("code"):
            returned += _return(Window(acting, locked, each, window), source, day)
        touch_users(acting, locked)
    return returned


def given_back_since(instant: datetime, *, source: UUID, code: str) -> bool:
    """Whether units of a code, spent for something, were returned after an instant."""
    returned = EntitlementLine.objects.filter(source_id=source, code=code, move=Move.RETURNED)
    return bool(returned.filter(at__gt=instant).exists())


def _return(window: Window, source: UUID, day: date) -> int:
    """Return what is spent for a source in a window, less what was granted for it."""
    theirs = [one for one in window.lines if one.source_id == source]
    spent = -sum(one.units for one in theirs if one.move in {Move.SPENT, Move.RETURNED})
    granted = sum(one.units for one in theirs if one.move == Move.GRANTED)
    if spent <= 0:
        return 0
    unlimited = window.balance is None
    window.add(Move.RETURNED, spent, day=day, source=source, unlimited=unlimited)
    if granted > 0:
        window.add(Move.GRANTED, -granted, day=day, source=source, unlimited=unlimited)
    return spent - granted

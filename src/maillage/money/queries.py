"""Reads of money."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import product
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import (
    Max,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from maillage.core.compiled import Compiled
from maillage.money.grid import Key
from maillage.money.models import (
    Anchor,
    Membership,
    MembershipPlan,
    Payment,
    Price,
    PriceProfile,
    Receipt,
    Sale,
    SaleLine,
    Series,
    TillClosing,
    TillSession,
)
from maillage.money.models.sales import Means
from maillage.money.rules import membership_period, resolve
from maillage.people.models import Person
from maillage.people.queries import group_of, root_of


class ResolvedPrice(NamedTuple):
    """What a code costs to a profile, member or not, at a place on a day; and why."""

    price: Price
    profile: str
    member: bool
    why: str


def prices_on(day: date) -> list[Price]:
    """The rows of the grid valid on a day."""
    valid = Price.objects.filter(Q(to_day=None) | Q(to_day__gte=day), from_day__lte=day)
    return list(valid.order_by("code", "id"))


def profiles() -> list[PriceProfile]:
    """The price profiles, by label."""
    return list(PriceProfile.objects.order_by("label", "id"))


def with_price_label(persons: QuerySet[Person]) -> QuerySet[Person]:
    """Persons with the words of their price profile, as ``price_label``."""
    profile = PriceProfile.objects.filter(code=OuterRef("price_profile"))
    return persons.annotate(price_label=Subquery(profile.values("label")[:1]))


def plans() -> list[MembershipPlan]:
    """The membership plans, by label, those that are no longer proposed included."""
    return list(MembershipPlan.objects.order_by("label", "id"))


def plans_on(day: date) -> list[MembershipPlan]:
    """The membership plans proposed on a day, by label."""
    proposed = MembershipPlan.objects.filter(Q(sold_until=None) | Q(sold_until__gte=day))
    return list(proposed.order_by("label", "id"))


def resolved_prices(
    grid: list[Price], known: list[PriceProfile], *, place: UUID | None, day: date
) -> list[ResolvedPrice]:
    """Every (code, profile, member) pair resolved, so that a browser only looks up."""
    labels = {"": "", **{one.code: one.label for one in known}}
    codes = sorted({one.code for one in grid})
    found = []
    for code, profile, member in product(codes, labels, (False, True)):
        price = resolve(grid, code=code, profile=profile, member=member, place=place, day=day)
        if price is not None:
            found.append(ResolvedPrice(price, profile, member, _why(price, labels)))
    return found


def _why(price: Price, labels: dict[str, str]) -> str:
    """The reason of a price, in the words of the desk."""
    if price.profile:
        return _("Tarif %s") % labels[price.profile].lower()
    if price.member is not None:
        return _("Tarif adhérent·e") if price.member else _("Tarif sans adhésion")
    return price.label


class Term(NamedTuple):
    """What of a membership says where somebody stands."""

    plan_id: UUID
    starts_on: date
    ends_on: date


class Standing(NamedTuple):
    """Where somebody stands as a member on a day, and the plan they would take then.

    ``until`` is the last day of the membership that covers the day, ``expired_on`` of one that
    ended before; ``last_day`` that of either, or of one still to come.
    """

    until: date | None
    expired_on: date | None
    last_day: date | None
    plan: MembershipPlan | None


def standing(last: Term | Membership | None, proposed: list[MembershipPlan], day: date) -> Standing:
    """What the membership that ends last makes of somebody; no statement.

    They would take the same plan again while it is proposed, else the first one for persons.
    """
    known = {one.pk: one for one in proposed}
    standard = next((one for one in proposed if not one.for_organisations), None)
    if last is None:
        return Standing(None, None, None, standard)
    end = last.ends_on
    return Standing(
        until=end if last.starts_on <= day <= end else None,
        expired_on=end if end < day else None,
        last_day=end,
        plan=known.get(last.plan_id, standard),
    )


def last_membership(person: UUID) -> Membership | None:
    """The membership of a person that ends last."""
    held = Membership.objects.filter(person=person, cancelled_at=None).select_related("plan")
    last: Membership | None = held.order_by("-ends_on", "-id").first()
    return last


def renewal(plan: MembershipPlan, *, today: date, current_end: date | None) -> dict[str, str]:
    """The membership a person would take today, as the desk shows it."""
    starts_on, ends_on = membership_period(plan, today=today, current_end=current_end)
    return {
        "plan": str(plan.pk),
        "starts_on": starts_on.isoformat(),
        "ends_on": ends_on.isoformat(),
    }


def owing_for(targets: list[UUID]) -> set[UUID]:
    """Whoever bought one of these, a session say, by the file that stands for them."""
    rows = SaleLine.objects.filter(target_id__among=targets, sale__person__isnull=False)
    return set(rows.values_list(root_of("sale__person"), flat=True))


def _sums(rows: Any, key: str, amount: str) -> dict[UUID, int]:
    return dict(rows.values_list(key).annotate(cents=Sum(amount)).order_by())


def series_of_devices(devices: list[UUID]) -> dict[UUID, Series]:
    """Each device's own series of receipts; one statement."""
    rows = Series.objects.filter(device__id__among=devices, flagged=False)
    return {one.device_id: one for one in rows}


def till_open_on(device: UUID) -> TillSession | None:
    """The till open now on a device, if there is one."""
    found: TillSession | None = TillSession.objects.filter(
        series__device=device, series__flagged=False, closing=None
    ).first()
    return found


# What the office reads


class OpenTill(NamedTuple):
    """A till open now, and the cash that should be in its box."""

    session: TillSession
    cash_cents: int


def open_tills() -> list[OpenTill]:
    """The tills open now, by place and device; three statements."""
    sessions = list(
        TillSession.objects.filter(closing=None)
        .select_related("series__device", "place", "opened_by")
        .order_by("opened_at", "id")
    )
    series = [one.series_id for one in sessions]
    closed: dict[UUID, int] = dict(
        TillClosing.objects.filter(session__series__in=series)
        .values_list("session__series")
        .annotate(head=Max("head_number"))
        .order_by()
    )
    since = Q()
    for one in series:
        since |= Q(receipt__series=one, receipt__number__gt=closed.get(one, 0))
    cash = _sums(
        Payment.objects.filter(since, means=Means.CASH, receipt__series__in=series),
        "receipt__series",
        "amount_cents",
    )
    return [OpenTill(one, one.float_cents + cash.get(one.series_id, 0)) for one in sessions]


def closings() -> QuerySet[TillClosing]:
    """The closings, the latest first, with their till, place and who closed."""
    return TillClosing.objects.select_related(
        "session__series__device", "session__place", "closed_by"
    ).order_by("-closed_at", "-id")


def heads_of(rows: Iterable[TillClosing]) -> dict[UUID, Anchor]:
    """The head of the chain that each closing printed; one statement."""
    rows = list(rows)
    anchors = {
        (one.series_id, one.at): one
        for one in Anchor.objects.filter(at__in=[one.closed_at for one in rows])
    }
    return {
        one.pk: anchors[one.session.series_id, one.closed_at]
        for one in rows
        if (one.session.series_id, one.closed_at) in anchors
    }


def receipts_between(first: date, last: date, limit: int) -> list[Receipt]:
    """Receipts of local days (inclusive), in their order, with payments and what they said.

    Two statements.
    """
    return list(
        Receipt.objects.filter(day__gte=first, day__lte=last)
        .select_related("series", "sale", "sale__sale", "sale__place", "printed")
        .prefetch_related(Prefetch("payments", Payment.objects.order_by("position")))
        .order_by("at", "series__code", "number")[:limit]
    )


def receipt_to_print(receipt: UUID) -> Receipt | None:
    """A receipt with its payments and lines, as the paper shows them; three statements."""
    found: Receipt | None = (
        Receipt.objects.filter(pk=receipt)
        .select_related("series", "sale__sale", "sale__reverses", "sale__place", "printed")
        .prefetch_related(
            Prefetch("payments", Payment.objects.order_by("position")),
            Prefetch("sale__lines", SaleLine.objects.order_by("position")),
        )
        .first()
    )
    return found


class Bought(NamedTuple):
    """The last sales of a person, and the cents that they owe in all."""

    sales: list[Sale]
    due_cents: int


def bought_by(person: Person, limit: int) -> Bought:
    """The last sales of a person, each with its receipts, and what is owed; two statements."""
    rows = _BOUGHT.objects(person.pk, limit=limit)
    prefetch_related_objects(rows, Prefetch("receipts", Receipt.objects.select_related("series")))
    return Bought(rows, rows[0].due_cents if rows else 0)


def with_lines(sales: list[Sale]) -> None:
    """Give these sales what they are of, as ``of_lines``; one statement."""
    lines = SaleLine.objects.select_related("price").order_by("position")
    prefetch_related_objects(sales, Prefetch("lines", lines, to_attr="of_lines"))


def _bought(person: UUID) -> QuerySet[Any]:
    sales = Sale.objects.filter(person__in=group_of(person))
    paid = Receipt.objects.filter(sale__in=sales.values("pk"))
    due = _sum_of(sales, "amount_cents") - _sum_of(paid, "total_cents")
    return sales.annotate(due_cents=due).select_related("sale", "place").order_by("-at", "-id")


_BOUGHT = Compiled(_bought, UUID)


def _sum_of(rows: QuerySet[Any], amount: str) -> Coalesce:
    """The sum of all the rows, beside each row of another read."""
    one = rows.order_by().annotate(every=Value(1)).values("every")
    return Coalesce(Subquery(one.annotate(cents=Sum(amount)).values("cents")), 0)


def memberships_of(person: Person) -> list[Membership]:
    """The memberships of a person, the latest first."""
    return _MEMBERSHIPS.objects(person.pk)


_MEMBERSHIPS = Compiled(
    lambda person: (
        Membership.objects.filter(person__in=group_of(person))
        .select_related("plan")
        .order_by("-ends_on", "id")[:20]
    ),
    UUID,
)


def prices_from(day: date) -> list[Price]:
    """The rows of the grid that stand on a day or will later, by first day."""
    rows = Price.objects.filter(Q(to_day=None) | Q(to_day__gte=day))
    return list(rows.order_by("from_day", "id"))


def ended_codes(day: date) -> dict[str, str]:
    """What is no longer sold on a day, by code."""
    lasting = Price.objects.filter(Q(to_day=None) | Q(to_day__gte=day))
    ended = Price.objects.exclude(code__in=lasting.values("code")).order_by("code", "-from_day")
    labels: dict[str, str] = {}
    for code, label in ended.values_list("code", "label"):
        labels.setdefault(code, label)
    return labels


MOST_HISTORY = 100


def price_history(key: Key) -> list[Price]:
    """The rows of one cell of the grid, past and to come, the latest first."""
    rows = Price.objects.filter(
        code=key.code, profile=key.profile, member=key.member, place=key.place
    )
    return list(rows.order_by("-from_day", "id")[:MOST_HISTORY])


def price_labels(day: date) -> dict[str, str]:
    """What is sold on a day or later, by code, the shortest label; one statement."""
    rows = Price.objects.filter(Q(to_day=None) | Q(to_day__gte=day)).order_by("code", "id")
    labels: dict[str, str] = {}
    for code, label in rows.values_list("code", "label"):
        labels[code] = min(labels.get(code, label), label, key=len)
    return labels


def price_codes(day: date) -> dict[str, str]:
    """What is sold on a day or later, by code: « Atelier (ATELIER) »."""
    return {code: f"{label} ({code})" for code, label in price_labels(day).items()}


def membership_until(person: UUID, day: date) -> date | None:
    """The last day of the membership that somebody holds on a day."""
    group = group_of(person)
    held = Membership.objects.filter(
        person__in=group, cancelled_at=None, starts_on__lte=day, ends_on__gte=day
    )
    until: date | None = held.aggregate(until=Max("ends_on"))["until"]
    return until

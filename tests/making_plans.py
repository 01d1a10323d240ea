"""Plans of a house that a test needs, and somebody who checks in: each made by a command."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from maillage.core.ids import new_id
from maillage.core.models import ToSettle
from maillage.money.models import EntitlementLine, PlanTerm, Price, Receipt, Sale, UsePlan
from maillage.money.models.sales import LineKind
from maillage.money.rules import pro_rata_discount
from tests.houses import LONG_AGO, Desk, House
from tests.making import ahead

DAY = "COWORKING"


def set_price(house: House, code: str, euros: float, unit: str = "day", **more: Any) -> UUID:
    made = new_id()
    values = {"label": code.capitalize(), "from_day": LONG_AGO, **more}
    house.do(
        "money.set_price", price=made, code=code, rate=round(euros * 10_000), unit=unit, **values
    )
    return made


def use_plan(house: House, code: str, euros: float | None = None, **more: Any) -> UUID:
    """A plan and, when said, what it costs; it pays for days of coworking without limit."""
    made = new_id()
    if euros is not None:
        set_price(house, code, euros, unit="month")
    values = {"label": code.capitalize(), "price_code": code, "allowances": [{"code": DAY}]} | more
    house.do("money.add_use_plan", plan=made, code=code, **values)
    return made


def twenty_days(house: House, **more: Any) -> UUID:
    """Rodez: 20 days a quarter, 100 €."""
    given = {"code": DAY, "units": 20_000, **more}
    return use_plan(house, "CARNET20", 100, months=3, calendar=True, allowances=[given])


def two_a_week(house: House) -> UUID:
    """Two days a week, by the month."""
    given = {"code": DAY, "units": 2_000, "per": "week"}
    return use_plan(house, "DEUXJOURS", 90, allowances=[given])


def take(house: House, plan: UUID, starts_on: date, *, means: str = "transfer", **who: Any) -> UUID:
    """Sell a term of a plan at the price of the grid, left due without ``means``; its id."""
    term, sale = new_id(), new_id()
    with house.scope():
        row = UsePlan.objects.get(pk=plan)
        price = Price.objects.get(code=row.price_code)
    cents = price.rate // 100
    off = pro_rata_discount(row, cents, starts_on)
    line = {
        "kind": LineKind.PLAN,
        "code": price.code,
        "price": price.pk,
        "target": term,
        "rate": price.rate,
        "discount_cents": off,
        "reason": "pro_rata" if off else "",
        "amount_cents": cents - off,
    }
    paid = [{"means": means, "amount_cents": cents - off}] if means else []
    house.do(
        "money.sell",
        sale={"sale": sale, "lines": [line], "payments": paid},
        plans=[{"term": term, "plan": plan, "starts_on": starts_on}],
        **who,
    )
    return term


def check_in(house: House, person: UUID, **more: Any) -> dict[str, Any]:
    return house.do("counter.check_in", visit=new_id(), person=person, code=DAY, **more)


def used(answer: dict[str, Any]) -> list[tuple[int, int | None]]:
    """« 2/2 », in units."""
    return [
        (one["used"] // 1000, None if one["given"] is None else one["given"] // 1000)
        for one in answer["spent"]
    ]


def due(house: House) -> list[int]:
    """The sales left due, in cents."""
    with house.scope():
        rows = Sale.objects.filter(receipts=None, reverses=None).order_by("at", "id")
        return list(rows.values_list("amount_cents", flat=True))


def noted(desk: Desk) -> list[str]:
    """The codes of what is to be settled."""
    with desk.house.scope():
        return list(ToSettle.objects.order_by("at", "id").values_list("code", flat=True))


def sold(desk: Desk) -> list[tuple[int, int]]:
    """Each sale in cents, and how many receipts it has."""
    with desk.house.scope():
        rows = Sale.objects.order_by("at", "id")
        return [(one.amount_cents, Receipt.objects.filter(sale=one).count()) for one in rows]


def code(word: str) -> str:
    """A code that nothing else has."""
    return f"{word}-{new_id().hex[-8:]}"


def held(house: House, person: UUID | None = None) -> UUID:
    """Somebody's plan of two days a week, that began today; its holder."""
    plan = use_plan(
        house, code("DEUX"), 90, allowances=[{"code": "ATELIER", "units": 2_000, "per": "week"}]
    )
    term = take(house, plan, timezone.localdate(), person=person or house.person())
    with house.scope():
        return PlanTerm.objects.get(pk=term).holder_id


def paused(house: House) -> UUID:
    made, day = new_id(), timezone.localdate()
    house.do("money.pause_plan", pause=made, holder=held(house), from_day=day, to_day=ahead(6))
    return made


def came(house: House) -> UUID:
    """A visit for which a day was counted."""
    person = house.person()
    held(house, person)
    answer = house.do("counter.check_in", visit=new_id(), person=person, code="ATELIER")
    return UUID(answer["visit"])


def material(house: House, word: str = "PLA", **more: Any) -> UUID:
    made = new_id()
    values = {"code": code(word), "label": word, **more}
    house.do("money.add_material", material=made, **values)
    return made


def ledger(house: House) -> list[tuple[str, int]]:
    """Each move of the ledger, and its units, as they were written."""
    with house.scope():
        rows = EntitlementLine.objects.order_by("at", "id")
        return [(one.move, one.units // 1000) for one in rows]


def shown(house: House, person: UUID) -> dict[str, UUID]:
    """What pages show of plans and stock: one used up, one tried, one asleep; something to buy.

    By the names that addresses give them.
    """
    day = timezone.localdate()
    set_price(house, DAY, 12, label="Journée de coworking")
    used_up = use_plan(
        house, "DEUXJOURS", 90, label="Deux jours par semaine", deposit_cents=5_000,
        allowances=[{"code": DAY, "units": 1_000, "per": "week"}, {"code": "ATELIER"}],
    )  # fmt: skip
    permanent = use_plan(
        house, "PERMANENT", 250, label="Bureau permanent", trial_months=2, at_any_hour=True
    )
    take(house, used_up, day, means="", person=person)
    counted = check_in(house, person)["visit"]
    other = house.person("Inès", "Faure")
    house.do("money.start_trial", term=new_id(), plan=permanent, starts_on=day, person=other)
    term, pause = take(house, used_up, day, means="", person=other), new_id()
    with house.scope():
        holder = PlanTerm.objects.get(pk=term).holder_id
    house.do(
        "money.pause_plan", pause=pause, holder=holder, from_day=day, to_day=day + timedelta(days=3)
    )
    filament = material(house, reorder_at=500_000, label="PLA blanc")
    house.do("money.move_stock", move=new_id(), material=filament, why="delivered", units=400_000)
    return {
        "useplan": used_up, "holder": holder, "pause": pause, "material": filament,
        "used": UUID(counted),
    }  # fmt: skip

"""What is charged at the desks of the demo: the lines, the means, what is left for later."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from maillage.core.periods import inclusive_end
from maillage.demo.booking import Booking
from maillage.demo.founding import joined_on
from maillage.demo.scene import Tariff, Villager
from maillage.demo.world import World
from maillage.money.rules import amount

MEANS = ("cash",) * 6 + ("card",) * 2 + ("cheque",) * 2
NOTES = (500, 1000, 2000, 5000)
ONE = 1000
MATTER = "MATIERE"

Part = dict[str, Any]


@dataclass(slots=True)
class Ledger:
    """What the demo remembers from a day to the next: memberships, and sales still due."""

    member_until: dict[str, date] = field(default_factory=dict)
    owed: dict[str, tuple[str, int]] = field(default_factory=dict)

    @classmethod
    def opened(cls, world: World) -> Ledger:
        """With the memberships taken before the first day."""
        members = (one for one in world.scene.cast if "member" in one.traits)
        return cls({one.label: inclusive_end(joined_on(world, one), 12) for one in members})

    def is_member(self, who: Villager, day: date) -> bool:
        return self.member_until.get(who.label, day) > day


def line(
    world: World, kind: str, code: str, *, member: bool, target: Any = None, quantity: int = ONE
) -> Part:
    """A line at the price of the grid; the row for members comes before the row for all."""
    tariff = _tariff(world, code, member=member)
    return {
        "kind": kind,
        "code": code,
        "member": member,
        "price": world.id("price", code, str(tariff.member)),
        "target": target,
        "rate": tariff.rate,
        "quantity": quantity,
        "amount_cents": amount(tariff.rate, quantity, 0),
    }


def _tariff(world: World, code: str, *, member: bool) -> Tariff:
    fitting = [row for row in world.scene.tariffs if row.code == code]
    return next(row for wanted in (member, None) for row in fitting if row.member is wanted)


def charge(
    world: World, ledger: Ledger, booking: Booking, *, who: Villager, key: str, rng: Random
) -> Part:
    """The ``sale`` and ``memberships`` of an arrival in a session; nothing when it is free."""
    if not booking.activity.price_code:
        return {}
    if booking.activity.crowd == "fablab":
        lines = _machine(world, booking, rng)
        return {"sale": paid(world, key, lines, rng)}
    return _training(world, ledger, booking, who=who, key=key, rng=rng)


def _machine(world: World, booking: Booking, rng: Random) -> list[Part]:
    """Time on a machine, by the hour, and the grams used; no membership (needs.md, B23)."""
    code, target = booking.activity.price_code, world.id("session", booking.key)
    hours = rng.choice((1000, 1500, 2000))
    lines = [line(world, "session", code, member=False, target=target, quantity=hours)]
    if any(row.code == MATTER for row in world.scene.tariffs) and rng.random() < 0.7:
        grams = rng.randrange(12, 90) * ONE
        lines.append(line(world, "material", MATTER, member=False, quantity=grams))
    return lines


def _training(
    world: World, ledger: Ledger, booking: Booking, *, who: Villager, key: str, rng: Random
) -> Part:
    """A session at its price, after a membership where there is none (golden number 1)."""
    code, target = booking.activity.price_code, world.id("session", booking.key)
    lines, memberships = [], []
    if not ledger.is_member(who, booking.day):
        taken = _membership(world, booking.day, key)
        ledger.member_until[who.label] = taken["ends_on"]
        lines.append(
            line(world, "membership", _plan_code(world), member=False, target=taken["membership"])
        )
        memberships.append(taken)
    lines.append(line(world, "session", code, member=True, target=target))
    if not memberships and who.label not in ledger.owed:
        if "owes" in who.traits or rng.random() < 0.06:
            ledger.owed[who.label] = (key, _total(lines))
            return {"sale": {"sale": world.id("sale", key), "lines": lines}}
        if rng.random() < 0.05:
            _discount(lines[-1], rng)
    return {"sale": paid(world, key, lines, rng), "memberships": memberships}


def _plan_code(world: World) -> str:
    return world.scene.plan[2] if world.scene.plan else ""


def _membership(world: World, day: date, key: str) -> Part:
    return {
        "membership": world.id("membership", key),
        "plan": world.id("plan"),
        "starts_on": day,
        "ends_on": inclusive_end(day, 12),
    }


def _discount(sold: Part, rng: Random) -> None:
    """Half off with an aid, or all of it: always with its reason."""
    cents = sold["amount_cents"]
    sold["reason"], off = rng.choice((("scheme", cents // 2), ("goodwill", cents)))
    sold |= {"discount_cents": off, "amount_cents": cents - off}


def _total(lines: list[Part]) -> int:
    return int(sum(one["amount_cents"] for one in lines))


def paid(world: World, key: str, lines: list[Part], rng: Random) -> Part:
    """A sale paid by one means; 0.00 asks for no payment. The writer numbers the receipt."""
    sale: Part = {"sale": world.id("sale", key), "lines": lines}
    total = _total(lines)
    if total:
        sale["payments"] = [payment(total, rng.choice(MEANS))]
        sale["receipt"] = {"receipt": world.id("receipt", key)}
    return sale


def payment(cents: int, means: str) -> Part:
    """One means; in cash, what is handed over is the next note up."""
    paid: Part = {"means": means, "amount_cents": cents}
    if means == "cash":
        paid["given_cents"] = next((note for note in NOTES if note >= cents), cents)
    return paid

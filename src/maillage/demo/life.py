"""A day in a place of the demo: who is at the desk, who comes, who pays, the till that closes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from random import Random
from typing import Any

from maillage.demo.booking import RESERVED, Booking
from maillage.demo.founding import papers, person_part
from maillage.demo.scene import Shift, Spot, Villager
from maillage.demo.selling import Ledger, charge, payment
from maillage.demo.world import SIGN_IN, SIGN_OUT, Step, World
from maillage.programme.models import Format

UNDO_EVERY, DIFFERENCE_EVERY = 6, 20
"""In days: a tap taken back, a till that is not right."""


@dataclass(frozen=True, slots=True)
class Coming:
    """Somebody comes: at what time, perhaps for a session, perhaps for the first time."""

    minutes: float
    who: Villager
    booking: Booking | None = None
    is_new: bool = False
    leaves_out: str = ""

    @property
    def key(self) -> str:
        return f"{self.booking.name if self.booking else 'visit'} {self.who.label}"


@dataclass
class Day:
    """A place, one day; ``bookings`` are its sessions, ``folk`` everybody known."""

    world: World
    spot: Spot
    day: date
    shifts: list[Shift]
    bookings: list[Booking]
    folk: dict[str, Villager]
    ledger: Ledger
    reversible: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.key = f"{self.day.isoformat()} {self.spot.label}"
        self.number = (self.day - self.world.start).days

    def rng(self, what: str) -> Random:
        return self.world.rng(self.day, f"{self.spot.label} {what}")

    def id(self, *parts: str) -> Any:
        return self.world.id(*parts)

    def on_shift(self, minutes: float) -> str:
        """Who is at the desk; before it opens and after it closes, nobody."""
        return next((a.staff for a, b in pairwise(self.shifts) if a.start <= minutes < b.start), "")

    def do(self, minutes: float, key: str, kind: str, /, **payload: Any) -> Step:
        """A command by this desk, from whoever is there."""
        at, actor = self.world.at(self.day, minutes), self.on_shift(minutes)
        if not actor:
            raise ValueError(f"nobody is at the desk of {self.key} for {key}")
        return Step(at, f"{self.key} {key}", kind, payload, actor, self.spot.label, desk=True)

    def steps(self) -> Iterator[Step]:
        """Everything that happens, in no order."""
        if not self.shifts:
            return
        yield from self._signing()
        comings = self._comings()
        for coming in sorted(comings, key=lambda one: (one.minutes, one.key)):
            yield from self._arrival(coming)
        yield from self._nameless()
        came = {one.key for one in comings}
        for booking in self.bookings:
            yield from self._marks(booking, came)
        if self.spot.float_cents:
            yield from self._till()

    def _signing(self) -> Iterator[Step]:
        for one in self.shifts:
            at, key = self.world.at(self.day, one.start), f"{self.key} shift {one.start}"
            kind = SIGN_IN if one.staff else SIGN_OUT
            yield Step(at, key, kind, {}, one.staff, self.spot.label, desk=True)

    # Who comes

    def _comings(self) -> list[Coming]:
        rng = self.rng("comings")
        comings = [one for booking in self.bookings for one in self._seated(booking, rng)]
        comings += self._newcomers(rng)
        if self.world.is_lively(self.day):
            by_night = self.world.scene.by_night
            comings += [Coming(minutes, self.folk[label]) for minutes, label in by_night]
        busy = {one.who.label for one in comings}
        busy |= {label for booking in self.bookings for label in booking.seated}
        around = [
            one for one in self.folk.values() if self._may_drop_in(one) and one.label not in busy
        ]
        several = rng.randint(*self.world.scene.walk_ins)
        if not self.world.is_lively(self.day):
            several //= 2
        for who in rng.sample(around, min(several, len(around))):
            session = None if "no_consent" in who.traits else self._free_access(rng)
            comings.append(Coming(self._sometime(rng), who, session))
        return comings

    def _may_drop_in(self, who: Villager) -> bool:
        known = who.first_day is None or who.first_day < self.day
        return known and "free" in who.likes and "waits_for_you" not in who.traits

    def _seated(self, booking: Booking, rng: Random) -> Iterator[Coming]:
        for label in booking.seated:
            who, is_here, when = self.folk[label], rng.random() < 0.84, rng.uniform(-18, 4)
            if "no_consent" in who.traits and self.day < self.world.first_run:
                yield Coming(booking.slot.start + 6, who, booking, leaves_out="consent_missing")
            elif RESERVED & who.traits or not self.on_shift(booking.slot.start + when):
                continue
            elif is_here or label in (*booking.activity.always, *booking.slot.extra):
                yield Coming(booking.slot.start + when, who, booking)

    def _newcomers(self, rng: Random) -> Iterator[Coming]:
        """New people come for the training of the day if they like it, else to have a look."""
        if self.spot.label != self.world.opens_first(self.day):
            return
        training = next((one for one in self.bookings if one.activity.crowd == "training"), None)
        chance = 1 if self.day == self.world.first_run else 0.6
        for who in self.world.newcomers(self.day):
            if training and "training" in who.likes and rng.random() < chance:
                yield Coming(training.slot.start + rng.uniform(-12, -2), who, training, is_new=True)
            else:
                yield Coming(self._sometime(rng), who, is_new=True)

    def _sometime(self, rng: Random) -> float:
        first, last = self.world.scene.hours or (self.shifts[0].start, self.shifts[-1].start)
        first, last = first + 8, last - 22
        while True:
            minutes = rng.uniform(first, last)
            if self.on_shift(minutes) and self.on_shift(minutes) == self.on_shift(minutes + 5):
                return minutes

    def _free_access(self, rng: Random) -> Booking | None:
        free = [
            one
            for one in self.bookings
            if one.activity.format == Format.FREE_ACCESS and not one.activity.price_code
        ]
        sits = rng.random() < 0.5 and self.world.is_lively(self.day)
        return rng.choice(free) if free and sits else None

    def _arrival(self, coming: Coming) -> Iterator[Step]:
        who, booking, key = coming.who, coming.booking, f"{self.key} {coming.key}"
        rng = self.rng(coming.key)
        payload: dict[str, Any] = {"visit": self.id("visit", key)}
        if coming.is_new:
            payload["new_person"] = person_part(self.world, who)
        else:
            payload["person"] = self.id("person", who.label)
        if booking is not None:
            seat, session = self.id("seat", booking.key, who.label), self.id("session", booking.key)
            payload["seat"] = {"registration": seat, "session": session}
            payload |= charge(self.world, self.ledger, booking, who=who, key=key, rng=rng)
        step = self.do(coming.minutes, coming.key, "counter.arrive", **payload)
        step = replace(step, leaves_out=coming.leaves_out)
        yield step
        if "receipt" in payload.get("sale", {}) and not payload.get("memberships"):
            self.reversible.append(key)
        if coming.is_new:
            yield from papers(self.world, who, step.at, self.spot.label, by=step.actor, desk=True)
        yield from self._settling(coming, key, rng)

    def _settling(self, coming: Coming, key: str, rng: Random) -> Iterator[Step]:
        """What was left for later is paid on a next visit, but by who owes on purpose."""
        who, owed = coming.who, self.ledger.owed.get(coming.who.label)
        if owed is None or owed[0] == key or "owes" in who.traits or not self.spot.float_cents:
            return
        del self.ledger.owed[who.label]
        sale, cents = owed
        yield self.do(
            coming.minutes + 1,
            f"settles {who.label}",
            "money.pay",
            sale=self.id("sale", sale),
            payments=[payment(cents, rng.choice(("cash", "cheque")))],
            receipt={"receipt": self.id("receipt", key, "later")},
        )

    # Heads without a name, marks, the till

    def _nameless(self) -> Iterator[Step]:
        rng = self.rng("nameless")
        for number in range(rng.randint(*self.world.scene.unnamed)):
            minutes = self._sometime(rng) if number else self.shifts[0].start + 15
            heads = rng.choice((1, 1, 1, 2, 3))
            told = {
                "sex": rng.choice(("female", "male")),
                "age_band": rng.choice(("26_39", "60_74")),
            }
            yield self.do(
                minutes,
                f"count {number}",
                "people.count_anonymous",
                count=self.id("count", self.key, str(number)),
                heads=heads,
                **(told if rng.random() < 0.4 else {}),
            )
            if number == 1 and self.number % UNDO_EVERY == 0:
                key = self.id("key", f"{self.key} count 1")
                yield self.do(minutes + 0.4, "uncount", "core.undo", key=key)

    def _marks(self, booking: Booking, came: set[str]) -> Iterator[Step]:
        """Once it is over, who did not come is marked; nobody is blamed."""
        minutes = min(booking.end + 3, self.shifts[-1].start - 9)
        away = [one for one in booking.seated if f"{booking.name} {one}" not in came]
        if not self.on_shift(minutes):
            return
        for number, label in enumerate(away):
            excused = self.rng(f"excuse {booking.name} {label}").random() < 0.5
            yield self.do(
                minutes + number / 10,
                f"mark {booking.name} {label}",
                "programme.mark_attendance",
                registration=self.id("seat", booking.key, label),
                attendance="excused" if excused else "absent",
            )

    def _till(self) -> Iterator[Step]:
        """Opened in the morning, closed in the evening; now and then a sale is taken back."""
        opens, closes, till = self.shifts[0].start, self.shifts[-1].start, self.id("till", self.key)
        yield self.do(
            opens + 2, "open", "money.open_till", till=till, float_cents=self.spot.float_cents
        )
        if self.reversible and self.on_shift(closes - 6) == self.world.scene.team[0].label:
            yield self._taken_back(closes - 6)
        off = {"off_by": -50, "reason": "change"} if self.number % DIFFERENCE_EVERY == 9 else {}
        closing = {"closing": self.id("closing", self.key), "till": till}
        yield self.do(closes - 4, "close", "money.close_till", **closing, **off)

    def _taken_back(self, minutes: float) -> Step:
        """The manager, who is there that evening, gives the money of the last sale back."""
        return self.do(
            minutes,
            "reversal",
            "money.reverse",
            sale=self.id("sale", self.reversible[-1]),
            reversal=self.id("reversal", self.key),
            receipt={"receipt": self.id("receipt", self.key, "reversal")},
        )

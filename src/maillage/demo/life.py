"""A day in the places of the demo: who is at the desk, who comes, who pays, the till that closes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any

from maillage.demo.booking import Booking
from maillage.demo.founding import papers, person_part
from maillage.demo.scene import Shift, Spot, Villager, clock
from maillage.demo.selling import Ledger, charge, payment
from maillage.demo.world import SIGN_IN, SIGN_OUT, Step, World
from maillage.programme.models import Format

OPEN_FORMATS = {Format.FREE_ACCESS, Format.OUTREACH}
CLOSES_AFTER = 5
REVERSAL_EVERY, UNDO_EVERY, DIFFERENCE_EVERY = 14, 6, 20


@dataclass(slots=True)
class Coming:
    """Somebody comes: at what time, perhaps for a session, perhaps for the first time."""

    minutes: float
    who: Villager
    booking: Booking | None = None
    is_new: bool = False


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
    reversible: list[tuple[float, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.key = f"{self.day.isoformat()} {self.spot.label}"
        self.number = (self.day - self.world.start).days

    def rng(self, what: str) -> Random:
        return self.world.rng(self.day, f"{self.spot.label} {what}")

    @property
    def opens(self) -> int:
        return self.shifts[0].start

    @property
    def closes(self) -> int:
        return self.shifts[-1].start

    def on_shift(self, minutes: float) -> str:
        """Who is at the desk; before it opens and after it closes, nobody."""
        return next((a.staff for a, b in pairwise(self.shifts) if a.start <= minutes < b.start), "")

    def do(self, minutes: float, key: str, kind: str, **payload: Any) -> Step:
        """A command by this desk, from whoever is there."""
        at, actor = self.world.at(self.day, minutes), self.on_shift(minutes)
        assert actor, f"nobody is at {self.key} for {key}"
        return Step(at, f"{self.key} {key}", kind, payload, actor, self.spot.label, desk=True)

    def steps(self) -> Iterator[Step]:
        if not self.shifts:
            return
        yield from self._signing()
        if self.spot.float_cents:
            till = self.world.id("till", self.key)
            float_cents = self.spot.float_cents
            yield self.do(self.opens + 2, "open", "money.open_till", till=till, float_cents=float_cents)
        for coming in sorted(self._comings(), key=lambda one: (one.minutes, one.who.label)):
            yield from self._arrival(coming)
        yield from self._nameless()
        for booking in self.bookings:
            yield from self._marks(booking)
        if self.spot.float_cents:
            yield from self._evening()

    def _signing(self) -> Iterator[Step]:
        for one in self.shifts:
            at, key = self.world.at(self.day, one.start), f"{self.key} shift {one.start}"
            kind = SIGN_IN if one.staff else SIGN_OUT
            yield Step(at, key, kind, {}, one.staff, self.spot.label, desk=True)

    # Who comes

    def _comings(self) -> list[Coming]:
        rng, comings = self.rng("comings"), []
        for booking in self.bookings:
            comings += self._seated(booking, rng)
        comings += self._newcomers(rng)
        coming = {one.who.label for one in comings}
        coming |= {one for booking in self.bookings for one in booking.seated}
        around = [
            one
            for one in self.folk.values()
            if "free" in one.likes
            and one.label not in coming
            and "waits_for_you" not in one.traits
            and (one.first_day is None or one.first_day < self.day)
        ]
        for who in rng.sample(around, min(rng.randint(*self.world.scene.walk_ins), len(around))):
            comings.append(Coming(self._sometime(rng), who, self._free_session(rng)))
        return comings

    def _seated(self, booking: Booking, rng: Random) -> Iterator[Coming]:
        for label in booking.seated:
            who, roll, early = self.folk[label], rng.random(), rng.uniform(-18, 4)
            blocked = "no_consent" in who.traits or "waits_for_you" in who.traits
            is_here = roll < 0.84 or label in booking.activity.always
            if is_here and not blocked and self.on_shift(booking.slot.start + early):
                yield Coming(booking.slot.start + early, who, booking)

    def _newcomers(self, rng: Random) -> Iterator[Coming]:
        """New people come to the training of the day if they like it, else to have a look."""
        if self.spot is not self.world.spots[0]:
            return
        training = next((one for one in self.bookings if one.activity.crowd == "training"), None)
        for who in self.world.newcomers(self.day):
            at = training.slot.start if training else self._sometime(rng)
            joins = training if training and "training" in who.likes and rng.random() < 0.6 else None
            yield Coming(at + rng.uniform(-12, -2) if joins else at, who, joins, is_new=True)

    def _sometime(self, rng: Random) -> float:
        return self.opens + 8 + rng.random() * (self.closes - self.opens - 30)

    def _free_session(self, rng: Random) -> Booking | None:
        free = [one for one in self.bookings if one.activity.format == Format.FREE_ACCESS]
        free = [one for one in free if not one.activity.price_code]
        return rng.choice(free) if free and rng.random() < 0.5 else None

    def _arrival(self, coming: Coming) -> Iterator[Step]:
        who, booking = coming.who, coming.booking
        key = f"{booking.slot.activity if booking else 'visit'} {who.label}"
        rng = self.rng(key)
        payload: dict[str, Any] = {"visit": self.world.id("visit", self.key, who.label, key)}
        person = self.world.id("person", who.label)
        payload |= {"new_person": person_part(self.world, who)} if coming.is_new else {"person": person}
        if booking is not None:
            seat = self.world.id("seat", booking.key, who.label)
            payload["seat"] = {"registration": seat, "session": self.world.id("session", booking.key)}
            payload |= charge(self.world, self.ledger, booking, who, f"{self.key} {key}", rng)
        step = self.do(coming.minutes, key, "counter.arrive", **payload)
        yield step
        self._note_reversible(coming.minutes, f"{self.key} {key}", payload)
        if coming.is_new:
            yield from papers(
                self.world, who, step.at, self.spot.label, by=step.actor, desk=True
            )
        yield from self._settling(coming, f"{self.key} {key}", rng)

    def _note_reversible(self, minutes: float, key: str, payload: dict[str, Any]) -> None:
        if "receipt" in payload.get("sale", {}) and not payload.get("memberships"):
            self.reversible.append((minutes, key))

    def _settling(self, coming: Coming, key: str, rng: Random) -> Iterator[Step]:
        """What was left for later is paid on a next visit, but by who owes on purpose."""
        who = coming.who
        owed = self.ledger.owed.get(who.label)
        if owed is None or owed[0] == key or "owes" in who.traits or not self.spot.float_cents:
            return
        del self.ledger.owed[who.label]
        sale, cents = owed
        yield self.do(
            coming.minutes + 1,
            f"settles {who.label}",
            "money.pay",
            sale=self.world.id("sale", sale),
            payments=[payment(cents, rng.choice(("cash", "cheque")))],
            receipt={"receipt": self.world.id("receipt", key, "later")},
        )

    # Heads without a name, marks, the till

    def _nameless(self) -> Iterator[Step]:
        rng = self.rng("nameless")
        for number in range(rng.randint(*self.world.scene.unnamed)):
            told = rng.random() < 0.4
            profile = {"sex": rng.choice(("female", "male")), "age_band": "60_74"} if told else {}
            count, minutes = self.world.id("count", self.key, str(number)), self._sometime(rng)
            heads = rng.choice((1, 1, 1, 2, 3))
            key = f"count {number}"
            yield self.do(
                minutes, key, "people.count_anonymous", count=count, heads=heads, **profile
            )
            if number == 0 and self.number % UNDO_EVERY == 0:
                yield self.do(minutes + 0.4, "uncount", "core.undo", key=self.world.id("key", f"{self.key} {key}"))

    def _marks(self, booking: Booking) -> Iterator[Step]:
        """Once it is over, who did not come is marked; nobody is blamed."""
        minutes = min(booking.end + 3, self.closes - 8)
        if booking.activity.format == Format.FREE_ACCESS:
            return
        here = {one.who.label for one in self._seated(booking, self.rng("comings"))}
        for number, label in enumerate(one for one in booking.seated if one not in self._present(booking)):
            attendance = "excused" if self.rng(f"excuse {label}").random() < 0.5 else "absent"
            yield self.do(
                minutes + number / 10,
                f"mark {booking.slot.activity} {label}",
                "programme.mark_attendance",
                registration=self.world.id("seat", booking.key, label),
                attendance=attendance,
            )

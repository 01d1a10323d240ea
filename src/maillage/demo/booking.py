"""Who asks for a seat in a session of the demo, when, and who has one in the end."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from maillage.demo.scene import Activity, Slot, Villager, clock
from maillage.demo.world import World

LONGEST_LEAD_DAYS = 10
RESERVED = {"waits_for_you", "no_consent"}
"""Those register only where the scene says so."""


@dataclass(frozen=True, slots=True)
class Ask:
    """Seats asked for together, at an instant."""

    at: datetime
    people: tuple[str, ...]


@dataclass(slots=True)
class Booking:
    """A session as people asked for it.

    ``cancelled`` gave their seat back; ``offered`` had waited, and got it.
    """

    day: date
    slot: Slot
    activity: Activity
    key: str
    asks: list[Ask] = field(default_factory=list)
    seated: list[str] = field(default_factory=list)
    waiting: list[Ask] = field(default_factory=list)
    cancelled: tuple[datetime, str] | None = None
    offered: tuple[datetime, Ask] | None = None

    @property
    def name(self) -> str:
        """What tells it apart among those of a place and day."""
        return f"{self.slot.activity} {self.slot.start}"

    @property
    def end(self) -> int:
        return self.slot.start + (self.slot.minutes or self.activity.minutes)


def book(world: World, day: date, slot: Slot) -> Booking:
    """The booking of a session, the same whenever it is asked for."""
    activity = world.scene.activity(slot.activity)
    key = f"{day.isoformat()} {slot.place} {slot.start} {slot.activity}"
    booking = Booking(day, slot, activity, key)
    rng = world.rng(day, key)
    for ask in sorted(_asks(world, booking, rng), key=lambda one: (one.at, one.people)):
        booking.asks.append(ask)
        _seat(booking, ask)
    if booking.waiting and rng.random() < 0.6:
        _give_back(world, booking, rng)
    return booking


def _asks(world: World, booking: Booking, rng: Random) -> list[Ask]:
    slot, activity, day = booking.slot, booking.activity, booking.day
    known = {one.label: one for one in world.folk(day - timedelta(days=3))}
    fixed = [one for one in (*slot.extra, *activity.always) if one in known]
    crowd = sorted(
        label
        for label, one in known.items()
        if activity.crowd in one.likes and label not in fixed and not RESERVED & one.traits
    )
    wanted = max(rng.randint(*activity.asked) - len(fixed), 0)
    if not world.is_lively(day) and activity.crowd != "training":
        wanted //= 2
    chosen = fixed + rng.sample(crowd, min(wanted, len(crowd)))
    taken: set[str] = set()
    asks = []
    for label in chosen:
        together = tuple(one for one in (label, known[label].with_) if one and one not in taken)
        if label not in taken:
            taken |= set(together)
            asks.append(Ask(_when(world, day, known[label], rng), together))
    return asks


def _when(world: World, day: date, who: Villager, rng: Random) -> datetime:
    asked = day - timedelta(days=rng.randint(1, LONGEST_LEAD_DAYS))
    if who.first_day is not None:
        asked = max(asked, who.first_day + timedelta(days=1))
    return world.at(asked, clock("09:05") + rng.randrange(8 * 60) + rng.randrange(60) / 60)


def _seat(booking: Booking, ask: Ask) -> None:
    capacity = booking.activity.capacity
    full = capacity is not None and len(booking.seated) + len(ask.people) > capacity
    if full or booking.waiting:
        booking.waiting.append(ask)
    else:
        booking.seated += ask.people


def _give_back(world: World, booking: Booking, rng: Random) -> None:
    """Somebody cancels the day before; the first who waits is called, and takes the seat."""
    first = booking.waiting[0]
    alone = [one.people[0] for one in booking.asks if len(one.people) == 1]
    free = [one for one in booking.seated if one in alone and one not in booking.activity.always]
    if len(first.people) > 1 or not free or booking.day <= world.start + timedelta(days=1):
        return
    eve = booking.day - timedelta(days=1)
    gone = rng.choice(sorted(free))
    booking.cancelled = (world.at(eve, clock("18:10")), gone)
    booking.offered = (world.at(eve, clock("18:20")), first)
    booking.seated.remove(gone)
    booking.seated += first.people
    booking.waiting.pop(0)

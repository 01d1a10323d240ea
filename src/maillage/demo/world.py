"""The demo's own time and names: the same whatever the machine, for a first day given."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import product
from random import Random
from typing import Any
from uuid import UUID

from maillage.core.periods import local_date, local_instant
from maillage.demo.scene import MINUTES_PER_HOUR, Scene, Spot, Villager, clock
from maillage.network.rules import HOME_ZONE

PAST_DAYS = 42
"""How many days are laid before the first run."""

AHEAD_DAYS = 31
MOST_A_DAY = 3
LIVELY = timedelta(days=14)
_MILLISECONDS = 1_767_225_600_000  # 2026-01-01, so that the ids are valid UUIDv7


def demo_id(*parts: str) -> UUID:
    """The UUIDv7 that a name always has."""
    noise = int.from_bytes(hashlib.sha256("/".join(parts).encode()).digest()[:10])
    low, high = noise & (1 << 62) - 1, noise >> 62 & 0xFFF
    return UUID(int=_MILLISECONDS << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing somebody does: a command, or signing in (``SIGN_IN``) and out at a desk.

    ``key`` names it within its structure. ``desk`` says that it comes by the desk of ``place``,
    else by the server. The writer fills in receipt numbers and counted tills. ``leaves_out`` is
    what is expected to go to *À régler*.
    """

    at: datetime
    key: str
    kind: str
    payload: dict[str, Any]
    actor: str
    place: str = ""
    desk: bool = False
    leaves_out: str = ""


SIGN_IN = "sign-in"
SIGN_OUT = "sign-out"


@dataclass
class World:
    """A scene laid around ``first_run``; ``manager`` is the id its founding gave."""

    scene: Scene
    first_run: date
    manager: UUID
    _folk: dict[date, list[Villager]] = field(default_factory=dict)

    @cached_property
    def start(self) -> date:
        """The first day laid."""
        return self.first_run - timedelta(days=PAST_DAYS)

    @cached_property
    def desks_since(self) -> datetime:
        """When the desks were enrolled: what tells, later, when the demo was first run."""
        return self.at(self.start - timedelta(days=1), clock("17:00"))

    @cached_property
    def spots(self) -> tuple[Spot, ...]:
        return self.scene.spots(self.first_run)

    def is_lively(self, day: date) -> bool:
        """Whether a day is told in full: before, fewer people come, and the demo is made sooner."""
        return day >= self.first_run - LIVELY

    def id(self, *parts: str) -> UUID:
        return demo_id(self.scene.slug, *parts)

    def staff(self, label: str) -> UUID:
        return self.manager if label == self.scene.team[0].label else self.id("staff", label)

    def place(self, label: str) -> UUID | None:
        return self.id("place", label) if label else None

    def rng(self, day: date, what: str) -> Random:
        return Random(f"{self.scene.slug} {day.isoformat()} {what}")

    def at(self, day: date, minutes: float) -> datetime:
        """The instant of a local time of the day; seconds as fractions of a minute."""
        whole = int(minutes)
        wall = time(whole // MINUTES_PER_HOUR, whole % MINUTES_PER_HOUR)
        rest = timedelta(seconds=round((minutes - whole) * 60))
        return local_instant(day, wall, HOME_ZONE) + rest

    def day_of(self, instant: datetime) -> date:
        return local_date(instant, HOME_ZONE)

    def days(self, last: date) -> Iterator[date]:
        for number in range((last - self.start).days + 1):
            yield self.start + timedelta(days=number)

    def opens_first(self, day: date) -> str:
        """The place whose desk opens first that day."""
        return min(self.scene.shifts(day, self.first_run), key=lambda one: one.start).place

    def newcomers(self, day: date) -> list[Villager]:
        """Who comes for the first time that day."""
        return [one for one in self.folk(day) if one.first_day == day]

    def _invent(self, day: date) -> list[Villager]:
        if not self.scene.shifts(day, self.first_run):
            return []
        names, rng = self.scene.newcomers, self.rng(day, "newcomers")
        several = int(names.a_day + rng.random())
        if day == self.first_run:
            several = max(several, names.on_first_run)
        return [self._newcomer(day, number, rng) for number in range(several)]

    def _newcomer(self, day: date, number: int, rng: Random) -> Villager:
        sex = rng.choice(("female", "female", "male"))
        age = rng.choice((17, 24, 33, 41, 52, 61, 66, 68, 70, 73, 77))
        if day == self.first_run and number == 0:
            age = 66
        mobile = f"063998{rng.randrange(10_000):04}"
        tastes = ("studio", "tournament") if age < 30 else ("training", "help")
        first_name, last_name = self._name(sex, (day - self.start).days * MOST_A_DAY + number)
        return Villager(
            label=f"new-{day.isoformat()}-{number}",
            first_name=first_name,
            last_name=last_name,
            age=age,
            sex=sex,
            commune=rng.choice(self.scene.newcomers.communes),
            status="school" if age < 18 else "retired" if age > 62 else "employed",
            phone=mobile if rng.random() < 0.7 else "",
            likes=("free", *tastes),
            joined=None,
            traits=frozenset({"no_charter"} if rng.random() < 0.25 else ()),
            first_day=day,
        )

    def _name(self, sex: str, number: int) -> tuple[str, str]:
        """A first and a last name; the pair comes back only when all have served."""
        names = self.scene.newcomers
        pairs = list(product(names.women if sex == "female" else names.men, names.last))
        Random(f"{self.scene.slug} {sex}").shuffle(pairs)
        return pairs[number % len(pairs)]

    def folk(self, day: date) -> list[Villager]:
        """Everybody known in the evening of a day."""
        if day < self.start:
            return list(self.scene.cast)
        if day not in self._folk:
            self._folk[day] = self.folk(day - timedelta(days=1)) + self._invent(day)
        return self._folk[day]


def first_run_of(desks_since: datetime) -> date:
    """The day of the first run, from when its desks were enrolled."""
    return local_date(desks_since, HOME_ZONE) + timedelta(days=PAST_DAYS + 1)

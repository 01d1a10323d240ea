"""What a demo structure is made of: facts of the field, and people invented around them.

A scene is data only. Times of the day are minutes since midnight, in the place's time zone.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from maillage.demo.gear import Gear
from maillage.demo.grid import Grid
from maillage.programme.models import Format, Level

MINUTES_PER_HOUR = 60
DATA = Path(__file__).parent / "data"


def clock(text: str) -> int:
    """« 14:30 » as minutes since midnight."""
    hours, minutes = text.split(":")
    return int(hours) * MINUTES_PER_HOUR + int(minutes)


@dataclass(frozen=True, slots=True)
class Carrier:
    """Who carries the structure, from a day."""

    label: str
    kind: str
    name: str
    from_day: date
    address: str = ""


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody of the team; the first of a scene is the manager who founds it.

    Without ``since``, they came two months before the first day.
    """

    label: str
    first_name: str
    last_name: str
    role: str
    pin: str
    job: str
    since: date | None = None
    till_allowed: bool = True
    qualified_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Room:
    """A room, a machine or a desk; ``inside`` names its parent."""

    label: str
    name: str
    kind: str = "room"
    inside: str = ""
    capacity: int | None = None


@dataclass(frozen=True, slots=True)
class Spot:
    """A place, with its desk. ``float_cents`` is what its till opens with; none, no till."""

    label: str
    name: str
    kind: str
    commune: str
    motto: str
    colour: str
    opening: str
    rooms: tuple[Room, ...]
    address: str = ""
    phone: str = ""
    float_cents: int = 0
    opened_on: date | None = None
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Activity:
    """A workshop. ``asked`` is how many seats people ask for, ``always`` who never misses it.

    ``theme`` is the title of a theme; one of the packaged ones brings its synonyms.
    """

    label: str
    title: str
    crowd: str
    minutes: int = 120
    capacity: int | None = None
    asked: tuple[int, int] = (0, 0)
    always: tuple[str, ...] = ()
    format: str = Format.CLASSIC
    price_code: str = ""
    theme: str = ""
    level: str = Level.ALL
    audiences: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FormerTheme:
    """A theme that was replaced by another."""

    title: str
    synonyms: str
    successor: str
    retired_on: date


@dataclass(frozen=True, slots=True)
class Tariff:
    """A row of the grid; ``rate`` in ten-thousandths of a euro."""

    code: str
    label: str
    rate: int
    member: bool | None = None
    unit: str = "session"


@dataclass(frozen=True, slots=True)
class Villager:
    """Somebody invented. ``likes`` are the crowds they belong to.

    ``joined`` is how many months before the first day their file was opened; ``None`` for who
    comes for the first time on ``first_day``. ``traits``: ``member`` (took the membership when
    their file was opened), ``no_charter``, ``no_consent``, ``owes``, ``waits_for_you`` (the demo
    never has them come: the visitor does).
    """

    label: str
    first_name: str
    last_name: str
    age: int
    sex: str
    commune: str
    status: str
    phone: str = ""
    likes: tuple[str, ...] = ("free",)
    joined: int | None = 6
    traits: frozenset[str] = frozenset()
    card: str = ""
    with_: str = ""
    qpv: str = ""
    first_day: date | None = None

    @property
    def is_minor(self) -> bool:
        return self.age < 18


def read_cast(slug: str) -> tuple[Villager, ...]:
    """The invented people of a scene, from ``data/<slug>.csv``."""
    with (DATA / f"{slug}.csv").open(encoding="utf-8", newline="") as table:
        return tuple(_villager(row) for row in csv.DictReader(table))


def _villager(row: dict[str, str]) -> Villager:
    return Villager(
        label=row["label"],
        first_name=row["first_name"],
        last_name=row["last_name"],
        sex=row["sex"],
        commune=row["commune"],
        status=row["status"],
        phone=row["phone"],
        card=row["card"],
        with_=row["with_"],
        qpv=row["qpv"],
        age=int(row["age"]),
        joined=int(row["joined"]),
        likes=tuple(row["likes"].split()),
        traits=frozenset(row["traits"].split()),
    )


@dataclass(frozen=True, slots=True)
class Slot:
    """A session of a day."""

    activity: str
    place: str
    start: int
    room: str = ""
    mediators: tuple[str, ...] = ()
    organisers: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Shift:
    """Who is at the desk of a place from a time on; nobody ends the day."""

    place: str
    start: int
    staff: str


@dataclass(frozen=True, slots=True)
class Names:
    """What newcomers are made of; ``a_day`` is how many a day brings, on average."""

    women: tuple[str, ...]
    men: tuple[str, ...]
    last: tuple[str, ...]
    communes: tuple[str, ...]
    a_day: float
    on_first_run: int = 0


@dataclass(frozen=True, slots=True)
class Scene:
    """A demo structure. ``slots`` and ``shifts`` receive the day and the day of the first run.

    ``network`` is the one it is in, founded by the first scene that ``founds_network``.

    People drop in during ``hours``, or whenever somebody is at the desk; ``by_night`` are those who
    come outside them, at a minute of the day.
    """

    slug: str
    name: str
    title: str
    founded: datetime
    carriers: tuple[Carrier, ...]
    team: tuple[Worker, ...]
    spots: Callable[[date], tuple[Spot, ...]]
    activities: tuple[Activity, ...]
    cast: tuple[Villager, ...]
    newcomers: Names
    slots: Callable[[date, date], list[Slot]]
    shifts: Callable[[date, date], list[Shift]]
    organisations: tuple[tuple[str, str], ...] = ()
    former_themes: tuple[FormerTheme, ...] = ()
    tariffs: tuple[Tariff, ...] = ()
    plan: tuple[str, str, str] | None = None
    walk_ins: tuple[int, int] = (3, 6)
    unnamed: tuple[int, int] = (1, 4)
    hours: tuple[int, int] | None = None
    by_night: tuple[tuple[int, str], ...] = ()
    with_charter: bool = True
    network: str = ""
    founds_network: bool = False
    gear: Gear | None = None
    grid: Grid | None = None
    tips: tuple[str, ...] = ()

    def activity(self, label: str) -> Activity:
        return next(one for one in self.activities if one.label == label)

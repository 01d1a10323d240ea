"""What may be reserved in a demo structure, who reserves it, what becomes of it: data only.

Times of the day are minutes since midnight; ``number`` counts days from the first run, today then.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Rules = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """A family of resources; ``rules`` are those of ``booking.add_family``."""

    label: str
    name: str
    training: str = ""
    rules: Rules = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Thing:
    """A unit of a place, by the label of its room, that may be reserved; ``card`` is its page."""

    unit: str
    kind: str
    card: Rules = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Badge:
    """Somebody may use a kind, as ``by`` says; until it is withdrawn, that day."""

    who: str
    kind: str
    by: str
    level: str = "user"
    withdrawn: int | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """A reservation of a thing, or of any of a kind, asked for ``lead`` days ahead.

    ``waits``: somebody else has that hour already. ``confirmed``: the team says yes the day after.
    ``comes``: they are seen at their hour. ``counted``: what they used is, and their plan pays.
    """

    who: str
    start: int
    minutes: int
    thing: str = ""
    kind: str = ""
    lead: int = 4
    organisation: str = ""
    waits: bool = False
    confirmed: bool = False
    comes: bool = False
    cancelled: bool = False
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Print:
    """A job of a machine, asked for ``asked`` minutes before it starts; it lasts ``lasted``.

    ``grams`` of ``matter`` are used; it is paid the day after it ends, unless it failed.
    """

    thing: str
    who: str
    what: str
    start: int
    minutes: int
    lasted: int
    asked: int = 900
    outcome: str = "done"
    matter: str = ""
    grams: int = 0


@dataclass(frozen=True, slots=True)
class Weekly:
    """A thing kept for somebody at the same hours of each week, from the day of this number."""

    thing: str
    who: str
    number: int
    start: int
    minutes: int
    weeks: int = 7
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class Mishap:
    """Something that happened to a thing; ``stops``: it was put out of use in the same tap.

    ``mended``: the day, hour and words with which somebody closed it.
    """

    thing: str
    number: int
    at: int
    by: str
    what: str
    words: str
    stops: bool = False
    mended: tuple[int, int, str] | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """A thing put out of use on a day, until the evening of another."""

    thing: str
    number: int
    at: int
    by: str
    why: str
    until: int


@dataclass(frozen=True, slots=True)
class Matter:
    """Raw material followed in stock; ``moves`` are days, why, and units in thousandths."""

    code: str
    label: str
    reorder_at: int
    moves: tuple[tuple[int, str, int], ...]


def _nothing(_day: date, _first_run: date) -> list[Any]:
    return []


@dataclass(frozen=True, slots=True)
class Gear:
    """All of it. ``wishes`` and ``prints`` receive the day and the day of the first run.

    ``trainings`` are workshops whose people may use a kind afterwards; ``pages``, who has a page of
    their own; ``maintained``, things looked after on a day.
    """

    kinds: tuple[Kind, ...]
    things: tuple[Thing, ...]
    badges: tuple[Badge, ...] = ()
    trainings: tuple[tuple[str, str], ...] = ()
    wishes: Callable[[date, date], list[Wish]] = _nothing
    prints: Callable[[date, date], list[Print]] = _nothing
    weekly: tuple[Weekly, ...] = ()
    mishaps: tuple[Mishap, ...] = ()
    stops: tuple[Stop, ...] = ()
    maintained: tuple[tuple[str, int], ...] = ()
    matter: tuple[Matter, ...] = ()
    pages: tuple[str, ...] = ()

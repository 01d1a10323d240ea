"""The plans of a demo place and who has one: data only."""

from __future__ import annotations

from dataclasses import dataclass

from maillage.money.models import UsePlan


@dataclass(frozen=True, slots=True)
class Offer:
    """A plan; ``allows`` are price codes, units in thousandths or no limit, by week or term."""

    code: str
    label: str
    price_code: str
    allows: tuple[tuple[str, int | None, str], ...]
    months: int = 1
    calendar: bool = False
    trial_months: int = 0
    deposit_cents: int = 0
    at_any_hour: bool = False

    @property
    def plan(self) -> UsePlan:
        """What says when its terms end."""
        return UsePlan(months=self.months, calendar=self.calendar)


@dataclass(frozen=True, slots=True)
class Taken:
    """Who took a plan, so many days before the first run, and the weekdays on which they come.

    ``organisation``: it is hers, ``who`` and ``also`` act for her. ``tries``: the free months
    first. ``renews``: each term is followed by another. ``most``: how often they come at most.
    ``asleep``: the days of a pause.
    """

    who: str
    offer: str
    since: int
    comes: tuple[int, ...] = ()
    tries: bool = False
    renews: bool = True
    most: int | None = None
    asleep: tuple[int, int] | None = None
    organisation: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passer:
    """Somebody without a plan, who comes by the day and pays, or is left owing it."""

    who: str
    comes: tuple[int, ...]
    pays: bool = True


@dataclass(frozen=True, slots=True)
class Grid:
    """The plans of a place; a day there is counted in units of ``day_code``."""

    place: str
    day_code: str
    offers: tuple[Offer, ...]
    taken: tuple[Taken, ...]
    passers: tuple[Passer, ...] = ()

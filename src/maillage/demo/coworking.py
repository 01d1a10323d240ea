"""Plans of a demo place: proposed, taken, tried, asleep; and who comes to work there each day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from maillage.core.bank_holidays import is_bank_holiday
from maillage.core.periods import inclusive_end
from maillage.demo.grid import Grid, Offer, Taken
from maillage.demo.scene import clock
from maillage.demo.selling import Part, line, paid
from maillage.demo.world import Step, World
from maillage.money.rules import term_end

ARRIVES = (clock("08:52"), clock("10:40"))
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Term:
    """Days that somebody paid for, or tries."""

    starts_on: date
    ends_on: date
    trial: bool


class Coworkers:
    """The steps of a scene's plans, up to a day, in no order."""

    def __init__(self, world: World, grid: Grid, today: date) -> None:
        self.world, self.grid, self.today = world, grid, today
        self.offers = {one.code: one for one in grid.offers}
        self.manager = world.scene.team[0].label

    def steps(self) -> Iterator[Step]:
        yield from self._offers()
        for taken in self.grid.taken:
            yield from self._taken(taken)
        yield from self._comings()

    def _do(self, at: datetime, key: str, kind: str, by: str = "", /, **payload: Any) -> Step:
        return Step(at, key, kind, payload, by or self.manager, self.grid.place)

    def _on(self, number: int) -> date:
        return self.world.first_run + timedelta(days=number)

    def _offers(self) -> Iterator[Step]:
        names = (
            "code", "label", "price_code", "months", "calendar", "trial_months", "deposit_cents",
            "at_any_hour",
        )  # fmt: skip
        for one in self.grid.offers:
            allowances = [
                {"code": code, "units": units, "per": per} for code, units, per in one.allows
            ]
            yield self._do(
                self.world.scene.founded, f"offer {one.code}", "money.add_use_plan",
                plan=self.world.id("offer", one.code), allowances=allowances,
                **{name: getattr(one, name) for name in names},
            )  # fmt: skip

    # Who took one

    def _taken(self, taken: Taken) -> Iterator[Step]:
        if taken.organisation:
            yield from self._acting_for(taken)
        terms = self.terms(taken)
        for number, term in enumerate(terms):
            ids = {"term": self._term(taken, number)}
            plan = {"plan": self.world.id("offer", taken.offer), "starts_on": term.starts_on}
            at = self.world.at(term.starts_on, clock("09:20") + number % 20)
            if term.trial:
                key, whose = f"tries {taken.who} {taken.offer}", self._whose(taken)
                yield self._do(at, key, "money.start_trial", **ids, **plan, **whose)
            else:
                yield self._sold(taken, number, at, ids | plan)
                if number == 0 or terms[number - 1].trial:
                    yield from self._left(taken, at)
        if taken.asleep:
            yield self._asleep(taken, terms)

    def terms(self, taken: Taken) -> list[Term]:
        """What they tried and paid for, up to today."""
        offer, day, found = self.offers[taken.offer], self._on(-taken.since), []
        if taken.tries:
            found.append(Term(day, inclusive_end(day, offer.trial_months), trial=True))
            day = found[0].ends_on + A_DAY
        while day <= self.today and (taken.renews or not found):
            found.append(Term(day, term_end(offer.plan, day), trial=False))
            day = found[-1].ends_on + A_DAY
            if taken.asleep and found[-1].ends_on >= self._on(taken.asleep[0]):
                break
        return found

    def _term(self, taken: Taken, number: int) -> Any:
        return self.world.id("term", taken.offer, taken.who, str(number))

    def _whose(self, taken: Taken) -> Part:
        if taken.organisation:
            return {"organisation": self.world.id("organisation", taken.organisation)}
        return {"person": self.world.id("person", taken.who)}

    def _acting_for(self, taken: Taken) -> Iterator[Step]:
        day = self._on(-taken.since)
        for who in (taken.who, *taken.also):
            yield self._do(
                self.world.at(day, clock("09:05")), f"{who} acts for {taken.organisation}",
                "people.act_for", acts_for=self.world.id("acts for", who), from_day=day,
                person=self.world.id("person", who), **self._whose(taken),
            )  # fmt: skip

    def _sold(self, taken: Taken, number: int, at: datetime, plan: Part) -> Step:
        code, key = self.offers[taken.offer].price_code, f"term {taken.offer} {taken.who} {number}"
        sold = line(self.world, "plan", code, member=False, target=plan["term"])
        sale = self._transferred(key, sold)
        return self._do(at, key, "money.sell", sale=sale, plans=[plan], **self._whose(taken))

    def _left(self, taken: Taken, at: datetime) -> Iterator[Step]:
        """What is left as a deposit with the first term: a sale of its own."""
        offer, key = self.offers[taken.offer], f"deposit {taken.offer} {taken.who}"
        if offer.deposit_cents:
            sale = self._transferred(key, _deposit(offer))
            yield self._do(at, key, "money.sell", sale=sale, **self._whose(taken))

    def _transferred(self, key: str, sold: Part) -> Part:
        moved = [{"means": "transfer", "amount_cents": sold["amount_cents"]}]
        return {"sale": self.world.id("sale", key), "lines": [sold], "payments": moved}

    def _asleep(self, taken: Taken, terms: list[Term]) -> Step:
        """The writer finds the holder of the term."""
        first, last = (self._on(one) for one in taken.asleep or (0, 0))
        number = next(rank for rank, one in enumerate(terms) if first <= one.ends_on)
        return self._do(
            self.world.at(first - A_DAY, clock("17:10")), f"asleep {taken.who}",
            "money.pause_plan", pause=self.world.id("pause", taken.who), from_day=first,
            to_day=last, term=self._term(taken, number),
        )  # fmt: skip

    # Who comes

    def _comings(self) -> Iterator[Step]:
        """Those who have a plan on their weekdays, those who pay by the day on theirs."""
        opened = [day for day in self.world.days(self.today) if self._is_open(day)]
        for taken in self.grid.taken:
            days = [day for day in opened if self._is_theirs(taken, day)]
            for day in days[: taken.most]:
                for who in (taken.who, *taken.also):
                    yield self._check_in(day, who)
        for passer in self.grid.passers:
            for day in opened:
                if day.weekday() in passer.comes:
                    yield self._check_in(day, passer.who, pays=passer.pays)

    def _is_open(self, day: date) -> bool:
        return bool(self._desk(day)) and not is_bank_holiday(day, "metropole")

    def _desk(self, day: date) -> str:
        """Who opens the desk that day."""
        shifts = self.world.scene.shifts(day, self.world.first_run)
        return shifts[0].staff if shifts else ""

    def _is_theirs(self, taken: Taken, day: date) -> bool:
        if day.weekday() not in taken.comes:
            return False
        asleep = taken.asleep and self._on(taken.asleep[0]) <= day <= self._on(taken.asleep[1])
        runs = any(one.starts_on <= day <= one.ends_on for one in self.terms(taken))
        return runs and not asleep

    def _check_in(self, day: date, who: str, *, pays: bool = False) -> Step:
        key, code = f"{day.isoformat()} check-in {who}", self.grid.day_code
        at = self.world.at(day, self.world.rng(day, key).uniform(*ARRIVES))
        payload: Part = {"visit": self.world.id("visit", key), "code": code}
        if pays:
            lines = [line(self.world, "use", code, member=False)]
            payload["sale"] = paid(self.world, key, lines, self.world.rng(day, f"{key} pays"))
        step = self._do(
            at, key, "counter.check_in", self._desk(day), person=self.world.id("person", who),
            **payload,
        )  # fmt: skip
        return replace(step, desk=True)


def _deposit(offer: Offer) -> Part:
    return {
        "kind": "deposit",
        "code": offer.code,
        "rate": offer.deposit_cents * 100,
        "reason": "other",
        "amount_cents": offer.deposit_cents,
    }

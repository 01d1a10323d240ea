"""Machines, rooms and desks of the demo: set, reserved, at work, broken and mended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from maillage.core.bank_holidays import is_bank_holiday
from maillage.demo.booking import Booking
from maillage.demo.gear import Gear, Kind, Mishap, Print, Thing, Weekly, Wish
from maillage.demo.scene import MINUTES_PER_HOUR, clock
from maillage.demo.selling import line, paid
from maillage.demo.world import Step, World

TOLD = timedelta(days=7)
"""How long before the first run reservations are told; jobs a little more."""

AHEAD = timedelta(days=12)
SETTLED = timedelta(days=14)
"""How long before the first day the team said who may use what."""

TAKEN_AWAY = clock("16:40")
"""From when on those whose print is done come for it."""

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Machines:
    """The steps of a scene's gear, up to a day, in no order."""

    def __init__(self, world: World, gear: Gear, today: date, bookings: list[Booking]) -> None:
        self.world, self.gear, self.today, self.bookings = world, gear, today, bookings
        self.manager, self.team = world.scene.team[0].label, world.scene.team[1].label
        self.place = {room.label: spot.label for spot in world.spots for room in spot.rooms}
        self.opening = {spot.label: spot.opening for spot in world.spots}
        self.kinds = {one.label: one for one in gear.kinds}
        self.kind_of = {one.unit: one.kind for one in gear.things}

    def steps(self) -> Iterator[Step]:
        yield from self._set()
        yield from self._badges()
        for day in self._days():
            for wish in self.gear.wishes(day, self.world.first_run):
                yield from self._wish(day, wish)
            for job in self.gear.prints(day, self.world.first_run):
                yield from self._print(day, job)
        for weekly in self.gear.weekly:
            yield self._weekly(weekly)
        for number, one in enumerate(self.gear.mishaps):
            yield from self._mishap(f"mishap {number}", one)
        yield from self._out_of_use()
        yield from self._stock()
        yield from self._links()

    def _days(self) -> Iterator[date]:
        first = max(self.world.start, self.world.first_run - TOLD)
        for number in range((self.today + AHEAD - first).days + 1):
            yield first + timedelta(days=number)

    def _do(
        self, at: datetime, key: str, kind: str, place: str, by: str = "", /, **payload: Any
    ) -> Step:
        return Step(at, key, kind, payload, by or self.team, place)

    def _on(self, number: int, minutes: int) -> datetime:
        return self.world.at(self.world.first_run + timedelta(days=number), minutes)

    def _id(self, thing: str) -> Any:
        return self.world.id("resource", thing)

    # What there is, and who may use it

    def _set(self) -> Iterator[Step]:
        at, home = self.world.scene.founded, self.world.spots[0].label
        for kind in self.gear.kinds:
            yield self._do(
                at, f"family {kind.label}", "booking.add_family", home, self.manager,
                family=self.world.id("family", kind.label), **self._rules(kind),
            )  # fmt: skip
        for thing in self.gear.things:
            yield self._resource(at, thing)

    def _rules(self, kind: Kind) -> dict[str, Any]:
        training = {"training": self.world.id("workshop", kind.training)} if kind.training else {}
        return {"name": kind.name, **training, **kind.rules}

    def _resource(self, at: datetime, thing: Thing) -> Step:
        return self._do(
            at, f"resource {thing.unit}", "booking.set_resource", self.place[thing.unit],
            self.manager, resource=self._id(thing.unit), unit=self.world.id("room", thing.unit),
            family=self.world.id("family", thing.kind), **thing.card,
        )  # fmt: skip

    def _badges(self) -> Iterator[Step]:
        at, home = self.world.at(self.world.start - SETTLED, clock("17:30")), self.world.spots[0]
        for one in self.gear.badges:
            name = f"badge {one.who} {one.kind}"
            badge = {"authorisation": self.world.id("badge", one.who, one.kind)}
            yield self._do(
                at, name, "booking.authorise", home.label, one.by, **badge, level=one.level,
                person=self.world.id("person", one.who), family=self.world.id("family", one.kind),
            )  # fmt: skip
            if one.withdrawn is not None:
                gone = self._on(one.withdrawn, clock("17:45"))
                key = f"withdrawn {one.who} {one.kind}"
                yield self._do(gone, key, "booking.withdraw", home.label, one.by, **badge)
        for booking in self.bookings:
            yield from self._trained(booking)

    def _trained(self, booking: Booking) -> Iterator[Step]:
        """A quarter of an hour after a training, whoever was there may use the machines."""
        for workshop, kind in self.gear.trainings:
            if booking.activity.label == workshop and booking.day <= self.today:
                at = self.world.at(booking.day, booking.end + 15)
                yield self._do(
                    at, f"trained {booking.key}", "booking.authorise_session", booking.slot.place,
                    booking.slot.mediators[0], session=self.world.id("session", booking.key),
                    family=self.world.id("family", kind),
                )  # fmt: skip

    # Reservations

    def _wish(self, day: date, wish: Wish) -> Iterator[Step]:
        place = self._place_of(wish)
        if "PH" not in self.opening[place] and is_bank_holiday(day, "metropole"):
            return
        asked = self.world.at(day - timedelta(days=wish.lead), clock("09:10") + wish.start // 4)
        key = f"{day.isoformat()} {wish.thing or wish.kind} {wish.start} {wish.who}"
        ids = {"reservation": self.world.id("reservation", key)}
        yield self._do(
            asked, f"reserves {key}", "booking.reserve", place, **ids, **self._asked(wish),
            day=day, start=_hour(wish.start), minutes=wish.minutes, wait=wish.waits,
        )  # fmt: skip
        if wish.confirmed:
            at, said = asked + timedelta(days=1), f"confirms {key}"
            yield self._do(at, said, "booking.confirm", place, self.manager, **ids)
        if wish.cancelled:
            at, said = self.world.at(day - timedelta(days=1), clock("18:05")), f"cancels {key}"
            yield self._do(at, said, "booking.cancel", place, **ids)
        yield from self._used(day, wish, key, ids)

    def _used(self, day: date, wish: Wish, key: str, ids: dict[str, Any]) -> Iterator[Step]:
        """They come, have done with it a little before the end, and their plan pays."""
        place, end = self._place_of(wish), wish.start + wish.minutes
        if wish.comes:
            at = self.world.at(day, wish.start + 4)
            yield self._do(at, f"comes {key}", "booking.come", place, **ids)
        if wish.counted:
            at = self.world.at(day, end - 3)
            yield self._do(at, f"leaves {key}", "booking.leave", place, **ids)
            at, minutes = self.world.at(day, end - 1), wish.minutes
            yield self._do(
                at, f"counts {key}", "counter.charge_use", place, self.manager, **ids,
                minutes=minutes,
            )  # fmt: skip

    def _place_of(self, wish: Wish) -> str:
        unit = wish.thing or next(one for one, kind in self.kind_of.items() if kind == wish.kind)
        return self.place[unit]

    def _asked(self, wish: Wish | Weekly) -> dict[str, Any]:
        """What is reserved, and for whom."""
        asked: dict[str, Any] = {"person": self.world.id("person", wish.who)}
        if wish.thing:
            asked["resource"] = self._id(wish.thing)
        elif isinstance(wish, Wish):
            asked["family"] = self.world.id("family", wish.kind)
        if wish.organisation:
            asked["organisation"] = self.world.id("organisation", wish.organisation)
        return asked

    def _weekly(self, one: Weekly) -> Step:
        """Each week at the same hours, as it was asked for the day before the first of them."""
        first = self.world.first_run + timedelta(days=one.number)
        key = f"{one.thing} {one.who} {one.number}"
        return self._do(
            self._on(one.number - 1, clock("16:20")), f"weekly {key}", "booking.repeat",
            self.place[one.thing], recurrence=self.world.id("recurrence", key), day=first,
            start=_hour(one.start), minutes=one.minutes, skip=True, **self._asked(one),
            rrule=f"FREQ=WEEKLY;BYDAY={DAYS[first.weekday()]}",
            until=first + timedelta(weeks=one.weeks),
        )  # fmt: skip

    # What machines do by themselves

    def _print(self, day: date, one: Print) -> Iterator[Step]:
        starts, place = self.world.at(day, one.start), self.place[one.thing]
        key = f"{day.isoformat()} {one.thing} {one.start}"
        job = {"job": self.world.id("job", key)}
        yield self._do(
            starts - timedelta(minutes=one.asked), f"queues {key}", "booking.queue_job", place,
            **job, resource=self._id(one.thing), minutes=one.minutes, what=one.what,
            person=self.world.id("person", one.who),
        )  # fmt: skip
        yield self._do(starts, f"starts {key}", "booking.start_job", place, **job)
        ends = starts + timedelta(minutes=one.lasted)
        yield self._do(
            ends, f"ends {key}", "booking.end_job", place, **job, outcome=one.outcome
        )  # fmt: skip
        if one.matter and one.outcome == "done":
            yield self._paid(key, one, self.world.day_of(ends) + timedelta(days=1))

    def _paid(self, key: str, one: Print, day: date) -> Step:
        """Time and material, at the desk, when they come for it in the afternoon."""
        code = self.kinds[self.kind_of[one.thing]].rules["price_code"]
        hours = -(-one.lasted * 1000 // MINUTES_PER_HOUR)
        target = self.world.id("job", key)
        lines = [
            line(self.world, "use", code, member=False, target=target, quantity=hours),
            line(self.world, "material", one.matter, member=False, quantity=one.grams * 1000),
        ]
        minutes = TAKEN_AWAY + one.start // 20
        desk = self.world.scene.shifts(day, self.world.first_run)
        who = [shift.staff for shift in desk if shift.start <= minutes][-1]
        payload = {
            "person": self.world.id("person", one.who),
            "sale": paid(self.world, f"job {key}", lines, self.world.rng(day, f"pays {key}")),
        }
        at, name = self.world.at(day, minutes), f"pays {key}"
        return Step(at, name, "money.sell", payload, who, self.place[one.thing], desk=True)

    # What happens to them

    def _mishap(self, key: str, one: Mishap) -> Iterator[Step]:
        place, incident = self.place[one.thing], {"incident": self.world.id("incident", key)}
        stops = {"lock_out": self.world.id("lock-out", key)} if one.stops else {}
        yield self._do(
            self._on(one.number, one.at), key, "booking.report_incident", place, one.by,
            **incident, resource=self._id(one.thing), what=one.what, words=one.words, **stops,
        )  # fmt: skip
        if one.mended:
            number, minutes, words = one.mended
            yield self._do(
                self._on(number, minutes), f"{key} mended", "booking.end_incident", place, one.by,
                **incident, outcome="mended", words=words, back=one.stops,
            )  # fmt: skip

    def _out_of_use(self) -> Iterator[Step]:
        for one in self.gear.stops:
            yield self._do(
                self._on(one.number, one.at), f"out of use {one.thing}", "booking.lock_out",
                self.place[one.thing], one.by, resource=self._id(one.thing), why=one.why,
                lock_out=self.world.id("lock-out", one.thing),
                ends_at=self._on(one.until, clock("18:00")),
            )  # fmt: skip
        for thing, number in self.gear.maintained:
            yield self._do(
                self._on(number, clock("08:50")), f"maintained {thing}",
                "booking.note_maintenance", self.place[thing], resource=self._id(thing),
                maintenance=self.world.id("maintenance", thing),
            )  # fmt: skip

    # Raw material, links

    def _stock(self) -> Iterator[Step]:
        home = self.place[self.gear.things[0].unit]
        for one in self.gear.matter:
            material = {"material": self.world.id("material", one.code)}
            yield self._do(
                self.world.scene.founded, f"material {one.code}", "money.add_material", home,
                self.manager, **material, code=one.code, label=one.label,
                reorder_at=one.reorder_at,
            )  # fmt: skip
            for number, why, units in one.moves:
                key = f"stock {one.code} {number}"
                yield self._do(
                    self._on(number, clock("11:40")), key, "money.move_stock", home, **material,
                    move=self.world.id(key), why=why, units=units,
                )  # fmt: skip

    def _links(self) -> Iterator[Step]:
        at, home = self._on(-3, clock("15:30")), self.place[self.gear.things[0].unit]
        yield self._do(
            at, "public calendar", "booking.give_feed", home, self.manager, audience="public",
            place=self.world.id("place", home),
        )  # fmt: skip
        for who in self.gear.pages:
            person = {"person": self.world.id("person", who)}
            yield self._do(at, f"page of {who}", "booking.give_page", home, **person)


def _hour(minutes: int) -> str:
    return f"{minutes // MINUTES_PER_HOUR:02}:{minutes % MINUTES_PER_HOUR:02}"

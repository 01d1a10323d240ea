"""All that happens in a demo structure, step by step, up to a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from maillage.demo.booking import Ask, Booking, book
from maillage.demo.coworking import Coworkers
from maillage.demo.founding import Founding
from maillage.demo.life import Day
from maillage.demo.machines import Machines
from maillage.demo.scene import clock
from maillage.demo.selling import Ledger
from maillage.demo.world import AHEAD_DAYS, Step, World


def tell(world: World, today: date) -> list[Step]:
    """Every step up to the evening of ``today``: the founding first, then in time order.

    What lies ahead is in it too: the sessions of the 31 days that follow, and who is already
    registered. It depends on the scene, its first day and ``today`` only.
    """
    bookings = [
        book(world, day, slot)
        for day in world.days(today + timedelta(days=AHEAD_DAYS))
        for slot in world.scene.slots(day, world.first_run)
    ]
    steps = [step for booking in bookings for step in _planning(world, booking)]
    steps += _days(world, bookings, today)
    if world.scene.grid:
        steps += Coworkers(world, world.scene.grid, today).steps()
    if world.scene.gear:
        using = Machines(world, world.scene.gear, today, bookings).steps()
        steps += [one for one in using if world.day_of(one.at) <= today]
    return list(Founding(world).steps()) + sorted(steps, key=lambda one: one.at)


def _days(world: World, bookings: list[Booking], today: date) -> Iterator[Step]:
    held: dict[tuple[date, str], list[Booking]] = defaultdict(list)
    for booking in bookings:
        held[booking.day, booking.slot.place].append(booking)
    ledger = Ledger.opened(world)
    for day in world.days(today):
        folk = {one.label: one for one in world.folk(day)}
        for spot in world.spots:
            shifts = [
                one for one in world.scene.shifts(day, world.first_run) if one.place == spot.label
            ]
            yield from Day(world, spot, day, shifts, held[day, spot.label], folk, ledger).steps()


def _planning(world: World, booking: Booking) -> Iterator[Step]:
    """The session planned a month and a day before; then what people asked."""
    slot, day = booking.slot, booking.day
    eve = world.start - timedelta(days=1)
    planned = max(day - timedelta(days=AHEAD_DAYS + 1), eve)
    minutes = {"minutes": slot.minutes} if slot.minutes else {}
    room = {"room": world.id("room", slot.room)} if slot.room else {}
    at = world.at(eve - timedelta(days=20) if planned == eve else planned, clock("18:30"))
    yield Step(
        at,
        f"session {booking.key}",
        "programme.plan_session",
        {
            "session": world.id("session", booking.key),
            "workshop": world.id("workshop", slot.activity),
            "place": world.id("place", slot.place),
            "day": day,
            "start": f"{slot.start // 60:02}:{slot.start % 60:02}",
            "mediators": [world.staff(one) for one in slot.mediators],
            "organisers": [world.id("organisation", one) for one in slot.organisers],
            **minutes,
            **room,
        },
        world.scene.team[0].label,
        slot.place,
    )
    for ask in booking.asks:
        yield _asking(world, booking, ask)
    yield from _giving_back(world, booking)


def _asking(world: World, booking: Booking, ask: Ask) -> Step:
    seats = [
        {
            "registration": world.id("seat", booking.key, one),
            "person": world.id("person", one),
        }
        for one in ask.people
    ]
    session = world.id("session", booking.key)
    party = {"party": world.id("party", booking.key, ask.people[0])} if len(seats) > 1 else {}
    payload = {"session": session, "seats": seats, **party}
    key = f"asks {booking.key} {ask.people[0]}"
    return Step(ask.at, key, "programme.register", payload, _phone(world), booking.slot.place)


def _giving_back(world: World, booking: Booking) -> Iterator[Step]:
    if booking.cancelled is None or booking.offered is None:
        return
    for (at, label), kind in (
        (booking.cancelled, "programme.cancel_registration"),
        ((booking.offered[0], booking.offered[1].people[0]), "programme.offer_seat"),
    ):
        payload = {"registration": world.id("seat", booking.key, label)}
        key = f"{kind} {booking.key} {label}"
        yield Step(at, key, kind, payload, _phone(world), booking.slot.place)


def _phone(world: World) -> str:
    """Who answers the phone: registrations are taken at the office."""
    return world.scene.team[1].label

"""What is told of the demo, before anything is written: the facts of needs.md, day after day."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from uuid import UUID

import pytest

from maillage.demo import amboise, bras, pipriac
from maillage.demo.booking import Booking, book
from maillage.demo.prepare import SCENES
from maillage.demo.scene import Scene, clock
from maillage.demo.story import tell
from maillage.demo.world import World

pytestmark = pytest.mark.once

FIRST_RUN = date(2026, 11, 24)
DAY = timedelta(days=1)

each_scene = pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.slug)
each_first_run = pytest.mark.parametrize(
    "first_run",
    [
        FIRST_RUN,
        date(2028, 2, 29),
        date(2027, 3, 28),
        date(2026, 10, 25),
        date(2027, 1, 1),
        date(2026, 12, 25),
    ],
    ids=str,
)


def world_of(scene: Scene, first_run: date = FIRST_RUN) -> World:
    return World(scene, first_run, UUID(int=1))


def bookings(scene: Scene, first: date, days: int, first_run: date = FIRST_RUN) -> list[Booking]:
    world = world_of(scene, first_run)
    return [
        book(world, day, slot)
        for day in (first + number * DAY for number in range(days))
        for slot in scene.slots(day, first_run)
    ]


@each_scene
@each_first_run
def test_a_later_day_adds_and_changes_nothing_before(scene: Scene, first_run: date) -> None:
    """Told up to a later day, the steps of the former are the same, each once."""
    first = {step.key: step for step in tell(world_of(scene, first_run), first_run)}
    later = {step.key: step for step in tell(world_of(scene, first_run), first_run + 14 * DAY)}
    assert {key: later.get(key) for key in first} == first


@each_scene
@each_first_run
def test_every_step_has_a_name_of_its_own(scene: Scene, first_run: date) -> None:
    names = Counter(step.key for step in tell(world_of(scene, first_run), first_run + 14 * DAY))
    assert [name for name, times in names.items() if times > 1] == []


@each_scene
def test_nobody_is_invented_twice(scene: Scene) -> None:
    folk = world_of(scene).folk(FIRST_RUN + 14 * DAY)
    names = Counter((one.first_name, one.last_name) for one in folk)
    assert [name for name, times in names.items() if times > 1] == []


@pytest.mark.parametrize("number", range(-42, 42, 7))
def test_bras_gives_three_trainings_a_week_on_three_themes(number: int) -> None:
    """Needs B06, in any week."""
    week = bookings(bras.SCENE, FIRST_RUN + number * DAY, 7)
    themes = [one.activity.title for one in week if one.activity.crowd == "training"]
    assert (len(themes), len(set(themes))) == (3, 3)


@pytest.mark.parametrize("number", range(-42, 32))
def test_bras_offers_something_morning_afternoon_and_evening(number: int) -> None:
    day = FIRST_RUN + number * DAY
    starts = {one.slot.start for one in bookings(bras.SCENE, day, 1)}
    assert {clock("10:00"), clock("14:00"), clock("18:00")} <= starts


@each_first_run
def test_somebody_has_come_at_any_hour_of_the_day(first_run: date) -> None:
    """From ten past midnight on, the desk of Bras is not empty."""
    world = world_of(bras.SCENE, first_run)
    arrivals = [step.at for step in tell(world, first_run) if step.kind == "counter.arrive"]
    midnight = world.at(first_run, 0)
    assert min(at for at in arrivals if at >= midnight) - midnight <= timedelta(minutes=10)


def test_bras_repairs_once_a_month() -> None:
    """Needs B21, every four weeks."""
    sessions = bookings(bras.SCENE, FIRST_RUN, 28)
    assert len([one for one in sessions if one.activity.label == "repair"]) == 1


def test_the_first_day_has_a_training_and_a_full_one_follows() -> None:
    days = bookings(bras.SCENE, FIRST_RUN, 3)
    mail = next(one for one in days if one.activity.label == "boite-mail")
    phone = next(one for one in days if one.activity.label == "telephone")
    assert mail.slot.start == clock("14:00")
    assert {"marie", "odette", "henri"} <= set(mail.seated)
    assert len(phone.seated) == phone.activity.capacity
    assert phone.waiting


@each_first_run
def test_golden_27_the_animator_of_amboise_is_never_in_two_places(first_run: date) -> None:
    """Golden number 27, needs A13: neither animating, nor at a desk."""
    held = [
        (one.day, one.slot.start, one.end, one.slot.place)
        for one in bookings(amboise.SCENE, first_run - 21 * DAY, 60, first_run)
        if "yann" in one.slot.mediators
    ]
    assert {place for *_, place in held} == {"verrerie", "fablab"}
    clashes = [
        (one, other)
        for one, other in combinations(held, 2)
        if one[0] == other[0]
        and one[3] != other[3]
        and max(one[1], other[1]) < min(one[2], other[2])
    ]
    assert clashes == []
    for number in range(14):
        shifts = amboise.shifts(first_run + number * DAY, first_run)
        assert [one.start for one in shifts] == sorted(one.start for one in shifts)
        assert [one.staff for one in shifts] == ["yann", ""] * (len(shifts) // 2)


def test_amboise_gives_a_themed_workshop_a_week_and_free_sessions_for_firms() -> None:
    """Needs A17, A22, A23."""
    week = bookings(amboise.SCENE, FIRST_RUN, 7)
    crowds = Counter(one.activity.crowd for one in week)
    assert (crowds["maker"], crowds["firm"]) == (1, 1)
    firm = next(one for one in week if one.activity.crowd == "firm")
    assert (firm.activity.price_code, firm.slot.organisers) == ("", ("Greta",))


def test_pipriac_stands_three_days_with_its_organisers() -> None:
    """Golden number 19, needs M10, M13, M14."""
    days = {one.day for one in bookings(pipriac.SCENE, FIRST_RUN - 42 * DAY, 90)}
    assert days == {FIRST_RUN - DAY, FIRST_RUN, FIRST_RUN + DAY}
    (place,) = pipriac.SCENE.spots(FIRST_RUN)
    assert (place.opened_on, place.closed_on) == (FIRST_RUN - DAY, FIRST_RUN + DAY)
    sessions = bookings(pipriac.SCENE, FIRST_RUN - DAY, 3)
    organisers = {name for one in sessions for name in one.slot.organisers}
    assert organisers == {
        "Point 35 multimédia",
        "Mission Locale",
        "Les Mulots",
        "La Ferme des Ecotais",
    }
    assert max(len(one.slot.organisers) for one in sessions) == 4
    assert {one.activity.format for one in sessions} == {"free_access", "classic", "collaborative"}


def test_seats_never_pass_the_capacity_and_the_offered_seat_had_waited() -> None:
    sessions = bookings(bras.SCENE, FIRST_RUN - 42 * DAY, 74)
    over = [one for one in sessions if len(one.seated) > (one.activity.capacity or 99)]
    offered = [one for one in sessions if one.offered]
    assert over == []
    assert offered
    for one in offered:
        assert one.offered is not None
        assert set(one.offered[1].people) <= set(one.seated)


def test_what_lies_ahead_is_told_for_thirty_one_days() -> None:
    steps = tell(world_of(bras.SCENE), FIRST_RUN)
    planned = {
        step.payload["day"]
        for step in steps
        if step.kind == "programme.plan_session"
        and step.at <= datetime(2026, 11, 24, 0, 0, tzinfo=UTC)
    }
    assert max(planned) == FIRST_RUN + 31 * DAY

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maillage.core.acting import Acting
from maillage.core.commands import Missing, Refusal
from maillage.core.guards import broken_guard
from maillage.core.ids import new_id
from maillage.network.models import Occupancy, StaffPresence
from maillage.network.taking import occupy, recall_staff, send_staff, vacate

TWO = datetime(2026, 11, 24, 13, tzinfo=UTC)
"""Tuesday 24 November 2026, 14:00 in Paris."""
HOUR = timedelta(hours=1)


def acting_in(house) -> Acting:
    now = timezone.now()
    return Acting(
        structure_id=house.structure.pk,
        device_id=new_id(),
        actor_id=house.manager.pk,
        place_id=house.place.pk,
        key=new_id(),
        kind="programme.plan_session",
        at=now,
        typed_at=now,
        received_at=now,
        counts=False,
    )


@contextmanager
def inside(house):
    with house.scope(), transaction.atomic():
        yield acting_in(house)


def take(house, unit, *, start=TWO, hours=2, label="Boîte mail", source=None):
    with inside(house) as acting:
        occupy(
            acting,
            unit=unit,
            starts_at=start,
            ends_at=start + hours * HOUR,
            source_kind="session",
            source_id=source or new_id(),
            label=label,
        )


def send(house, staff, place, *, start=TWO, hours=2, source=None):
    with inside(house) as acting:
        send_staff(
            acting,
            staff=staff,
            place=place,
            starts_at=start,
            ends_at=start + hours * HOUR,
            source_kind="session",
            source_id=source or new_id(),
            label="Boîte mail",
        )


def rows_of(house, unit) -> list[tuple[datetime, datetime]]:
    with house.scope():
        rows = Occupancy.objects.filter(unit=unit).order_by("starts_at")
        return [(row.starts_at, row.ends_at) for row in rows]


def test_a_room_taken_is_refused_naming_what_holds_it(bras):
    room = bras.add_unit("Salle bleue")
    take(bras, room)
    with pytest.raises(Refusal) as refused:
        take(bras, room, start=TWO + HOUR, label="Tableur")
    assert refused.value.code == "room_taken"
    assert refused.value.message.replace("\u00a0", " ") == (
        "Salle bleue est déjà prise mardi 24 novembre de 14 h à 16 h : Boîte mail. "
        "Choisissez une autre salle ou une autre heure."
    )


def test_touching_hours_do_not_clash_and_a_room_freed_is_free(bras):
    room, source = bras.add_unit("Salle bleue"), new_id()
    take(bras, room, source=source)
    take(bras, room, start=TWO + 2 * HOUR)
    with bras.scope():
        vacate(source_id=source)
    take(bras, room, start=TWO + HOUR, hours=1)
    assert rows_of(bras, room) == [
        (TWO + HOUR, TWO + 2 * HOUR),
        (TWO + 2 * HOUR, TWO + 4 * HOUR),
    ]


def test_a_room_takes_its_desks_and_a_desk_takes_the_room_but_not_its_neighbour(bras):
    room = bras.add_unit("Coworking")
    desks = [bras.add_unit(f"Bureau {n}", kind="desk", parent=room) for n in (1, 2)]
    take(bras, desks[0])
    take(bras, desks[1])
    with pytest.raises(Refusal) as refused:
        take(bras, room)
    assert refused.value.message.startswith("Bureau 1 est déjà pris mardi")
    take(bras, room, start=TWO + 2 * HOUR)
    with pytest.raises(Refusal):
        take(bras, desks[1], start=TWO + 3 * HOUR)
    assert rows_of(bras, desks[0])[1:] == [(TWO + 2 * HOUR, TWO + 4 * HOUR)]


def test_a_part_added_later_is_taken_as_its_parents_are(bras):
    floor = bras.add_unit("Étage")
    room = bras.add_unit("Salle bleue", parent=floor)
    ahead = timezone.now() + timedelta(days=30)
    take(bras, floor, start=ahead)
    take(bras, floor, start=timezone.now() - timedelta(days=30))
    desk = bras.add_unit("Bureau 1", kind="desk", parent=room)
    assert rows_of(bras, desk) == [(ahead, ahead + 2 * HOUR)]
    with pytest.raises(Refusal):
        take(bras, desk, start=ahead + HOUR)


def test_occupying_costs_the_same_for_one_and_three_parts(bras, queries):
    alone = bras.add_unit("Atelier bois")
    hall, shared = bras.add_unit("Hall"), bras.add_unit("Coworking")
    bras.add_unit("Borne", kind="desk", parent=hall)
    for n in range(3):
        bras.add_unit(f"Bureau {n}", kind="desk", parent=shared)
    for unit, statements in ((alone, 4), (hall, 5), (shared, 5)):
        with inside(bras) as acting, queries(statements):
            occupy(
                acting,
                unit=unit,
                starts_at=TWO,
                ends_at=TWO + HOUR,
                source_kind="session",
                source_id=new_id(),
                label="Tableur",
            )


def test_another_structures_room_is_as_if_absent(bras, amboise):
    room = amboise.add_unit("Salle verte")
    with pytest.raises(Missing) as missing:
        take(bras, room)
    assert missing.value.wanted == str(room)


def test_golden_27_one_mediator_two_places_same_slot(bras):
    """Golden number 27: one animator, two places, same slot is refused."""
    second = bras.add_place("Médiathèque")
    paul = bras.add_staff("Paul", "mediator")
    send(bras, paul, bras.place.pk)
    with pytest.raises(Refusal) as refused:
        send(bras, paul, second, start=TWO + HOUR)
    assert refused.value.code == "elsewhere"
    assert refused.value.message.replace("\u00a0", " ") == (
        "Paul est déjà à EPN de Bras mardi 24 novembre de 14 h à 16 h (« Boîte mail »). "
        "Choisissez une autre personne ou une autre heure."
    )
    send(bras, paul, second, start=TWO + 2 * HOUR)


def test_two_things_at_one_place_may_overlap_and_who_is_recalled_is_free(bras):
    second, source = bras.add_place("Médiathèque"), new_id()
    paul = bras.add_staff("Paul", "mediator")
    send(bras, paul, bras.place.pk, source=source)
    send(bras, paul, bras.place.pk, source=source, start=TWO + HOUR)
    with bras.scope():
        recall_staff(source_id=source)
    send(bras, paul, second)
    with bras.scope():
        assert [one.place_id for one in StaffPresence.objects.all()] == [second]


def test_unknown_staff_is_missing(bras, amboise):
    with pytest.raises(Missing):
        send(bras, amboise.manager.pk, bras.place.pk)


def test_the_base_is_the_last_line(bras):
    """Rows written past the operations are refused by the guards."""
    room, paul = bras.add_unit("Salle bleue"), bras.add_staff("Paul", "mediator")
    second = bras.add_place("Médiathèque")
    take(bras, room)
    send(bras, paul, bras.place.pk)
    hours = {"starts_at": TWO + HOUR, "ends_at": TWO + 3 * HOUR}
    rest = {"structure_id": bras.structure.pk, "source_kind": "x", "source_id": new_id()}
    with bras.scope():
        with pytest.raises(IntegrityError) as error, transaction.atomic():
            Occupancy.objects.create(unit_id=room, label="", **hours, **rest)
        assert broken_guard(error.value) == "one_at_a_time"
        with pytest.raises(IntegrityError) as error, transaction.atomic():
            StaffPresence.objects.create(staff_id=paul, place_id=second, label="", **hours, **rest)
        assert broken_guard(error.value) == "one_place_at_a_time"
        StaffPresence.objects.create(
            staff_id=paul, place_id=bras.place.pk, label="", **hours, **rest
        )


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["room", "first", "second", "vacate"]),
        st.integers(0, 11),
        st.integers(1, 4),
    ),
    max_size=25,
)


@given(steps=STEPS)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_two_rows_of_a_unit_ever_overlap(bras, steps):
    """After any sequence: no overlap, and a unit is free exactly where nothing holds it."""
    with transaction.atomic():
        room = bras.add_unit("Coworking")
        desks = [bras.add_unit(f"Bureau {n}", kind="desk", parent=room) for n in (1, 2)]
        parts = {"room": {room, *desks}, "first": {desks[0]}, "second": {desks[1]}}
        asked = {"room": room, "first": desks[0], "second": desks[1]}
        held: list[tuple[object, set, int, int]] = []
        for what, start, hours in steps:
            if what == "vacate":
                if held:
                    source, *_ = held.pop(start % len(held))
                    with bras.scope():
                        vacate(source_id=source)
                continue
            source, end = new_id(), start + hours
            free = not any(
                units & parts[what] and first < end and start < last
                for _, units, first, last in held
            )
            try:
                take(bras, asked[what], start=TWO + start * HOUR, hours=hours, source=source)
            except Refusal:
                assert not free
            else:
                assert free
                held.append((source, parts[what], start, end))
        for unit in (room, *desks):
            rows = rows_of(bras, unit)
            assert len(rows) == sum(unit in units for _, units, *_ in held)
            for (_, end), (start, _) in pairwise(rows):
                assert end <= start
        transaction.set_rollback(True)

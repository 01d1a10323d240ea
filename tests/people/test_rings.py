"""Who arrives by themselves at the kiosk: counted once in every order, named only by the team."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maillage.core.ids import new_id
from maillage.core.retention import run
from maillage.network.doors import run_as_server
from maillage.people.models import DoorRing, Visit
from maillage.people.queries import day_count
from maillage.people.ring_queries import open_rings, proposed_for
from tests.houses import House
from tests.making import rung

CARD, WORD = "0247", "Zenobie"


def act(house: House, kind: str, **payload: Any) -> tuple[UUID, str]:
    """A command's key, and how it ended."""
    key = new_id()
    result = run_as_server(
        house.structure, kind, payload, actor=house.manager, place=house.place, key=key
    )
    return key, result.code or result.status


def counted(house: House) -> tuple[int, int]:
    with house.scope():
        count = day_count(house.place, timezone.localdate())
    return count.persons, count.anonymous


STEPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["card", "name", "plus", "desk"]), st.integers(0, 1)),
        st.tuples(st.sampled_from(["match", "leave", "undo"]), st.integers(0, 9)),
    ),
    max_size=14,
)


class Day:
    """The house and, beside it, what its day must count: greetings by person, heads."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.persons = [house.person("Marie", card=CARD), house.person("Ali", card="0248")]
        self.greetings: Counter[UUID] = Counter()
        self.heads: set[UUID] = set()
        self.waiting: list[UUID] = []
        self.done: list[tuple[UUID, str, Any]] = []

    def step(self, what: str, which: int) -> None:
        if what in {"match", "leave"} and self.waiting:
            getattr(self, what)(self.waiting.pop(which % len(self.waiting)), which)
        elif what == "undo" and self.done:
            self.undo(*self.done.pop(which % len(self.done)))
        elif what == "desk":
            person = self.persons[which]
            key, _ = act(self.house, "people.greet", visit=new_id(), person=person)
            self.greetings[person] += 1
            self.done.append((key, "person", person))
        elif what in {"card", "name", "plus"}:
            self.ring(what, which)

    def ring(self, what: str, which: int) -> None:
        made = new_id()
        typed = {"card": {"card": ("0247", "0248")[which]}, "name": {"first_name": "Zoé"}}
        key, _ = act(self.house, "people.ring", ring=made, **typed.get(what, {}))
        if what == "card":
            self.greetings[self.persons[which]] += 1
            self.done.append((key, "person", self.persons[which]))
            return
        self.heads.add(made)
        self.done.append((key, "ring", made))
        if what == "name":
            self.waiting.append(made)

    def match(self, ring: UUID, which: int) -> None:
        person = self.persons[which % 2]
        key, _ = act(self.house, "people.match_ring", ring=ring, person=person, visit=new_id())
        self.heads.discard(ring)
        self.greetings[person] += 1
        self.done.append((key, "match", (ring, person)))

    def leave(self, ring: UUID, _which: int) -> None:
        assert act(self.house, "people.leave_ring", ring=ring)[1] == "done"

    def undo(self, key: UUID, what: str, about: Any) -> None:
        ended = act(self.house, "core.undo", key=key)[1]
        if what == "person":
            self.greetings[about] -= 1
        elif what == "match":
            ring, person = about
            self.greetings[person] -= 1
            self.heads.add(ring)
            self.waiting.append(ring)
        elif ended == "done":
            self.heads.discard(about)
            self.waiting = [one for one in self.waiting if one != about]
        assert (ended == "stands") == (what == "ring" and self.is_matched(about))

    def is_matched(self, ring: UUID) -> bool:
        with self.house.scope():
            return DoorRing.objects.filter(pk=ring, state="matched").exists()


@given(steps=STEPS)
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_the_day_counts_right_in_every_order(house: House, steps: list[tuple[str, int]]) -> None:
    with transaction.atomic():
        day = Day(house)
        for what, which in steps:
            day.step(what, which)
        persons = sum(1 for many in day.greetings.values() if many > 0)
        assert counted(house) == (persons, len(day.heads))
        transaction.set_rollback(True)


def test_a_known_card_and_an_unknown_one_are_answered_alike(house: House) -> None:
    house.person(card=CARD)
    answers = [house.do("people.ring", ring=new_id(), card=one) for one in (CARD, "9999")]
    assert answers == [{}, {}]
    assert counted(house) == (1, 1)


def test_a_card_of_a_file_brought_together_greets_the_one_that_stands(house: House) -> None:
    kept, other = house.person("Marie"), house.person("Marie", card=CARD)
    house.do("people.merge", alias=new_id(), kept=kept, merged=other)
    ring = new_id()
    house.do("people.ring", ring=ring, card=CARD)
    with house.scope():
        assert Visit.objects.get(pk=ring).person_id == kept


def test_matched_the_visit_has_the_hour_of_the_tap_and_the_word_is_gone(house: House) -> None:
    at, person = timezone.now() - timedelta(minutes=40), house.person("Zoé")
    ring = rung(house, WORD, at=at)
    visit = new_id()
    house.do("people.match_ring", ring=ring, person=person, visit=visit)
    with house.scope():
        assert Visit.objects.get(pk=visit).at == at
    assert columns_that_hold(WORD) == {("core_command", "undo")}
    house.do("people.erase", person=person)
    assert columns_that_hold(WORD) == set()


def test_left_without_a_name_the_word_is_gone(house: House) -> None:
    ring = rung(house, WORD)
    house.do("people.leave_ring", ring=ring)
    assert columns_that_hold(WORD) == set()
    assert act(house, "people.leave_ring", ring=ring)[1] == "already_matched"
    assert counted(house) == (0, 1)


def test_the_night_forgets_what_was_typed_thirty_days_ago(house: House) -> None:
    old, young = rung(house, WORD), rung(house, "Ali")
    now = timezone.now()
    with house.scope():
        DoorRing.objects.filter(pk=old).update(at=now - timedelta(days=31))
        done = run(house.structure, now)
        assert done.counts["people.rings"] == 1
        left = dict(DoorRing.objects.values_list("pk", "first_name"))
    assert left == {old: "", young: "Ali"}
    assert counted(house) == (0, 2)


@pytest.mark.parametrize("many", [1, 3])
def test_who_came_lately_under_that_name_is_proposed(
    house: House, many: int, django_assert_num_queries: Any
) -> None:
    marie = house.person("Marie", "Le Gall")
    house.person("Marie", "Jamais-Venue")
    house.do("people.greet", visit=new_id(), person=marie)
    for _ in range(many):
        rung(house, "marie")
    with house.scope(), django_assert_num_queries(2):
        rings = open_rings(10)
        proposed = proposed_for(rings)
    assert [[one.pk for one in proposed[ring.pk]] for ring in rings] == [[marie]] * many


def columns_that_hold(word: str) -> set[tuple[str, str]]:
    """The columns of the whole base where a word is."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in cursor.description]
            found |= {
                (table, name)
                for row in cursor.fetchall()
                for name, value in zip(names, row, strict=True)
                if word in str(value)
            }
    return found

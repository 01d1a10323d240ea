"""How much two files look like one person, and which pairs are proposed."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from maillage.core.ids import new_id
from maillage.core.phonetics import sound_of_name
from maillage.people import duplicates
from maillage.people.duplicates import possible_duplicates, proposed_duplicates
from maillage.people.rules import LIKELY, Traits, likeness, traits
from tests.houses import House

FIRST = st.sampled_from(["Marie", "Mari", "Odette", "Le", "M", ""])
LAST = st.sampled_from(["Le Gall", "Legall", "L", "Petit", "Marie", ""])
NAMES = st.tuples(FIRST, LAST).map(lambda pair: (*pair, sound_of_name(*pair)))
FILES = st.builds(
    traits,
    st.lists(NAMES, min_size=1, max_size=2),
    st.sampled_from(["", "+33612345678", "+33712345678"]),
    st.sampled_from(["", "a@example.org"]),
    st.sampled_from([None, 1950, 1960]),
)


@pytest.mark.once
@given(FILES, FILES)
def test_a_likeness_is_bounded_symmetric_and_highest_with_oneself(
    one: Traits, other: Traits
) -> None:
    found = likeness(one, other)
    assert 0 <= found.score <= 100
    assert found == likeness(other, one)
    assert found.score <= min(likeness(one, one).score, likeness(other, other).score)


def looks(first: str, last: str = "", *more: object) -> Traits:
    return traits([(first, last, sound_of_name(first, last))], *more)  # type: ignore[arg-type]


@pytest.mark.once
@pytest.mark.parametrize(
    ("other", "score", "reasons"),
    [
        (looks("Marie", "Le Gall", "+33612345678", "", 1950), 100,
         "même nom, même téléphone, même année de naissance"),
        (looks("marie", "LE GALL"), 55, "même nom"),
        (looks("Marie Le Gall"), 55, "même nom"),
        (looks("Le Gall", "Marie"), 50, "prénom et nom inversés"),
        (looks("Mari", "Legall"), 45, "noms qui se prononcent pareil"),
        (looks("Mari", "Legall", "+33612345678"), 80,
         "noms qui se prononcent pareil, même téléphone"),
        (looks("Marie", "L.", "", "", 1950), 45,
         "même prénom, même initiale, même année de naissance"),
        (looks("Marie"), 25, "même prénom"),
        (looks("Odette", "Le Gall", "+33612345678"), 15, "pas le même nom, même téléphone"),
        (looks("Marie", "Le Gall", "", "", 1951), 15, "même nom, pas la même année de naissance"),
        (looks("Karim", "Petit"), 0, "pas le même nom"),
    ],
)  # fmt: skip
def test_a_likeness_says_why(other: Traits, score: int, reasons: str) -> None:
    found = likeness(looks("Marie", "Le Gall", "+33612345678", "marie@example.org", 1950), other)
    assert (found.score, ", ".join(map(str, found.reasons))) == (score, reasons)


def proposed(house: House) -> list[tuple[set, int]]:
    with house.scope():
        pairs = proposed_duplicates(20).pairs
    return [({one.first.pk, one.second.pk}, one.score) for one in pairs]


def test_pairs_are_proposed_best_first_until_they_are_judged(house: House) -> None:
    marie = house.person("Marie", "Le Gall", phone="06 12 34 56 78")
    twin = house.person("Mari", "Legall", phone="06 12 34 56 78")
    house.person("Odette", "Petit", phone="06 12 34 56 78")
    paul, same = house.person("Paul", "Roux"), house.person("Paul", "Roux")
    katherine = house.person("Katherine", "Petit", email="k@example.org")
    married = house.person("Catherine", "Durand", email="k@example.org")
    house.do("people.add_name", name=new_id(), person=married, name_kind="birth", last_name="Petit")
    assert proposed(house) == [({marie, twin}, 80), ({katherine, married}, 75), ({paul, same}, 55)]
    house.do("people.say_not_same", first=same, second=paul)
    house.do("people.say_not_same", first=paul, second=same)
    house.do("people.merge", alias=new_id(), kept=marie, merged=twin)
    assert proposed(house) == [({katherine, married}, 75)]
    with house.scope():
        assert possible_duplicates("Paul", "Roux", but=paul) == []
        found = {one.person.pk: one.score for one in possible_duplicates("Katrine", "Petit")}
        assert found == {katherine: 45, married: 45}


def test_what_five_files_share_says_nothing(house: House) -> None:
    for _ in range(5):
        house.person("Marie", "Martin")
    assert proposed(house) == []


def test_part_after_part_every_file_is_looked_through(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    twins = [
        {house.person("Marie", last_name), house.person("Marie", last_name)}
        for last_name in ("Arnaud", "Moreau", "Petit", "Roux", "Vidal")
    ]
    whole = proposed(house)
    assert sorted(map(str, twins)) == sorted(str(pair) for pair, _score in whole)
    monkeypatch.setattr(duplicates, "A_PART", 4)
    with house.scope():
        parts = [proposed_duplicates(20, part) for part in range(4)]
    assert [(len(one.pairs), one.more) for one in parts] == [
        (2, True), (2, True), (1, False), (0, False),
    ]  # fmt: skip
    found = [{pair.first.pk, pair.second.pk} for one in parts for pair in one.pairs]
    assert sorted(map(str, found)) == sorted(map(str, twins))


def test_proposing_asks_as_much_for_three_pairs_as_for_one(house: House) -> None:
    def asked() -> int:
        with house.scope(), CaptureQueriesContext(connection) as seen:
            assert proposed_duplicates(20).pairs[0].score >= LIKELY
        return len(seen)

    def add(last_name: str) -> None:
        for _ in range(2):
            house.person("Marie", last_name, phone="06 12 34 56 78")

    add("Roux")
    one = asked()
    add("Petit")
    add("Durand")
    assert (asked(), one) == (one, 10)

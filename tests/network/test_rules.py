from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from maillage.core.commands import Refusal
from maillage.network import rules
from maillage.network.rights import Right
from maillage.network.rules import RoleHeld


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ((24, 13), (24, 15), "mardi 24 novembre de 14 h à 16 h"),
        ((24, 22, 30), (24, 23), "mardi 24 novembre de 23 h 30 à minuit"),
        ((24, 16), (25, 11), "du mardi 24 novembre à 17 h au mercredi 25 novembre à 12 h"),
        ((24, 16), (25, 23), "du mardi 24 novembre à 17 h au mercredi 25 novembre à minuit"),
    ],
)
def test_a_period_is_said_in_the_places_time(start, end, said):
    first, last = (datetime(2026, 11, *when, tzinfo=UTC) for when in (start, end))
    assert rules.period_fr(first, last, "Europe/Paris").replace("\u00a0", " ") == said


def test_contrast_is_that_of_the_standard():
    assert rules.contrast_with_white("#ffffff") == 1
    assert rules.contrast_with_white("#000000") == 21
    assert round(rules.contrast_with_white("#767676"), 2) == 4.54


def test_a_light_colour_is_refused_with_a_darker_one_that_is_accepted():
    with pytest.raises(Refusal) as refused:
        rules.checked_colour("#FFCC00")
    advice = refused.value.message.rstrip(".").rsplit(" ", 1)[1]
    assert advice == rules.darker("#ffcc00")
    assert rules.checked_colour(advice.upper()) == advice


@pytest.mark.parametrize(
    ("check", "good", "kept", "bad"),
    [
        (rules.checked_colour, "#0A5A54", "#0a5a54", "vert"),
        (rules.checked_siret, "732 829 320 00074", "73282932000074", "73282932000075"),
        (rules.checked_siret, "", "", "123"),
        (rules.checked_rna, "w 751 234 567", "W751234567", "751234567"),
        (rules.checked_rna, "", "", "W12345678٣"),
        (rules.checked_time_zone, "Indian/Reunion", "Indian/Reunion", "../../etc/passwd"),
        (rules.checked_holiday_zone, "alsace_moselle", "alsace_moselle", "mars"),
        (rules.checked_opening, "Mo-Fr 09:00-12:00", "Mo-Fr 09:00-12:00", "le matin"),
        (rules.checked_opening, "", "", ";"),
        (rules.checked_pin, "0420", "0420", "12a4"),
        (rules.checked_pin, "042042", "042042", "0420420"),
    ],
)
def test_what_is_typed_is_kept_tidy_or_refused(check, good, kept, bad):
    assert check(good) == kept
    with pytest.raises(Refusal) as refused:
        check(bad)
    assert len(refused.value.message) <= 300


def test_roles_count_on_their_days_and_in_their_places():
    here, there = uuid4(), uuid4()
    roles = [
        RoleHeld("volunteer", here, False, date(2026, 9, 1), date(2026, 9, 30)),
        RoleHeld("treasurer", None, True, date(2026, 9, 15), None),
    ]

    def held(day: int, place):
        return rules.rights_held(roles, day=date(2026, 9, day), place_id=place)

    assert held(1, there) == frozenset()
    assert Right.GREET in held(1, here)
    assert Right.TILL not in held(30, here)
    treasurer = {"accounts", "journal", "settle", "counts", "own_account"}
    assert held(15, there) == held(15, None) == treasurer
    assert held(15, here) == held(1, here) | held(15, there)
    assert rules.rights_anywhere(roles, day=date(2026, 9, 15)) == held(15, here)
    assert rules.rights_held(roles, day=date(2026, 10, 1), place_id=here) == held(15, None)


def test_below_is_the_whole_tree_under_a_unit():
    floor, room, desk, other = (uuid4() for _ in range(4))
    parents = {floor: None, room: floor, desk: room, other: None}
    assert rules.below(parents, room) == {room, desk}
    assert rules.below(parents, floor) == {floor, room, desk}
    assert rules.below({}, other) == {other}

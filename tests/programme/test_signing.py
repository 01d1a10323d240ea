"""Who signs on the screen is present; each half-day once; the drawing goes with the file."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from maillage.core.ids import new_id
from maillage.core.models import ToSettle
from maillage.network.doors import Refused
from maillage.office.panels import seats, seats_said
from maillage.programme.models import Registration, Signature
from tests.houses import Desk, House
from tests.making import registration

STROKES = [[10, 20, 500, 150, 900, 280], [30, 40]]


def sign(house: House | Desk, seat: UUID, half: str = "morning", **more: Any) -> dict[str, Any]:
    given = {"signature": new_id(), "registration": seat, "half": half, "strokes": STROKES, **more}
    return house.do("programme.sign", **given)


def signed(house: House) -> list[tuple[str, Any]]:
    with house.scope():
        return list(Signature.objects.order_by("half").values_list("half", "strokes"))


def attendance(house: House, seat: UUID) -> tuple[str, bool]:
    with house.scope():
        row = Registration.objects.get(pk=seat)
    return row.attendance, row.visit_id is not None


def test_who_signs_is_present_and_has_their_visit(house: House) -> None:
    seat = registration(house)
    sign(house, seat)
    assert signed(house) == [("morning", STROKES)]
    assert attendance(house, seat) == ("present", True)


def test_each_half_day_is_signed_once(house: House) -> None:
    seat = registration(house)
    sign(house, seat)
    sign(house, seat, "afternoon", strokes=[])
    with pytest.raises(Refused, match="already_signed"):
        sign(house, seat, strokes=[])
    assert signed(house) == [("afternoon", []), ("morning", STROKES)]


def test_at_a_desk_a_second_signature_is_left_out_and_noted(desk: Desk) -> None:
    seat = registration(desk.house)
    sign(desk, seat)
    answer = sign(desk, seat, strokes=[])
    assert [one["code"] for one in answer["left_out"]] == ["already_signed"]
    assert signed(desk.house) == [("morning", STROKES)]
    with desk.house.scope():
        assert [one.code for one in ToSettle.objects.all()] == ["already_signed"]


def test_undone_the_presence_goes_unless_the_other_half_day_is_signed(desk: Desk) -> None:
    house, seat = desk.house, registration(desk.house)
    morning, afternoon = sign(desk, seat), sign(desk, seat, "afternoon")
    desk.do("core.undo", key=afternoon["key"])
    assert attendance(house, seat) == ("present", True)
    desk.do("core.undo", key=morning["key"])
    assert (signed(house), attendance(house, seat)) == ([], ("expected", False))


def test_a_desk_is_told_which_half_days_are_signed(desk: Desk) -> None:
    session = desk.house.session(room=None)
    first, second = registration(desk.house, session), registration(desk.house, session)
    sign(desk, first)
    (told,) = (one for one in desk.snapshot()["sessions"] if one["id"] == str(session))
    assert {one["id"]: one.get("signed") for one in told["registrations"]} == {
        str(first): ["morning"],
        str(second): None,
    }


@pytest.mark.parametrize("strokes", [[[1]], [[0, 1001]], [[-1, 0]], [[1, 2] * 2001], "x"])
def test_what_is_no_drawing_is_unreadable(house: House, strokes: Any) -> None:
    with pytest.raises(Refused, match="unreadable"):
        sign(house, registration(house), strokes=strokes)


def test_their_file_says_what_was_signed(house: House) -> None:
    session = house.session(room=None)
    for seat in (registration(house, session), registration(house, session)):
        house.do("programme.mark_attendance", registration=seat, attendance="present")
    sign(house, seat)
    with house.scope():
        persons = [one.person for one in Registration.objects.order_by("asked")]
        said = [seats_said(seats(one, 5)) for one in persons]
    assert [one[0].endswith("présent·e, présence signée") for one in said] == [False, True]


def test_the_drawing_goes_with_the_file_and_the_presence_stays(house: House) -> None:
    seat = registration(house)
    sign(house, seat)
    with house.scope():
        person = Registration.objects.get(pk=seat).person_id
    kept = house.person("Marie")
    house.do("people.merge", alias=new_id(), kept=kept, merged=person)
    house.do("people.erase", person=kept)
    assert signed(house) == [("morning", [])]
    assert attendance(house, seat) == ("present", True)


def test_a_seat_without_a_name_keeps_no_drawing(house: House) -> None:
    seat = new_id()
    house.do(
        "programme.register",
        session=house.session(room=None),
        seats=[{"registration": seat}],
    )
    sign(house, seat)
    assert signed(house) == [("morning", [])]

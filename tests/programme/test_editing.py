"""Sessions moved, changed and cancelled: this one, the following, all those to come."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from maillage.core.ids import new_id
from maillage.network.doors import Refused
from maillage.network.models import Occupancy, StaffPresence
from maillage.programme.models import Registration, Series, Session
from tests.houses import House
from tests.making_sessions import (
    THURSDAYS,
    edit,
    held,
    plan,
    refused,
    said,
    seat,
    series,
)

pytestmark = pytest.mark.usefixtures("monday")


def test_this_one_is_apart_and_its_seats_room_and_team_follow(house: House) -> None:
    sessions = plan(house)
    marie = seat(house, sessions[1])
    done = edit(house, sessions[1], day="2027-01-15", start="10:00", minutes=90)
    assert said(house) == [
        *("07/01 13:00", "15/01 09:00 ≠", "21/01 13:00", "28/01 13:00", "04/02 13:00"),
    ]
    assert held(house)[1] == "15/01 09:00-10:30"
    assert (done["changed"], done["tell"]) == ([str(sessions[1])], [str(marie)])
    with house.scope():
        moved = Session.objects.get(pk=sessions[1])
        assert (moved.occurs_on, moved.registrations.count()) == (date(2027, 1, 14), 1)


def test_the_following_end_a_series_and_open_another(house: House) -> None:
    sessions = plan(house)
    edit(house, sessions[2], day="2027-01-19", start="10:00", scope="following")
    assert said(house) == [
        *("07/01 13:00", "14/01 13:00", "19/01 09:00", "26/01 09:00", "02/02 09:00"),
    ]
    assert series(house) == [
        (THURSDAYS, "07/01", "20/01"),
        ("FREQ=WEEKLY;BYDAY=TU", "19/01", "02/02"),
    ]
    with house.scope():
        rest = Series.objects.get(rrule="FREQ=WEEKLY;BYDAY=TU")
        assert rest.split_from == Series.objects.get(rrule=THURSDAYS)


def test_the_following_of_the_first_is_the_series_itself(house: House) -> None:
    sessions = plan(house)
    edit(house, sessions[0], start="15:00", scope="following")
    assert series(house) == [(THURSDAYS, "07/01", "04/02")]
    assert said(house)[0] == "07/01 14:00"


def test_all_leaves_what_has_taken_place(house: House, monday: Any) -> None:
    sessions = plan(house)
    monday.move_to(datetime(2027, 1, 14, 15, tzinfo=UTC))
    edit(house, sessions[3], start="16:00", scope="all", capacity=4)
    assert said(house) == [
        *("07/01 13:00", "14/01 13:00", "21/01 15:00", "28/01 15:00", "04/02 15:00"),
    ]
    with house.scope():
        rows = Session.objects.order_by("starts_at").values_list("capacity", flat=True)
        assert list(rows) == [8, 8, 4, 4, 4]
    assert refused(house, "programme.edit_session", session=sessions[0], minutes=30) == "begun"


def test_all_without_a_new_hour_keeps_one_series(house: House, monday: Any) -> None:
    sessions = plan(house)
    monday.move_to(datetime(2027, 1, 14, 15, tzinfo=UTC))
    edit(house, sessions[3], title="Photos", scope="all")
    assert series(house) == [(THURSDAYS, "07/01", "04/02")]
    with house.scope():
        assert Session.objects.filter(title="Photos").count() == 3
        assert Occupancy.objects.filter(label="Photos").count() == 3


def test_a_session_apart_keeps_what_is_its_own_and_is_named(house: House) -> None:
    sessions = plan(house)
    edit(house, sessions[3], start="18:00")
    done = edit(house, sessions[1], day="2027-01-13", scope="following")
    assert done["apart"] == [str(sessions[3])]
    assert said(house) == [
        *("07/01 13:00", "13/01 13:00", "20/01 13:00", "28/01 17:00 ≠", "03/02 13:00"),
    ]
    edit(house, sessions[3], start="17:00", scope="all")
    assert said(house)[1:] == [
        *("14/01 16:00", "21/01 16:00", "28/01 16:00", "04/02 16:00"),
    ]  # fmt: skip


def test_a_clash_of_one_day_refuses_the_whole_and_names_it(house: House) -> None:
    sessions = plan(house)
    house.session(day="2027-01-29", start="14:30", minutes=60, room=house.room)
    house.session(day="2027-02-05", start="14:30", minutes=60, room=house.room)
    before = (said(house), held_rooms(house), series(house))
    with pytest.raises(Refused) as caught:
        edit(house, sessions[1], day="2027-01-15", scope="following")
    assert caught.value.result.code == "room_taken"
    assert "vendredi 29 janvier" in caught.value.result.message
    assert (said(house), held_rooms(house), series(house)) == before


def held_rooms(house: House) -> int:
    with house.scope():
        return Occupancy.objects.count()


def test_a_series_may_move_onto_its_own_days(house: House) -> None:
    """Each week later by one: the room that each takes was held by the next."""
    sessions = plan(house)
    edit(house, sessions[0], day="2027-01-14", scope="all")
    assert said(house) == [
        *("14/01 13:00", "21/01 13:00", "28/01 13:00", "04/02 13:00", "11/02 13:00"),
    ]
    assert len(held(house)) == 5


def test_days_left_out_come_back_and_others_are_left_out(house: House) -> None:
    """Thursdays skip Ascension (6 May 2027); Saturdays skip 1 and 8 May, and get the 8th's week."""
    sessions = plan(house, day="2027-04-22", repeat={"count": 4})
    assert said(house) == ["22/04 12:00", "29/04 12:00", "13/05 12:00", "20/05 12:00"]
    marie = seat(house, sessions[1])
    done = edit(house, sessions[0], day="2027-04-24", scope="all")
    assert said(house) == [
        *("24/04 12:00", "29/04 12:00 ✗", "15/05 12:00", "22/05 12:00"),
    ]
    assert (done["cancelled"], done["planned"]) == ([str(sessions[1])], [])
    assert done["tell"] == [str(marie)]
    done = edit(house, sessions[0], day="2027-04-23", scope="all")
    assert len(done["planned"]) == 2
    assert said(house) == [
        *("23/04 12:00", "29/04 12:00 ✗", "30/04 12:00", "07/05 12:00", "14/05 12:00"),
        "21/05 12:00",
    ]
    assert len(held(house)) == 5


def test_only_the_weekday_that_is_moved_moves(house: House) -> None:
    repeat = {"rrule": "FREQ=WEEKLY;BYDAY=TU,TH", "count": 6}
    sessions = plan(house, repeat=repeat)
    edit(house, sessions[1], day="2027-01-13", scope="all")
    assert [one[:5] for one in said(house)] == [
        *("07/01", "13/01", "14/01", "20/01", "21/01", "27/01"),
    ]
    asked = {"session": sessions[1], "day": "2027-01-14", "scope": "all"}
    assert refused(house, "programme.edit_session", **asked) == "rule_moved"


def test_the_second_tuesday_becomes_the_last_friday(house: House) -> None:
    repeat = {"rrule": "FREQ=MONTHLY;BYDAY=2TU", "count": 4}
    sessions = plan(house, repeat=repeat)
    assert [one[:5] for one in said(house)] == ["12/01", "09/02", "09/03", "13/04"]
    edit(house, sessions[0], day="2027-01-29", scope="all")
    assert series(house)[0][0] == "FREQ=MONTHLY;BYDAY=-1FR"
    assert [one[:5] for one in said(house)] == ["29/01", "26/02", "26/03", "30/04"]


def test_nothing_moves_into_the_past(house: House, monday: Any) -> None:
    """The session of tomorrow stays, apart, when all move to a day that has passed for it."""
    sessions = plan(house)
    monday.move_to(datetime(2027, 1, 13, 15, tzinfo=UTC))
    asked = {"session": sessions[1], "day": "2027-01-12"}
    assert refused(house, "programme.edit_session", **asked) == "past"
    assert refused(house, "programme.edit_session", **asked, scope="all") == "past"
    done = edit(house, sessions[2], day="2027-01-19", scope="all")
    assert done["apart"] == [str(sessions[1])]
    assert said(house) == [
        *("07/01 13:00", "14/01 13:00 ≠", "19/01 13:00", "26/01 13:00", "02/02 13:00"),
    ]


def test_a_day_off_is_not_a_day_for_the_rule(house: House) -> None:
    sessions = plan(house, day="2027-05-13")
    asked = {"session": sessions[0], "day": "2027-05-17", "scope": "all"}
    assert refused(house, "programme.edit_session", **asked) == "day_off"
    edit(house, sessions[0], day="2027-05-17")
    assert said(house)[1] == "20/05 12:00"


def test_a_lower_capacity_takes_no_seat_back(house: House) -> None:
    session = house.session(day="2027-02-01", capacity=3)
    for name in ("Marie", "Odette", "Zoé"):
        seat(house, session, name)
    edit(house, session, capacity=1)
    with house.scope():
        rows = Registration.objects.order_by("asked").values_list("state", "seat")
        assert list(rows) == [("confirmed", 1), ("confirmed", 2), ("confirmed", 3)]
    seat(house, session, "Anne")
    with house.scope():
        assert Registration.objects.latest("asked").state == "waiting"


def test_who_animates_changes_for_the_following(house: House) -> None:
    sessions, karim = plan(house), house.add_staff("mediator", "Karim")
    edit(house, sessions[3], mediators=[karim], scope="following")
    with house.scope():
        rows = StaffPresence.objects.order_by("starts_at")
        names = list(rows.values_list("staff__first_name", flat=True))
    assert names == ["Loïc"] * 3 + ["Karim"] * 2


def test_a_cancelled_day_is_an_exception(house: House) -> None:
    sessions = plan(house)
    marie = seat(house, sessions[2])
    done = house.do("programme.cancel_session", session=sessions[2])
    assert done["tell"] == [str(marie)]
    assert series(house) == [(THURSDAYS, "07/01", "04/02", "2027-01-21")]
    assert len(held(house)) == 4
    edit(house, sessions[0], day="2027-01-08", scope="all")
    assert said(house) == [
        *("08/01 13:00", "15/01 13:00", "21/01 13:00 ✗", "29/01 13:00", "05/02 13:00"),
    ]
    assert series(house) == [("FREQ=WEEKLY;BYDAY=FR", "08/01", "05/02", "2027-01-22")]


@pytest.mark.parametrize(
    ("scope", "kept", "until"), [("following", 2, "20/01"), ("all", 1, "13/01")]
)
def test_the_following_or_all_those_ahead_are_cancelled(
    house: House, monday: Any, scope: str, kept: int, until: str
) -> None:
    sessions = plan(house)
    edit(house, sessions[4], start="18:00")
    people = {seat(house, one) for one in sessions[2:4]}
    monday.move_to(datetime(2027, 1, 8, 9, tzinfo=UTC))
    done = house.do("programme.cancel_session", session=sessions[2], scope=scope)
    assert [one.endswith(("✗", "✗ ≠")) for one in said(house)] == [False] * kept + [True] * (
        5 - kept
    )
    assert {UUID(one) for one in done["tell"]} == people
    assert (series(house), len(held(house))) == ([(THURSDAYS, "07/01", until)], kept)


@pytest.mark.parametrize(
    ("repeat", "code"),
    [
        ({"rrule": "FREQ=DAILY", "count": 3}, "rrule"),
        ({"rrule": THURSDAYS}, "series_end"),
        ({"rrule": THURSDAYS, "count": 3, "until": "2027-02-01"}, "series_end"),
        ({"rrule": THURSDAYS, "until": "2028-03-01"}, "series_too_long"),
        ({"rrule": THURSDAYS, "until": "2027-01-01"}, "series_too_long"),
        ({"rrule": "FREQ=MONTHLY;BYDAY=2TU", "count": 20}, "series_too_long"),
        ({"rrule": THURSDAYS, "until": "2027-01-08", "except_days": ["2027-01-07"]}, "no_day_left"),
        ({"rrule": THURSDAYS, "count": 3, "skip_school_holidays": True}, "school_unknown"),
    ],
)
def test_a_repetition_refused(house: House, repeat: dict[str, Any], code: str) -> None:
    wanted = {"session": new_id(), "workshop": house.workshop, "place": house.place}
    wanted |= {"day": "2027-01-07", "start": "14:00", "repeat": repeat}
    assert refused(house, "programme.plan_session", **wanted) == code


def test_school_holidays_beyond_the_last_calendar_are_refused(house: House) -> None:
    house.do("network.edit_place", place=house.place, school_zone="C")
    repeat = {"rrule": THURSDAYS, "until": "2028-09-30", "skip_school_holidays": True}
    wanted = {"session": new_id(), "workshop": house.workshop, "place": house.place}
    wanted |= {"day": "2028-05-04", "start": "14:00", "repeat": repeat}
    assert refused(house, "programme.plan_session", **wanted) == "school_unknown"


def test_a_session_without_a_series_moves_alone(house: House) -> None:
    session = house.session(day="2027-02-01", start="10:00", minutes=60)
    done = edit(house, session, start="11:00", scope="all")
    assert (done["changed"], said(house)) == ([str(session)], ["01/02 10:00"])
    house.do("programme.cancel_session", session=session, scope="following")
    assert refused(house, "programme.edit_session", session=session, start="12:00") == (
        "cancelled_session"
    )

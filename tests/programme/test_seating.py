"""Seats through the office's door: numbers, parties, ranks, chairs, whatever the order of acts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maillage.core.ids import new_id
from maillage.network.doors import Refused
from maillage.programme.models import Registration, Session
from maillage.programme.rules import Seat, waiting_parties
from tests.figures import PROVING
from tests.houses import Desk, House

ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("register"), st.integers(1, 3)),
        st.tuples(st.just("pass"), st.integers(1, 2)),
        st.tuples(st.just("cancel"), st.integers(0, 30)),
        st.tuples(st.just("offer"), st.integers(0, 30)),
        st.tuples(st.just("chair"), st.just(0)),
    ),
    max_size=14,
)


def ask(house: House, session: UUID, seats: int = 1, **more: Any) -> list[UUID]:
    made = [new_id() for _ in range(seats)]
    wanted = [{"registration": one} for one in made]
    house.do("programme.register", session=session, seats=wanted, **more)
    return made


def rows_of(house: House, session: UUID) -> list[Registration]:
    with house.scope():
        return list(Registration.objects.filter(session=session).order_by("asked"))


def act(house: House, session: UUID, made: list[UUID], verb: str, value: int) -> None:
    try:
        if verb in {"register", "pass"}:
            made += ask(house, session, value, ahead=verb == "pass")
        elif verb == "chair":
            house.do("programme.add_chair", session=session)
        elif made:
            kind = {"cancel": "cancel_registration", "offer": "offer_seat"}[verb]
            house.do(f"programme.{kind}", registration=made[value % len(made)])
    except Refused as refused:
        assert refused.result.code in {  # noqa: PT017
            *("already_cancelled", "not_waiting", "not_first", "no_seat"),
        }


@settings(
    max_examples=150 if PROVING else 12, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(acts=ACTS)
def test_seats_stay_numbered_and_parties_whole(house: House, acts: list[tuple[str, int]]) -> None:
    """No seat twice, none beyond the number that stands, a party seated or waiting whole."""
    session, made = house.session(capacity=3, room=None), []
    seated: set[UUID] = set()
    for verb, value in acts:
        act(house, session, made, verb, value)
        rows = [row for row in rows_of(house, session) if row.state != "cancelled"]
        with house.scope():
            capacity = Session.objects.get(pk=session).capacity
        numbers = [row.seat for row in rows if row.seat is not None]
        assert len(set(numbers)) == len(numbers)
        assert max(numbers, default=0) <= capacity
        for party in {row.party for row in rows}:
            assert len({row.state for row in rows if row.party == party}) == 1
        live = {row.pk for row in rows}
        now = {row.pk for row in rows if row.state == "confirmed"}
        assert seated & live <= now, "a confirmed seat is never taken back"
        seated = now


def test_ranks_follow_the_order_asked() -> None:
    parties = [new_id() for _ in range(3)]
    seats = [
        Seat(new_id(), None, party, "waiting", None, asked)
        for asked, party in enumerate([parties[1], parties[0], parties[1], parties[2]])
    ]
    assert waiting_parties(reversed(seats)) == [parties[1], parties[0], parties[2]]


def test_a_cancellation_names_who_is_next_and_the_desk_has_the_phone(desk: Desk) -> None:
    house = desk.house
    session = house.session(capacity=1, room=None)
    (first,) = ask(house, session)
    odette = house.person("Odette", "Roux", phone="03 29 00 11 22")
    second = new_id()
    desk.do(
        "programme.register", session=session, seats=[{"registration": second, "person": odette}]
    )
    waiting = desk.snapshot()["sessions"][0]["registrations"][1]
    assert (waiting["rank"], waiting["phone"]) == (1, "+33329001122")
    done = desk.do("programme.cancel_registration", registration=first)
    assert done["next"] == {"registration": str(second), "person": str(odette), "rank": 1}
    assert (
        desk.code("programme.register", session=session, seats=[{"registration": new_id()}])
        == "done"
    )
    assert [row.state for row in rows_of(house, session)] == ["cancelled", "waiting", "waiting"]
    assert desk.do("programme.offer_seat", registration=second)["seats"] == [1]


def test_undo_of_a_cancellation_refuses_when_the_seat_was_given(desk: Desk) -> None:
    session = desk.house.session(capacity=1, room=None)
    (first,) = ask(desk.house, session)
    done = desk.do("programme.cancel_registration", registration=first)
    ask(desk.house, session)
    assert desk.code("core.undo", key=done["key"]) == "stands"


def test_a_ninth_chair_is_one_tap_and_its_undo_waits_for_nobody_to_sit(desk: Desk) -> None:
    session = desk.house.session(capacity=1, room=None)
    ask(desk.house, session)
    done = desk.do("programme.add_chair", session=session)
    assert done["capacity"] == 2
    (second,) = ask(desk.house, session)
    assert desk.code("core.undo", key=done["key"]) == "stands"
    desk.do("programme.cancel_registration", registration=second)
    assert desk.code("core.undo", key=done["key"]) == "done"


def test_a_session_called_off_takes_neither_chair_nor_guest(desk: Desk) -> None:
    session = desk.house.session(capacity=1, room=None)
    (_first, second) = (*ask(desk.house, session), *ask(desk.house, session))
    desk.house.do("programme.cancel_session", session=session)
    assert desk.code("programme.add_chair", session=session) == "cancelled_session"
    assert desk.code("programme.offer_seat", registration=second) == "cancelled_session"


@pytest.mark.parametrize("mark", ["absent", "excused", "expected"])
def test_attendance_is_corrected_without_trace_in_the_visits(desk: Desk, mark: str) -> None:
    """Present makes a visit; another mark takes it back; two workshops are one visit."""
    house, person = desk.house, desk.house.person()
    seats = []
    for _ in range(2):
        seat = {"registration": new_id(), "person": person}
        house.do("programme.register", session=house.session(room=None), seats=[seat])
        seats.append(seat["registration"])
        desk.do("programme.mark_attendance", registration=seats[-1], attendance="present")
    assert desk.snapshot()["today"]["persons"] == 1
    desk.do("programme.mark_attendance", registration=seats[0], attendance=mark)
    assert desk.snapshot()["today"]["persons"] == 1
    desk.do("programme.mark_attendance", registration=seats[1], attendance=mark)
    assert desk.snapshot()["today"]["persons"] == 0


def test_nobody_is_present_on_a_day_to_come(desk: Desk) -> None:
    session = desk.house.session(room=None, day=timezone.localdate() + timedelta(days=2))
    seats = [{"registration": new_id(), "person": desk.house.person()}]
    desk.house.do("programme.register", session=session, seats=seats)
    marked = {"registration": seats[0]["registration"]}
    assert desk.code("programme.mark_attendance", **marked, attendance="present") == "too_early"
    assert desk.code("programme.mark_attendance", **marked, attendance="excused") == "done"
    assert desk.snapshot()["today"]["persons"] == 0


@pytest.mark.parametrize("mark", ["absent", "excused", "expected"])
def test_undoing_a_mark_gives_the_visit_of_somebody_present_back(desk: Desk, mark: str) -> None:
    person, seat = desk.house.person(), new_id()
    seats = [{"registration": seat, "person": person}]
    desk.house.do("programme.register", session=desk.house.session(room=None), seats=seats)
    desk.do("programme.mark_attendance", registration=seat, attendance="present")
    tapped = desk.do("programme.mark_attendance", registration=seat, attendance=mark)
    desk.do("core.undo", key=tapped["key"])
    assert desk.snapshot()["today"]["persons"] == 1
    desk.do("programme.mark_attendance", registration=seat, attendance=mark)
    assert desk.snapshot()["today"]["persons"] == 0


def test_what_a_desk_promised_is_overbooked_then_seated_when_a_seat_is_free(house: House) -> None:
    session = house.session(capacity=1)
    (held,) = ask(house, session)
    first, second, waits = (
        *ask(house, session, promised=True),
        *ask(house, session, promised=True),
        *ask(house, session),
    )
    states = {row.pk: row.state for row in rows_of(house, session)}
    assert states == {
        held: "confirmed", first: "overbooked", second: "overbooked", waits: "waiting",
    }  # fmt: skip
    with pytest.raises(Refused, match="no_seat"):
        house.do("programme.offer_seat", registration=first)
    house.do("programme.cancel_registration", registration=held)
    assert house.do("programme.offer_seat", registration=first) == {"seats": [1]}


def test_a_promise_takes_a_seat_that_is_free(house: House) -> None:
    session = house.session(capacity=1)
    (held,) = ask(house, session, promised=True)
    assert [(row.pk, row.state, row.seat) for row in rows_of(house, session)] == [
        (held, "confirmed", 1)
    ]

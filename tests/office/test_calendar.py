"""The calendar: week, month and list; filters; a session moved, changed, its series."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine

from maillage.core.ids import new_id
from maillage.office.week import QUARTERS, Column, Event, grid, in_lanes, quarters
from maillage.programme.models import Session
from tests.houses import House
from tests.office.conftest import Office

NOW = datetime(2027, 2, 1, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def monday(house: House):
    """Monday 1 February 2027; the house stands, in zone B."""
    with time_machine.travel(NOW, tick=False):
        house.do("network.edit_place", place=house.place, school_zone="B")
        yield


def thursdays(house: House, count: int = 4) -> list[str]:
    return house.do(
        "programme.plan_session",
        session=new_id(),
        workshop=house.workshop,
        place=house.place,
        room=house.room,
        mediators=[house.manager],
        day="2027-02-04",
        start="14:00",
        repeat={"rrule": "FREQ=WEEKLY;BYDAY=TH", "count": count},
    )["sessions"]


def hours(house: House) -> list[str]:
    with house.scope():
        return [f"{one.starts_at:%d/%m %H:%M}" for one in Session.objects.order_by("starts_at")]


def test_a_week_shows_its_days_and_says_what_they_are(office: Office) -> None:
    thursdays(office.house)
    page = office.get("sessions", day="2027-02-18")
    assert "Semaine du 15 février 2027" in page
    assert "Jeudi 18 février + planifier Planifier jeudi 18 février 14 h Boîte mail 0/8" in page
    assert "Samedi 20 février Vacances d’hiver (zone B)" in page
    assert "Lundi 29 mars Lundi de Pâques" in office.get("sessions", day="2027-03-29")
    assert "ne sont pas encore connues" in office.get("sessions", day="2028-12-25")
    assert "Semaine du 1er février 2027" in office.get("sessions", day="x", view="y")


def test_a_month_shows_whole_weeks(office: Office) -> None:
    thursdays(office.house)
    page = office.get("sessions", view="month", day="2027-02-18")
    assert "Séances de février 2027" in page
    assert page.count("14 h Boîte mail") == 4
    source = office.client.get(office.url("sessions") + "?view=month&day=2027-02-18")
    assert source.content.decode().count('<section class="month-day') == 28


def test_sessions_are_kept_by_place_room_and_animator(office: Office) -> None:
    house = office.house
    thursdays(house, 1)
    karim, other, room = house.add_staff("mediator", "Karim"), new_id(), new_id()
    house.do("network.add_place", place=other, name="Annexe", kind="fablab")
    house.do("network.add_unit", unit=room, place=other, name="Atelier bois")
    there = {"place": other, "room": room, "mediators": [karim]}
    house.session(day=date(2027, 2, 5), start="09:00", minutes=60, **there)
    for name, ident in (("place", other), ("room", room), ("staff", karim)):
        for view in ("week", "month", "list"):
            page = office.get("sessions", view=view, day="2027-02-04", **{name: str(ident)})
            assert (page.count("9 h Boîte mail"), page.count("14 h Boîte mail")) == (1, 0)
    both = office.get("sessions", day="2027-02-04", staff=str(new_id()))
    assert (both.count("9 h Boîte mail"), both.count("14 h Boîte mail")) == (1, 1)


def test_a_session_alone_is_moved_at_once_and_back(office: Office) -> None:
    house = office.house
    session = house.session(day="2027-02-04", start="14:00", minutes=60)
    page = office.send("session-move", session, day="2027-02-05", start="09:30")
    assert "C’est modifié" in page
    assert "Annuler ce déplacement" in page
    assert hours(house) == ["05/02 08:30"]
    page = office.send("session-move", session, day="2027-02-04", start="14:00", back="yes")
    assert "Annuler ce déplacement" not in page
    assert hours(house) == ["04/02 13:00"]


def test_a_move_refused_opens_the_form(office: Office) -> None:
    house = office.house
    session = house.session(day="2027-02-04", start="14:00", minutes=60, room=house.room)
    house.session(day="2027-02-05", start="09:00", minutes=60, room=house.room)
    page, source = office.refused("session-move", session, day="2027-02-05", start="09:30")
    assert "Salle bleue est déjà prise vendredi 5 février" in page
    assert 'value="2027-02-05"' in source
    assert f'action="{office.url("session-edit", session)}"' in source
    office.refused("session-move", session, day="x", start="")
    assert hours(house) == ["04/02 13:00", "05/02 08:00"]


def test_a_session_of_a_series_is_changed_as_far_as_one_says(office: Office) -> None:
    house = office.house
    sessions = thursdays(house)
    url = office.url("session-edit", sessions[1]) + "?day=2027-02-12&start=10:00"
    source = office.client.get(url).content.decode()
    assert 'value="2027-02-12"' in source
    assert 'value="10:00"' in source
    typed: dict[str, Any] = {
        "day": "2027-02-12",
        "start": "10:00",
        "minutes": "90",
        "title": "Boîte mail",
        "place": house.place,
        "room": house.room,
        "capacity": "8",
        "mediators": [house.manager],
    }
    page = office.send("session-edit", sessions[1], **typed, scope="following")
    assert "3 séances sont modifiées." in page
    assert hours(house) == ["04/02 13:00", "12/02 09:00", "19/02 09:00", "26/02 09:00"]
    assert "Fait partie de : Chaque vendredi à 10 h, du 12 février 2027 au 26 février" in page
    assert "Voir les 3 séances" in page


def test_what_has_begun_is_not_offered_to_change(office: Office) -> None:
    house = office.house
    begun = house.session(day="2027-02-01", start="09:00", minutes=60)
    assert "ce qui a eu lieu ne change plus" in office.get("session-edit", begun)
    ahead = house.session(day="2027-02-02", start="09:00", minutes=60)
    assert "Enregistrer" in office.get("session-edit", ahead)
    house.do("programme.cancel_session", session=ahead)
    assert "Cette séance est annulée" in office.get("session-edit", ahead)


def test_a_series_lists_its_sessions(office: Office) -> None:
    house = office.house
    sessions = thursdays(house)
    house.do("programme.edit_session", session=sessions[1], start="15:00")
    with house.scope():
        series = Session.objects.get(pk=sessions[0]).series_id
    page = office.get("series", series)
    assert "Chaque jeudi à 14 h, du 4 février 2027 au 25 février 2027, sauf jours fériés" in page
    assert "4 séances Jeudi 4 février 2027" in page
    assert "Jeudi 11 février 2027 changée à part 15 h" in page


def test_the_following_are_cancelled_from_the_page(office: Office) -> None:
    house = office.house
    sessions = thursdays(house)
    office.send("session-cancel", sessions[2], scope="following")
    with house.scope():
        assert Session.objects.filter(state="cancelled").count() == 2


def test_a_form_asks_for_a_repetition(office: Office) -> None:
    house = office.house
    typed = {"workshop": house.workshop, "place": house.place, "day": "2027-02-09"}
    typed |= {"start": "14:00", "repeats": "month", "count": "3", "except_days": "09/03/2027"}
    page = office.send("session-plan", **typed)
    assert "Chaque mois, le 2e mardi à 14 h, du 9 février 2027 au 11 mai 2027, " in page
    assert "sauf 1 jour retiré : 3 séances. 1 jour sauté : mardi 9 mars." in page
    assert hours(house) == ["09/02 13:00", "13/04 12:00", "11/05 12:00"]
    page, _source = office.refused("session-plan", **typed | {"except_days": "demain"})
    assert "« demain » n’est pas un jour" in page
    page, _source = office.refused("session-plan", **typed | {"count": ""})
    assert "Dites jusqu’à quand" in page


def event(first: int, last: int) -> Event:
    return Event(f"{first}-{last}", first, last, None)


def test_what_overlaps_stands_side_by_side() -> None:
    events = [event(36, 44), event(40, 48), event(44, 46), event(48, 50), event(48, 52)]
    in_lanes(events)
    assert [(one.ident, one.lane, one.lanes) for one in events] == [
        *(("36-44", 0, 2), ("40-48", 1, 2), ("44-46", 0, 2)),
        *(("48-52", 0, 2), ("48-50", 1, 2)),
    ]


def test_a_grid_grows_with_what_is_early_or_late() -> None:
    made = grid([Column("a", "a", events=[event(26, 30)]), Column("b", "b")])
    assert (made.first, made.last, made.columns[0].events[0].row) == (24, 76, 2)
    assert [one.row for one in made.hours] == list(range(0, 52, 4))


def test_the_quarters_of_a_period_are_local_and_end_with_the_day() -> None:
    start = datetime(2027, 3, 28, 20, 10, tzinfo=UTC)
    assert quarters(start, start.replace(minute=20), "Europe/Paris") == (88, 90)
    assert quarters(start, start.replace(hour=23), "Europe/Paris") == (88, QUARTERS)


def test_what_lasts_is_a_band_beside_what_comes_and_goes() -> None:
    events = [event(34, 78), event(40, 46), event(44, 48), event(72, 78), event(80, 84)]
    in_lanes(events)
    assert [(one.ident, one.side, one.lane, one.lanes) for one in events] == [
        ("34-78", "band", 0, 1),
        ("40-46", "beside", 0, 2),
        ("44-48", "beside", 1, 2),
        ("72-78", "beside", 0, 1),
        ("80-84", "", 0, 1),
    ]
    both = [event(32, 60), event(32, 64), event(40, 44)]
    in_lanes(both)
    assert [(one.side, one.lanes) for one in both] == [("", 3), ("", 3), ("", 3)]

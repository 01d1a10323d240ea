"""The rota: somebody's week laid as dated presences, absences, the same slot in two places."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maillage.core.bank_holidays import is_bank_holiday
from maillage.core.ids import new_id
from maillage.core.models import JournalLine
from maillage.core.periods import Period, local_instant
from maillage.network import rota_queries
from maillage.network.models import Place, RotaSlot, StaffPresence
from maillage.network.rota import lay_ahead
from tests.network.test_taking import inside, send

MONDAY = datetime(2026, 9, 21, 8, tzinfo=UTC)
TODAY = MONDAY.date()
THURSDAY = date(2026, 9, 24)
PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def gabriel(amboise):
    return amboise.add_staff("Gabriel")


def set_slot(house, staff, *, place=None, slot=None, at=MONDAY, **changes):
    values = {"weekday": 3, "starts": "14:00", "ends": "17:00"} | changes
    made = slot or new_id()
    result = house.run(
        "network.set_rota_slot", slot=made, staff=staff, place=place or house.place.pk, at=at,
        **values,
    )  # fmt: skip
    return made, result


def set_done(house, staff, **more):
    made, result = set_slot(house, staff, **more)
    assert result.status == "done", result
    return made


def away(house, staff, *, at=MONDAY, **days):
    made = new_id()
    assert house.run("network.declare_absence", absence=made, staff=staff, at=at, **days).data
    return made


def days_of(house, slot):
    with house.scope():
        rows = StaffPresence.objects.filter(source_id=slot).order_by("starts_at")
        return [one.starts_at.astimezone(PARIS).date() for one in rows]


def test_a_slot_is_laid_each_week_but_on_bank_holidays(amboise, gabriel):
    slot = set_done(amboise, gabriel)
    thursdays = [THURSDAY + timedelta(weeks=n) for n in range(58)]
    last = TODAY + timedelta(days=400)
    wanted = [day for day in thursdays if day <= last and not is_bank_holiday(day, "metropole")]
    assert days_of(amboise, slot) == wanted
    with amboise.scope():
        rows = StaffPresence.objects.filter(source_id=slot)
        local = {(one.starts_at.astimezone(PARIS).time(), one.ends_at.astimezone(PARIS).time())
                 for one in rows}  # fmt: skip
        assert local == {(time(14), time(17))}
        assert RotaSlot.objects.get().laid_until == last


def test_the_same_slot_in_two_places_is_refused_naming_the_other(amboise, gabriel):
    """Golden number 27."""
    verrerie = amboise.add_place("La Verrerie", kind="fablab")
    set_done(amboise, gabriel)
    _, refused = set_slot(amboise, gabriel, place=verrerie, starts="16:00", ends="18:00")
    assert (refused.code, refused.message) == (
        "elsewhere",
        (
            "Gabriel est déjà à Accueil d’Amboise jeudi 24 septembre de 14\u00a0h à 17\u00a0h "
            "(« semaine de l’équipe »). Choisissez une autre personne ou une autre heure."
        ),
    )
    with amboise.scope():
        assert RotaSlot.objects.count() == 1
    set_done(amboise, gabriel, place=verrerie, starts="17:00", ends="18:00")


def test_a_session_elsewhere_refuses_the_slot_too(amboise, gabriel):
    verrerie = amboise.add_place("La Verrerie")
    send(amboise, gabriel, verrerie, start=local_instant(THURSDAY, time(15), "Europe/Paris"))
    assert set_slot(amboise, gabriel)[1].code == "elsewhere"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, "slot_twice"),
        ({"starts": "16:00", "ends": "19:00"}, "slot_twice"),
        ({"starts": "17:00", "ends": "17:00"}, "ends_before"),
        ({"starts": "18:00", "ends": "17:00"}, "ends_before"),
        ({"starts": "17:00", "ends": "18:00", "from_day": "2026-09-30", "to_day": "2026-09-29"},
         "ends_before"),
        ({"weekday": 7}, "unreadable"),
        ({"starts": "17:00", "ends": "18:00"}, ""),
    ],
)  # fmt: skip
def test_what_a_slot_may_not_be(amboise, gabriel, changes, code):
    set_done(amboise, gabriel)
    assert set_slot(amboise, gabriel, **changes)[1].code == code


def test_a_slot_corrected_keeps_the_past(amboise, gabriel):
    slot = set_done(amboise, gabriel, at=MONDAY - timedelta(days=14))
    set_done(amboise, gabriel, slot=slot, weekday=4, to_day="2026-10-08")
    past = [date(2026, 9, 10), date(2026, 9, 17)]
    assert days_of(amboise, slot) == [*past, date(2026, 9, 25), date(2026, 10, 2)]


def test_a_slot_that_ends_and_one_that_never_was(amboise, gabriel):
    slot = set_done(amboise, gabriel)
    amboise.run("network.end_rota_slot", slot=slot, to_day=THURSDAY.isoformat(), at=MONDAY)
    assert lay_ahead(amboise.structure.pk, MONDAY + timedelta(days=1)) == 0
    assert days_of(amboise, slot) == [THURSDAY]
    amboise.run("network.end_rota_slot", slot=slot, to_day="2026-09-20", at=MONDAY)
    assert days_of(amboise, slot) == []
    with amboise.scope():
        assert not RotaSlot.objects.exists()


def test_who_leaves_leaves_the_rota(amboise, gabriel):
    slot = set_done(amboise, gabriel)
    left = amboise.run("network.end_staff", staff=gabriel, left_on="2026-10-02", at=MONDAY)
    assert left.status == "done"
    assert days_of(amboise, slot) == [THURSDAY, date(2026, 10, 1)]


def test_an_absence_takes_the_presences_away_and_gives_them_back(amboise, gabriel):
    slot = set_done(amboise, gabriel)
    whole = days_of(amboise, slot)
    absence = away(amboise, gabriel, from_day="2026-09-18", to_day="2026-10-01")
    assert days_of(amboise, slot) == whole[2:]
    again = set_done(amboise, gabriel, weekday=2, at=MONDAY)
    assert days_of(amboise, again)[0] == date(2026, 10, 7)
    for _ in range(2):
        amboise.run("network.cancel_absence", absence=absence, at=MONDAY)
        assert days_of(amboise, slot) == whole
    assert days_of(amboise, again)[0] == date(2026, 9, 23)


def test_what_an_absence_may_not_be(amboise, gabriel):
    away(amboise, gabriel)

    def code(**days):
        values = {"absence": new_id(), "staff": gabriel, **days}
        return amboise.run("network.declare_absence", at=MONDAY, **values).code

    assert code() == "already_away"
    assert code(to_day="2026-09-20") == "ends_before"
    assert code(to_day="2028-09-21") == "absence_too_long"
    assert code(to_day="2026-09-22") == ""


def test_coming_back_leaves_out_the_days_taken_elsewhere(amboise, gabriel):
    slot = set_done(amboise, gabriel)
    whole = days_of(amboise, slot)
    absence = away(amboise, gabriel, from_day="2026-09-24", to_day="2026-09-24")
    verrerie = amboise.add_place("La Verrerie")
    send(amboise, gabriel, verrerie, start=local_instant(THURSDAY, time(15), "Europe/Paris"))
    assert amboise.code("network.cancel_absence", absence=absence, at=MONDAY) == "done"
    assert days_of(amboise, slot) == whole[1:]


def test_the_night_extends_what_has_no_end_and_says_it_once(amboise, gabriel):
    slot = set_done(amboise, gabriel)
    ending = set_done(amboise, gabriel, weekday=1, to_day="2026-10-29")
    before = days_of(amboise, ending)
    later = MONDAY + timedelta(days=30)
    assert lay_ahead(amboise.structure.pk, later) == 1
    assert lay_ahead(amboise.structure.pk, later) == 0
    assert days_of(amboise, slot)[-1] > later.date() + timedelta(days=393)
    assert days_of(amboise, ending) == before
    with amboise.scope():
        (line,) = JournalLine.objects.filter(kind="tick.rota")
        assert line.touched == [str(slot)]


def test_a_place_that_closes_keeps_nobody(amboise, gabriel):
    slot = set_done(amboise, gabriel)
    amboise.do("network.edit_place", place=amboise.place.pk, closed_on="2026-10-01")
    lay_ahead(amboise.structure.pk, MONDAY)
    assert days_of(amboise, slot) == [THURSDAY, date(2026, 10, 1)]


# What is read


def test_who_is_free_for_a_session(amboise, gabriel):
    verrerie = amboise.add_place("La Verrerie")
    names = ["Inès", "Karim", "Zoé"]
    ines, karim, zoe = (amboise.add_staff(name) for name in names)
    two, five = (local_instant(THURSDAY, time(hour), "Europe/Paris") for hour in (14, 17))
    set_done(amboise, ines)
    set_done(amboise, karim, place=verrerie)
    away(amboise, zoe, from_day="2026-09-23", to_day="2026-09-24")
    send(amboise, gabriel, amboise.place.pk, start=two)
    with amboise.scope():
        (free,) = rota_queries.free_staff([(Period(two, five), amboise.place)])
        assert [one.pk for one in free] == [amboise.manager.pk, ines]


def open_hours(house, **more):
    house.do("network.edit_place", place=house.place.pk, **more)
    with house.scope():
        return Place.objects.get(pk=house.place.pk)


def test_hours_that_nobody_staffs(amboise, gabriel):
    place = open_hours(amboise, opening="Tu,Th 14:00-17:00")
    with amboise.scope():
        assert rota_queries.unstaffed([place], TODAY) == {}
    set_done(amboise, gabriel, ends="16:00")
    with amboise.scope():
        thursday, tuesday = (rota_queries.unstaffed([place], TODAY)[place.pk][n] for n in (1, 0))
    assert (tuesday.start, tuesday.end, len(tuesday.days)) == (840, 1020, 4)
    assert (thursday.start, thursday.end, len(thursday.days)) == (960, 1020, 4)
    away(amboise, gabriel, from_day="2026-10-01", to_day="2026-10-01")
    with amboise.scope():
        found = rota_queries.unstaffed([place], TODAY)[place.pk]
    assert [(one.start, one.end, one.days) for one in found if one.weekday == 3] == [
        (840, 1020, (date(2026, 10, 1),)),
        (960, 1020, tuple(THURSDAY + timedelta(weeks=n) for n in (0, 2, 3))),
    ]


def test_a_session_of_somebody_away_staffs_nothing(amboise, gabriel):
    place = open_hours(amboise, opening="2026-09-24 14:00-16:00")
    set_done(amboise, gabriel, weekday=0)
    two = local_instant(THURSDAY, time(14), "Europe/Paris")
    send(amboise, gabriel, place.pk, start=two)
    with amboise.scope():
        assert rota_queries.unstaffed([place], TODAY) == {}
    away(amboise, gabriel, from_day="2026-09-24", to_day="2026-09-24")
    with amboise.scope():
        (gap,) = rota_queries.unstaffed([place], TODAY)[place.pk]
    assert gap.days == (THURSDAY,)


def test_open_now_follows_the_rota_and_an_absence_closes(amboise, gabriel):
    place = open_hours(amboise, opening="Mo-Fr 14:00-18:00", opens_by_rota=True)
    set_done(amboise, gabriel)
    three = local_instant(THURSDAY, time(15), "Europe/Paris")

    def is_open(at):
        with amboise.scope():
            return rota_queries.openings_of([place], at)[place.pk].is_open(at)

    later, before = three + timedelta(hours=2), three - timedelta(days=1)
    assert [is_open(at) for at in (before, three, later)] == [False, True, False]
    away(amboise, gabriel, from_day="2026-09-24", to_day="2026-09-24")
    assert not is_open(three)


def test_the_week_costs_a_fixed_number_of_statements(amboise, gabriel):
    place = open_hours(amboise, opening="Mo-Fr 14:00-18:00")

    def cost():
        with amboise.scope(), CaptureQueriesContext(connection) as seen:
            rota_queries.unstaffed([place], TODAY)
        return len(seen)

    set_done(amboise, gabriel)
    one = cost()
    for weekday in (0, 1, 2):
        set_done(amboise, amboise.add_staff("Inès"), weekday=weekday)
    assert cost() == one == 3


def test_where_the_team_may_work(amboise):
    verrerie = amboise.add_place("La Verrerie")
    ines = amboise.add_staff("Inès", "volunteer", place=verrerie)
    karim = amboise.add_staff("Karim", "treasurer")
    with inside(amboise):
        found = rota_queries.places_of_team(TODAY)
    assert found[ines] == {verrerie}
    assert karim not in found
    assert found[amboise.manager.pk] == {None}


def give(house, slot, day, staff=None):
    ids = {"slot": slot, "given": new_id(), "rest": new_id()}
    return ids, house.run("network.give_half_day", day=str(day), staff=staff, at=MONDAY, **ids)


def test_one_day_is_somebody_elses_and_the_other_weeks_stay(amboise, gabriel):
    slot, ines = set_done(amboise, gabriel, to_day="2026-10-15"), amboise.add_staff("Inès")
    ids, result = give(amboise, slot, THURSDAY + timedelta(weeks=1), ines)
    assert result.status == "done", result
    assert days_of(amboise, slot) == [THURSDAY]
    assert days_of(amboise, ids["given"]) == [THURSDAY + timedelta(weeks=1)]
    assert days_of(amboise, ids["rest"]) == [THURSDAY + timedelta(weeks=n) for n in (2, 3)]
    with amboise.scope():
        assert RotaSlot.objects.get(pk=ids["given"]).staff_id == ines
        assert RotaSlot.objects.get(pk=ids["rest"]).staff_id == gabriel


def test_the_first_day_and_the_last_leave_nothing_empty_behind(amboise, gabriel):
    slot = set_done(amboise, gabriel, to_day="2026-10-01")
    first, _result = give(amboise, slot, THURSDAY)
    assert days_of(amboise, first["rest"]) == [THURSDAY + timedelta(weeks=1)]
    give(amboise, first["rest"], THURSDAY + timedelta(weeks=1))
    with amboise.scope():
        assert not RotaSlot.objects.exists()
        assert not StaffPresence.objects.exists()


def test_a_day_given_is_one_of_its_days_and_the_other_is_free(amboise, gabriel):
    slot, ines = set_done(amboise, gabriel), amboise.add_staff("Inès")
    assert give(amboise, slot, THURSDAY + timedelta(days=1))[1].code == "not_its_day"
    assert give(amboise, slot, THURSDAY - timedelta(weeks=1))[1].code == "past"
    verrerie = amboise.add_place("La Verrerie")
    set_done(amboise, ines, place=verrerie)
    assert give(amboise, slot, THURSDAY, ines)[1].code == "elsewhere"
    assert days_of(amboise, slot)[0] == THURSDAY

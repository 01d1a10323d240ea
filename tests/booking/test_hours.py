"""A kind of equipment has hours of its own, or those of its place but for some days."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from maillage.booking.finding import first_free_of, kinds
from maillage.booking.rules import Look
from maillage.core import saying
from maillage.core.ids import new_id
from maillage.network.doors import Refused
from tests.booking.asking import asked, refused
from tests.houses import House
from tests.making_booking import authorisation, family, resource

TODAY = timezone.localdate()
TUESDAY = TODAY + timedelta(days=15 - TODAY.weekday())
WEDNESDAY = TUESDAY + timedelta(days=1)
ALL_WEEK = "Mo-Su,PH 14:00-18:00"


@pytest.fixture(autouse=True)
def open_in_the_morning(house: House) -> None:
    place = {"place": house.place, "name": "Numéripôle", "kind": "digital_space"}
    house.do("network.edit_place", **place, opening="Mo-Su,PH 09:00-12:00")


def wants(house: House, what: UUID, start: str, **more: Any) -> str:
    """What comes of an hour wanted on Tuesday: nothing, or the refusal."""
    wanted = asked(house, resource=what, **{"day": TUESDAY, "start": start, **more})
    try:
        house.do("booking.reserve", **wanted)
    except Refused as caught:
        return f"{caught.result.code}: {caught.result.message}"
    return ""


def first(house: House, day=TUESDAY, *, badge: bool = False) -> str:
    """When something is first free from a day's beginning."""
    since = datetime.combine(day, time(), ZoneInfo("Europe/Paris"))
    look = Look(60, since, timezone.now(), badge)
    own = [house.structure]
    (found,) = first_free_of(kinds(own), look, own, own=house.structure)
    return f"{timezone.localtime(found.period.start):%Y-%m-%d %H:%M}" if found.period else ""


def test_its_own_week_replaces_that_of_the_place(house):
    studio = resource(house, family(house, name="Studio", opening=ALL_WEEK))
    assert first(house) == f"{TUESDAY} 14:00"
    assert wants(house, studio, "14:00") == ""
    assert wants(house, studio, "10:00") == (
        f"hours: « Studio » se réserve {saying.day(TUESDAY)} de 14\u00a0h à 18\u00a0h : "
        "choisissez une autre heure."
    )
    assert wants(house, studio, "10:00", despite=["hours"]) == ""


def test_its_own_week_binds_who_may_come_alone_too(house):
    of = family(house, opening=ALL_WEEK, alone=True)
    studio, marie = resource(house, of), house.person()
    authorisation(house, of, marie)
    assert first(house, badge=True) == f"{TUESDAY} 14:00"
    assert wants(house, studio, "20:00", person=marie).startswith("hours")
    house.do("booking.edit_family", family=of, opening="")
    assert first(house, badge=True) == f"{TUESDAY} 00:00"
    assert wants(house, studio, "20:00", person=marie) == ""


def test_days_when_it_is_not_reserved_the_rest_as_the_place(house):
    last = TUESDAY + timedelta(days=3)
    laser = resource(house, family(house, name="Laser", opening=f"{WEDNESDAY}-{last} off"))
    assert wants(house, laser, "10:00") == ""
    assert wants(house, laser, "14:00").startswith("hours: Le lieu est fermé")
    assert wants(house, laser, "10:00", day=WEDNESDAY) == (
        f"hours: « Laser » ne se réserve pas {saying.day(WEDNESDAY)} : choisissez un autre jour."
    )
    assert first(house, WEDNESDAY) == f"{last + timedelta(days=1)} 09:00"


def test_a_day_of_other_hours_and_a_place_without_hours(house):
    place = {"place": house.place, "name": "Numéripôle", "kind": "digital_space"}
    house.do("network.edit_place", **place, opening="")
    opening = f"{TUESDAY} 18:00-22:00; {WEDNESDAY} off"
    laser = resource(house, family(house, name="Laser", opening=opening))
    assert first(house) == f"{TUESDAY} 18:00"
    assert wants(house, laser, "10:00").startswith("hours: « Laser » se réserve")
    assert wants(house, laser, "18:00", minutes=240) == ""
    assert wants(house, laser, "23:00", minutes=120).startswith("hours")
    assert first(house, WEDNESDAY) == f"{WEDNESDAY + timedelta(days=1)} 00:00"
    assert wants(house, laser, "23:00", day=WEDNESDAY + timedelta(days=1), minutes=120) == ""


def test_hours_that_cannot_be_read_are_refused(house):
    made = {"family": new_id(), "name": "Scie", "opening": "lundi matin"}
    assert refused(house, "booking.add_family", **made).code == "opening"

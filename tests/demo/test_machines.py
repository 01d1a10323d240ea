"""The machines of Bras and Amboise as a stranger finds them: reserved, at work, broken, mended."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from uuid import UUID

import pytest

from maillage.booking import job_queries
from maillage.booking.models import (
    Authorisation,
    Family,
    Incident,
    Job,
    LockOut,
    Reservation,
    Resource,
)
from maillage.core.ids import new_id
from maillage.core.models import SecretLink
from maillage.demo.world import demo_id
from maillage.money.models import Material, Price, Receipt, StockMove
from maillage.money.stock import stock_of
from maillage.network.doors import Refused, do_as_server
from maillage.network.models import Occupancy, StaffQualification, Structure
from maillage.programme.models import Session
from tests.demo.conftest import NOW, in_structure

pytestmark = pytest.mark.once

TODAY = date(2026, 11, 24)


def resource(slug: str, unit: str) -> UUID:
    return demo_id(slug, "resource", unit)


def test_the_printer_of_bras_runs_day_and_night(demo) -> None:
    """Need B20: 19 hours from 17:00 until noon; what waits holds nothing."""
    with in_structure("bras"):
        machine = resource("bras", "imprimante")
        running, *waiting = job_queries.open_jobs([machine])
        nights = Job.objects.filter(minutes=19 * 60, outcome="done").order_by("started_at")
        spans = [(one.started_at, one.ended_at - one.started_at) for one in nights]
        outcomes = set(Job.objects.values_list("outcome", flat=True))
    assert running.started_at == datetime(2026, 11, 24, 12, tzinfo=UTC)
    assert [one.minutes // 60 for one in waiting] == [14, 2]
    assert len({length for _start, length in spans}) == 1
    assert spans[-1] == (
        datetime(2026, 11, 23, 16, tzinfo=UTC),
        timedelta(minutes=19 * 60 - 6),
    )
    assert outcomes == {"", "done", "failed"}


def test_a_print_of_the_night_holds_the_printer_until_noon(demo) -> None:
    """What is held is what is told, so that nobody reserves over it."""
    with in_structure("bras"):
        held = Occupancy.objects.filter(source_kind="job", starts_at__lte=NOW, ends_at__gt=NOW)
        assert [(one.unit.name, one.ends_at) for one in held] == [
            ("Imprimante 3D", datetime(2026, 11, 24, 15, 30, tzinfo=UTC))
        ]


def test_the_studio_is_used_alone_by_who_was_trained(demo) -> None:
    """Need B11: at nine in the evening, nobody of the team is there."""
    with in_structure("bras"):
        family = Family.objects.get(name="Studio son")
        trained = set(Authorisation.objects.filter(family=family).values_list("person", flat=True))
        evening = Reservation.objects.filter(family=family, day=TODAY).latest("starts_at")
        rows = Reservation.objects.filter(family=family)
        assert (family.alone, family.staffed, family.training.title) == (
            True,
            True,
            "Studio : mon premier enregistrement",
        )
        assert (evening.person.first_name, evening.starts_at) == (
            "Samir",
            datetime(2026, 11, 24, 20, tzinfo=UTC),
        )
        assert {one.person_id for one in rows} <= trained
        assert set(rows.values_list("state", flat=True)) == {"confirmed", "waiting"}


def test_bras_has_both_grids_and_something_to_buy(demo) -> None:
    """Needs B22, B23: a membership and sessions; time on a machine and what it eats."""
    with in_structure("bras"):
        prices = Price.objects.filter(member=None)
        assert {(one.code, one.unit, one.rate) for one in prices} == {
            ("ADHESION", "year", 300_000),
            ("ATELIER", "session", 80_000),
            ("MACHINE", "hour", 10_000),
            ("LASER", "hour", 120_000),
            ("MATIERE", "gram", 800),
            ("PLAQUE", "sheet", 35_000),
        }
        low = [one.label for one in Material.objects.all() if stock_of(one) <= one.reorder_at]
        sold = StockMove.objects.filter(why="sold")
        lines = {one.source_id for one in sold}
        assert low == ["Contreplaqué 3 mm"]
        receipts = Receipt.objects.filter(sale__lines__in=lines).distinct()
        assert receipts.count() == sold.count() > 0


def test_one_incident_is_mended_and_one_is_open(demo) -> None:
    with in_structure("bras"):
        told = Incident.objects.order_by("at")
        assert [(one.resource.unit.name, one.outcome) for one in told] == [
            ("Imprimante 3D", "mended"),
            ("Découpe laser", ""),
        ]
        assert [one.ended_at is None for one in LockOut.objects.all()] == [False]


def test_the_workshop_of_the_week_leads_to_the_laser_of_amboise(demo) -> None:
    """Needs A14, A16: who is not authorised is refused, with the training and its next date."""
    with in_structure("amboise"):
        structure = Structure.objects.get(slug="amboise").pk
        family = Family.objects.get(name="Découpe laser")
        given = Authorisation.objects.filter(family=family)
        coming = Session.objects.filter(workshop=family.training, starts_at__gt=NOW)
        assert {one.person.first_name for one in given.filter(withdrawn_on=None)} == {
            "Gilles",
            "Océane",
            "Philippe",
            "Sabrina",
            "Bruno",
        }
        assert [one.person.first_name for one in given.exclude(withdrawn_on=None)] == ["Kévin"]
        assert StaffQualification.objects.filter(staff=given[0].given_by, label=family.name)
        day = coming.earliest("starts_at").day
    with pytest.raises(Refused, match="L’atelier de la semaine : découpe laser"):
        do_as_server(
            structure,
            "booking.reserve",
            {
                "reservation": new_id(),
                "resource": resource("amboise", "laser"),
                "person": demo_id("amboise", "person", "kevin"),
                "day": day,
                "start": "17:00",
                "minutes": 30,
            },
            actor=demo_id("amboise", "staff", "yann"),
            place=demo_id("amboise", "place", "fablab"),
            at=NOW,
        )


def test_an_artisan_has_the_embroidery_machine_every_week(demo) -> None:
    with in_structure("amboise"):
        rows = Reservation.objects.filter(resource=resource("amboise", "brodeuse"))
        weekly = rows.exclude(recurrence=None).order_by("day")
        days = [one.day for one in weekly]
        assert {(one.person.first_name, one.organisation.name) for one in weekly} == {
            ("Sabrina", "Fil de Loire (inventé)")
        }
    assert days == [date(2026, 11, 11) + timedelta(weeks=week) for week in range(1, 8)]


def test_a_machine_of_amboise_is_out_of_use_and_somebody_is_to_be_called(demo) -> None:
    with in_structure("amboise"):
        (stop,) = LockOut.objects.all()
        assert (stop.resource.unit.name, stop.why, stop.ended_at) == (
            "Imprimante 3D",
            "maintenance",
            datetime(2026, 11, 30, 17, tzinfo=UTC),
        )
        lost = Reservation.objects.filter(resource=stop.resource)
        assert [(one.person.first_name, one.state) for one in lost] == [("Nathan", "cancelled")]


@pytest.mark.parametrize(("slug", "things"), [("bras", 3), ("amboise", 3), ("rodez", 10)])
def test_what_is_reserved_is_held_once(demo, slug: str, things: int) -> None:
    """No two rows of a unit overlap, read from the table; calendars and pages have an address."""
    with in_structure(slug):
        spans = list(
            Occupancy.objects.order_by("unit", "starts_at").values_list(
                "unit", "starts_at", "ends_at"
            )
        )
        assert Resource.objects.count() == things
        assert Reservation.objects.filter(starts_at__gt=NOW).count() >= 4
        assert SecretLink.objects.filter(kind="booking.place_public").count() == 1
    clashes = [
        (one, other) for one, other in pairwise(spans) if one[0] == other[0] and other[1] < one[2]
    ]
    assert clashes == []

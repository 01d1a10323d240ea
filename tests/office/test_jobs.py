"""Screens of what machines do by themselves: queues, ends, whom to call, the use of the week."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from maillage.booking.models import Job
from tests.making_booking import family, job, machine, printer, reservation, resource, slot
from tests.making_plans import set_price
from tests.office.conftest import Office

WEDNESDAY = datetime(2027, 3, 10, 10, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.fixture
def ten():
    """It is ten in the morning; the hand of a clock that tests move."""
    with time_machine.travel(WEDNESDAY) as clock:
        clock.move_to(timezone.now(), tick=False)
        yield clock


def jobs(office: Office) -> list[Job]:
    with office.house.scope():
        return list(Job.objects.order_by("asked_at"))


class TestQueues:
    def test_machines_that_do_not_work_by_themselves_have_none(self, office: Office) -> None:
        resource(office.house)
        assert "Aucune machine de ce lieu ne tourne seule" in office.get("jobs")
        assert "Rien ne se réserve encore" in office.get("job-add")

    def test_put_in_the_queue_started_ended(self, ten, office: Office) -> None:
        of, marie = printer(office.house), office.house.person(phone="0612345678")
        assert "✓ libre Rien ne tourne, personne n’attend." in office.get("jobs")
        assert "Marie Le Gall …5678" in office.get("job-add", q="mar")
        typed = {"what": of, "person": marie, "minutes": "19 h", "named": "vase bleu"}
        page = office.send("job-add", **typed)
        assert "C’est lancé." in page
        assert "tourne vase bleu Marie Le Gall · depuis mercredi 10 mars à 10 h" in page
        assert "jusqu’à jeudi 11 mars à 5 h" in page
        page = office.send("job-add", **typed | {"named": "", "wait": "on"})
        assert "C’est dans la file." in page
        assert "1 en attente 1. Marie Le Gall 19 h" in page
        first, second = jobs(office)
        page = office.send("job-end", first.pk, outcome="failed")
        assert "est libre. À suivre : Pour Marie Le Gall." in page
        assert "raté 06 12 34 56 78" in page
        assert "C’est lancé." in office.send("job-start", second.pk)

    def test_its_real_end_may_be_said(self, ten, office: Office) -> None:
        made = job(office.house, start=True)
        ten.shift(timedelta(days=1))
        assert "devrait être fini" in office.get("jobs")
        page, _source = office.refused("job-end", made, outcome="done", hour="10:30")
        assert "pas plus tard que maintenant" in page
        office.send("job-end", made, outcome="done", hour="12:15", day="2027-03-10")
        (row,) = jobs(office)
        assert timezone.localtime(row.ended_at).isoformat() == "2027-03-10T12:15:00+01:00"

    def test_what_is_counted_is_not_counted_again(self, ten, office: Office) -> None:
        """Of two that ended, the one that is left says so."""
        set_price(office.house, "IMPRESSION", 1, unit="hour")
        of, made = printer(office.house, price_code="IMPRESSION"), []
        for _turn in range(2):
            made.append(job(office.house, resource=of, start=True, what="vase bleu"))
            ten.shift(timedelta(hours=3))
            office.send("job-end", made[-1], outcome="done")
        office.send("job-charge", made[0], minutes="3 h")
        page = office.get("jobs")
        assert (page.count("usage compté"), page.count("Compter l’usage…")) == (1, 1)
        page, _source = office.refused("job-charge", made[0], minutes="3 h")
        assert "Cet usage est déjà compté." in page

    def test_out_of_the_queue(self, office: Office) -> None:
        made = job(office.house, what="vase bleu")
        assert "vase bleu" in office.get("jobs")
        assert "vase bleu" not in office.send("job-drop", made)
        assert "n’est plus dans la file" in office.send("job-drop", made)

    def test_what_may_not_be_is_said_on_the_form(self, office: Office) -> None:
        of = printer(office.house, authorised=True)
        page, _source = office.refused("job-add", what=of, minutes="2 h")
        assert "dites laquelle" in page
        page, _source = office.refused("job-add", what=of, minutes="")
        assert "Ce champ est obligatoire" in page

    def test_of_another_house(self, office: Office) -> None:
        for name in ("job-end", "job-extend", "job-told"):
            assert office.client.get(office.url(name, office.house.room)).status_code == 404


class TestLate:
    def test_whom_to_call(self, ten, office: Office) -> None:
        house, made = office.house, []
        of = family(house, unattended=True)
        inside = machine(house, parent=house.room)
        house.do("booking.set_resource", resource=house.room, unit=inside, family=of)
        runs = job(house, resource=house.room, start=True, minutes=60)
        odette = house.person("Odette", "Roux", phone="0698765432")
        made = reservation(house, resource=house.room, person=odette, **slot(days=0, start="11:00"))
        house.session(room=house.room, start="14:00", minutes=60)
        page = office.send("job-extend", runs, minutes="30 min")
        assert "Travaux des machines" in page
        page = office.send("job-extend", runs, minutes="5 h")
        assert "Réservées pendant ce temps Odette Roux" in page
        assert "06 98 76 54 32" in page
        assert "Séances pendant ce temps Boîte mail" in page
        assert (
            office.url("booking", made)
            in office.client.get(
                office.url("job-told", runs), {"reservations": str(made)}
            ).content.decode()
        )


class TestUse:
    def test_by_clock_hours_and_by_bookable_hours(self, ten, office: Office) -> None:
        house = office.house
        assert "Rien ne se réserve encore" in office.get("machine-use")
        house.do("network.edit_place", place=house.place, opening="Mo-Fr 09:00-18:00")
        of = printer(house)
        job(house, resource=of, minutes=19 * 60, start=True)
        page = office.get("machine-use")
        assert "Sur les heures d’horloge Sur les heures réservables" in page
        assert "19 h 11 % de 168 h 42 % de 45 h" in page
        easter_monday = office.get("machine-use", week="2027-03-29")
        assert "0 min 0 % de 168 h 0 % de 36 h" in easter_monday

    def test_the_week_shows_what_runs(self, ten, office: Office) -> None:
        of = printer(office.house)
        made = job(office.house, resource=of, what="vase bleu", minutes=19 * 60, start=True)
        page = office.get("bookings")
        assert "de 10 h à minuit vase bleu · Marie Le Gall tourne" in page
        assert "de 0 h à 5 h vase bleu · Marie Le Gall tourne" in page
        office.house.do("booking.end_job", job=made, outcome="stopped")

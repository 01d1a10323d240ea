"""Screens of what happens to machines: a report with its photo, the register, maintenance."""

from __future__ import annotations

from datetime import timedelta

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from maillage.booking.models import Incident
from maillage.core.ids import new_id
from tests.making_booking import incident, job, printer, reservation, resource
from tests.office.conftest import Office
from tests.pictures import JPEG, PNG, SVG


def sent(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("photo.jpg", content)


def only(office: Office) -> Incident:
    with office.house.scope():
        return Incident.objects.get()


class TestReport:
    def test_nothing_to_report_on(self, office: Office) -> None:
        assert "Rien ne se réserve encore" in office.get("incident-add")

    def test_a_tap_and_a_photo_by_a_volunteer(self, office: Office, as_role) -> None:
        laser, volunteer = resource(office.house), as_role("volunteer")
        typed = {"resource": laser, "what": "broken", "photo": sent(JPEG), "words": "Elle fume."}
        assert "C’est noté au registre." in volunteer.send("incident-add", **typed)
        row = only(office)
        page = office.get("incident", row.pk)
        assert "En panne" in page
        assert "Signalé par Volunteer" in page
        photo = office.client.get(office.url("incident-photo", row.pk))
        assert (photo.status_code, photo["Content-Type"]) == (200, "image/jpeg")
        assert volunteer.client.get(office.url("incident-photo", row.pk)).status_code == 403
        assert volunteer.client.get(office.url("incidents")).status_code == 403

    def test_out_of_use_in_the_same_tap(self, office: Office, as_role) -> None:
        laser = resource(office.house)
        reservation(office.house, resource=laser, person=office.house.person(phone="0612345678"))
        typed = {"resource": laser, "what": "dangerous", "stop": "on"}
        page = as_role("volunteer").send("incident-add", **typed)
        assert "C’est noté, et hors service." in page
        assert "Annulées Marie L." in page
        assert "06 12" not in page
        assert "incident ouvert hors service · danger" in office.get("resources")

    def test_what_ran_is_stopped_and_said(self, office: Office) -> None:
        of = printer(office.house)
        job(office.house, resource=of, start=True)
        page = office.send("incident-add", resource=of, what="hurt", stop="on")
        assert "hors service. Le travail qui y tournait est noté arrêté" in page
        assert "Travail arrêté Marie Le Gall" in page

    def test_what_is_no_photo_is_said_and_nothing_is_written(self, office: Office) -> None:
        typed = {"resource": resource(office.house), "what": "broken"}
        for content, said in (
            (SVG, "Ce n’est pas une photo PNG, JPEG ou WebP"),
            (PNG + bytes(5_000_000), "Cette photo est trop lourde : 5 Mo au plus."),
        ):
            page, _source = office.refused("incident-add", **typed, photo=sent(content))
            assert said in page
        with office.house.scope():
            assert Incident.objects.count() == 0


class TestRegister:
    def test_filtered_and_in_a_spreadsheet(self, office: Office) -> None:
        first = incident(office.house, words="=1+1")
        incident(office.house, what="lacking", words="Plus de fil.")
        office.house.do("booking.end_incident", incident=first, outcome="mended", words="Fusible.")
        assert "✓ réparé" in office.get("incidents")
        assert "Plus de fil." in office.get("incidents", state="open")
        assert "=1+1" not in office.get("incidents", state="open")
        assert "Plus de fil." not in office.get("incidents", what="broken")
        answer = office.client.get(office.url("incidents-csv"), {"what": "broken"})
        head, line, rest = answer.content.decode("utf-8-sig").split("\r\n")
        assert head.startswith("Jour;Heure;Matériel")
        assert ";en panne;'=1+1;Loïc;" in line
        assert line.endswith(";réparé, Fusible.")
        assert rest == ""

    def test_closed_and_back_in_use(self, office: Office) -> None:
        laser = resource(office.house)
        made = incident(office.house, resource=laser, lock_out=new_id())
        page = office.send("incident", made, outcome="replaced", back="on")
        assert "L’incident est clos." in page
        assert "Remettre en service" not in office.get("resources")
        assert "Clore l’incident" not in office.get("incident", made)
        assert office.client.get(office.url("incident-photo", made)).status_code == 404


class TestMaintenance:
    def test_due_then_done(self, office: Office) -> None:
        assert "n’a de règle d’entretien" in office.get("care")
        of = printer(office.house, maintain_hours=1)
        assert "0 min d’usage sur 1 h ✓ à jour" in office.get("care")
        job(office.house, resource=of, start=True)
        with time_machine.travel(timezone.now() + timedelta(hours=2)):
            assert "2 h d’usage sur 1 h à faire" in office.get("care")
            assert "entretien à faire" in office.get("resources")
        page = office.send("maintained", of, words="Courroie changée.")
        assert "le compte repart de zéro" in page

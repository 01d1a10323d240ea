"""What may be reserved: kinds and their rules, resources, out of use; who is authorised."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from maillage.booking.models import Authorisation, Family, Reservation, Resource
from maillage.core.ids import new_id
from tests.making_booking import (
    authorisation,
    family,
    job,
    machine,
    printer,
    reservation,
    resource,
    slot,
    trained,
)
from tests.office.conftest import Office

RULES = {"shortest": "30 min", "longest": "4 h", "step": "15 min", "ahead": "60"}


def kind(office: Office) -> Family:
    with office.house.scope():
        return Family.objects.get()


class TestKinds:
    def test_added_with_its_rules_in_words(self, office):
        page = office.send(
            "family-add", name="Découpe laser", authorised="on", tentative="on",
            training=office.house.workshop, buffer="1 h 30", notice="2 jours", **RULES,
        )  # fmt: skip
        assert "0 matériel · habilitation, de 30 min à 4 h, sous réserve" in page
        assert "formation : Boîte mail" in page
        row = kind(office)
        assert (row.shortest, row.longest, row.buffer, row.notice) == (30, 240, 90, 2880)
        assert (row.cancel_before, row.release_after, row.training_id) == (
            0, None, office.house.workshop,
        )  # fmt: skip

    def test_by_half_days_or_to_the_minute(self, office):
        of, sent = family(office.house, name="Coworking"), {"name": "Coworking", **RULES}
        office.send("family", of, **sent, half_days="half")
        assert "matériel · à la demi-journée" in office.get("families")
        source = office.client.get(office.url("family", of)).content.decode()
        assert re.search(r'name="half_days" value="half"[^>]*checked', source)
        office.send("family", of, **sent, half_days="minute")
        assert "de 30 min à 4 h" in office.get("families")

    def test_a_length_is_read_back_as_it_is_said(self, office):
        made = family(office.house, longest=90)
        answer = office.client.get(office.url("family", made)).content.decode()
        assert 'value="1\u00a0h\u00a030"' in answer
        assert "0\u00a0min" not in answer

    @pytest.mark.parametrize("length", ["longtemps", "0 min", "9 jours"])
    def test_a_length_that_is_none(self, office, length):
        page, _source = office.refused("family-add", name="Laser", **RULES | {"longest": length})
        assert "Écrivez une durée" in page

    def test_lengths_that_contradict_each_other(self, office):
        page, _source = office.refused("family-add", name="Laser", **RULES | {"longest": "15 min"})
        assert "plus courte que la plus courte" in page

    def test_changed_then_retired_then_back(self, office):
        made = family(office.house)
        page = office.send("family", made, name="Gravure", **RULES)
        assert "Gravure" in page
        today = timezone.localdate()
        assert "retiré le" in office.send("family-retire", made, retired_on=today)
        assert "retiré le" not in office.send("family-retire", made, retired_on="")


class TestResources:
    def test_a_unit_is_let_for_reservation_with_its_card_then_withdrawn(self, office):
        unit, of = machine(office.house), family(office.house, name="Découpe")
        page = office.send(
            "resource-add", unit=unit, family=of, protections=["glasses"],
            forbidden="PVC\n\ncuir", advice="Filtre",
        )  # fmt: skip
        assert "Ce matériel se réserve." in page
        with office.house.scope():
            row = Resource.objects.get()
        assert (row.protections, row.forbidden, row.advice) == (
            ["glasses"], ["PVC", "cuir"], "Filtre",
        )  # fmt: skip
        page, _source = office.refused("resource-add", unit=unit, family=of)
        today = timezone.localdate()
        page = office.send("resource", row.pk, family=of, forbidden="PVC", withdrawn_on=today)
        assert "ne se réserve plus depuis le" in page
        assert "Rien ne se réserve encore" in office.get("bookings")

    def test_out_of_use_it_says_whom_to_call_then_is_back(self, office):
        house, of = office.house, family(office.house)
        first = resource(house, of)
        odette = house.person("Odette", "Petit", phone="06 98 76 54 32")
        reservation(house, resource=first, person=odette)
        second = resource(house, of)
        zoe = house.person("Zoé", "Roux", phone="06 11 22 33 44")
        reservation(house, resource=second, person=zoe)
        third = reservation(house, resource=first, **slot(days=8))
        page = office.send("resource-lock", first, why="broken")
        assert "Annulées Odette Petit" in page
        assert "06 98 76 54 32" in page
        assert "Déplacées ailleurs Marie Le Gall" in page
        with house.scope():
            assert Reservation.objects.get(pk=third).resource_id == second
        assert "hors service · panne" in office.get("resources")
        assert "est de nouveau en service" in office.send("resource-back", first)
        assert "n’est pas hors service" in office.send("resource-back", first)

    def test_whose_job_was_stopped_and_who_waits_are_called_too(self, office):
        house = office.house
        of = printer(house)
        odette = house.person("Odette", "Petit", phone="06 98 76 54 32")
        job(house, resource=of, person=odette, what="Vase bleu", start=True)
        for name in ("Zoé", "Noé"):
            job(house, resource=of, person=house.person(name, "Roux"), what=f"Pièce de {name}")
        page = office.send("resource-lock", of, why="broken")
        assert "Le travail qui y tournait est noté arrêté : coupez la machine." in page
        assert "Travail arrêté Odette Petit Vase bleu 06 98 76 54 32" in page
        queue = "Dans la file : leur tour attend la remise en service"
        assert f"{queue} Zoé Roux Pièce de Zoé Noé Roux Pièce de Noé" in page
        assert "il n’y a personne à appeler" not in page

    def test_nothing_reserved_nobody_to_call(self, office):
        made = resource(office.house)
        until = timezone.localdate() + timedelta(days=2)
        page = office.send("resource-lock", made, why="away", until=until, hour="12:00")
        assert "il n’y a personne à appeler" in page
        assert "hors service · hors du lieu, jusqu’au" in office.get("resources")

    def test_a_mediator_locks_out_and_sets_no_rule(self, office, as_role):
        made, mediator = resource(office.house), as_role("mediator")
        page = mediator.get("resources")
        assert ("Mettre hors service" in page, "Mettre à réserver" in page) == (True, False)
        assert "hors service" in mediator.send("resource-lock", made, why="dangerous")


class TestAuthorisations:
    def test_given_on_a_persons_page_then_withdrawn(self, office):
        marie, of = office.house.person(), family(office.house, name="Découpe", expires_months=12)
        page = office.send("authorise", marie, family=of, level="user")
        assert "L’habilitation est donnée." in page
        assert "Découpe utilise · du" in page
        with office.house.scope():
            given = Authorisation.objects.get().pk
        page = office.send("authorisation-withdraw", given)
        assert "retirée le" in page
        assert "déjà retirée" in office.send("authorisation-withdraw", given)

    def test_who_came_to_a_training_in_one_tap(self, office):
        made = trained(office.house)
        assert "Habiliter les personnes présentes" in office.get("session", made["session"])
        page = office.send("session-authorise", made["session"], family=made["family"])
        assert "1 personne habilitée." in page
        page = office.send("session-authorise", made["session"], family=made["family"])
        assert "0 personne habilitée. 1 l’était déjà." in page

    def test_a_session_that_trains_for_nothing(self, office):
        family(office.house)
        made = trained(office.house)["session"]
        other = office.house.session(room=None, start="00:00", minutes=10)
        assert "Habiliter les personnes" not in office.get("session", other)
        url = office.url("session-authorise", made)
        assert office.client.post(url, {"family": str(new_id())}).status_code == 404

    def test_their_reservations_and_authorisations_have_a_page_and_are_in_their_file(self, office):
        marie = office.house.person()
        reservation(office.house, person=marie)
        authorisation(office.house, family(office.house, name="Découpe"), marie)
        page = office.get("person-machines", marie)
        assert "de 10 h à 11 h confirmée" in page
        assert "Découpe utilise · depuis le" in page
        assert "Réservations et habilitations" in office.get("person", marie)
        file = office.client.get(office.url("person-json", marie)).content.decode()
        assert ("Découpe, utilise" in file, "confirmée" in file) == (True, True)


class TestHours:
    """A kind of equipment has hours of its own, or those of its place but for some days."""

    def opening(self, office, of):
        with office.house.scope():
            return Family.objects.get(pk=of).opening

    def test_its_own_week(self, office):
        of = family(office.house, name="Studio")
        assert "Chaque semaine comme le lieu" in office.get("family-hours", of)
        typed = {"d0_0_from": "14:00", "d0_0_to": "18:00"}
        answer = office.client.post(
            office.url("family-hours", of), {**typed, "preview": "Relire en français"}
        )
        assert "de 14\u00a0h à 18\u00a0h" in answer.content.decode()
        assert self.opening(office, of) == ""
        assert "Les heures sont changées" in office.send("family-hours", of, **typed)
        assert self.opening(office, of) == "Mo 14:00-18:00; PH off"
        assert "heures à part" in office.get("families")

    def test_days_apart_the_rest_as_the_place(self, office):
        of, day = family(office.house), timezone.localdate() + timedelta(days=9)
        office.send("family-hours", of, unsaid="on", x0_first=day)
        assert self.opening(office, of) == f"PH off; {day} off"
        page = office.get("family-hours", of)
        assert "Chaque semaine comme le lieu" in page
        source = office.client.get(office.url("family-hours", of)).content.decode()
        assert re.search(r'name="unsaid"[^>]* checked', source)
        office.send("family-hours", of, unsaid="on")
        assert self.opening(office, of) == ""

    def test_a_week_typed_is_not_lost_in_silence(self, office):
        of = family(office.house)
        page, _source = office.refused(
            "family-hours", of, unsaid="on", d0_0_from="14:00", d0_0_to="18:00"
        )
        assert "Décochez « Les heures du lieu »" in page
        office.send("family-hours", of, unsaid="on", raw="Mo 08:00-09:00")
        assert self.opening(office, of) == "Mo 08:00-09:00"

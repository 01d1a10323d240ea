"""Somebody's own page, by their link: what they see, reserve and give up, and nobody else's."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from maillage.booking.models import Reservation
from maillage.core import saying
from maillage.core.ids import new_id
from maillage.core.models import Command, JournalLine
from maillage.money.models import PlanTerm
from tests.houses import House, ailleurs, sign_in
from tests.making import ahead
from tests.making_booking import (
    authorisation,
    family,
    given_page,
    reservation,
    resource,
    slot,
    token,
)
from tests.making_plans import DAY, check_in, set_price, take, twenty_days, use_plan
from tests.office.conftest import Office, text_of

IN_A_WEEK = slot()["day"]
WHEN = f"{saying.capital(saying.day(IN_A_WEEK))} de 10 h à 11 h"


class Somebody:
    """Somebody with a link, in a browser that knows nothing else."""

    def __init__(self, house: House, person: UUID | None = None) -> None:
        self.house, self.client = house, Client()
        self.person = given_page(house, person)["person"]
        self.address = f"/moi/{token(house, 'own_page', self.person)}/"

    def sees(self) -> str:
        answer = self.client.get(self.address)
        assert answer.status_code == 200
        return text_of(answer)

    def form(self, what: UUID, **changes: Any) -> dict[str, Any]:
        asked = {"reservation": new_id(), "what": what, "day": IN_A_WEEK, "start": "10:00"}
        return {**asked, "length": 60, **changes}

    def reserves(self, what: UUID, **changes: Any) -> str:
        """Send the form, which must be done; the page it leads to."""
        answer = self.client.post(f"{self.address}reserver", self.form(what, **changes))
        assert answer.status_code == 302, text_of(answer)
        return text_of(self.client.get(answer["Location"]))

    def is_refused(self, what: UUID, **changes: Any) -> str:
        answer = self.client.post(f"{self.address}reserver", self.form(what, **changes))
        assert answer.status_code == 422
        return text_of(answer)

    def gives_up(self, made: UUID) -> str:
        answer = self.client.post(f"{self.address}annuler", {"reservation": made})
        assert answer.status_code == 302
        return text_of(self.client.get(answer["Location"]))


@pytest.fixture
def marie(house: House) -> Somebody:
    return Somebody(house)


@pytest.fixture
def laser(house: House) -> UUID:
    """A machine that anybody may use, called Trotec."""
    unit, made = new_id(), new_id()
    house.do("network.add_unit", unit=unit, name="Trotec", kind="machine", place=house.place)
    house.do("booking.set_resource", resource=made, unit=unit, family=family(house, name="Laser"))
    return made


def rows(house: House) -> list[Reservation]:
    with house.scope():
        return list(Reservation.objects.order_by("pk"))


class TestWhatTheySee:
    def test_somebody_new_with_nothing_to_reserve(self, marie):
        page = marie.sees()
        assert "Bonjour Marie" in page
        assert "Vous n’avez rien réservé pour l’instant." in page
        assert "À partir de quelle heure" not in page

    def test_what_is_ahead_of_them_and_of_nobody_else(self, house, marie, laser):
        reservation(house, resource=laser, person=marie.person)
        reservation(house, resource=laser, person=house.person("Zoé"), **slot(8))
        reservation(house, resource=laser, person=marie.person, wait=True, **slot(8))
        page = marie.sees()
        assert f"Trotec {WHEN} confirmée" in page
        assert page.count("en attente") == 1
        assert "Zoé" not in page

    def test_what_they_may_use_and_until_when(self, house, marie):
        for name, rules in (
            ("Découpe", {"expires_months": 12}),
            ("Broderie", {"unused_months": 3}),
            ("Studio", {}),
        ):
            of = family(house, name=name, authorised=True, **rules)
            resource(house, of)
            authorisation(house, of, marie.person)
        resource(house, family(house, name="Postes"))
        page = marie.sees()
        assert "Découpe jusqu’au" in page
        assert "si vous ne l’utilisez pas d’ici là" in page
        assert "Studio sans limite de date" in page
        assert "Postes sans formation" in page

    def test_how_to_use_the_rest(self, house, marie):
        coming = timezone.localdate() + timedelta(days=3)
        known, alone = house.workshop, new_id()
        house.do("programme.create_workshop", workshop=alone, title="La broderie")
        for name, training in (("Découpe", known), ("Broderie", alone), ("Studio", None)):
            resource(house, family(house, name=name, authorised=True, training=training))
        house.session(workshop=known, day=coming, start="14:00", minutes=60, room=None)
        page = marie.sees()
        said = f"Formation « Boîte mail » : {saying.day(coming)} à 14 h."
        assert f"Découpe {said}" in page
        assert "Broderie Formation « La broderie » : aucune date pour l’instant." in page
        assert "Studio Parlez-en à l’équipe." in page

    def test_an_authorisation_that_has_ended_is_worth_nothing(self, house, marie):
        of = family(house, name="Découpe", authorised=True)
        made = resource(house, of)
        house.do("booking.withdraw", authorisation=authorisation(house, of, marie.person))
        assert "Pour utiliser le reste Découpe" in marie.sees()
        assert "demande une habilitation" in marie.is_refused(made)

    def test_their_calendar_is_another_address(self, house, marie):
        page = marie.sees()
        assert f"/agenda/{token(house, 'own_feed', marie.person)}.ics" in page


class TestReserving:
    def test_it_is_theirs_and_the_journal_says_so(self, house, marie, laser):
        page = marie.reserves(laser)
        assert "C’est réservé." in page
        assert f"Trotec {WHEN} confirmée" in page
        (row,) = rows(house)
        assert (row.person_id, row.despite, row.state) == (marie.person, [], "confirmed")
        with house.scope():
            line = JournalLine.objects.order_by("rev").last()
        assert (line.kind, line.actor_id) == ("booking.reserve", marie.person)
        journal = Office(house, sign_in(house, "manager")).get("journal")
        assert "Marie L., par son lien a réservé un matériel" in journal

    def test_the_journal_names_nobody_to_who_sees_no_file(self, house, marie, laser):
        marie.reserves(laser)
        house.add_staff("treasurer")
        treasurer = Office(house, sign_in(house, "treasurer"))
        assert "Une personne, par son lien a réservé" in treasurer.get("journal")
        house.do("people.erase", person=marie.person)
        journal = Office(house, sign_in(house, "manager")).get("journal")
        assert "Une personne, par son lien a réservé" in journal

    def test_sent_twice_it_is_done_once(self, house, marie, laser):
        sent = marie.form(laser)
        for _ in range(3):
            answer = marie.client.post(f"{marie.address}reserver", sent)
            assert answer["Location"] == f"{marie.address}?done=confirmed#main"
        assert len(rows(house)) == 1

    def test_to_confirm_and_waiting(self, house, marie, laser):
        kept = resource(house, family(house, tentative=True))
        assert "l’équipe doit encore dire oui" in marie.reserves(kept)
        reservation(house, resource=laser)
        assert "est déjà prise" in marie.is_refused(laser)
        assert "sur la liste d’attente" in marie.reserves(laser, wait="on")

    def test_no_rule_is_set_aside(self, house, marie):
        strict = resource(house, family(house, longest=30))
        page = marie.is_refused(strict, despite=["length"], insist="length")
        assert "de 15 min à 30 min" in page

    def test_what_is_said_to_them_is_not_what_is_said_to_the_team(self, house, marie):
        few = resource(house, family(house, most_open=1))
        marie.reserves(few)
        assert "Vous avez déjà le plus de réservations permis" in marie.is_refused(few)
        papers = resource(house, family(house, papers=["charter"]))
        assert "passez à l’accueil le signer" in marie.is_refused(papers)

    def test_nobody_elses_and_with_nobody(self, house, marie, laser):
        """The person is the link's, whatever a browser sends."""
        zoe = house.person("Zoé")
        marie.reserves(laser, person=zoe, companion=zoe, organisation=new_id())
        (row,) = rows(house)
        assert (row.person_id, row.companion_id, row.organisation_id) == (marie.person, None, None)

    def test_a_machine_they_may_not_use_says_which_training(self, house, marie):
        of = family(house, name="Découpe", authorised=True, training=house.workshop)
        made = resource(house, of)
        assert str(made) not in marie.client.get(marie.address).content.decode()
        assert "demande la formation « Boîte mail »" in marie.is_refused(made)
        assert rows(house) == []

    def test_another_structures_machine_is_as_if_absent(self, house, marie, laser):
        theirs = resource(ailleurs())
        pages = {marie.is_refused(one).replace(str(one), "…") for one in (theirs, new_id())}
        assert len(pages) == 1

    def test_the_hour_that_comes_twice_is_asked_for(self, house, marie, laser):
        last = date(timezone.localdate().year + 1, 10, 31)
        sunday = last - timedelta(days=(last.weekday() + 1) % 7)
        night = {"day": sunday, "start": "02:30", "length": 15}
        page = marie.is_refused(laser, **night)
        assert "Cette heure vient deux fois" in page
        marie.reserves(laser, **night, second="second")
        assert [one.starts_at.hour for one in rows(house)] == [1]

    def test_by_half_days(self, house, marie):
        house.do(
            "network.edit_place", place=house.place, opening="Mo-Su,PH 09:00-12:00,14:00-18:00"
        )
        desk = resource(house, family(house, name="Coworking", half_days=True))
        page = marie.client.get(marie.address).content.decode()
        assert '<option value="morning">le matin</option>' in page
        shown = marie.reserves(desk, start="", length="day")
        assert "de 9 h à 18 h confirmée" in shown
        assert "à la demi-journée" in marie.is_refused(desk, start="10:00")
        assert "est déjà prise" in marie.is_refused(desk, start="", length="morning")
        assert "Choisissez une durée." in marie.is_refused(desk, length="night")
        house.do("network.edit_place", place=house.place, opening="Mo-Su,PH 09:00-12:00")
        afternoon = marie.is_refused(desk, start="", length="afternoon")
        assert "Le lieu n’ouvre pas l’après-midi ce jour-là" in afternoon

    def test_what_was_typed_is_shown_again(self, house, marie, laser):
        sent = marie.form(laser, day=timezone.localdate() - timedelta(days=1), length=90)
        page = marie.client.post(f"{marie.address}reserver", sent).content.decode()
        assert "Cette heure est passée" in page
        assert f'value="{sent["reservation"]}"' in page
        assert '<option value="90" selected' in page


class TestGivingUp:
    def test_theirs_once(self, house, marie, laser):
        made = reservation(house, resource=laser, person=marie.person)
        for _ in range(2):
            page = marie.gives_up(made)
            assert "C’est annulé." in page
            assert "rien réservé" in page
        assert [one.state for one in rows(house)] == ["cancelled"]
        with house.scope():
            assert (
                Command.objects.get(kind="booking.cancel", status="done").actor_id == marie.person
            )

    def test_after_the_delay_it_is_said(self, house, marie):
        kept = resource(house, family(house, cancel_before=7 * 24 * 60))
        made = reservation(house, resource=kept, person=marie.person, **slot(6))
        assert "Le délai pour annuler est passé" in marie.sees()
        assert "après le délai" in marie.gives_up(made)

    def test_what_is_over_is_not_said_to_be_given_up(self, house, marie, laser):
        made = reservation(house, resource=laser, person=marie.person)
        with time_machine.travel(timezone.now() + timedelta(days=8), tick=True):
            answer = marie.client.post(f"{marie.address}annuler", {"reservation": made})
        assert answer.status_code == 422
        assert "Cette réservation est terminée" in text_of(answer)
        assert [one.state for one in rows(house)] == ["confirmed"]

    def test_nobody_elses(self, house, marie, laser):
        for made in (reservation(house, resource=laser), new_id(), "x", ""):
            answer = marie.client.post(f"{marie.address}annuler", {"reservation": made})
            assert answer.status_code == 404
        assert [one.state for one in rows(house)] == ["confirmed"]


class TestTheAddress:
    def test_withdrawn_renewed_or_erased_it_is_dead(self, house):
        for kill in (
            lambda who: house.do("booking.withdraw_page", person=who),
            lambda who: house.do("booking.give_page", person=who),
            lambda who: house.do("people.erase", person=who),
        ):
            somebody = Somebody(house)
            kill(somebody.person)
            for answer in (
                somebody.client.get(somebody.address),
                somebody.client.post(f"{somebody.address}reserver", {}),
                somebody.client.post(f"{somebody.address}annuler", {}),
            ):
                assert answer.status_code == 404
                assert "Ce lien ne marche plus." in text_of(answer)

    def test_nobody_keeps_it_lists_it_or_learns_it(self, marie):
        answer = marie.client.get(marie.address)
        assert answer["Cache-Control"] == "no-store"
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert answer["Referrer-Policy"] == "same-origin"

    def test_a_calendars_address_opens_no_page(self, house, marie):
        reading = token(house, "own_feed", marie.person)
        assert Client().get(f"/moi/{reading}/").status_code == 404

    def test_another_site_cannot_send_its_form(self, house, marie, laser):
        strict = Client(enforce_csrf_checks=True)
        answer = strict.post(f"{marie.address}reserver", marie.form(laser))
        assert (answer.status_code, rows(house)) == (403, [])

    def test_a_file_brought_together_with_another_is_that_other(self, house, marie, laser):
        reservation(house, resource=laser, person=marie.person)
        kept = house.person("Maria", "Le Gall")
        house.do("people.merge", alias=new_id(), kept=kept, merged=marie.person)
        assert "Bonjour Maria" in marie.sees()
        assert f"Trotec {WHEN}" in marie.sees()
        marie.reserves(laser, start="14:00")
        assert {one.person_id for one in rows(house)} == {marie.person, kept}


def test_their_plans_what_is_used_of_each_and_until_when(house: House) -> None:
    marie, today = Somebody(house), timezone.localdate()
    set_price(house, DAY, 10)
    assert "Vos forfaits" not in marie.sees()
    term = take(house, twenty_days(house), today, person=marie.person)
    check_in(house, marie.person)
    with house.scope():
        row = PlanTerm.objects.get(pk=term)
    until = saying.date_long(row.ends_on)
    assert f"Vos forfaits Carnet20 Coworking : 1/20 jusqu’au {until}" in marie.sees()
    pause = {"pause": new_id(), "holder": row.holder_id, "from_day": today, "to_day": ahead(6)}
    house.do("money.pause_plan", **pause)
    assert f"en pause jusqu’au {saying.date_long(ahead(6))}" in marie.sees()
    assert "Carnet20" not in Somebody(house).sees()


def test_one_row_and_three_cost_the_same(house: House) -> None:
    marie = Somebody(house)

    def grow(number: int) -> None:
        training = new_id()
        house.do("programme.create_workshop", workshop=training, title=f"Formation {number}")
        house.session(workshop=training, day=slot(number)["day"], room=None)
        resource(house, family(house, authorised=True, training=training))
        of = family(house, authorised=True)
        authorisation(house, of, marie.person)
        reservation(house, resource=resource(house, of), person=marie.person, **slot(number))
        take(house, use_plan(house, f"BUREAU{number}", 250), ahead(0), person=marie.person)

    def statements() -> int:
        marie.sees()
        with CaptureQueriesContext(connection) as seen:
            marie.sees()
        return len(seen)

    grow(1)
    one = statements()
    grow(2)
    grow(3)
    assert statements() == one <= 20

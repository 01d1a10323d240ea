"""« Réservations »: the week of the resources, a reservation made, answered, moved, given up."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from maillage.booking.models import Reservation
from maillage.core import saying
from maillage.core.ids import new_id
from maillage.network.models import StaffRole
from tests.houses import LONG_AGO
from tests.making_booking import authorisation, family, reservation, resource, slot
from tests.office.conftest import Office

DAY = timedelta(days=1)
IN_A_WEEK = timezone.localdate() + 7 * DAY


@pytest.fixture
def laser(office: Office):
    """A machine of a family that anybody may use."""
    of, unit, made = family(office.house, name="Découpe"), new_id(), new_id()
    named = {"name": "Trotec", "kind": "machine", "place": office.house.place}
    office.house.do("network.add_unit", unit=unit, **named)
    office.house.do("booking.set_resource", resource=made, unit=unit, family=of)
    return made


def typed(what, **changes):
    """What the form of a reservation is sent with."""
    return {"what": what, "day": IN_A_WEEK, "start": "10:00", "length": "60"} | changes


def week(office: Office, **asked) -> str:
    return office.get("bookings", week=IN_A_WEEK, **asked)


def only(office: Office) -> Reservation:
    with office.house.scope():
        return Reservation.objects.get()


class TestTheWeek:
    def test_a_place_without_resources_says_so(self, office):
        assert "Rien ne se réserve encore dans ce lieu" in office.get("bookings")
        assert "Rien ne se réserve encore" in office.get("booking-add")

    def test_who_holds_what_with_hours_and_state(self, office, laser):
        reservation(office.house, resource=laser)
        reservation(office.house, resource=laser, wait=True)
        page = week(office)
        assert page.count("de 10 h à 11 h Marie Le Gall") == 2
        assert page.count("de 10 h à 11 h Marie Le Gall en attente") == 1
        assert "Découpe Trotec" in page
        assert "Libre toute la semaine" not in page
        assert "Libre toute la semaine" in office.get("bookings", week=IN_A_WEEK - timedelta(7))

    def test_a_volunteer_reads_an_initial(self, office, laser, as_role):
        made = reservation(office.house, resource=laser)
        volunteer = as_role("volunteer")
        pages = week(volunteer) + volunteer.get("booking", made)
        assert ("Marie L." in pages, "Le Gall" in pages) == (True, False)
        found = volunteer.get("booking-add", q="marie")
        assert ("Marie L." in found, "Le Gall" in found) == (True, False)

    def test_a_session_of_the_room_and_a_room_taken_whole(self, office):
        house, of = office.house, family(office.house, name="Salles")
        inside, room = resource(house, of, parent=house.room), new_id()
        house.do("booking.set_resource", resource=room, unit=house.room, family=of)
        house.session(room=house.room, day=IN_A_WEEK, start="14:00", minutes=120)
        reservation(house, resource=room)
        page = week(office)
        assert page.count("de 14 h à 16 h Boîte mail séance") == 2
        assert "de 10 h à 11 h réservé avec Salle bleue" in page
        assert inside != room

    def test_across_midnight(self, office, laser):
        reservation(office.house, resource=laser, start="17:00", minutes=19 * 60)
        page = week(office) + office.get("bookings", week=IN_A_WEEK + timedelta(days=1))
        assert "de 17 h à minuit Marie" in page
        assert "de 0 h à 12 h Marie" in page

    def test_out_of_use_until_an_hour_or_for_the_whole_week(self, office, laser):
        lock = {"resource": laser, "why": "maintenance"}
        until = datetime.combine(IN_A_WEEK, time(15), ZoneInfo("Europe/Paris"))
        office.house.do("booking.lock_out", lock_out=new_id(), ends_at=until, **lock)
        assert "de 0 h à 15 h hors service entretien" in week(office)
        office.house.do("booking.give_back", resource=laser)
        office.house.do("booking.lock_out", lock_out=new_id(), **lock)
        page = week(office)
        assert page.count("toute la semaine hors service entretien") == 1
        assert "Réserver : Trotec" not in page

    def test_one_place_at_a_time(self, office, laser):
        place = new_id()
        office.house.do("network.add_place", place=place, name="Zone", kind="fablab")
        assert "Trotec" in week(office)
        assert "Rien ne se réserve encore" in week(office, place=place)
        assert resource(office.house, place=place)
        assert "Trotec" not in week(office, place=place)


class TestReserving:
    def test_for_somebody_found(self, office, laser):
        marie = office.house.person(phone="06 12 34 56 78")
        assert "Marie Le Gall …5678" in office.get("booking-add", q="mar", what=laser)
        page = office.send("booking-add", **typed(laser, person=marie))
        assert f"Réservé : Trotec. {saying.capital(saying.day(IN_A_WEEK))}, de 10 h à 11 h." in page
        row = only(office)
        assert (row.resource_id, row.person_id, row.state) == (laser, marie, "confirmed")

    def test_a_search_loses_nothing_that_was_typed(self, office, laser):
        marie = office.house.person()
        there = typed(laser, start="16:45", length="90", wait="on", q="mar")
        sent = {**there, "search": "yes"}, there
        for one in sent:
            answer = office.client.post(office.url("booking-add"), one)
            source = answer.content.decode()
            assert answer.status_code == 200
            for kept in (
                f'value="{laser}" selected', f'value="{IN_A_WEEK}"', 'value="16:45"',
                'value="90" selected', f'value="{marie}"', 'value="mar"',
            ):  # fmt: skip
                assert kept in source, kept
        office.send("booking-add", **there, searched="mar", person=marie)
        assert (only(office).person_id, only(office).starts_at.minute) == (marie, 45)

    def test_nobody_of_that_name_then_for_the_place(self, office, laser):
        answer = office.client.post(office.url("booking-add"), typed(laser, q="zzz"))
        assert "Personne de ce nom : zzz." in answer.content.decode()
        office.send("booking-add", **typed(laser, q="zzz", searched="zzz", person=""))
        assert only(office).person_id is None

    def test_taken_the_nearest_free_hours_are_buttons(self, office, laser):
        reservation(office.house, resource=laser, start="10:00", minutes=90)
        _page, source = office.refused("booking-add", **typed(laser, start="10:30"))
        offered = re.findall(r'name="at" value="([^"]*)">([^<]*)<', source)
        assert offered == [
            (f"{IN_A_WEEK}T09:00", "Réserver plutôt à 9\u00a0h"),
            (f"{IN_A_WEEK}T11:30", "Réserver plutôt à 11\u00a0h\u00a030"),
        ]
        page = office.send("booking-add", **typed(laser, start="10:30", at=f"{IN_A_WEEK}T11:30"))
        assert "de 11 h 30 à 12 h 30" in page

    def test_the_nearest_free_hours_of_a_family_are_those_of_any(self, office):
        of = family(office.house, name="Postes", buffer=30)
        opened = {"place": office.house.place, "name": "Numéripôle", "kind": "digital_space"}
        office.house.do("network.edit_place", **opened, opening="Mo-Su,PH 09:00-12:00,14:00-18:00")
        for start in ("10:00", "10:30"):
            reservation(office.house, resource=resource(office.house, of), start=start)
        _page, source = office.refused("booking-add", **typed(of, start="10:30", length="30"))
        assert re.findall(r'name="at" value="[^"]*T([^"]*)"', source) == ["09:00", "09:30", "11:30"]

    def test_the_first_free_of_a_kind(self, office):
        of = family(office.house, name="Postes")
        desks = {resource(office.house, of) for _ in range(2)}
        assert "Postes : n’importe lequel, le premier libre" in office.get("booking-add")
        for _ in desks:
            office.send("booking-add", **typed(of))
        with office.house.scope():
            assert set(Reservation.objects.values_list("resource", flat=True)) == desks
        page, _source = office.refused("booking-add", **typed(of))
        assert "une réservation" in page

    def test_a_length_typed_in_minutes(self, office, laser):
        office.send("booking-add", **typed(laser, start="17:00", minutes="19 h"))
        assert only(office).ends_at - only(office).starts_at == timedelta(hours=19)

    def test_taken_they_wait(self, office, laser):
        reservation(office.house, resource=laser)
        page = office.send("booking-add", **typed(laser, wait="on"))
        assert "C’est pris : la personne est en attente" in page

    def test_a_rule_is_set_aside_by_a_second_button(self, office):
        strict = resource(office.house, family(office.house, longest=30, ahead=6))
        _page, source = office.refused("booking-add", **typed(strict))
        assert 'name="insist" value="length">Réserver quand même' in source
        _page, source = office.refused("booking-add", **typed(strict, insist="length"))
        assert 'name="insist" value="length ahead">Réserver quand même' in source
        office.send("booking-add", **typed(strict, insist="length ahead"))
        made = only(office)
        assert made.despite == ["ahead", "length"]
        page = office.get("booking", made.pk)
        assert "Laissé de côté la date la plus lointaine et la durée" in page

    def test_what_is_dangerous_is_never_set_aside(self, office):
        of = family(office.house, authorised=True, training=office.house.workshop)
        dangerous, marie = resource(office.house, of), office.house.person()
        for insist in ("", "hours notice ahead length quota"):
            page, source = office.refused(
                "booking-add", **typed(dangerous, person=marie, insist=insist)
            )
            assert "demande la formation « Boîte mail »" in page
            assert "insist" not in source
        zoe = office.house.person("Zoé", "Petit")
        authorisation(office.house, of, zoe)
        assert "Zoé Petit" in office.get("booking-add", q="mar", w="zoé")
        office.send("booking-add", **typed(dangerous, person=marie, companion=zoe))
        assert "Avec Zoé Petit" in office.get("booking", only(office).pk)

    def test_the_hour_that_comes_twice(self, office, laser):
        last = date(timezone.localdate().year + 1, 10, 31)
        sunday = last - timedelta(days=(last.weekday() + 1) % 7)
        night = typed(laser, day=sunday, start="02:30", length="30")
        page, source = office.refused("booking-add", **night)
        assert "vient deux fois" in page
        assert 'value="second">La seconde fois, à l’heure d’hiver' in source
        office.send("booking-add", **night, insist="second")
        assert only(office).starts_at.hour == 1

    def test_a_cell_leads_to_its_day_and_resource(self, office, laser):
        asked = {"what": laser, "day": IN_A_WEEK}
        answer = office.client.get(office.url("booking-add"), asked).content.decode()
        assert f'value="{laser}" selected' in answer
        assert f'value="{IN_A_WEEK}"' in answer


@pytest.fixture
def desk(office: Office):
    """A desk that is reserved by half-days, in a place that closes at noon."""
    house = office.house
    house.do("network.edit_place", place=house.place, opening="Mo-Su,PH 09:00-12:00,14:00-18:00")
    return resource(house, family(house, name="Coworking", half_days=True))


class TestByHalfDays:
    def test_the_morning_the_afternoon_or_the_day(self, office, desk):
        answer = office.client.get(office.url("booking-add"), {"what": desk, "start": "15:00"})
        assert '<option value="afternoon" selected>l’après-midi' in answer.content.decode()
        page = office.send("booking-add", **typed(desk, start="", length="morning"))
        assert "de 9 h à 12 h" in page
        page = week(office)
        assert "le matin, de 9 h à 12 h" in page

    def test_beside_others_to_the_minute_the_hour_is_asked_for(self, office, desk, laser):
        source = office.client.get(office.url("booking-add")).content.decode()
        assert '<optgroup label="À la demi-journée">' in source
        refused, _source = office.refused("booking-add", **typed(laser, start=""))
        assert "Dites à quelle heure." in refused
        office.send("booking-add", **typed(laser, start="09:30"))
        refused, source = office.refused("booking-add", **typed(desk, start="09:30"))
        assert "à la demi-journée" in refused
        assert 'name="insist" value="length">Réserver quand même' in source
        assert re.findall(r'name="at" value="[^"]*T([^"]*)"', source) == [
            "morning", "afternoon", "day",
        ]  # fmt: skip

    def test_begun_now_it_lasts_to_the_end_of_the_half(self, office, desk):
        now = datetime.combine(IN_A_WEEK, time(15, 10), ZoneInfo("Europe/Paris"))
        with time_machine.travel(now, tick=False):
            sent = typed(desk, start="", length="afternoon", now="yes")
            office.send("booking-add", **sent)
        row = only(office)
        assert (row.starts_at, row.ends_at - row.starts_at) == (now, timedelta(minutes=170))

    def test_taken_the_other_half_is_a_button(self, office, desk):
        reservation(office.house, resource=desk, start="09:00", minutes=180)
        _page, source = office.refused("booking-add", **typed(desk, start="", length="day"))
        offered = re.findall(r'name="at" value="([^"]*)">([^<]*)<', source)
        assert offered == [(f"{IN_A_WEEK}Tafternoon", "Réserver plutôt l’après-midi")]
        office.send("booking-add", **typed(desk, start="", length="day", at=offered[0][0]))
        with office.house.scope():
            assert Reservation.objects.count() == 2

    def test_a_day_without_an_afternoon_says_so(self, office, desk):
        office.house.do(
            "network.edit_place", place=office.house.place, opening="Mo-Su,PH 09:00-12:00"
        )
        page, _source = office.refused("booking-add", **typed(desk, start="", length="afternoon"))
        assert "Le lieu n’ouvre pas l’après-midi ce jour-là" in page

    def test_moved_by_the_form_from_the_half_it_is(self, office, desk):
        made = reservation(office.house, resource=desk, start="09:00", minutes=540)
        answer = office.client.get(office.url("booking-move", made))
        assert '<option value="day" selected>la journée' in answer.content.decode()
        page = office.send("booking-move", made, **typed(desk, start="", length="afternoon"))
        assert "de 14 h à 18 h" in page


class TestOneReservation:
    def test_moved(self, office, laser):
        made = reservation(office.house, resource=laser)
        page = office.send("booking-move", made, **typed(laser, start="14:30", length="30"))
        assert "La réservation est déplacée." in page
        assert "de 14 h 30 à 15 h" in page

    def test_moved_where_it_is_taken_it_stays(self, office, laser):
        made = reservation(office.house, resource=laser)
        reservation(office.house, resource=laser, start="14:00")
        page, _source = office.refused("booking-move", made, **typed(laser, start="14:30"))
        assert "Trotec, pour Marie Le Gall" in page
        assert "de 10 h à 11 h" in office.get("booking", made)

    def test_the_hours_offered_to_what_moves_are_not_taken_by_itself(self, office, laser):
        made = reservation(office.house, resource=laser)
        reservation(office.house, resource=laser, start="11:00")
        _page, source = office.refused("booking-move", made, **typed(laser, start="10:30"))
        assert re.findall(r'name="at" value="[^"]*T([^"]*)"', source) == ["12:00"]

    def test_to_confirm(self, office):
        kind = family(office.house, tentative=True)
        made = reservation(office.house, resource=resource(office.house, kind))
        assert "sous réserve" in office.get("booking", made)
        page = office.send("booking-confirm", made)
        assert "La réservation est confirmée." in page
        assert "sous réserve" not in page

    def test_cancelled_late_it_says_who_waits_and_their_phone(self, office):
        house = office.house
        kept = resource(house, family(house, cancel_before=7 * 24 * 60))
        made = reservation(house, resource=kept, **slot(days=6))
        odette = house.person("Odette", "Petit", phone="06 98 76 54 32")
        waits = reservation(house, resource=kept, person=odette, wait=True, **slot(days=6))
        page = office.send("booking-cancel", made)
        assert "La réservation est annulée, après le délai. Quelqu’un attendait" in page
        assert "06 98 76 54 32" in page
        assert "Lui donner cette heure" in office.get("booking", waits)
        assert "confirmée" in office.send("booking-confirm", waits)

    def test_twice_cancelled_is_said(self, office, laser):
        made = reservation(office.house, resource=laser)
        office.send("booking-cancel", made)
        answer = office.client.post(office.url("booking-cancel", made))
        assert answer.status_code == 422
        assert "terminée, ou déjà annulée" in answer.content.decode()

    def test_by_somebody_who_works_in_another_place_than_the_first(self, office, as_role):
        place, staff = new_id(), office.house.add_staff("volunteer")
        office.house.do("network.add_place", place=place, name="Zone", kind="fablab")
        with office.house.scope():
            role = StaffRole.objects.get(staff=staff).pk
        office.house.do("network.end_role", staff_role=role, to_day=timezone.localdate() - DAY)
        theirs = {"staff": staff, "role": "volunteer", "place": place}
        office.house.do("network.give_role", staff_role=new_id(), from_day=LONG_AGO, **theirs)
        made = reservation(office.house, resource=resource(office.house, place=place))
        page = as_role("volunteer").send("booking-cancel", made)
        assert "La réservation est annulée." in page


class TestComing:
    def test_there_or_given_up_and_who_waits(self, office: Office) -> None:
        house, today = office.house, {"day": timezone.localdate(), "start": "23:00"}
        laser = resource(house, family(house, release_after=15))
        made = reservation(house, resource=laser, **today)
        waits = house.person("Odette", "Roux", phone="0698765432")
        reservation(house, resource=laser, person=waits, wait=True, **today)
        assert "La personne est là" in office.get("booking", made)
        page = office.send("booking-come", made)
        assert "C’est noté : la personne est là." in page
        assert "Est là" in page
        assert "quelqu’un attend" not in office.get("bookings")
        with house.scope():
            Reservation.objects.filter(pk=made).update(state="released")
        page = office.get("bookings")
        assert "Personne n’est venu, quelqu’un attend Odette Roux" in page
        assert "06 98 76 54 32" in page
        assert "libérée" in office.get("booking", made)

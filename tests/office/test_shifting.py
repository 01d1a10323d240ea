"""Reservations by hours: the week of a resource, the day of a family; moved there, or refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import pytest
from django.utils import timezone

from maillage.booking.commands import A_WEEK
from maillage.booking.models import Reservation
from maillage.core import saying
from maillage.core.ids import new_id
from maillage.office.screens.shifting import MOVED_BACK
from maillage.office.week import EVENING, MORNING
from tests.making_booking import family, locked, reservation, resource, slot
from tests.office.conftest import Office, text_of

IN_A_WEEK = timezone.localdate() + timedelta(days=7)
NEXT = IN_A_WEEK + timedelta(days=1)


@pytest.fixture
def laser(office: Office) -> UUID:
    return resource(office.house, family(office.house, name="Découpe"))


def moved(office: Office, made: UUID, seen: UUID, **to: Any) -> Any:
    """What the grid answers to a drop."""
    sent = {"what": seen, "day": IN_A_WEEK, "start": "14:30", "minutes": "60"} | to
    drawn = urlencode({"what": seen, "day": IN_A_WEEK})
    return office.client.post(f"{office.url('booking-shift', made)}?{drawn}", sent)


def periods(office: Office) -> list[tuple[UUID, str, int]]:
    with office.house.scope():
        return [
            (one.resource_id, f"{timezone.localtime(one.starts_at):%d %H:%M}",
             int((one.ends_at - one.starts_at).total_seconds()) // 60)
            for one in Reservation.objects.order_by("starts_at")
        ]  # fmt: skip


class TestByHalfDays:
    def test_dropped_anywhere_it_takes_the_nearest_half(self, office: Office) -> None:
        house = office.house
        house.do(
            "network.edit_place", place=house.place, opening="Mo-Su,PH 09:00-12:00,14:00-18:00"
        )
        desk = resource(house, family(house, name="Coworking", half_days=True))
        made = reservation(house, resource=desk, start="09:00", minutes=180)
        for to, found in (
            ({"start": "15:30", "minutes": "180"}, ("14:00", 240)),
            ({"start": "08:00", "minutes": "600"}, ("09:00", 540)),
            ({"start": "10:00", "minutes": "60"}, ("09:00", 180)),
        ):
            assert moved(office, made, desk, **to).status_code == 302
            assert periods(office) == [(desk, f"{IN_A_WEEK:%d} {found[0]}", found[1])]
        assert "elle se range sur le matin" in office.get("booking-hours", what=desk)

    def test_put_back_it_is_where_it_was(self, office: Office) -> None:
        """The morning, or what the team laid at other hours than those of a half-day."""
        house = office.house
        desk = resource(house, family(house, name="Coworking", half_days=True))
        house.do("network.edit_place", place=house.place, opening="Mo-Su,PH 09:00-12:00")
        for start, minutes, despite in (("09:00", 180, []), ("10:00", 45, ["length"])):
            wanted = {"start": start, "minutes": minutes, "despite": despite}
            made = reservation(house, resource=desk, **wanted)
            before = periods(office)
            assert moved(office, made, desk, day=NEXT).status_code == 302
            back = dict(office.client.session[MOVED_BACK]["asked"]) | {"back": "yes"}
            if despite:
                back["insist"] = "length"
            assert moved(office, made, desk, **back).status_code == 302
            assert periods(office) == before
            house.do("booking.cancel", reservation=made)

    def test_insisted_upon_it_takes_a_half_too(self, office: Office) -> None:
        house = office.house
        house.do("network.edit_place", place=house.place, opening="Mo-Su,PH 09:00-12:00")
        desk = resource(house, family(house, half_days=True, notice=A_WEEK))
        made = reservation(house, resource=desk, start="09:00", minutes=180, despite=["notice"])
        day = IN_A_WEEK - timedelta(days=2)
        to = {"day": day, "start": "10:30", "minutes": "180"}
        assert "Déplacer quand même" in text_of(moved(office, made, desk, **to))
        assert moved(office, made, desk, insist="notice", **to).status_code == 302
        assert periods(office) == [(desk, f"{day:%d} 09:00", 180)]

    @pytest.mark.parametrize("minutes", ["9" * 12, "9" * 5000, "-1", "²"])
    def test_a_length_that_is_none_breaks_no_page(self, office: Office, minutes: str) -> None:
        house = office.house
        desk = resource(house, family(house, half_days=True))
        made = reservation(house, resource=desk, start="00:00", minutes=13 * 60)
        assert moved(office, made, desk, minutes=minutes).status_code == 302

    def test_what_is_no_hour_is_said(self, office: Office) -> None:
        desk = resource(office.house, family(office.house, half_days=True))
        made = reservation(office.house, resource=desk, start="00:00", minutes=13 * 60)
        assert moved(office, made, desk, start="midi").status_code == 422


class TestDrawn:
    def test_a_place_without_resources_says_so(self, office):
        assert "Rien ne se réserve encore dans ce lieu" in office.get("booking-hours")

    def test_the_week_of_a_resource(self, office, laser):
        reservation(office.house, resource=laser)
        page = office.get("booking-hours", what=laser, day=IN_A_WEEK)
        assert "Semaine du" in page
        assert "de 10 h à 11 h Marie Le Gall" in page
        assert "de 10 h" not in office.get("booking-hours", what=laser)

    def test_the_day_of_a_family(self, office, laser):
        other = resource(office.house, family(office.house, name="Postes"))
        reservation(office.house, resource=laser)
        reservation(office.house, resource=other, start="15:00")
        with office.house.scope():
            kind = Reservation.objects.get(resource=other).family_id
        first = office.get("booking-hours", day=IN_A_WEEK)
        assert saying.capital(saying.day_long(IN_A_WEEK)) in first
        assert ("de 10 h à 11 h" in first, "de 15 h" in first) == (True, False)
        second = office.get("booking-hours", day=IN_A_WEEK, family=kind)
        assert ("de 10 h à 11 h" in second, "de 15 h à 16 h" in second) == (False, True)

    def test_a_volunteer_reads_an_initial(self, office, laser, as_role):
        reservation(office.house, resource=laser)
        page = as_role("volunteer").get("booking-hours", what=laser, day=IN_A_WEEK)
        assert ("Marie L." in page, "Le Gall" in page) == (True, False)

    def test_what_is_held_all_night_does_not_stretch_the_day(self, office, laser):
        reservation(office.house, resource=laser, start="17:00", minutes=19 * 60)
        out = locked(office.house)
        for what in (laser, out):
            answer = office.client.get(
                office.url("booking-hours"), {"what": what, "day": NEXT}
            ).context["grid"]
            assert (answer.first, answer.last) == (MORNING, EVENING)

    def test_a_session_of_the_evening_is_drawn_whole(self, office):
        """From 18 h to 19 h 30: past the usual evening of the grid."""
        house = office.house
        inside = resource(house, parent=house.room)
        house.session(day=IN_A_WEEK, start="18:00", minutes=90, room=house.room)
        answer = office.client.get(
            office.url("booking-hours"), {"what": inside, "day": IN_A_WEEK}
        ).context["grid"]
        (event,) = answer.columns[IN_A_WEEK.weekday()].events
        assert (event.first, event.last, answer.last) == (18 * 4, 19 * 4 + 2, 20 * 4)


class TestMoved:
    def test_to_another_hour_and_back(self, office, laser):
        made = reservation(office.house, resource=laser)
        answer = moved(office, made, laser)
        assert answer.status_code == 302
        assert f"moved={made}" in answer["Location"]
        page = office.client.get(answer["Location"])
        assert "✓ La réservation est déplacée. Annuler ce déplacement" in text_of(page)
        assert periods(office) == [(laser, f"{IN_A_WEEK:%d} 14:30", 60)]
        back = dict(page.context["moved_back"]["asked"])
        assert back == {
            "what": str(laser), "day": str(IN_A_WEEK), "start": "10:00", "minutes": "60",
        }  # fmt: skip
        answer = moved(office, made, laser, **back, back="yes")
        page = text_of(office.client.get(answer["Location"]))
        assert "remise où elle était" in page
        assert "Annuler ce déplacement" not in page
        assert periods(office) == [(laser, f"{IN_A_WEEK:%d} 10:00", 60)]

    def test_to_another_day_another_machine_and_another_length(self, office, laser):
        other = resource(office.house)
        made = reservation(office.house, resource=laser)
        answer = moved(office, made, other, day=NEXT, minutes="105")
        assert f"what={other}" in answer["Location"]
        assert periods(office) == [(other, f"{NEXT:%d} 14:30", 105)]

    def test_where_it_is_taken_it_stays_and_says_why(self, office, laser):
        made = reservation(office.house, resource=laser)
        reservation(office.house, resource=laser, start="14:00")
        before = periods(office)
        answer = moved(office, made, laser)
        assert answer.status_code == 422
        assert "est déjà prise" in text_of(answer)
        assert "de 10 h à 11 h Marie Le Gall" in text_of(answer)
        assert periods(office) == before

    def test_a_rule_is_set_aside_by_a_second_button(self, office):
        strict = resource(office.house, family(office.house, longest=60))
        made = reservation(office.house, resource=strict)
        answer = moved(office, made, strict, minutes="120")
        assert 'name="insist" value="length">Déplacer quand même' in answer.content.decode()
        asked = dict(answer.context["refused"]["asked"])
        moved(office, made, strict, **asked, insist="length")
        assert periods(office) == [(strict, f"{IN_A_WEEK:%d} 14:30", 120)]

    def test_what_is_over_or_unknown(self, office, laser):
        made = reservation(office.house, resource=laser, **slot(days=3))
        office.send("booking-cancel", made)
        assert "terminée, ou déjà annulée" in text_of(moved(office, made, laser))
        assert moved(office, new_id(), laser).status_code == 404
        assert moved(office, made, new_id()).status_code == 422

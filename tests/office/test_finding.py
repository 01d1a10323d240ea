"""« Prochain créneau libre »: a kind in a word, a line for each place, and where it leads."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from maillage.core import saying
from maillage.core.ids import new_id
from tests.houses import build_house
from tests.making_booking import family, reservation, resource
from tests.making_plans import take, use_plan
from tests.office.conftest import Office

DAY = timezone.localdate() + timedelta(days=7)
ASKED = {"day": DAY, "start": "10:00", "length": "60"}
CODE = "aveyron-2026"


def test_nothing_of_that_kind(office: Office) -> None:
    assert "Quel genre de matériel" in office.get("booking-next")
    assert "Rien de ce genre ne se réserve" in office.get("booking-next", kind="laser", **ASKED)


def test_free_here_it_leads_to_the_filled_form(office: Office) -> None:
    laser = resource(office.house, family(office.house, name="Découpe laser"))
    reservation(office.house, resource=laser, day=DAY, start="10:00", minutes=60)
    said = f"{saying.capital(saying.day(DAY))}, de 11 h à 12 h"
    assert said in office.get("booking-next", kind="lasers", **ASKED)
    source = office.client.get(office.url("booking-next"), {"kind": "laser", **ASKED})
    (link,) = source.context["lines"]
    form = office.client.get(link["reserve"]).content.decode()
    for filled in (f'value="{laser}" selected', f'value="{DAY}"', 'value="11:00"'):
        assert filled in form
    sent = {"what": laser, "day": DAY, "start": "11:00", "length": "60"}
    assert "Réservé" in office.send("booking-add", **sent)


def test_by_the_name_of_a_machine_where_no_kind_has_it(office: Office) -> None:
    house = office.house
    unit = {"unit": new_id(), "name": "Imprimante 3D", "kind": "machine", "place": house.place}
    house.do("network.add_unit", **unit)
    of = family(house, name="Impression")
    house.do("booking.set_resource", resource=new_id(), unit=unit["unit"], family=of)
    resource(house, of)
    assert "de 10 h à 11 h" in office.get("booking-next", kind="imprimantes", **ASKED)
    assert "Rien de ce genre" in office.get("booking-next", kind="scie", **ASKED)


def test_from_now_on_when_only_the_kind_is_said(office: Office) -> None:
    resource(office.house, family(office.house, name="Studio"))
    assert "Le plus tôt d’abord" in office.get("booking-next", kind="Studio")


def test_for_somebody_their_plan_counts_and_the_form_is_theirs(office: Office) -> None:
    house, zoe = office.house, office.house.person("Zoé", "Roux")
    house.do("network.edit_place", place=house.place, opening="Mo-Su 14:00-18:00")
    resource(house, family(house, name="Studio"))
    take(house, use_plan(house, "H24", 250, at_any_hour=True), timezone.localdate(), person=zoe)
    asked = {"kind": "studio", **ASKED}
    assert "de 14 h à 15 h" in office.get("booking-next", **asked)
    page = office.get("booking-next", **asked, q="zoé")
    assert "Pour Zoé Roux, avec ses habilitations et sa formule." in page
    assert "de 10 h à 11 h" in page
    answer = office.client.get(office.url("booking-next"), {**asked, "q": "zoé"})
    (line,) = answer.context["lines"]
    assert f"person={zoe}" in line["reserve"]
    assert "Personne de ce nom : zzz." in office.get("booking-next", **asked, q="zzz")
    house.person("Zoé", "Petit")
    page = office.get("booking-next", **asked, q="zoé")
    assert ("Zoé Petit" in page, "de 14 h à 15 h" in page) == (True, True)
    chosen = {**asked, "q": "zoé", "searched": "zoé", "person": zoe}
    assert "de 10 h à 11 h" in office.get("booking-next", **chosen)
    page = office.get("booking-next", **{**chosen, "q": "petit"})
    assert "Pour Zoé Petit, avec" in page
    assert "Zoé Roux" not in page


def test_a_length_it_does_not_have_is_said_and_nothing_free(office: Office) -> None:
    resource(office.house, family(office.house, name="Studio", shortest=120))
    page = office.get("booking-next", kind="studio", **ASKED)
    assert "Pas pour cette durée" in page
    assert "« Studio » se réserve par 15 min, au moins 2 h." in page
    full = resource(office.house, family(office.house, name="Scie", ahead=1))
    page = office.get("booking-next", kind="scie", **ASKED)
    assert "Rien de libre dans les 60 jours" in page
    assert full


def test_a_partner_is_named_and_called(office: Office) -> None:
    other = build_house("rodez", "Tiers-lieu de Rodez")
    ids = {"network": new_id(), "membership": new_id()}
    other.do("network.found_network", **ids, name="Lieux", code=CODE, from_day=timezone.localdate())
    place = {"place": other.place, "name": "Atelier du Piton", "kind": "fablab"}
    other.do("network.edit_place", **place, phone="05 65 00 00 00")
    reservation(other, resource=resource(other, family(other, name="Laser CO2")))
    assert "Atelier du Piton" not in office.get("booking-next", kind="laser", **ASKED)
    office.house.do(
        "network.join_network", membership=new_id(), code=CODE, from_day=timezone.localdate()
    )
    page = office.get("booking-next", kind="laser", **ASKED)
    assert "Atelier du Piton (Tiers-lieu de Rodez)" in page
    assert "Appeler le 05 65 00 00 00" in page
    assert "Le Gall" not in page


def test_what_is_wrong_is_said(office: Office) -> None:
    answer = office.client.get(office.url("booking-next"), {"kind": "laser", "length": "7"})
    assert (answer.status_code, "À corriger" in answer.content.decode()) == (422, True)

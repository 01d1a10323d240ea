"""Places, rooms, carriers, the team, devices and documents through their screens."""

from __future__ import annotations

import pytest
from django.test import Client

from maillage.core.ids import new_id
from maillage.network.devices import COOKIE, pin_matches
from maillage.network.models import Carrier, Place, Staff, StaffRole, Unit
from tests.houses import PASSWORD, Desk, sign_in
from tests.office.conftest import Office

PLACE = {"name": "Annexe", "kind": "fablab", "time_zone": "Europe/Paris"}


def test_a_place_is_added_then_takes_its_identity(office: Office) -> None:
    assert "Annexe fab lab" in office.send("place-add", **PLACE)
    with office.house.scope():
        place = Place.objects.get(name="Annexe")
    page = office.send(
        "place", place.pk, **{**PLACE, "name": "L’Annexe"}, motto="Tout près", colour="#7a1f5c",
        phone="03 29 12 34 56", commune="Bras-sur-Meuse",
    )  # fmt: skip
    assert "L’Annexe fab lab · Tout près · 03 29 12 34 56" in page
    with office.house.scope():
        place.refresh_from_db()
    assert (place.colour, place.commune_id) == ("#7a1f5c", "55073")
    home = office.client.get(office.url("home"), {"place": str(place.pk)}).content.decode()
    assert 'data-colour="#7a1f5c"' in home
    assert "L’Annexe" in home


def test_school_holidays_are_those_of_the_commune_unless_said(office: Office) -> None:
    place, same = office.house.place, {**PLACE, "name": "Numéripôle"}

    def zones() -> tuple[str, str]:
        with office.house.scope():
            found = Place.objects.get(pk=place)
        return found.school_zone, found.holiday_zone

    office.send("place", place, **same, commune="Bras-sur-Meuse")
    assert zones() == ("B", "metropole")
    office.send("place", place, **same, commune="Metz (57463)")
    assert zones() == ("B", "alsace_moselle")
    office.send("place", place, **same, commune="Metz (57463)", school_zone="C")
    office.send("place", place, **same, commune="Bras-sur-Meuse", school_zone="C")
    assert zones() == ("C", "metropole")
    office.send("place", place, **same, commune="Paris (75056)")
    assert zones() == ("C", "metropole")
    office.send("place", place, **same, commune="Bras-sur-Meuse")
    assert zones() == ("B", "metropole")


def test_what_is_not_typed_empties_and_a_closed_place_opens_again(office: Office) -> None:
    place = office.house.place
    same = {**PLACE, "name": "Numéripôle"}
    filled = {"motto": "Tout près", "commune": "Bras-sur-Meuse"}
    page = office.send("place", place, **same, **filled, closed_on="2026-01-31")
    assert "Tout près · fermé après le 31/01/2026" in page
    assert "fermé après" not in office.send("place", place, **same)
    with office.house.scope():
        found = Place.objects.get(pk=place)
    assert (found.motto, found.commune_id, found.closed_on) == ("", None, None)
    assert found.colour == "#0a5a54"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"colour": "#ffee88"}, "Cette couleur est trop claire"),
        ({"name": "Numéripôle"}, "Un lieu porte déjà ce nom"),
        ({"time_zone": "Mars"}, "Ce fuseau horaire est inconnu"),
    ],
)
def test_a_refused_place_keeps_what_was_typed(office: Office, typed: dict, said: str) -> None:
    page, source = office.refused("place-add", **{**PLACE, "motto": "Tout près", **typed})
    assert said in page
    assert 'value="Tout près"' in source


def test_a_room_is_added_perhaps_inside_another(office: Office) -> None:
    house = office.house
    assert "Mezzanine" in office.send("room-add", house.place, name="Mezzanine", parent=house.room)
    with house.scope():
        assert Unit.objects.get(name="Mezzanine").parent_id == house.room
    page, _source = office.refused("room-add", house.place, name="Mezzanine")
    assert "Ce nom est déjà pris dans ce lieu" in page


def test_carriers_follow_each_other(office: Office) -> None:
    office.send("carrier-add", name="Commune de Bras", kind="commune", from_day="2016-01-01")
    page = office.send(
        "carrier-add", name="Association Numéripôle", kind="association", from_day="2018-01-01",
        rna="W551000001",
    )  # fmt: skip
    assert "Association Numéripôle association · depuis le 01/01/2018 · RNA W551000001" in page
    assert "Commune de Bras commune · depuis le 01/01/2016 jusqu’au 31/12/2017" in page
    page, _source = office.refused(
        "carrier-add", name="Trop tôt", kind="commune", from_day="2017-01-01", siret="1"
    )
    assert "Ce SIRET est faux" in page
    with office.house.scope():
        first = Carrier.objects.get(kind="commune")
    office.send("carrier", first.pk, name="Commune de Bras-sur-Meuse", kind="commune")
    with office.house.scope():
        first.refresh_from_db()
    assert (first.name, first.from_day.year) == ("Commune de Bras-sur-Meuse", 2016)


JOINS = {"first_name": "Karim", "role": "volunteer", "from_day": "2026-01-01", "till_allowed": "on"}


def test_somebody_joins_with_a_role_a_sign_in_and_a_pin(office: Office) -> None:
    page = office.send("staff-add", **JOINS, login="karim", password=PASSWORD, pin="2468")
    assert "Karim fait partie de l’équipe" in page
    assert "se connecte avec « karim » · a un code d’accès" in page
    assert Client().login(username="karim", password=PASSWORD)
    with office.house.scope():
        karim = Staff.objects.get(first_name="Karim")
        role = StaffRole.objects.get(staff=karim)
    assert pin_matches(karim, "2468")
    assert (role.role, role.place_id, role.till_allowed) == ("volunteer", None, True)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"login": "karim"}, "Donnez un mot de passe avec l’identifiant"),
        ({"login": "karim", "password": "short"}, "trop court"),
        ({"login": "manager@bras", "password": PASSWORD}, "Cet identifiant est celui de Loïc"),
        ({"pin": "12"}, "Le code compte de 4 à 6 chiffres"),
        ({"role": "king"}, "Sélectionnez un choix valide"),
    ],
)
def test_who_cannot_join_is_not_half_there(office: Office, typed: dict, said: str) -> None:
    page, source = office.refused("staff-add", **{**JOINS, "last_name": "Haddad", **typed})
    assert said in page
    assert 'value="Haddad"' in source
    with office.house.scope():
        assert Staff.objects.count() == 1


def test_roles_are_given_and_ended(office: Office) -> None:
    house = office.house
    staff = house.add_staff("volunteer", "Gérard")
    page = office.send(
        "role-give", staff, role="mediator", place=house.place, from_day="2026-01-01"
    )
    assert "Médiateur·rice Numéripôle · depuis le 01/01/2026 · sans la caisse" in page
    with house.scope():
        role = StaffRole.objects.get(staff=staff, role="volunteer")
        last = StaffRole.objects.get(role="manager")
    assert "jusqu’au 30/06/2026" in office.send("role-end", role.pk, to_day="2026-06-30")
    page, _source = office.refused("role-end", last.pk, to_day="2026-06-30")
    assert "C’est le dernier responsable" in page


def test_a_pin_is_changed_and_travels_hashed(office: Office) -> None:
    staff = office.house.add_staff("volunteer", "Gérard")
    assert "Le nouveau code est en place" in office.send("pin-set", staff, pin="1357")
    with office.house.scope():
        assert pin_matches(Staff.objects.get(pk=staff), "1357")
    page, _source = office.refused("pin-set", staff, pin="abcd")
    assert "Le code compte de 4 à 6 chiffres" in page


def test_a_browser_becomes_a_desk_and_stops_being_one(office: Office, desk: Desk) -> None:
    page = office.get("devices")
    assert "Accueil Numéripôle · depuis le" in page
    assert "Mediator y est" in page
    made = office.client.post(office.url("desk-enrol"), {"name": "Ordinateur de l’entrée"})
    assert made.status_code == 302
    assert COOKIE in office.client.cookies
    assert "Ce navigateur est le poste « Ordinateur de l’entrée »" in office.get("devices")
    assert "retiré le" in office.send("device-revoke", desk.device)
    again = office.client.post(office.url("device-revoke", desk.device))
    assert again.status_code == 422
    assert "Cet appareil est déjà retiré" in again.content.decode()
    empty = office.client.post(office.url("series-close", desk.device), {"last_number": ""})
    assert empty.status_code == 422
    assert "Ce champ est obligatoire" in empty.content.decode()
    assert "série A fermée au n° 2" in office.send("series-close", desk.device, last_number="2")
    assert "Des reçus d’un poste retiré ne sont jamais arrivés" in office.get("to-settle")


def test_a_place_closes_and_opens_again(office: Office) -> None:
    house = office.house
    assert "fermé après le 30/06/2026 Logo" in " ".join(
        office.send("place-close", house.place, closed_on="2026-06-30").split()
    )
    assert "fermé après" not in office.send("place-close", house.place, closed_on="")


def test_a_manager_of_one_place_sets_only_that_place(office: Office) -> None:
    house = office.house
    other = new_id()
    house.do("network.add_place", place=other, name="Annexe", kind="fablab")
    staff = house.add_staff("volunteer", "Gérard")
    house.do("network.give_role", staff_role=new_id(), staff=staff, role="manager", place=other)
    house.staff["local"] = staff
    local = Office(house, sign_in(house, "local"))
    assert "Le lieu est modifié" in local.send("place", other, **{**PLACE, "motto": "Ici"})
    page, _source = local.refused("place", house.place, **{**PLACE, "name": "Pris"})
    assert "Votre rôle ne permet pas" in page

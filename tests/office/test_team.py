"""The team through its screens: passwords given, leavings and returns."""

from __future__ import annotations

import pytest
from django.test import Client

from maillage.core.ids import new_id
from maillage.network.models import Staff
from maillage.network.rights import Right
from maillage.office.words import RIGHT_WORDS
from tests.houses import PASSWORD, ailleurs, sign_in
from tests.office.conftest import Office

NEW = "une autre phrase longue"


@pytest.fixture
def karim(office: Office):
    return office.house.add_staff("mediator", "Karim")


def test_a_new_password_is_given(office: Office, karim) -> None:
    theirs = sign_in(office.house, "mediator")
    assert "Se connecte avec « mediator@bras ». Changer le mot de passe" in office.get(
        "staff", karim
    )
    page = office.send("password-set", karim, password=NEW)
    assert "Le nouveau mot de passe est en place" in page
    assert theirs.get("/s/bras/").status_code == 302
    assert Client().login(username="mediator@bras", password=NEW)
    page, _source = office.refused("password-set", karim, password="short")
    assert "trop court" in page


def test_ones_own_password_is_changed_in_ones_account(office: Office) -> None:
    own = office.house.manager
    answer = office.client.post(office.url("password-set", own), {"password": NEW})
    assert (answer.status_code, answer["Location"]) == (302, "/s/bras/account/")
    assert Client().login(username="manager@bras", password=PASSWORD)


def test_somebody_leaves_once_confirmed_and_comes_back(office: Office, karim) -> None:
    theirs = sign_in(office.house, "mediator")
    assert "Noter le départ de Karim" in office.get("staff-end", karim)
    page, _source = office.refused("staff-end", karim, left_on="2026-06-30")
    assert "Ce champ est obligatoire" in page
    assert theirs.get("/s/bras/").status_code == 200
    page = office.send("staff-end", karim, left_on="2026-06-30", sure="on")
    assert "C’est noté" in page
    assert "Dernier jour : le 30 juin 2026. Changer le départ" in page
    assert "jusqu’au 30/06/2026" in page
    assert "Changer le code" not in page
    assert "dernier jour : le 30/06/2026" in office.get("team")
    assert theirs.get("/s/bras/").status_code == 404
    assert "Dernier jour" not in office.send("staff-end", karim, left_on="", sure="on")
    with office.house.scope():
        assert Staff.objects.get(pk=karim).left_on is None


def test_the_last_manager_does_not_leave(office: Office) -> None:
    own = office.house.manager
    page, _source = office.refused("staff-end", own, left_on="2026-06-30", sure="on")
    assert "C’est le dernier responsable" in page


def test_a_manager_of_one_place_ends_nobody_elsewhere(office: Office, karim) -> None:
    house, other = office.house, new_id()
    house.do("network.add_place", place=other, name="Annexe", kind="fablab")
    local = house.add_staff("volunteer", "Gérard")
    house.do("network.give_role", staff_role=new_id(), staff=local, role="manager", place=other)
    browser = Office(house, sign_in(house, "volunteer"))
    page, _source = browser.refused("staff-end", karim, left_on="2026-06-30", sure="on")
    assert "Votre rôle ne permet pas" in page


def test_everything_about_somebody_is_on_one_page(office: Office, karim) -> None:
    page = office.send(
        "qualify", karim, label="Découpe laser", granted_on="2026-01-01", valid_until="2026-02-01"
    )
    assert "Découpe laser finie depuis le 01/01/2026 jusqu’au 01/02/2026" in page
    assert "Médiateur·rice tous les lieux · depuis le 01/01/2020 Mettre fin" in page
    assert "A un code d’accès pour le poste d’accueil. Changer le code" in page
    assert "Fait partie de l’équipe. Noter un départ" in page


def test_the_roles_are_told_by_the_one_table_of_rights(office: Office) -> None:
    assert set(RIGHT_WORDS) == {value for name, value in vars(Right).items() if name.isupper()}
    page = office.get("roles")
    yes, no = "✓ oui", "– non"
    assert f"Encaisser, ouvrir et fermer la caisse {yes} {yes} {yes} {no} {no} {no}" in page
    assert f"Fixer les prix et les formules d’adhésion {no} {no} {yes} {no} {no} {no}" in page


def test_whose_login_it_is_elsewhere_is_not_told(office: Office) -> None:
    ailleurs()
    joins = {"first_name": "Karim", "role": "volunteer", "from_day": "2026-01-01"}
    page, _source = office.refused(
        "staff-add", **joins, login="manager@ailleurs", password=PASSWORD
    )
    assert "Cet identifiant est déjà pris : donnez-en un autre." in page

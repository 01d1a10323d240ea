"""One's own account: who may change the password, and which sessions end."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client

from maillage.network.models import Staff
from tests.houses import PASSWORD, House, open_desk, sign_in
from tests.office.conftest import Office, text_of

NEW = "une autre phrase longue"
TYPED = {"present": PASSWORD, "password": NEW}


def opens(client: Client, house: House) -> bool:
    return client.get(f"/s/{house.slug}/").status_code == 200


def test_the_password_changes_and_the_other_sessions_end(office: Office) -> None:
    elsewhere = sign_in(office.house, "manager")
    page = office.send("account", **TYPED)
    assert "Votre mot de passe est changé" in page
    assert [opens(one, office.house) for one in (office.client, elsewhere)] == [True, False]
    assert Client().login(username="manager@bras", password=NEW)
    assert not Client().login(username="manager@bras", password=PASSWORD)


@pytest.mark.parametrize("role", ["volunteer", "mediator", "treasurer", "coordinator"])
def test_every_role_has_its_account(as_role, role: str) -> None:
    office = as_role(role)
    assert f"Vous vous connectez avec « {role}@bras »" in office.get("account")
    assert "/s/bras/account/" in office.client.get(office.url("home")).content.decode()
    assert "est changé" in office.send("account", **TYPED)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"present": "wrong"}, "Ce n’est pas votre mot de passe actuel"),
        ({"present": ""}, "Ce champ est obligatoire"),
        ({"password": "short"}, "trop court"),
        ({"password": "1234567890"}, "trop courant"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_changes(office: Office, typed: dict, said: str) -> None:
    page, source = office.refused("account", **{**TYPED, **typed})
    assert said in page
    assert PASSWORD not in source
    assert Client().login(username="manager@bras", password=PASSWORD)


@time_machine.travel("2026-11-24T13:00:00Z", tick=False)
def test_the_eleventh_wrong_try_waits(office: Office) -> None:
    wrong = {**TYPED, "present": "wrong"}
    assert all("actuel" in office.refused("account", **wrong)[0] for _ in range(10))
    assert "Attendez 16 min" in office.refused("account", **TYPED)[0]


def test_who_took_over_by_a_pin_changes_their_own(house: House) -> None:
    desk = open_desk(house)
    volunteer = house.add_staff("volunteer")
    desk.client.post(desk.url("switch"), {"staff": str(volunteer), "pin": "2468"})
    office = Office(house, desk.client)
    assert "Vous vous connectez avec « volunteer@bras »" in office.get("account")
    assert "est changé" in office.send("account", **TYPED)
    assert Client().login(username="volunteer@bras", password=NEW)
    assert Client().login(username="mediator@bras", password=PASSWORD)


def test_without_an_account_a_pin_is_enough(house: House) -> None:
    desk = open_desk(house)
    volunteer = house.add_staff("volunteer")
    with house.scope():
        Staff.objects.filter(pk=volunteer).update(account=None)
    desk.client.post(desk.url("switch"), {"staff": str(volunteer), "pin": "2468"})
    office = Office(house, desk.client)
    assert "Vous n’avez pas d’identifiant" in office.get("account")
    answer = desk.client.post(office.url("account"), TYPED)
    assert "Vous n’avez pas d’identifiant" in text_of(answer)

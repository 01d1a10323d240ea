"""Sign in and out: where one lands, what is refused, how often one may try."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from maillage.core.ids import new_id
from maillage.network.bootstrap import found
from maillage.network.models import Account, Staff
from tests.houses import PASSWORD, House, ailleurs
from tests.office.conftest import text_of

pytestmark = pytest.mark.django_db


def try_once(client: Client, password: str = PASSWORD, **more: str):
    return client.post("/connexion", {"login": "manager@bras", "password": password, **more})


def test_one_lands_in_ones_structure(house: House) -> None:
    client = Client()
    assert client.get("/connexion").status_code == 200
    answer = try_once(client)
    assert (answer.status_code, answer["Location"]) == (302, "/s/bras/")
    assert client.get("/s/bras/").status_code == 200
    assert client.get("/connexion")["Location"] == "/s/bras/"


def test_a_session_has_another_name_after_the_sign_in(house: House) -> None:
    client = Client()
    try_once(client)
    first = client.session.session_key
    client.post("/deconnexion")
    assert client.get("/s/bras/")["Location"] == "/connexion?next=/s/bras/"
    try_once(client)
    assert client.session.session_key != first


def test_one_goes_on_to_where_one_was_going(house: House) -> None:
    assert try_once(Client(), next="/s/bras/people/")["Location"] == "/s/bras/people/"
    page = Client().get("/connexion?next=/s/bras/people/").content.decode()
    assert '<input type="hidden" name="next" value="/s/bras/people/">' in page


@pytest.mark.parametrize(
    "elsewhere", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"]
)
def test_nobody_is_sent_elsewhere(house: House, elsewhere: str) -> None:
    assert try_once(Client(), next=elsewhere)["Location"] == "/s/bras/"


def test_a_wrong_password_keeps_the_login(house: House) -> None:
    answer = try_once(Client(), "wrong")
    assert answer.status_code == 422
    assert "n’est pas le bon" in text_of(answer)
    assert 'value="manager@bras"' in answer.content.decode()
    assert "wrong" not in answer.content.decode()


def test_an_empty_form_says_what_is_missing(house: House) -> None:
    answer = Client().post("/connexion", {})
    assert answer.status_code == 422
    assert text_of(answer).count("Ce champ est obligatoire") == 4


@time_machine.travel("2026-11-24T13:00:00Z", tick=False)
def test_the_eleventh_wrong_try_waits_and_the_right_one_too(house: House) -> None:
    client = Client()
    assert [try_once(client, "wrong").status_code for _ in range(10)] == [422] * 10
    answer = try_once(client)
    assert answer.status_code == 429
    assert "Attendez 16 min" in text_of(answer)
    with time_machine.travel("2026-11-24T13:16:00Z", tick=False):
        assert try_once(client).status_code == 302


@time_machine.travel("2026-11-24T13:00:00Z", tick=False)
def test_right_passwords_are_not_counted(house: House) -> None:
    assert [try_once(Client()).status_code for _ in range(12)] == [302] * 12


def test_who_works_in_several_structures_chooses(house: House) -> None:
    other = ailleurs()
    account = Account.objects.get(login="manager@bras")
    with other.scope():
        Staff.objects.create(
            pk=new_id(), structure_id=other.structure, first_name="Loïc", account=account
        )
    client = Client()
    assert try_once(client)["Location"] == "/connexion/structures"
    page = text_of(client.get("/connexion/structures"))
    assert "Ailleurs" in page
    assert "Numéripôle" in page


def test_an_account_of_nowhere_is_told_so(db: None) -> None:
    made = found(
        structure_name="Vide",
        slug="vide",
        first_name="Anne",
        login="anne",
        password=PASSWORD,
        now=timezone.now(),
    )
    Staff._base_manager.filter(pk=made.manager.pk).update(account=None)
    client = Client()
    client.post("/connexion", {"login": "anne", "password": PASSWORD})
    assert "plus rattaché" in text_of(client.get("/connexion/structures"))


def test_signing_out_asks_a_post(house: House) -> None:
    assert Client().get("/deconnexion").status_code == 405
    assert Client().post("/deconnexion")["Location"] == "/connexion?left"

"""The first run: an empty base is founded by who reads the terminal, once."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from maillage.network import first_run
from maillage.network.models import Account, Structure
from tests.houses import PASSWORD, House
from tests.office.conftest import text_of

TYPED = {
    "structure_name": "Association Numéripôle",
    "first_name": "Loïc",
    "login": "loic",
    "password": PASSWORD,
}


def test_an_empty_base_leads_to_the_first_run(db: None) -> None:
    answer = Client().get("/")
    assert (answer.status_code, answer["Location"]) == (302, "/commencer")
    assert "Bienvenue ! Commençons." in text_of(Client().get("/commencer"))


def test_the_code_founds_signs_in_and_is_used_up(db: None) -> None:
    client, code = Client(), first_run.code()
    answer = client.post("/commencer", {**TYPED, "code": code.lower().replace("-", " ")})
    assert answer["Location"] == "/s/association-numeripole/"
    assert "Votre premier jour d’ouverture" in text_of(client.get(answer["Location"]))
    assert not first_run.take(code)
    for method in (client.get, Client().get, Client().post):
        assert method("/commencer").status_code == 404
    assert Client().get("/").status_code == 200


def test_without_the_code_nothing_is_founded(db: None) -> None:
    for written in (False, True):
        if written:
            first_run.code()
        answer = Client().post("/commencer", {**TYPED, "code": "AAAA-AAAA"})
        assert answer.status_code == 422
        assert "Ce n’est pas le code" in text_of(answer)
    assert not Structure.objects.exists()
    assert not Account.objects.exists()


def test_tries_at_the_code_are_counted(db: None) -> None:
    code = first_run.code()
    for _ in range(10):
        Client().post("/commencer", {**TYPED, "code": "AAAA-AAAA"})
    answer = Client().post("/commencer", {**TYPED, "code": code})
    assert "Trop d’essais" in text_of(answer)
    assert not Structure.objects.exists()


@pytest.mark.parametrize(
    ("name", "slug"), [("Maison d’Été", "maison-d-ete"), ("李", ""), ("Bras", "bras")]
)
def test_the_address_comes_from_the_name(db: None, name: str, slug: str) -> None:
    typed = {**TYPED, "structure_name": name, "code": first_run.code()}
    answer = Client().post("/commencer", typed)
    assert answer.get("Location", "") == (f"/s/{slug}/" if slug else "")
    assert slug or "Écrivez l’adresse" in text_of(answer)


@pytest.mark.parametrize("weak", ["court", "motdepasse", "1234567890"])
def test_a_weak_password_is_said_before_the_code_is_used(db: None, weak: str) -> None:
    code = first_run.code()
    answer = Client().post("/commencer", {**TYPED, "code": code, "password": weak})
    assert (answer.status_code, first_run.code()) == (422, code)


def test_the_code_is_for_its_owner_alone_and_opens_once(settings) -> None:
    code = first_run.code()
    assert len(code) == 9
    path = Path(settings.DATA_DIR) / "keys" / "first_run"
    assert path.stat().st_mode & 0o777 == 0o600
    assert first_run.code() == code
    assert [first_run.take(code), first_run.take(code)] == [True, False]
    first_run.put_back(code)
    assert first_run.code() == code


def test_a_base_with_a_structure_has_no_first_run(house: House) -> None:
    first_run.code()
    assert Client().get("/commencer").status_code == 404

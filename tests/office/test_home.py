"""Today in one look; the first steps of an empty structure; who is offered what."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from maillage.core.ids import new_id
from maillage.network.bootstrap import found
from tests.houses import PASSWORD, Desk, sign_in
from tests.office.conftest import Office, text_of


def test_the_day_is_counted_in_words(office: Office, desk: Desk) -> None:
    session = desk.house.session(start="00:00", minutes=1439)
    for name in ("Marie", "Odette"):
        person = desk.house.person(name, "")
        desk.do("counter.arrive", visit=new_id(), person=person)
    desk.do("people.count_anonymous", count=new_id())
    desk.house.do(
        "programme.register", session=session, seats=[{"registration": new_id(), "person": None}]
    )
    desk.do("money.open_till", till=new_id(), float_cents=5000)
    page = office.get("home")
    assert "3 personnes, 2 nouvelles dont 1 sans nom" in page
    assert "Boîte mail" in page
    assert "1/8 places prises" in page
    assert "Caisse A, ouverte depuis" in page
    assert "50,00 €" in page
    assert "À régler" not in page


def test_the_cash_of_an_open_till_leaves_out_what_is_closed(office: Office, desk: Desk) -> None:
    price = next(
        one for one in desk.snapshot()["prices"] if one["code"] == "ATELIER" and one["member"]
    )

    def sell(number: int) -> None:
        line = {
            "kind": "session",
            "code": "ATELIER",
            "member": True,
            "price": price["price"],
            "rate": price["rate"],
            "amount_cents": 800,
        }
        desk.do(
            "money.sell",
            sale={
                "sale": new_id(),
                "lines": [line],
                "payments": [{"means": "cash", "amount_cents": 800}],
                "receipt": {"receipt": new_id(), "number": number},
            },
        )

    till = new_id()
    desk.do("money.open_till", till=till, float_cents=5000)
    sell(1)
    desk.do("money.close_till", closing=new_id(), till=till, counted_cents=5800)
    desk.do("money.open_till", till=new_id(), float_cents=2000)
    sell(2)
    assert "28,00 €" in office.get("home")


def test_what_is_left_to_settle_is_said(office: Office, desk: Desk) -> None:
    desk.do("people.greet", visit=new_id(), person=new_id())
    assert "1 ligne à voir" in office.get("home")


def test_an_empty_structure_is_shown_its_first_steps(db: None) -> None:
    now = timezone.now()
    found(
        structure_name="Neuve", slug="neuve", first_name="Anne", login="anne", password=PASSWORD,
        now=now,
    )  # fmt: skip
    client = Client()
    client.post("/connexion", {"login": "anne", "password": PASSWORD})
    page = text_of(client.get("/s/neuve/"))
    assert "Votre premier jour d’ouverture Encore 6 étapes" in page
    assert "1 Votre lieu Un nom suffit." in page
    place = {"name": "La Neuve", "kind": "fablab", "time_zone": "Europe/Paris"}
    answer = client.post("/s/neuve/places/add?then=home", place)
    assert answer["Location"] == "/s/neuve/"
    page = text_of(client.get("/s/neuve/"))
    assert "✓ Votre lieu fait Ajouter un autre lieu 2 Votre équipe Qui accueille" in page
    client.post("/s/neuve/steps/skip", {"step": "team"})
    page = text_of(client.get("/s/neuve/"))
    assert "Encore 4 étapes" in page
    assert "2 Votre équipe plus tard Ajouter quelqu’un 3 Vos prix L’adhésion" in page
    for step in ("price", "workshop", "device", "arrival"):
        client.post("/s/neuve/steps/skip", {"step": step})
    assert "Votre premier jour" not in text_of(client.get("/s/neuve/"))


def test_the_first_steps_are_gone_once_somebody_came(office: Office, desk: Desk) -> None:
    page = office.get("home")
    assert "✓ Le poste d’accueil fait" in page
    assert "4 La date de votre atelier Ce que vous proposez" in page
    desk.do("people.greet", visit=new_id(), person=desk.house.person())
    assert "Votre premier jour" not in office.get("home")


@pytest.mark.parametrize(
    ("role", "menu"),
    [
        ("volunteer", ["Aujourd’hui", "Accueil", "Réservations", "Réglages"]),
        (
            "mediator",
            [
                "Aujourd’hui",
                "Accueil",
                "Séances",
                "Réservations",
                "Personnes",
                "Messages",
                "Réglages",
            ],
        ),
        ("treasurer", ["Aujourd’hui", "Caisse", "Réglages"]),
        ("coordinator", ["Aujourd’hui", "Réglages"]),
        (
            "manager",
            [
                "Aujourd’hui",
                "Accueil",
                "Séances",
                "Réservations",
                "Personnes",
                "Messages",
                "Caisse",
                "Réglages",
            ],
        ),
    ],
)
def test_the_menu_is_what_one_may_open(as_role, role: str, menu: list[str]) -> None:
    office = as_role(role)
    answer = office.client.get(office.url("home"))
    assert [str(one["label"]) for one in answer.context["nav"]] == menu
    for entry in answer.context["nav"]:
        assert office.client.get(entry["url"]).status_code == 200


@pytest.mark.parametrize("role", ["volunteer", "mediator", "manager", "treasurer", "coordinator"])
def test_the_settings_offered_open(as_role, role: str) -> None:
    office = as_role(role)
    answer = office.client.get(office.url("settings"))
    for entry in answer.context["entries"]:
        assert office.client.get(entry["url"]).status_code == 200, entry


def test_a_desk_says_which_place_it_is_of_and_offers_no_other(desk: Desk) -> None:
    house = desk.house
    home = f"/s/{house.slug}/"
    assert "Ce poste est celui" not in text_of(desk.client.get(home))
    house.do("network.add_place", place=new_id(), name="Annexe", kind="fablab")
    page = text_of(desk.client.get(home))
    assert "Ce poste est celui de « Numéripôle »." in page
    assert "Annexe" not in page
    elsewhere = text_of(sign_in(house, "mediator").get(home))
    assert ("Annexe" in elsewhere, "Ce poste est celui" in elsewhere) == (True, False)

"""People through the office: found, read whole, corrected, erased."""

from __future__ import annotations

import pytest

from maillage.core.ids import new_id
from maillage.people.models import Person
from tests.houses import Desk
from tests.office.conftest import Office

UNKNOWN = {"sex": "told:unknown", "age_band": "told:unknown", "status": "told:unknown"}


def person(office: Office, pk: object) -> Person:
    with office.house.scope():
        return Person.objects.get(pk=pk)


def test_found_by_name_digits_or_card(office: Office) -> None:
    office.house.person("Jean-Noël", "L’Œuvre", phone="06 12 34 56 78", card="0247")
    for asked in ("oeu", "jean no", "5678", "0247"):
        assert "1 personne trouvée Jean-Noël L’Œuvre" in office.get("people", q=asked)
    assert "Personne de ce nom" in office.get("people", q="zzz")
    assert "Personne de ce nom" in office.get("people", q="j")


def test_a_file_is_opened_with_a_first_name(office: Office) -> None:
    page = office.send("person-add", first_name="Zoé", **UNKNOWN)
    assert "La fiche est ouverte" in page
    assert "Âge non renseigné" in page


def test_a_file_shows_all_that_is_known(office: Office, desk: Desk) -> None:
    house = desk.house
    house.do(
        "people.add_document", document=new_id(), document_kind="charter", title="Charte",
        from_day="2020-01-01",
    )  # fmt: skip
    marie, session, registration = house.person(), house.session(), new_id()
    house.person()
    house.do(
        "programme.register", session=session,
        seats=[{"registration": registration, "person": marie}],
    )  # fmt: skip
    price = next(
        one for one in desk.snapshot()["prices"] if one["code"] == "ADHESION" and one["member"]
    )
    line = {
        "kind": "membership",
        "code": "ADHESION",
        "member": True,
        "price": price["price"],
        "rate": price["rate"],
        "amount_cents": 3000,
    }
    desk.do(
        "counter.arrive",
        visit=new_id(),
        person=marie,
        seat={"registration": registration, "session": session},
        memberships=[
            {
                "membership": new_id(), "plan": house.plan,
                "starts_on": "2026-01-01", "ends_on": "2199-12-31",
            }
        ],
        sale={"sale": new_id(), "lines": [line], "payments": []},
    )  # fmt: skip
    page = office.get("person", marie)
    assert "Peut-être la même personne : Marie Le Gall" in page
    assert "Numéripôle · première venue" in page
    assert "inscrit·e · présent·e" in page
    assert "! doit 30,00 €" in page
    assert "sans reçu 30,00 €" in page
    assert "du 01/01/2026 au 31/12/2199 ✓ valable" in page
    assert "! charte à recueillir" in page


def test_a_correction_writes_only_what_changed(office: Office) -> None:
    marie = office.house.person(
        phone="06 12 34 56 78", profile={"sex_told": "declined", "birth_year": 1950}
    )
    before = {"first_name": "Marie", "last_name": "Le Gall", "phone": "+33612345678",
              "birth_year": "1950", **UNKNOWN, "sex": "told:declined"}  # fmt: skip
    office.send("person-edit", marie, **{**before, "last_name": "Roux", "status": "retired"})
    found = person(office, marie)
    assert (found.last_name, found.folded) == ("Roux", "marie roux")
    assert (found.status, found.status_told) == ("retired", "known")
    assert (found.sex, found.sex_told, found.birth_year) == (None, "declined", 1950)
    office.send("person-edit", marie, **{**before, "last_name": "Roux", "status": "told:dont_know"})
    found = person(office, marie)
    assert (found.status, found.status_told) == (None, "dont_know")


def test_what_is_not_typed_is_emptied(office: Office) -> None:
    marie = office.house.person(
        phone="06 12 34 56 78", email="marie@example.org", card="0247", price_profile="demandeur",
        profile={"birth_year": 1950, "commune": "55073", "qpv": "La Verrerie"},
    )  # fmt: skip
    office.send("person-edit", marie, first_name="Marie", **UNKNOWN)
    found = person(office, marie)
    texts = ("last_name", "folded", "phone", "phone_last4", "email", "card", "price_profile")
    assert [getattr(found, name) for name in texts] == ["", "marie", "", "", "", "", ""]
    assert (found.birth_year, found.age_band, found.commune_id, found.qpv) == (None,) * 4
    assert {found.age_told, found.commune_told, found.qpv_told} == {"unknown"}


def test_a_birth_year_says_the_age_and_leaves_it_when_emptied(office: Office) -> None:
    marie = office.house.person(profile={"birth_year": 1940})
    same = {"first_name": "Marie", "last_name": "Le Gall", **UNKNOWN, "age_band": "75_up"}
    source = office.client.get(office.url("person-edit", marie)).content.decode()
    assert '<option value="75_up" selected>' in source
    office.send("person-edit", marie, **same, birth_year="1941")
    found = person(office, marie)
    assert (found.birth_year, found.age_band, found.age_told) == (1941, None, "known")
    office.send("person-edit", marie, **same)
    found = person(office, marie)
    assert (found.birth_year, found.age_band, found.age_told) == (None, "75_up", "known")


def test_a_commune_is_found_by_name_postcode_or_code(office: Office) -> None:
    marie = office.house.person()
    typed = {"first_name": "Marie", "last_name": "Le Gall", **UNKNOWN}
    for text in ("bras sur meuse", "Bras-sur-Meuse (55073)"):
        office.send("person-edit", marie, **typed, commune=text)
        assert person(office, marie).commune_id == "55073"
    page, source = office.refused("person-edit", marie, **typed, commune="Saint-Martin")
    assert "Plusieurs communes" in page
    assert 'value="Saint-Martin"' in source
    page, _source = office.refused("person-edit", marie, **typed, commune="Atlantide")
    assert "Commune introuvable" in page
    office.send("person-edit", marie, **typed, commune="")
    assert person(office, marie).commune_told == "unknown"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"phone": "12"}, "Ce numéro de téléphone est incomplet"),
        ({"card": "7"}, "Ce numéro de carte est déjà donné"),
        ({"email": "x"}, "courriel valide"),
        ({"first_name": ""}, "Ce champ est obligatoire"),
    ],
)
def test_a_refusal_stands_in_the_form(office: Office, typed: dict, said: str) -> None:
    office.house.person("Odette", card="7")
    marie = office.house.person()
    whole = {"first_name": "Marie", "last_name": "Autre", **UNKNOWN, **typed}
    page, source = office.refused("person-edit", marie, **whole)
    assert said.lower() in page.lower()
    assert 'value="Autre"' in source
    assert person(office, marie).last_name == "Le Gall"


def test_erasing_asks_first_and_then_the_file_is_gone(office: Office, as_role) -> None:
    marie = office.house.person()
    assert "Effacer Marie Le Gall ?" in office.get("person-erase", marie)
    assert person(office, marie).first_name == "Marie"
    assert "est effacée" in office.send("person-erase", marie)
    assert person(office, marie).first_name == ""
    for name in ("person", "person-edit", "person-erase"):
        assert office.client.get(office.url(name, marie)).status_code == 404
    assert as_role("mediator").client.get(office.url("person-erase", marie)).status_code == 403

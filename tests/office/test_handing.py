"""A person's own file: handed to them, handed over to another structure, received there."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfReader

from maillage.core.ids import new_id
from maillage.people.models import HandOver, Person, PersonName
from tests.houses import Desk, House, ailleurs, sign_in
from tests.office.conftest import Office, text_of

UNKNOWN = {"sex": "told:unknown", "age_band": "told:unknown", "status": "told:unknown"}


@pytest.fixture
def marie(office: Office) -> Any:
    """Marie: a phone, an age, another name, a household, an organisation, a visit."""
    house = office.house
    made = house.person(
        phone="06 12 34 56 78", card="0247", address="1 rue de la Mairie", contact_by="letter",
        profile={"birth_year": 1950, "sex_told": "declined", "commune": "55073", "qpv": "Nord"},
    )  # fmt: skip
    house.do("people.add_name", name=new_id(), person=made, name_kind="birth", last_name="Petit")
    house.do("people.join_household", person=made, other=house.person("Odette"), household=new_id())
    house.do("people.greet", visit=new_id(), person=made)
    return made


def told(office: Office, name: str, ident: Any) -> dict[str, Any]:
    answer = office.client.get(office.url(name, ident))
    assert answer["Content-Disposition"] == 'attachment; filename="fiche.json"'
    return json.loads(answer.content)


def test_all_that_is_known_is_handed_on_paper(office: Office, marie: Any) -> None:
    answer = office.client.get(office.url("person-file", marie))
    pages = PdfReader(io.BytesIO(answer.content)).pages
    said = " ".join(" ".join(page.extract_text() for page in pages).split())
    for words in (
        "Marie Le Gall", "Voici tout ce que Numéripôle sait de vous", "Téléphone : 06 12 34 56 78",
        "Nom de naissance : Marie Petit", "Odette Le Gall : même foyer", "Numéripôle",
        "Vous pouvez demander à corriger cette fiche",
    ):  # fmt: skip
        assert words in said, words


def test_all_that_is_known_is_handed_as_data(office: Office, marie: Any) -> None:
    sheet = told(office, "person-json", marie)
    assert (sheet["format"], sheet["version"], sheet["structure"]) == (
        "maillage-person", 1, "Numéripôle",
    )  # fmt: skip
    assert sheet["handed_over"] is None
    assert sheet["person"] == {
        "first_name": "Marie", "last_name": "Le Gall", "phone": "+33612345678", "email": "",
        "address": "1 rue de la Mairie", "contact_by": "letter", "birth_year": 1950,
        "age_band": None, "age_told": "known", "sex": None, "sex_told": "declined",
        "status": None, "status_told": "unknown", "commune": "55073", "commune_told": "known",
        "qpv": "Nord", "qpv_told": "known",
        "names": [{"name_kind": "birth", "first_name": "Marie", "last_name": "Petit"}],
    }  # fmt: skip
    assert [one["title"] for one in sheet["known"]] == ["La fiche", "Proches", "Venues"]


def test_a_file_leaves_with_the_persons_consent_and_is_opened_elsewhere(
    office: Office, marie: Any
) -> None:
    page, _source = office.refused("hand-over", marie, to_name="Ailleurs")
    assert "Demandez son accord" in page
    page = office.send("hand-over", marie, to_name="Ailleurs", consent="oral")
    for words in ("La fiche est prête", "Pour Ailleurs Accord oralement"):
        assert words in page, words
    with office.house.scope():
        row = HandOver.objects.get()
    assert (row.person_id, row.to_name, row.consent) == (marie, "Ailleurs", "oral")
    sheet = told(office, "handed-json", row.pk)
    assert (sheet["handed_over"]["to"], sheet["handed_over"]["consent"]) == ("Ailleurs", "oral")
    assert {"title": "Fiche transmise"}.items() <= told(office, "person-json", marie)["known"][
        -1
    ].items()

    other = ailleurs()
    there = Office(other, sign_in(other, "manager"))
    file = SimpleUploadedFile("fiche.json", json.dumps(sheet).encode())
    shown = there.client.post(there.url("receive"), {"sheet": file})
    assert "Remise par Numéripôle" in text_of(shown)
    there.send("person-add", **typed_in(shown))
    with other.scope():
        opened = Person.objects.get()
        assert (str(opened), opened.phone, opened.commune_id) == (
            "Marie Le Gall", "+33612345678", "55073",
        )  # fmt: skip
        assert (opened.birth_year, opened.sex_told, opened.card) == (1950, "declined", "")
        assert (opened.qpv, opened.qpv_told) == (None, "unknown")
        assert str(PersonName.objects.get()) == "Marie Petit"
        assert opened.pk != marie


def typed_in(shown: Any) -> dict[str, Any]:
    """What the form shows, sent as it is."""
    form = shown.context["form"]
    values = {field.html_name: field.value() for field in form}
    return {name: value for name, value in values.items() if value not in (None, False)}


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"bonjour", b'{"format": "maillage-person", "version": 2}']
)
def test_another_file_is_no_file(office: Office, content: bytes) -> None:
    file = SimpleUploadedFile("fiche.json", content)
    answer = office.client.post(office.url("receive"), {"sheet": file})
    assert answer.status_code == 422
    assert "à corriger" in text_of(answer).lower()


def test_names_made_up_are_refused(office: Office) -> None:
    wrong = {"first_name": "Zoé", "names": '[{"name_kind": "x"}]', **UNKNOWN}
    page, _source = office.refused("person-add", **wrong)
    assert "Ce n’est pas une fiche" in page


def test_an_erased_person_has_no_file(office: Office, marie: Any, desk: Desk) -> None:
    office.send("hand-over", marie, to_name="Ailleurs", consent="paper")
    with office.house.scope():
        row = HandOver.objects.get().pk
    office.send("person-erase", marie)
    for name, ident in (("person-file", marie), ("person-json", marie), ("handed-json", row)):
        assert office.client.get(office.url(name, ident)).status_code == 404, name


def test_two_files_that_are_one_person_leave_as_one(
    house: House, office: Office, marie: Any
) -> None:
    other = house.person("Mari", "Legall", email="m@example.org")
    house.do("people.greet", visit=new_id(), person=other)
    house.do("people.merge", alias=new_id(), kept=marie, merged=other)
    sheet = told(office, "person-json", other)
    known = {one["title"]: one["lines"] for one in sheet["known"]}
    assert (sheet["person"]["email"], len(known["Venues"])) == ("m@example.org", 2)
    assert known["Fiches réunies"] == ["Aussi : Mari Legall"]

"""Files that may be one person, through the office: proposed, compared, brought together, apart."""

from __future__ import annotations

from typing import Any

from maillage.core.ids import new_id
from maillage.people.models import NotSame, Person, PersonAlias
from tests.office.conftest import Office, text_of

UNKNOWN = {"sex": "told:unknown", "age_band": "told:unknown", "status": "told:unknown"}


def twins(office: Office) -> tuple[Any, Any]:
    phone = "06 12 34 56 78"
    return (
        office.house.person("Marie", "Le Gall", phone=phone),
        office.house.person("Mari", "Legall", phone=phone),
    )


def test_two_files_are_shown_side_by_side_with_the_reasons(office: Office) -> None:
    assert "Aucune fiche ne ressemble à une autre" in office.get("duplicates")
    twins(office)
    page = office.get("duplicates")
    assert "Marie Le Gall = Mari Legall ? Très probable" in page
    assert "noms qui se prononcent pareil, même téléphone" in page


def test_brought_together_then_apart(office: Office) -> None:
    marie, twin = twins(office)
    answer = {"first": marie, "second": twin, "kept": twin, "answer": "same"}
    page = office.send("judge", **answer)
    assert "Les deux fiches sont réunies" in page
    assert "Marie Le Gall réunie le" in page
    moved = office.client.get(office.url("person", marie))
    assert (moved.status_code, moved["Location"]) == (302, office.url("person", twin))
    assert "Aucune fiche ne ressemble" in office.get("duplicates")
    with office.house.scope():
        alias = PersonAlias.objects.get()
    assert "Les deux fiches sont séparées" in office.send("separate", alias.pk)
    assert office.client.post(office.url("separate", alias.pk)).status_code == 404
    assert "Peut-être la même personne : Mari Legall" in office.get("person", marie)


def test_two_persons_are_no_longer_proposed(office: Office) -> None:
    marie, twin = twins(office)
    page = office.send("judge", first=marie, second=twin, kept=marie, answer="two")
    assert "ce sont deux personnes" in page
    assert "Aucune fiche ne ressemble" in page
    assert "Peut-être la même personne" not in office.get("person", twin)
    with office.house.scope():
        assert (NotSame.objects.count(), PersonAlias.objects.count()) == (1, 0)


def test_any_two_files_are_searched_and_compared(office: Office) -> None:
    marie, odette = office.house.person(), office.house.person("Odette", "Petit")
    assert "Odette Petit" in office.get("compare", marie, q="petit")
    page = office.get("compare", marie, other=odette)
    assert "Marie Le Gall = Odette Petit ? Possible pas le même nom" in page
    for wrong in (marie, new_id(), "x"):
        answer = office.client.get(office.url("compare", marie), {"other": wrong})
        assert answer.status_code == 404
    wrong = {"first": marie, "second": odette, "kept": office.house.person(), "answer": "same"}
    assert office.client.post(office.url("judge"), wrong).status_code == 404


def test_a_file_that_looks_like_another_is_asked_about_once(office: Office) -> None:
    office.house.person("Marie", "Le Gall", phone="06 12 34 56 78")
    typed = {"first_name": "marie", "last_name": "legall", "phone": "0612345678", **UNKNOWN}
    asked = office.client.post(office.url("person-add"), typed)
    assert asked.status_code == 200
    assert "Cette personne a peut-être déjà une fiche : Marie Le Gall …5678 :" in text_of(asked)
    with office.house.scope():
        assert Person.objects.count() == 1
    assert 'name="sure" value="on"' in asked.content.decode()
    assert "La fiche est ouverte" in office.send("person-add", **typed, sure="on")

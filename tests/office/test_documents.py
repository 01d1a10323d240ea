"""The texts people accept: versions, what changed, who accepted, asked again or not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from maillage.core.ids import new_id
from maillage.office.screens.documents import changes
from maillage.people.models import Document, Person
from maillage.people.queries import missing_documents
from tests.houses import House
from tests.office.conftest import Office

TODAY = timezone.localdate()
TYPED = {
    "document_kind": "charter",
    "title": "Charte des usages",
    "version": "1",
    "text": "Soyez bienvenus.\nRangez les chaises.",
    "from_day": (TODAY - timedelta(days=9)).isoformat(),
    "required_of": "everyone",
}


def documents(house: House) -> list[UUID]:
    with house.scope():
        return list(Document.objects.order_by("version").values_list("pk", flat=True))


def accept(house: House, person: UUID, document: UUID, how: str = "paper") -> None:
    house.do(
        "people.accept_document", acceptance=new_id(), person=person, document=document, how=how
    )


def missing(house: House, person: UUID) -> set[str]:
    with house.scope():
        return missing_documents([Person.objects.get(pk=person)], TODAY)[person]


def next_version(office: Office, document: UUID, **typed: Any) -> str:
    values = {"title": "Charte des usages", "required_of": "everyone", "from_day": TODAY}
    return office.send("document-next", document, **{**values, **typed})


def test_a_version_is_published_once(office: Office) -> None:
    page = office.send("document-add", **TYPED)
    assert "Charte des usages , version 1 en vigueur charte · version 1" in page
    page, _source = office.refused("document-add", **TYPED)
    assert "Cette version existe déjà" in page


def test_a_version_says_its_text_its_changes_and_its_counts(office: Office) -> None:
    house = office.house
    office.send("document-add", **TYPED)
    (first,) = documents(house)
    marie, odette = house.person(), house.person("Odette")
    accept(house, marie, first)
    accept(house, marie, first, how="screen")
    accept(house, odette, first)
    assert "2 accords" in office.get("documents")
    page = next_version(office, first, text="Soyez bienvenus.\nRangez les tables.", asks_again="on")
    assert "version 1 remplacé" in page
    page = office.get("document", first)
    assert "Soyez bienvenus." in page
    assert "sur papier 2 à l’écran 1 oralement, avec témoin 0" in page
    page = office.get("document", documents(house)[1])
    assert "Ce qui change depuis la version 1 – enlevé Rangez les chaises." in page
    assert "+ ajouté Rangez les tables." in page


@pytest.mark.parametrize(("again", "asked"), [("on", {"charter"}), ("", set())])
def test_a_new_version_is_asked_again_or_not(office: Office, again: str, asked: set) -> None:
    house = office.house
    office.send("document-add", **TYPED)
    (first,) = documents(house)
    marie, odette = house.person(), house.person("Odette")
    accept(house, marie, first)
    next_version(office, first, text="Corrigé.", **({"asks_again": "on"} if again else {}))
    assert missing(house, marie) == asked
    assert missing(house, odette) == {"charter"}
    assert ("Charte" in office.get("person", marie)) is True
    accept(house, odette, documents(house)[1])
    assert missing(house, odette) == set()


def test_what_is_not_asked_again_goes_back_to_the_last_that_was(office: Office) -> None:
    house = office.house
    office.send("document-add", **TYPED)
    (first,) = documents(house)
    marie, odette = house.person(), house.person("Odette")
    accept(house, marie, first)
    next_version(office, first, asks_again="on")
    accept(house, odette, documents(house)[1])
    next_version(office, first)
    assert (missing(house, marie), missing(house, odette)) == ({"charter"}, set())


def test_a_sheet_has_no_text(office: Office) -> None:
    office.send("document-add", **{**TYPED, "text": ""})
    (first,) = documents(office.house)
    assert "Il est sur la feuille que l’on signe." in office.get("document", first)


def test_nothing_changed_is_said_by_nothing() -> None:
    assert changes("a\nb", "a\nb") == []

"""Who did what, and what is left to settle."""

from __future__ import annotations

from uuid import uuid4

from maillage.core.commands import kinds
from maillage.core.ids import new_id
from maillage.core.journal import write_server_line
from maillage.core.models import ToSettle
from maillage.office.words import BY_ITSELF, did, left_out
from tests.houses import Desk
from tests.office.conftest import Office


def test_a_line_says_who_did_what(office: Office, desk: Desk) -> None:
    desk.do("people.greet", visit=new_id(), person=desk.house.person())
    page = office.get("journal")
    assert "Mediator a accueilli une personne" in page
    assert page.index("a accueilli") < page.index("a créé la fiche")


def test_what_the_server_did_by_itself_is_said_too(office: Office) -> None:
    with office.house.scope():
        for kind in BY_ITSELF:
            write_server_line(office.house.structure, kind=kind, touched=[])
    assert "Maillage a effacé ce dont la durée" in office.get("journal")


def test_every_kind_has_its_words() -> None:
    assert [kind for kind in kinds() if not did(kind).startswith("a ")] == []
    assert "ancienne version" in did("gone.kind")
    assert "(strange)" in left_out("strange")


def test_older_lines_stand_on_the_next_page(office: Office) -> None:
    for _ in range(60):
        office.house.person()
    first = office.client.get(office.url("journal")).context
    older = office.client.get(office.url("journal"), {"before": first["older"]}).context
    assert len(first["lines"]) == 50
    assert older["lines"][0]["rev"] == first["lines"][-1]["rev"] - 1
    assert older["older"] is None
    for odd in ("x", "-1", "9" * 40, "²"):
        assert office.client.get(office.url("journal"), {"before": odd}).status_code == 200


def test_what_is_left_out_waits_until_somebody_sees_to_it(office: Office, desk: Desk) -> None:
    desk.do("people.greet", visit=new_id(), person=uuid4())
    page = office.get("to-settle")
    assert "La fiche n’existait plus" in page
    assert "Mediator a accueilli une personne" in page
    with office.house.scope():
        row = ToSettle.objects.get()
    page = office.send("settle", row.pk)
    assert "C’est réglé" in page
    assert "Rien à régler" in page


def test_a_row_leads_to_the_person_and_the_session(office: Office) -> None:
    house = office.house
    person, session = house.person(), house.session()
    with house.scope():
        ToSettle.objects.create(
            structure_id=house.structure, command_key=new_id(), kind="counter.arrive",
            code="consent_missing", ids=[str(person), str(session), "A"],
            at="2026-11-24T13:00:00Z",
        )  # fmt: skip
    answer = office.client.get(office.url("to-settle")).content.decode()
    assert office.url("person", person) in answer
    assert office.url("session", session) in answer
    assert "autorisation parentale" in answer

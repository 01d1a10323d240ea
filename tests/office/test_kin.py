"""Who a person is with: other names, household, guardians, organisations they act for."""

from __future__ import annotations

from django.utils import timezone

from maillage.core.ids import new_id
from maillage.people.models import ActsFor, Guardianship, Person, PersonName
from tests.houses import open_desk
from tests.office.conftest import Office


def test_a_person_is_found_by_another_name(office: Office) -> None:
    marie = office.house.person("Marie", "Le Gall")
    page = office.send("name-add", marie, name_kind="birth", last_name="Quatrebarbes")
    assert "Marie Quatrebarbes nom de naissance" in page
    for asked in ("quatre", "mar qua", "gall"):
        assert "1 personne trouvée Marie Le Gall" in office.get("people", q=asked), asked
    assert "aussi Marie Quatrebarbes" in office.get("people", q="quatre")
    (seen,) = open_desk(office.house).snapshot()["persons"]
    assert seen["folded"] == "marie le gall quatrebarbes"
    with office.house.scope():
        name = PersonName.objects.get()
    assert "Aucun autre nom" in office.send("name-remove", name.pk)
    assert "Personne de ce nom" in office.get("people", q="quatre")


def test_another_name_says_a_name(office: Office) -> None:
    page, _source = office.refused("name-add", office.house.person(), name_kind="used")
    assert "Écrivez le nom, ou le prénom" in page


def test_two_people_live_together_until_one_leaves(office: Office) -> None:
    marie, odette = office.house.person(), office.house.person("Odette", "Petit")
    assert "Qui ?" not in office.get("household-join", marie)
    assert "Odette Petit" in office.get("household-join", marie, q="ode")
    page = office.send("household-join", marie, other=odette)
    assert "Odette Petit même foyer" in page
    assert "Marie Le Gall même foyer" in office.get("person", odette)
    assert "même foyer" not in office.send("household-leave", odette)
    assert "même foyer" not in office.get("person", marie)


def test_nobody_lives_with_themselves(office: Office) -> None:
    marie = office.house.person()
    page, _source = office.refused("household-join", marie, other=marie)
    assert "Sélectionnez un choix valide" in page


def test_a_third_joins_the_household_that_stands(office: Office) -> None:
    one, two, three = (office.house.person(name) for name in ("Anne", "Odette", "Zoé"))
    office.send("household-join", one, other=two)
    office.send("household-join", three, other=one)
    with office.house.scope():
        assert Person.objects.values("household").distinct().count() == 1


def test_a_minor_without_anybody_is_said_until_somebody_answers(office: Office) -> None:
    lea = office.house.person("Léa", "", profile={"age_band": "12_17"})
    alone = "! Aucun responsable légal·e n’est connu·e"
    assert alone in office.get("person", lea)
    page = office.send(
        "guardian-add", lea, first_name="Odette", phone="06 12 34 56 78", relation="mother",
        may_collect="on",
    )  # fmt: skip
    assert "Odette mère · 06 12 34 56 78 · peut venir chercher" in page
    assert alone not in page
    with office.house.scope():
        guardianship = Guardianship.objects.get()
    assert "Léa mineur·e dont cette personne est responsable" in office.get(
        "person", guardianship.guardian_id
    )
    assert alone in office.send("guardian-end", guardianship.pk)
    assert office.client.post(office.url("guardian-end", guardianship.pk)).status_code == 404


def test_a_guardian_already_known_is_chosen_once(office: Office) -> None:
    lea, odette = office.house.person("Léa"), office.house.person("Odette", "Petit")
    assert "même foyer" not in office.send("guardian-add", lea, other=odette, relation="other")
    page, _source = office.refused("guardian-add", lea, other=odette, relation="other")
    assert "déjà responsable" in page
    page, _source = office.refused("guardian-add", lea, relation="other")
    assert "Choisissez une personne trouvée, ou écrivez un prénom" in page


def test_a_person_acts_for_an_organisation_and_stops(office: Office) -> None:
    julien = office.house.person("Julien", "Roux")
    today = timezone.localdate()
    page = office.send(
        "acts-for-add", julien, name="Roux Menuiserie", siret="732 829 320 00074",
        from_day="2026-01-02",
    )  # fmt: skip
    assert "Roux Menuiserie agit pour, depuis le 02/01/2026 · SIRET 73282932000074" in page
    with office.house.scope():
        row = ActsFor.objects.get()
    known = {"organisation": row.organisation_id, "from_day": today}
    page, _source = office.refused("acts-for-add", julien, **known)
    assert "agit déjà pour cette organisation" in page
    page, _source = office.refused("acts-for-end", row.pk, to_day="2025-01-01")
    assert "La fin vient après le début" in page
    page = office.send("acts-for-end", row.pk, to_day="2026-03-04")
    assert "agissait pour, du 02/01/2026 au 04/03/2026" in page
    page, _source = office.refused("acts-for-add", julien, name="Autre", siret="12", from_day=today)
    assert "siret" in page.lower()


def test_erasing_leaves_no_link_and_no_other_name(office: Office) -> None:
    house = office.house
    marie, lea = house.person(), house.person("Léa")
    house.do("people.add_name", name=new_id(), person=marie, name_kind="used", last_name="Roux")
    house.do("people.join_household", person=lea, other=marie, household=new_id())
    house.do("people.add_guardian", guardianship=new_id(), minor=lea, guardian=marie)
    house.do(
        "people.act_for", acts_for=new_id(), person=marie, from_day="2026-01-01",
        new_organisation={"organisation": new_id(), "name": "Les Mulots"},
    )  # fmt: skip
    house.do("people.erase", person=marie)
    with house.scope():
        left = [model.objects.count() for model in (PersonName, Guardianship, ActsFor)]
        assert (left, Person.objects.get(pk=marie).household_id) == ([0, 0, 0], None)
    assert "Ni foyer, ni responsable, ni organisation" in office.get("person", lea)

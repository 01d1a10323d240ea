"""« Territoire et quartiers »: Val d'Amboise, who came from where, the neighbourhoods offered."""

from __future__ import annotations

from typing import Any

import pytest

from maillage.core.ids import new_id
from maillage.network.communes import POPULATION_YEAR
from maillage.network.models import CommunePopulation, PriorityNeighbourhood, Territory
from maillage.people.models import Person, Told
from tests.houses import House
from tests.office.conftest import Office

EPCI = "CC du Val d’Amboise"
VAL = [
    *("37003", "37043", "37060", "37131", "37138", "37158", "37161"),
    *("37163", "37166", "37171", "37185", "37230", "37236", "37252"),
]


def held(house: House) -> Territory:
    with house.scope():
        return Territory.objects.get()


def codes(house: House) -> list[str]:
    with house.scope():
        return sorted(held(house).communes.values_list("commune_id", flat=True))


def test_a_whole_group_of_communes_and_a_stated_population_that_is_not_its_sum(
    office: Office,
) -> None:
    """Need A01: 14 communes; what the papers state (29,057) warns, never blocks."""
    page = office.send(
        "territory-add", name="Val d’Amboise", communes=EPCI, stated_population="29057"
    )
    assert codes(office.house) == VAL
    assert f"Population {POPULATION_YEAR} 28 357 habitants" in page
    assert "14 communes" in page
    assert "29 057 annoncés ; la somme connue est celle de 2023 : 28 357." in page


def test_the_stated_year_is_summed_from_what_is_typed(office: Office) -> None:
    house = office.house
    office.send(
        "territory-add", name="Val", communes="37003\nLimeray", stated_population="14500",
        stated_year="2012",
    )  # fmt: skip
    ident = held(house).pk
    assert "connue" not in office.get("territory").split("commune")[0]
    page = office.client.get(office.url("population", ident), {"year": "2012"})
    assert page.status_code == 200
    typed = {"commune_37003": "13246", "commune_37131": "1253", "source": "Insee, RP 2012"}
    answer = office.client.post(office.url("population", ident) + "?year=2012", typed)
    assert answer.status_code == 302
    text = office.get("territory")
    assert "Population 2012 14 499 habitants" in text
    assert "14 500 annoncés, mais la somme de 2012 est 14 499 : vérifiez." in text
    office.send(
        "territory-edit", ident, name="Val", communes="37003\nLimeray", stated_population="14499",
        stated_year="2012",
    )  # fmt: skip
    assert "annoncés" not in office.get("territory")
    office.client.post(office.url("population", ident) + "?year=2012", {"commune_37003": "13246"})
    with house.scope():
        assert list(CommunePopulation.objects.values_list("commune_id", "count")) == [
            ("37003", 13246)
        ]


def test_the_known_year_is_not_typed_again(office: Office) -> None:
    office.send("territory-add", name="Val", communes="37003")
    ident = held(office.house).pk
    page = office.get("population", ident, year=str(POPULATION_YEAR))
    assert f"La population de {POPULATION_YEAR} est déjà connue." in page


@pytest.mark.parametrize(
    ("communes", "said"),
    [
        ("Nulle-Part-sur-Rien", "« Nulle-Part-sur-Rien » est introuvable"),
        ("Saint-Denis", "« Saint-Denis » : plusieurs communes."),
        ("Val de Loire", "plusieurs intercommunalités"),
    ],
)
def test_a_line_that_is_not_understood_is_said(office: Office, communes: str, said: str) -> None:
    page, source = office.refused("territory-add", name="Val", communes=f"Amboise\n{communes}")
    assert said in page
    assert communes in source


def test_communes_by_name_code_or_both_and_fewer_later(office: Office) -> None:
    office.send("territory-add", name="Val", communes="Limeray (37131)\n37003; Cangey")
    assert codes(office.house) == ["37003", "37043", "37131"]
    office.send("territory-edit", held(office.house).pk, name="Val", communes="Cangey")
    assert codes(office.house) == ["37043"]
    page, _ = office.refused("territory-add", name="Val", communes="Cangey")
    assert "Un territoire porte déjà ce nom" in page


def came(house: House, code: str, **profile: Any) -> Any:
    person = house.person(new_id().hex[-8:], profile={"commune": code, **profile})
    house.do("people.greet", visit=new_id(), person=person)
    return person


def test_twelve_communes_of_fourteen(office: Office) -> None:
    """Need A01: visitors from 12 of the 14."""
    house = office.house
    house.do("network.set_territory", territory=new_id(), name="Val d’Amboise", communes=VAL)
    assert "0/14 communes (0 %)" in office.get("territory")
    for code in [*VAL[:12], "37003", "55073"]:
        came(house, code)
    assert "12/14 communes (86 %)" in office.get("territory")


def test_neighbourhoods_are_offered_on_files_and_counted(office: Office) -> None:
    house = office.house
    page = office.send("neighbourhood-add", name="La Verrerie", commune="Amboise", code="QP037001")
    assert "La Verrerie Amboise · QP037001" in page
    person = house.person("Samira", "Cherif")
    offered = office.client.get(office.url("person-edit", person)).content.decode()
    for choice in ("La Verrerie", "hors quartier prioritaire", "ne veut pas dire", "ne sait pas"):
        assert f">{choice}</option>" in offered
    assert answer(office, person, "La Verrerie") == ("La Verrerie", Told.KNOWN)
    assert answer(office, person, "told:declined") == (None, Told.DECLINED)
    assert answer(office, person, "outside") == ("", Told.KNOWN)
    assert "hors quartier prioritaire" in office.get("person", person)
    for quarter in ("La Verrerie", "La Verrerie", ""):
        came(house, "37003", qpv=quarter)
    came(house, "37003")
    assert "Depuis trente jours : 50 % QPV (2/4), 25 % non renseigné" in office.get("territory")


def answer(office: Office, person: Any, quarter: str) -> tuple[str | None, str]:
    told = "told:unknown"
    office.send(
        "person-edit", person, first_name="Samira", last_name="Cherif", qpv=quarter, sex=told,
        age_band=told, status=told,
    )  # fmt: skip
    with office.house.scope():
        found = Person.objects.get(pk=person)
    return found.qpv, found.qpv_told


def test_a_neighbourhood_is_renamed_in_the_files_then_offered_no_more(office: Office) -> None:
    house = office.house
    made = new_id()
    house.do("network.add_neighbourhood", neighbourhood=made, name="La Verrie", commune="37003")
    person = came(house, "37003", qpv="La Verrie")
    office.send("neighbourhood", made, name="La Verrerie")
    with house.scope():
        assert Person.objects.get(pk=person).qpv == "La Verrerie"
    page = office.send("neighbourhood", made, name="La Verrerie", retired_on="2026-01-01")
    assert "plus proposé depuis le 01/01/2026" in page
    with house.scope():
        assert str(PriorityNeighbourhood.objects.get().retired_on) == "2026-01-01"
    assert (
        ">La Verrerie</option>" not in office.client.get(office.url("person-add")).content.decode()
    )
    assert (
        ">La Verrerie</option>"
        in office.client.get(office.url("person-edit", person)).content.decode()
    )
    house.do("network.add_neighbourhood", neighbourhood=new_id(), name="Autre", commune="37003")
    text, _ = office.refused("neighbourhood", made, name="Autre")
    assert "Un quartier porte déjà ce nom" in text


def test_rooms_are_a_tree_renamed_and_retired(office: Office) -> None:
    house = office.house
    page = office.send("room-add", house.place, name="Laser", kind="machine", parent=house.room)
    assert page.index("Salle bleue") < page.index("Laser")
    page = office.send("unit", house.room, name="Salle Odette", capacity="8")
    assert "Salle Odette salle · 8 personnes" in page
    page = office.send("unit", house.room, name="Salle Odette", retired_on="2026-01-01")
    assert page.count("plus utilisée depuis le 01/01/2026") == 2
    assert "Salle Odette" not in office.get("session-plan")

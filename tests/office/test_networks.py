"""Networks: founded, joined with a code, left; places and programme are shared, names never."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from maillage.core.ids import new_id
from tests.houses import House, build_house
from tests.office.conftest import Office

CODE = "aveyron-2026"


def found(house: House, name: str = "Tiers-lieux de l’Aveyron") -> None:
    ids = {"network": new_id(), "membership": new_id()}
    house.do("network.found_network", **ids, name=name, code=CODE, from_day=timezone.localdate())


def test_a_network_is_founded_and_its_code_shown(office: Office) -> None:
    assert "Vous n’êtes dans aucun réseau." in office.get("networks")
    office.send("network-found", name="Meuse connectée", from_day="01/09/2026")
    shown = office.get("networks")
    assert "Meuse connectée" in shown
    assert "Code à donner à qui vous invitez" in shown


def test_a_partner_joins_with_the_code_and_reads_the_programme(office: Office) -> None:
    other = build_house("rodez", "Tiers-lieu de Rodez")
    found(other)
    other.session(day=timezone.localdate() + timedelta(days=2), start="14:00", minutes=60)
    other.person("Odette", "Secrète")
    office.refused("network-join", code="inconnu-du-tout", from_day="01/09/2026")
    office.send("network-join", code=CODE, from_day=f"{timezone.localdate():%d/%m/%Y}")
    shown = office.get("networks")
    for words in ("Tiers-lieux de l’Aveyron", "Tiers-lieu de Rodez", "Boîte mail"):
        assert words in shown
    assert "Secrète" not in shown


def test_who_left_is_a_member_no_more(office: Office) -> None:
    other = build_house("rodez", "Tiers-lieu de Rodez")
    found(other)
    house, today = office.house, timezone.localdate()
    membership = new_id()
    house.do(
        "network.join_network", membership=membership, code=CODE, from_day=today - timedelta(9)
    )
    house.do("network.leave_network", membership=membership, to_day=today - timedelta(days=1))
    assert "Vous n’êtes dans aucun réseau." in office.get("networks")


def test_one_does_not_join_twice(office: Office) -> None:
    found(office.house)
    _page, source = office.refused("network-join", code=CODE, from_day="01/09/2026")
    assert "Vous faites déjà partie de ce réseau." in source

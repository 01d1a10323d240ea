"""Who came by the kiosk, through the office: recognised in one tap, searched, left nameless."""

from __future__ import annotations

from maillage.core.ids import new_id
from maillage.people.models import Visit
from tests.making import rung
from tests.office.conftest import Office


def test_a_regular_is_recognised_in_one_tap(office: Office) -> None:
    marie = office.house.person()
    office.house.do("people.greet", visit=new_id(), person=marie)
    ring = rung(office.house, "marie")
    assert "1 personne à reconnaître" in office.get("home")
    assert "C’est Marie Le Gall" in office.get("rings")
    assert "Marie Le Gall a sa venue" in office.send("ring-match", ring, person=marie)
    assert "Personne n’attend d’être reconnu" in office.get("rings")
    with office.house.scope():
        assert list(Visit.objects.values_list("person", "greetings")) == [(marie, 2)]


def test_somebody_else_is_searched_for(office: Office) -> None:
    zoe = office.house.person("Zoé", "Petit")
    ring = rung(office.house, "", card="0247")
    assert "carte 0247" in office.get("rings")
    assert "C’est Zoé Petit" in office.get("ring", ring, q="zo")
    assert "Zoé Petit a sa venue" in office.send("ring-match", ring, person=zoe)


def test_nobody_knows_who_it_was(office: Office) -> None:
    ring = rung(office.house, "Zoé")
    assert "La venue reste comptée, sans nom" in office.send("ring-leave", ring)
    assert "C’est déjà fait" in office.send("ring-leave", ring)
    assert office.client.get(office.url("ring", ring)).status_code == 404


def test_kiosks_are_among_the_devices(office: Office) -> None:
    office.house.do(
        "network.enrol_kiosk", device=(device := new_id()), staff=new_id(), name="Tablette",
        place=office.house.place, secret_hash="0" * 64,
    )  # fmt: skip
    assert "Les bornes" in office.get("devices")
    assert "Tablette" in office.get("devices")
    assert "L’appareil est retiré" in office.send("device-revoke", device)

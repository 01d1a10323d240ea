"""The kiosk: what its door lets in, and that it says nothing of anybody."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from maillage.core.ids import new_id
from maillage.network import devices
from maillage.network.models import Device
from maillage.people.models import DoorRing
from maillage.people.queries import day_count
from tests.houses import Desk, House, ailleurs, sign_in


@dataclass
class Kiosk(Desk):
    """A tablet at the door, as its browser is: a device cookie, no session."""

    def url(self, name: str) -> str:
        return f"/kiosk/{self.house.slug}/{name}"


def enrolled(house: House) -> Kiosk:
    client = sign_in(house, "manager")
    answer = client.post(f"/s/{house.slug}/desk/kiosk", {"name": "Entrée"})
    assert answer["Location"] == f"/kiosk/{house.slug}/"
    with house.scope():
        device = Device.objects.get(kind=Device.Kind.KIOSK)
    return Kiosk(house, client, device.pk, device.staff_id)


@pytest.fixture
def kiosk(house: House) -> Kiosk:
    return enrolled(house)


def counted(house: House) -> tuple[int, int]:
    with house.scope():
        count = day_count(house.place, timezone.localdate())
    return count.persons, count.anonymous


def test_a_tablet_becomes_a_kiosk_and_its_account_is_signed_out(kiosk: Kiosk) -> None:
    cookie = kiosk.client.cookies[devices.KIOSK_COOKIE]
    assert (cookie["path"], cookie["httponly"]) == ("/kiosk/bras/", True)
    assert kiosk.client.get("/s/bras/").status_code == 302
    assert kiosk.client.get(kiosk.url("")).status_code == 200
    assert kiosk.client.get(kiosk.url("compter")).status_code == 200


def test_somebody_rings_and_takes_it_back(kiosk: Kiosk) -> None:
    kiosk.house.person(card="0247")
    taps = [
        kiosk.do("people.ring", ring=new_id(), **typed)
        for typed in ({"card": "0247"}, {"card": "12"}, {"first_name": "Zoé"}, {})
    ]
    assert counted(kiosk.house) == (1, 3)
    assert [{**one, "key": ""} for one in taps] == [{"key": ""}] * 4
    for one in taps:
        kiosk.do("core.undo", key=one["key"])
    assert counted(kiosk.house) == (0, 0)
    with kiosk.house.scope():
        assert DoorRing.objects.count() == 0


def test_the_tally_page_knows_the_taps_of_today(kiosk: Kiosk) -> None:
    for _ in range(3):
        last = kiosk.do("people.ring", ring=new_id())
    kiosk.do("core.undo", key=last["key"])
    assert b'data-heads="2"' in kiosk.client.get(kiosk.url("compter")).content


def test_it_rings_in_its_own_place_for_its_own_account_and_nothing_else(kiosk: Kiosk) -> None:
    person = kiosk.house.person()
    assert kiosk.code("people.create", person=new_id(), first_name="Ali") == "forbidden"
    assert kiosk.code("people.edit", person=person, first_name="Ali") == "forbidden"
    assert kiosk.code("people.match_ring", ring=new_id(), person=person, visit=new_id()) == (
        "forbidden"
    )
    elsewhere = kiosk.command("people.ring", ring=str(new_id()))
    (result,) = kiosk.send({**elsewhere, "place": str(new_id())})
    assert result["code"] == "not_found"
    for path in ("desk/snapshot.json", "people/", ""):
        assert kiosk.client.get(f"/s/bras/{path}").status_code in {302, 401}


def test_a_presence_that_its_rights_do_not_cover_is_refused(kiosk: Kiosk) -> None:
    """It stands in the open: nobody greets a person by an id, though it would have happened."""
    person = kiosk.house.person()
    assert kiosk.code("people.greet", visit=new_id(), person=person) == "forbidden"
    assert kiosk.code("people.count_anonymous", count=new_id(), heads=500) == "forbidden"
    assert counted(kiosk.house) == (0, 0)


def test_nobody_else_acts_on_it(kiosk: Kiosk) -> None:
    kiosk.actor = kiosk.house.manager
    assert kiosk.code("core.undo", key=new_id()) == "forbidden"


def test_revoked_it_shows_nothing_and_hands_in_for_thirty_days(kiosk: Kiosk) -> None:
    house = kiosk.house
    house.do("network.revoke_device", device=kiosk.device)
    page = kiosk.client.get(kiosk.url(""))
    assert (page.status_code, "n’est pas une borne" in page.content.decode()) == (403, True)
    kiosk.do("people.ring", ring=new_id())
    assert counted(house) == (0, 1)
    with house.scope():
        long_ago = timezone.now() - timedelta(days=31)
        Device.objects.filter(pk=kiosk.device).update(revoked_at=long_ago)
    assert kiosk.post(kiosk.command("people.ring", ring=str(new_id()))).status_code == 401


def test_another_browser_and_another_structure_are_no_kiosk(kiosk: Kiosk) -> None:
    stranger = Client(headers={"host": "localhost"})
    assert stranger.get("/kiosk/bras/").status_code == 403
    assert stranger.get("/kiosk/inconnu/").status_code == 403
    ailleurs()
    secret = kiosk.client.cookies[devices.KIOSK_COOKIE].value
    stranger.cookies[devices.KIOSK_COOKIE] = secret
    assert stranger.get("/kiosk/ailleurs/").status_code == 403
    body = {"device": str(kiosk.device), "now": timezone.now().isoformat(), "commands": []}
    there = stranger.post("/kiosk/ailleurs/commands", body, content_type="application/json")
    assert there.status_code == 401


def test_an_envelope_is_read_before_all(kiosk: Kiosk) -> None:
    answer = kiosk.client.post(kiosk.url("commands"), "{", content_type="application/json")
    assert answer.status_code == 400


def test_the_page_holds_nobody(kiosk: Kiosk) -> None:
    kiosk.house.person("Zénobie", "Quatrebarbes", card="0247")
    pages = [kiosk.client.get(kiosk.url(name)).content.decode() for name in ("", "compter")]
    assert [name for name in ("Zénobie", "Quatrebarbes") if any(name in one for one in pages)] == []
    assert json.dumps(pages).count("Loïc") == 0

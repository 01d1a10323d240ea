"""Staff addresses: who gets in, on which device, in which place; what pages may show."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.test import Client
from django.urls import path
from django.utils import timezone

from maillage.core.ids import new_id
from maillage.network import devices
from maillage.network.context import place_identity
from maillage.network.models import Account, Device, Place, SignIn, Staff
from maillage.network.rights import Right


def show(request: HttpRequest, slug: str) -> HttpResponse:
    return JsonResponse(
        {
            "structure": request.structure.slug,
            "staff": request.staff.first_name,
            "rights": sorted(request.rights),
            "device": str(request.device.pk) if request.device else "",
            "handing_in": request.revoked_device is not None,
            "place": request.place.name if request.place else "",
            "zone": timezone.get_current_timezone_name(),
            "seen": [one.first_name for one in Staff.objects.order_by("first_name")],
        }
    )


def outside(request: HttpRequest) -> HttpResponse:
    return JsonResponse(place_identity(request)["identity"])


def identity(request: HttpRequest, slug: str) -> HttpResponse:
    return JsonResponse(place_identity(request)["identity"])


urlpatterns = [
    path("s/<slug:slug>/show/", show),
    path("s/<slug:slug>/show.json", show),
    path("s/<slug:slug>/identity/", identity),
    path("outside/", outside),
    path("connexion/", outside, name="sign-in"),
]


@pytest.fixture(autouse=True)
def only_these_addresses(settings) -> None:
    settings.ROOT_URLCONF = __name__


@pytest.fixture
def client_of():
    def sign_in(login: str) -> Client:
        client = Client()
        client.force_login(
            Account.objects.get(login=login), "django.contrib.auth.backends.ModelBackend"
        )
        return client

    return sign_in


def enrol(house, client: Client, **where) -> Device:
    device, secret = new_id(), devices.new_secret()
    house.do(
        "network.enrol_device",
        device=device,
        name="Accueil",
        secret_hash=devices.hash_secret(secret),
        **where,
    )
    response = HttpResponse()
    devices.set_cookie(response, slug=house.structure.slug, secret=secret)
    client.cookies.update(response.cookies)
    with house.scope():
        return Device.objects.get(pk=device)


def seen(client: Client, slug: str = "bras", **query) -> dict:
    response = client.get(f"/s/{slug}/show/", query)
    assert response.status_code == 200
    return response.json()


def test_the_team_gets_in_and_sees_its_own_structure_only(bras, amboise, client_of):
    found = seen(client_of("sandrine"))
    assert found["structure"] == "bras"
    assert found["staff"] == "Sandrine"
    assert found["seen"] == ["Sandrine"]
    assert Right.STAFF in found["rights"]
    assert (found["device"], found["place"]) == ("", "EPN de Bras")


def test_a_stranger_and_an_unknown_structure_are_answered_alike(bras, amboise, client_of):
    client = client_of("gabriel")
    assert client.get("/s/bras/show/").status_code == 404
    assert client.get("/s/nowhere/show/").status_code == 404


def test_nobody_is_sent_to_sign_in_and_scripts_get_401(bras):
    client = Client()
    response = client.get("/s/bras/show/")
    assert response.status_code == 302
    assert response["Location"] == "/connexion/?next=/s/bras/show/"
    assert client.get("/s/bras/show.json").status_code == 401
    posted = client.post("/s/bras/show/", "{}", content_type="application/json")
    assert posted.json()["code"] == "signed_out"
    assert client.get("/s/nowhere/show/").status_code == 302


def test_who_has_left_is_a_stranger(bras, client_of):
    client, today = client_of("sandrine"), timezone.localdate()
    with bras.scope():
        Staff.objects.update(left_on=today)
    assert client.get("/s/bras/show/").status_code == 200
    with bras.scope():
        Staff.objects.update(left_on=today - timedelta(days=1))
    assert client.get("/s/bras/show/").status_code == 404


def test_the_device_gives_the_place_and_its_hour(bras, client_of):
    reunion = bras.add_place("Saint-Denis", time_zone="Indian/Reunion")
    client = client_of("sandrine")
    assert seen(client, place=reunion)["place"] == "Saint-Denis"
    assert seen(client, place="n’importe quoi")["place"] == "EPN de Bras"
    device = enrol(bras, client, place=reunion)
    found = seen(client, place=bras.place.pk)
    assert found["device"] == str(device.pk)
    assert (found["place"], found["zone"]) == ("Saint-Denis", "Indian/Reunion")
    assert timezone.get_current_timezone_name() == "Europe/Paris"


def test_another_structures_place_or_device_is_as_if_absent(bras, amboise, client_of):
    client = client_of("sandrine")
    assert seen(client, place=amboise.place.pk)["place"] == "EPN de Bras"
    theirs = enrol(amboise, client_of("gabriel"))
    client.cookies["maillage_device"] = "x"
    assert seen(client)["device"] == ""
    with amboise.scope():
        Device.objects.filter(pk=theirs.pk).update(secret_hash=devices.hash_secret("x"))
    assert seen(client)["device"] == ""


def test_one_browser_may_be_a_desk_of_two_structures(bras, amboise, client_of):
    client = client_of("sandrine")
    here, there = enrol(bras, client), enrol(amboise, client)
    assert client.cookies["maillage_device"]["path"] == "/s/amboise/"
    assert client.cookies["maillage_device"]["httponly"]
    assert here.secret_hash != there.secret_hash


def test_a_revoked_desk_only_hands_in_and_only_for_thirty_days(bras, client_of):
    client = client_of("sandrine")
    device = enrol(bras, client)
    bras.do("network.revoke_device", device=device.pk)
    found = seen(client)
    assert (found["device"], found["handing_in"]) == ("", True)
    with bras.scope():
        then = timezone.now() - timedelta(days=30)
        Device.objects.filter(pk=device.pk).update(revoked_at=then)
    assert seen(client)["handing_in"] is False


class TestPinSwitch:
    @pytest.fixture
    def ali(self, bras) -> Staff:
        ali = bras.add_staff("Ali", "volunteer")
        with bras.scope():
            return Staff.objects.get(pk=ali)

    def switch(self, client: Client, staff: Staff) -> None:
        session = client.session
        session["staff"] = str(staff.pk)
        session.save()

    def test_who_signed_in_on_this_desk_is_at_work(self, bras, ali, client_of):
        client = client_of("sandrine")
        device = enrol(bras, client)
        with bras.scope():
            devices.sign_in(ali, device, timezone.now())
        self.switch(client, ali)
        found = seen(client)
        assert (found["staff"], Right.STAFF in found["rights"]) == ("Ali", False)
        with bras.scope():
            devices.sign_out(device, timezone.now())
        assert seen(client)["staff"] == "Sandrine"

    def test_who_has_left_is_at_work_no_more(self, bras, ali, client_of):
        client = client_of("sandrine")
        device = enrol(bras, client)
        with bras.scope():
            devices.sign_in(ali, device, timezone.now())
            Staff.objects.filter(pk=ali.pk).update(left_on="2026-09-01")
        self.switch(client, ali)
        assert seen(client)["staff"] == "Sandrine"

    def test_without_a_sign_in_on_this_desk_it_is_worth_nothing(self, bras, ali, client_of):
        client, other = client_of("sandrine"), client_of("sandrine")
        enrol(bras, client)
        elsewhere = enrol(bras, other)
        with bras.scope():
            devices.sign_in(ali, elsewhere, timezone.now())
        self.switch(client, ali)
        assert seen(client)["staff"] == "Sandrine"

    def test_somebody_of_another_structure_is_worth_nothing(self, bras, amboise, client_of):
        client = client_of("sandrine")
        device = enrol(bras, client)
        SignIn.objects.create(staff=amboise.manager, device=device, started_at=timezone.now())
        self.switch(client, amboise.manager)
        assert seen(client)["staff"] == "Sandrine"

    def test_the_account_must_belong_here_all_the_same(self, bras, amboise, ali, client_of):
        client = client_of("gabriel")
        device = enrol(bras, client)
        with bras.scope():
            devices.sign_in(ali, device, timezone.now())
        self.switch(client, ali)
        assert client.get("/s/bras/show/").status_code == 404


@pytest.mark.parametrize("places", [1, 3])
def test_four_statements_whatever_the_number_of_places(bras, client_of, queries, places):
    client = client_of("sandrine")
    device = enrol(bras, client)
    for n in range(places - 1):
        second = bras.add_place(f"Lieu {n}")
        bras.do(
            "network.give_role",
            staff_role=new_id(),
            staff=bras.manager.pk,
            role="treasurer",
            place=second,
        )
    with bras.scope():
        devices.sign_in(bras.manager, device, timezone.now())
    with queries(2 + 4):  # the session and the account, then ours
        assert client.get("/s/bras/identity/").status_code == 200


def test_a_structure_without_a_place_still_has_a_page(bras, client_of):
    client = client_of("sandrine")
    with bras.scope():
        Place.objects.all().delete()
    assert seen(client)["place"] == ""
    assert client.get("/s/bras/identity/").json()["name"] == "Multimédia de Bras"


def test_pages_show_the_places_own_identity(bras, client_of):
    bras.do("network.edit_place", place=bras.place.pk, motto="Le numérique pour tous")
    assert client_of("sandrine").get("/s/bras/identity/").json() == {
        "slug": "bras",
        "name": "EPN de Bras",
        "motto": "Le numérique pour tous",
        "colour": "#0a5a54",
        "logo": "",
    }
    assert set(Client().get("/outside/").json().values()) == {""}

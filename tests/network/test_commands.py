"""The structure's own life, through commands; what a role or another structure may not do."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

import pytest
from django.contrib.auth.hashers import check_password, make_password

from maillage.core.ids import new_id
from maillage.core.models import Command, DeviceSequence
from maillage.network import queries
from maillage.network.doors import Refused
from maillage.network.models import (
    Account,
    Carrier,
    Device,
    Organisation,
    Place,
    SignIn,
    Staff,
    StaffQualification,
    StaffRole,
    Unit,
)

SECRET_HASH = sha256(b"secret").hexdigest()


def enrol(house, **more) -> object:
    device = new_id()
    values = {"device": device, "name": "Accueil", "secret_hash": SECRET_HASH, **more}
    house.do("network.enrol_device", **values)
    return device


class TestPlaces:
    def test_a_place_carries_its_identity(self, bras):
        place = bras.add_place(
            "Fab lab",
            kind="fablab",
            motto="Venez fabriquer",
            colour="#7A1F3D",
            phone="03 29 00 00 00",
            commune="57463",
            opening="Mo-Fr 14:00-18:00",
        )
        with bras.scope():
            row = Place.objects.get(pk=place)
        assert (row.name, row.motto, row.colour) == ("Fab lab", "Venez fabriquer", "#7a1f3d")
        assert (row.commune.name, row.holiday_zone) == ("Metz", "alsace_moselle")
        assert row.opening == "Mo-Fr 14:00-18:00"

    def test_editing_changes_what_is_given_and_an_empty_text_empties(self, bras):
        place = bras.add_place("Fab lab", motto="Venez", phone="03 29 00 00 00")
        bras.do("network.edit_place", place=place, motto="", name="Labo", kind="fablab")
        with bras.scope():
            row = Place.objects.get(pk=place)
        assert (row.name, row.motto, row.kind) == ("Labo", "", "fablab")
        assert (row.phone, row.colour) == ("03 29 00 00 00", "#0a5a54")

    def test_what_may_be_empty_is_emptied_and_a_closed_place_opens_again(self, bras):
        filled = {
            "opened_on": "2026-09-01",
            "closed_on": "2026-09-03",
            "opening": "Mo 09:00-12:00",
            "commune": "57463",
        }
        place = bras.add_place("Trois jours", motto="Venez", **filled)
        days = {"opened_on": None, "closed_on": None}
        bras.do("network.edit_place", place=place, opening="", commune="", **days)
        with bras.scope():
            row = Place.objects.get(pk=place)
            assert row in queries.places_open_on(date(2026, 11, 24))
        assert (row.opened_on, row.closed_on, row.opening, row.commune_id) == (None, None, "", None)
        assert row.motto == "Venez"

    @pytest.mark.parametrize("name", ["name", "kind", "motto", "time_zone"])
    def test_nothing_is_no_value_of_a_text(self, bras, name):
        place = bras.add_place("Fab lab")
        assert bras.code("network.edit_place", place=place, **{name: None}) == "unreadable"

    @pytest.mark.parametrize(
        ("values", "code"),
        [
            ({"colour": "#ffcc00"}, "colour"),
            ({"opening": "le matin"}, "opening"),
            ({"time_zone": "Europe/Bras"}, "time_zone"),
            ({"holiday_zone": "mars"}, "holiday_zone"),
            ({"commune": "99999"}, "not_found"),
            ({"name": "EPN de Bras"}, "place_taken"),
            ({"kind": "castle"}, "unreadable"),
            ({"name": ""}, "unreadable"),
        ],
    )
    def test_what_is_wrong_is_refused(self, bras, values, code):
        second = bras.add_place("Fab lab")
        assert bras.code("network.edit_place", place=second, **values) == code
        new = {"place": new_id(), "name": "Labo", "kind": "fablab", **values}
        assert bras.code("network.add_place", **new) == code

    def test_a_manager_of_one_place_edits_that_place_only(self, bras):
        second = bras.add_place("Fab lab")
        leila = bras.add_staff("Leïla", "manager", place=second)

        def code(kind, /, at_place=second, **payload):
            return bras.run(kind, actor=leila, at_place=at_place, **payload).code

        assert code("network.edit_place", place=second, motto="Venez") == ""
        assert code("network.edit_place", place=bras.place.pk, motto="Venez") == "forbidden"
        new = {"place": new_id(), "name": "Autre", "kind": "fablab"}
        assert code("network.add_place", **new) == "forbidden"
        assert code("network.add_place", at_place=None, **new) == "forbidden"
        room = {"unit": new_id(), "name": "Salle"}
        assert code("network.add_unit", place=bras.place.pk, **room) == "forbidden"
        assert code("network.add_unit", place=second, **room) == ""

    def test_another_structures_place_is_as_if_absent(self, bras, amboise):
        foreign = amboise.place.pk
        assert bras.code("network.edit_place", place=foreign, name="À nous") == "not_found"
        assert bras.code("network.edit_place", place=new_id(), name="À nous") == "not_found"

    def test_units_form_a_tree_in_one_place(self, bras):
        room = bras.add_unit("Salle bleue", capacity=8)
        desk = bras.add_unit("Bureau 1", kind="desk", parent=room)
        with bras.scope():
            assert Unit.objects.get(pk=desk).parent_id == room
        second = bras.add_place("Fab lab")
        elsewhere = {"unit": new_id(), "place": second, "name": "Laser"}
        assert bras.code("network.add_unit", parent=room, **elsewhere) == "not_found"
        taken = {"unit": new_id(), "place": bras.place.pk, "name": "Bureau 1"}
        assert bras.code("network.add_unit", **taken) == "unit_taken"


class TestCarrier:
    def test_golden_23_one_structure_two_carriers_one_after_the_other(self, bras):
        """Golden number 23: the carrier changes, the structure and its history stay."""
        commune, association = new_id(), new_id()
        bras.do(
            "network.set_carrier",
            carrier=commune,
            kind="commune",
            name="Commune de Bras-sur-Meuse",
            siret="21550073700014",
            from_day="2014-01-01",
        )
        bras.do(
            "network.set_carrier",
            carrier=association,
            kind="association",
            name="Multimédia",
            rna="W552001234",
            from_day="2017-03-14",
        )
        with bras.scope():
            held = list(Carrier.objects.order_by("from_day").values_list("pk", "to_day"))
            assert held == [(commune, date(2017, 3, 13)), (association, None)]
            assert queries.carrier_on(date(2013, 12, 31)) is None
            assert queries.carrier_on(date(2017, 3, 13)).pk == commune
            assert queries.carrier_on(date(2017, 3, 14)).pk == association

    def test_the_same_id_corrects_the_identity_and_never_the_day(self, bras):
        carrier = {"carrier": new_id(), "kind": "association", "from_day": "2017-03-14"}
        bras.do("network.set_carrier", name="Multmédia", **carrier)
        bras.do("network.set_carrier", name="Multimédia", **{**carrier, "from_day": "2020-01-01"})
        with bras.scope():
            row = Carrier.objects.get()
        assert (row.name, row.from_day, row.to_day) == ("Multimédia", date(2017, 3, 14), None)

    def test_a_day_already_carried_and_false_numbers_are_refused(self, bras):
        values = {"kind": "association", "name": "Multimédia", "from_day": "2017-03-14"}
        bras.do("network.set_carrier", carrier=new_id(), **values)
        result = bras.run("network.set_carrier", carrier=new_id(), **values)
        assert result.code == "carrier_later"
        assert "mardi 14 mars 2017" in result.message
        later = {**values, "from_day": "2018-01-01"}
        for wrong in ({"siret": "123"}, {"rna": "W12"}):
            code = bras.code("network.set_carrier", carrier=new_id(), **later, **wrong)
            assert code == next(iter(wrong))

    def test_another_structures_carrier_does_not_move(self, bras, amboise):
        values = {"carrier": new_id(), "kind": "other", "name": "Eux", "from_day": "2017-03-14"}
        amboise.do("network.set_carrier", **values)
        assert bras.code("network.set_carrier", **{**values, "name": "Nous"}) == "id_taken"
        with amboise.scope():
            assert Carrier.objects.get().name == "Eux"


def test_a_mediator_adds_an_organisation_a_volunteer_does_not(bras):
    values = {"organisation": new_id(), "name": "Repair Café", "kind": "association"}
    paul, ali = bras.add_staff("Paul", "mediator"), bras.add_staff("Ali", "volunteer")
    assert bras.run("network.add_organisation", actor=ali, **values).code == "forbidden"
    assert bras.run("network.add_organisation", actor=paul, **values).status == "done"
    with bras.scope():
        assert [one.name for one in Organisation.objects.all()] == ["Repair Café"]


class TestTeam:
    def test_an_account_comes_with_a_login_and_its_password_stays_unknown(self, bras):
        staff, password = new_id(), "un mot de passe long"
        bras.do(
            "network.add_staff",
            staff=staff,
            first_name="Paul",
            login="paul",
            password_hash=make_password(password),
        )
        assert Account.objects.get(posts=staff).check_password(password)
        with bras.scope():
            assert password not in str(list(Command.objects.values()))

    def test_a_login_is_given_once_and_needs_a_hashed_password(self, bras, amboise):
        def code(**values):
            return bras.code("network.add_staff", staff=new_id(), first_name="Paul", **values)

        assert code(login="gabriel", password_hash=make_password("x")) == "login_taken"
        assert code(login="paul") == "password_needed"
        assert code(login="paul", password_hash="un mot de passe en clair") == "unreadable"

    def test_a_role_is_dated_and_the_last_manager_stays(self, bras):
        leila, role = bras.add_staff("Leïla"), new_id()
        bras.do("network.give_role", staff_role=role, staff=leila, role="manager")
        with bras.scope():
            first = StaffRole.objects.exclude(pk=role).get()
        bras.do("network.end_role", staff_role=first.pk, to_day="2026-12-31")
        with bras.scope():
            assert StaffRole.objects.get(pk=first.pk).to_day == date(2026, 12, 31)
        code = bras.code("network.end_role", staff_role=role, to_day="2026-12-31")
        assert code == "last_manager"
        assert (
            bras.code("network.end_role", staff_role=new_id(), to_day="2026-12-31") == "not_found"
        )

    def test_a_manager_of_one_place_gives_no_role_elsewhere(self, bras):
        second, paul = bras.add_place("Fab lab"), bras.add_staff("Paul")
        leila = bras.add_staff("Leïla", "manager", place=second)

        def code(place):
            values = {"staff_role": new_id(), "staff": paul, "role": "manager", "place": place}
            return bras.run("network.give_role", actor=leila, at_place=second, **values).code

        assert [code(None), code(bras.place.pk), code(second)] == ["forbidden", "forbidden", ""]
        with bras.scope():
            own = StaffRole.objects.get(staff=bras.manager).pk
        ending = {"staff_role": own, "to_day": "2026-12-31"}
        result = bras.run("network.end_role", actor=leila, at_place=second, **ending)
        assert result.code == "forbidden"

    def test_a_pin_is_ones_own_or_set_by_who_manages(self, bras):
        ali = bras.add_staff("Ali", "volunteer")
        pin = make_password("0420")

        def code(actor, staff):
            return bras.run("network.set_pin", actor=actor, staff=staff, pin_hash=pin).code

        assert code(ali, ali) == code(bras.manager.pk, ali) == ""
        assert code(ali, bras.manager.pk) == "forbidden"
        assert code(ali, new_id()) == "not_found"
        with bras.scope():
            assert check_password("0420", Staff.objects.get(pk=ali).pin)
        result = bras.run("network.set_pin", staff=ali, pin_hash="0420")
        assert result.code == "unreadable"

    def test_a_manager_of_one_place_sets_no_pin_of_who_works_elsewhere(self, bras):
        second = bras.add_place("Fab lab")
        leila = bras.add_staff("Leïla", "manager", place=second)
        paul = bras.add_staff("Paul", "mediator", place=second)
        pin = {"pin_hash": make_password("0420")}

        def code(staff):
            return bras.run(
                "network.set_pin", actor=leila, at_place=second, staff=staff, **pin
            ).code

        assert [code(paul), code(bras.manager.pk)] == ["", "forbidden"]

    def test_a_qualification_is_dated(self, bras):
        bras.do(
            "network.qualify_staff",
            qualification=new_id(),
            staff=bras.manager.pk,
            label="Découpeuse laser",
            granted_on="2026-09-02",
            valid_until="2027-09-01",
        )
        with bras.scope():
            row = StaffQualification.objects.get()
        assert (row.label, row.granted_on) == ("Découpeuse laser", date(2026, 9, 2))

    def test_another_structures_staff_are_as_if_absent(self, bras, amboise):
        theirs = amboise.manager.pk
        for kind, values in [
            ("network.give_role", {"staff_role": new_id(), "role": "volunteer"}),
            ("network.set_pin", {"pin_hash": make_password("0420")}),
            ("network.qualify_staff", {"qualification": new_id(), "label": "Laser"}),
        ]:
            assert bras.code(kind, staff=theirs, **values) == "not_found"
        with amboise.scope():
            their_role = StaffRole.objects.get().pk
        values = {"staff_role": their_role, "to_day": "2026-12-31"}
        assert bras.code("network.end_role", **values) == "not_found"


class TestDevices:
    def test_a_desk_counts_from_one_and_is_revoked_once(self, bras):
        device = enrol(bras, place=bras.place.pk)
        assert DeviceSequence.objects.get(device_id=device).last_n == 0
        with bras.scope():
            row = Device.objects.get(pk=device)
            SignIn.objects.create(staff=bras.manager, device=row, started_at=row.enrolled_at)
        assert (row.kind, row.counts, row.place_id) == ("desk", True, bras.place.pk)
        bras.do("network.revoke_device", device=device)
        assert not SignIn.objects.filter(ended_at=None).exists()
        assert bras.code("network.revoke_device", device=device) == "already_revoked"

    def test_the_server_and_another_structures_desk_are_not_revoked(self, bras, amboise):
        theirs = enrol(amboise)
        with bras.scope():
            server = Device.objects.get(kind="server").pk
        for device in (theirs, server, new_id()):
            assert bras.code("network.revoke_device", device=device) == "not_found"

    def test_a_mediator_revokes_a_desk_and_no_token(self, bras):
        paul, token = bras.add_staff("Paul", "mediator"), new_id()
        desk = enrol(bras)
        bras.do(
            "network.add_token",
            token=token,
            staff=new_id(),
            name="Site",
            role="manager",
            secret_hash=sha256(b"other").hexdigest(),
        )
        assert bras.run("network.revoke_device", actor=paul, device=token).code == "forbidden"
        assert bras.run("network.revoke_device", actor=paul, device=desk).code == ""
        assert bras.run("network.revoke_device", device=token).code == ""

    def test_a_desk_goes_to_no_place_of_another_structure(self, bras, amboise):
        values = {"device": new_id(), "name": "Accueil", "secret_hash": SECRET_HASH}
        code = bras.code("network.enrol_device", place=amboise.place.pk, **values)
        assert code == "not_found"

    def test_a_secret_is_hashed_by_the_face(self, bras):
        with pytest.raises(Refused) as refused:
            enrol(bras, secret_hash="secret")
        assert refused.value.result.code == "unreadable"

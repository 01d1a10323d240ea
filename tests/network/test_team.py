"""Somebody leaves the team or comes back; passwords are changed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.auth.hashers import check_password, make_password
from django.utils import timezone

from maillage.core.ids import new_id
from maillage.core.models import Command
from maillage.network import devices
from maillage.network.models import Account, Device, SignIn, Staff, StaffRole
from maillage.network.queries import rights_at

LAST = date(2026, 9, 30)
OLD, NEW = "un mot de passe long", "un autre mot de passe"


def roles(house, staff) -> list[tuple[str, date | None]]:
    with house.scope():
        rows = StaffRole.objects.filter(staff=staff).order_by("role")
        return list(rows.values_list("role", "to_day"))


@pytest.fixture
def ali(bras):
    """A volunteer, with a role that ended in time and one for later."""
    ali = bras.add_staff("Ali", "volunteer")
    for role, to_day in (("mediator", "2026-09-10"), ("treasurer", "2027-08-31")):
        ids = {"staff_role": new_id(), "staff": ali}
        days = {"from_day": "2026-09-01", "to_day": to_day}
        bras.do("network.give_role", **ids, role=role, **days)
    return ali


class TestLeaving:
    def test_roles_end_that_day(self, bras, ali):
        bras.do("network.end_staff", staff=ali, left_on=LAST)
        assert roles(bras, ali) == [
            ("mediator", date(2026, 9, 10)),
            ("treasurer", LAST),
            ("volunteer", LAST),
        ]
        assert roles(bras, bras.manager) == [("manager", None)]

    def test_nothing_may_be_done_after_that_day(self, bras, ali):
        now, today = timezone.now(), timezone.localdate()
        for left_on, at_work in ((today, True), (today - timedelta(days=2), False)):
            bras.do("network.end_staff", staff=ali, left_on=left_on)
            with bras.scope():
                assert bool(rights_at(ali, at=now, place_id=bras.place.pk)) is at_work

    def test_sign_ins_and_the_pin_stop(self, bras, ali):
        desk, now = new_id(), timezone.now()
        secret = devices.hash_secret("secret")
        bras.do("network.enrol_device", device=desk, name="Accueil", secret_hash=secret)
        bras.do("network.set_pin", staff=ali, pin_hash=devices.hash_pin("2468"))
        with bras.scope():
            devices.sign_in(Staff.objects.get(pk=ali), Device.objects.get(pk=desk), now)
        for left_on, at_work in ((timezone.localdate(), True), (LAST, False)):
            bras.do("network.end_staff", staff=ali, left_on=left_on)
            with bras.scope():
                staff = Staff.objects.get(pk=ali)
            assert devices.pin_matches(staff, "2468") is at_work
            assert SignIn.objects.filter(staff=ali, ended_at=None).exists() is at_work

    def test_coming_back_gives_the_pin_back_and_no_role(self, bras, ali):
        bras.do("network.set_pin", staff=ali, pin_hash=devices.hash_pin("2468"))
        bras.do("network.end_staff", staff=ali, left_on=LAST)
        bras.do("network.end_staff", staff=ali, left_on=None)
        with bras.scope():
            staff = Staff.objects.get(pk=ali)
        assert (staff.left_on, devices.pin_matches(staff, "2468")) == (None, True)
        assert [to_day for _role, to_day in roles(bras, ali)][1:] == [LAST, LAST]

    def test_the_last_manager_stays(self, bras):
        leila = bras.add_staff("Leïla", "manager")
        own = {"staff": bras.manager.pk, "left_on": LAST}
        bras.do("network.end_staff", **own)
        result = bras.run("network.end_staff", actor=leila, staff=leila, left_on=LAST)
        assert (result.code, result.message) == (
            "last_manager",
            "C’est le dernier responsable : nommez-en un autre d’abord.",
        )
        assert roles(bras, leila) == [("manager", None)]

    def test_a_manager_of_one_place_ends_those_of_that_place(self, bras):
        second = bras.add_place("Fab lab")
        leila = bras.add_staff("Leïla", "manager", place=second)
        paul = bras.add_staff("Paul", "mediator", place=second)

        def code(staff):
            values = {"staff": staff, "left_on": LAST}
            return bras.run("network.end_staff", actor=leila, at_place=second, **values).code

        assert [code(paul), code(bras.manager.pk)] == ["", "forbidden"]

    def test_a_day_is_said(self, bras, ali):
        assert bras.code("network.end_staff", staff=ali) == "unreadable"

    def test_another_structures_staff_are_as_if_absent(self, bras, amboise):
        values = {"staff": amboise.manager.pk, "left_on": LAST}
        assert bras.code("network.end_staff", **values) == "not_found"


class TestPasswords:
    @pytest.fixture
    def paul(self, bras):
        paul = new_id()
        account = {"login": "paul", "password_hash": make_password(OLD)}
        bras.do("network.add_staff", staff=paul, first_name="Paul", **account)
        values = {"staff_role": new_id(), "staff": paul, "role": "mediator"}
        bras.do("network.give_role", **values, from_day="2026-09-01")
        return paul

    def test_a_manager_gives_a_new_one(self, bras, paul):
        bras.do("network.set_password", staff=paul, password_hash=make_password(NEW))
        account = Account.objects.get(login="paul")
        assert (account.check_password(NEW), account.check_password(OLD)) == (True, False)
        with bras.scope():
            assert NEW not in str(list(Command.objects.values()))

    def test_a_mediator_changes_their_own_and_nobody_elses(self, bras, paul):
        new = {"password_hash": make_password(NEW)}
        manager = bras.manager.pk
        assert bras.run("network.set_password", actor=paul, staff=paul, **new).code == ""
        result = bras.run("network.set_password", actor=paul, staff=manager, **new)
        assert result.code == "forbidden"
        assert check_password(NEW, Account.objects.get(login="paul").password)
        assert check_password(OLD, Account.objects.get(login="sandrine").password)

    def test_without_an_account_there_is_nothing_to_change(self, bras):
        ali, new = bras.add_staff("Ali", "volunteer"), {"password_hash": make_password(NEW)}
        assert bras.code("network.set_password", staff=ali, **new) == "no_account"
        assert bras.run("network.set_password", actor=ali, staff=ali, **new).code == "no_account"

    def test_an_account_of_two_structures_is_its_owners_alone(self, bras, amboise, paul):
        account, new = Account.objects.get(login="paul"), {"password_hash": make_password(NEW)}
        with amboise.scope():
            post = {"structure_id": amboise.structure.pk, "account": account}
            Staff.objects.create(first_name="Paul", **post)
        assert bras.code("network.set_password", staff=paul, **new) == "works_elsewhere"
        assert bras.run("network.set_password", actor=paul, staff=paul, **new).code == ""

    def test_a_manager_of_one_place_gives_none_to_who_works_elsewhere(self, bras, paul):
        second = bras.add_place("Fab lab")
        leila = bras.add_staff("Leïla", "manager", place=second)
        values = {"staff": paul, "password_hash": make_password(NEW)}
        result = bras.run("network.set_password", actor=leila, at_place=second, **values)
        assert result.code == "forbidden"

    def test_it_travels_hashed(self, bras, paul):
        assert bras.code("network.set_password", staff=paul, password_hash=NEW) == "unreadable"

    def test_another_structures_staff_are_as_if_absent(self, bras, amboise):
        values = {"staff": amboise.manager.pk, "password_hash": make_password(NEW)}
        assert bras.code("network.set_password", **values) == "not_found"

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from maillage.core.commands import Missing
from maillage.core.compiled import keeping
from maillage.core.envelope import Envelope, Sent, run_batch
from maillage.core.ids import new_id
from maillage.network import devices
from maillage.network.doors import (
    Refused,
    do_as_server,
    door_of_device,
    door_of_server,
    run_as_server,
    token_door,
)
from maillage.network.models import Device, Place, Staff
from maillage.network.rights import Right, rights_of

VOLUNTEER, MANAGER = rights_of("volunteer"), rights_of("manager")


def at(day: int, hour: int = 10) -> datetime:
    return datetime(2026, 10, day, hour, tzinfo=UTC)


@pytest.fixture
def desk(bras) -> Device:
    device, secret = new_id(), devices.new_secret()
    bras.do(
        "network.enrol_device",
        device=device,
        name="Accueil",
        place=bras.place.pk,
        secret_hash=devices.hash_secret(secret),
    )
    with bras.scope():
        return Device.objects.get(pk=device)


def token(house, *, role: str = "manager", **where) -> tuple[str, object, object]:
    secret, device, staff = devices.new_secret(), new_id(), new_id()
    house.do(
        "network.add_token",
        token=device,
        staff=staff,
        name="Site du village",
        role=role,
        secret_hash=devices.hash_secret(secret),
        **where,
    )
    return secret, device, staff


def sign_in(house, staff_id, device, now) -> None:
    with house.scope():
        devices.sign_in(Staff.objects.get(pk=staff_id), device, now)


class TestDesk:
    def test_rights_are_those_of_who_was_signed_in_there_then(self, bras, desk, queries):
        ali = bras.add_staff("Ali", "volunteer")
        sign_in(bras, bras.manager.pk, desk, at(1, 9))
        sign_in(bras, ali, desk, at(1, 12))
        door = door_of_device(desk)

        def rights(staff, when, statements):
            with bras.scope(), queries(statements):
                return door.rights(staff, when, bras.place.pk)

        assert rights(ali, at(1, 12), 1) == VOLUNTEER
        assert rights(ali, at(2), 1) == VOLUNTEER
        assert rights(new_id(), at(2), 1) is None
        # Who has left the desk since is looked for among those who worked there.
        assert rights(bras.manager.pk, at(1, 8), 2) is None
        assert rights(bras.manager.pk, at(1, 9), 2) == MANAGER
        assert rights(bras.manager.pk, at(1, 11), 2) == MANAGER
        assert rights(bras.manager.pk, at(1, 12), 2) is None
        assert rights(ali, at(1, 11), 2) is None

    def test_a_batch_reads_somebodys_rights_once(self, bras, desk, queries):
        ali = bras.add_staff("Ali", "volunteer")
        sign_in(bras, ali, desk, at(1, 9))
        door = door_of_device(desk)

        def rights(staff, when):
            return door.rights(staff, when, bras.place.pk)

        with bras.scope(), keeping() as forget:
            with queries(1):
                assert [rights(ali, at(1, 8 + hour)) for hour in (2, 3, 4)] == [VOLUNTEER] * 3
            devices.sign_in(bras.manager, desk, at(1, 14))
            forget(all_of_it=False)
            with queries(4):
                assert rights(ali, at(1, 13)) == VOLUNTEER
                assert rights(ali, at(1, 14)) is None
                assert rights(bras.manager.pk, at(1, 14)) == MANAGER

    def test_a_sign_in_on_another_desk_is_worth_nothing_here(self, bras, desk):
        other = new_id()
        bras.do(
            "network.enrol_device",
            device=other,
            name="Fab lab",
            secret_hash=devices.hash_secret("autre"),
        )
        sign_in(bras, bras.manager.pk, desk, at(1))
        with bras.scope():
            door = door_of_device(Device.objects.get(pk=other))
            assert door.rights(bras.manager.pk, at(1), None) is None

    def test_roles_are_those_of_the_places_local_day(self, bras, desk):
        reunion = bras.add_place("Saint-Denis", time_zone="Indian/Reunion")
        ali = bras.add_staff("Ali")
        bras.do(
            "network.give_role",
            staff_role=new_id(),
            staff=ali,
            role="volunteer",
            from_day="2026-10-02",
            to_day="2026-10-02",
        )
        sign_in(bras, ali, desk, at(1, 0))
        door = door_of_device(desk)
        with bras.scope():
            # 20:30 UTC is 22:30 in Paris, and 00:30 the next day on the island.
            late = at(1, 20) + timedelta(minutes=30)
            assert door.rights(ali, late, bras.place.pk) == frozenset()
            assert door.rights(ali, late, None) == frozenset()
            assert door.rights(ali, late, reunion) == VOLUNTEER
            assert door.rights(ali, late + timedelta(days=1), bras.place.pk) == VOLUNTEER
            assert door.rights(ali, late + timedelta(days=1), reunion) == frozenset()

    def test_a_role_in_one_place_is_worth_nothing_in_another(self, bras, desk):
        second = bras.add_place("Fab lab")
        ali = bras.add_staff("Ali", "volunteer", place=second, till_allowed=False)
        sign_in(bras, ali, desk, at(1))
        door = door_of_device(desk)
        with bras.scope():
            assert door.rights(ali, at(1), second) == VOLUNTEER - {Right.TILL}
            assert door.rights(ali, at(1), bras.place.pk) == frozenset()
            assert door.rights(ali, at(1), None) == frozenset()

    def test_an_unknown_place_and_another_structures_are_missing_alike(self, bras, amboise, desk):
        sign_in(bras, bras.manager.pk, desk, at(1))
        door = door_of_device(desk)
        for place in (amboise.place.pk, new_id()):
            with bras.scope(), pytest.raises(Missing):
                door.rights(bras.manager.pk, at(1), place)

    def test_who_has_left_has_no_right_left(self, bras, desk):
        sign_in(bras, bras.manager.pk, desk, at(1))
        with bras.scope():
            Staff.objects.filter(pk=bras.manager.pk).update(left_on=at(5).date())
            door = door_of_device(desk)
            assert door.rights(bras.manager.pk, at(5), None) == MANAGER
            assert door.rights(bras.manager.pk, at(6), None) == frozenset()

    def test_a_batch_counts_and_answers_a_gap(self, bras, desk):
        sign_in(bras, bras.manager.pk, desk, timezone.now() - timedelta(minutes=5))
        now = timezone.now()

        def sent(n: int, name: str, kind: str = "network.add_organisation") -> Sent:
            return Sent(
                key=new_id(),
                n=n,
                kind=kind,
                place=bras.place.pk,
                actor=bras.manager.pk,
                at=now - timedelta(minutes=1),
                payload={"organisation": str(new_id()), "name": name},
            )

        commands = [sent(1, "Un"), sent(2, ""), sent(4, "Quatre"), sent(3, "Trois")]
        envelope = Envelope(device=desk.pk, now=now, commands=commands)
        results = run_batch(door_of_device(desk), envelope, now)
        assert [(one.status, one.code) for one in results] == [
            ("done", ""),
            ("refused", "unreadable"),
            ("refused", "gap"),
            ("done", ""),
        ]
        assert results[2].data == {"last_n": 2}

    def test_a_revoked_desk_is_refused_what_lies_ahead(self, bras, desk):
        sign_in(bras, bras.manager.pk, desk, timezone.now() - timedelta(minutes=5))
        bras.do("network.revoke_device", device=desk.pk)
        with bras.scope():
            door = door_of_device(Device.objects.get(pk=desk.pk))
        now = timezone.now()
        sent = Sent(
            key=new_id(),
            n=1,
            kind="network.add_organisation",
            actor=bras.manager.pk,
            at=now,
            payload={"organisation": str(new_id()), "name": "Un"},
        )
        result = run_batch(door, Envelope(device=desk.pk, now=now, commands=[sent]), now)[0]
        assert result.code == "revoked"


class TestToken:
    def test_one_statement_brings_the_door_and_its_rights(self, bras, queries):
        reunion = bras.add_place("Saint-Denis", time_zone="Indian/Reunion")
        secret, device, staff = token(bras)
        now = timezone.now()
        with queries(1):
            door = token_door(secret)
            assert door.rights(staff, now, bras.place.pk) == MANAGER
            assert door.rights(staff, now, reunion) == MANAGER
            assert door.rights(staff, now, None) == MANAGER
            assert door.rights(staff, now - timedelta(days=3), None) == frozenset()
            assert door.rights(bras.manager.pk, now, None) is None
            with pytest.raises(Missing):
                door.rights(staff, now, new_id())
        assert (door.structure_id, door.device_id) == (bras.structure.pk, device)
        assert (door.counts, door.revoked) == (False, False)

    def test_a_role_in_one_place_stays_there(self, bras, amboise):
        second = bras.add_place("Fab lab")
        secret, _, staff = token(bras, role="mediator", place=second)
        door, now = token_door(secret), timezone.now()
        assert door.rights(staff, now, second) == rights_of("mediator")
        assert door.rights(staff, now, bras.place.pk) == frozenset()
        with pytest.raises(Missing):
            door.rights(staff, now, amboise.place.pk)

    def test_a_structure_without_a_place_has_tokens_too(self, bras):
        with bras.scope():
            Place.objects.all().delete()
        secret, _, staff = token(bras)
        assert token_door(secret).rights(staff, timezone.now(), None) == MANAGER

    def test_a_wrong_secret_a_desks_and_a_revoked_token_open_nothing(self, bras):
        secret, device, _ = token(bras)
        bras.do(
            "network.enrol_device",
            device=new_id(),
            name="Accueil",
            secret_hash=devices.hash_secret("bureau"),
        )
        assert token_door("bureau") is None
        assert token_door("") is None
        assert token_door(secret + "x") is None
        bras.do("network.revoke_device", device=device)
        assert token_door(secret) is None

    def test_a_token_acts_by_commands_and_the_server_counts(self, bras):
        secret, device, staff = token(bras)
        now = timezone.now()
        commands = [
            Sent(
                key=new_id(),
                kind="network.add_organisation",
                actor=actor,
                at=now,
                payload={"organisation": str(new_id()), "name": "Un"},
            )
            for actor in (staff, bras.manager.pk)
        ]
        envelope = Envelope(device=device, now=now, commands=commands)
        results = run_batch(token_door(secret), envelope, now)
        assert [(one.status, one.code) for one in results] == [
            ("done", ""),
            ("refused", "forbidden"),
        ]


class TestServer:
    def test_anybody_of_the_structure_acts_with_their_own_rights(self, bras, amboise, queries):
        door = door_of_server(bras.structure.pk)
        ali = bras.add_staff("Ali", "volunteer")
        with bras.scope(), queries(3):
            assert door.rights(bras.manager.pk, at(1), bras.place.pk) == MANAGER
            assert door.rights(ali, at(1), None) == VOLUNTEER
            assert door.rights(amboise.manager.pk, at(1), None) is None

    def test_python_values_travel_and_a_key_gives_the_same_answer(self, bras):
        key, carrier = new_id(), new_id()
        payload = {
            "carrier": carrier,
            "kind": "association",
            "name": "Multimédia",
            "from_day": at(1).date(),
        }
        results = [
            run_as_server(
                bras.structure.pk,
                "network.set_carrier",
                payload,
                actor=bras.manager.pk,
                key=key,
                at=at(1),
            )
            for _ in range(2)
        ]
        assert results[0] == results[1]
        assert results[0].data == {"carrier": str(carrier)}

    def test_scripts_get_an_exception_that_says_why(self, bras):
        with pytest.raises(Refused, match="revoke_device: not_found: Appareil introuvable"):
            do_as_server(
                bras.structure.pk,
                "network.revoke_device",
                {"device": new_id()},
                actor=bras.manager.pk,
            )

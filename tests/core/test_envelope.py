"""The envelope, through the desk's door: keys, numbers, order, clocks, rights, refusals."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from maillage.core.ids import new_id
from maillage.core.models import Command, JournalLine, StructureClock, ToSettle
from maillage.network.models import Device, SignIn
from maillage.people.models import AnonymousCount, Person, Visit
from tests.houses import Desk, ailleurs, open_desk


def rev(desk: Desk) -> int:
    return StructureClock.objects.get(structure_id=desk.house.structure).rev


def test_a_key_sent_again_gets_the_same_answer_and_has_one_effect(desk: Desk) -> None:
    command = desk.command("people.count_anonymous", count=new_id())
    first = desk.send(command)
    before = rev(desk)
    assert desk.send(command) == first
    assert desk.send(command, command) == first * 2
    assert rev(desk) == before
    with desk.house.scope():
        assert AnonymousCount.objects.count() == 1


def test_a_key_with_another_payload_is_refused_and_shows_nothing(desk: Desk) -> None:
    command = desk.command("people.create", person=new_id(), first_name="Zoé")
    desk.send(command)
    (result,) = desk.send({**command, "payload": {**command["payload"], "first_name": "Léo"}})
    assert (result["status"], result["code"], result["data"]) == ("refused", "key_reused", {})


def test_a_hole_is_answered_with_the_last_number_held(desk: Desk) -> None:
    desk.do("people.count_anonymous", count=new_id())
    desk.n += 1
    (result,) = desk.send(desk.command("people.count_anonymous", count=new_id()))
    assert (result["code"], result["data"]) == ("gap", {"last_n": 1})
    desk.n = 1
    desk.do("people.count_anonymous", count=new_id())


def test_a_refusal_takes_its_number_and_does_not_stop_the_batch(desk: Desk) -> None:
    missing = desk.command("programme.register", session=new_id(), seats=[seat()])
    counted = desk.command("people.count_anonymous", count=new_id())
    assert [one["status"] for one in desk.send(missing, counted)] == ["refused", "done"]
    assert desk.send(missing)[0]["code"] == "not_found"


def seat(person=None) -> dict:
    return {"registration": new_id(), "person": person}


def test_what_names_a_refused_creation_depends_on_it(desk: Desk) -> None:
    person = new_id()
    refused = desk.command("people.create", person=person, first_name="Zoé", phone="12")
    after = desk.command("people.edit", person=person, first_name="Zoé")
    results = desk.send(refused, after)
    assert [one["code"] for one in results] == ["phone_unreadable", "depends_on"]


def test_a_refusal_keeps_no_payload_and_no_journal_line(desk: Desk) -> None:
    before = rev(desk)
    desk.code("people.create", person=new_id(), first_name="Zoé", phone="12")
    assert rev(desk) == before
    with desk.house.scope():
        kept = Command.objects.get(status="refused")
        assert (kept.payload, kept.undo, kept.rev) == (None, None, None)


def test_each_done_command_raises_the_clock_and_writes_one_line(desk: Desk) -> None:
    before = rev(desk)
    for _ in range(3):
        desk.do("people.count_anonymous", count=new_id())
    with desk.house.scope():
        lines = JournalLine.objects.filter(rev__gt=before).order_by("rev")
        assert list(lines.values_list("rev", "n")) == [
            (before + 1, 1),
            (before + 2, 2),
            (before + 3, 3),
        ]


def test_a_wrong_clock_is_corrected_and_the_original_kept(desk: Desk) -> None:
    desk.drift = timedelta(hours=-6)
    typed = timezone.now()
    desk.do("people.greet", at=typed, visit=new_id(), person=desk.house.person())
    with desk.house.scope():
        command = Command.objects.get(kind="people.greet")
        assert abs(command.at - typed) < timedelta(seconds=5)
        assert abs(command.typed_at - (typed - timedelta(hours=6))) < timedelta(seconds=1)
        assert abs(Visit.objects.get().at - typed) < timedelta(seconds=5)


def test_nothing_is_dated_in_the_future(desk: Desk) -> None:
    desk.do("people.count_anonymous", at=timezone.now() + timedelta(days=3), count=new_id())
    with desk.house.scope():
        assert AnonymousCount.objects.get().at <= timezone.now()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'{"device": "x", "now": "y", "commands": []}',
        b"\xff\xfe",
    ],
)
def test_an_unreadable_envelope_is_400_in_french(desk: Desk, body: bytes) -> None:
    answer = desk.client.post(desk.url("commands"), body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, "unreadable")


def test_more_than_200_commands_are_refused_whole(desk: Desk) -> None:
    commands = [desk.command("people.count_anonymous", count=new_id()) for _ in range(201)]
    assert desk.post(*commands).status_code == 400
    with desk.house.scope():
        assert AnonymousCount.objects.count() == 0


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("people.fly", {}),
        ("people.create", {"person": str(new_id()), "first_name": "Zo\0é"}),
        ("people.create", {"person": "x", "first_name": "Zoé"}),
        ("people.create", {"first_name": "Zoé"}),
        ("people.create", {"person": str(new_id()), "first_name": ""}),
        ("people.create", {"person": str(new_id()), "first_name": "Zoé", "admin": True}),
        ("people.count_anonymous", {"count": str(new_id()), "heads": "2"}),
        ("people.count_anonymous", {"count": str(new_id()), "heads": 10**30}),
        ("money.set_price", {"price": str(new_id()), "from_day": "9999-12-31"}),
    ],
)
def test_an_unreadable_payload_is_refused(desk: Desk, kind: str, payload: dict) -> None:
    assert desk.code(kind, **payload) == "unreadable"


def test_the_bodys_device_is_the_authenticated_one(desk: Desk) -> None:
    assert desk.post(device=new_id()).status_code == 401
    other = open_desk(desk.house)
    assert desk.post(device=other.device).status_code == 401


def test_a_stranger_meets_no_desk(desk: Desk) -> None:
    stranger = open_desk(ailleurs())
    assert stranger.client.post(desk.url("commands"), {}).status_code == 404
    anonymous = Client().post(desk.url("commands"), "{}", content_type="application/json")
    assert anonymous.status_code == 401


def test_the_actor_must_have_signed_in_on_the_device(desk: Desk) -> None:
    desk.actor = desk.house.add_staff("volunteer")
    assert desk.code("people.create", person=new_id(), first_name="Zoé") == "forbidden"
    done = desk.do("people.greet", visit=new_id(), person=desk.house.person())
    assert [one["code"] for one in done["left_out"]] == ["not_signed_in"]


def test_rights_are_those_at_the_time_of_the_act(desk: Desk) -> None:
    """A mediator who left an hour ago may still hand in what they typed before."""
    SignIn.objects.update(started_at=timezone.now() - timedelta(hours=3))
    SignIn.objects.update(ended_at=timezone.now() - timedelta(hours=1))
    early = timezone.now() - timedelta(hours=2)
    desk.do("people.create", at=early, person=new_id(), first_name="Zoé")
    assert desk.code("people.create", person=new_id(), first_name="Léo") == "forbidden"


def test_a_revoked_device_hands_in_what_has_happened_and_reads_nothing(desk: Desk) -> None:
    desk.house.do("network.revoke_device", device=desk.device)
    assert desk.client.get(desk.url("snapshot.json")).status_code == 409
    done = desk.send(desk.command("people.greet", visit=new_id(), person=desk.house.person()))
    assert (done[0]["status"], done[0]["data"]) == ("done", {})
    assert desk.code("people.create", person=new_id(), first_name="Zoé") == "revoked"
    with desk.house.scope():
        Device.objects.update(revoked_at=timezone.now() - timedelta(days=31))
    assert desk.post().status_code == 401


def test_undo_is_for_whoever_acted_and_for_sixty_seconds(desk: Desk) -> None:
    person = desk.house.person()
    done = desk.do("people.greet", visit=new_id(), person=person)
    colleague = Desk(desk.house, desk.client, desk.device, desk.house.add_staff("volunteer"), 1)
    with desk.house.scope():
        device = Device.objects.get(pk=desk.device)
        SignIn.objects.create(staff_id=colleague.actor, device=device, started_at=timezone.now())
    assert colleague.code("core.undo", key=done["key"]) == "not_yours"
    desk.n = colleague.n
    assert desk.code("core.undo", key=done["key"]) == "done"
    assert desk.code("core.undo", key=done["key"]) == "already_undone"
    assert desk.code("core.undo", key=new_id()) == "not_found"
    early = desk.do("people.greet", visit=new_id(), person=person)
    with desk.house.scope():
        Command.objects.filter(key=early["key"]).update(at=timezone.now() - timedelta(seconds=62))
    assert desk.code("core.undo", key=early["key"]) == "too_late"


def test_what_declares_no_inverse_is_not_undone(desk: Desk) -> None:
    done = desk.do("people.create", person=new_id(), first_name="Zoé")
    assert desk.code("core.undo", key=done["key"]) == "not_undoable"


def test_a_row_to_settle_is_settled_once(desk: Desk) -> None:
    desk.do("people.greet", visit=new_id(), person=new_id())
    with desk.house.scope():
        row = ToSettle.objects.get()
    desk.do("core.settle", row=row.pk)
    with desk.house.scope():
        row.refresh_from_db()
        assert (row.settled_by, row.code) == (desk.actor, "person_unknown")
        assert Person.objects.count() == 0

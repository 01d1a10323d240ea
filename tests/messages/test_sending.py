"""Messages that leave by a real mail server, a real gateway, a folder: again, never twice."""

from __future__ import annotations

import email
import email.policy
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from maillage.core.models import JournalLine
from maillage.messages.connectors import CONNECTORS, connector_of
from maillage.messages.sending import claim, requeue
from tests.houses import House
from tests.messages.conftest import FROM, deliver, held
from tests.messages.machines import Machine, texts


def write(house: House, text: str = "Venez voir l’exposition.", **contact: str):
    person = house.person(**(contact or {"email": "marie@example.fr"}))
    house.do("messages.write", persons=[person], text=text)
    return person


def states(house: House) -> list[tuple[str, int, str]]:
    return [(one.state, one.tries, one.fault) for one in held(house)]


def test_an_email_leaves_on_commit_from_the_place(house: House, smtp: Machine) -> None:
    house.do("network.edit_place", place=house.place, phone="03 29 12 34 56")
    write(house)
    assert (states(house), smtp.received) == ([("queued", 0, "")], [])
    assert deliver(house) == 1
    (sent,) = smtp.received
    (row,) = held(house)
    assert (sent["From"], sent["To"]) == (f"Numéripôle <{FROM}>", "marie@example.fr")
    assert sent["Subject"] == "Un message de Numéripôle"
    assert (sent["Message-ID"], sent["Auto-Submitted"]) == (
        f"<{row.pk}@bras.example>",
        "auto-generated",
    )
    assert texts(smtp)[0].replace("\u00a0", " ") == (
        "Bonjour Marie,\n\nVenez voir l’exposition.\n\n"
        "Une question ? Appelez le 03 29 12 34 56.\n\nNuméripôle\n"
    )
    assert (row.state, row.tries, row.fault, row.next_try_at) == ("sent", 1, "", None)
    assert row.ended_at is not None
    assert deliver(house) == 0
    assert len(smtp.received) == 1


def test_an_sms_leaves_by_the_gateway(house: House, gateway: Machine) -> None:
    write(house, phone="06 12 34 56 78")
    deliver(house)
    (row,) = held(house)
    ((headers, path, body),) = gateway.received
    assert path == "/send?account=bras"
    assert (headers["Authorization"], headers["Idempotency-Key"]) == ("Bearer s3cret", str(row.pk))
    assert body == {
        "to": "+33612345678",
        "text": "Bonjour Marie, Venez voir l'exposition. Numéripôle",
        "from": "Numéripôle",
        "key": str(row.pk),
    }
    assert row.state == "sent"


def test_a_folder_holds_what_would_have_left(house: House, settings) -> None:
    write(house, email="marie@example.fr")
    write(house, phone="06 12 34 56 78")
    deliver(house)
    by_mail, by_sms = held(house)
    outbox = Path(settings.DATA_DIR) / "outbox"
    assert {one.name for one in outbox.iterdir()} == {f"{by_mail.pk}.eml", f"{by_sms.pk}.txt"}
    content = (outbox / f"{by_mail.pk}.eml").read_bytes()
    made = email.message_from_bytes(content, policy=email.policy.default)
    assert made["To"] == "marie@example.fr"
    assert "Venez voir l’exposition." in made.get_content()
    assert (outbox / f"{by_sms.pk}.txt").read_text("utf-8").startswith("+33612345678\nBonjour")


@pytest.mark.parametrize(
    ("answer", "state"),
    [(451, "queued"), (550, "failed"), ("hang up", "unsure"), ("silence", "unsure")],
)
def test_what_a_mail_server_says(
    house: House, smtp: Machine, answer: int | str, state: str
) -> None:
    smtp.answers = [answer]
    write(house)
    deliver(house)
    ((found, tries, fault),) = states(house)
    assert (found, tries, bool(fault)) == (state, 1, True)
    deliver(house)
    assert len(smtp.received) == (1 if answer == "silence" else 0)


@pytest.mark.parametrize(
    ("answer", "state"),
    [(429, "queued"), (503, "queued"), (500, "unsure"), ("silence", "unsure"), (400, "failed")],
)
def test_what_a_gateway_says(house: House, gateway: Machine, answer: int | str, state: str) -> None:
    gateway.answers = [answer]
    write(house, phone="06 12 34 56 78")
    deliver(house)
    assert [one[0] for one in states(house)] == [state]


def test_a_server_that_is_away_is_tried_five_times_over_a_day(house: House, settings) -> None:
    settings.MAIL = {"host": "127.0.0.1", "port": 1}
    start = timezone.now().replace(hour=10)
    with time_machine.travel(start, tick=False) as clock:
        write(house)
        waited = []
        for _try in range(4):
            deliver(house)
            (row,) = held(house)
            assert (row.state, deliver(house)) == ("queued", 0)
            assert DBTaskResult.objects.filter(run_after=row.next_try_at).count() == 1
            waited.append(row.next_try_at - start)
            clock.move_to(row.next_try_at)
        deliver(house)
    assert waited == sorted(waited)
    assert waited[-1] > timedelta(hours=20)
    ((state, tries, fault),) = states(house)
    assert (state, tries) == ("failed", 5)
    assert fault == "Le serveur de courrier ne répond pas, ou refuse le mot de passe."


def test_a_message_comes_through_after_a_refusal_for_a_time(house: House, smtp: Machine) -> None:
    smtp.answers = [421]
    write(house)
    deliver(house)
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        deliver(house)
    assert states(house) == [("sent", 2, "")]
    assert len(smtp.received) == 1


def test_one_that_fails_does_not_stop_the_others(house: House, smtp: Machine) -> None:
    smtp.answers = [550, 451]
    for _ in range(3):
        write(house)
    assert deliver(house) == 3
    assert sorted(one[0] for one in states(house)) == ["failed", "queued", "sent"]


def test_many_leave_by_several_tasks(house: House) -> None:
    persons = [house.person(email=f"p{n}@example.fr") for n in range(45)]
    house.do("messages.write", persons=persons, text="Bonjour")
    DBTaskResult.objects.all().delete()
    handed = []
    while not handed or DBTaskResult.objects.exists():
        DBTaskResult.objects.all().delete()
        handed.append(deliver(house))
    assert handed == [20, 20, 5]


def test_nothing_set_up_waits_and_says_so(house: House, settings) -> None:
    write(house)
    settings.MAIL = {}
    deliver(house)
    ((state, _tries, fault),) = states(house)
    assert (state, fault) == (
        "queued",
        "Rien n’est réglé pour cet envoi. Prévenez qui administre Maillage.",
    )


# Killed while sending


def test_what_was_being_sent_is_doubted_after_ten_minutes(house: House, smtp: Machine) -> None:
    write(house)
    with house.scope():
        assert claim(timezone.now()) is not None
    now = timezone.now()
    assert requeue(house.structure, now + timedelta(minutes=9)) == 0
    assert requeue(house.structure, now + timedelta(minutes=11)) == 1
    deliver(house)
    assert states(house) == [("unsure", 1, "Maillage s’est arrêté pendant l’envoi.")]
    assert smtp.received == []
    (row,) = held(house)
    house.do("messages.send_again", message=row.pk)
    deliver(house)
    assert (len(smtp.received), held(house)[0].state) == (1, "sent")


def test_tick_asks_again_for_what_is_due(house: House) -> None:
    write(house)
    DBTaskResult.objects.all().delete()
    requeue(house.structure, timezone.now())
    (task,) = DBTaskResult.objects.all()
    assert task.args_kwargs == {"args": [str(house.structure)], "kwargs": {}}


def test_a_message_is_claimed_once(house: House) -> None:
    write(house)
    with house.scope():
        first, second = claim(timezone.now()), claim(timezone.now())
    assert (first is not None, second) == (True, None)


# What must not leave


def test_an_erased_person_is_not_told(house: House, smtp: Machine) -> None:
    person = write(house)
    house.do("people.erase", person=person)
    deliver(house)
    (row,) = held(house)
    assert (row.state, row.address, row.subject, row.body) == ("dropped", "", "", "")
    assert smtp.received == []


def test_a_dropped_message_does_not_leave(house: House, smtp: Machine) -> None:
    write(house)
    house.do("messages.drop", message=held(house)[0].pk)
    deliver(house)
    assert (states(house)[0][0], smtp.received) == ("dropped", [])


def test_a_run_writes_one_line_of_the_journal(house: House) -> None:
    write(house)
    write(house)
    deliver(house)
    with house.scope():
        lines = JournalLine.objects.filter(kind="tick.messages")
        assert [sorted(one.touched) for one in lines] == [
            sorted(str(one.pk) for one in held(house))
        ]


def test_each_connector_says_how_it_is(settings, smtp: Machine, gateway: Machine) -> None:
    assert [(one.name, one.channel, one.configured()) for one in CONNECTORS] == [
        ("smtp", "email", True),
        ("file", "email", False),
        ("sms", "sms", True),
        ("file", "sms", False),
    ]
    assert [one.fault() for one in CONNECTORS] == [""] * 4
    settings.MAIL, settings.SMS_URL = {"host": "127.0.0.1", "port": 1}, "http://127.0.0.1:1/"
    mail, sms = connector_of("email"), connector_of("sms")
    assert mail is not None
    assert sms is not None
    assert mail.fault() == "Le serveur de courrier ne répond pas, ou refuse le mot de passe."
    assert sms.fault() == "La passerelle SMS ne répond pas."

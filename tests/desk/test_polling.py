"""An idle poll: one statement, and the truth as soon as anything is other."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from maillage.core.ids import new_id
from maillage.network.models import Account, Staff
from tests.houses import bras, open_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def polled():
    """A desk that has asked once, and how to ask again: the status, the answer, the statements."""
    desk = open_desk(bras())

    def ask():
        with CaptureQueriesContext(connection) as captured:
            answer = desk.client.get(desk.url("rev.json"), headers={"accept": "application/json"})
        told = answer.json() if answer.status_code == 200 else {}
        return answer.status_code, told, len(captured)

    ask()
    return desk, ask


def test_nothing_new_costs_one_statement_and_is_answered_alike(polled):
    desk, ask = polled
    first, second = ask(), ask()
    assert first == second
    assert (first[0], first[2]) == (200, 1)
    assert first[1]["rev"] == desk.snapshot()["rev"]


def test_a_command_is_heard_at_the_next_poll(polled):
    desk, ask = polled
    _status, before, _count = ask()
    desk.do("people.greet", visit=new_id(), person=desk.house.person())
    status, after, _count = ask()
    assert (status, after["rev"]) == (200, before["rev"] + 2)
    assert ask()[2] == 1


def test_who_may_no_more_is_told_at_the_next_poll(polled):
    desk, ask = polled
    desk.house.do("network.revoke_device", device=desk.device)
    assert ask()[0] == 409


def test_whose_role_ended_yesterday_is_told_the_day_after(polled, monkeypatch):
    desk, ask = polled
    with desk.house.scope():
        role = Staff.objects.get(pk=desk.actor).roles.get()
    today = timezone.localdate()
    desk.house.do("network.end_role", staff_role=role.pk, to_day=today)
    assert [ask()[0], ask()[2]] == [200, 1]
    tomorrow = timezone.now() + timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    assert ask()[0] == 403


def test_a_session_that_ended_asks_to_sign_in(polled):
    desk, ask = polled
    desk.client.logout()
    assert ask()[0] == 401


def test_a_password_that_changed_ends_it_at_once(polled):
    desk, ask = polled
    with desk.house.scope():
        account = Staff.objects.get(pk=desk.actor).account_id
    Account.objects.filter(pk=account).update(password="other")
    assert ask()[0] == 401

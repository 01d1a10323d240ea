from __future__ import annotations

from datetime import UTC, datetime, timedelta

from maillage.core import ratelimit
from maillage.core.models import Tries
from maillage.core.ratelimit import Limit, Subject, give_back, seconds_to_wait

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
THREE = Limit("test", 3, timedelta(minutes=15))


def test_the_fourth_try_waits_for_the_window_to_end(db):
    who = [Subject(THREE, "sandrine")]
    at = NOON + timedelta(minutes=5)
    assert [seconds_to_wait(who, at) for _ in range(5)] == [0, 0, 0, 600, 600]
    assert seconds_to_wait([Subject(THREE, "paul")], at) == 0
    assert seconds_to_wait([Subject(THREE._replace(purpose="other"), "sandrine")], at) == 0
    assert seconds_to_wait(who, NOON + timedelta(minutes=15)) == 0


def test_the_longest_wait_counts_and_every_limit_counts_the_try(db):
    once = Limit("once", 1, timedelta(hours=1))
    both = [Subject(THREE, "sandrine"), Subject(once, "192.0.2.1")]
    assert [seconds_to_wait(both, NOON) for _ in range(2)] == [0, 3600]
    assert [seconds_to_wait(both[:1], NOON) for _ in range(2)] == [0, 900]


def test_a_right_password_gives_its_try_back(db):
    who = [Subject(THREE, "sandrine")]
    for _ in range(10):
        assert seconds_to_wait(who, NOON) == 0
        give_back(who, NOON)


def test_no_login_and_no_address_is_kept(db):
    seconds_to_wait(ratelimit.sign_in_subjects(" Sandrine ", "192.0.2.1"), NOON)
    kept = str(list(Tries.objects.values()))
    assert Tries.objects.count() == 3
    assert "sandrine" not in kept.lower()
    assert "192.0.2.1" not in kept


def test_logins_are_counted_whatever_their_case(db):
    for login in ("sandrine", "SANDRINE ", "Sandrine"):
        seconds_to_wait(ratelimit.sign_in_subjects(login, "192.0.2.1"), NOON)
    assert set(Tries.objects.values_list("count", flat=True)) == {3}


def test_windows_that_have_ended_are_removed(db):
    for minutes in (0, 20):
        seconds_to_wait([Subject(THREE, "sandrine")], NOON + timedelta(minutes=minutes))
    ratelimit.forget_old_tries(NOON + timedelta(minutes=16))
    assert [one.ends_at for one in Tries.objects.all()] == [NOON + timedelta(minutes=30)]

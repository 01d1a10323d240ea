"""How often something may be tried: sign-ins, PINs. Counted in the base, for all processes.

A try is counted before the password is checked, and given back when it was right. The key is a
hash: no login and no address is kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import F

from maillage.core.models import Tries


class Limit(NamedTuple):
    """At most ``most`` tries of one purpose in each window of time."""

    purpose: str
    most: int
    within: timedelta


SIGN_IN = Limit("sign-in", 10, timedelta(minutes=15))
"""By login and address together, so that nobody locks somebody else out from afar."""

SIGN_IN_LOGIN = Limit("sign-in-login", 60, timedelta(minutes=15))
"""By login, from all addresses."""

SIGN_IN_ADDRESS = Limit("sign-in-address", 120, timedelta(minutes=15))
"""By address: a place's whole team comes from one."""

PIN = Limit("pin", 6, timedelta(minutes=5))
"""By device and member of the team."""


FIRST_RUN = Limit("first-run", 10, timedelta(minutes=15))
"""By address: the code of the terminal, while a base is empty."""

FIRST_RUN_ALL = Limit("first-run-all", 60, timedelta(minutes=15))
"""From all addresses."""


class Subject(NamedTuple):
    """Who tries what: a limit, and the words that name who it holds."""

    limit: Limit
    name: str

    def window(self, now: datetime) -> tuple[str, datetime]:
        """The key of the window of time that holds ``now``, and the instant when it ends."""
        length = int(self.limit.within.total_seconds())
        number = int(now.timestamp()) // length
        words = f"{self.limit.purpose}\0{self.name}\0{number}"
        end = datetime.fromtimestamp((number + 1) * length, UTC)
        return hashlib.sha256(words.encode()).hexdigest(), end


def sign_in_subjects(login: str, address: str) -> list[Subject]:
    """What a sign-in by password is counted under."""
    login = login.strip().lower()
    return [
        Subject(SIGN_IN, f"{login}\0{address}"),
        Subject(SIGN_IN_LOGIN, login),
        Subject(SIGN_IN_ADDRESS, address),
    ]


def first_run_subjects(address: str) -> list[Subject]:
    """What a try at the code of the first run is counted under."""
    return [Subject(FIRST_RUN, address), Subject(FIRST_RUN_ALL, "")]


def seconds_to_wait(subjects: Sequence[Subject], now: datetime) -> int:
    """Count one try; return 0 when it may go on, else the seconds until one may again."""
    return max(_count(subject, now) for subject in subjects)


def _count(subject: Subject, now: datetime) -> int:
    key, end = subject.window(now)
    with transaction.atomic():
        Tries.objects.bulk_create([Tries(key=key, ends_at=end)], ignore_conflicts=True)
        Tries.objects.filter(key=key).update(count=F("count") + 1)
        count = Tries.objects.values_list("count", flat=True).get(key=key)
    return 0 if count <= subject.limit.most else max(1, int((end - now).total_seconds()))


def give_back(subjects: Sequence[Subject], now: datetime) -> None:
    """Take back the try just counted: the password was right."""
    keys = [subject.window(now)[0] for subject in subjects]
    Tries.objects.filter(key__in=keys, count__gt=0).update(count=F("count") - 1)


def forget_old_tries(now: datetime) -> None:
    """Remove the windows that have ended; ``maillage tick`` calls it."""
    Tries.objects.filter(ends_at__lt=now).delete()

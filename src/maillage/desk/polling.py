"""An idle poll in one statement: the same browser, nothing new, the same answer.

Open desks ask ``rev.json`` every few seconds, and nearly always nothing has happened. Who asked was
checked whole when the answer was first given; as long as the session, the account's password and
the structure's clock are what they were, so is everything the check read: roles, devices and places
change by commands only, and each raises the clock. The answer speaks of nobody.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, NamedTuple, cast
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from maillage.core.compiled import Compiled
from maillage.core.models import StructureClock
from maillage.core.periods import local_date
from maillage.network.devices import COOKIE
from maillage.network.middleware import StaffRequest
from maillage.network.models import Account

Next = Callable[[HttpRequest], HttpResponse]
Asker = tuple[str, str, str]

POLL = re.compile(r"/s/(?P<slug>[-\w]+)/desk/rev\.json", re.ASCII)
SESSION_COOKIE = "maillage_session"
MOST = 1_000
"""Browsers remembered by a process: more, and all are checked anew."""


class Held(NamedTuple):
    """An answer, for whom it was made, and what it stands on."""

    structure: UUID
    account: UUID
    zone: str
    day: date
    standing: tuple[Any, ...]
    body: bytes

"""An idle poll in one statement: the same browser, nothing new, the same answer.

Open desks ask ``rev.json`` every few seconds, and nearly always nothing has happened. Who asked was
checked whole when the answer was first given; as long as the session, the account's password and
the structure's clock are what they were, so is everything the check read: roles, devices and places
change by commands only, and each raises the clock. The answer speaks of nobody.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import Any, NamedTuple, cast
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from maillage.core.compiled import Compiled
from maillage.core.models import StructureClock
from maillage.core.periods import local_date
from maillage.network.devices import COOKIE
from maillage.network.middleware import StaffRequest
from maillage.network.models import Account, Place

Next = Callable[[HttpRequest], HttpResponse]
Asker = tuple[str, str, str]

POLL = re.compile(r"/s/(?P<slug>[-\w]+)/desk/rev\.json", re.ASCII)
MOST = 1_000
"""Browsers remembered by a process: more, and all are checked anew."""


class Held(NamedTuple):
    """An answer, for whom it was made, and what it stands on."""

    structure: UUID
    account: UUID
    zone: str
    day: str
    standing: tuple[Any, ...]
    body: bytes


def _standing(key: str, now: datetime, structure: UUID, account: UUID) -> QuerySet[Any, Any]:
    """What the account's session says, their password, the clock; no row once it is over."""
    clock = StructureClock.objects.filter(structure_id=structure)
    who = Account.objects.filter(pk=account)
    return (
        Session.objects.filter(session_key=key, expire_date__gt=now)
        .annotate(
            password=Subquery(who.values("password")),
            active=Subquery(who.values("is_active")),
            rev=Subquery(clock.values("rev")),
            epoch=Subquery(clock.values("epoch")),
        )
        .values_list("session_data", "password", "active", "rev", "epoch")
    )


_STANDING = Compiled(_standing, str, datetime, UUID, UUID, scoped=False)


class PollMiddleware:
    """Answer an idle poll before anything else is read; all other requests go their way."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response
        self.held: dict[Asker, Held] = {}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        address = POLL.fullmatch(request.path_info)
        if address is None or request.method != "GET":
            return self.get_response(request)
        cookies = request.COOKIES
        asker = (
            address["slug"],
            cookies.get(settings.SESSION_COOKIE_NAME, ""),
            cookies.get(COOKIE, ""),
        )
        held = self.held.get(asker)
        if held is not None and _stands(held, asker[1]):
            answer = HttpResponse(held.body, content_type="application/json")
            answer.headers["Vary"] = "Cookie"
            return answer
        response = self.get_response(request)
        self._remember(asker, request, response)
        return response

    def _remember(self, asker: Asker, request: HttpRequest, response: HttpResponse) -> None:
        self.held.pop(asker, None)
        if response.status_code != HTTPStatus.OK:
            return
        theirs = cast("StaffRequest", request)
        place, account = cast("Place", theirs.place), cast("UUID", request.user.pk)
        told = json.loads(response.content)
        for standing in _STANDING.rows(asker[1], timezone.now(), theirs.structure.pk, account):
            if (told["rev"], told["epoch"]) == (standing[3], str(standing[4])):
                if len(self.held) >= MOST:
                    self.held.clear()
                self.held[asker] = Held(
                    theirs.structure.pk,
                    account,
                    place.time_zone,
                    told["day"],
                    standing,
                    response.content,
                )


def _stands(held: Held, key: str) -> bool:
    """Whether what an answer stands on is as it was, on the same day of the place."""
    now = timezone.now()
    if local_date(now, held.zone).isoformat() != held.day:
        return False
    return _STANDING.rows(key, now, held.structure, held.account) == [held.standing]

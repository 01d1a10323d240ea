"""Whom to tell that something changes, and how: what the pages that list them show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import ngettext

from maillage.core import saying
from maillage.messages.models import Channel
from maillage.messages.telling import recipients
from maillage.people.models import Person
from maillage.programme.models import Session
from maillage.programme.queries import registrations_of

FACE_TO_FACE, SILENT = "", "silent"


class ToTell(NamedTuple):
    """Somebody to tell about somebody registered (themselves, or a minor), by which channel.

    ``channel`` is empty when nothing leads to them, ``silent`` when they asked not to be told.
    """

    person: Person
    told: Person
    channel: str
    address: str
    sessions: list[Session]


def people_to_tell(sessions: Iterable[Session], now: datetime) -> list[ToTell]:
    """Who holds or waits for a seat in the sessions, each once, by name. Four statements."""
    shown = list(sessions)
    theirs: dict[UUID, list[Session]] = {}
    registrations = registrations_of(shown)
    for session in shown:
        for row in registrations.get(session.pk, []):
            if row.person is not None:
                theirs.setdefault(row.person.same_as_id or row.person.pk, []).append(session)
    if not theirs:
        return []
    return rows_to_tell(theirs, now, until=min(session.starts_at for session in shown))


def rows_to_tell(
    theirs: Mapping[UUID, list[Session]], now: datetime, *, until: datetime | None
) -> list[ToTell]:
    """Whom to tell about each of these persons, and their sessions, by name. Three statements."""
    found, silent = recipients(theirs, at=now, until=until)
    rows = [
        ToTell(
            one.person,
            one.told,
            str(one.way.channel) if one.way.address else FACE_TO_FACE,
            one.way.address,
            theirs.get(one.person.pk, []),
        )
        for one in found
    ]
    rows += [ToTell(one, one, SILENT, "", theirs.get(one.pk, [])) for one in silent]
    return sorted(rows, key=lambda one: (one.person.folded, str(one.person.pk)))


def channels_fr(counts: Mapping[str, int]) -> str:
    """« 3 SMS et 5 appels », from how many by each channel."""
    said = {
        Channel.SMS: lambda n: ngettext("%(n)s SMS", "%(n)s SMS", n),
        Channel.CALL: lambda n: ngettext("%(n)s appel", "%(n)s appels", n),
        Channel.EMAIL: lambda n: ngettext("%(n)s e-mail", "%(n)s e-mails", n),
        Channel.LETTER: lambda n: ngettext("%(n)s lettre", "%(n)s lettres", n),
        FACE_TO_FACE: lambda n: ngettext(
            "%(n)s personne à voir de vive voix", "%(n)s personnes à voir de vive voix", n
        ),
        SILENT: lambda n: ngettext(
            "%(n)s qui ne veut pas être prévenue", "%(n)s qui ne veulent pas être prévenues", n
        ),
    }
    found = ((words, counts.get(channel, 0)) for channel, words in said.items())
    return saying.together([words(n) % {"n": n} for words, n in found if n])


def counted(rows: Iterable[ToTell]) -> dict[str, int]:
    """How many to tell by each channel."""
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.channel] = counts.get(row.channel, 0) + 1
    return counts

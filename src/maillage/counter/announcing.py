"""What is said of sessions: the words, and to whom. One message a person, however many sessions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from maillage.core import saying
from maillage.core.acting import Acting
from maillage.messages.telling import About, tell
from maillage.programme.models import Registration, Session

Told = dict[str, int]
Values = Mapping[str, str]


class When(NamedTuple):
    """When and where a session is, or was."""

    starts_at: datetime
    place: UUID
    room: UUID | None
    address: str


def when_of(session: Session) -> When:
    """When and where it stands now."""
    return When(session.starts_at, session.place_id, session.room_id, session.address)


def sessions_ahead(ids: Iterable[UUID | str], at: datetime) -> list[Session]:
    """These sessions, but those begun, in order, with their place and room; one statement."""
    rows = Session.objects.filter(pk__in=list(ids), starts_at__gt=at)
    return list(rows.select_related("place", "room").order_by("starts_at", "id"))


def registered(sessions: Sequence[Session], *states: str) -> dict[UUID, list[UUID]]:
    """Who is registered in each session, by person: their sessions in order; one statement.

    Without ``states``, whoever holds or waits for a seat.
    """
    rows = Registration.objects.filter(session__in=sessions, person__isnull=False)
    if states:
        rows = rows.filter(state__in=states)
    found: dict[UUID, list[UUID]] = {}
    wanted = rows.exclude(state=Registration.State.CANCELLED).order_by("session__starts_at", "id")
    for person, session in wanted.values_list("person_id", "session_id"):
        found.setdefault(person, []).append(session)
    return found


def announce(
    acting: Acting,
    code: str,
    sessions: Sequence[Session],
    *,
    revision: str = "",
    was: Mapping[UUID, When] | None = None,
    more: Values | None = None,
) -> Told:
    """Tell everybody registered in these sessions, each once, whatever the number of theirs.

    ``was`` says when each was before; ``more`` fills other placeholders. How many by each channel.
    """
    by_id = {one.pk: one for one in sessions}
    groups: dict[tuple[UUID, ...], list[UUID]] = {}
    for person, theirs in registered(sessions).items():
        groups.setdefault(tuple(theirs), []).append(person)
    told: Told = {}
    for ids, persons in groups.items():
        values = {**session_values([by_id[one] for one in ids], was), **(more or {})}
        about = about_session(by_id[ids[0]], values, revision)
        for channel, count in tell(acting, persons=persons, code=code, about=about).items():
            told[channel] = told.get(channel, 0) + count
    return told


def about_session(session: Session, values: Values, revision: str = "") -> About:
    """A session as messages are about it: nobody is told of it once it has begun."""
    return About(
        "session",
        session.pk,
        session.place,
        values,
        until=session.starts_at,
        revision=revision,
    )


def session_values(
    sessions: Sequence[Session], was: Mapping[UUID, When] | None = None
) -> dict[str, str]:
    """The words of one session or of several, in French: days and hours in full."""
    first = sessions[0]
    with translation.override(settings.LANGUAGE_CODE):
        zone = ZoneInfo(first.place.time_zone)
        values = {
            "atelier": saying.together(list(dict.fromkeys(one.title for one in sessions))),
            **_days([one.starts_at.astimezone(zone) for one in sessions]),
            "fin": saying.hour_in_words(first.ends_at.astimezone(zone).time()),
            "adresse": where(first),
        }
        if was is not None:
            before = _days([was[one.pk].starts_at.astimezone(zone) for one in sessions])
            values["avant"] = _at(before["jour"], before["heure"])
    return values


def _days(starts: Sequence[datetime]) -> dict[str, str]:
    """« mardi 14 mars et mardi 21 mars », « 14 heures »; an hour beside each when they differ."""
    *others, last = starts
    hour = saying.hour_in_words(last.time())
    same = all(one.time() == last.time() for one in others)
    days = [
        saying.day(one.date())
        if same
        else _at(saying.day(one.date()), saying.hour_in_words(one.time()))
        for one in others
    ]
    return {"jour": saying.together([*days, saying.day(last.date())]), "heure": hour}


def _at(day: str, hour: str) -> str:
    return _("%(day)s à %(hour)s") % {"day": day, "hour": hour}


def where(session: Session) -> str:
    """« Salle bleue, Numéripôle, 1 rue de la Mairie »; the address typed when it is elsewhere."""
    if session.address:
        return session.address
    parts = (session.room.name if session.room else "", session.place.name, session.place.address)
    return ", ".join(part for part in parts if part)

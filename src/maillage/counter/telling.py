"""The programme changes and people are told, in one command: called off, moved, a seat given."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from maillage.core.acting import Acting
from maillage.core.commands import Data, Missing, Refusal
from maillage.counter.announcing import (
    Told,
    about_session,
    announce,
    registered,
    session_values,
    sessions_ahead,
    when_of,
)
from maillage.messages.telling import tell
from maillage.messages.wordings import (
    ABSENT,
    CANCELLED,
    DOCUMENT,
    FREE,
    MOVED,
    REPLACED,
    SEAT,
    WAITING,
)
from maillage.network import rota
from maillage.network.models import Staff, StaffAbsence
from maillage.people.models import Document, Person
from maillage.people.queries import missing_documents
from maillage.people.rules import may_be_minor
from maillage.programme import editing, replacing, seating
from maillage.programme.models import Registration, Session, SessionMediator

State = Registration.State


def call_off(acting: Acting, *, session: UUID, scope: str = editing.ONE) -> Data:
    """Cancel a session, the following or all those to come, and tell everybody registered."""
    data = editing.cancel_session(acting, session=session, scope=scope)
    cancelled = sessions_ahead(data["cancelled"], acting.at)
    return {**data, "told": announce(acting, CANCELLED, cancelled)}


def move_session(
    acting: Acting, *, session: UUID, scope: str = editing.ONE, **changes: Any
) -> Data:
    """Change a session and tell everybody registered when its day, hour or place is another.

    Each move is told, whatever was told before. Same refusals as ``programme.edit_session``.
    """
    before = {one.pk: when_of(one) for one in _with_its_series(session, acting.at)}
    data = editing.edit_session(acting, session=session, scope=scope, **changes)
    changed = sessions_ahead(data["changed"], acting.at)
    moved = [one for one in changed if one.pk in before and before[one.pk] != when_of(one)]
    told = announce(acting, MOVED, moved, revision=acting.key.hex, was=before)
    cancelled = sessions_ahead(data["cancelled"], acting.at)
    return {**data, "told": _added(told, announce(acting, CANCELLED, cancelled))}


def _with_its_series(session: UUID, at: datetime) -> list[Session]:
    series = Session.objects.filter(pk=session).values_list("series", flat=True).first()
    ids = {session}
    if series is not None:
        ids |= set(Session.objects.filter(series=series).values_list("pk", flat=True))
    return sessions_ahead(ids, at)


def _added(told: Told, more: Told) -> Told:
    return {one: told.get(one, 0) + more.get(one, 0) for one in {**told, **more}}


def offer_seat(acting: Acting, *, registration: UUID, ahead: bool = False) -> Data:
    """Seat a party that waits, and tell them. Same refusals as ``programme.offer_seat``."""
    data = seating.offer_seat(acting, registration=registration, ahead=ahead)
    found = Registration.objects.select_related("session").get(pk=registration)
    party = Registration.objects.filter(party=found.party, state=State.CONFIRMED)
    persons = [one for one in party.values_list("person_id", flat=True) if one is not None]
    told: Told = {}
    for session in sessions_ahead([found.session_id], acting.at):
        about = about_session(session, session_values([session]), found.party.hex)
        told = tell(acting, persons=persons, code=SEAT, about=about)
    return {**data, "told": told}


def declare_absence(
    acting: Acting,
    *,
    absence: UUID,
    staff: UUID,
    from_day: date | None = None,
    to_day: date | None = None,
    replaced_by: UUID | None = None,
    call_off: bool = False,
) -> Data:
    """Somebody of the team is away; their sessions are taken over, or called off, and told of.

    Without either, their sessions stay and are named: somebody decides. Where others animate
    beside them, the session takes place without them and nobody is told. Same refusals as
    ``network.declare_absence``; ``choose_one`` for both at once.
    """
    if replaced_by is not None and call_off:
        raise Refusal("choose_one", _("Choisissez : remplacer la personne, ou annuler."))
    data = rota.declare_absence(
        acting, absence=absence, staff=staff, from_day=from_day, to_day=to_day
    )
    away = StaffAbsence.objects.get(pk=absence)
    alone = sessions_alone(staff, away.from_day, away.to_day, at=acting.at)
    names = {"animateur": _first_name(staff)}
    told: Told = {}
    if call_off and alone:
        for one in alone:
            editing.cancel_session(acting, session=one.pk)
        told = announce(acting, ABSENT, alone, more=names)
    elif replaced_by is not None:
        names["remplacant"] = _first_name(replaced_by)
        for one in alone:
            replacing.replace_mediator(acting, session=one.pk, staff=staff, by=replaced_by)
        told = announce(acting, REPLACED, alone, revision=acting.key.hex, more=names)
    return {**data, "sessions": [str(one.pk) for one in alone], "told": told}


def sessions_alone(staff: UUID, first: date, last: date, *, at: datetime) -> list[Session]:
    """The sessions to come, from a day to another (inclusive), that only they animate."""
    theirs = SessionMediator.objects.filter(
        staff=staff, session__day__gte=first, session__day__lte=last,
        session__state=Session.State.PLANNED,
    ).values_list("session_id", flat=True)  # fmt: skip
    ids = set(theirs)
    shared = SessionMediator.objects.filter(session__in=ids).exclude(staff=staff)
    return sessions_ahead(ids - set(shared.values_list("session_id", flat=True)), at)


def _first_name(staff: UUID) -> str:
    name = Staff.objects.filter(pk=staff).values_list("first_name", flat=True).first()
    if name is None:
        raise Missing(_("Animateur"), staff)
    return str(name)


# Said of a session, without changing it


def write(acting: Acting, *, session: UUID, text: str, persons: list[UUID] | None = None) -> Data:
    """Tell those registered in a session, or some of them, something of one's own.

    Refuses ``begun`` once it has; ``not_found`` for somebody who is not registered.
    """
    found = _ahead(session, acting.at)
    known = registered([found])
    for wanted in persons or []:
        if wanted not in known:
            raise Missing(_("Personne"), wanted)
    values = {**session_values([found]), "texte": text}
    about = about_session(found, values, acting.key.hex)
    return {"told": tell(acting, persons=persons or list(known), code=FREE, about=about)}


def _ahead(session: UUID, at: datetime) -> Session:
    if not Session.objects.filter(pk=session).exists():
        raise Missing(_("Séance"), session)
    found = sessions_ahead([session], at)
    if not found:
        raise Refusal("begun", _("Cette séance a commencé : on ne prévient plus personne."))
    return found[0]


def tell_waiting(acting: Acting, *, session: UUID) -> Data:
    """Tell those who wait that they are on the list, once. Refuses ``begun``."""
    found = _ahead(session, acting.at)
    about = about_session(found, session_values([found]))
    persons = registered([found], State.WAITING)
    return {"told": tell(acting, persons=persons, code=WAITING, about=about)}


def ask_documents(acting: Acting, *, session: UUID) -> Data:
    """Ask who answers for each minor for what they have not signed, once. Refuses ``begun``."""
    found = _ahead(session, acting.at)
    rows = Person.objects.filter(pk__in=list(registered([found])))
    minors = [one for one in rows if may_be_minor(one.birth_year, one.age_band, found.day.year)]
    labels = dict(Document.Kind.choices)
    groups: dict[tuple[str, ...], list[UUID]] = {}
    for person, kinds in missing_documents(minors, found.day).items():
        if kinds:
            groups.setdefault(tuple(sorted(kinds)), []).append(person)
    told: Told = {}
    for missing, persons in groups.items():
        with translation.override(settings.LANGUAGE_CODE):
            values = {"document": ", ".join(str(labels[one]) for one in missing)}
        about = about_session(found, values)
        told = _added(told, tell(acting, persons=persons, code=DOCUMENT, about=about))
    return {"told": told}

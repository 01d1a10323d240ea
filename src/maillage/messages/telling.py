"""Telling people something: one message for each person and thing, by their own channel."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from maillage.core.acting import Acting
from maillage.core.ids import new_id
from maillage.core.phones import phone_fr
from maillage.messages.connectors import BY_MACHINE, working
from maillage.messages.models import Channel, Message, Template
from maillage.messages.rules import Contact, Way, comes_too_late, filled, for_sms, once, way_for
from maillage.messages.sending import send_soon
from maillage.messages.wordings import WORDINGS
from maillage.network.models import Place
from maillage.people.models import Guardianship, Person
from maillage.people.rules import may_be_minor

NOT_SAID_YET = (Message.State.QUEUED, Message.State.TO_DO)


@dataclass(frozen=True, slots=True)
class About:
    """What is told: a thing, its place, and the words that fill the placeholders.

    ``until``: after that instant it is past, and nobody is told any more. ``revision`` tells apart
    two times of the same thing. ``each`` holds words of one person's own.
    """

    kind: str
    id: UUID | None
    place: Place | None
    values: Mapping[str, str] = field(default_factory=dict)
    until: datetime | None = None
    revision: str = ""
    each: Mapping[UUID, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody to tell: about whom, who is told, and how."""

    person: Person
    told: Person
    way: Way


def recipients(
    persons: Iterable[UUID], *, at: datetime, until: datetime | None
) -> tuple[list[Recipient], list[Person]]:
    """Who is told and by which channel; and who asked not to be. Three statements.

    A file merged into another is that other one. For a minor, those who answer for them are told.
    """
    works, late = working(), comes_too_late(at, until)
    found, silent = [], []
    rows = Person.objects.filter(pk__in=list(persons))
    concerned = _kept(rows.select_related("commune", "same_as__commune"))
    guardians = _guardians(concerned, at.year)
    for person in concerned:
        for told in guardians.get(person.pk) or [person]:
            way = way_for(_contact(told), works=works, late=late)
            if way is None:
                silent.append(told)
            else:
                found.append(Recipient(person, told, way))
    return found, silent


def _kept(rows: Iterable[Person]) -> list[Person]:
    """Each person once, merged files as the one they were merged into; erased ones left out."""
    kept = {one.pk: one for one in (row.same_as or row for row in rows)}
    return sorted(
        (one for one in kept.values() if one.erased_at is None),
        key=lambda one: (one.folded, one.pk),
    )


def _guardians(persons: Sequence[Person], year: int) -> dict[UUID, list[Person]]:
    minors = [one for one in persons if may_be_minor(one.birth_year, one.age_band, year)]
    rows = Guardianship.objects.filter(minor__in=minors, ended_at=None)
    by_minor: dict[UUID, list[Person]] = {}
    related = rows.select_related("guardian__commune", "guardian__same_as__commune")
    for row in related.order_by("id"):
        by_minor.setdefault(row.minor_id, []).append(row.guardian)
    return {minor: _kept(guardians) for minor, guardians in by_minor.items()}


def _contact(person: Person) -> Contact:
    return Contact(person.contact_by, person.phone, person.email, person.address)


def tell(
    acting: Acting,
    *,
    persons: Iterable[UUID],
    code: str,
    about: About,
    only: Collection[str] = tuple(Channel),
) -> dict[str, int]:
    """Write one message for each person, in the caller's transaction; how many by each channel.

    What was already said of the same thing is not said again; what it makes useless and has not
    left yet is dropped. Messages that a machine carries leave on commit. ``only``: who would be
    told by another channel is not.
    """
    everybody, _silent = recipients(persons, at=acting.at, until=about.until)
    found = [one for one in everybody if one.way.channel in only]
    drafts = compose(found, code=code, about=about)
    said = Message.objects.filter(once__in=[one.once for one in drafts])
    held = set(said.values_list("once", flat=True))
    made = [_new(acting, one) for one in drafts if one.once not in held]
    _drop_useless(acting, code, about, [one.told_id for one in made])
    Message.objects.bulk_create(made)
    acting.touch(*(one.pk for one in made))
    if any(one.state == Message.State.QUEUED for one in made):
        send_soon(acting.structure_id)
    return {
        str(channel): count
        for channel in Channel
        if (count := sum(one.channel == channel for one in made))
    }


def _new(acting: Acting, message: Message) -> Message:
    by_machine = message.channel in BY_MACHINE
    message.id, message.structure_id = new_id(), acting.structure_id
    message.created_at = acting.at
    message.state = Message.State.QUEUED if by_machine else Message.State.TO_DO
    message.next_try_at = acting.at if by_machine else None
    return message


def _drop_useless(acting: Acting, code: str, about: About, told: list[UUID | None]) -> None:
    if about.id is None or not WORDINGS[code].replaces:
        return
    Message.objects.filter(
        about=about.id, code__in=WORDINGS[code].replaces, told__in=told, state__in=NOT_SAID_YET
    ).update(state=Message.State.DROPPED, ended_at=acting.at, next_try_at=None)


def compose(found: Iterable[Recipient], *, code: str, about: About) -> list[Message]:
    """The messages as they would be told, unsaved: the structure's own words, or the package's."""
    with translation.override(settings.LANGUAGE_CODE):
        subject, body = words_of(code)
        return [_draft(one, subject, body, code, about) for one in found]


def words_of(code: str) -> tuple[str, str]:
    """The subject and body of a kind of message in this structure; one statement."""
    own = Template.objects.filter(code=code).first()
    if own is not None:
        return own.subject, own.body
    wording = WORDINGS[code]
    return str(wording.subject), str(wording.body)


def _draft(one: Recipient, subject: str, body: str, code: str, about: About) -> Message:
    values = {**about.values, **person_values(one), **place_values(about.place)}
    values |= about.each.get(one.person.pk, {})
    text = filled(body, values)
    return Message(
        person=one.person,
        told=one.told,
        place=about.place,
        channel=one.way.channel,
        code=code,
        about_kind=about.kind,
        about=about.id,
        once=_once(one, code, about),
        address=postal(one.told) if one.way.channel == Channel.LETTER else one.way.address,
        subject=filled(subject, values)[:160],
        body=for_sms(text) if one.way.channel == Channel.SMS else text,
        until=about.until,
    )


def _once(one: Recipient, code: str, about: About) -> str:
    return once(
        code=code,
        about_kind=about.kind,
        about=about.id.hex if about.id else "",
        told=one.told.pk.hex,
        person=one.person.pk.hex,
        revision=about.revision,
    )


def person_values(one: Recipient) -> dict[str, str]:
    """What names the person; who answers for a minor is greeted without a name."""
    name = one.person.first_name
    if one.told.pk != one.person.pk:
        said = _("Ce message est pour %s.") % name
        return {"bonjour": _("Bonjour"), "prenom": name, "pour": said}
    return {"bonjour": _("Bonjour %s") % name, "prenom": name, "pour": ""}


def place_values(place: Place | None) -> dict[str, str]:
    """The place's name and phone, as every message gives them."""
    phone = phone_fr(place.phone) if place else ""
    return {
        "lieu": place.name if place else "",
        "telephone": phone,
        "contact": _("Une question ? Appelez le %s.") % phone if phone else "",
    }


def postal(person: Person) -> str:
    """The address as it stands on an envelope, under the name: lines, the postcode and town last.

    A file holds the street, with or without the town; the commune gives the town when its postcode
    is not there.
    """
    parts = person.address.replace("\n", ",").split(",")
    lines = [part.strip() for part in parts if part.strip()]
    commune = person.commune
    known = commune.postcodes.split() if commune else []
    if commune is not None and not any(code in person.address for code in known):
        code = commune.postcodes if len(commune.postcodes) == 5 else ""
        lines.append(f"{code} {commune.name}".strip())
    return "\n".join(lines)[:254]

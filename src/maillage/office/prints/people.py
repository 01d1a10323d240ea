"""What is printed for people: slips, letters, cards, parental consents, lists to call."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from maillage.core import saying
from maillage.core.phones import phone_fr
from maillage.network.models import Place
from maillage.office.prints.parts import name_of, place_part, reach_part, when, where
from maillage.office.prints.sheet import in_order
from maillage.people.models import Document, Guardianship, Person
from maillage.programme import queries
from maillage.programme.models import Format, Registration, Session

State = Registration.State


def seat_words(row: Registration, rank: int | None) -> str:
    """« Votre place : 5 », « Liste d’attente : 2ᵉ »."""
    if row.state == State.WAITING:
        return _("Vous attendez une place : rang %s") % (rank or 1)
    if row.state == State.OVERBOOKED:
        return _("Vous venez en plus : il reste une chaise à trouver")
    return _("Votre place : %s") % row.seat


def slip_data(row: Registration, *, size: str, code: str) -> dict[str, Any]:
    """The slip of a registration, or of an appointment; ``size`` is ``a5`` or ``80mm``."""
    session = row.session
    rows = queries.registrations_of([session]).get(session.pk, [])
    appointment = session.format == Format.OUTREACH
    heading = _("Votre rendez-vous") if appointment else _("Votre inscription")
    return {
        "title": f"{heading} – {session.title}",
        "heading": heading,
        "paper": size,
        "code": code,
        "place": reach_part(session.place) | {"call": _("Vous ne pouvez pas venir ? Appelez :")},
        "name": str(row.person or ""),
        "session": session.title,
        "when": when(session),
        "where": ", ".join(filter(None, [session.place.name, where(session)])),
        "seat": seat_words(row, queries.ranks_of(rows).get(row.pk)),
        "lines": [_("Nous vous appelons dès qu’une place se libère.")]
        if row.state == State.WAITING
        else [],
    }


def letter_data(
    person: Person,
    registrations: Sequence[Registration],
    *,
    place: Place,
    day: date,
    by: str,
    large: bool,
) -> dict[str, Any]:
    """The letter of a person: the seats they have from ``day``, and the ranks where they wait."""
    coming = [row for row in registrations if row.session.state == Session.State.PLANNED]
    rows = queries.registrations_of([row.session for row in coming])
    ranks = {pk: rank for held in rows.values() for pk, rank in queries.ranks_of(held).items()}
    seated = [_letter_row(row, "") for row in coming if row.state != State.WAITING]
    waiting = [
        _letter_row(row, _("rang %s") % (ranks.get(row.pk) or 1))
        for row in coming
        if row.state == State.WAITING
    ]
    letter = {
        "place": {**place_part(place), "lines": _lines(place.address, phone_fr(place.phone))},
        "to": _lines(str(person), *person.address.split(",")),
        "dated": _("Le %s") % saying.day_long(day),
        "subject": _("Vos séances"),
        "paragraphs": [
            [_("Bonjour %s,") % person.first_name],
            *_group(_("Vous avez une place :"), seated),
            *_group(_("Vous attendez une place :"), waiting),
            *[[line] for line in _closing(seated=bool(seated), waiting=bool(waiting))],
            [_("À bientôt !")],
            [by],
        ],
    }
    return {
        "title": _("Vos séances – %s") % person,
        "size": 18 if large else 14,
        "letters": [letter],
    }


def _lines(*lines: str) -> list[str]:
    return [line.strip() for line in lines if line.strip()]


def _letter_row(row: Registration, rank: str) -> list[str]:
    seat = _("place %s") % row.seat if row.seat else ""
    said = [row.session.title, row.session.place.name, where(row.session), rank or seat]
    return [when(row.session), " – ".join(filter(None, said))]


def _group(heading: str, rows: list[list[str]]) -> list[list[str]]:
    return [[heading], *rows] if rows else []


def _closing(*, seated: bool, waiting: bool) -> list[str]:
    said = [] if seated or waiting else [_("Vous n’êtes inscrit·e à aucune séance à venir.")]
    if waiting:
        said.append(_("Dès qu’une place se libère, nous vous prévenons."))
    if seated:
        said.append(_("Si vous ne pouvez pas venir, prévenez-nous : quelqu’un attend peut-être."))
    return said


def card_data(person: Person, *, place: Place, until: date | None) -> dict[str, Any]:
    """A member's card."""
    return {
        "title": saying.of(_("Carte de %s"), person),
        "place": reach_part(place),
        "name": str(person),
        "number": _("N°"),
        "card": person.card,
        "until": _("Adhésion jusqu’au %s") % saying.date_long(until) if until else "",
    }


def parental_data(
    minor: Person,
    guardianship: Guardianship | None,
    document: Document | None,
    *,
    place: Place,
    session: Session | None,
    code: str,
) -> dict[str, Any]:
    """The parental consent of a minor, pre-filled; blank lines for what is not known."""
    guardian = guardianship.guardian if guardianship else None
    tournament = session is not None and session.format == Format.TOURNAMENT
    return {
        "title": _("Autorisation parentale"),
        "code": code,
        "place": place_part(place),
        "minor": lines(
            (_("Prénom et nom du ou de la mineur·e"), str(minor)),
            (_("Né·e en"), str(minor.birth_year or "")),
        ),
        "guardian-words": _("Je soussigné·e, responsable légal·e :"),
        "guardian": lines(
            (_("Prénom et nom"), str(guardian or "")),
            (_("Lien"), guardianship.get_relation_display() if guardianship else ""),
            (_("Téléphone"), phone_fr(guardian.phone) if guardian else ""),
        ),
        "activity-words": _("autorise cette personne à participer à :"),
        "activity": _activity(session)
        if session
        else lines((_("Activité"), _("les activités du lieu"))),
        "text": document.text[:900] if document else "",
        "agreed": [
            _("J’accepte qu’elle soit photographiée ou filmée, et que les images soient montrées."),
            _("Elle peut repartir seule."),
        ],
        "lines": lines((_("Pièce d’identité présentée (nature et numéro)"), ""))
        if tournament
        else [],
        "signatures": [_("Date"), _("Signature du ou de la responsable")],
        "kept": _("Cette autorisation est gardée un an, puis détruite.") if tournament else "",
    }


def _activity(session: Session) -> list[dict[str, str]]:
    return lines(
        (_("Activité"), session.title),
        (_("Quand"), when(session)),
        (_("Où"), ", ".join(filter(None, [session.place.name, where(session)]))),
    )


def lines(*answers: tuple[str, str]) -> list[dict[str, str]]:
    """Questions and answers; without an answer, a dotted line."""
    return [
        {"label": _("%(what)s :") % {"what": label}, "value": value} for label, value in answers
    ]


def phones_data(
    sessions: Sequence[Session], *, place: Place, heading: str, whole_names: bool, code: str
) -> dict[str, Any]:
    """Whom to call for some sessions: a group each, everybody who has a seat or waits for one."""
    held = queries.registrations_of(sessions)
    return {
        "title": _("Liste d’appel – %s") % heading,
        "heading": heading,
        "lead": _("Cochez qui a été prévenu ; notez la réponse."),
        "code": code,
        "place": place_part(place),
        "columns": [_("Fait"), _("Nom"), _("Téléphone"), _("Réponse")],
        "nobody": _("Personne n’est inscrit."),
        "groups": [
            {
                "title": f"{one.title} – {when(one)}",
                "rows": _phone_rows(held.get(one.pk, []), whole_names=whole_names),
            }
            for one in sessions
        ],
    }


def _phone_rows(rows: list[Registration], *, whole_names: bool) -> list[dict[str, str]]:
    ranks = queries.ranks_of(rows)
    return [
        {
            "name": name_of(row.person, whole=whole_names),
            "phone": phone_fr(row.person.phone) or "–",
            "note": _("attend, rang %s") % ranks[row.pk] if row.state == State.WAITING else "",
        }
        for row in sorted(rows, key=in_order)
        if row.person is not None
    ]

"""Who may take part in an event: papers that are missing, ages worth a word. Reads only.

A missing parental consent alone prevents, and only where the activity asks for it; ages and other
papers are said, and people decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from maillage.core.compiled import Compiled
from maillage.people.models import Document, Person
from maillage.people.queries import missing_documents, root_of
from maillage.people.rules import may_be_minor, may_be_under, surely_aged
from maillage.programme.models import EventSheet, Registration, Session
from maillage.programme.rules import EVENTS

CASH_AGE = 12
"""No cash prize under this age."""


def papers_asked(sessions: Iterable[Session]) -> dict[UUID, frozenset[str]]:
    """The kinds of papers that each event asks for; one statement, none without an event."""
    events = [one.pk for one in sessions if one.format in EVENTS]
    if not events:
        return {}
    rows = EventSheet.objects.filter(session__in=events).values_list("session_id", "papers")
    return {session: frozenset(papers) for session, papers in rows}


def consent_is_missing(session: Session, person: Person) -> bool:
    """Whether the session asks for a parental consent that this minor has not."""
    asked = papers_asked([session]).get(session.pk, frozenset())
    if Document.Kind.PARENTAL not in asked:
        return False
    missing = missing_documents([person], session.day, asked={person.pk: asked})
    return is_minor(person, session.day) and Document.Kind.PARENTAL in missing[person.pk]


def is_minor(person: Person, day: date) -> bool:
    """Whether somebody may still be a minor on a day."""
    return may_be_minor(person.birth_year, person.age_band, day.year)


def asked_on(place: UUID, day: date) -> dict[UUID, frozenset[str]]:
    """By person, the papers that the events of a day ask of who is registered.

    One statement; two on a day when something is asked.
    """
    asks = {session: frozenset(papers) for session, papers in _ASKS.rows(place, day) if papers}
    found: dict[UUID, frozenset[str]] = {}
    for person, session in _EXPECTED.rows(list(asks)):
        found[person] = found.get(person, frozenset()) | asks[session]
    return found


_ASKS = Compiled(
    lambda place, day: EventSheet.objects.filter(
        session__place=place, session__day=day, session__format__in=EVENTS
    ).values_list("session_id", "papers"),
    UUID,
    date,
)
_EXPECTED = Compiled(
    lambda sessions: (
        Registration.objects.filter(session__id__among=sessions, person__isnull=False)
        .exclude(state=Registration.State.CANCELLED)
        .values_list(root_of("person"), "session_id")
    ),
    list,
)


@dataclass(frozen=True, slots=True)
class Papers:
    """The minors of an event and the papers that are missing.

    ``consent`` names the minors who may not take part yet; ``image`` those whose picture and voice
    are not to be shown; ``other`` the rest.
    """

    minors: int
    consent: list[Person]
    image: list[Person]
    other: list[Person]


def papers_of(sheet: EventSheet, session: Session, registrations: Sequence[Registration]) -> Papers:
    """What is missing for an event, by name; two statements."""
    persons = [row.person for row in registrations if row.person is not None]
    asked = dict.fromkeys((one.pk for one in persons), frozenset(sheet.papers))
    missing = missing_documents(persons, session.day, asked=asked)
    minors = [one for one in persons if is_minor(one, session.day)]
    kind = Document.Kind
    return Papers(
        minors=len(minors),
        consent=[one for one in minors if kind.PARENTAL in missing[one.pk]],
        image=[one for one in persons if kind.IMAGE_VOICE in missing[one.pk]],
        other=[one for one in persons if missing[one.pk] - {kind.PARENTAL, kind.IMAGE_VOICE}],
    )


def age_notes(
    sheet: EventSheet, session: Session, registrations: Sequence[Registration]
) -> list[tuple[str, list[Person]]]:
    """What is worth a word about ages: a sentence and the persons it is about. No statement."""
    persons = [row.person for row in registrations if row.person is not None]
    year = session.day.year

    def under(age: int | None) -> list[Person]:
        if age is None:
            return []
        return [one for one in persons if may_be_under(age, one.birth_year, one.age_band, year)]

    notes = [
        (
            _("Moins de %s ans, l’âge minimum annoncé") % session.minimum_age,
            under(session.minimum_age),
        ),
        (_("Moins de %s ans, l’âge conseillé du jeu (PEGI)") % sheet.pegi, under(sheet.pegi)),
        (
            _("Plus de %s ans, l’âge maximum annoncé") % sheet.maximum_age,
            _over(persons, sheet, year),
        ),
        (
            _("Moins de %s ans : pas de gain en argent pour eux") % CASH_AGE,
            under(CASH_AGE) if sheet.cash_prizes else [],
        ),
    ]
    return [(said, about) for said, about in notes if about]


def _over(persons: list[Person], sheet: EventSheet, year: int) -> list[Person]:
    if sheet.maximum_age is None:
        return []
    ages = [(one, surely_aged(one.birth_year, one.age_band, year)) for one in persons]
    return [one for one, age in ages if age is not None and age > sheet.maximum_age]

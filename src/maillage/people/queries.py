"""Reads about people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from maillage.core.folding import fold, last_four, words
from maillage.people.models import Acceptance, AnonymousCount, Document, Person, Visit
from maillage.people.rules import may_be_minor

LAST_DIGITS = 4


def live_persons() -> QuerySet[Person]:
    """Everybody with a file, erased ones left out."""
    return Person.objects.filter(erased_at=None)


def search_persons(text: str, limit: int = 20) -> list[Person]:
    """By the beginning of any name, the last four digits of a phone, or a card number."""
    text = text.strip()
    folded = words(text)
    if not folded:
        return []
    wanted = Q(card=text)
    if text.isdigit() and len(text) == LAST_DIGITS:
        wanted |= Q(phone_last4=text)
    names = Q()
    for word in folded:
        names &= Q(folded__startswith=word) | Q(folded__contains=f" {word}")
    return list(live_persons().filter(wanted | names).order_by("folded", "id")[:limit])


def possible_duplicates(
    first_name: str, last_name: str, phone: str, *, but: UUID | None = None
) -> list[Person]:
    """Files that look like the same person: same folded name or same phone."""
    same = Q(folded=fold(f"{first_name} {last_name}"))
    if phone:
        same |= Q(phone=phone, phone_last4=last_four(phone))
    others = live_persons().filter(same).exclude(pk__in=[but] if but else [])
    return list(others.order_by("id")[:10])


def current_documents(day: date) -> dict[str, Document]:
    """The version of each kind in force that day."""
    rows = Document.objects.filter(from_day__lte=day).order_by("version")
    return {document.kind: document for document in rows}


def missing_documents(persons: Iterable[Person], day: date) -> dict[UUID, set[str]]:
    """For each person, the kinds required of them and not accepted, or expired. Two statements."""
    persons = list(persons)
    current = current_documents(day)
    accepted = set(
        Acceptance.objects.filter(person__in=persons, undone=False)
        .filter(Q(expires_on=None) | Q(expires_on__gte=day))
        .values_list("person_id", "document_id")
    )
    return {
        person.pk: {
            kind
            for kind, document in current.items()
            if _is_required(document, person, day.year) and (person.pk, document.pk) not in accepted
        }
        for person in persons
    }


def _is_required(document: Document, person: Person, year: int) -> bool:
    if document.required_of == Document.RequiredOf.MINORS:
        return may_be_minor(person.birth_year, person.age_band, year)
    return bool(document.required_of == Document.RequiredOf.EVERYONE)


class DayCount(NamedTuple):
    """A day in a place: distinct persons named, heads without a name, new persons."""

    persons: int
    anonymous: int
    new: int

    @property
    def passages(self) -> int:
        """Visits of the day, named and unnamed."""
        return self.persons + self.anonymous


def day_count(place: UUID, day: date) -> DayCount:
    """The day's figures of a place; two statements."""
    visits = Visit.objects.filter(place=place, day=day, greetings__gt=0)
    named = list(visits.values_list("is_new", flat=True))
    heads = AnonymousCount.objects.filter(place=place, day=day, undone=False)
    unnamed = heads.aggregate(heads=Sum("count"))["heads"] or 0
    return DayCount(len(named), int(unnamed), sum(named))


# What the office reads


def visits_of(person: UUID, limit: int) -> list[Visit]:
    """The last visits of a person, with their place."""
    rows = Visit.objects.filter(person=person, greetings__gt=0).select_related("place")
    return list(rows.order_by("-day", "-at")[:limit])


def acceptances_of(person: UUID) -> list[Acceptance]:
    """What a person accepted, the latest first, with the text and who collected it."""
    return list(
        Acceptance.objects.filter(person=person, undone=False)
        .select_related("document", "staff")
        .order_by("-at")[:50]
    )


def documents() -> list[Document]:
    """Every version of every text, the latest first in each kind."""
    return list(Document.objects.order_by("kind", "-version"))

"""Reads about people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import F, Q, QuerySet, Sum

from maillage.core.folding import fold, last_four, words
from maillage.people.models import (
    Acceptance,
    ActsFor,
    AnonymousCount,
    Document,
    Guardianship,
    Person,
    PersonName,
    Visit,
)
from maillage.people.rules import may_be_minor

LAST_DIGITS = 4


def live_persons() -> QuerySet[Person]:
    """Everybody with a file, erased ones left out."""
    return Person.objects.filter(erased_at=None)


def group_of(person: UUID) -> QuerySet[Person]:
    """The files that are one person: the one kept, given by its id, and its aliases."""
    return Person.objects.filter(Q(pk=person) | Q(same_as=person))


def search_persons(text: str, limit: int = 20) -> list[Person]:
    """By the beginning of any name, the last four digits of a phone, or a card number.

    Found by another of their names too, each once, with those names. Four statements.
    """
    text = text.strip()
    if not fold(text):
        return []
    wanted = Q(card=text) | _named(text)
    if text.isdigit() and len(text) == LAST_DIGITS:
        wanted |= Q(phone_last4=text)
    files = live_persons().filter(wanted).order_by("folded", "id")[:limit]
    others = PersonName.objects.filter(_named(text)).order_by("folded", "id")[:limit]
    found = {*files.values_list("pk", flat=True), *others.values_list("person_id", flat=True)}
    rows = live_persons().filter(pk__in=found).prefetch_related("other_names")
    return list(rows.order_by("folded", "id")[:limit])


def _named(text: str) -> Q:
    """A folded name in which each word of the text begins some word."""
    names = Q()
    for word in words(text):
        names &= Q(folded__startswith=word) | Q(folded__contains=f" {word}")
    return names


def other_names_of(person: UUID) -> list[PersonName]:
    """The other names of a person."""
    return list(PersonName.objects.filter(person=person).order_by("kind", "folded", "id"))


def words_of_other_names() -> dict[UUID, list[str]]:
    """The words of each person's other names, in order; one statement."""
    found: dict[UUID, list[str]] = {}
    rows = PersonName.objects.order_by("id").values_list("person_id", "folded")
    for person, folded in rows:
        found.setdefault(person, []).extend(folded.split())
    return found


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


def household_of(person: Person, limit: int) -> list[Person]:
    """Who lives with a person."""
    rows = live_persons().exclude(pk=person.pk).filter(household=person.household_id)
    return list((rows if person.household_id else rows.none()).order_by("folded", "id")[:limit])


def guardianships_of(person: UUID) -> list[Guardianship]:
    """Who answers for a person now, and whom they answer for."""
    rows = Guardianship.objects.filter(Q(minor=person) | Q(guardian=person), ended_at=None)
    return list(rows.select_related("minor", "guardian").order_by("id"))


def organisations_of(person: UUID) -> list[ActsFor]:
    """The organisations a person acts or acted for, those of today first."""
    rows = ActsFor.objects.filter(person=person).select_related("organisation")
    return list(rows.order_by(F("to_day").desc(nulls_first=True), "organisation__name", "id"))


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

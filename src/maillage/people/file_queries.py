"""Reads of one person's file, for their page: each compiled once, for a page has many."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import F, Q

from maillage.core.compiled import Compiled
from maillage.people.models import (
    Acceptance,
    ActsFor,
    Guardianship,
    HandOver,
    Person,
    PersonAlias,
    PersonName,
    Visit,
)
from maillage.people.queries import group_of, is_required, live_persons, root_of, standing_documents


def other_names_of(person: Person) -> list[PersonName]:
    """The other names of a person."""
    return _NAMES.objects(person.pk)


_NAMES = Compiled(
    lambda person: PersonName.objects.filter(person__in=group_of(person)).order_by(
        "kind", "folded", "id"
    ),
    UUID,
)


def visits_of(person: Person, limit: int) -> list[Visit]:
    """The last visits of a person, with their place."""
    return _VISITS.objects(person.pk, limit=limit)


_VISITS = Compiled(
    lambda person: (
        Visit.objects.filter(person__in=group_of(person), greetings__gt=0)
        .select_related("place")
        .order_by("-day", "-at")
    ),
    UUID,
)


def household_of(person: Person, limit: int) -> list[Person]:
    """Who lives with a person."""
    home = person.household_id
    return _HOUSEHOLD.objects(home, person.pk, limit=limit) if home else []


_HOUSEHOLD = Compiled(
    lambda home, person: (
        live_persons().exclude(pk=person).filter(household=home).order_by("folded", "id")
    ),
    UUID,
    UUID,
)


def guardianships_of(person: Person) -> list[Guardianship]:
    """Who answers for a person now, and whom they answer for."""
    return _GUARDIANSHIPS.objects(person.pk)


_GUARDIANSHIPS = Compiled(
    lambda person: (
        Guardianship.objects.filter(
            Q(minor__in=group_of(person)) | Q(guardian__in=group_of(person)), ended_at=None
        )
        .select_related("minor__same_as", "guardian__same_as")
        .order_by("id")
    ),
    UUID,
)


def organisations_of(person: Person) -> list[ActsFor]:
    """The organisations a person acts or acted for, those of today first."""
    return _ACTS_FOR.objects(person.pk)


_ACTS_FOR = Compiled(
    lambda person: (
        ActsFor.objects.filter(person__in=group_of(person))
        .select_related("organisation")
        .order_by(F("to_day").desc(nulls_first=True), "organisation__name", "id")
    ),
    UUID,
)


def merges_of(person: Person) -> list[PersonAlias]:
    """The files brought together in a person's, directly or through one another."""
    return _MERGES.objects(person.pk)


_MERGES = Compiled(
    lambda person: (
        PersonAlias.objects.filter(merged__same_as=person, undone_at=None)
        .select_related("merged", "merged_by")
        .order_by("merged_at", "id")
    ),
    UUID,
)


def hand_overs_of(person: Person) -> list[HandOver]:
    """To whom a person's file was handed over, in order."""
    return list(HandOver.objects.filter(person__in=group_of(person.pk)).order_by("at", "id"))


def hand_overs_beside(handed: UUID) -> list[HandOver]:
    """All hand-overs of the person that one of them is about; none once they are erased."""
    one = HandOver.objects.filter(pk=handed, person__erased_at=None)
    root = one.annotate(root=root_of("person")).values("root")
    rows = HandOver.objects.filter(Q(person__in=root) | Q(person__same_as__in=root))
    return list(rows.order_by("at", "id"))


class Papers(NamedTuple):
    """What a person accepted, the latest first, and the kinds still asked of them."""

    accepted: list[Acceptance]
    missing: set[str]


def papers_of(person: Person, day: date, limit: int) -> Papers:
    """What a person accepted, with the text and who collected it; what is missing. Two statements.

    As ``missing_documents`` says it, of the acceptances that are read.
    """
    accepted = _ACCEPTED.objects(person.pk, limit=limit)
    held = {one.document_id for one in accepted if one.expires_on is None or one.expires_on >= day}
    current = standing_documents(day).items()
    asked = {
        kind for kind, one in current if is_required(one.document.required_of, person, day.year)
    }
    missing = {kind for kind, one in current if kind in asked and one.worth.isdisjoint(held)}
    return Papers(accepted, missing)


_ACCEPTED = Compiled(
    lambda person: (
        Acceptance.objects.filter(person__in=group_of(person), undone=False)
        .select_related("document", "staff")
        .order_by("-at")
    ),
    UUID,
)

"""Reads of many persons at once, for the desks; of each what concerns all their files."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from maillage.network.models import Commune
from maillage.people.models import Person, PersonName, Visit
from maillage.people.queries import live_persons, root_of


def persons_after(folded: str, last: UUID | None, limit: int) -> list[Person]:
    """The next live persons in the order of their folded names, with their commune."""
    rows = live_persons().select_related("commune").order_by("folded", "id")
    if last is not None:
        rows = rows.filter(Q(folded__gt=folded) | Q(folded=folded, id__gt=last))
    return list(rows[:limit])


def persons_among(ids: list[UUID]) -> list[Person]:
    """Those of these persons who are live, with their commune, in the order of their names."""
    rows = live_persons().filter(id__among=ids).select_related("commune")
    return list(rows.order_by("folded", "id"))


def files_of(persons: Iterable[Person]) -> list[Person]:
    """The files that are these persons, kept ones and aliases; one statement."""
    kept = [one.pk for one in persons]
    rows = Person.objects.filter(Q(id__among=kept) | Q(same_as__id__among=kept))
    return list(rows.order_by("id"))


def visit_counts_of(files: Iterable[Person]) -> dict[UUID, int]:
    """How many times each person came, of all their files; one statement, two once some are merged.

    Two files that are one person, greeted at one place the same day, came once.
    """
    held = list(files)
    merged = {one.same_as_id for one in held if one.same_as_id}
    rows = Visit.objects.filter(greetings__gt=0)
    alone = [one.pk for one in held if one.pk not in merged and not one.same_as_id]
    counts: dict[UUID, int] = dict(
        rows.filter(person__id__among=alone)
        .values_list("person_id")
        .annotate(visits=Count("id"))
        .order_by()
    )
    for root, days in _days_of(rows, held, merged).items():
        counts[root] = len(days)
    return counts


def _days_of(
    rows: QuerySet[Visit], files: list[Person], roots: set[UUID]
) -> dict[UUID, set[tuple[UUID, date]]]:
    """The places and days on which persons of several files came."""
    root = {one.pk: one.same_as_id or one.pk for one in files}
    several = [file for file, kept in root.items() if kept in roots]
    found: dict[UUID, set[tuple[UUID, date]]] = {}
    if several:
        seen = rows.filter(person__id__among=several).values_list("person_id", "place", "day")
        for file, place, day in seen:
            found.setdefault(root[file], set()).add((place, day))
    return found


def other_words_of(files: Iterable[Person]) -> dict[UUID, list[str]]:
    """The words of the other names of each person, in order; one statement."""
    found: dict[UUID, list[str]] = {}
    rows = PersonName.objects.filter(person__id__among=[one.pk for one in files]).order_by("id")
    for person, folded in rows.values_list(root_of("person"), "folded"):
        found.setdefault(person, []).extend(folded.split())
    return found


def frequent_communes(limit: int) -> list[Commune]:
    """The communes most people of the file come from, the first of them first; two statements."""
    rows = live_persons().exclude(commune=None).values_list("commune")
    counted = rows.annotate(files=Count("id")).order_by("-files", "commune")[:limit]
    codes = [code for code, _files in counted]
    return sorted(Commune.objects.filter(pk__in=codes), key=lambda one: codes.index(one.pk))


def touched_persons(ids: list[UUID]) -> set[UUID]:
    """The files among these rows, and those that stand for them now; one statement."""
    rows = Person.objects.filter(id__among=ids).values_list("pk", root_of())
    return {file for pair in rows for file in pair}

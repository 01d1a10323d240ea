"""Reads of many persons at once, for the desks; of each what concerns all their files.

Rows, not models: a desk opens with tens of thousands of persons.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from maillage.core.compiled import Compiled, Ids
from maillage.network.models import Commune
from maillage.people.models import Person, PersonName, Visit
from maillage.people.queries import live_persons, root_of


class Known(NamedTuple):
    """Of a live person, what a desk is told; ``commune`` is its name."""

    pk: UUID
    first_name: str
    last_name: str
    folded: str
    phone_last4: str
    card: str
    price_profile: str
    commune: str | None
    birth_year: int | None
    age_band: str | None
    sex: str | None
    last_means: str


_COLUMNS = tuple("commune__name" if name == "commune" else name for name in Known._fields)


def _known(rows: QuerySet[Person]) -> QuerySet[Any, Any]:
    return rows.order_by("folded", "id").values_list(*_COLUMNS)


def _after(folded: str, last: UUID) -> QuerySet[Any, Any]:
    beyond = Q(folded__gt=folded) | Q(id__gt=last)
    return _known(live_persons().filter(beyond, folded__gte=folded))


_FIRST = Compiled(lambda: _known(live_persons()))
_AFTER = Compiled(_after, str, UUID)
_PLACES = Compiled(lambda folded, last: _after(folded, last).values_list("folded", "id"), str, UUID)
_AMONG = Compiled(lambda ids: _known(live_persons().filter(id__among=ids)), list)


def persons_after(folded: str, last: UUID | None, limit: int) -> list[Known]:
    """The next live persons in the order of their folded names."""
    first = last is None
    rows = _FIRST.rows(limit=limit) if first else _AFTER.rows(folded, last, limit=limit)
    return [Known(*row) for row in rows]


def places_after(folded: str, last: UUID | None, limit: int) -> list[tuple[str, UUID]]:
    """Where those persons stand in that order."""
    return _PLACES.rows(folded, last, limit=limit)


def persons_among(ids: list[UUID]) -> list[Known]:
    """Those of these persons who are live, in the order of their names."""
    return [Known(*row) for row in _AMONG.rows(ids)]


class Alias(NamedTuple):
    """A file that is somebody else's: whose, and what it is found by; nothing once erased."""

    pk: UUID
    root: UUID
    folded: str
    card: str
    phone_last4: str


class Files(NamedTuple):
    """The files of some persons: who each stands for, by its id; those that are aliases; all."""

    root: dict[UUID, UUID]
    aliases: list[Alias]
    ids: Ids


_ALIASES = Compiled(
    lambda kept: (
        Person.objects.filter(same_as__id__among=kept)
        .order_by("id")
        .values_list("pk", "same_as_id", "folded", "card", "phone_last4")
    ),
    list,
)


def files_of(persons: Iterable[Known]) -> Files:
    """The files that are these persons, kept ones and aliases; one statement."""
    kept = Ids(one.pk for one in persons)
    aliases = [Alias(*row) for row in _ALIASES.rows(kept)]
    root = {one: one for one in kept} | {one.pk: one.root for one in aliases}
    return Files(root, aliases, Ids(root) if aliases else kept)


_COUNTS = Compiled(
    lambda persons: (
        Visit.objects.filter(greetings__gt=0, person__id__among=persons)
        .order_by()
        .values_list("person_id")
        .annotate(visits=Count("id"))
    ),
    list,
)


def visit_counts_of(files: Files) -> dict[UUID, int]:
    """How many times each person came, of all their files; one statement, two once some are merged.

    Two files that are one person, greeted at one place the same day, came once.
    """
    merged = {one.root for one in files.aliases}
    roots = files.root.items()
    alone = Ids(file for file, root in roots if root not in merged) if merged else files.ids
    counts: dict[UUID, int] = dict(_COUNTS.rows(alone))
    for root, days in _days_of(files, merged).items():
        counts[root] = len(days)
    return counts


def _days_of(files: Files, merged: set[UUID]) -> dict[UUID, set[tuple[UUID, date]]]:
    """The places and days on which persons of several files came."""
    several = [file for file, root in files.root.items() if root in merged]
    found: dict[UUID, set[tuple[UUID, date]]] = {}
    if several:
        rows = Visit.objects.filter(greetings__gt=0, person__id__among=several)
        for file, place, day in rows.values_list("person_id", "place", "day"):
            found.setdefault(files.root[file], set()).add((place, day))
    return found


_NAMES = Compiled(
    lambda files: (
        PersonName.objects.filter(person__id__among=files)
        .order_by("id")
        .values_list("person_id", "folded")
    ),
    list,
)


def other_words_of(files: Files) -> dict[UUID, list[str]]:
    """The words of the other names of each person, in order; one statement."""
    found: dict[UUID, list[str]] = {}
    for person, folded in _NAMES.rows(files.ids):
        found.setdefault(files.root[person], []).extend(folded.split())
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

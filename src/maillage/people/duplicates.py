"""Reads of possible duplicates: files that may be one person, with a score and its reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise

from maillage.core.compiled import Compiled
from maillage.core.folding import phone_digits
from maillage.core.phonetics import sound_of_name
from maillage.people.models import NotSame, Person, PersonName
from maillage.people.queries import live_persons, names_of, root_of
from maillage.people.rules import LIKELY, Likeness, Traits, likeness, traits

MOST_CANDIDATES = 50
MOST_TWINS = 10
A_PART = 2_000
MOST_KEYS = 25
MOST_OF_A_KEY = 4
"""More files than this under one key are homonyms, or the phone of a home: nobody's duplicate."""

SHOWN_FROM = 30
"""Somebody's own page and form show less certain ones than the list does: one is looked for."""


COMPARED = (
    *("id", "first_name", "last_name", "phonetic"),
    *("phone", "phone_last4", "email", "birth_year"),
)
"""The columns that are compared, or shown of a file that looks alike."""

NOBODY = UUID(int=0)
NOTHING = "–"
"""No name sounds so, no phone and no e-mail is written so."""


class Twin(NamedTuple):
    """A file that may be the same person."""

    person: Person
    score: int
    reasons: tuple[str | Promise, ...]


class Pair(NamedTuple):
    """Two files that may be one person, the older first."""

    first: Person
    second: Person
    score: int
    reasons: tuple[str | Promise, ...]


def possible_duplicates(
    first_name: str,
    last_name: str,
    phone: str = "",
    email: str = "",
    birth_year: int | None = None,
    *,
    but: UUID | None = None,
    from_score: int = SHOWN_FROM,
) -> list[Twin]:
    """Files that look like somebody's, the most alike first; one statement.

    A file found by another of its names counts as one that sounds alike. ``but`` is the person's
    own file: those said to be somebody else are left out.
    """
    sound = sound_of_name(first_name, last_name)
    looked_for = traits([(first_name, last_name, sound)], phone_digits(phone), email, birth_year)
    keys = (one or NOTHING for one in (sound, looked_for.phone, email))
    rows = _ALIKE.rows(*keys, but or NOBODY)
    files = [(Person(**dict(zip(COMPARED, row, strict=False))), row[-1]) for row in rows]
    twins = [Twin(one, *likeness(looked_for, _heard(one, sound, also=also))) for one, also in files]
    shown = (one for one in twins if one.score >= from_score)
    return sorted(shown, key=lambda one: -one.score)[:MOST_TWINS]


def _alike(sound: str, phone: str, email: str, but: UUID) -> QuerySet[Any, Any]:
    """What is compared of the files that share a key, and whether another name sounds so."""
    named = PersonName.objects.filter(phonetic=sound)
    found = _sharing(Q(phonetic=sound), Q(phone=phone), Q(email=email), named.values("person"))
    others = found.exclude(pk=but).exclude(pk__in=_said_not("first", "second", but))
    others = others.exclude(pk__in=_said_not("second", "first", but)).order_by("id")
    also = Exists(named.filter(person=OuterRef("pk")))
    return others.annotate(also=also).values_list(*COMPARED, "also")[:MOST_CANDIDATES]


_ALIKE = Compiled(_alike, str, str, str, UUID)


def _heard(person: Person, sound: str, *, also: bool) -> Traits:
    """The traits of a file; another name of it may be what was heard."""
    own = traits_of(person, [])
    return own._replace(sounds=own.sounds | ({sound} if also else set()))


def duplicates_of(person: Person) -> list[Twin]:
    """Files that look like this one."""
    looks = (person.first_name, person.last_name, person.phone, person.email, person.birth_year)
    return possible_duplicates(*looks, but=person.pk)


def _sharing(sound: Q, phone: Q, email: Q, named: QuerySet[Any, Any]) -> QuerySet[Person]:
    """Files with one of these keys, or another name among these: each read by its own index."""
    files = live_persons()
    return files.filter(
        pk__in=files.filter(sound)
        .values("pk")
        .union(files.filter(phone).values("pk"), files.filter(email).values("pk"), named)
    )


def _said_not(one: str, other: str, person: UUID) -> QuerySet[Any, Any]:
    """Who was said not to be that person."""
    rows = NotSame.objects.annotate(of=root_of(one), them=root_of(other))
    return rows.filter(of=person).values("them")


def traits_of(person: Person, named: Iterable[PersonName]) -> Traits:
    """What a file is compared by, its other names too."""
    held: list[Person | PersonName] = [person, *named]
    names = [(one.first_name, one.last_name, one.phonetic) for one in held]
    return traits(names, person.phone, person.email, person.birth_year)


class Proposed(NamedTuple):
    """Pairs that nobody has judged yet; whether files are left to look through."""

    pairs: list[Pair]
    more: bool


def proposed_duplicates(limit: int, part: int = 0) -> Proposed:
    """Pairs that nobody has judged yet, the most alike first; ten statements, or thirteen.

    Only files that share a key are compared: how a name sounds, a phone, an e-mail. A key that more
    than four files share says nothing. Once these are judged, others come; ``part`` after part of
    2,000 keys, all are looked through.
    """
    shared = {column: _shared(column, part) for column in ("phonetic", "phone", "email")}
    named = PersonName.objects.exclude(phonetic="")
    renamed = [one for (one,) in _RENAMED.rows()]
    sound, phone, email = (Q((f"{name}__in", few)) for name, (few, _more) in shared.items())
    owners = named.filter(phonetic__in=renamed).values("person")
    found = _sharing(sound | Q(phonetic__in=renamed), phone, email, owners)
    files, judged = list(found.order_by("id")), _judged()
    pairs = [
        Pair(first, second, *found)
        for first, second, found in _compared(files, names_of(files))
        if found.score >= LIKELY and frozenset((first.pk, second.pk)) not in judged
    ]
    pairs.sort(key=lambda one: -one.score)
    return Proposed(pairs[:limit], any(more for _few, more in shared.values()))


def _shared(column: str, part: int) -> tuple[list[str], bool]:
    """Values that a few files share, and whether some are after this part.

    Read from the index alone, in its order.
    """
    rows = Person.objects.filter(**{"same_as": None, f"{column}__gt": ""})
    rows = rows.order_by("structure_id", "same_as", column)
    keys = rows.values_list(column, flat=True)
    first = keys[part * A_PART :].first() if part else ""
    if first is None:
        return [], False
    next_one = keys[(part + 1) * A_PART :].first()
    within = rows.filter(**{f"{column}__gte": first})
    within = within.filter(**{f"{column}__lt": next_one}) if next_one else within
    counted = within.values("structure_id", "same_as", column).annotate(files=Count("*"))
    few = counted.filter(files__gt=1, files__lte=MOST_OF_A_KEY)
    return list(few.values_list(column, flat=True)[:MOST_KEYS]), next_one is not None


def _judged() -> set[frozenset[UUID]]:
    """Pairs said to be two persons, by the files that stand for them now."""
    return {frozenset(pair) for pair in _JUDGED.rows()}


_JUDGED = Compiled(lambda: NotSame.objects.values_list(root_of("first"), root_of("second")))


def _renamed() -> QuerySet[Any, Any]:
    """How files sound that sound as another name of somebody."""
    named = PersonName.objects.exclude(phonetic="").values("phonetic")
    also = live_persons().filter(phonetic__in=named).values_list("phonetic")
    return also.distinct()[:MOST_KEYS]


_RENAMED = Compiled(_renamed)


def _compared(
    files: list[Person], names: dict[UUID, list[PersonName]]
) -> Iterator[tuple[Person, Person, Likeness]]:
    """Each pair of files that shares a key, once."""
    compared = {one.pk: traits_of(one, names.get(one.pk, [])) for one in files}
    groups: dict[tuple[str, str], list[Person]] = {}
    for one in files:
        for key in _keys(one, names.get(one.pk, [])):
            groups.setdefault(key, []).append(one)
    pairs = {
        (first.pk, second.pk): (first, second)
        for group in groups.values()
        for first, second in combinations(group[: 2 * MOST_OF_A_KEY], 2)
    }
    for first, second in pairs.values():
        yield first, second, likeness(compared[first.pk], compared[second.pk])


def _keys(person: Person, named: Iterable[PersonName]) -> Iterable[tuple[str, str]]:
    sounds = {person.phonetic, *(one.phonetic for one in named)}
    keys = {("sound", one) for one in sounds} | {("phone", person.phone), ("email", person.email)}
    return (key for key in keys if key[1])

"""Reads about people."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from maillage.core.compiled import Compiled
from maillage.core.folding import fold
from maillage.network.models import Commune
from maillage.people.models import (
    Acceptance,
    AnonymousCount,
    Document,
    Guardianship,
    Person,
    PersonName,
    Visit,
)
from maillage.people.rules import may_be_minor

LAST_DIGITS = 4
MOST_NAMED = 200
NOTHING_MORE: Mapping[UUID, Collection[str]] = {}


def live_persons() -> QuerySet[Person]:
    """Everybody with a file, each once: erased ones and aliases left out."""
    return Person.objects.filter(erased_at=None, same_as=None)


def group_of(person: UUID) -> QuerySet[Any]:
    """The files that are one person: the one kept, given by its id, and its aliases."""
    return Person.objects.filter(Q(pk=person) | Q(same_as=person))


def files_of(person: Person) -> list[UUID]:
    """The ids of the files that are this person, the one kept first; one statement."""
    return [person.pk, *(row[0] for row in _ALIASES.rows(person.pk))]


_ALIASES = Compiled(
    lambda person: Person.objects.filter(same_as=person).order_by("id").values_list("pk"), UUID
)


def visit_counts(persons: Iterable[Person]) -> dict[UUID, int]:
    """How many times each of these persons came; one statement."""
    return dict(_CAME.rows([one.pk for one in persons]))


def _groups_of(kept: list[UUID]) -> QuerySet[Any, Any]:
    """The files that are these persons, kept ones and aliases."""
    files = Person.objects.filter(id__among=kept).values("pk")
    return files.union(Person.objects.filter(same_as__id__among=kept).values("pk"))


def _came(kept: list[UUID]) -> QuerySet[Any, Any]:
    rows = Visit.objects.filter(person__in=_groups_of(kept), greetings__gt=0)
    counted = rows.annotate(root=root_of("person")).values_list("root")
    return counted.annotate(visits=Count("id")).order_by()


_CAME = Compiled(_came, list)


def search_persons(text: str, limit: int = 20) -> list[Person]:
    """By the beginning of any name, the last four digits of a phone, or a card number.

    Found by another of their names too, or by a file that is an alias of theirs; each once. Where
    more than two hundred files fit, those are looked at that come first to hand. Four statements
    at most.
    """
    text = text.strip()
    if not fold(text):
        return []
    found: dict[UUID, str] = {}
    if any(one.isdigit() for one in text):
        found.update(_numbered(text)[:limit].values_list(root_of(), "folded"))
    if not text.isdigit():
        names = PersonName.objects.filter(folded__words_begin=text)
        found.update(names.values_list(root_of("person"), "folded")[:MOST_NAMED])
        files = Person.objects.filter(folded__words_begin=text)
        found.update(files.values_list(root_of(), "folded")[:MOST_NAMED])
    first = sorted(found, key=lambda one: (found[one], one))[:limit]
    rows = live_persons().filter(id__among=first)
    return sorted(rows, key=lambda one: (one.folded, one.pk))


def _numbered(text: str) -> QuerySet[Person]:
    """Whose card it is, or whose phone ends so."""
    wanted = Q(pk__in=Person.objects.exclude(card="").filter(card=text).values("pk"))
    if text.isdigit() and len(text) == LAST_DIGITS:
        wanted |= Q(pk__in=Person.objects.filter(phone_last4=text).values("pk"))
    return Person.objects.filter(wanted, erased_at=None).order_by("id")


def root_of(path: str = "") -> Coalesce:
    """The file that stands for a person now: the one it is an alias of, else itself.

    ``path`` leads to the person; "" when the row is the person.
    """
    prefix, own = (f"{path}__", f"{path}_id") if path else ("", "pk")
    return Coalesce(F(f"{prefix}same_as_id"), F(own))


def names_of(persons: Iterable[Person]) -> dict[UUID, list[PersonName]]:
    """The other names of each person who has some; one statement."""
    found: dict[UUID, list[PersonName]] = {}
    for row in _NAMED.objects([one.pk for one in persons]):
        found.setdefault(row.root, []).append(row)
    return found


def _named(kept: list[UUID]) -> QuerySet[PersonName]:
    rows = PersonName.objects.filter(person__in=_groups_of(kept))
    return rows.annotate(root=root_of("person")).order_by("id")


_NAMED = Compiled(_named, list)


class Standing(NamedTuple):
    """The version of a text in force, and the versions whose acceptance is worth that of it."""

    document: Document
    worth: frozenset[UUID]


def standing_documents(day: date) -> dict[str, Standing]:
    """The version of each kind in force that day, with those that count for it; one statement."""
    found: dict[str, Standing] = {}
    for document in _DOCUMENTS.objects(day):
        before = found.get(document.kind)
        kept = before.worth if before and not document.asks_again else frozenset()
        found[document.kind] = Standing(document, kept | {document.pk})
    return found


_DOCUMENTS = Compiled(
    lambda day: Document.objects.filter(from_day__lte=day).order_by("version"), date, kept=True
)


def current_documents(day: date) -> dict[str, Document]:
    """The version of each kind in force that day."""
    return {kind: one.document for kind, one in standing_documents(day).items()}


class Aged(Protocol):
    """Of a person, what says which papers are required of them."""

    @property
    def pk(self) -> UUID:
        """The file."""

    @property
    def birth_year(self) -> int | None:
        """When it is known."""

    @property
    def age_band(self) -> str | None:
        """When the year is not."""


def missing_documents(
    persons: Iterable[Aged],
    day: date,
    *,
    asked: Mapping[UUID, Collection[str]] = NOTHING_MORE,
    files: list[UUID] | None = None,
) -> dict[UUID, set[str]]:
    """For each person, the kinds required of them and not accepted, or expired. Two statements.

    ``asked`` gives, by person, kinds that an activity asks for beside: a parental consent of minors
    only, and missing too while no text of that kind is written. ``files`` are all those of the
    persons, when the caller knows them.
    """
    persons = list(persons)
    current = standing_documents(day)
    if files is None:
        rows = _ACCEPTED.rows(day, [one.pk for one in persons])
    else:
        rows = _ACCEPTED_BY.rows(day, files)
    accepted: dict[UUID, set[UUID]] = {}
    for person_id, document_id in rows:
        accepted.setdefault(person_id, set()).add(document_id)
    of = {kind: one.document.required_of for kind, one in current.items()}
    return {
        person.pk: {
            kind
            for kind in _required(of, asked, person, day.year)
            if kind not in current or current[kind].worth.isdisjoint(accepted.get(person.pk, ()))
        }
        for person in persons
    }


def _required(
    of: Mapping[str, str], asked: Mapping[UUID, Collection[str]], person: Aged, year: int
) -> set[str]:
    """The kinds required of a person: of whom each standing one is, and what is asked beside."""
    wanted = {kind for kind, whom in of.items() if is_required(whom, person, year)}
    if asked:
        wanted |= {
            kind
            for kind in asked.get(person.pk, ())
            if is_required(_OF.get(kind, Document.RequiredOf.EVERYONE), person, year)
        }
    return wanted


def _accepted(day: date) -> QuerySet[Any, Any]:
    """What is accepted on a day: who by, which text."""
    rows = Acceptance.objects.filter(Q(expires_on=None) | Q(expires_on__gte=day), undone=False)
    return rows.values_list(root_of("person"), "document_id")


_ACCEPTED = Compiled(
    lambda day, persons: _accepted(day).filter(person__in=_groups_of(persons)), date, list
)
_ACCEPTED_BY = Compiled(
    lambda day, files: _accepted(day).filter(person__id__among=files), date, list
)


_OF: dict[str, str] = {Document.Kind.PARENTAL: Document.RequiredOf.MINORS}
"""Of whom a kind is asked by an activity, when not of everyone."""


def is_required(of: str, person: Aged, year: int) -> bool:
    """Whether what is asked of ``of`` is asked of a person, in a year."""
    if of == Document.RequiredOf.MINORS:
        return may_be_minor(person.birth_year, person.age_band, year)
    return bool(of == Document.RequiredOf.EVERYONE)


def guardian_of(minor: UUID) -> Guardianship | None:
    """Who answers for a minor, the first named; with their file."""
    rows = Guardianship.objects.filter(minor__in=group_of(minor), ended_at=None)
    rows = rows.select_related("guardian")
    found: Guardianship | None = rows.order_by("id").first()
    return found


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
    """The day's figures of a place; two statements.

    Two files that are one person, greeted the same day, are one; new if no file of theirs ever
    came before.
    """
    named = _GREETED.rows(place, day)
    persons, new = {root for root, _first in named}, {root for root, first in named if first}
    unnamed = sum(heads for (heads,) in _HEADS.rows(place, day))
    return DayCount(len(persons), unnamed, len(new))


def _greeted(place: UUID, day: date) -> QuerySet[Any, Any]:
    """Who stands for each person greeted, and whether they came for the first time."""
    files = Person.objects.filter(
        Q(pk=OuterRef(OuterRef("root"))) | Q(same_as=OuterRef(OuterRef("root")))
    )
    earlier = (
        Visit.objects.filter(person__in=files.values("pk"), greetings__gt=0)
        .filter(at__lt=OuterRef("at"))
        .exclude(person=OuterRef("person"))
    )
    visits = Visit.objects.filter(place=place, day=day, greetings__gt=0)
    return (
        visits.annotate(root=root_of("person"))
        .annotate(first=Q(is_new=True) & ~Exists(earlier))
        .values_list("root", "first")
    )


_GREETED = Compiled(_greeted, UUID, date)
_HEADS = Compiled(
    lambda place, day: AnonymousCount.objects.filter(
        place=place, day=day, undone=False
    ).values_list("count"),
    UUID,
    date,
)


# What the office reads


def documents() -> list[Document]:
    """Every version of every text, the latest first in each kind, with how many ``accepted`` it."""
    live = Q(acceptance__undone=False, acceptance__person__erased_at=None)
    counted = Document.objects.annotate(
        accepted=Count("acceptance__person", filter=live, distinct=True)
    )
    return list(counted.order_by("kind", "-version"))


def acceptances_by_means(document: UUID) -> dict[str, int]:
    """How many persons accepted a version, by means; one statement."""
    rows = Acceptance.objects.filter(document=document, undone=False, person__erased_at=None)
    counted = rows.values_list("how").annotate(persons=Count("person", distinct=True)).order_by()
    return dict(counted)


def version_before(document: Document) -> Document | None:
    """The version that a document replaced."""
    found: Document | None = (
        Document.objects.filter(kind=document.kind, version__lt=document.version)
        .order_by("-version")
        .first()
    )
    return found


# By commune and by neighbourhood


def communes_seen(communes: Iterable[str], first: date, last: date) -> set[str]:
    """Those of these communes that somebody came from, between two days (inclusive)."""
    came = Visit.objects.filter(
        commune=OuterRef("pk"), day__gte=first, day__lte=last, greetings__gt=0
    )
    rows = Commune.objects.filter(Exists(came), pk__in=list(communes))
    return set(rows.values_list("pk", flat=True))


def neighbourhoods_of_visits(first: date, last: date) -> list[tuple[str | None, str, int]]:
    """How many visits by neighbourhood and state of the answer, between two days (inclusive)."""
    visits = Visit.objects.filter(day__gte=first, day__lte=last, greetings__gt=0)
    rows = visits.values_list("qpv", "qpv_told").annotate(n=Count("id")).order_by()
    return list(rows)


def nameless_on(place: UUID, day: date) -> list[AnonymousCount]:
    """What was counted without a name in a place on a day, what was undone too."""
    return list(AnonymousCount.objects.filter(place=place, day=day))

"""Writes about files that are one person, or were said not to be.

A merge is an alias that follows: one row says that a file is the same person as another. No other
row moves; reads follow ``Person.same_as``, rebuilt here from the alias rows that stand.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from maillage.core.acting import Acting
from maillage.core.commands import Data, Missing, Refusal
from maillage.core.ids import new_id
from maillage.people.models import NotSame, Person, PersonAlias
from maillage.people.operations import live_person, write_name_keys

UNITS: dict[str, tuple[str, ...]] = {
    "phone": ("phone", "phone_last4"),
    "sex": ("sex", "sex_told"),
    "age_band": ("age_band", "age_told"),
    "commune": ("commune_id", "commune_told"),
    "qpv": ("qpv", "qpv_told"),
    "status": ("status", "status_told"),
    "household": ("household_id",),
    **{
        one: (one,)
        for one in (
            "last_name", "email", "address", "contact_by", "price_profile", "birth_year",
        )
    },
}  # fmt: skip
"""Columns that are filled together. A card number is not: each file keeps its own, both work."""

EMPTY = {name: tuple(getattr(Person(), one) for one in columns) for name, columns in UNITS.items()}


def merge(acting: Acting, *, alias: UUID, kept: UUID, merged: UUID) -> Data:
    """``merged`` is the same person as ``kept``; what ``kept`` did not say, it takes from it.

    Each id may name a file that is itself an alias: the one that stands for it is meant. Refuses
    ``same_person``.
    """
    first, second = _locked_roots(kept, merged)
    if first.pk == second.pk:
        raise Refusal("same_person", _("C’est déjà la même personne : il n’y a rien à réunir."))
    row = PersonAlias(
        id=alias,
        structure_id=acting.structure_id,
        kept=first,
        merged=second,
        merged_at=acting.at,
        merged_by_id=acting.actor_id,
    )
    for name in UNITS:
        if _held(first, name) == EMPTY[name] != _held(second, name):
            _put(first, name, _held(second, name))
            row.filled.append(name)
    row.save(force_insert=True)
    _save(first)
    _rebuild([first.pk, second.pk])
    acting.touch(alias, first.pk, second.pk)
    return {"person": str(first.pk)}


def _locked_roots(*persons: UUID) -> list[Person]:
    """The files that stand for these ids, locked; ``not_found`` if one is no file here."""
    roots = [live_person(one).pk for one in persons]
    rows = Person.objects.select_for_update(of=("self",)).order_by("pk")
    found = {one.pk: one for one in rows.filter(pk__in=roots, same_as=None, erased_at=None)}
    for asked, root in zip(persons, roots, strict=True):
        if root not in found:
            raise Missing(_("Personne"), asked)
    return [found[one] for one in roots]


def _held(person: Person, name: str) -> tuple[object, ...]:
    return tuple(getattr(person, one) for one in UNITS[name])


def _put(person: Person, name: str, values: Iterable[object]) -> None:
    for column, value in zip(UNITS[name], values, strict=True):
        setattr(person, column, value)


def _save(person: Person) -> None:
    """Write what merging may have filled or emptied, and nothing else."""
    write_name_keys(person)
    columns = [one for columns in UNITS.values() for one in columns]
    person.save(update_fields=[*columns, "folded", "phonetic"])


def _rebuild(persons: Iterable[UUID]) -> None:
    """Point each file of these persons' groups at the one that stands, one step away."""
    persons = list(persons)
    roots = Person.objects.filter(pk__in=persons).values("same_as")
    group = Person.objects.filter(Q(pk__in=persons) | Q(same_as__in=persons) | Q(same_as__in=roots))
    before = dict(group.values_list("pk", "same_as_id"))
    rows = PersonAlias.objects.filter(merged__in=before, undone_at=None)
    step = dict(rows.values_list("merged_id", "kept_id"))
    for person, same_as in before.items():
        root = _end_of(person, step)
        wanted = None if root == person else root
        if wanted != same_as:
            Person.objects.filter(pk=person).update(same_as=wanted)


def _end_of(person: UUID, step: dict[UUID, UUID]) -> UUID:
    """Where the aliases lead; merging only files that stand, they never turn round."""
    while person in step:
        person = step[person]
    return person


def unmerge(acting: Acting, *, alias: UUID) -> None:
    """The two files are two persons again, as if they had never been one.

    What the kept file had taken from the other leaves it, unless it was changed since; a file
    merged with it too may then fill it. Refuses ``not_found``, also once one was erased: that is
    for good.
    """
    row = PersonAlias.objects.select_for_update().filter(pk=alias, undone_at=None).first()
    if row is None or Person.objects.filter(pk=row.kept_id).exclude(erased_at=None).exists():
        raise Missing(_("Réunion"), alias)
    row.undone_at = acting.at
    row.save(update_fields=["undone_at"])
    merged = Person.objects.get(pk=row.merged_id)
    for name in row.filled:
        _take_back(row.kept_id, name, _held(merged, name))
    _rebuild([row.kept_id, row.merged_id])
    acting.touch(alias, row.kept_id, row.merged_id)


def _take_back(person: UUID, name: str, values: tuple[object, ...]) -> None:
    """Empty columns that still hold these values, here and in the files that took them from here.

    Another file merged with this one, if it knows better, fills them as it would have done.
    """
    kept = Person.objects.select_for_update(of=("self",)).get(pk=person)
    if _held(kept, name) != values:
        return
    others = PersonAlias.objects.filter(kept=kept, undone_at=None).select_related("merged")
    filling = None
    for other in others.order_by("merged_at", "id"):
        if _held(other.merged, name) != EMPTY[name]:
            filling = other
            break
    _put(kept, name, _held(filling.merged, name) if filling else EMPTY[name])
    _save(kept)
    if filling:
        _note(filling, [*filling.filled, name])
    above = PersonAlias.objects.filter(merged=kept, undone_at=None).first()
    if above is not None and name in above.filled:
        _note(above, [one for one in above.filled if one != name])
        _take_back(above.kept_id, name, values)


def _note(row: PersonAlias, filled: list[str]) -> None:
    row.filled = [one for one in UNITS if one in filled]
    row.save(update_fields=["filled"])


def say_not_same(acting: Acting, *, first: UUID, second: UUID) -> None:
    """Two files are two persons: they are no longer proposed. Said twice, said once.

    Refuses ``same_person``.
    """
    lower, higher = sorted((live_person(first).pk, live_person(second).pk))
    if lower == higher:
        raise Refusal("same_person", _("C’est la même fiche. Choisissez-en une autre."))
    if not NotSame.objects.filter(first=lower, second=higher).exists():
        NotSame.objects.create(
            id=new_id(),
            structure_id=acting.structure_id,
            first_id=lower,
            second_id=higher,
            said_at=acting.at,
        )
    acting.touch(lower, higher)

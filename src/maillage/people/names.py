"""Writes about the other names of a person: before a marriage, in use, misspelt for years."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _

from maillage.core.acting import Acting
from maillage.core.commands import Data, Missing, Refusal
from maillage.people import operations
from maillage.people.models import PersonName
from maillage.people.operations import live_person
from maillage.people.rules import name_keys

if TYPE_CHECKING:
    from maillage.people.parts import NamePart


def add_name(
    acting: Acting,
    *,
    name: UUID,
    person: UUID,
    name_kind: str,
    first_name: str = "",
    last_name: str = "",
) -> None:
    """Another name the person is found by; a name left out is that of the file.

    Refuses ``name_needed`` when both are left out.
    """
    if not (first_name or last_name):
        raise Refusal("name_needed", _("Écrivez le nom, ou le prénom."))
    found = live_person(person)
    first_name, last_name = first_name or found.first_name, last_name or found.last_name
    PersonName.objects.create(
        id=name,
        structure_id=acting.structure_id,
        person=found,
        kind=name_kind,
        first_name=first_name,
        last_name=last_name,
        **name_keys(first_name, last_name),
    )
    acting.touch(name, found.pk)


def create(
    acting: Acting,
    *,
    person: UUID,
    names: list[NamePart] = [],  # noqa: B006 - never written to
    **columns: Any,
) -> Data:
    """Open a file with its other names. Same refusals as ``operations.create``."""
    data = operations.create(acting, person=person, **columns)
    for one in names:
        add_name(acting, person=person, **one.values())
    return data


def remove_name(acting: Acting, *, name: UUID) -> None:
    """Take another name away: it was a mistake."""
    found = PersonName.objects.filter(pk=name).first()
    if found is None:
        raise Missing(_("Nom"), name)
    found.delete()
    acting.touch(name, found.person_id)

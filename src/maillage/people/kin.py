"""Writes about who is with whom: households, guardians of minors, organisations acted for."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from maillage.core.acting import Acting
from maillage.core.commands import Data, Missing, Refusal
from maillage.network import operations as network
from maillage.network.models import Organisation
from maillage.people.models import ActsFor, Guardianship, Household, Person
from maillage.people.operations import create, live_person
from maillage.people.queries import group_of

if TYPE_CHECKING:
    from maillage.people.parts import NewOrganisation, NewPerson


def join_household(acting: Acting, *, person: UUID, other: UUID, household: UUID) -> Data:
    """A person lives with another: in that one's household, or in a new one for both.

    Refuses ``same_person``.
    """
    found, host = live_person(person), live_person(other)
    if found.pk == host.pk:
        raise Refusal("same_person", _("C’est la même personne. Choisissez-en une autre."))
    joined = host.household_id
    if joined is None:
        Household.objects.create(
            id=household, structure_id=acting.structure_id, created_at=acting.at
        )
        joined = household
    Person.objects.filter(pk__in=[found.pk, host.pk]).update(household=joined)
    acting.touch(found.pk, host.pk, joined)
    return {"household": str(joined)}


def leave_household(acting: Acting, *, person: UUID) -> None:
    """A person lives elsewhere."""
    found = live_person(person)
    Person.objects.filter(pk=found.pk).update(household=None)
    acting.touch(found.pk)


def add_guardian(
    acting: Acting,
    *,
    guardianship: UUID,
    minor: UUID,
    guardian: UUID | None = None,
    new_guardian: NewPerson | None = None,
    relation: str = Guardianship.Relation.LEGAL_GUARDIAN,
    may_collect: bool = True,
) -> Data:
    """Somebody answers for a minor; a first name and a phone are enough to know who.

    Refuses ``same_person``, ``already_guardian``.
    """
    child = live_person(minor)
    if new_guardian is not None:
        create(acting, **new_guardian.values())
        guardian = new_guardian.person
    adult = live_person(guardian) if guardian else None
    if adult is None or adult.pk == child.pk:
        raise Refusal("same_person", _("C’est la même personne. Choisissez-en une autre."))
    groups = {"minor__in": group_of(child.pk), "guardian__in": group_of(adult.pk)}
    if Guardianship.objects.filter(**groups, ended_at=None).exists():
        raise Refusal("already_guardian", _("Cette personne est déjà responsable de ce mineur."))
    Guardianship.objects.create(
        id=guardianship,
        structure_id=acting.structure_id,
        minor=child,
        guardian=adult,
        relation=relation,
        may_collect=may_collect,
    )
    acting.touch(guardianship, child.pk, adult.pk)
    return {"guardian": str(adult.pk)}


def end_guardian(acting: Acting, *, guardianship: UUID) -> None:
    """Somebody no longer answers for a minor."""
    found = Guardianship.objects.filter(pk=guardianship, ended_at=None).first()
    if found is None:
        raise Missing(_("Responsable"), guardianship)
    Guardianship.objects.filter(pk=found.pk).update(ended_at=acting.at)
    acting.touch(found.pk, found.minor_id, found.guardian_id)


def act_for(
    acting: Acting,
    *,
    acts_for: UUID,
    person: UUID,
    from_day: date,
    organisation: UUID | None = None,
    new_organisation: NewOrganisation | None = None,
) -> Data:
    """A person acts for an organisation from a day on. Refuses ``siret``, ``already_acts``."""
    found = live_person(person)
    if new_organisation is not None:
        network.add_organisation(acting, **new_organisation.values())
        organisation = new_organisation.organisation
    if organisation is None or not Organisation.objects.filter(pk=organisation).exists():
        raise Missing(_("Organisation"), organisation or "")
    acted = ActsFor.objects.filter(person__in=group_of(found.pk), organisation=organisation)
    if acted.filter(to_day=None).exists():
        raise Refusal("already_acts", _("Cette personne agit déjà pour cette organisation."))
    ActsFor.objects.create(
        id=acts_for,
        structure_id=acting.structure_id,
        person=found,
        organisation_id=organisation,
        from_day=from_day,
    )
    acting.touch(acts_for, found.pk, organisation)
    return {"organisation": str(organisation)}


def stop_acting_for(acting: Acting, *, acts_for: UUID, to_day: date) -> None:
    """The last day a person acts for an organisation. Refuses ``ends_before``."""
    found = ActsFor.objects.filter(pk=acts_for, to_day=None).first()
    if found is None:
        raise Missing(_("Organisation"), acts_for)
    if to_day < found.from_day:
        raise Refusal("ends_before", _("La fin vient après le début. Corrigez les dates."))
    ActsFor.objects.filter(pk=found.pk).update(to_day=to_day)
    acting.touch(found.pk, found.person_id, found.organisation_id)

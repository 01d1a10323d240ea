"""Kinds of commands about who a person lives with, answers for and acts for."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from pydantic import model_validator

from maillage.core.commands import Day, Payload, command
from maillage.network.rights import Right
from maillage.people import kin
from maillage.people.models import Guardianship
from maillage.people.parts import NewOrganisation, NewPerson


@command(
    "people.join_household",
    right=Right.PEOPLE,
    run=kin.join_household,
    label=_("a réuni deux personnes dans un foyer"),
)
class JoinHousehold(Payload):
    """``person`` lives with ``other``; ``household`` is a new id, for who had none."""

    made = ("household",)
    person: UUID
    other: UUID
    household: UUID


@command(
    "people.leave_household",
    right=Right.PEOPLE,
    run=kin.leave_household,
    label=_("a retiré une personne d’un foyer"),
)
class LeaveHousehold(Payload):
    """A person lives elsewhere."""

    person: UUID


@command(
    "people.add_guardian",
    right=Right.PEOPLE,
    run=kin.add_guardian,
    label=_("a noté un responsable légal"),
)
class AddGuardian(Payload):
    """Who answers for a minor: somebody known, or somebody new."""

    guardianship: UUID
    minor: UUID
    guardian: UUID | None = None
    new_guardian: NewPerson | None = None
    relation: Guardianship.Relation = Guardianship.Relation.LEGAL_GUARDIAN
    may_collect: bool = True

    @model_validator(mode="after")
    def somebody_answers(self) -> AddGuardian:
        if (self.guardian is None) == (self.new_guardian is None):
            raise ValueError("one of guardian and new_guardian")
        return self

    def creates(self) -> Iterable[UUID]:
        new = [self.new_guardian.person] if self.new_guardian else []
        return [self.guardianship, *new]


@command(
    "people.end_guardian",
    right=Right.PEOPLE,
    run=kin.end_guardian,
    label=_("a retiré un responsable légal"),
)
class EndGuardian(Payload):
    """Somebody no longer answers for a minor."""

    guardianship: UUID


@command(
    "people.act_for",
    right=Right.PEOPLE,
    run=kin.act_for,
    label=_("a noté pour qui une personne agit"),
)
class ActFor(Payload):
    """A person acts for an organisation, known or new, from a day on."""

    acts_for: UUID
    person: UUID
    from_day: Day
    organisation: UUID | None = None
    new_organisation: NewOrganisation | None = None

    @model_validator(mode="after")
    def one_organisation(self) -> ActFor:
        if (self.organisation is None) == (self.new_organisation is None):
            raise ValueError("one of organisation and new_organisation")
        return self

    def creates(self) -> Iterable[UUID]:
        new = [self.new_organisation.organisation] if self.new_organisation else []
        return [self.acts_for, *new]


@command(
    "people.stop_acting_for",
    right=Right.PEOPLE,
    run=kin.stop_acting_for,
    label=_("a noté qu’une personne n’agit plus pour une organisation"),
)
class StopActingFor(Payload):
    """The last day a person acts for an organisation."""

    acts_for: UUID
    to_day: Day

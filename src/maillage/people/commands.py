"""Kinds of commands about people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from pydantic import Field, model_validator

from maillage.core.commands import Changes, Data, Day, Payload, command, unchanged
from maillage.network.rights import Right
from maillage.people import handing, kin, merging, names, neighbourhoods, operations
from maillage.people import ring_commands as _rings  # noqa: F401 - registers its kinds
from maillage.people.importing import writing
from maillage.people.models import (
    Acceptance,
    AgeBand,
    ContactBy,
    Document,
    Guardianship,
    HandOver,
    PersonName,
    Sex,
    Status,
    Told,
)

Name = Field(default="", max_length=60)
Purpose = Field(default="", max_length=24)


class ProfilePart(Payload):
    """What is said of somebody; a value given is ``known``, and unknown is one of three.

    A birth year left out stays; ``null`` empties it.
    """

    sex: Sex | None = None
    sex_told: Told | None = None
    age_band: AgeBand | None = None
    age_told: Told | None = None
    birth_year: int | None = Field(default=None, ge=1900, le=2100)
    commune: str | None = Field(default=None, max_length=5)
    commune_told: Told | None = None
    qpv: str | None = Field(default=None, max_length=60)
    qpv_told: Told | None = None
    status: Status | None = None
    status_told: Told | None = None

    def columns(self) -> Data:
        """The columns to set; an answer told otherwise than known empties its value."""
        columns: Data = {}
        answers = (
            ("sex", "sex_told", "sex"),
            ("age_band", "age_told", "age_band"),
            ("commune", "commune_told", "commune_id"),
            ("qpv", "qpv_told", "qpv"),
            ("status", "status_told", "status"),
        )
        for name, told, column in answers:
            value, state = getattr(self, name), getattr(self, told)
            if value is not None:
                columns |= {column: value, told: Told.KNOWN}
            elif state is not None and state != Told.KNOWN:
                columns |= {column: None, told: state}
        if "birth_year" in self.model_fields_set:
            columns["birth_year"] = self.birth_year
        return columns


class FileColumns(Payload):
    """What a file may hold beside a first name."""

    last_name: str = Name
    phone: str = Field(default="", max_length=20)
    email: str = Field(default="", max_length=254)
    card: str = Field(default="", max_length=12)
    price_profile: str = Field(default="", max_length=24)
    address: str = Field(default="", max_length=200)
    contact_by: ContactBy | Literal[""] = ""
    profile: ProfilePart | None = None


class NewPerson(FileColumns):
    """A first name is enough."""

    made = ("person",)
    person: UUID
    first_name: str = Field(min_length=1, max_length=60)


class NamePart(Payload):
    """Another name the person is found by; what is left out is that of the file."""

    name: UUID
    name_kind: PersonName.Kind
    first_name: str = Name
    last_name: str = Name


@command(
    "people.create",
    right=Right.GREET,
    run=names.create,
    label=_("a créé la fiche d’une personne"),
)
class Create(NewPerson):
    """Open a file, with the other names it came with."""

    names: list[NamePart] = Field(default_factory=list, max_length=10)


@command(
    "people.import_persons",
    right=Right.IMPORT,
    run=writing.import_persons,
    label=_("a fait entrer une liste de personnes"),
)
class ImportPersons(Payload):
    """Files opened together, all or none; each was compared with those there are."""

    persons: list[Create] = Field(min_length=1, max_length=20_000)

    def creates(self) -> Iterable[UUID]:
        return [one.person for one in self.persons]


@command("people.edit", right=Right.PEOPLE, run=operations.edit, label=_("a modifié une fiche"))
class Edit(Changes, FileColumns):
    """Change what is given; an empty text empties."""

    person: UUID
    first_name: str = Field(default_factory=unchanged, min_length=1, max_length=60)


@command(
    "people.add_name",
    right=Right.PEOPLE,
    run=names.add_name,
    label=_("a ajouté un autre nom à une fiche"),
)
class AddName(NamePart):
    """Another name: before a marriage, in use, misspelt for years."""

    made = ("name",)
    person: UUID


@command(
    "people.remove_name",
    right=Right.PEOPLE,
    run=names.remove_name,
    label=_("a retiré un autre nom d’une fiche"),
)
class RemoveName(Payload):
    """It was a mistake."""

    name: UUID


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


class NewOrganisation(Payload):
    """An organisation that nobody had named yet; the SIRET is optional."""

    organisation: UUID
    name: str = Field(min_length=1, max_length=120)
    kind: str = Field(default="", max_length=40)
    siret: str = Field(default="", max_length=20)


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


@command(
    "people.merge",
    right=Right.PEOPLE,
    run=merging.merge,
    label=_("a réuni deux fiches de la même personne"),
)
class Merge(Payload):
    """``merged`` becomes an alias of ``kept``; ``people.unmerge`` takes it back, whenever."""

    made = ("alias",)
    alias: UUID
    kept: UUID
    merged: UUID


@command(
    "people.unmerge",
    right=Right.PEOPLE,
    run=merging.unmerge,
    label=_("a séparé deux fiches réunies"),
)
class Unmerge(Payload):
    """Two files are two persons again."""

    alias: UUID


@command(
    "people.hand_over",
    right=Right.PEOPLE,
    run=handing.hand_over,
    label=_("a transmis la fiche d’une personne, avec son accord"),
)
class HandOverFile(Payload):
    """A person agrees that another structure receives their file."""

    made = ("hand_over",)
    hand_over: UUID
    person: UUID
    to_name: str = Field(min_length=1, max_length=120)
    consent: HandOver.Consent


@command(
    "people.say_not_same",
    right=Right.PEOPLE,
    run=merging.say_not_same,
    label=_("a dit que deux fiches sont deux personnes"),
)
class SayNotSame(Payload):
    """Somebody looked: they are two persons, and nobody asks again."""

    first: UUID
    second: UUID


class Presence(Payload):
    """A presence at the desk: once typed, it has happened."""

    def has_happened(self, at: datetime) -> bool:
        return True


@command(
    "people.greet",
    right=Right.GREET,
    run=operations.greet,
    undo=operations.ungreet,
    label=_("a accueilli une personne"),
)
class Greet(Presence):
    """A person comes."""

    made = ("visit",)
    visit: UUID
    person: UUID
    purpose: str = Purpose


@command(
    "people.count_anonymous",
    right=Right.GREET,
    run=operations.count_anonymous,
    undo=operations.uncount,
    label=_("a compté des personnes sans nom"),
)
class CountAnonymous(Presence):
    """Heads without a name."""

    made = ("count",)
    count: UUID
    heads: int = Field(default=1, ge=1, le=500)
    purpose: str = Purpose
    session: UUID | None = None
    sex: Sex | None = None
    age_band: AgeBand | None = None
    status: Status | None = None


@command(
    "people.add_document",
    right=Right.PLACES,
    run=operations.add_document,
    label=_("a publié un document à accepter"),
)
class AddDocument(Payload):
    """A version of a text to accept; ``asks_again`` of those who accepted the one before."""

    made = ("document",)
    document: UUID
    document_kind: Document.Kind
    title: str = Field(min_length=1, max_length=120)
    version: int = Field(default=1, ge=1, le=999)
    from_day: Day
    required_of: Document.RequiredOf = Document.RequiredOf.EVERYONE
    text: str = Field(default="", max_length=20_000)
    asks_again: bool = True


@command(
    "people.accept_document",
    right=Right.GREET,
    run=operations.accept_document,
    undo=operations.unaccept_document,
    label=_("a recueilli un accord"),
)
class AcceptDocument(Payload):
    """Somebody accepts a text; the spoken word needs a witness."""

    made = ("acceptance",)
    acceptance: UUID
    person: UUID
    document: UUID
    how: Acceptance.How
    sheet: str = Field(default="", max_length=30)
    witness: UUID | None = None
    witness_staff: UUID | None = None
    expires_on: Day | None = None


@command("people.erase", right=Right.ERASE, run=operations.erase, label=_("a effacé une personne"))
class Erase(Payload):
    """Empty a person's file for good."""

    person: UUID


@command(
    "people.rename_neighbourhood",
    right=Right.PLACES,
    run=neighbourhoods.rename_neighbourhood,
    label=_("a renommé un quartier prioritaire"),
)
class RenameNeighbourhood(Payload):
    """Another name, in the files too; past visits keep what was said."""

    neighbourhood: UUID
    name: str = Field(min_length=1, max_length=60)

"""Kinds of commands about people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from maillage.core.commands import Changes, Data, Day, Payload, command, unchanged
from maillage.network.rights import Right
from maillage.people import operations
from maillage.people.importing import writing
from maillage.people.models import Acceptance, AgeBand, ContactBy, Document, Sex, Status, Told

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


@command(
    "people.create",
    right=Right.GREET,
    run=operations.create,
    label=_("a créé la fiche d’une personne"),
)
class Create(NewPerson):
    """Open a file."""


@command(
    "people.import_persons",
    right=Right.IMPORT,
    run=writing.import_persons,
    label=_("a fait entrer une liste de personnes"),
)
class ImportPersons(Payload):
    """Files opened together, all or none; each was compared with those there are."""

    persons: list[NewPerson] = Field(min_length=1, max_length=20_000)

    def creates(self) -> Iterable[UUID]:
        return [one.person for one in self.persons]


@command("people.edit", right=Right.PEOPLE, run=operations.edit, label=_("a modifié une fiche"))
class Edit(Changes, FileColumns):
    """Change what is given; an empty text empties."""

    person: UUID
    first_name: str = Field(default_factory=unchanged, min_length=1, max_length=60)


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
    """A version of a text to accept."""

    made = ("document",)
    document: UUID
    document_kind: Document.Kind
    title: str = Field(min_length=1, max_length=120)
    version: int = Field(default=1, ge=1, le=999)
    from_day: Day
    required_of: Document.RequiredOf = Document.RequiredOf.EVERYONE


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

"""Kinds of commands about people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from maillage.core.commands import Changes, Day, Payload, command, unchanged
from maillage.network.rights import Right
from maillage.people import handing, merging, names, neighbourhoods, operations
from maillage.people import kin_commands as _kin  # noqa: F401 - registers its kinds
from maillage.people import ring_commands as _rings  # noqa: F401 - registers its kinds
from maillage.people.importing import writing
from maillage.people.models import Acceptance, AgeBand, Document, HandOver, Sex, Status
from maillage.people.parts import FileColumns, NamePart, NewPerson

Purpose = Field(default="", max_length=24)


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

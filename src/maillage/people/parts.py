"""Parts of payloads about people."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from pydantic import Field

from maillage.core.commands import Data, Payload
from maillage.people.models import AgeBand, ContactBy, PersonName, Sex, Status, Told

Name = Field(default="", max_length=60)


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


class NewOrganisation(Payload):
    """An organisation that nobody had named yet; the SIRET is optional."""

    organisation: UUID
    name: str = Field(min_length=1, max_length=120)
    kind: str = Field(default="", max_length=40)
    siret: str = Field(default="", max_length=20)

"""A file handed over to another structure: recorded with the person's consent, and what it holds.

Nothing crosses structures inside the database: a JSON file leaves, the other structure reads it and
opens a file of its own.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from maillage.core.acting import Acting
from maillage.core.commands import Data, Refusal
from maillage.network.models import Commune
from maillage.people.models import (
    ContactBy,
    HandOver,
    Person,
    PersonName,
    Sex,
    Status,
    Told,
)
from maillage.people.models.profile import AgeBand
from maillage.people.operations import live_person

FORMAT, VERSION = "maillage-person", 1
MOST_BYTES = 1_000_000
MOST_NAMES = 10


def hand_over(acting: Acting, *, hand_over: UUID, person: UUID, to_name: str, consent: str) -> Data:
    """A person agrees that another structure receives their file; the file itself is not kept."""
    found = live_person(person)
    HandOver.objects.create(
        id=hand_over,
        structure_id=acting.structure_id,
        person=found,
        to_name=to_name,
        consent=consent,
        at=acting.at,
        staff_id=acting.actor_id,
    )
    acting.touch(hand_over, found.pk)
    return {"person": str(found.pk)}


class Named(BaseModel):
    """Another name, in a file."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)

    name_kind: PersonName.Kind
    first_name: str = Field(default="", max_length=60)
    last_name: str = Field(default="", max_length=60)


class File(BaseModel):
    """What a structure may take over of a person: what they are called, how to reach them, answers.

    A card number and a price profile are the structure's own: they stay behind.
    """

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)

    first_name: str = Field(min_length=1, max_length=60)
    last_name: str = Field(default="", max_length=60)
    phone: str = Field(default="", max_length=20)
    email: str = Field(default="", max_length=254)
    address: str = Field(default="", max_length=200)
    contact_by: ContactBy | None = None
    birth_year: int | None = Field(default=None, ge=1900, le=2100)
    age_band: AgeBand | None = None
    age_told: Told = Told.UNKNOWN
    sex: Sex | None = None
    sex_told: Told = Told.UNKNOWN
    status: Status | None = None
    status_told: Told = Told.UNKNOWN
    commune: str | None = Field(default=None, max_length=5)
    commune_told: Told = Told.UNKNOWN
    qpv: str | None = Field(default=None, max_length=60)
    qpv_told: Told = Told.UNKNOWN
    names: list[Named] = Field(default_factory=list, max_length=MOST_NAMES)


class Known(BaseModel):
    """A part of what is known, in plain words."""

    title: str = Field(max_length=80)
    lines: list[str] = Field(max_length=2000)


class Handed(BaseModel):
    """Whom a file was handed to, with which consent, when."""

    to: str = Field(max_length=120)
    consent: HandOver.Consent
    at: datetime


class Sheet(BaseModel):
    """The whole file of a person, as it leaves."""

    model_config = ConfigDict(extra="ignore")

    format: str
    version: int
    structure: str = Field(max_length=200)
    made_at: datetime
    person: File
    known: list[Known] = Field(default_factory=list, max_length=50)
    handed_over: Handed | None = None


def sheet_of(
    person: Person,
    *,
    structure: str,
    at: datetime,
    known: list[Known],
    names: Sequence[PersonName],
    handed: HandOver | None = None,
) -> Sheet:
    """All that is known of a person, as data and in plain words."""
    columns = (*File.model_fields, "commune")
    values: dict[str, Any] = {one: getattr(person, one, None) for one in columns if one != "names"}
    values |= {"commune": person.commune_id, "contact_by": person.contact_by or None}
    values["names"] = [
        {"name_kind": one.kind, "first_name": one.first_name, "last_name": one.last_name}
        for one in names[:MOST_NAMES]
    ]
    left = (
        Handed(to=handed.to_name, consent=HandOver.Consent(handed.consent), at=handed.at)
        if handed
        else None
    )
    return Sheet(
        format=FORMAT,
        version=VERSION,
        structure=structure,
        made_at=at,
        person=File(**values),
        known=known,
        handed_over=left,
    )


def person_of(file: File, quarters: Collection[str]) -> Person:
    """The file as a person of ours, unsaved.

    A commune that nobody knows, and a neighbourhood that is not among ours, are left out.
    """
    commune = Commune.objects.filter(pk=file.commune).first() if file.commune else None
    values = file.model_dump(exclude={"names", "commune"})
    if commune is None and file.commune_told == Told.KNOWN:
        values["commune_told"] = Told.UNKNOWN
    if file.qpv and file.qpv not in quarters:
        values |= {"qpv": None, "qpv_told": Told.UNKNOWN}
    return Person(**values | {"contact_by": file.contact_by or "", "commune": commune})


def as_json(sheet: Sheet) -> str:
    """The file as text, readable by anybody."""
    return json.dumps(sheet.model_dump(mode="json"), ensure_ascii=False, indent=2)


def read_sheet(content: bytes) -> Sheet:
    """The file that another structure sent. Refuses ``not_a_file``."""
    try:
        sheet = Sheet.model_validate_json(content[:MOST_BYTES])
    except ValidationError as wrong:
        raise not_a_file() from wrong
    if (sheet.format, sheet.version) != (FORMAT, VERSION):
        raise not_a_file()
    return sheet


def not_a_file() -> Refusal:
    return Refusal(
        "not_a_file",
        _("Ce n’est pas une fiche. Demandez à l’autre structure le fichier qui finit par .json."),
    )

"""Shapes of what the API reads out."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from ninja import Field, Schema

KEPT = Field(alias="kept_id")
"""The file that stands for a person: of two files that are one, the one kept."""


class Fault(Schema):
    """Why a request was not answered: a stable code, a French sentence."""

    code: str
    message: str


class Me(Schema):
    """What the token is: its device, the account it acts for, its structure, its rights."""

    structure: UUID
    device: UUID
    actor: UUID
    rights: list[str]


class Result(Schema):
    """What became of one command."""

    key: UUID
    status: str
    code: str
    message: str
    data: dict[str, object]


class Results(Schema):
    results: list[Result]


class PlaceOut(Schema):
    id: UUID
    name: str
    kind: str
    address: str
    phone: str
    commune_id: str | None
    time_zone: str
    opening: str


class SessionOut(Schema):
    id: UUID
    workshop_id: UUID
    place_id: UUID
    room_id: UUID | None
    title: str
    format: str
    starts_at: datetime
    ends_at: datetime
    day: date
    capacity: int | None
    price_code: str
    state: str


class RegistrationOut(Schema):
    id: UUID
    session_id: UUID
    person_id: UUID | None = KEPT
    party: UUID
    state: str
    seat: int | None
    attendance: str


class PersonOut(Schema):
    id: UUID
    first_name: str
    last_name: str
    phone: str
    email: str
    card: str
    commune_id: str | None
    price_profile: str


class VisitOut(Schema):
    id: UUID
    person_id: UUID = KEPT
    place_id: UUID
    day: date
    at: datetime
    purpose: str
    is_new: bool


class SaleOut(Schema):
    id: UUID
    place_id: UUID
    person_id: UUID | None = KEPT
    at: datetime
    day: date
    amount_cents: int
    reverses_id: UUID | None


class JournalOut(Schema):
    rev: int
    kind: str
    device_id: UUID
    n: int
    actor_id: UUID
    place_id: UUID | None
    at: datetime
    touched: list[str]

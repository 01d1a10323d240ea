"""The lists the API reads out, as one table: name, shape, right, filters, rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import NinjaAPI, Query, Schema
from pydantic import create_model

from maillage.api import schemas
from maillage.api.reading import MOST_ROWS, demand, door_of, read_page
from maillage.core.models import JournalLine
from maillage.core.scopes import structure_scope
from maillage.money.models import Sale
from maillage.network.models import Place
from maillage.network.rights import Right
from maillage.people.models import Visit
from maillage.people.queries import live_persons, root_of
from maillage.programme.models import Registration, Session

FAULTS = {401: schemas.Fault, 403: schemas.Fault, 422: schemas.Fault}


class Paging(Schema):
    """Where to begin, how many at most."""

    after: UUID | None = None
    limit: int = Query(50, ge=1, le=MOST_ROWS)


class ByDay(Paging):
    day: date | None = None


class BySession(Paging):
    session: UUID | None = None


class SinceRev(Schema):
    """``since`` is a revision of the structure: what was written after it."""

    since: int = Query(0, ge=0, le=2**62)
    limit: int = Query(50, ge=1, le=MOST_ROWS)


@dataclass(frozen=True)
class Listing:
    """One list. ``rows`` is called once the structure's scope is open."""

    name: str
    summary: str
    row: type[Schema]
    right: str
    rows: Callable[[], QuerySet[Any]]
    asked: type[Schema] = Paging
    key: str = "id"


LISTS = [
    Listing("places", "Places", schemas.PlaceOut, "", Place.objects.all),
    Listing("sessions", "Sessions", schemas.SessionOut, "", Session.objects.all, ByDay),
    Listing(
        "registrations",
        "Registrations",
        schemas.RegistrationOut,
        Right.REGISTER,
        lambda: Registration.objects.annotate(kept_id=root_of("person")),
        BySession,
    ),
    Listing(
        "persons",
        "Persons",
        schemas.PersonOut,
        Right.PEOPLE,
        live_persons,
    ),
    Listing(
        "visits",
        "Named visits",
        schemas.VisitOut,
        Right.PEOPLE,
        lambda: Visit.objects.filter(greetings__gt=0).annotate(kept_id=root_of("person")),
        ByDay,
    ),
    Listing(
        "sales",
        "Sales",
        schemas.SaleOut,
        Right.ACCOUNTS,
        lambda: Sale.objects.annotate(kept_id=root_of("person")),
        ByDay,
    ),
    Listing(
        "journal",
        "Journal since a revision",
        schemas.JournalOut,
        Right.JOURNAL,
        JournalLine.objects.all,
        SinceRev,
        key="rev",
    ),
]


def add_lists(api: NinjaAPI) -> None:
    """Give each list its GET route."""
    for one in LISTS:
        _add(api, one)


def _add(api: NinjaAPI, one: Listing) -> None:
    cursor = int if one.key == "rev" else UUID
    columns: dict[str, Any] = {"rows": (list[one.row], ...), "next": (cursor | None, None)}  # type: ignore[name-defined]
    shape = create_model(f"{one.name.capitalize()}Page", __base__=Schema, **columns)

    def read(request: HttpRequest, asked: Any) -> Any:
        demand(door_of(request), one.right)
        wanted = asked.dict()
        limit = wanted.pop("limit")
        after = wanted.pop("after", None) or wanted.pop("since", None)
        filters = {name: value for name, value in wanted.items() if value is not None}
        with structure_scope(door_of(request).structure_id):
            return read_page(one.rows().filter(**filters), key=one.key, after=after, limit=limit)

    read.__name__ = one.name
    read.__annotations__["asked"] = one.asked
    read.__defaults__ = (Query(...),)
    api.get(f"/{one.name}", response={200: shape, **FAULTS}, summary=one.summary)(read)

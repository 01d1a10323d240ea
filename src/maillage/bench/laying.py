"""Lay a base for ``bench registration``: ``python -m maillage.bench.laying PAST SEATS``.

One structure with its place, workshop, prices and token, by commands. Then PAST registrations in
past sessions of that workshop, each with its command and its journal line as it would have left
them, copied by SQL from one really made; and free sessions for SEATS registrations to come.
Prints what a client needs, as JSON.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import django

django.setup()

from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from maillage.core.ids import hash_secret, new_id  # noqa: E402
from maillage.core.scopes import structure_scope  # noqa: E402
from maillage.network.bootstrap import found  # noqa: E402
from maillage.network.devices import new_secret  # noqa: E402
from maillage.network.doors import do_as_server  # noqa: E402
from maillage.people.models import Person  # noqa: E402

CAPACITY = 12
PERSONS = 2_000
WRITTEN = (
    "core_command",
    "core_journalline",
    "core_devicesequence",
    "core_structureclock",
    "people_person",
)

PAST_ID = """
CREATE FUNCTION bench_id(at timestamptz) RETURNS uuid LANGUAGE sql VOLATILE AS $$
SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7'
        || substr(replace(gen_random_uuid()::text, '-', ''), 14))::uuid
$$
"""


class Laying:
    """The structure of the bench and how to command it."""

    def __init__(self) -> None:
        made = found(
            structure_name="Mesure",
            slug="mesure",
            first_name="Loïc",
            login="loic",
            password=new_secret(),
            now=timezone.now() - timedelta(days=800),
        )
        self.structure, self.manager = made.structure.pk, made.manager.pk
        self.place = self._new("network.add_place", "place", name="Mesure", kind="digital_space")
        for member, euros in ((True, 8), (False, 12)):
            self._new(
                "money.set_price", "price", code="ATELIER", label="Atelier", member=member,
                rate=euros * 10_000, from_day=date(2020, 1, 1),
            )  # fmt: skip
        self.workshop = self._new(
            "programme.create_workshop", "workshop", title="Boîte mail", capacity=CAPACITY,
            price_code="ATELIER",
        )  # fmt: skip

    def do(self, kind: str, /, **payload: Any) -> dict[str, Any]:
        place = getattr(self, "place", None)
        return do_as_server(self.structure, kind, payload, actor=self.manager, place=place)

    def _new(self, kind: str, name: str, /, **payload: Any) -> UUID:
        made = new_id()
        self.do(kind, **{name: made}, **payload)
        return made

    def session(self, day: date) -> UUID:
        return self._new(
            "programme.plan_session", "session", workshop=self.workshop, place=self.place,
            day=day, start="14:00",
        )  # fmt: skip

    def persons(self) -> list[UUID]:
        """People on file, by bulk."""
        now = timezone.now()
        rows = [
            Person(structure_id=self.structure, first_name=f"P{number}", created_at=now)
            for number in range(PERSONS)
        ]
        with structure_scope(self.structure):
            Person.objects.bulk_create(rows, batch_size=500)
        return [row.pk for row in rows]

    def token(self) -> dict[str, str]:
        token, staff, secret = new_id(), new_id(), new_secret()
        self.do(
            "network.add_token", token=token, staff=staff, name="Mesure", role="mediator",
            secret_hash=hash_secret(secret),
        )  # fmt: skip
        return {"device": str(token), "actor": str(staff), "secret": secret}


def lay_past(laying: Laying, past: int, person: UUID) -> None:
    """``past`` registrations before today, ``CAPACITY`` a session, by the server's device."""
    session = laying.session(timezone.localdate() - timedelta(days=1))
    registration = new_id()
    laying.do(
        "programme.register",
        session=session,
        seats=[{"registration": registration, "person": person}],
    )
    with connection.cursor() as cursor:
        _list_past(cursor, past - 1, laying.structure)
        write_past(cursor, _copies(str(session), str(registration)))


def write_past(cursor: Any, copies: Iterable[Copy]) -> None:
    """Write what ``bench_past`` lists, as so many commands of the server's device."""
    for copy in copies:
        copy.make(cursor)
    cursor.execute("UPDATE core_structureclock SET rev = rev + (SELECT count(*) FROM bench_past)")
    cursor.execute(
        "UPDATE core_devicesequence SET last_n = last_n + (SELECT count(*) FROM bench_past) "
        "WHERE device_id = (SELECT device_id FROM core_command ORDER BY rev DESC LIMIT 1)"
    )
    cursor.execute("DROP TABLE bench_past")
    cursor.execute("DROP FUNCTION bench_id")


def _list_past(cursor: Any, past: int, structure: UUID) -> None:
    """A row for each past registration: its ids, its instant, its seat."""
    cursor.execute(PAST_ID)
    cursor.execute(
        """
        CREATE TABLE bench_past AS
        WITH days AS MATERIALIZED (
            SELECT number, at, bench_id(at) AS id, bench_id(at) AS key, bench_id(at) AS session
            FROM (
                SELECT number, now() - interval '40 days' - number * interval '40 seconds' AS at
                FROM generate_series(0, %s - 1) AS number
            ) AS numbered
        )
        SELECT id, key, at, number %% %s + 1 AS seat,
               first_value(session) OVER (PARTITION BY number / %s ORDER BY number) AS session,
               (SELECT rev FROM core_structureclock WHERE structure_id = %s) + number + 1 AS rev,
               (SELECT max(n) FROM core_command) + number + 1 AS n, person
        FROM days JOIN (
            SELECT id AS person, row_number() OVER () - 1 AS rank FROM people_person
        ) AS persons ON rank = number %% %s
        """,
        [past, CAPACITY, CAPACITY, structure, PERSONS],
    )


@dataclass(frozen=True)
class Copy:
    """Copies of one row of a table: which row, what changes in each, for which of the past."""

    table: str
    one: str
    changes: dict[str, str]
    only: str = ""

    def make(self, cursor: Any) -> None:
        """Copy, with the guards off meanwhile: the rows are ours, and there are a million."""
        cursor.execute(f"SELECT * FROM {self.table} LIMIT 0")
        columns = [column.name for column in cursor.description]
        values = [self.changes.get(column, f"model.{column}") for column in columns]
        cursor.execute(f"ALTER TABLE {self.table} DISABLE TRIGGER USER")
        cursor.execute(
            f"INSERT INTO {self.table} ({', '.join(columns)}) SELECT {', '.join(values)} "
            f"FROM bench_past AS past, {self.table} AS model WHERE model.{self.one} {self.only}"
        )
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname ~ '^guard_'",
            [self.table],
        )
        for (guard,) in cursor.fetchall():
            cursor.execute(f'ALTER TABLE {self.table} ENABLE ALWAYS TRIGGER "{guard}"')


def command_copies(touched: str) -> list[Copy]:
    """The command and the journal line of each row of the past, from those of the latest."""
    latest = "rev = (SELECT max(rev) FROM core_structureclock)"
    received = {"id": "bench_id(past.at)", "n": "past.n", "rev": "past.rev", "at": "past.at"}
    answered = {"key": "past.key", "typed_at": "past.at", "received_at": "past.at"}
    forgotten = {"payload": "NULL", "undo": "NULL"}
    return [
        Copy("core_command", latest, {**received, **answered, **forgotten, "touched": touched}),
        Copy("core_journalline", latest, {**received, "touched": touched}),
    ]


def _copies(session: str, registration: str) -> list[Copy]:
    return [
        Copy(
            "programme_session",
            f"id = '{session}'",
            {
                "id": "past.session",
                "starts_at": "past.at",
                "ends_at": "past.at + interval '90 minutes'",
                "day": "past.at::date",
            },
            "AND past.seat = 1",
        ),
        Copy(
            "programme_registration",
            f"id = '{registration}'",
            {
                "id": "past.id",
                "session_id": "past.session",
                "person_id": "past.person",
                "party": "past.key",
                "seat": "past.seat",
                "asked": "past.seat",
                "attendance": "'present'",
                "registered_at": "past.at",
            },
        ),
        *command_copies("jsonb_build_array(past.session, past.id, past.person)"),
    ]


def settle(*tables: str) -> None:
    """Leave the tables as a database that has lived: swept, their statistics known."""
    with connection.cursor() as cursor:
        for table in (*tables, *WRITTEN):
            cursor.execute(f"VACUUM ANALYZE {table}")


def lay(past: int, seats: int) -> dict[str, Any]:
    """Everything; what a client needs to register."""
    laying = Laying()
    persons = laying.persons()
    lay_past(laying, past, persons[0])
    today = timezone.localdate()
    sessions = [
        laying.session(today + timedelta(days=1 + number)) for number in range(seats // CAPACITY)
    ]
    told = laying.token()
    settle("programme_session", "programme_registration")
    return {
        **told,
        "place": str(laying.place),
        "sessions": [str(one) for one in sessions],
        "capacity": CAPACITY,
        "persons": [str(one) for one in persons],
    }


if __name__ == "__main__":
    print(json.dumps(lay(int(sys.argv[1]), int(sys.argv[2]))))

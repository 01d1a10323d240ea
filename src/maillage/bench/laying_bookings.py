"""Lay a base for ``bench booking``: ``python -m maillage.bench.laying_bookings PAST WANTED``.

The structure of ``laying``, 500 machines of one family in rooms of ten, people authorised to use
them; then PAST reservations of past hours, each with what it held, its command and its journal
line, copied by SQL from one really made. Prints what a client needs, as JSON.
"""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from typing import Any
from uuid import UUID

# First: it prepares Django, which all the rest needs.
from maillage.bench.laying import PAST_ID, PERSONS, Copy, Laying, command_copies, settle, write_past

from django.db import connection  # isort: skip
from django.utils import timezone  # isort: skip

from maillage.booking.models import Authorisation, Resource  # isort: skip
from maillage.core.ids import new_id  # isort: skip
from maillage.core.scopes import structure_scope  # isort: skip
from maillage.network.models import Unit  # isort: skip

MACHINES, A_ROOM = 500, 10
AHEAD = timedelta(days=1)
TABLES = (
    "booking_authorisation",
    "booking_reservation",
    "booking_resource",
    "network_occupancy",
    "network_unit",
)


def machines(laying: Laying, family: UUID) -> list[Resource]:
    """Machines of a family in rooms of the place, by bulk."""
    owned = {"structure_id": laying.structure, "place_id": laying.place}
    rooms = [Unit(name=f"Salle {number}", **owned) for number in range(MACHINES // A_ROOM)]
    units = [
        Unit(kind=Unit.Kind.MACHINE, name=f"M{number}", parent=rooms[number // A_ROOM], **owned)
        for number in range(MACHINES)
    ]
    made = [Resource(structure_id=laying.structure, unit=one, family_id=family) for one in units]
    with structure_scope(laying.structure):
        for model, rows in ((Unit, rooms), (Unit, units), (Resource, made)):
            model.objects.bulk_create(rows)
    return made


def authorise(laying: Laying, family: UUID, persons: list[UUID]) -> None:
    """Everybody may use the machines, by bulk."""
    given = {"structure_id": laying.structure, "family_id": family, "given_by_id": laying.manager}
    day = timezone.localdate() - timedelta(days=300)
    with structure_scope(laying.structure):
        Authorisation.objects.bulk_create(
            Authorisation(person_id=one, from_day=day, **given) for one in persons
        )


def lay_past(laying: Laying, past: int, resource: Resource, person: UUID) -> None:
    """``past`` reservations of past hours, of each machine in its turn, by the server's device."""
    made, day = new_id(), timezone.localdate() + timedelta(days=390)
    laying.do(
        "booking.reserve", reservation=made, resource=resource.pk, person=person, day=day,
        start="08:00", minutes=60,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(PAST_ID)
        cursor.execute(_LIST, [past - 1, laying.structure, PERSONS, MACHINES])
        write_past(cursor, _copies(str(made)))


_LIST = """
CREATE TABLE bench_past AS
SELECT bench_id(at) AS id, bench_id(at) AS key, at, person, resource, unit,
       (SELECT rev FROM core_structureclock WHERE structure_id = listed.structure) + number + 1
           AS rev,
       (SELECT max(n) FROM core_command) + number + 1 AS n
FROM (
    SELECT number, structure, number %% people AS rank, number %% machines AS turn,
           date_trunc('hour', now()) - interval '40 days'
               - (number / machines) * interval '1 hour' AS at
    FROM (SELECT generate_series(0, %s - 1) AS number, %s::uuid AS structure,
                 %s AS people, %s AS machines) AS numbers
) AS listed
JOIN (SELECT id AS person, row_number() OVER () - 1 AS rank FROM people_person) AS persons
    USING (rank)
JOIN (SELECT id AS resource, unit_id AS unit, row_number() OVER () - 1 AS turn
      FROM booking_resource) AS resources USING (turn)
"""


def _copies(reservation: str) -> list[Copy]:
    period = {"starts_at": "past.at", "ends_at": "past.at + interval '1 hour'"}
    return [
        Copy(
            "booking_reservation",
            f"id = '{reservation}'",
            {
                "id": "past.id",
                "resource_id": "past.resource",
                "person_id": "past.person",
                "day": "past.at::date",
                "asked_at": "past.at",
                **period,
            },
        ),
        Copy(
            "network_occupancy",
            f"source_id = '{reservation}'",
            {
                "id": "bench_id(past.at)",
                "unit_id": "past.unit",
                "source_id": "past.id",
                **period,
            },
        ),
        *command_copies("jsonb_build_array(past.id, past.resource, past.person)"),
    ]


def lay(past: int) -> dict[str, Any]:
    """Everything; what a client needs to reserve."""
    laying = Laying()
    persons, family = laying.persons(), new_id()
    laying.do("booking.add_family", family=family, name="Laser", authorised=True, most_open=100)
    laying.do("booking.edit_family", family=family, training=laying.workshop, minimum_age=12)
    made = machines(laying, family)
    authorise(laying, family, persons)
    lay_past(laying, past, made[0], persons[0])
    told = laying.token()
    settle(*TABLES)
    return {
        **told,
        "place": str(laying.place),
        "resources": [str(one.pk) for one in made],
        "persons": [str(one) for one in persons],
        "day": (timezone.localdate() + AHEAD).isoformat(),
    }


if __name__ == "__main__":
    print(json.dumps(lay(int(sys.argv[1]))))

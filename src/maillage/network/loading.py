"""Loading the packaged communes into the base."""

from __future__ import annotations

from typing import Any

from django.db import connection, models, transaction

from maillage.core.folding import fold
from maillage.network.communes import CommuneRow, read_communes
from maillage.network.models import Commune


@transaction.atomic
def load_communes(model: type[models.Model] = Commune) -> int:
    """Write the packaged communes that are new or have changed; return how many.

    A commune that is no longer in the list stays: somebody may live there in our files. A
    migration gives its own historical model.
    """
    rows = model._default_manager
    read = [_values(row) for row in read_communes()]
    columns = list(read[0])
    held = {row["code"]: row for row in rows.values(*columns)}
    new = [row for row in read if row["code"] not in held]
    changed = [row for row in read if row["code"] in held and row != held[row["code"]]]
    _insert(model, columns, new)
    rows.bulk_create(
        (model(**row) for row in changed),
        batch_size=500,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=columns[1:],
    )
    return len(new) + len(changed)


def _insert(model: type[models.Model], columns: list[str], new: list[dict[str, Any]]) -> None:
    """Write rows as they are: 35,000 instances of a model would take three times as long."""
    names, places = ", ".join(columns), ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO {model._meta.db_table} ({names}) VALUES ({places})"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(statement, [tuple(row.values()) for row in new])


def _values(row: CommuneRow) -> dict[str, Any]:
    return {
        "code": row.insee_code,
        "name": row.name,
        "folded": fold(row.name),
        "siren": row.siren,
        "department": row.department,
        "region": row.region,
        "population": row.population,
        "postcodes": " ".join(row.postcodes),
        "epci": row.epci_name,
        "latitude": row.latitude,
        "longitude": row.longitude,
    }

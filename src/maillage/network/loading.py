"""Loading the packaged communes into the base."""

from __future__ import annotations

from typing import Any

from django.db import models, transaction

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
    rows.bulk_create((model(**row) for row in new), batch_size=5_000)
    rows.bulk_create(
        (model(**row) for row in changed),
        batch_size=500,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=columns[1:],
    )
    return len(new) + len(changed)


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

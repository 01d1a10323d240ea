"""``maillage bench …``: measures, on a database made for the purpose and dropped at the end."""

from __future__ import annotations

import argparse
import importlib
import json

from maillage.bench.postgres import PostgresError
from maillage.cli.faults import Fault


def run(options: argparse.Namespace) -> int:
    """Print one JSON object."""
    # Each bench is loaded by its name: none needs what another does.
    measure = importlib.import_module(f"maillage.bench.{options.name}")
    options.past = options.past or measure.PAST
    try:
        figures = measure.run(options)
    except PostgresError as error:
        raise Fault(
            f"PostgreSQL manque ({error}). Installez-le, ou donnez DATABASE_URL."
        ) from error
    print(json.dumps(figures, indent=1))
    return 0

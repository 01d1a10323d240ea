"""Rows inserted by SQL written once a model: what every command writes, several times over.

Django writes an INSERT anew at each save, a millisecond of processor. Its text depends on the model
and the engine alone; values are prepared by the fields themselves, as Django does. Nobody listens
to the saving of a row, so that nobody is told.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.sql import InsertQuery

_of_thread = threading.local()


def insert(row: models.Model, using: str, fields: Sequence[Any]) -> None:
    """Insert one row; its key is known, and nothing comes back from the database."""
    connection = connections[using]
    values = [
        field.get_db_prep_save(field.pre_save(row, add=True), connection=connection)
        for field in fields
    ]
    with connection.cursor() as cursor:
        cursor.execute(_text(type(row), connection, fields), values)


def insert_all(rows: Iterable[models.Model]) -> None:
    """Insert the few rows of one act, each by itself; their keys are known."""
    for row in rows:
        insert(row, DEFAULT_DB_ALIAS, row._meta.local_concrete_fields)
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def _text(model: type[models.Model], connection: Any, fields: Sequence[Any]) -> str:
    """The statement of a model, from a row without values; the same for all."""
    held: dict[Any, str] = _of_thread.__dict__.setdefault("held", {})
    key = (model, connection.alias)
    if key not in held:
        query = InsertQuery(model)
        query.insert_values(fields, [model()], raw=True)
        ((held[key], _parameters),) = query.get_compiler(connection=connection).as_sql()
    return held[key]

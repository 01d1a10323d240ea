"""One instant of the database, read at leisure while others write."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import load_backend

ALIAS = "snapshot"


@contextmanager
def snapshot() -> Iterator[str]:
    """Open a connection that sees one instant; give its alias, for ``queryset.using(alias)``.

    PostgreSQL: a repeatable read. SQLite: one deferred read transaction (our own open at once to
    write). It reads only; writers do not wait for it.
    """
    reader = _reader()
    connections[ALIAS] = reader
    try:
        with transaction.atomic(using=ALIAS):
            _hold(reader)
            yield ALIAS
    finally:
        reader.close()
        del connections[ALIAS]


def _reader() -> BaseDatabaseWrapper:
    default = connections[DEFAULT_DB_ALIAS]
    values: dict[str, Any] = {**default.settings_dict}
    if default.vendor == "sqlite":
        values["OPTIONS"] = {**values["OPTIONS"], "transaction_mode": "DEFERRED"}
    reader: BaseDatabaseWrapper = load_backend(values["ENGINE"]).DatabaseWrapper(values, ALIAS)
    return reader


def _hold(reader: BaseDatabaseWrapper) -> None:
    """Fix the instant now, and let slow readers take their time."""
    with reader.cursor() as cursor:
        if reader.vendor == "postgresql":
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            cursor.execute("SELECT 1")
        else:
            cursor.execute("SELECT count(*) FROM sqlite_master")
            cursor.fetchone()

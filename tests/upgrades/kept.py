"""Databases kept from earlier versions: unpacked, looked at past Django."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from tests.cli.installation import SERVER, Installation, create_database
from tests.upgrades.make import DUMP, HERE

KEPT = sorted(HERE.glob("*-postgresql.zip" if SERVER else "*[0-9].zip"))
OWN_ROWS = {"django_migrations", "django_content_type", "auth_permission"}
"""Tables whose rows migrations write."""

SCHEMA = (
    (
        "SELECT table_name, column_name, data_type || is_nullable FROM information_schema.columns "
        "WHERE table_schema = 'public' UNION ALL "
        "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' "
        "UNION ALL SELECT tgrelid::regclass::text, tgname, tgenabled::text FROM pg_trigger "
        "WHERE NOT tgisinternal UNION ALL "
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
    )
    if SERVER
    else "SELECT type, name, sql FROM sqlite_master"
)


def unpack(kept: Path, folder: Path) -> Installation:
    """The kept data folder, with its database on this run's engine."""
    with ZipFile(kept) as archive:
        archive.extractall(folder)
    made = Installation(folder, create_database() if SERVER else "")
    if SERVER:
        subprocess.run(["psql", "-q", "-f", folder / DUMP, made.url], check=True, stdout=-3)
    return made


def tables(made: Installation) -> set[str]:
    listed = (
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        if SERVER
        else "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    return {name for (name,) in made.sql(listed)}


def counts(made: Installation) -> dict[str, int]:
    """Rows of each table but those that migrations write."""
    return {
        name: made.sql(f'SELECT count(*) FROM "{name}"')[0][0] for name in tables(made) - OWN_ROWS
    }


def migrations(made: Installation) -> set[tuple[str, str]]:
    return set(made.sql("SELECT app, name FROM django_migrations"))


def schema(made: Installation) -> list[tuple[Any, ...]]:
    """Tables, columns, indexes, guards and constraints."""
    return sorted(made.sql(SCHEMA), key=repr)


def rows(made: Installation) -> dict[str, list[str]]:
    """Every row of every table."""
    return {
        name: sorted(repr(row) for row in made.sql(f'SELECT * FROM "{name}"'))
        for name in tables(made)
    }

"""Rules that the database itself holds, on SQLite and on PostgreSQL.

A model declares its guards beside its columns; they are installed after every ``migrate``, under
names that carry a hash of their definition, and listed by ``missing_guards``. A broken guard
surfaces as ``IntegrityError``; ``broken_guard(error)`` gives back its plain name.

=================  ==========================================================================
append-only        no UPDATE, DELETE, REPLACE or TRUNCATE
no-overlap         two rows with the same key never share an instant (half-open periods)
same-structure     a key never points at another structure's row (made for every owned model)
=================  ==========================================================================
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

STRUCTURE_TABLE = "network_structure"
NAME = re.compile(r"guard_[a-z0-9_]+?_x[0-9a-f]{6}")
PART = re.compile(r'(?:CREATE TRIGGER|ADD CONSTRAINT) "(\w+)"')


class Guard(Protocol):
    """A declaration on a model; it writes its own SQL for each engine."""

    @property
    def name(self) -> str: ...

    def sqlite(self, table: str, name: str) -> list[str]: ...

    def postgresql(self, table: str, name: str) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class AppendOnly:
    """Rows are added, never changed nor removed."""

    name: str = "append_only"

    def sqlite(self, table: str, name: str) -> list[str]:
        # REPLACE deletes before it inserts; with recursive_triggers=ON this trigger sees it.
        return [
            f'CREATE TRIGGER "{name}_{verb}" BEFORE {verb} ON "{table}" '
            f"BEGIN SELECT RAISE(ABORT, '{name}'); END"
            for verb in ("UPDATE", "DELETE")
        ]

    def postgresql(self, table: str, name: str) -> list[str]:
        function = _function(name, _raise(name))
        rows = f'BEFORE UPDATE OR DELETE ON "{table}" FOR EACH ROW'
        whole = f'BEFORE TRUNCATE ON "{table}" FOR EACH STATEMENT'
        return [
            function,
            *_trigger(table, f"{name}_rows", rows, name),
            *_trigger(table, f"{name}_whole", whole, name),
        ]


@dataclass(frozen=True, slots=True)
class NoOverlap:
    """Among rows that satisfy ``where``, two periods of one ``key`` share no instant.

    With ``unless_same``, rows that agree on that column too may overlap (a mediator with two
    sessions at one place). Columns are database names; ``where`` is SQL both engines read.
    """

    name: str
    key: str
    start: str = "starts_at"
    end: str = "ends_at"
    unless_same: str = ""
    where: str = ""

    def sqlite(self, table: str, name: str) -> list[str]:
        differs = (
            f'AND o."{self.unless_same}" <> NEW."{self.unless_same}"' if self.unless_same else ""
        )
        among = f"AND ({self._where('o')}) AND ({self._where('NEW')})" if self.where else ""
        clash = (
            f'SELECT 1 FROM "{table}" o WHERE o."{self.key}" = NEW."{self.key}" '
            f'AND o."{self.start}" < NEW."{self.end}" AND NEW."{self.start}" < o."{self.end}" '
            f'AND o."id" <> NEW."id" {differs} {among}'
        )
        return [
            f'CREATE TRIGGER "{name}_{verb}" BEFORE {verb} ON "{table}" '
            f"WHEN EXISTS ({clash}) BEGIN SELECT RAISE(ABORT, '{name}'); END"
            for verb in ("INSERT", "UPDATE")
        ]

    def postgresql(self, table: str, name: str) -> list[str]:
        parts = [f'"{self.key}" WITH =']
        if self.unless_same:
            parts.append(f'"{self.unless_same}" WITH <>')
        parts.append(f'tstzrange("{self.start}", "{self.end}") WITH &&')
        where = f"WHERE ({self.where})" if self.where else ""
        add = f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}"'
        return [f"{add} EXCLUDE USING gist ({', '.join(parts)}) {where}"]

    def _where(self, alias: str) -> str:
        return re.sub(r'"(\w+)"', rf'{alias}."\1"', self.where)


@dataclass(frozen=True, slots=True)
class SameStructure:
    """Each listed ``(column, table)`` points at a row of the same structure."""

    keys: tuple[tuple[str, str], ...]
    name: str = "same_structure"

    def _faults(self) -> Iterator[str]:
        alone = "".join(f'NEW."{column}" IS NULL AND ' for column, _ in self.keys)
        yield (
            f'{alone}NOT EXISTS (SELECT 1 FROM "{STRUCTURE_TABLE}" t '
            f'WHERE t."id" = NEW."structure_id")'
        )
        for column, table in self.keys:
            yield (
                f'NEW."{column}" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "{table}" t '
                f'WHERE t."id" = NEW."{column}" AND t."structure_id" = NEW."structure_id")'
            )

    def _columns(self) -> str:
        return ", ".join(f'"{column}"' for column in ("structure_id", *dict(self.keys)))

    def sqlite(self, table: str, name: str) -> list[str]:
        fault = " OR ".join(f"({one})" for one in self._faults())
        return [
            f'CREATE TRIGGER "{name}_{verb.split()[0]}" BEFORE {verb} ON "{table}" '
            f"WHEN {fault} BEGIN SELECT RAISE(ABORT, '{name}'); END"
            for verb in ("INSERT", f"UPDATE OF {self._columns()}")
        ]

    def postgresql(self, table: str, name: str) -> list[str]:
        fault = " OR ".join(f"({one})" for one in self._faults())
        body = f"IF {fault} THEN {_raise(name)} END IF; RETURN NEW;"
        when = f'BEFORE INSERT OR UPDATE OF {self._columns()} ON "{table}" FOR EACH ROW'
        return [_function(name, body), *_trigger(table, name, when, name)]


def _raise(name: str) -> str:
    return f"RAISE EXCEPTION '{name}' USING ERRCODE = '23514', CONSTRAINT = '{name}';"


def _function(name: str, body: str) -> str:
    return (
        f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql '
        f"AS $$ BEGIN {body} END $$"
    )


def _trigger(table: str, trigger: str, when: str, function: str) -> list[str]:
    # ALWAYS: a superuser's session_replication_role does not switch it off.
    return [
        f'CREATE TRIGGER "{trigger}" {when} EXECUTE FUNCTION "{function}"()',
        f'ALTER TABLE "{table}" ENABLE ALWAYS TRIGGER "{trigger}"',
    ]


def guards_of(model: type[models.Model]) -> list[Guard]:
    """The guards of a concrete model: its own, and same-structure where it has an owner."""
    declared: list[Guard] = list(getattr(model, "guards", ()))
    if any(field.column == "structure_id" for field in model._meta.concrete_fields):
        declared.append(SameStructure(tuple(_owned_keys(model))))
    return declared


def _owned_keys(model: type[models.Model]) -> Iterator[tuple[str, str]]:
    crossing: frozenset[str] = getattr(model, "may_cross", frozenset())
    for field in model._meta.concrete_fields:
        target = field.related_model
        if not isinstance(target, type) or field.name in crossing or field.column is None:
            continue
        if any(other.column == "structure_id" for other in target._meta.concrete_fields):
            yield field.column, target._meta.db_table


class Declared(NamedTuple):
    """A guard with its table and its name in the database."""

    guard: Guard
    table: str
    name: str

    def sql(self) -> list[str]:
        if connection.vendor == "postgresql":
            return self.guard.postgresql(self.table, self.name)
        return self.guard.sqlite(self.table, self.name)

    def parts(self) -> set[str]:
        """Names of the triggers or constraints it is made of."""
        return {match[1] for one in self.sql() for match in PART.finditer(one)}


def declared_guards() -> dict[str, Declared]:
    """Every guard that should stand, by its name in the database."""
    found = {}
    for model in apps.get_models():
        for guard in guards_of(model):
            table = model._meta.db_table
            digest = hashlib.sha256(" ".join(Declared(guard, table, "guard").sql()).encode())
            name = f"guard_{table[:26]}_{guard.name}_x{digest.hexdigest()[:6]}"
            found[name] = Declared(guard, table, name)
    return found


def installed_guards() -> set[str]:
    """Names of the guards that stand in the database now, be it in part."""
    return {match[0] for name in _standing_parts() if (match := NAME.match(name))}


def missing_guards() -> set[str]:
    """Names of the guards that should stand whole and do not; empty when all is well."""
    standing = _standing_parts()
    return {name for name, one in declared_guards().items() if one.parts() - standing}


def _standing_parts() -> set[str]:
    """Triggers that are on, and constraints."""
    if connection.vendor == "postgresql":
        query = (
            "SELECT tgname FROM pg_trigger WHERE tgname LIKE 'guard\\_%' AND tgenabled = 'A' "
            "UNION SELECT conname FROM pg_constraint WHERE conname LIKE 'guard\\_%' "
            "AND contype = 'x'"
        )
    else:
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'guard_%'"
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name for (name,) in cursor.fetchall()}


def install_guards(**_: object) -> None:
    """Make the database hold exactly the declared guards. Run after every ``migrate``."""
    declared, missing = declared_guards(), missing_guards()
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
        # One that stands in part, or switched off, is made again whole.
        for name in sorted(installed_guards() - set(declared) | missing):
            _drop(name)
        for name in sorted(missing):
            for statement in declared[name].sql():
                cursor.execute(statement)


def drop_guards_before_migration(plan: list[object] | None = None, **_: object) -> None:
    """SQLite rewrites tables to alter them, and refuses while triggers name them."""
    if plan and connection.vendor == "sqlite":
        for name in installed_guards():
            _drop(name)


def _drop(name: str) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s",
                [f"{name}%"],
            )
            for (trigger,) in cursor.fetchall():
                cursor.execute(f'DROP TRIGGER "{trigger}"')
            return
        cursor.execute(f'DROP FUNCTION IF EXISTS "{name}"() CASCADE')
        cursor.execute(
            "SELECT conrelid::regclass::text FROM pg_constraint WHERE conname = %s", [name]
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')


def broken_guard(error: DatabaseError) -> str:
    """The plain name of the guard that refused, such as ``append_only``; empty if none did."""
    diagnostic = getattr(error.__cause__, "diag", None)
    text = getattr(diagnostic, "constraint_name", None) or str(error)
    match = NAME.search(text)
    if match is None:
        return ""
    declared = declared_guards().get(match[0])
    return declared.guard.name if declared else ""

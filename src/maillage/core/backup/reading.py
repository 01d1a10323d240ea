"""Reading a backup: everything is checked before anything is written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import IO, Any, Self
from zipfile import BadZipFile, ZipFile

from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, connection
from django.utils.translation import gettext as _

from maillage import __version__
from maillage.core.backup.shape import shape_of_this_version
from maillage.core.backup.tables import Table, encode, tables
from maillage.core.backup.writing import BLOCK, FORMAT

AT_ONCE = 200
"""Rows a statement: SQLite takes at most 32,766 values."""


class BackupError(Exception):
    """The backup cannot be restored here; the French message says what to do."""


class Backup:
    """A backup being read: ``with Backup(path) as backup: backup.check()``."""

    def __init__(self, path: Path) -> None:
        try:
            self._archive = ZipFile(path)
            self.manifest: dict[str, Any] = json.loads(self._archive.read("manifest.json"))
        except (BadZipFile, KeyError, ValueError) as error:
            raise BackupError(
                _(
                    "« %s » n’est pas une sauvegarde de Maillage, ou elle est incomplète. "
                    "Essayez avec une autre copie."
                )
                % path
            ) from error
        self._tables = {table.label: table for table in tables()}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._archive.close()

    @property
    def rows(self) -> int:
        """How many rows it holds."""
        return sum(told["rows"] for told in self.manifest["tables"].values())

    def check(self, progress: Callable[[str], None]) -> None:
        """Raise ``BackupError`` unless every part is whole and fits this version's tables."""
        self._check_format()
        self._check_schema()
        for label, told in self.manifest["tables"].items():
            progress(label)
            name = f"rows/{label}.jsonl"
            count, found = self._sum(name)
            if (count, found) != (told["rows"], told["sha256"]):
                raise _damaged(name)
        for name, told in self.manifest["files"].items():
            path = PurePosixPath(name)
            if path.is_absolute() or ".." in path.parts or self._sum(name)[1] != told["sha256"]:
                raise _damaged(name)

    def _check_format(self) -> None:
        if self.manifest.get("format") != FORMAT:
            raise BackupError(
                _(
                    "Cette sauvegarde vient d’une version plus récente de Maillage : "
                    "installez-la, puis recommencez."
                )
            )

    def _check_schema(self) -> None:
        here = shape_of_this_version().schema
        columns = {label: sorted(table.columns) for label, table in self._tables.items()}
        theirs = {label: told["columns"] for label, told in self.manifest["tables"].items()}
        if self.manifest["schema"] == here and columns == theirs:
            return
        apart = sorted({*self.manifest["schema"].items()} ^ {*here.items()})
        raise BackupError(
            _(
                "Cette sauvegarde a été faite par Maillage %(theirs)s ; ici c’est %(ours)s, dont "
                "les tables diffèrent (%(tables)s). Installez Maillage %(theirs)s, restaurez, "
                "puis mettez à jour."
            )
            % {
                "theirs": self.manifest["version"],
                "ours": __version__,
                "tables": ", ".join(f"{app} {name}" for app, name in apart),
            }
        )

    def _sum(self, name: str) -> tuple[int, str]:
        """Lines and SHA-256 of a part."""
        lines, digest = 0, hashlib.sha256()
        try:
            with self._archive.open(name) as entry:
                while block := entry.read(BLOCK):
                    lines += block.count(b"\n")
                    digest.update(block)
        except (BadZipFile, KeyError, EOFError, OSError) as error:
            raise _damaged(name) from error
        return lines, digest.hexdigest()

    def insert(self, progress: Callable[[str], None]) -> None:
        """Insert every row, with the guards on, and set the counters of keys after them.

        Call it in a transaction. Reference rows already there take the backup's values.
        """
        for table in self._tables.values():
            progress(table.label)
            if table.is_reference and self._is_here(table):
                continue
            with connection.cursor() as cursor:
                for rows in self._chunks(table):
                    values = [value for row in rows for value in row]
                    cursor.execute(_insert(table, len(rows)), values)
        models = [table.model for table in self._tables.values()]
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), models):
                cursor.execute(statement)

    def _is_here(self, table: Table) -> bool:
        """Whether the base already has these very rows."""
        digest = hashlib.sha256()
        for row in table.rows(DEFAULT_DB_ALIAS):
            digest.update(encode(row))
        return bool(digest.hexdigest() == self.manifest["tables"][table.label]["sha256"])

    def _chunks(self, table: Table) -> Iterator[list[list[Any]]]:
        chunk: list[list[Any]] = []
        with self._archive.open(f"rows/{table.label}.jsonl") as lines:
            for line in lines:
                chunk.append(table.decode(json.loads(line), connection))
                if len(chunk) == AT_ONCE:
                    yield chunk
                    chunk = []
        if chunk:
            yield chunk

    def files(self, beginning: str) -> list[str]:
        """Names of the files under a folder of the zip (or of one file)."""
        return [
            name
            for name in self.manifest["files"]
            if name == beginning or name.startswith(f"{beginning}/")
        ]

    def open(self, name: str) -> IO[bytes]:
        """Open one file of the zip."""
        return self._archive.open(name)


def _damaged(name: str) -> BackupError:
    return BackupError(
        _("Cette sauvegarde est abîmée (%s) : rien n’a été écrit. Essayez avec une autre copie.")
        % name
    )


def _insert(table: Table, rows: int) -> str:
    quote = connection.ops.quote_name
    columns = [quote(field.column) for field in table.fields if field.column]
    one_row = f"({', '.join(['%s'] * len(columns))})"
    statement = (
        # Names of our own tables and columns.
        f"INSERT INTO {quote(table.model._meta.db_table)} ({', '.join(columns)}) "  # noqa: S608
        f"VALUES {', '.join([one_row] * rows)}"
    )
    if not table.is_reference:
        return statement
    key = quote(str(table.model._meta.pk.column))
    changed = ", ".join(f"{one} = excluded.{one}" for one in columns if one != key)
    return f"{statement} ON CONFLICT ({key}) DO UPDATE SET {changed}"


def held_already() -> list[str]:
    """Labels of the tables that are not empty here, those that ``migrate`` fills left out."""
    return [
        table.label
        for table in tables()
        if not table.is_reference and table.model._base_manager.exists()
    ]

"""A Maillage of its own: a data folder, a database, and its command line in real processes."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.db import connections
from django.db.utils import load_backend

from maillage.core.ids import new_id
from maillage.settings import postgresql, sqlite
from tests.servers import migrated

ROOT = Path(__file__).resolve().parents[2]
DATABASE = "maillage.sqlite3"
SERVER = os.environ.get("DATABASE_URL", "")


@dataclass
class Installation:
    """``url`` is empty on SQLite."""

    data: Path
    url: str = ""

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        return {
            **kept,
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
            "DJANGO_SETTINGS_MODULE": "maillage.settings",
            "MAILLAGE_DATA": str(self.data),
            **({"DATABASE_URL": self.url} if self.url else {}),
        }

    def maillage(self, *arguments: object, say: str = "") -> subprocess.CompletedProcess[str]:
        """Run a verb; its exit code and what it said."""
        return self.python("-m", "maillage", *map(str, arguments), say=say)

    def done(self, *arguments: object, say: str = "") -> str:
        """Run a verb that must succeed; what it printed."""
        ran = self.maillage(*arguments, say=say)
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return ran.stdout

    def refused(self, *arguments: object) -> str:
        """Run a verb that must fail in order, without a traceback; what it said."""
        ran = self.maillage(*arguments)
        assert ran.returncode == 1, ran.stdout + ran.stderr
        assert "Traceback" not in ran.stderr, ran.stderr
        return ran.stdout + ran.stderr

    def python(self, *arguments: str, say: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments],
            env=self.environment, cwd=self.data, input=say, text=True, capture_output=True,
            check=False,
        )  # fmt: skip

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start a process beside the test."""
        return subprocess.Popen(
            [sys.executable, *arguments],
            env=self.environment, cwd=self.data, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def script(self, name: str, *arguments: object) -> str:
        """Run a module of the tests that must succeed."""
        ran = self.python("-m", name, *map(str, arguments))
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return ran.stdout

    def sql(self, query: str) -> list[tuple[Any, ...]]:
        """Ask the database, past Django."""
        with self._cursor() as cursor:
            cursor.execute(query)
            return list(cursor.fetchall()) if cursor.description else []

    def tamper(self, *statements: str) -> None:
        """Change rows as somebody with the database's password could, guards off meanwhile."""
        with self._cursor() as cursor, self._unguarded(cursor):
            for statement in statements:
                cursor.execute(statement)
                assert cursor.rowcount > 0, statement

    @contextmanager
    def unguarded(self) -> Iterator[None]:
        with self._cursor() as cursor, self._unguarded(cursor):
            yield

    @contextmanager
    def _cursor(self) -> Iterator[Any]:
        if self.url:
            with psycopg.connect(self.url) as connection, connection.cursor() as cursor:
                yield cursor
            return
        connection = sqlite3.connect(self.data / "maillage.sqlite3")
        try:
            yield connection.cursor()
            connection.commit()
        finally:
            connection.close()

    @contextmanager
    def _unguarded(self, cursor: Any) -> Iterator[None]:
        """On SQLite drop the triggers and make them again; on PostgreSQL switch them off."""
        if self.url:
            cursor.execute(
                "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgname ~ '^guard_'"
            )
            switch = "ALTER TABLE {} {} TRIGGER {}"
            guards = cursor.fetchall()
            off = [switch.format(table, "DISABLE", name) for table, name in guards]
            on = [switch.format(table, "ENABLE ALWAYS", name) for table, name in guards]
        else:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            guards = cursor.fetchall()
            off = [f'DROP TRIGGER "{name}"' for name, _sql in guards]
            on = [sql for _name, sql in guards]
        for statement in off:
            cursor.execute(statement)
        cursor.connection.commit()
        yield
        cursor.connection.commit()
        for statement in on:
            cursor.execute(statement)

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Let this very process use the installation's base; the caller sets ``DATA_DIR``."""
        values = postgresql(self.url) if self.url else sqlite(self.data / "maillage.sqlite3")
        held = connections["default"]
        settings = {**held.settings_dict, **values}
        own = load_backend(settings["ENGINE"]).DatabaseWrapper(settings, "default")
        connections["default"] = own
        try:
            yield
        finally:
            own.close()
            connections["default"] = held

    def clone(self, data: Path) -> Installation:
        """The same rows and files, elsewhere."""
        shutil.copytree(self.data, data, dirs_exist_ok=True)
        if not self.url:
            return Installation(data)
        name = urlsplit(self.url).path.lstrip("/")
        return Installation(data, create_database(template=name))

    def drop(self) -> None:
        if self.url:
            name = urlsplit(self.url).path.lstrip("/")
            _on_server(f'DROP DATABASE "{name}" WITH (FORCE)')


def create_database(template: str = "template1") -> str:
    """A new database on the tests' PostgreSQL; its address."""
    name = f"cli_{new_id().hex}"
    _on_server(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return urlunsplit(urlsplit(SERVER)._replace(path=f"/{name}"))


def _on_server(statement: str) -> None:
    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(statement)


def install(folder: Path) -> Installation:
    """A new installation, migrated, on the engine of this run of the tests."""
    folder.mkdir(parents=True, exist_ok=True)
    template = migrated()
    if SERVER:
        return Installation(folder, create_database(template.database))
    shutil.copyfile(template.file, folder / DATABASE)
    return Installation(folder)


def install_filled(folder: Path) -> Installation:
    """A new installation with what ``tests.cli.filling`` says."""
    made = install(folder)
    made.script("tests.cli.filling", "fill")
    return made

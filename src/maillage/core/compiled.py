"""Reads that every command makes, or a page of many parts, compiled once.

Django writes a query's SQL anew at each call: one to three milliseconds of processor, where the
database takes half of one. ``Compiled`` writes it once a thread and fills in the values. Only for
reads whose shape never changes, where ``maillage bench`` or ``make bench-pages`` measures.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Lookup, QuerySet, UUIDField
from django.db.models.query import ModelIterable

from maillage.core.scopes import current_structure, structure_scope

Rows = list[tuple[Any, ...]]

_SCOPE = UUID(int=0)
_SAMPLES: dict[type, Callable[[int], Any]] = {
    UUID: lambda rank: UUID(int=rank),
    str: lambda rank: f"sample {rank}",
    date: lambda rank: date(1, 1, rank),
    datetime: lambda rank: datetime(1, 1, rank, tzinfo=UTC),
    list: lambda rank: [UUID(int=rank)],
}


_HELD: ContextVar[dict[Any, list[Any]] | None] = ContextVar("held", default=None)
_KEPT_TABLES: set[str] = set()
_TABLE = re.compile(r'(?:FROM|JOIN) ("\w+")')
_WRITES = ("INSERT", "UPDATE", "DELETE")
_WRITTEN = "written"


@contextmanager
def keeping() -> Iterator[Callable[..., None]]:
    """Within a batch, read what is ``kept`` (places, prices, texts, carriers) once.

    Once something is written to their tables, all is read anew until what is kept is forgotten,
    by the function given: after the command that wrote, or that was not done.
    """
    held: dict[Any, list[Any]] = {}

    def watch(execute: Any, sql: str, *arguments: Any) -> Any:
        if sql.startswith(_WRITES) and any(one in sql for one in _KEPT_TABLES):
            held[_WRITTEN] = []
        return execute(sql, *arguments)

    def forget(*, all_of_it: bool) -> None:
        if all_of_it or _WRITTEN in held:
            held.clear()

    token = _HELD.set(held)
    try:
        with connection.execute_wrapper(watch):
            yield forget
    finally:
        _HELD.reset(token)


class Ids(list[UUID]):
    """Thousands of ids that several reads are given: written once."""

    @cached_property
    def text(self) -> str:
        """As PostgreSQL takes them: one text is ten times quicker to send than as many values."""
        return f"{{{','.join([one.hex for one in self])}}}"


class Compiled:
    """A read whose shape never changes.

    ``build`` takes a value of each of ``types`` (a list is one of ids, for ``among``) and gives a
    ``values_list`` for ``rows``, or models for ``objects``. When ``scoped``, it is read in the
    structure in scope, and fails without one, as any read. Nothing is prefetched: that would be
    read in the scope it was compiled in. When ``kept``, a batch reads it once (``keeping``).
    """

    def __init__(
        self,
        build: Callable[..., QuerySet[Any, Any]],
        *types: type,
        scoped: bool = True,
        kept: bool = False,
    ) -> None:
        self.build, self.scoped, self.kept = build, scoped, kept
        self.samples = [_SAMPLES[one](rank) for rank, one in enumerate(types, 1)]
        self._of_thread = threading.local()

    def rows(self, *values: Any, limit: int | None = None) -> Rows:
        """Its rows for these values, the first ``limit`` of them; one statement.

        Nobody is asked about an empty list of ids.
        """
        if [] in values:
            return []

        def read() -> Rows:
            compiler, found = self._read(values, limit)
            return list(compiler.results_iter([found], tuple_expected=True))

        return self._once(read, values, limit)

    def objects(self, *values: Any, limit: int | None = None) -> list[Any]:
        """Its models for these values, the first ``limit`` of them; one statement, as ``rows``."""
        if [] in values:
            return []

        def read() -> list[Any]:
            rows: Any = _Read(*self._read(values, limit))
            return list(ModelIterable(rows))

        return self._once(read, values, limit)

    def _once(self, read: Callable[[], list[Any]], values: Any, limit: int | None) -> list[Any]:
        """What a read gives; within a batch, what it gave already."""
        held = _HELD.get() if self.kept else None
        if held is None or _WRITTEN in held:
            return read()
        key = (self, current_structure(), values, limit)
        if key not in held:
            held[key] = read()
        return held[key]

    def _read(self, values: Sequence[Any], limit: int | None) -> tuple[Any, list[Any]]:
        """The compiler, and what the database gives it."""
        given = [current_structure(), *values] if self.scoped else list(values)
        compiler, sql, parameters = self._compiled(limit)
        filled = [as_parameter(given[one]) if slot else one for slot, one in parameters]
        with connection.cursor() as cursor:
            cursor.execute(sql, filled)
            return compiler, cursor.fetchall()

    def _compiled(self, limit: int | None) -> tuple[Any, str, Sequence[tuple[bool, Any]]]:
        """The compiler, its SQL, and its parameters: the rank of a value, or a constant."""
        held: dict[int | None, Any] = self._of_thread.__dict__.setdefault("held", {})
        if limit not in held:
            held[limit] = self._compile(limit)
        compiled: tuple[Any, str, Sequence[tuple[bool, Any]]] = held[limit]
        return compiled

    def _compile(self, limit: int | None) -> tuple[Any, str, Sequence[tuple[bool, Any]]]:
        with structure_scope(_SCOPE) if self.scoped else nullcontext():
            query = self.build(*self.samples)[:limit].query
        compiler = query.get_compiler(using=DEFAULT_DB_ALIAS)
        sql, parameters = compiler.as_sql()
        if self.kept:
            _KEPT_TABLES.update(_TABLE.findall(sql))
        samples = [as_parameter(one) for one in ([_SCOPE] if self.scoped else []) + self.samples]
        return (
            compiler,
            sql,
            [(one in samples, samples.index(one) if one in samples else one) for one in parameters],
        )


@UUIDField.register_lookup
class Among(Lookup[Any]):
    """``person__id__among=[…]``: ``in``, whose SQL is the same however many ids there are."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        column, given = self.process_lhs(compiler, connection)
        native = connection.features.has_native_uuid_field
        test = "= ANY(%s::uuid[])" if native else "IN (SELECT value FROM json_each(%s))"
        return f"{column} {test}", [*given, as_parameter(self.rhs)]


class _Read:
    """What Django asks of a queryset to make its models, of one that was read already."""

    def __init__(self, compiler: Any, found: list[Any]) -> None:
        self.compiler, self.found = compiler, found
        self.query, self.db = self, compiler.using
        self._known_related_objects: dict[Any, Any] = {}

    def get_compiler(self, using: str) -> _Read:
        return self

    def execute_sql(self, **_how: Any) -> list[list[Any]]:
        return [self.found]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.compiler, name)


def as_parameter(value: Any) -> Any:
    """A value as a hand-written statement takes it on this engine."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    native = connection.features.has_native_uuid_field
    if isinstance(value, list):
        ids = value if isinstance(value, Ids) else Ids(value)
        return ids.text if native else json.dumps([one.hex for one in ids])
    return value.hex if isinstance(value, UUID) and not native else value

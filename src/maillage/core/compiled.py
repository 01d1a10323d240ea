"""Reads that every command makes, compiled once.

Django writes a query's SQL anew at each call: one to three milliseconds of processor, where the
database takes half of one. ``Compiled`` writes it once a thread and fills in the values. Only for
reads whose shape never changes, on the path that ``maillage bench`` measures.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from maillage.core.scopes import current_structure, structure_scope

Rows = list[tuple[Any, ...]]

_SCOPE = UUID(int=0)
_SAMPLES: dict[type, Callable[[int], Any]] = {
    UUID: lambda rank: UUID(int=rank),
    str: lambda rank: f"sample {rank}",
    datetime: lambda rank: datetime(1, 1, rank, tzinfo=UTC),
}


class Compiled:
    """A read whose shape never changes.

    ``build`` takes a value of each of ``types`` and gives a ``values_list``. When ``scoped``, it is
    read in the structure in scope, and fails without one, as any read.
    """

    def __init__(
        self, build: Callable[..., QuerySet[Any, Any]], *types: type, scoped: bool = True
    ) -> None:
        self.build, self.scoped = build, scoped
        self.samples = [_SAMPLES[one](rank) for rank, one in enumerate(types, 1)]
        self._of_thread = threading.local()

    def rows(self, *values: Any) -> Rows:
        """Its rows for these values, in the order of the columns; one statement."""
        given = [current_structure(), *values] if self.scoped else list(values)
        compiler, sql, parameters = self._compiled()
        filled = [as_parameter(given[one]) if slot else one for slot, one in parameters]
        with connection.cursor() as cursor:
            cursor.execute(sql, filled)
            found = cursor.fetchall()
        return list(compiler.results_iter([found], tuple_expected=True))

    def _compiled(self) -> tuple[Any, str, Sequence[tuple[bool, Any]]]:
        """The compiler, its SQL, and its parameters: the rank of a value, or a constant."""
        if not hasattr(self._of_thread, "compiled"):
            self._of_thread.compiled = self._compile()
        compiled: tuple[Any, str, Sequence[tuple[bool, Any]]] = self._of_thread.compiled
        return compiled

    def _compile(self) -> tuple[Any, str, Sequence[tuple[bool, Any]]]:
        with structure_scope(_SCOPE) if self.scoped else nullcontext():
            query = self.build(*self.samples).query
        compiler = query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        samples = [as_parameter(one) for one in ([_SCOPE] if self.scoped else []) + self.samples]
        return (
            compiler,
            sql,
            [(one in samples, samples.index(one) if one in samples else one) for one in parameters],
        )


def as_parameter(value: Any) -> Any:
    """A value as a hand-written statement takes it on this engine."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, UUID) and not connection.features.has_native_uuid_field:
        return value.hex
    return value

"""Which tables a backup holds, in which order, and how their values travel."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps import apps
from django.apps.registry import Apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from maillage.core.guards import STRUCTURE_TABLE

EPHEMERAL = frozenset({"sessions.session", "core.tries"})
"""Worth nothing after a restore."""

MADE_BY_MIGRATE = frozenset({"auth", "contenttypes"})
"""Applications whose rows ``migrate`` writes, and nothing of ours points at."""

CHUNK = 1000


@dataclass(frozen=True, slots=True)
class Table:
    """A model, seen as rows of columns."""

    model: type[models.Model]

    @property
    def label(self) -> str:
        """``app.model``, its name in the backup."""
        return self.model._meta.label_lower

    @property
    def fields(self) -> list[models.Field[Any, Any]]:
        return list(self.model._meta.concrete_fields)

    @property
    def columns(self) -> list[str]:
        """Names of the columns, as rows carry them."""
        return [field.attname for field in self.fields]

    @property
    def is_reference(self) -> bool:
        """Whether a freshly migrated base already has rows of it (communes)."""
        return getattr(self.model, "tenancy", "") == "reference"

    @property
    def parent(self) -> str:
        """The key to another row of the same table, whose rows come parents first; or empty."""
        keys = [field.name for field in self.fields if field.related_model is self.model]
        return keys[0] if keys else ""

    def rows(self, alias: str) -> Iterator[dict[str, Any]]:
        """Every row, streamed, as Python values: by generation, then by primary key."""
        depth = 0
        while True:
            found = 0
            for values in self._generation(alias, depth).iterator(chunk_size=CHUNK):
                found += 1
                yield dict(zip(self.columns, values, strict=True))
            depth += 1
            if not self.parent or not found:
                return

    def _generation(self, alias: str, depth: int) -> models.QuerySet[Any, tuple[Any, ...]]:
        rows = self.model._base_manager.using(alias).order_by("pk")
        if self.parent:
            ancestor = "__".join([self.parent] * depth)
            rows = rows.filter(**{f"{ancestor}__isnull": False}) if depth else rows
            rows = rows.filter(**{"__".join([self.parent] * (depth + 1)) + "__isnull": True})
        return rows.values_list(*self.columns)

    def decode(self, row: dict[str, Any], connection: BaseDatabaseWrapper) -> list[Any]:
        """A row of the backup, ready for this engine."""
        return [
            field.get_db_prep_save(_from_neutral(field, row[field.attname]), connection)
            for field in self.fields
        ]


def encode(row: dict[str, Any]) -> bytes:
    """A row as one line of JSON, the same on both engines."""
    text = json.dumps(
        row, ensure_ascii=False, separators=(",", ":"), sort_keys=True, default=_neutral
    )
    return f"{text}\n".encode()


def _neutral(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, (bytes, bytearray, memoryview)):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, (UUID, Decimal)):
        return str(value)
    if isinstance(value, timedelta):
        return f"{value.days} {value.seconds}.{value.microseconds:06}"
    raise TypeError(f"a backup cannot carry {type(value)}")


def _from_neutral(field: models.Field[Any, Any], value: Any) -> Any:
    if value is None or isinstance(field, models.JSONField):
        return value
    return field.to_python(value)


def tables(registry: Apps = apps) -> list[Table]:
    """Every table of the backup, each after those its keys point at."""
    left: set[type[models.Model]] = {
        model
        for model in registry.get_models(include_auto_created=True)
        if model._meta.managed
        and model._meta.label_lower not in EPHEMERAL
        and model._meta.app_label not in MADE_BY_MIGRATE
    }
    ordered: list[Table] = []
    while left:
        free = sorted((one for one in left if not _after(one) & left), key=_label)
        if not free:
            raise ValueError(f"keys in a circle: {sorted(map(_label, left))}")
        ordered += [Table(model) for model in free]
        left -= set(free)
    return ordered


def _label(model: type[models.Model]) -> str:
    return model._meta.label_lower


def _after(model: type[models.Model]) -> set[Any]:
    """The models whose rows must be there first: keys, and the structure that owns the row."""
    fields = model._meta.concrete_fields
    targets = {field.related_model for field in fields}
    if any(field.column == "structure_id" for field in fields):
        every = model._meta.apps.get_models()
        targets |= {one for one in every if one._meta.db_table == STRUCTURE_TABLE}
    return targets - {model, None}

"""Who sees what: every query on a structure's rows needs an open scope, and fails without one.

A scope is opened with ``structure_scope(id)``; a scope of several structures
(``network_scope(ids)``) opens shared models only. The state is django-scopes' context variable,
so that a new thread has no scope.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from typing import Any
from uuid import UUID

from django.db import models
from django_scopes import scope, scopes_disabled
from django_scopes.exceptions import ScopeError
from django_scopes.state import get_scope

from maillage.core.inserts import insert_all

__all__ = [
    "PrivateManager",
    "ScopeError",
    "SharedManager",
    "current_structure",
    "every_structure",
    "network_scope",
    "structure_scope",
]

Scope = AbstractContextManager[None]


def structure_scope(structure_id: UUID) -> Scope:
    """Open one structure's private and shared rows."""
    opened: Scope = scope(structure=UUID(str(structure_id)))
    return opened


def network_scope(structure_ids: Iterable[UUID]) -> Scope:
    """Open the shared rows of several structures; their private rows stay closed."""
    opened: Scope = scope(structure=tuple(structure_ids))
    return opened


def every_structure() -> Scope:
    """Lift the scope. For operators' tools only (backup, restore, verify, migrations)."""
    opened: Scope = scopes_disabled()
    return opened


def current_structure() -> UUID:
    """The one structure of the open scope; raises ``ScopeError`` without exactly one."""
    value = get_scope().get("structure")
    if not isinstance(value, UUID):
        raise ScopeError("One structure's scope must be open for this.")
    return value


class OwnedManager(models.Manager[Any]):
    """Rows of structures. One that is made names its own, whatever the scope."""

    def create(self, **values: Any) -> Any:
        row = self.model(**values)
        insert_all([row])
        return row


class PrivateManager(OwnedManager):
    """Rows of the one structure in scope."""

    def get_queryset(self) -> models.QuerySet[Any]:
        rows = super().get_queryset()
        if get_scope().get("_enabled") is False:
            return rows
        return rows.filter(structure_id=current_structure())


class SharedManager(OwnedManager):
    """Rows of the structure, or structures, in scope."""

    def get_queryset(self) -> models.QuerySet[Any]:
        rows = super().get_queryset()
        state = get_scope()
        if state.get("_enabled") is False:
            return rows
        value = state.get("structure")
        if isinstance(value, tuple):
            return rows.filter(structure_id__in=value)
        return rows.filter(structure_id=current_structure())

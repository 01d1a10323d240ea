"""The tables as a database has them: those of this version, or of one not yet upgraded."""

from __future__ import annotations

from dataclasses import dataclass

from django.apps import apps
from django.apps.registry import Apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from maillage import __version__
from maillage.core.backup.tables import tables

RELEASED = {
    "0.1.0": {
        ("core", "0001_initial"),
        ("money", "0001_initial"),
        ("network", "0001_initial"),
        ("people", "0001_initial"),
        ("programme", "0001_initial"),
    },
    "0.2.0": {
        ("core", "0002_office"),
        ("messages", "0001_office"),
        ("money", "0002_reversal_reason"),
        ("money", "0003_office"),
        ("network", "0002_office"),
        ("people", "0002_office"),
        ("programme", "0002_office"),
    },
}
"""What each version added to the migrations of those before it, oldest first."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The models of a version, its name, and the last migration of each application."""

    registry: Apps
    version: str
    leaves: dict[str, str]

    @property
    def schema(self) -> dict[str, str]:
        """The last migration of each application that has a table in the backup."""
        labels = {table.model._meta.app_label for table in tables(self.registry)}
        return {app: name for app, name in self.leaves.items() if app in labels}


def shape_of_this_version() -> Shape:
    """What the code expects."""
    leaves = MigrationLoader(connection).graph.leaf_nodes()
    return Shape(apps, __version__, dict(sorted(leaves)))


def shape_found() -> Shape:
    """What the database has, from the migrations that it had."""
    loader = MigrationLoader(connection)
    applied = sorted(set(loader.applied_migrations) & set(loader.graph.nodes))
    if not set(loader.graph.leaf_nodes()) - set(applied):
        return shape_of_this_version()
    models = loader.project_state(applied).apps
    return Shape(models, _version_of(applied), _last_ones(loader, applied))


def _last_ones(loader: MigrationLoader, applied: list[tuple[str, str]]) -> dict[str, str]:
    """Of each application, the applied migration that no other one follows."""
    followed = {
        parent.key
        for key in applied
        for parent in loader.graph.node_map[key].parents
        if parent.key[0] == key[0]
    }
    return {app: name for app, name in applied if (app, name) not in followed}


def _version_of(applied: list[tuple[str, str]]) -> str:
    """The newest release whose migrations are all there; ``0`` before the first one."""
    newest = "0"
    for version, added in RELEASED.items():
        if not added <= set(applied):
            break
        newest = version
    return newest

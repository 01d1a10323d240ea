"""Is the database there, up to date and guarded? Asked before a verb touches it."""

from __future__ import annotations

from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from maillage.cli.faults import Fault
from maillage.core.guards import missing_guards


def demand_ready() -> None:
    """Raise a ``Fault`` that says what to do unless the base can be used as it is."""
    demand_base()
    demand_up_to_date()
    missing = missing_guards()
    if missing:
        raise Fault(
            f"Il manque {len(missing)} des protections de la base ({min(missing)}…) : "
            "lancez « maillage upgrade », qui les remet, puis « maillage till verify »."
        )


def demand_base() -> None:
    """Raise a ``Fault`` when there is no base where one is expected."""
    is_file = connection.vendor == "sqlite"
    if is_file and not Path(connection.settings_dict["NAME"]).exists():
        raise Fault(
            f"Il n’y a pas encore de base dans « {settings.DATA_DIR} ». "
            "Pour commencer : maillage migrate. Sinon, donnez le bon dossier avec --data."
        )
    if not MigrationRecorder(connection).applied_migrations():
        raise Fault("Cette base est encore vide. Pour commencer : maillage migrate.")


def demand_up_to_date() -> None:
    """Raise a ``Fault`` when the base is not of this version: older, or newer."""
    demand_not_newer()
    pending = pending_migrations()
    if pending:
        raise Fault(
            f"La base n’est pas à jour de cette version de Maillage ({len(pending)} étapes). "
            "Arrêtez Maillage, puis lancez « maillage upgrade », qui sauvegarde d’abord."
        )


def demand_not_newer() -> None:
    """Raise a ``Fault`` when a newer version has already had the base."""
    unknown = unknown_migrations()
    if unknown:
        raise Fault(
            f"Ces données ont déjà servi à une version plus récente que Maillage "
            f"{settings.VERSION} ({unknown[0]}) : installez-la, puis recommencez."
        )


def pending_migrations() -> list[str]:
    """Names of the migrations that the base has not had."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [str(migration) for migration, _backwards in plan]


def unknown_migrations() -> list[str]:
    """Names of our migrations that the base has had and this version does not know."""
    ours = {one.label for one in apps.get_app_configs() if one.name.startswith("maillage.")}
    loader = MigrationLoader(connection)
    unknown = set(loader.applied_migrations) - set(loader.disk_migrations)
    return sorted(f"{app}.{name}" for app, name in unknown if app in ours)

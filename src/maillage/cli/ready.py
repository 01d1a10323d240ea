"""Is the database there, up to date and guarded? Asked before a verb touches it."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from maillage.cli.faults import Fault
from maillage.core.guards import missing_guards


def demand_ready() -> None:
    """Raise a ``Fault`` that says what to do unless the base can be used as it is."""
    demand_base()
    pending = pending_migrations()
    if pending:
        raise Fault(
            f"La base n’est pas à jour de cette version de Maillage ({len(pending)} étapes). "
            "Gardez une sauvegarde, arrêtez Maillage, puis lancez « maillage migrate »."
        )
    missing = missing_guards()
    if missing:
        raise Fault(
            f"Il manque {len(missing)} des protections de la base ({min(missing)}…) : "
            "lancez « maillage migrate », qui les remet, puis « maillage till verify »."
        )


def demand_base() -> None:
    """Raise a ``Fault`` when there is no base where one is expected."""
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        raise Fault(
            f"Il n’y a pas encore de base dans « {settings.DATA_DIR} ». "
            "Pour commencer : maillage migrate. Sinon, donnez le bon dossier avec --data."
        )
    connection.ensure_connection()


def pending_migrations() -> list[str]:
    """Names of the migrations that the base has not had."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [str(migration) for migration, _backwards in plan]

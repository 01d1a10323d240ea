"""``maillage migrate``: make the base, or bring it up to date; put the guards back."""

from __future__ import annotations

import argparse
from contextlib import ExitStack

from django.core.management import call_command
from django.core.management.commands import migrate as django_migrate
from django.db import connection, transaction
from django.db.migrations import Migration

from maillage.cli.faults import Fault
from maillage.cli.ready import pending_migrations
from maillage.cli.steps import Step, count, said, unsaid


def run(options: argparse.Namespace) -> int:
    """Run every migration; guards are installed at the end, even when there is none."""
    migrate()
    return 0


def migrate() -> None:
    """Bring the base up to date, and say how many steps it took."""
    pending = len(pending_migrations())
    if pending:
        print(f"Mise à jour de la base : {count(pending, 'étape')}…", flush=True)
    migrate_at_once(unsaid)
    print("La base est à jour et ses protections sont en place.")


def migrate_at_once(step: Step = said) -> None:
    """Run every migration, install the guards and check the base: all of it, or nothing.

    It is one transaction: whatever fails, and a kill too, leaves the base as it was. On SQLite,
    keys are checked after each migration instead of row by row. Raises ``Fault`` on a damaged file.
    """
    connection.ensure_connection()
    connection.disable_constraint_checking()
    try:
        with transaction.atomic():
            _take_time()
            _migrate_and_guard(step)
            with step("Vérification"):
                _check_file()
    finally:
        connection.enable_constraint_checking()


def _take_time() -> None:
    """A migration may think for longer than a request."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")


def _migrate_and_guard(step: Step) -> None:
    with ExitStack() as current:
        command = _Migrate(step, current, left=len(pending_migrations()))
        call_command(command, verbosity=0, interactive=False)


def _check_file() -> None:
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check(1)")
        (verdict,) = cursor.fetchone()
    if verdict != "ok":
        raise Fault(
            f"Le fichier de la base est abîmé ({verdict}) : rien n’a été changé. "
            "Gardez-en une copie, et restaurez la dernière sauvegarde dans un autre dossier."
        )


class _Migrate(django_migrate.Command):
    """Django's own command, in a transaction that is not its own; each migration is a step."""

    def __init__(self, step: Step, current: ExitStack, left: int) -> None:
        super().__init__()
        self._step, self._current, self._left = step, current, left

    def migration_progress_callback(
        self,
        action: str,
        migration: Migration | None = None,
        fake: bool = False,  # noqa: FBT001, FBT002 - Django's signature
    ) -> None:
        """Settle what a migration left for later: the next one may alter the same table."""
        if action == "apply_start":
            self._current.enter_context(self._step(f"Étape {migration}"))
        elif action == "apply_success":
            connection.check_constraints()
            self._current.close()
            self._left -= 1
            if not self._left:
                self._current.enter_context(self._step("Protections de la base"))

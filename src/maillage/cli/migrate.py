"""``maillage migrate``: make the base, or bring it up to date; put the guards back."""

from __future__ import annotations

import argparse

from django.core.management import call_command

from maillage.cli.ready import pending_migrations


def run(options: argparse.Namespace) -> int:
    """Run every migration; guards are installed at the end, even when there is none."""
    migrate()
    return 0


def migrate() -> None:
    """Bring the base up to date, and say how many steps it took."""
    pending = len(pending_migrations())
    if pending:
        print(f"Mise à jour de la base : {pending} étapes…", flush=True)
    call_command("migrate", verbosity=0, interactive=False)
    print("La base est à jour et ses protections sont en place.")

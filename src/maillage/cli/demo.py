"""``maillage demo``: invented people in real places, in a folder of their own; then serve them."""

from __future__ import annotations

import argparse

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from maillage import demo
from maillage.cli.faults import Fault
from maillage.cli.ready import demand_not_newer, pending_migrations
from maillage.cli.serve import check_address, serve


def run(options: argparse.Namespace) -> int:
    """Prepare the demonstration up to today; serve it unless ``--prepare``."""
    if not options.prepare:
        check_address(options)
    _demand_recent()
    try:
        demo.run(prepare=options.prepare, port=options.port)
    except demo.NotHere as error:
        raise Fault(str(error)) from error
    if not options.prepare:
        options.workers, options.threads = 1, 4
        options.tls_cert = options.tls_key = None
        options.no_jobs = False
        serve(options)
    return 0


def _demand_recent() -> None:
    """Refuse a base of another version: it may not be a demo."""
    demand_not_newer()
    if MigrationRecorder(connection).applied_migrations() and pending_migrations():
        raise Fault(
            f"« {settings.DATA_DIR} » date d’une version précédente de Maillage. Lancez "
            f"« maillage upgrade --data {settings.DATA_DIR} », puis recommencez ; ou supprimez "
            "ce dossier, si ce n’est qu’une démonstration : elle sera refaite."
        )

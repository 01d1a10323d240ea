"""``maillage till verify``: are the receipts still those that were made?"""

from __future__ import annotations

import argparse

from maillage.cli.faults import NOT_READY, Fault
from maillage.cli.ready import demand_base, pending_migrations
from maillage.money.verify import verify


def run(options: argparse.Namespace) -> int:
    """Verify, and say it; 1 when something is wrong. Missing guards do not prevent it."""
    demand_base()
    if pending_migrations():
        raise Fault(NOT_READY)
    verdict = verify()
    read = f"{_count(verdict.series, 'série')}, {_count(verdict.receipts, 'reçu')}"
    if not verdict.findings:
        print(f"Caisse vérifiée : {read}")
        return 0
    for finding in verdict.findings:
        print(finding)
    print(
        f"{_count(len(verdict.findings), 'anomalie')} ({read} lus jusque-là). Ne touchez plus à "
        "la base : gardez-en une copie, et comparez avec les fermetures imprimées."
    )
    return 1


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' if number > 1 else ''}"

"""``maillage till verify``: are the receipts still those that were made?"""

from __future__ import annotations

import argparse

from maillage.cli.ready import demand_base, demand_up_to_date
from maillage.cli.steps import count
from maillage.money.verify import verify


def run(options: argparse.Namespace) -> int:
    """Verify, and say it; 1 when something is wrong. Missing guards do not prevent it."""
    demand_base()
    demand_up_to_date()
    verdict = verify()
    read = f"{count(verdict.series, 'série')}, {count(verdict.receipts, 'reçu')}"
    if not verdict.findings:
        print(f"Caisse vérifiée : {read}")
        return 0
    for finding in verdict.findings:
        print(finding)
    print(
        f"{count(len(verdict.findings), 'anomalie')} ({read} lus jusque-là). Ne touchez plus à "
        "la base : gardez-en une copie, et comparez avec les fermetures imprimées."
    )
    return 1

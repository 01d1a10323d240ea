"""``maillage manage …``: Django's own commands, for those who mend."""

from __future__ import annotations

import argparse

from django.core.management import ManagementUtility


def run(options: argparse.Namespace) -> int:
    """Pass the rest to Django."""
    utility = ManagementUtility(["maillage manage", *options.rest])
    utility.prog_name = "maillage manage"
    utility.execute()
    return 0

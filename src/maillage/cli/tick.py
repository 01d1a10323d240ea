"""``maillage tick``: the work that time asks for. Doing it again does nothing more."""

from __future__ import annotations

import argparse

from django.utils import timezone

from maillage.cli.ready import demand_ready
from maillage.core.retention import forget_commands, remove_expired, structures
from maillage.network.rota import lay_ahead


def run(options: argparse.Namespace) -> int:
    """Do what is due, and say it."""
    demand_ready()
    done = tick()
    print(
        f"Fait : {done['commands']} saisies de plus de 30 jours vidées, "
        f"{done['sessions']} sessions finies et {done['tasks']} vieilles tâches retirées."
    )
    return 0


def tick() -> dict[str, int]:
    """Do everything that is due now; how much of each."""
    now = timezone.now()
    emptied = sum(forget_commands(structure_id, now) for structure_id in structures())
    laid = sum(lay_ahead(structure_id, now) for structure_id in structures())
    return {"commands": emptied, "rota": laid, **remove_expired(now)}

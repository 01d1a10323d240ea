"""``maillage tick``: the work that time asks for. Doing it again does nothing more."""

from __future__ import annotations

import argparse

from django.utils import timezone

from maillage.cli.ready import demand_ready
from maillage.core.retention import forget_commands, remove_expired, structures
from maillage.messages.retention import forget_messages
from maillage.messages.sending import requeue
from maillage.network.rota import lay_ahead


def run(options: argparse.Namespace) -> int:
    """Do what is due, and say it."""
    demand_ready()
    done = tick()
    print(
        f"Fait : {done['commands']} saisies de plus de 30 jours vidées, "
        f"{done['messages']} messages de plus de 90 jours vidés, "
        f"{done['sessions']} sessions finies et {done['tasks']} vieilles tâches retirées."
    )
    return 0


def tick() -> dict[str, int]:
    """Do everything that is due now; how much of each."""
    now = timezone.now()
    found = structures()
    emptied = {
        "commands": sum(forget_commands(one, now) for one in found),
        "messages": sum(forget_messages(one, now) for one in found),
        "rota": sum(lay_ahead(one, now) for one in found),
        "unsure": sum(requeue(one, now) for one in found),
    }
    return {**emptied, **remove_expired(now)}

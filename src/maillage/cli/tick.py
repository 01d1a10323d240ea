"""``maillage tick``: the work that time asks for. Doing it again does nothing more."""

from __future__ import annotations

import argparse

from django.utils import timezone

from maillage.booking.coming import release_missed
from maillage.booking.holding import hold_late
from maillage.cli.ready import demand_ready
from maillage.core.dated_work import note_done
from maillage.core.retention import remove_expired, run_tonight, structures
from maillage.counter.endings import tell_endings
from maillage.counter.reminders import remind
from maillage.messages.sending import requeue
from maillage.network.rota import lay_ahead


def run(options: argparse.Namespace) -> int:
    """Do what is due, and say it."""
    demand_ready()
    done = tick()
    print(
        f"Fait : {done['forgotten']} éléments oubliés selon les durées de conservation, "
        f"{done['sessions']} sessions finies et {done['tasks']} vieilles tâches retirées."
    )
    return 0


def tick() -> dict[str, int]:
    """Do everything that is due now; how much of each."""
    now = timezone.now()
    found = structures()
    done = {
        "forgotten": sum(sum(one.counts.values()) for one in run_tonight(now)),
        "rota": sum(lay_ahead(one, now) for one in found),
        "reminders": sum(remind(one, now) for one in found),
        "endings": sum(tell_endings(one, now) for one in found),
        "held": sum(hold_late(one, now) for one in found),
        "released": sum(release_missed(one, now) for one in found),
        "unsure": sum(requeue(one, now) for one in found),
        **remove_expired(now),
    }
    note_done("tick", now)
    return done


def tick_soon() -> int:
    """Do what cannot wait for the night: machines that still work, reservations nobody came for.

    How many reservations were given up.
    """
    now, found = timezone.now(), structures()
    for one in found:
        hold_late(one, now)
    return sum(release_missed(one, now) for one in found)

"""``maillage worker``: do the tasks that wait, until stopped; for ``serve --no-jobs``."""

from __future__ import annotations

import argparse
import signal

from maillage.cli.jobs import Jobs
from maillage.cli.ready import demand_ready


def run(options: argparse.Namespace) -> int:
    """Work until SIGTERM or Ctrl-C, then end the task at hand."""
    demand_ready()
    jobs = Jobs(ticking=False)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, jobs.stop)
    print("Les tâches sont faites ici, jusqu’à Ctrl-C.", flush=True)
    jobs.run()
    return 0

"""Run a command beside a throw-away PostgreSQL, its address in ``DATABASE_URL``.

    .venv/bin/python tools/postgres.py [--durable] -- pytest -k seats

The cluster itself is `maillage.bench.postgres`, which the package needs too.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from maillage.bench.postgres import Cluster, PostgresError, find_programs, throwaway

__all__ = ["Cluster", "PostgresError", "find_programs", "leave_in_order", "throwaway"]


def leave_in_order() -> None:
    """Make a kill or a closed terminal leave as Ctrl-C does: what was opened is closed."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)


def main() -> int:
    """Run the command; its exit code is ours."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--durable", action="store_true", help="write to the disk at each commit")
    parser.add_argument("command", nargs="+")
    options = parser.parse_args()
    leave_in_order()
    with throwaway(durable=options.durable) as cluster:
        env = {**os.environ, "DATABASE_URL": cluster.url}
        return subprocess.run(options.command, env=env, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())

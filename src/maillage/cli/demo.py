"""``maillage demo``: invented people in real places, in a folder of their own; then serve them."""

from __future__ import annotations

import argparse

from maillage import demo
from maillage.cli.faults import Fault
from maillage.cli.serve import check_address, serve


def run(options: argparse.Namespace) -> int:
    """Prepare the demonstration up to today; serve it unless ``--prepare``."""
    if not options.prepare:
        check_address(options)
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

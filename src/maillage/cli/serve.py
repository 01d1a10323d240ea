"""``maillage serve``: granian's processes answer, tasks and dated work are done beside them."""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import socket
import ssl
from typing import Any

from django.conf import settings
from django.db import connections
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import MPServer

from maillage.cli import application
from maillage.cli.application import STOP_SECONDS
from maillage.cli.faults import Fault
from maillage.cli.jobs import Jobs
from maillage.cli.ready import demand_ready
from maillage.network.first_run import code, is_empty

IDLE_SECONDS = 300
LOCAL = {"127.0.0.1", "::1", "localhost"}


class Server(MPServer):
    """Granian, with our jobs in its main process, which is otherwise idle."""

    jobs: Jobs | None = None

    def _serve_loop(self, spawn_target: Any, target_loader: Any) -> None:
        # The first processes were forked and share memory; from here on there is a thread of
        # ours, and a process that replaces a dead one must not inherit its locks.
        multiprocessing.set_start_method("spawn", force=True)
        if self.jobs is not None:
            self.jobs.start()
        super()._serve_loop(spawn_target, target_loader)

    def shutdown(self, exit_code: int = 0) -> None:
        if self.jobs is None:
            super().shutdown(exit_code)
            return
        self.jobs.stop()
        try:
            super().shutdown(exit_code)
        finally:
            self.jobs.join(STOP_SECONDS)


def run(options: argparse.Namespace) -> int:
    """Serve until stopped."""
    demand_ready()
    check_address(options)
    serve(options)
    return 0


def serve(options: argparse.Namespace) -> None:
    """Listen, say where, answer; returns once stopped."""
    server = _server(options)
    server.jobs = None if options.no_jobs else Jobs(ticking=True)
    hello = _hello(options)
    server.on_startup(lambda: print(hello, flush=True))
    application.preload()
    connections.close_all()
    gc.collect()
    gc.freeze()
    server.serve(target_loader=application.load, wrap_loader=False)


def _server(options: argparse.Namespace) -> Server:
    if bool(options.tls_cert) != bool(options.tls_key):
        raise Fault("--tls-cert et --tls-key vont ensemble : donnez les deux.")
    for path in filter(None, (options.tls_cert, options.tls_key)):
        path.open("rb").close()
    try:
        return Server(
            "maillage.cli.application:application",
            address=options.host,
            port=options.port,
            interface=Interfaces.WSGI,
            workers=options.workers,
            blocking_threads=options.threads,
            blocking_threads_idle_timeout=IDLE_SECONDS,
            websockets=False,
            log_level=LogLevels.error,
            ssl_cert=options.tls_cert,
            ssl_key=options.tls_key,
            respawn_failed_workers=True,
            workers_kill_timeout=STOP_SECONDS,
        )
    except ssl.SSLError as error:
        raise Fault(f"Le certificat et la clé ne vont pas ensemble : {error}") from error


def check_address(options: argparse.Namespace) -> None:
    """Granian shares a port with whoever listens on it: ask first that nobody does."""
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    try:
        socket.create_server((options.host, options.port), family=family).close()
    except OSError as error:
        raise Fault(
            f"On ne peut pas écouter sur {options.host}:{options.port} ({error.strerror}). "
            "Arrêtez ce qui y est, ou donnez un autre --port."
        ) from error


def _hello(options: argparse.Namespace) -> str:
    scheme = "https" if options.tls_cert else "http"
    host = f"[{options.host}]" if ":" in options.host else options.host
    address = f"{scheme}://{host}:{options.port}"
    text = f"Maillage {settings.VERSION} répond sur {address}"
    if options.host not in LOCAL and len(settings.ALLOWED_HOSTS) == 3:
        text += (
            "\nDonnez par MAILLAGE_HOSTS les noms par lesquels on le joint : lui seul répond ici."
        )
    if is_empty():
        text += f"\nRien n’y est encore. Ouvrez {address}/ et donnez ce code : {code()}"
    return f"{text}\nPour l’arrêter : Ctrl-C."

"""Tasks and dated work, done beside the server or by themselves: one thread, one connection."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from maillage.cli.tick import tick, tick_soon
from maillage.core.ids import secret_token

LOOK_EVERY = 1.0
TICK_EVERY = 3600.0
SOON_EVERY = 300.0
logger = logging.getLogger("maillage.jobs")


class Jobs:
    """Looks every second for tasks that are ready; every hour, for dated work.

    Every five minutes, for what people wait for: machines reserved that nobody came for.

    ``stop()`` lets the task at hand end. A database that is away is waited for.
    """

    def __init__(self, *, ticking: bool) -> None:
        self._due: float | None = time.monotonic() + 60 if ticking else None
        self._soon: float | None = time.monotonic() + SOON_EVERY if ticking else None
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._worker = Worker(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=secret_token(16),
            excluded_queue_names=[],
        )

    def start(self) -> None:
        """Work in a thread of this process."""
        self._thread = threading.Thread(target=self.run, name="maillage-jobs", daemon=True)
        self._thread.start()

    def stop(self, *_: object) -> None:
        """End after the task at hand."""
        self._stopping.set()
        self._worker.running = False

    def join(self, seconds: float) -> None:
        """Wait for the end, so long at most."""
        if self._thread is not None:
            self._thread.join(seconds)

    def run(self) -> None:
        """Work until ``stop``."""
        while not self._stopping.is_set():
            self._safely(self._do_tasks)
            if self._due is not None and time.monotonic() >= self._due:
                self._due = time.monotonic() + TICK_EVERY
                self._safely(tick)
            if self._soon is not None and time.monotonic() >= self._soon:
                self._soon = time.monotonic() + SOON_EVERY
                self._safely(tick_soon)
            self._stopping.wait(LOOK_EVERY)
        connection.close()

    def _do_tasks(self) -> None:
        # A look costs a read; the worker takes a lock to choose.
        if DBTaskResult.objects.ready().filter(backend_name="default").exists():
            self._worker.run()

    def _safely(self, work: Callable[[], object]) -> None:
        try:
            work()
        except (DatabaseError, InterfaceError) as error:
            logger.warning("tasks wait for the database: %s", error)
            connection.close()
            self._stopping.wait(LOOK_EVERY * 4)
        finally:
            close_old_connections()

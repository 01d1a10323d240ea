"""A throw-away PostgreSQL cluster: made in a second, in its own temporary folder, gone at the end.

Used by ``maillage bench`` and by the tools. It needs only PostgreSQL's own programs; never a
running server, never a right on one. Nothing here imports Django.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

USER = "maillage"
DATABASE = "maillage"
START_SECONDS = 60
STOP_SECONDS = 30

FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}


class PostgresError(RuntimeError):
    """PostgreSQL is missing, or did not do what was asked; the message says what it said."""


def find_programs() -> Path | None:
    """The folder of ``initdb`` and ``postgres``, the newest version first; None when missing."""
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    found = shutil.which("initdb")
    folders = [
        *sorted(debian, key=lambda folder: float(folder.parent.name), reverse=True),
        *([Path(found).resolve().parent] if found else []),
    ]
    return next((folder for folder in folders if (folder / "postgres").exists()), None)


def free_port() -> int:
    """A TCP port of this machine that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def server_account() -> pwd.struct_passwd | None:
    """Who runs the server: None for oneself; for root, who may not, ``postgres`` or ``nobody``."""
    if os.geteuid() != 0:
        return None
    with contextlib.suppress(KeyError):
        return pwd.getpwnam("postgres")
    return pwd.getpwnam("nobody")


@dataclass
class Cluster:
    """One PostgreSQL server and its folder.

    ``folder`` holds the data, the socket and the log; ``settings`` are those of
    ``postgresql.conf``. The only account is ``maillage``, with a random password.
    """

    programs: Path
    folder: Path
    settings: Mapping[str, str]
    port: int = field(default_factory=free_port)
    password: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    account: pwd.struct_passwd | None = field(default_factory=server_account)
    server: subprocess.Popen[bytes] | None = None

    @property
    def data(self) -> Path:
        """PostgreSQL's data directory."""
        return self.folder / "data"

    @property
    def url(self) -> str:
        """What ``DATABASE_URL`` takes."""
        return self.url_of(DATABASE)

    def url_of(self, database: str) -> str:
        """The address of another database of the same server."""
        return f"postgresql://{USER}:{self.password}@127.0.0.1:{self.port}/{database}"

    def create(self) -> None:
        """Make the folder's cluster, start it, and create the database of `url`."""
        password = self.folder / "password"
        password.write_text(self.password, encoding="ascii")
        if self.account:
            for path in (self.folder, password):
                os.chown(path, self.account.pw_uid, self.account.pw_gid)
        self._run(
            "initdb", f"--pgdata={self.data}", f"--username={USER}", f"--pwfile={password}",
            "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync",
        )  # fmt: skip
        password.unlink()
        self.start()
        self._run("createdb", *self._address, DATABASE)

    def start(self) -> None:
        """Start the server and wait until it answers, recovery after a crash included.

        Raises PostgresError with the end of its log after a minute without an answer.
        """
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self.server is None or self.server.poll() is not None:
                # Just after a crash, the first attempts may find the old server's children.
                self.server = self._launch()
            if self._run("pg_isready", *self._address, "--dbname=postgres", check=False):
                return
            time.sleep(0.05)
        message = f"PostgreSQL did not start:\n{self.log_tail()}"
        raise PostgresError(message)

    def stop(self) -> None:
        """Stop the server in order; by force when it has not gone after half a minute."""
        if self.server is None or self.server.poll() is not None:
            return
        self.server.send_signal(signal.SIGINT)
        try:
            self.server.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """Crash: SIGKILL to the postmaster, then to each of its processes; `start` recovers."""
        if self.server is None:
            return
        children = children_of(self.server.pid)
        self.server.kill()
        self.server.wait()
        for child in children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)

    def log_tail(self, lines: int = 20) -> str:
        """The last lines of the server's log."""
        log = self.folder / "log"
        return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])

    @property
    def _address(self) -> tuple[str, ...]:
        return ("--host=127.0.0.1", f"--port={self.port}", f"--username={USER}")

    def _launch(self) -> subprocess.Popen[bytes]:
        options = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": str(self.folder),
            **self.settings,
        }
        arguments = [f"--{name}={value}" for name, value in options.items()]
        with (self.folder / "log").open("ab") as log:
            # Its own session: a Ctrl-C in the terminal stops the tests first, then the server.
            return subprocess.Popen(
                [self.programs / "postgres", "-D", self.data, *arguments],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                cwd=self.folder, start_new_session=True, **self._as_account(),
            )  # fmt: skip

    def _run(self, program: str, *arguments: str, check: bool = True) -> bool:
        done = subprocess.run(
            [self.programs / program, *arguments],
            capture_output=True, text=True, check=False, cwd=self.folder,
            env={**os.environ, "PGPASSWORD": self.password}, **self._as_account(),
        )  # fmt: skip
        if check and done.returncode:
            message = f"{program}: {done.stdout}{done.stderr}"
            raise PostgresError(message)
        return done.returncode == 0

    def _as_account(self) -> dict[str, Any]:
        if self.account is None:
            return {}
        return {"user": self.account.pw_uid, "group": self.account.pw_gid, "extra_groups": []}


def children_of(pid: int) -> list[int]:
    """The processes whose parent is `pid`, from Linux's ``/proc``."""
    found = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in found.read_text().split()] if found.exists() else []


@contextlib.contextmanager
def throwaway(
    *, durable: bool = False, settings: Mapping[str, str] | None = None
) -> Iterator[Cluster]:
    """A running cluster, removed at the end whatever happens.

    ``durable=True`` writes to the disk before each commit answers, as in real life (benches,
    crash tests); otherwise speed comes first. ``settings`` are added to the server's own.
    Raises PostgresError when PostgreSQL's programs are not installed.
    """
    programs = find_programs()
    if programs is None:
        message = "PostgreSQL is not installed: apt install postgresql"
        raise PostgresError(message)
    # A short path: a socket's name may not pass 107 bytes.
    folder = Path(tempfile.mkdtemp(prefix="maillage-pg-"))
    cluster = Cluster(
        programs,
        folder,
        {"max_connections": "200", **(DURABLE if durable else FAST), **(settings or {})},
    )
    try:
        cluster.create()
        yield cluster
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)

"""``maillage upgrade``: save everything, then bring the base up to date, all or nothing.

Killed at any instant, the base is what it was before or what it is to be: migrations, guards and
checks are one transaction, on both engines. Doing it again goes on.
"""

from __future__ import annotations

import argparse
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from maillage.cli.backup import beside
from maillage.cli.faults import BUSY, Fault, is_busy
from maillage.cli.migrate import migrate_at_once
from maillage.cli.ready import demand_base, demand_not_newer, pending_migrations
from maillage.cli.steps import count, said, seconds_since, unsaid
from maillage.core.backup.shape import Shape, shape_found
from maillage.core.backup.writing import write_backup
from maillage.core.guards import missing_guards

ADVISORY = 4_711_030_001
"""The key by which one upgrade at a time holds a PostgreSQL base."""
WAIT_SECONDS = 5.0
MEGABYTE = 1_000_000


def run(options: argparse.Namespace) -> int:
    """Upgrade, or change nothing and say why."""
    demand_base()
    with _one_at_a_time():
        demand_not_newer()
        pending = pending_migrations()
        if pending:
            _upgrade(len(pending))
        else:
            _guard()
    return 0


def _upgrade(pending: int) -> None:
    began, shape = time.monotonic(), shape_found()
    print(f"Données de Maillage {shape.version}, à mettre à jour : {count(pending, 'étape')}.")
    _demand_room()
    saved = _save(shape)
    try:
        migrate_at_once()
    except DatabaseError as error:
        raise _failed(error) from error
    print(
        f"Les données sont à jour de Maillage {settings.VERSION}, en {seconds_since(began)}. "
        "Relancez-le : maillage serve\n"
        f"Elles sont dans « {saved} » telles qu’elles étaient avant."
    )


def _guard() -> None:
    """Nothing to migrate: at most, put back the guards that somebody took away."""
    missing = len(missing_guards())
    if missing:
        migrate_at_once(unsaid)
        print(f"Protections de la base remises : {missing}. Lancez « maillage till verify ».")
    print(f"La base est déjà à jour de Maillage {settings.VERSION} : rien d’autre à faire.")


def _failed(error: DatabaseError) -> Fault:
    if is_busy(error):
        return Fault(f"{BUSY} Rien n’a été changé.")
    return Fault(
        f"La mise à jour a échoué : rien n’a été changé, l’ancienne version marche toujours. "
        f"Gardez-la, et signalez ceci :\n{error}"
    )


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Hold a PostgreSQL base; the server of one that was killed takes a moment to let go."""
    if connection.vendor != "postgresql":
        yield
        return
    deadline = time.monotonic() + WAIT_SECONDS
    while not _ask("SELECT pg_try_advisory_lock(%s)"):
        if time.monotonic() > deadline:
            raise Fault("Une autre mise à jour de cette base est en cours : attendez sa fin.")
        time.sleep(0.2)
    try:
        yield
    finally:
        # After a fault of the connection, the server has let go by itself.
        with suppress(DatabaseError):
            _ask("SELECT pg_advisory_unlock(%s)")


def _ask(query: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(query, [ADVISORY])
        return bool(cursor.fetchone()[0])


def _demand_room() -> None:
    """Refuse before anything is begun where the backup and the new tables would not fit."""
    needed, folder = room_needed(), Path(settings.DATA_DIR)
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise Fault(
            f"Il faut {megabytes(needed)} libres pour la sauvegarde et la mise à jour, et le "
            f"disque de « {folder} » en a {megabytes(free)}. Mettez d’anciennes sauvegardes "
            "ailleurs, ou agrandissez-le, puis recommencez : rien n’a été changé."
        )


def megabytes(size: int) -> str:
    """« 1 234 Mo »."""
    return f"{size / MEGABYTE:,.0f} Mo".replace(",", "\N{NARROW NO-BREAK SPACE}")


def room_needed() -> int:
    """Bytes an upgrade writes: files and base, in the zip; on SQLite, tables twice in the WAL."""
    files = [path for top in beside().values() for path in (top, *top.rglob("*"))]
    media = sum(path.stat().st_size for path in files if path.is_file())
    return media + _base_size() * (3 if connection.vendor == "sqlite" else 1)


def _base_size() -> int:
    if connection.vendor == "sqlite":
        return int(Path(connection.settings_dict["NAME"]).stat().st_size)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])


def _save(shape: Shape) -> Path:
    """Write the backup under the data folder; the version that made the data restores it."""
    folder = Path(settings.DATA_DIR) / "backups"
    folder.mkdir(exist_ok=True, mode=0o700)
    for left in folder.glob("*.part"):
        left.unlink()
    now = timezone.now()
    target = _free_name(folder, f"{timezone.localtime(now):%Y-%m-%d-%H%M}-{shape.version}")
    with said(f"Sauvegarde dans « {target} »"):
        write_backup(target, beside=beside(), now=now, shape=shape)
    return target


def _free_name(folder: Path, name: str) -> Path:
    number = 1
    target = folder / f"{name}.zip"
    while target.exists():
        number += 1
        target = folder / f"{name}-{number}.zip"
    return target

"""``maillage restore FICHIER``: a backup put into an empty base, of either engine.

Rows, a new epoch for each structure, its anchors, and persons erased since: one transaction. What
stands beside the database is put back just before it is committed.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from maillage.cli.backup import beside
from maillage.cli.faults import Fault
from maillage.cli.migrate import migrate
from maillage.cli.ready import demand_ready
from maillage.core import erased_ids
from maillage.core.backup.reading import Backup, BackupError, held_already
from maillage.core.ids import new_id
from maillage.core.journal import write_server_line
from maillage.core.models import StructureClock
from maillage.core.scopes import structure_scope
from maillage.money import anchors
from maillage.money.models import Anchor, Series
from maillage.people.erasure import leave_tombstones
from maillage.people.models import Person

LOGS = ("anchors.log", "erased.log")


def run(options: argparse.Namespace) -> int:
    """Restore, or change nothing and say why."""
    if not options.file.is_file():
        raise Fault(f"« {options.file} » est introuvable. Vérifiez le chemin, puis recommencez.")
    _demand_empty()
    try:
        with Backup(options.file) as backup:
            backup.check(_progress("Vérification"))
            erased = _restore(backup)
            print(_summary(backup, erased))
    except BackupError as error:
        raise Fault(str(error)) from error
    except IntegrityError as error:
        raise Fault(
            f"Cette sauvegarde se contredit : rien n’a été écrit. ({error})\n"
            "Essayez avec une autre sauvegarde, et signalez celle-ci."
        ) from error
    return 0


def _demand_empty() -> None:
    """A base without a row of ours; one that was never prepared is prepared."""
    connection.ensure_connection()
    if not connection.introspection.table_names():
        migrate()
    demand_ready()
    held = held_already()
    if held:
        raise Fault(
            f"Cette base n’est pas vide ({held[0]}…) : une sauvegarde se remet dans une base "
            "neuve. Donnez un autre dossier avec --data, ou une autre base avec DATABASE_URL."
        )


def _progress(what: str) -> Callable[[str], None]:
    def show(label: str) -> None:
        if sys.stderr.isatty():
            print(f"\r\033[K{what} : {label}", end="", file=sys.stderr, flush=True)

    return show


def _summary(backup: Backup, erased: int) -> str:
    made = timezone.localtime(datetime.fromisoformat(backup.manifest["created_at"]))
    again = f" {erased} personnes effacées depuis l’ont été de nouveau." if erased else ""
    return (
        f"Restauré : {backup.rows} lignes, sauvegardées le {made:%d/%m/%Y à %H:%M}.{again}\n"
        "Vérifiez les caisses : maillage till verify. Puis ouvrez le serveur : maillage serve"
    )


def _restore(backup: Backup) -> int:
    """Everything, or nothing; how many persons were erased again."""
    now = timezone.now()
    with tempfile.TemporaryDirectory(prefix="restore-", dir=settings.DATA_DIR) as name:
        staging = Path(name)
        staged = list(_stage(backup, staging))
        erasures = _erased(beside()["erased.log"], staging / "erased.log")
        with transaction.atomic():
            backup.insert(_progress("Restauration"))
            lines = [
                line for one in StructureClock.objects.all() for line in _begin_epoch(one, now)
            ]
            erased = sum(_erase_again(*ids, now) for ids in erasures)
            for log in LOGS:
                _merge(staging / log, beside()[log])
            _append(beside()["anchors.log"], lines)
            for path, target in staged:
                target.parent.mkdir(parents=True, exist_ok=True)
                path.replace(target)
    return erased


def _stage(backup: Backup, staging: Path) -> Iterator[tuple[Path, Path]]:
    """Unpack the files beside their places, on the same disk; where each is to go."""
    for folder, path in beside().items():
        for name in backup.files(folder):
            staged = staging / name
            staged.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with backup.open(name) as source, staged.open("wb") as copy:
                shutil.copyfileobj(source, copy)
                os.fsync(copy.fileno())
            if folder == "keys":
                staged.chmod(0o600)
            if folder not in LOGS:
                yield staged, path / Path(name).relative_to(folder)


def _begin_epoch(clock: StructureClock, now: datetime) -> Iterator[str]:
    """Give a structure a new epoch and anchor its series; the lines for ``anchors.log``.

    The first line names the epoch that the new one comes from, in the place of the hash.
    """
    came_from, epoch = clock.epoch, new_id()
    StructureClock.objects.filter(pk=clock.pk).update(epoch=epoch)
    at = now.astimezone(UTC).isoformat(timespec="seconds")
    yield f"epoch {clock.structure_id} {epoch} - 0 0 {came_from} {at}"
    with structure_scope(clock.structure_id):
        for series in Series.objects.order_by("code"):
            anchor = Anchor.objects.create(
                structure_id=clock.structure_id,
                series=series,
                epoch=epoch,
                number=series.last_number,
                total_cents=series.total_cents,
                head_hash=series.head_hash,
                at=now,
            )
            yield anchors.line_of(anchor, series.code, "restore")


def _erased(*logs: Path) -> set[tuple[UUID, UUID]]:
    """Structure and person of each erasure, made here or where the backup comes from."""
    lines = [line for log in logs if log.exists() for line in log.read_text("ascii").splitlines()]
    return {(UUID(structure), UUID(person)) for structure, person, _ in map(str.split, lines)}


def _erase_again(structure_id: UUID, person_id: UUID, now: datetime) -> bool:
    with structure_scope(structure_id):
        person = Person.objects.filter(pk=person_id, erased_at=None).first()
        if person is None:
            return False
        leave_tombstones([person.pk], now)
        write_server_line(structure_id, kind="tick.retention", touched=[person_id])
    return True


def _merge(came: Path, log: Path) -> None:
    """Add to a log of this installation the backup's lines it lacks; none is ever lost."""
    if came.exists():
        held = set(log.read_text(encoding="ascii").splitlines()) if log.exists() else set()
        _append(log, [one for one in came.read_text("ascii").splitlines() if one not in held])


def _append(log: Path, lines: list[str]) -> None:
    if lines:
        erased_ids.append_line(log, "\n".join(lines))

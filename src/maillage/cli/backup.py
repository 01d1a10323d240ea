"""``maillage backup FICHIER``: everything in one zip, while Maillage runs."""

from __future__ import annotations

import argparse
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from maillage.cli.faults import Fault
from maillage.cli.ready import demand_ready
from maillage.core.backup.writing import write_backup
from maillage.core.dated_work import note_done


def run(options: argparse.Namespace) -> int:
    """Write the backup and say what is in it."""
    demand_ready()
    target = options.file.absolute()
    if not target.parent.is_dir():
        raise Fault(f"Le dossier « {target.parent} » n’existe pas : créez-le, puis recommencez.")
    if target.exists():
        raise Fault(f"« {target} » existe déjà : donnez un autre nom.")
    now = timezone.now()
    manifest = write_backup(target, beside=beside(), now=now)
    note_done("backup", now)
    rows = sum(table["rows"] for table in manifest["tables"].values())
    size = target.stat().st_size
    print(
        f"Sauvegardé dans « {target} » : {rows} lignes, {len(manifest['files'])} fichiers, "
        f"{size / 1e6:.1f} Mo. Gardez-la ailleurs que sur cette machine, et à l’abri : "
        "elle contient les noms et la clé de signature."
    )
    return 0


def beside() -> dict[str, Path]:
    """What goes along with the rows, by its name in the zip."""
    data = Path(settings.DATA_DIR)
    return {
        "media": Path(settings.MEDIA_ROOT),
        "keys": data / "keys",
        "anchors.log": data / "anchors.log",
        "erased.log": data / "erased.log",
    }

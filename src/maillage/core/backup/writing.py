"""Writing a backup: rows of one instant, then the files beside the database."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.utils.translation import gettext as _

from maillage.core.backup.shape import Shape, shape_of_this_version
from maillage.core.backup.snapshot import snapshot
from maillage.core.backup.tables import Table, encode, tables

FORMAT = "maillage-backup-1"
BLOCK = 1024 * 1024


def write_backup(
    target: Path, *, beside: Mapping[str, Path], now: datetime, shape: Shape | None = None
) -> dict[str, Any]:
    """Write the zip and return its manifest. Memory stays the same whatever the size.

    ``shape`` is that of a database not yet upgraded: the version that made it restores the zip.
    ``beside`` names the files and folders to take along, by their name in the zip. The rows are
    those of one instant; files come after, so that none a row names is missing. Raises
    ``FileExistsError`` when the target is there; until the end it is called ``….part``.
    """
    if target.exists():
        raise FileExistsError(17, _("existe déjà"), str(target))
    part = target.with_name(f"{target.name}.part")
    descriptor = os.open(part, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            with ZipFile(file, "w", ZIP_DEFLATED) as archive:
                manifest = _fill(archive, beside, now, shape or shape_of_this_version())
            file.flush()
            os.fsync(file.fileno())
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)
    return manifest


def _fill(
    archive: ZipFile, beside: Mapping[str, Path], now: datetime, shape: Shape
) -> dict[str, Any]:
    manifest: dict[str, Any] = {
        "format": FORMAT,
        "version": shape.version,
        "schema": shape.schema,
        "created_at": now.isoformat(),
    }
    with snapshot() as alias:
        clocks = shape.registry.get_model("core", "StructureClock")._base_manager.using(alias)
        epochs = clocks.order_by("structure_id").values_list("structure_id", "epoch")
        manifest["epochs"] = {str(structure): str(epoch) for structure, epoch in epochs}
        manifest["tables"] = {
            table.label: _write_table(archive, table, alias) for table in tables(shape.registry)
        }
    files = sorted(_files(beside))
    manifest["files"] = {name: _write_file(archive, name, path) for name, path in files}
    archive.writestr("manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1))
    return manifest


def _write_table(archive: ZipFile, table: Table, alias: str) -> dict[str, Any]:
    count, digest = 0, hashlib.sha256()
    with archive.open(f"rows/{table.label}.jsonl", "w", force_zip64=True) as entry:
        for row in table.rows(alias):
            line = encode(row)
            entry.write(line)
            digest.update(line)
            count += 1
    return {"rows": count, "sha256": digest.hexdigest(), "columns": sorted(table.columns)}


def _files(beside: Mapping[str, Path]) -> Iterator[tuple[str, Path]]:
    for name, path in beside.items():
        if path.is_file():
            yield name, path
        for one in path.rglob("*") if path.is_dir() else ():
            if one.is_file():
                yield f"{name}/{one.relative_to(path).as_posix()}", one


def _write_file(archive: ZipFile, name: str, path: Path) -> dict[str, Any]:
    size, digest = 0, hashlib.sha256()
    with path.open("rb") as source, archive.open(name, "w", force_zip64=True) as entry:
        while block := source.read(BLOCK):
            entry.write(block)
            digest.update(block)
            size += len(block)
    return {"bytes": size, "sha256": digest.hexdigest()}

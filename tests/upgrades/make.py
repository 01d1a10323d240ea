"""Keep a database of this version, for the versions to come: ``python -m tests.upgrades.make``.

Prints nothing; writes ``tests/upgrades/<version>.zip``, the data folder of a house with
something on every page and of one where each kind of command was done once. It is made on SQLite,
or on the empty database of ``DATABASE_URL``, and then ``<version>-postgresql.zip`` holds its
dump. One that was kept is never made again.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from zipfile import ZIP_LZMA, ZipFile

HERE = Path(__file__).parent
DUMP = "postgresql.sql"


def make(data: Path) -> None:
    """Migrate and fill the data folder's database, in this process."""
    os.environ["MAILLAGE_DATA"] = str(data)
    os.environ["DJANGO_SETTINGS_MODULE"] = "maillage.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    from maillage.core.commands import kinds
    from maillage.network.models import Commune
    from tests.examples import EXAMPLES, OF_A_DESK
    from tests.houses import build_house
    from tests.office.filling import fill

    call_command("migrate", verbosity=0)
    fill()
    house = build_house("exemples", "Exemples")
    for kind in sorted(kinds()):
        if kind not in OF_A_DESK:
            house.do(kind, **EXAMPLES[kind](house))
    # 35,000 rows that say nothing of an upgrade; those that are named stay.
    named = {
        one
        for relation in Commune._meta.get_fields(include_hidden=True)
        if relation.one_to_many
        for one in relation.related_model._base_manager.values_list(relation.field.name, flat=True)
    }
    Commune.objects.exclude(pk__in=named - {None}).delete()
    connections.close_all()


def settle(data: Path, url: str) -> None:
    """The database as one file."""
    if url:
        dump = subprocess.run(
            ["pg_dump", "--no-owner", "--no-acl", url], stdout=subprocess.PIPE, check=True
        )
        (data / DUMP).write_bytes(dump.stdout)
        return
    database = data / "maillage.sqlite3"
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute("VACUUM")
    connection.close()


def main(version: str) -> None:
    url = os.environ.get("DATABASE_URL", "")
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        make(data)
        settle(data, url)
        name = f"{version}-postgresql.zip" if url else f"{version}.zip"
        with ZipFile(HERE / name, "w", ZIP_LZMA) as archive:
            for path in sorted(one for one in data.rglob("*") if one.is_file()):
                archive.write(path, path.relative_to(data))


if __name__ == "__main__":
    main(sys.argv[1])

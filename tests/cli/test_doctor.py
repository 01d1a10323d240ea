"""``maillage doctor``: each check where all is well, and where something is not."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager, suppress
from datetime import timedelta

import pytest
from django.utils import timezone

from maillage.bench.postgres import free_port
from maillage.core.data_lock import alone
from maillage.core.guards import declared_guards
from tests.cli.installation import SERVER, Installation, install
from tests.upgrades.kept import KEPT, unpack


@pytest.fixture(scope="module")
def well(tmp_path_factory):
    """A structure with a place, saved, its dated work done, its e-mail set up."""
    made = install(tmp_path_factory.mktemp("well"))
    made.script("tests.cli.filling", "fill")
    made.sql("DELETE FROM django_tasks_database_dbtaskresult")
    made.done("tick")
    made.done("backup", made.data / "bras.zip")
    yield made
    made.drop()


@pytest.fixture
def ill(well, tmp_path):
    made = well.clone(tmp_path / "ill")
    yield made
    made.drop()


def look(made: Installation, *options: str, before: str = "", **settings: str):
    """Run it in a process of its own; ``before`` is Python that the process runs first."""
    program = (
        f"import sys; from maillage.cli.main import main; {before}\n"
        f"sys.exit(main(['doctor', *{options}]))"
    )
    return subprocess.run(
        [sys.executable, "-c", program], env=made.environment | settings, cwd=made.data,
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def told(made: Installation, code: int, **said: str) -> dict[str, list[tuple[str, str]]]:
    """What each check found, as ``(level, sentence)``."""
    ran = look(made, "--json", **said)
    assert ran.returncode == code, ran.stdout + ran.stderr
    found: dict[str, list[tuple[str, str]]] = {}
    for one in json.loads(ran.stdout)["checks"]:
        sentence = f"{one['found']} {one['mend']}".strip()
        found.setdefault(one["check"], []).append((one["level"], sentence))
    return found


def levels(found: dict[str, list[tuple[str, str]]]) -> dict[str, list[str]]:
    return {name: [level for level, _said in said] for name, said in found.items()}


ASKED = ("folder", "database", "guards", "disk", "zones", "backups", "jobs", "mail")
APART = ("settings", "clock", "tls", "sms")
FINE = {name: ["fine"] for name in (*ASKED, *APART, *(("past",) if SERVER else ()))}
AWAY = {name: ["fine"] for name in APART}


def test_all_is_well(well):
    with mail_server() as url:
        found = told(well, 0, MAILLAGE_MAIL_URL=url, MAILLAGE_MAIL_FROM="a@bras.example")
        text = look(well, MAILLAGE_MAIL_URL=url, MAILLAGE_MAIL_FROM="a@bras.example").stdout
    assert levels(found) == FINE
    number = len(declared_guards())
    assert found["guards"] == [
        ("fine", f"Les {number} protections de la base sont en place.")
    ]  # fmt: skip
    assert text.splitlines()[-1] == "Tout va bien."
    assert f"✓ protections : Les {number} protections de la base sont en place." in text


def test_what_is_wrong_is_named_with_its_mending(ill):
    (ill.data / "keys" / "secret_key").chmod(0o644)
    zone = "UPDATE network_place SET time_zone = 'Mars/Base'"
    ill.sql(zone)
    ill.script("tests.cli.a_task", "waits")
    age(ill, "core_datedwork", "done_at", timedelta(days=40))
    age(ill, "django_tasks_database_dbtaskresult", "enqueued_at", timedelta(hours=2))
    found = told(
        ill, 1,
        before="import shutil; shutil.disk_usage = lambda path: shutil._ntuple_diskusage(9, 9, 9)",
        MAILLAGE_DEBUG="1", MAILLAGE_SECRET_KEY="short", MAILLAGE_HOSTS="bras.example",
        MAILLAGE_MAIL_URL=f"smtp://127.0.0.1:{free_port()}", MAILLAGE_MAIL_FROM="a@bras.example",
        MAILLAGE_SMS_URL="file:",
    )  # fmt: skip
    assert levels(found) == FINE | {
        "settings": ["fine", "fault", "fault"],
        "folder": ["fault"],
        "disk": ["fault"],
        "zones": ["fault"],
        "tls": ["care"],
        "backups": ["fault"],
        "jobs": ["fault", "care"],
        "mail": ["fault"],
        "sms": ["care"],
    }
    wanted = {
        "settings": "Retirez-le, puis relancez Maillage.",
        "folder": "chmod 600",
        "disk": "agrandissez le disque",
        "zones": "ne connaît pas le fuseau horaire Mars/Base. Installez les fuseaux",
        "tls": "Sous le nom bras.example, en http : les navigateurs n’y gardent rien",
        "backups": "Dernière sauvegarde : il y a 40 jours. Lancez « maillage backup »",
        "jobs": "Dernier travail daté : il y a 40 jours. Laissez « maillage serve » ouvert",
        "mail": "Corrigez MAILLAGE_MAIL_URL",
        "sms": "personne ne les reçoit",
    }
    for name, words in wanted.items():
        assert words in " ".join(said for _level, said in found[name]), name
    assert found["jobs"][1][1].startswith(
        "1 tâche en attente, dont la plus vieille : il y a 2 heures. Ouvrez « maillage serve »"
    )


def age(made: Installation, table: str, column: str, by: timedelta) -> None:
    then = timezone.now() - by
    made.sql(f"UPDATE {table} SET {column} = '{then:%Y-%m-%d %H:%M:%S}{'+00' if SERVER else ''}'")


@pytest.mark.once
def test_what_will_go_wrong_is_to_be_watched_and_is_no_fault(ill):
    age(ill, "core_datedwork", "done_at", timedelta(days=10))
    ill.sql("DELETE FROM core_datedwork WHERE name = 'tick'")
    found = told(ill, 0, MAILLAGE_HTTPS="1")
    assert levels(found) == FINE | {"backups": ["care"], "jobs": ["care"], "mail": ["care"]}
    assert found["jobs"][0][1].startswith("Le travail daté n’a encore jamais été fait.")
    ill.sql("DELETE FROM core_datedwork")
    assert "! sauvegardes : Rien n’a encore été sauvegardé." in look(ill).stdout


@pytest.mark.once
def test_a_task_that_failed_is_said(ill):
    ill.script("tests.cli.a_task", "fails")
    now = f"{timezone.now():%Y-%m-%d %H:%M:%S}{'+00' if SERVER else ''}"
    ill.sql(
        f"UPDATE django_tasks_database_dbtaskresult SET status = 'FAILED', finished_at = '{now}'"
    )
    found = told(ill, 0)
    assert levels(found)["jobs"] == ["fine", "care"]
    assert found["jobs"][1][1].startswith("1 tâche en échec depuis hier.")


def test_guards_that_are_missing_are_listed(ill):
    with ill.unguarded():
        ran = look(ill)
    assert ran.returncode == 1
    assert "✗ protections : Il manque " in ran.stdout
    assert "    money_receipt : append_only\n" in ran.stdout
    assert "lancez « maillage upgrade »" in ran.stdout.lower()


def travel(where: str) -> str:
    return f"import time_machine; time_machine.travel({where!r}).start()"


@pytest.mark.once
@pytest.mark.parametrize(
    ("where", "wanted"),
    [
        ("2001-01-01", {"clock": ["fault"], "past": ["fault", "fault"][: 1 + bool(SERVER)]}),
        ("2026-01-02", {"past": ["fault", "fault"][: 1 + bool(SERVER)]}),
    ],
)
def test_a_clock_that_is_wrong(ill, where, wanted):
    found = told(ill, 1, before=travel(where))
    assert {name: levels(found)[name] for name in wanted} == wanted
    assert "timedatectl set-ntp true" in found["past"][0][1]


@pytest.mark.once
def test_a_base_that_is_not_ready(tmp_path):
    old = unpack(KEPT[0], tmp_path / "old")
    found = told(old, 1)
    assert levels(found) == AWAY | {
        "folder": ["fault"], "database": ["fault"], "mail": ["care"],
    }  # fmt: skip
    assert "« maillage upgrade »" in found["database"][0][1]
    old.drop()


@pytest.mark.once
def test_a_base_that_is_away(tmp_path):
    away = Installation(tmp_path, f"postgresql://maillage@127.0.0.1:{free_port()}/nothing")
    found = told(away, 1)
    assert [name for name, said in levels(found).items() if "fault" in said] == ["database"]
    assert "La base de données ne répond pas." in found["database"][0][1]
    nothing = Installation(tmp_path)
    assert "Pour commencer : maillage migrate." in told(nothing, 1)["database"][0][1]


@pytest.mark.once
def test_during_an_upgrade(well):
    with alone(well.data):
        ((level, said),) = told(well, 1)["database"]
    assert (level, said[:29]) == ("fault", "Une mise à jour est en cours ")


@contextmanager
def mail_server():
    """A server of mail that greets, and takes nothing; its ``MAILLAGE_MAIL_URL``."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=_greet, args=[server], daemon=True)
        thread.start()
        yield f"smtp://127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)
        thread.join()


def _greet(server: socket.socket) -> None:
    with suppress(OSError):
        while True:
            client, _address = server.accept()
            with client, client.makefile("rwb") as line:
                line.write(b"220 bras.example\r\n")
                line.flush()
                while said := line.readline():
                    line.write(b"221 bye\r\n" if said[:4] == b"QUIT" else b"250 ok\r\n")
                    line.flush()

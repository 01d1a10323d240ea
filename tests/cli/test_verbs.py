"""The verbs, in real processes: what they do, what they say when they cannot."""

from __future__ import annotations

import json
import signal
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from maillage.bench.postgres import free_port
from tests.cli.installation import Installation, install
from tests.cli.serving import get, serving

WORD = "un mot de passe long"
FOUND = ("--structure", "bras", "--found", "Numéripôle", "--first-name", "Loïc", "--login", "loic")


@pytest.fixture(scope="module")
def bras(tmp_path_factory):
    """A structure founded by the command line."""
    made = install(tmp_path_factory.mktemp("bras"))
    made.done("staff", "add", *FOUND, "--password-stdin", say=f"{WORD}\n")
    yield made
    made.drop()


def test_a_structure_is_founded_then_its_team_grows(bras):
    joined = bras.done(
        "staff", "add", "--structure", "bras", "--first-name", "Zoé", "--login", "zoe",
        "--role", "mediator", "--password-stdin", say=f"{WORD}\n",
    )  # fmt: skip
    assert joined == (
        "Zoé fait partie de l’équipe de « Numéripôle ».\n"
        "Zoé peut se connecter avec l’identifiant « zoe », à l’adresse /s/bras/. "
        "Pour ouvrir le serveur : maillage serve\n"
    )
    roles = bras.sql(
        "SELECT s.first_name, r.role FROM network_staff s JOIN network_staffrole r "
        "ON r.staff_id = s.id ORDER BY s.first_name"
    )
    assert roles == [("Loïc", "manager"), ("Zoé", "mediator")]


def test_a_refusal_leaves_nobody_in_the_team(bras):
    zoe = ("--structure", "bras", "--first-name", "Z", "--login", "loic", "--password-stdin")
    ran = bras.maillage("staff", "add", *zoe, say=f"{WORD}\n")
    assert (ran.returncode, ran.stderr) == (
        1,
        (
            "Cet identifiant est celui de Loïc, dans votre équipe : donnez-en un autre, "
            "ou ouvrez sa page pour lui rendre un rôle.\n"
        ),
    )
    assert bras.sql("SELECT count(*) FROM network_staff WHERE first_name = 'Z'") == [(0,)]


@pytest.mark.once
@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (
            ("token", "--structure", "brass", "--role", "manager"),
            (
                "Aucune structure n’a l’adresse « brass ». Il y a : bras. "
                "Pour en fonder une autre, ajoutez --found NOM à « maillage staff add »."
            ),
        ),
        (
            ("token", "--structure", "bras", "--role", "manager", "--place", "Ailleurs"),
            "« Numéripôle » n’a pas de lieu « Ailleurs ». Il y a : aucun lieu.",
        ),
        (
            ("token", "--structure", "bras", "--role", "manager", "--by", "nobody"),
            "« nobody » n’est pas responsable de « Numéripôle ». Essayez sans --by.",
        ),
        (("staff", "add", *FOUND), "« bras » existe déjà : recommencez sans --found."),
        (("restore", "nothing.zip"), "« nothing.zip » est introuvable."),
        (("backup", "no/where.zip"), "n’existe pas : créez-le, puis recommencez."),
        (("serve", "--tls-cert", "a"), "--tls-cert et --tls-key vont ensemble"),
        (
            ("serve", "--tls-cert", "a", "--tls-key", "b"),
            "« a » est introuvable. Vérifiez le chemin, puis recommencez.",
        ),
    ],
)
def test_an_expected_fault_says_what_to_do(bras, words, wanted):
    assert wanted in bras.refused(*words)


@pytest.mark.once
def test_a_short_password_is_refused(bras):
    ran = bras.maillage(
        "staff", "add", "--structure", "bras", "--first-name", "Z", "--login", "z",
        "--password-stdin", say="court\n",
    )  # fmt: skip
    assert ran.returncode == 1
    assert "au minimum 10 caractères" in ran.stderr


def test_a_token_opens_the_api(bras):
    ran = bras.maillage("token", "--structure", "bras", "--role", "manager", "--name", "Agenda")
    secret = ran.stdout.strip()
    assert len(secret) == 43
    assert "il ne sera plus montré" in ran.stderr
    kept = bras.sql("SELECT kind, name, secret_hash FROM network_device WHERE kind = 'token'")
    assert [row[:2] for row in kept] == [("token", "Agenda")]
    assert secret not in str(kept)


@pytest.mark.once
def test_where_there_is_nothing_yet(tmp_path):
    nothing = Installation(tmp_path / "empty")
    away = Installation(tmp_path)
    assert f"Le dossier « {nothing.data} » n’existe pas." in away.refused(
        "tick", "--data", str(nothing.data)
    )
    assert not nothing.data.exists()
    assert "Pour commencer : maillage migrate." in away.refused("serve")


def test_a_base_that_is_away(tmp_path):
    away = Installation(tmp_path, f"postgresql://maillage@127.0.0.1:{free_port()}/nothing")
    assert "La base de données ne répond pas." in away.refused("tick")


def test_a_base_without_its_guards_is_not_served(tmp_path):
    bare = install(tmp_path)
    with bare.unguarded():
        said = bare.refused("serve", "--port", free_port())
    assert "des protections de la base" in said
    assert "lancez « maillage upgrade »" in said
    bare.drop()


@pytest.mark.once
def test_what_is_written_is_for_us_alone(tmp_path):
    Installation(tmp_path).done("migrate")
    private = [tmp_path / "keys", tmp_path / "keys/secret_key", tmp_path / "maillage.sqlite3"]
    assert [path for path in private if stat.S_IMODE(path.stat().st_mode) & 0o077] == []


def children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [
        int(child)
        for child in listed.split()
        if "resource_tracker" not in Path(f"/proc/{child}/cmdline").read_text()
    ]


def memory(pid: int) -> float:
    """Megabytes (PSS) of a process and its children."""
    total = 0.0
    for one in [pid, *children(pid)]:
        for line in Path(f"/proc/{one}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1]) / 1024
    return total


@pytest.mark.once
def test_serve_answers_stops_in_order_and_refuses_a_taken_port(bras):
    with serving(bras) as (port, process):
        status, body = get(port, "/healthz")
        assert (status, json.loads(body)["status"]) == (200, "ok")
        assert memory(process.pid) < 150
        taken = bras.refused("serve", "--port", port)
        assert taken.startswith(f"On ne peut pas écouter sur 127.0.0.1:{port} (")
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
        with pytest.raises(OSError, match="refused"):
            socket.create_connection(("127.0.0.1", port), 1)


@pytest.mark.once
def test_serve_replaces_a_dead_process_and_leaves_no_orphan(bras):
    with serving(bras) as (port, process):
        get(port, "/healthz")
        (worker,) = children(process.pid)
        subprocess.run(["kill", "-KILL", str(worker)], check=True)
        deadline = time.monotonic() + 20
        while children(process.pid) in ([], [worker]) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert get(port, "/healthz")[0] == 200
        (worker,) = children(process.pid)
        process.kill()
        process.wait()
        assert is_gone(worker)


@pytest.mark.once
def test_killed_as_it_begins_serve_leaves_no_orphan(bras):
    """Its processes have begun, and do not hear a signal yet."""
    for _turn in range(3):
        with serving(bras) as (_port, process):
            while not (workers := children(process.pid)):
                pass
            process.kill()
            process.wait()
            assert [is_gone(one) for one in workers] == [True] * len(workers)


def is_gone(process: int) -> bool:
    """Whether a process ends within ten seconds."""
    deadline = time.monotonic() + 10
    while Path(f"/proc/{process}").exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    return not Path(f"/proc/{process}").exists()


TASK = "tests.cli.a_task.write_down"


@pytest.mark.parametrize("beside", [True, False], ids=["serve", "worker"])
def test_tasks_are_done(bras, beside):
    bras.script("tests.cli.a_task", beside)
    verb = ("serve", "--port", str(free_port())) if beside else ("worker",)
    process = bras.start("-m", "maillage", *verb)
    wanted = bras.data / f"done-{beside}"
    deadline = time.monotonic() + 30
    while not wanted.exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    process.send_signal(signal.SIGTERM)
    _out, errors = process.communicate(timeout=20)
    assert (wanted.exists(), process.returncode, errors) == (True, 0, "")


def test_old_payloads_are_emptied_once(bras):
    bras.done("token", "--structure", "bras", "--role", "manager")
    old = "UPDATE core_command SET received_at = '2020-01-01 00:00:00+00'"
    if not bras.url:
        old = "UPDATE core_command SET received_at = '2020-01-01 00:00:00'"
    bras.sql(old)
    held = "SELECT count(*) FROM core_command WHERE payload IS NOT NULL"
    ((before,),) = bras.sql(held)
    assert before > 0
    assert bras.done("tick").startswith(f"Fait : {before} éléments oubliés")
    assert bras.done("tick").startswith("Fait : 0 éléments oubliés")
    assert bras.sql(held) == [(0,)]
    lines = "SELECT count(*) FROM core_journalline WHERE kind = 'tick.retention'"
    assert bras.sql(lines) == [(1,)]
    assert bras.done("till", "verify") == "Caisse vérifiée : 0 série, 0 reçu\n"


@pytest.mark.once
def test_django_is_reached_through_manage(bras):
    assert "System check identified no issues" in bras.done("manage", "check")


@pytest.mark.postgres
def test_a_secret_is_read_from_a_file(bras, tmp_path):
    secret = tmp_path / "url"
    secret.write_text(f"{bras.url}\n")
    environment = {**bras.environment, "DATABASE_URL_FILE": str(secret)}
    environment.pop("DATABASE_URL")
    ran = subprocess.run(
        [sys.executable, "-m", "maillage", "till", "verify"],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.stdout == "Caisse vérifiée : 0 série, 0 reçu\n"

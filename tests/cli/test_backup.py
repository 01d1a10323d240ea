"""A backup, taken while others write, restores into either engine with the same rows."""

from __future__ import annotations

import json
import shutil
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from tests.cli.installation import (
    SERVER,
    Installation,
    create_database,
    install,
    install_filled,
)
from tests.figures import PROVING

NOT_EQUAL = {"core.structureclock", "core.journalline", "money.anchor"}
"""What a restore itself writes to: the new epoch and its anchors."""


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    made = install_filled(tmp_path_factory.mktemp("filled"))
    yield made
    made.drop()


@pytest.fixture(scope="module")
def saved(filled, tmp_path_factory):
    """A backup of ``filled``."""
    path = tmp_path_factory.mktemp("saved") / "bras.zip"
    filled.done("backup", path)
    return path


@pytest.fixture(scope="module")
def blank(tmp_path_factory):
    made = install(tmp_path_factory.mktemp("blank"))
    yield made
    made.drop()


@pytest.fixture
def empty(blank, tmp_path):
    """A new base on this run's engine."""
    made = blank.clone(tmp_path / "empty")
    yield made
    made.drop()


def manifest(path) -> dict:
    with ZipFile(path) as archive:
        return json.loads(archive.read("manifest.json"))


def sums(path) -> dict[str, tuple[int, str]]:
    """Count and sum of each table, but those that a restore writes to."""
    tables = manifest(path)["tables"].items()
    return {
        label: (told["rows"], told["sha256"]) for label, told in tables if label not in NOT_EQUAL
    }


def other_engine(data) -> Installation:
    data.mkdir()
    return Installation(data, "" if SERVER else create_database())


@pytest.mark.once
def test_what_is_in_it(filled, saved):
    told = manifest(saved)
    assert told["format"] == "maillage-backup-1"
    assert len(told["epochs"]) == 2
    assert sorted(told["files"]) == [
        "anchors.log", "erased.log", "keys/secret_key", "media/logos/logo.svg",
    ]  # fmt: skip
    rows = {label: told["tables"][label]["rows"] for label in ("money.receipt", "people.person")}
    assert rows == {"money.receipt": 10, "people.person": 6}
    assert {"sessions.session", "core.tries"} & set(told["tables"]) == set()
    assert "django_tasks_database.dbtaskresult" in told["tables"]
    assert saved.stat().st_mode & 0o777 == 0o600
    with ZipFile(saved) as archive:
        lines = archive.read("rows/money.receipt.jsonl").decode().splitlines()
    assert len(lines) == 10
    assert sorted(json.loads(lines[0])) == told["tables"]["money.receipt"]["columns"]


@pytest.mark.prove("7. sauvegarde rendue à l’autre moteur")
@pytest.mark.postgres
def test_it_restores_into_either_engine(filled, saved, empty, tmp_path):
    """PostgreSQL to SQLite, then back: the same sums, the tills clean, a new epoch each time."""
    lite = other_engine(tmp_path / "lite")
    lite.done("restore", saved)
    again = tmp_path / "again.zip"
    lite.done("backup", again)
    assert sums(again) == sums(saved)
    empty.done("restore", again)
    last = tmp_path / "last.zip"
    empty.done("backup", last)
    assert sums(last) == sums(saved)
    for restored in (lite, empty):
        assert restored.done("till", "verify") == "Caisse vérifiée : 2 séries, 10 reçus\n"
        assert (restored.data / "media/logos/logo.svg").read_text() == "<svg/>"
        key = (restored.data / "keys/secret_key").read_text()
        assert key == (filled.data / "keys/secret_key").read_text()
    epochs = [set(manifest(path)["epochs"].values()) for path in (saved, again, last)]
    assert len(set.union(*epochs)) == 6


def test_after_a_restore_life_goes_on(filled, saved, empty):
    """Guards stand, keys follow, and what is restored can be written to."""
    empty.done("restore", saved)
    empty.script("tests.cli.filling", "more")
    assert empty.done("till", "verify") == "Caisse vérifiée : 3 séries, 11 reçus\n"
    lines = (empty.data / "anchors.log").read_text().splitlines()
    assert [line.split()[0] for line in lines] == [
        "closing", "closing", "epoch", "restore", "restore", "epoch", "closing",
    ]  # fmt: skip


@pytest.mark.prove("6. till verify")
def test_an_older_backup_is_clean_where_the_log_knows_more(filled, saved, empty, tmp_path):
    """The same installation goes back: what was anchored after the backup no longer counts."""
    later = filled.clone(tmp_path / "later")
    later.script("tests.cli.filling", "more")
    for log in ("anchors.log", "erased.log"):
        shutil.copy(later.data / log, empty.data / log)
    before = (later.data / "anchors.log").read_text()
    empty.done("restore", saved)
    assert (empty.data / "anchors.log").read_text().startswith(before)
    assert empty.done("till", "verify") == "Caisse vérifiée : 2 séries, 10 reçus\n"
    told = json.loads((later.data / "filled.json").read_text())
    assert empty.sql("SELECT count(*) FROM people_person WHERE erased_at IS NULL") == [(4,)]
    assert empty.sql("SELECT count(*) FROM people_person WHERE first_name = 'Prénom3'") == [(0,)]
    assert empty.sql("SELECT count(*) FROM people_person WHERE first_name = 'Prénom2'") == [(1,)]
    assert len(told["people"]) == 4
    later.drop()


@pytest.mark.prove("7. sauvegarde rendue à l’autre moteur")
@pytest.mark.postgres
@pytest.mark.slow
def test_a_backup_taken_while_others_write(filled, tmp_path):
    """Each backup is one instant: restored in the other engine, its tills are clean."""
    busy = filled.clone(tmp_path / "busy")
    writer = busy.start("-m", "tests.cli.filling", "write")
    assert writer.stdout.readline() == "ready\n"
    paths = [tmp_path / f"{number}.zip" for number in range(3 if PROVING else 2)]
    for path in paths:
        busy.done("backup", path)
    assert busy.done("till", "verify").startswith("Caisse vérifiée : 3 séries, ")
    (busy.data / "stop").touch()
    out, errors = writer.communicate(timeout=60)
    assert (writer.returncode, errors) == (0, "")
    counts = [manifest(path)["tables"]["money.receipt"]["rows"] for path in paths]
    assert 10 <= counts[0] < counts[-1] <= 10 + int(out)
    lite = other_engine(tmp_path / "lite")
    lite.done("restore", paths[-1])
    told = manifest(paths[-1])["tables"]
    for label in ("people.person", "core.command", "money.payment", "people.visit"):
        table = label.replace(".", "_")
        assert lite.sql(f"SELECT count(*) FROM {table}") == [(told[label]["rows"],)]
    assert lite.done("till", "verify") == f"Caisse vérifiée : 3 séries, {counts[-1]} reçus\n"
    busy.drop()


def nothing_was_written(empty: Installation) -> bool:
    held = empty.sql("SELECT count(*) FROM network_structure")
    names = {path.name for path in empty.data.iterdir()} - {"keys", "maillage.lock"}
    return held == [(0,)] and all(name.startswith("maillage.sqlite3") for name in names)


@pytest.mark.once
def test_a_base_in_use_is_not_restored_into(filled, saved):
    said = filled.refused("restore", saved)
    assert said.startswith("Cette base n’est pas vide (")
    assert "une sauvegarde se remet dans une base neuve" in said


@pytest.mark.once
def test_a_backup_never_overwrites(filled, saved):
    assert f"« {saved} » existe déjà : donnez un autre nom." in filled.refused("backup", saved)
    assert not list(saved.parent.glob("*.part"))


@pytest.mark.once
def test_what_is_not_a_backup(empty, tmp_path):
    path = tmp_path / "photo.zip"
    path.write_bytes(b"not a zip")
    assert "n’est pas une sauvegarde de Maillage" in empty.refused("restore", path)
    assert nothing_was_written(empty)


def change(saved, path, name: str, content) -> None:
    """The same backup with another content for one file."""
    with ZipFile(saved) as source, ZipFile(path, "w", ZIP_DEFLATED) as target:
        for one in source.namelist():
            read = source.read(one)
            target.writestr(one, content(read) if one == name else read)


@pytest.mark.once
@pytest.mark.parametrize(
    "name", ["rows/money.payment.jsonl", "media/logos/logo.svg", "rows/people.visit.jsonl"]
)
def test_a_damaged_backup(empty, saved, tmp_path, name):
    path = tmp_path / "damaged.zip"
    change(saved, path, name, lambda content: content[:-3] + b" }\n")
    said = empty.refused("restore", path)
    assert said.startswith(f"Cette sauvegarde est abîmée ({name}) : rien n’a été écrit.")
    assert nothing_was_written(empty)


@pytest.mark.once
def test_a_backup_of_another_schema(empty, saved, tmp_path):
    def age(content: bytes) -> bytes:
        told = json.loads(content)
        told["version"] = "0.0.9"
        told["schema"]["money"] = "0000_before"
        return json.dumps(told).encode()

    path = tmp_path / "older.zip"
    change(saved, path, "manifest.json", age)
    said = empty.refused("restore", path)
    assert "Installez Maillage 0.0.9, restaurez, puis mettez à jour." in said
    assert nothing_was_written(empty)


def test_a_backup_that_contradicts_itself(empty, saved, tmp_path):
    """Whole by its sums, but a row is missing that another points at: nothing is kept."""
    empty_sum = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

    def forget(content: bytes) -> bytes:
        told = json.loads(content)
        told["tables"]["money.receipt"] |= {"rows": 0, "sha256": empty_sum}
        return json.dumps(told).encode()

    path, half = tmp_path / "wrong.zip", tmp_path / "half.zip"
    change(saved, half, "rows/money.receipt.jsonl", lambda content: b"")
    change(half, path, "manifest.json", forget)
    assert "Cette sauvegarde se contredit : rien n’a été écrit." in empty.refused("restore", path)
    assert nothing_was_written(empty)


@pytest.mark.once
def test_a_name_that_leaves_the_folder(empty, saved, tmp_path):
    def wander(content: bytes) -> bytes:
        told = json.loads(content)
        told["files"]["media/../../away"] = told["files"].pop("media/logos/logo.svg")
        return json.dumps(told).encode()

    path = tmp_path / "wander.zip"
    change(saved, path, "manifest.json", wander)
    assert "abîmée (media/../../away)" in empty.refused("restore", path)
    assert nothing_was_written(empty)

"""``maillage upgrade``: what it does, and when it does nothing and says why."""

from __future__ import annotations

import json
from zipfile import ZipFile

import psycopg
import pytest

from maillage import __version__
from maillage.cli.upgrade import ADVISORY
from maillage.core.data_lock import alone
from tests.cli.installation import SERVER, install
from tests.cli.serving import serving
from tests.upgrades.kept import KEPT, counts, migrations, schema, unpack


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A base of the first version."""
    made = unpack(KEPT[0], tmp_path_factory.mktemp("kept"))
    yield made
    made.drop()


@pytest.fixture
def old(kept, tmp_path):
    made = kept.clone(tmp_path / "old")
    yield made
    made.drop()


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    """An installation that is up to date."""
    made = install(tmp_path_factory.mktemp("here"))
    yield made
    made.drop()


def test_it_saves_then_migrates_and_says_each_step(old):
    before, held = migrations(old), counts(old)
    (old.data / "backups").mkdir()
    (old.data / "backups" / "half.zip.part").write_bytes(b"PK")
    lines = old.done("upgrade").splitlines()
    added = migrations(old) - before
    assert lines[0] == f"Données de Maillage 0.1.0, à mettre à jour : {len(added)} étapes."
    assert lines[1].startswith(f"Sauvegarde dans « {old.data}/backups/2")
    assert {line.split("…")[0] for line in lines[2 : 2 + len(added)]} == {
        f"Étape {app}.{name}" for app, name in added
    }
    assert [line.split("…")[0] for line in lines[2 + len(added) :]][:2] == [
        "Protections de la base", "Vérification",
    ]  # fmt: skip
    assert all(line.endswith(" s") for line in lines[1:-2])
    assert "Relancez-le : maillage serve" in lines[-2]
    (backup,) = (old.data / "backups").iterdir()
    assert backup.name.endswith("-0.1.0.zip")
    assert backup.stat().st_mode & 0o777 == 0o600
    with ZipFile(backup) as archive:
        told = json.loads(archive.read("manifest.json"))
    assert (told["version"], told["schema"]["people"]) == ("0.1.0", "0001_initial")
    rows = {label.replace(".", "_"): one["rows"] for label, one in told["tables"].items()}
    assert {name: held.get(name) for name in rows if name in held} == {
        name: number for name, number in rows.items() if name in held
    }
    assert {"money_receipt", "people_person", "network_place"} <= set(rows)
    assert "people_household" not in rows


@pytest.mark.once
def test_an_old_base_is_served_by_nobody_but_points_to_the_upgrade(old):
    for verb in ("serve", "tick", "demo"):
        assert "« maillage upgrade" in old.refused(verb)


def test_a_step_that_fails_changes_nothing(old):
    """A table stands where a migration wants to make one."""
    old.sql("CREATE TABLE core_shortcode (id integer)")
    before = migrations(old), schema(old)
    said = old.refused("upgrade")
    assert "La mise à jour a échoué : rien n’a été changé" in said
    assert "core_shortcode" in said
    assert (migrations(old), schema(old)) == before


@pytest.mark.once
def test_a_disk_too_small_is_seen_before_anything_is_begun(old):
    (old.data / "media").mkdir()
    with (old.data / "media" / "film").open("wb") as file:
        file.truncate(8 << 40)
    before = migrations(old)
    said = old.refused("upgrade")
    assert "Mo libres pour la sauvegarde et la mise à jour" in said
    assert (migrations(old), (old.data / "backups").exists()) == (before, False)


@pytest.mark.once
def test_nothing_to_do_saves_nothing(here):
    said = f"La base est déjà à jour de Maillage {__version__} : rien d’autre à faire.\n"
    assert here.done("upgrade") == said
    assert not (here.data / "backups").exists()


def test_guards_taken_away_are_put_back(here):
    with here.unguarded():
        assert "Protections de la base remises : " in here.done("upgrade")
        # What `unguarded` puts back must not be there already.
        drop_guards(here)


def drop_guards(made):
    triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    if not SERVER:
        for (name,) in made.sql(triggers):
            made.sql(f'DROP TRIGGER "{name}"')


@pytest.mark.once
def test_it_waits_for_the_server_to_be_stopped(here):
    with serving(here):
        said = here.refused("upgrade")
    assert said == (
        f"Maillage tourne sur « {here.data} » : arrêtez-le (serve, worker), puis recommencez.\n"
    )


@pytest.mark.once
def test_nothing_begins_during_an_upgrade(here):
    with alone(here.data):
        for verb in ("serve", "worker", "tick"):
            assert here.refused(verb) == (
                f"Une mise à jour est en cours sur « {here.data} » : "
                "attendez qu’elle finisse, puis recommencez.\n"
            )


@pytest.mark.postgres
def test_two_machines_do_not_upgrade_one_base_at_once(old):
    with psycopg.connect(old.url) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [ADVISORY])
        assert old.refused("upgrade") == (
            "Une autre mise à jour de cette base est en cours : attendez sa fin.\n"
        )


@pytest.mark.postgres
def test_a_base_used_from_another_machine_is_left_as_it_was(old):
    before = migrations(old), schema(old)
    with psycopg.connect(old.url) as other:
        other.execute("SELECT count(*) FROM network_place")
        assert "Rien n’a été changé." in old.refused("upgrade")
    assert (migrations(old), schema(old)) == before


@pytest.mark.once
def test_data_of_a_newer_version_is_left_alone(old):
    old.sql(
        "INSERT INTO django_migrations (app, name, applied) "
        "VALUES ('money', '0099_euro', '2030-01-01')"
    )
    for verb in ("upgrade", "serve"):
        said = old.refused(verb)
        assert said.startswith("Ces données ont déjà servi à une version plus récente")
        assert "money.0099_euro" in said

"""What the base itself refuses, on each engine, written past every operation."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from maillage.core import guards
from maillage.core.ids import new_id
from maillage.core.journal import write_server_line
from maillage.core.models import JournalLine
from maillage.core.scopes import structure_scope
from maillage.network.bootstrap import found
from maillage.network.models import Occupancy, Place, StaffRole, Structure, Unit

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
SQLITE = connection.vendor == "sqlite"


def broken(write) -> str:
    """The guard that refuses ``write``; "" when none does, and the write is then undone."""
    try:
        with transaction.atomic():
            write()
            transaction.set_rollback(True)
    except IntegrityError as error:
        return guards.broken_guard(error)
    return ""


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.fixture
def bras(db) -> Structure:
    return structure("bras")


@pytest.fixture
def amboise(db) -> Structure:
    return structure("amboise")


def structure(slug: str) -> Structure:
    return found(
        structure_name=slug,
        slug=slug,
        first_name="Sandrine",
        login=slug,
        password="un mot de passe long",
        now=NOON,
    ).structure


def room_of(one: Structure) -> Unit:
    with structure_scope(one.pk):
        place = Place.objects.create(structure_id=one.pk, name="EPN", kind="digital_space")
        return Unit.objects.create(structure_id=one.pk, place=place, name="Salle bleue")


def hold(unit: Unit, hour: int, hours: int = 2, **changed: object) -> Occupancy:
    values = {
        "structure_id": unit.structure_id,
        "unit_id": unit.pk,
        "starts_at": NOON + hour * HOUR,
        "ends_at": NOON + (hour + hours) * HOUR,
        "source_kind": "session",
        "source_id": new_id(),
        "label": "",
        **changed,
    }
    row = Occupancy(**values)
    row.save(force_insert=True)
    return row


def test_every_declared_guard_stands_and_no_other(db):
    assert guards.missing_guards() == set()
    assert guards.installed_guards() == set(guards.declared_guards())


def test_a_guard_that_is_missing_is_named_and_comes_back(db):
    declared = guards.declared_guards().items()
    name = next(name for name, held in declared if held.guard.name == "append_only")
    guards._drop(name)
    assert guards.missing_guards() == {name}
    guards.install_guards()
    assert guards.missing_guards() == set()


def test_a_guard_that_stands_in_part_is_missing(db):
    """One trigger of two taken away; on PostgreSQL, one switched off."""
    declared = guards.declared_guards().items()
    name, held = next(one for one in declared if one[1].guard.name == "append_only")
    part = max(held.parts())
    off = f'DROP TRIGGER "{part}"'
    if connection.vendor == "postgresql":
        off = f'ALTER TABLE "{held.table}" DISABLE TRIGGER "{part}"'
    with connection.cursor() as cursor:
        cursor.execute(off)
    assert guards.missing_guards() == {name}
    guards.install_guards()
    assert guards.missing_guards() == set()


def test_every_owned_model_has_its_same_structure_guard():
    owned = [
        model
        for model in apps.get_models()
        if any(field.column == "structure_id" for field in model._meta.concrete_fields)
    ]
    assert len(owned) > 20
    for model in owned:
        assert "same_structure" in {guard.name for guard in guards.guards_of(model)}


class TestAppendOnly:
    """On the journal; money's tables declare the same guard."""

    @pytest.fixture
    def line(self, bras) -> JournalLine:
        with structure_scope(bras.pk):
            write_server_line(bras.pk, kind="tick.tasks", touched=[])
            return JournalLine.objects.get()

    @pytest.fixture(params=["as installed", "after the table was altered"])
    def altered(self, line, request) -> None:
        if request.param == "as installed":
            return
        guards.drop_guards_before_migration(plan=[object()])
        sql("ALTER TABLE core_journalline ADD COLUMN extra varchar(10)")
        sql("ALTER TABLE core_journalline DROP COLUMN extra")
        guards.install_guards()

    def test_update_and_delete_are_refused(self, line, altered):
        assert broken(lambda: sql("UPDATE core_journalline SET rev = rev")) == "append_only"
        assert broken(lambda: sql("UPDATE core_journalline SET kind = 'x'")) == "append_only"
        assert broken(lambda: sql("DELETE FROM core_journalline")) == "append_only"
        with structure_scope(line.structure_id):
            assert broken(line.delete) == "append_only"
            assert broken(line.save) == "append_only"

    @pytest.mark.skipif(not SQLITE, reason="REPLACE is SQLite's")
    def test_replace_is_refused_by_key_and_by_rank(self, line, altered):
        columns = "structure_id, rev, device_id, n, kind, actor_id, at, touched, mark"
        for key in (f"'{line.pk.hex}'", f"'{new_id().hex}'"):
            statement = (
                f"REPLACE INTO core_journalline (id, {columns}) "
                f"SELECT {key}, {columns} FROM core_journalline"
            )
            assert broken(lambda statement=statement: sql(statement)) == "append_only"

    @pytest.mark.skipif(SQLITE, reason="TRUNCATE is PostgreSQL's")
    @pytest.mark.parametrize("way", ["", "CASCADE"])
    def test_truncate_is_refused(self, line, altered, way):
        assert broken(lambda: sql(f"TRUNCATE core_journalline {way}")) == "append_only"

    @pytest.mark.skipif(SQLITE, reason="replication roles are PostgreSQL's")
    def test_a_replication_role_does_not_switch_it_off(self, line, altered):
        with connection.cursor() as cursor:
            cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
            if cursor.fetchone() != (True,):
                pytest.skip("only a superuser may try")

        def forge() -> None:
            sql("SET LOCAL session_replication_role = replica")
            sql("DELETE FROM core_journalline")

        assert broken(forge) == "append_only"

    def test_adding_is_not(self, line, altered):
        with structure_scope(line.structure_id):
            assert write_server_line(line.structure_id, kind="tick.tasks", touched=[]) == 2


class TestNoOverlap:
    @pytest.mark.parametrize(
        ("hour", "hours", "guard"),
        [
            (0, 2, "one_at_a_time"),
            (1, 2, "one_at_a_time"),
            (-1, 4, "one_at_a_time"),
            (-1, 2, "one_at_a_time"),
            (2, 1, ""),
            (-1, 1, ""),
        ],
    )
    def test_an_insert_that_shares_an_instant_is_refused(self, bras, hour, hours, guard):
        room = room_of(bras)
        hold(room, 0)
        assert broken(lambda: hold(room, hour, hours)) == guard

    def test_an_update_into_another_is_refused_and_moving_alone_is_not(self, bras):
        room = room_of(bras)
        first, second = hold(room, 0), hold(room, 4)
        rows = Occupancy._base_manager

        def move(row: Occupancy, hour: int) -> str:
            hours = {"starts_at": NOON + hour * HOUR, "ends_at": NOON + (hour + 2) * HOUR}
            return broken(lambda: rows.filter(pk=row.pk).update(**hours))

        assert move(second, 1) == "one_at_a_time"
        assert move(first, 3) == "one_at_a_time"
        assert move(second, 5) == ""

    @pytest.mark.skipif(not SQLITE, reason="REPLACE is SQLite's")
    def test_replace_into_another_is_refused(self, bras):
        room = room_of(bras)
        hold(room, 0)
        second = hold(room, 4)

        def replace() -> None:
            sql(
                "REPLACE INTO network_occupancy (id, structure_id, unit_id, starts_at, ends_at, "
                "source_kind, source_id, label) SELECT %s, structure_id, unit_id, starts_at, "
                "ends_at, source_kind, source_id, label FROM network_occupancy "
                "WHERE starts_at = (SELECT min(starts_at) FROM network_occupancy)",
                second.pk.hex,
            )

        assert broken(replace) == "one_at_a_time"


class TestSameStructure:
    def test_a_key_into_another_structure_is_refused_however_it_is_written(self, bras, amboise):
        ours, theirs = room_of(bras), room_of(amboise)
        assert broken(lambda: hold(ours, 0, unit_id=theirs.pk)) == "same_structure"
        assert broken(lambda: hold(ours, 0, unit_id=new_id())) == "same_structure"
        row = hold(ours, 0)
        rows = Occupancy._base_manager.filter(pk=row.pk)
        assert broken(lambda: rows.update(unit_id=theirs.pk)) == "same_structure"
        assert broken(lambda: rows.update(structure_id=amboise.pk)) == "same_structure"
        assert broken(lambda: rows.update(label="autre")) == ""

    def test_a_key_left_empty_is_not_a_fault_and_one_given_is_checked(self, bras, amboise):
        roles = StaffRole._base_manager.filter(structure_id=bras.pk)
        theirs = room_of(amboise).place_id
        assert broken(lambda: roles.update(place_id=None)) == ""
        assert broken(lambda: roles.update(place_id=theirs)) == "same_structure"

    def test_a_row_of_no_structure_is_refused(self, db):
        def place() -> None:
            Place(structure_id=new_id(), name="EPN", kind="digital_space").save(force_insert=True)

        assert broken(place) == "same_structure"

    @pytest.mark.skipif(not SQLITE, reason="REPLACE is SQLite's")
    def test_replace_is_checked_too(self, bras, amboise):
        hold(room_of(bras), 0)
        theirs = room_of(amboise)

        def replace() -> None:
            sql(
                "REPLACE INTO network_occupancy (id, structure_id, unit_id, starts_at, ends_at, "
                "source_kind, source_id, label) SELECT id, structure_id, %s, starts_at, "
                "ends_at, source_kind, source_id, label FROM network_occupancy",
                theirs.pk.hex,
            )

        assert broken(replace) == "same_structure"

"""``maillage bench`` measures what it says, on databases that are gone afterwards."""

from __future__ import annotations

import json

import psycopg
import pytest

from tests.cli.installation import SERVER, Installation, install
from tests.figures import PROVING

pytestmark = [pytest.mark.postgres, pytest.mark.slow]


def databases() -> set[str]:
    with psycopg.connect(SERVER) as connection:
        rows = connection.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE 'maillage_b%'"
        )
        return {name for (name,) in rows}


def test_the_past_is_laid_as_commands_would_have_left_it(tmp_path):
    laid = install(tmp_path / "laid")
    told = json.loads(laid.script("maillage.bench.laying", 30, 24))
    assert len(told["sessions"]) == 2
    counted = laid.sql(
        "SELECT w.title, count(*), count(DISTINCT r.session_id), count(DISTINCT r.person_id) "
        "FROM programme_registration r JOIN programme_session s ON s.id = r.session_id "
        "JOIN programme_workshop w ON w.id = s.workshop_id GROUP BY 1"
    )
    # The one that was really made has a session of its own; then 12, 12 and 5.
    assert counted == [("Boîte mail", 30, 4, 29)]
    assert laid.sql(
        "SELECT count(*) FROM core_command WHERE kind = 'programme.register' AND rev IS NOT NULL"
    ) == [(30,)]
    assert laid.done("till", "verify") == "Caisse vérifiée : 0 série, 0 reçu\n"
    laid.drop()


def test_past_reservations_hold_what_they_held(tmp_path):
    laid = install(tmp_path / "laid")
    told = json.loads(laid.script("maillage.bench.laying_bookings", 30, 24))
    assert (len(told["resources"]), len(told["persons"])) == (500, 2000)
    counted = laid.sql(
        "SELECT r.state, count(*), count(DISTINCT r.resource_id), count(DISTINCT o.unit_id) "
        "FROM booking_reservation r JOIN network_occupancy o ON o.source_id = r.id GROUP BY 1"
    )
    # The one that was really made is of the first machine, and so is one of the past.
    assert counted == [("confirmed", 30, 29, 29)]
    laid.drop()


@pytest.mark.parametrize("name", ["registration", "booking"] if PROVING else ["booking"])
def test_it_prints_one_object_and_leaves_nothing(tmp_path, name):
    before = databases()
    bench = Installation(tmp_path, SERVER).done(
        "bench", name, "--past", 10, "--clients", 1, 2,
        "--rounds", 1, "--requests", 10,
    )  # fmt: skip
    told = json.loads(bench)
    assert told["engine"] == "postgresql"
    assert [(row["clients"], row["past"]) for row in told["rows"]] == [
        (1, 10), (2, 10),
    ]  # fmt: skip
    for row in told["rows"]:
        assert set(row) == {
            "clients", "past", "requests_per_s", "p50_ms", "p95_ms", "cpu_ms", "sql_statements",
        }  # fmt: skip
        assert 0 < row["sql_statements"] <= 12
        assert 0 < row["p50_ms"] <= row["p95_ms"]
        assert row["cpu_ms"] > 0
    for row in told.get("next_free", []):
        assert set(row) == {"past", "coming", "p50_ms", "p95_ms", "sql_statements"}
        # A hundred machines full for three weeks, and what others have; less on a Sunday night.
        assert (row["past"], 20_000 < row["coming"] < 40_000) == (10, True)
        assert 0 < row["p50_ms"] <= row["p95_ms"]
        assert 7 <= row["sql_statements"] <= 9
    assert ("next_free" in told) == (name == "booking")
    assert told["limit"]["tx_per_s"] > 0
    assert told["stolen_cores"] >= 0
    assert databases() == before

"""Lay years behind a house: ``python -m bench_years PERSONS VISITS``, in the base of the settings.

The house is the one the tests fill, by commands. Then persons, visits, sessions and their seats,
sales, receipts and journal lines, copied by SQL from real ones. Prints, as JSON, the addresses of
the office, an id for each name they ask for, and a session signed in as the manager.
"""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from maillage.bench.laying import PAST_ID, Copy  # noqa: E402
from maillage.office.urls import urlpatterns  # noqa: E402
from tests.houses import build_house, sign_in  # noqa: E402
from tests.office.filling import fill_house  # noqa: E402

SESSIONS = 6_000
SEATS = 8
RECEIPTS = 50_000
LINES = 300_000
NAMES = "ARRAY['Marie','Jeanne','Odette','Léa','Julien','Mehdi','Claire','Karim','Gérard','Zoé']"
LAST = "ARRAY['Le Gall','Martin','Petit','Durand','Moreau','Garcia','Nguyen','Da Silva','Arnaud']"
FOLDED = "lower(past.first || ' ' || past.last)"


def lay(persons: int, visits: int) -> dict[str, Any]:
    """Everything; what a reader needs."""
    house = build_house()
    ids = fill_house(house)
    with connection.cursor() as cursor:
        cursor.execute(PAST_ID)
        _persons(cursor, ids["person"], persons)
        _visits(cursor, ids["person"], visits, persons)
        _sessions(cursor, ids["session"], persons)
        _receipts(cursor, ids["receipt"])
        _journal(cursor)
        cursor.execute("DROP FUNCTION bench_id")
        cursor.execute("VACUUM ANALYZE")
    today = timezone.localdate()
    return {
        "ids": ids,
        "patterns": [(one.name, str(one.pattern)) for one in urlpatterns],
        "session": sign_in(house, "manager").cookies["maillage_session"].value,
        "days": {"first": f"{today - timedelta(days=90)}", "last": f"{today}"},
    }


def _past(cursor: Any, select: str) -> None:
    cursor.execute(f"CREATE TABLE bench_next AS {select}")
    cursor.execute("DROP TABLE IF EXISTS bench_past")
    cursor.execute("ALTER TABLE bench_next RENAME TO bench_past")


def _persons(cursor: Any, model: str, count: int) -> None:
    _past(
        cursor,
        f"""SELECT bench_id(now()) AS id, n, ({NAMES})[1 + n %% 10] AS first,
        ({LAST})[1 + n / 10 %% 9] || CASE WHEN n > 900 THEN n::text ELSE '' END AS last
        FROM generate_series(1, {count}) AS n""".replace("%%", "%"),
    )
    digits = "lpad(past.n::text, 8, '0')"
    Copy(
        "people_person",
        f"id = '{model}'",
        {
            "id": "past.id",
            "first_name": "past.first",
            "last_name": "past.last",
            "folded": FOLDED,
            "phonetic": FOLDED,
            "phone": f"'+336' || {digits}",
            "phone_last4": f"right({digits}, 4)",
            "card": "'C' || past.n",
            "fact_key": "past.n",
        },
    ).make(cursor)
    cursor.execute("CREATE TABLE bench_people AS SELECT n, id FROM bench_past")
    cursor.execute("CREATE INDEX ON bench_people (n)")


def _visits(cursor: Any, model: str, count: int, persons: int) -> None:
    """Each person comes ``count / persons`` times, once a year; two hundred came today."""
    _past(
        cursor,
        f"""SELECT bench_id(now()) AS id, bench_people.id AS person,
        current_date - (v / {persons} * 365 + v % 365 + 1) * (v > 200)::int AS day
        FROM generate_series(0, {count - 1}) AS v JOIN bench_people
        ON bench_people.n = v % {persons} + 1""",
    )
    Copy(
        "people_visit",
        f"id = (SELECT id FROM people_visit WHERE person_id = '{model}' LIMIT 1)",
        {
            "id": "past.id",
            "person_id": "past.person",
            "day": "past.day",
            "at": "past.day::timestamptz + interval '9 hours'",
        },
    ).make(cursor)


def _sessions(cursor: Any, model: str, count: int) -> None:
    """Five sessions a day over years, ``SEATS`` people in each."""
    _past(
        cursor,
        f"""SELECT bench_id(now()) AS id, n, current_date + 20 - n / 5 AS day
        FROM generate_series(0, {SESSIONS - 1}) AS n""",
    )
    Copy(
        "programme_session",
        f"id = '{model}'",
        {
            "id": "past.id",
            "day": "past.day",
            "starts_at": "past.day::timestamptz + (9 + past.n % 5 * 2) * interval '1 hour'",
            "ends_at": "past.day::timestamptz + (10 + past.n % 5 * 2) * interval '1 hour'",
        },
    ).make(cursor)
    _past(
        cursor,
        f"""SELECT bench_id(now()) AS id, bench_past.id AS session, seat, bench_people.id AS person
        FROM bench_past, generate_series(1, {SEATS}) AS seat, bench_people
        WHERE bench_people.n = (bench_past.n * {SEATS} + seat) % {count} + 1""",
    )
    Copy(
        "programme_registration",
        "id = (SELECT id FROM programme_registration WHERE state = 'confirmed' LIMIT 1)",
        {
            "id": "past.id",
            "session_id": "past.session",
            "person_id": "past.person",
            "party": "past.id",
            "seat": "past.seat",
            "asked": "past.seat",
        },
    ).make(cursor)


def _receipts(cursor: Any, model: str) -> None:
    """Sales of the past in the series of a till closed for good: line, receipt, payment, print."""
    _past(cursor, "SELECT bench_id(now()) AS id")
    series = f"id = (SELECT series_id FROM money_receipt WHERE id = '{model}')"
    Copy("money_series", series, {"id": "past.id", "code": "'PAST'"}).make(cursor)
    _past(
        cursor,
        f"""SELECT bench_id(now()) AS id, n, id AS person, current_date - 1 - n / 60 AS day
        FROM bench_people WHERE n <= {RECEIPTS}""",
    )
    closed = "(SELECT id FROM money_series WHERE code = 'PAST')"
    dated = {
        "id": "past.id",
        "person_id": "past.person",
        "sale_id": "past.id",
        "receipt_id": "past.id",
        "day": "past.day",
        "at": "past.day::timestamptz + interval '10 hours'",
    }
    sale = f"(SELECT sale_id FROM money_receipt WHERE id = '{model}')"
    Copy("money_sale", f"id = {sale}", dated).make(cursor)
    for table, one in (
        ("money_saleline", f"id = (SELECT id FROM money_saleline WHERE sale_id = {sale} LIMIT 1)"),
        ("money_receipt", f"id = '{model}'"),
        ("money_payment", f"receipt_id = '{model}'"),
        ("money_receiptprint", f"receipt_id = '{model}'"),
    ):
        numbered = {"number": "past.n", "series_id": closed} if table == "money_receipt" else {}
        Copy(table, one, dated | numbered).make(cursor)


def _journal(cursor: Any) -> None:
    _past(
        cursor,
        f"""SELECT bench_id(now()) AS id, (SELECT rev FROM core_structureclock) + n AS rev,
        now() - n * interval '1 minute' AS at FROM generate_series(1, {LINES}) AS n""",
    )
    latest = "rev = (SELECT max(rev) FROM core_structureclock)"
    Copy("core_journalline", latest, {"id": "past.id", "rev": "past.rev", "at": "past.at"}).make(
        cursor
    )
    cursor.execute(f"UPDATE core_structureclock SET rev = rev + {LINES}")


if __name__ == "__main__":
    print(json.dumps(lay(int(sys.argv[1]), int(sys.argv[2]))))
